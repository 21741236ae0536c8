//! The queue of work that must not be lost: enqueue in the transaction that needs the work, claim with a lease.

use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use crate::schema::jobs;

/// Attempts before a job is laid aside for a person to look at.
pub const MAX_ATTEMPTS: i32 = 5;
/// How long a claimed job is nobody else's unless its worker asks for more; a dead worker's jobs come up again after it.
const LEASE_SECONDS: i64 = 12;

/// Kinds of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobKind {
    /// Look at a post's picture.
    AnalyzePost,
    /// Choose songs for a post.
    MatchPost,
    /// Remove files that are doomed or belong to nothing.
    SweepMedia,
    /// Write what posts are found by anew where their author has another name. Enqueued by the database.
    RewriteDocuments,
}

impl JobKind {
    /// The word in the table.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AnalyzePost => "analyze_post",
            Self::MatchPost => "match_post",
            Self::SweepMedia => "sweep_media",
            Self::RewriteDocuments => "rewrite_documents",
        }
    }

    /// Reads the word in the table.
    pub fn parse(text: &str) -> Option<Self> {
        let all = [Self::AnalyzePost, Self::MatchPost, Self::SweepMedia, Self::RewriteDocuments];
        all.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// A claimed job.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = jobs, check_for_backend(diesel::pg::Pg))]
pub struct Job {
    /// Id.
    pub id: Uuid,
    /// Kind of work.
    pub kind: String,
    /// The post it is about.
    pub post_id: Option<Uuid>,
    /// Attempts, this one included.
    pub attempts: i32,
}

/// Adds a job that is due now. A post whose songs are to be chosen already gets no second job for that.
pub fn enqueue(conn: &mut PgConnection, kind: JobKind, post_id: Option<Uuid>) -> QueryResult<()> {
    diesel::insert_into(jobs::table)
        .values((jobs::id.eq(Uuid::now_v7()), jobs::kind.eq(kind.as_str()), jobs::post_id.eq(post_id)))
        .on_conflict_do_nothing()
        .execute(conn)
        .map(drop)
}

/// Claims the job that has waited longest, if any is due.
pub fn claim(conn: &mut PgConnection) -> QueryResult<Option<Job>> {
    conn.transaction(|conn| {
        let due: Option<Uuid> = jobs::table
            .filter(jobs::dead.eq(false).and(jobs::run_at.le(Utc::now())))
            .order(jobs::run_at)
            .limit(1)
            .select(jobs::id)
            .for_update()
            .skip_locked()
            .first(conn)
            .optional()?;
        let Some(id) = due else { return Ok(None) };
        diesel::update(jobs::table.find(id))
            .set((
                jobs::attempts.eq(jobs::attempts + 1),
                jobs::run_at.eq(Utc::now() + Duration::seconds(LEASE_SECONDS)),
            ))
            .returning(Job::as_returning())
            .get_result(conn)
            .optional()
    })
}

/// Keeps a job that takes long: its lease begins anew.
pub fn extend(conn: &mut PgConnection, job: &Job) -> QueryResult<()> {
    diesel::update(jobs::table.find(job.id).filter(jobs::attempts.eq(job.attempts)))
        .set(jobs::run_at.eq(Utc::now() + Duration::seconds(LEASE_SECONDS)))
        .execute(conn)
        .map(drop)
}

/// Ends a job that is done. False when its lease ran out and another worker has it: then nothing of ours counts.
pub fn complete(conn: &mut PgConnection, job: &Job) -> QueryResult<bool> {
    diesel::delete(jobs::table.find(job.id).filter(jobs::attempts.eq(job.attempts))).execute(conn).map(|n| n == 1)
}

/// Puts a failed job back with a growing pause, or lays it aside after the last attempt; true when it was the last.
pub fn fail(conn: &mut PgConnection, job: &Job, error: &str) -> QueryResult<bool> {
    let last = job.attempts >= MAX_ATTEMPTS;
    let pause = Duration::seconds(2i64.pow(job.attempts.clamp(0, 10).unsigned_abs()));
    let error: String = error.chars().take(500).collect();
    diesel::update(jobs::table.find(job.id).filter(jobs::attempts.eq(job.attempts)))
        .set((jobs::run_at.eq(Utc::now() + pause), jobs::dead.eq(last), jobs::last_error.eq(error)))
        .execute(conn)?;
    Ok(last)
}

/// Gives a job back untouched, for a worker that stops or that has to begin again.
pub fn hand_back(conn: &mut PgConnection, job: &Job) -> QueryResult<()> {
    diesel::update(jobs::table.find(job.id).filter(jobs::attempts.eq(job.attempts)))
        .set((jobs::run_at.eq(Utc::now()), jobs::attempts.eq(jobs::attempts - 1)))
        .execute(conn)
        .map(drop)
}

/// True when a job of this kind for the post is waiting or being worked on.
pub fn is_due(conn: &mut PgConnection, kind: JobKind, post_id: Uuid) -> QueryResult<bool> {
    let due = jobs::table.filter(jobs::post_id.eq(post_id).and(jobs::kind.eq(kind.as_str())).and(jobs::dead.eq(false)));
    diesel::select(diesel::dsl::exists(due)).get_result(conn)
}

/// A job that was laid aside after its last attempt.
#[derive(Clone, Debug, Queryable)]
pub struct DeadJob {
    /// Kind of work.
    pub kind: String,
    /// The post it is about.
    pub post_id: Option<Uuid>,
    /// What went wrong last.
    pub last_error: Option<String>,
    /// When it was enqueued.
    pub created_at: DateTime<Utc>,
}

/// Jobs that were laid aside, newest first, at most a hundred.
pub fn dead(conn: &mut PgConnection) -> QueryResult<Vec<DeadJob>> {
    jobs::table
        .filter(jobs::dead.eq(true))
        .order(jobs::created_at.desc())
        .limit(100)
        .select((jobs::kind, jobs::post_id, jobs::last_error, jobs::created_at))
        .load(conn)
}
