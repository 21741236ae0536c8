//! Posts: taken in, shown, changed, let go.

use chrono::{DateTime, Utc};
use imagime_shared::{
    field,
    page::PageQuery,
    paths,
    post::{Post, PostResponse, PostStatus, UpdatePost, Visibility},
    song::{PostSong, SongSort},
    validation,
};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::{
    cursor,
    error::{Error, Result},
    etag::IfMatch,
    fetch,
    idempotency::{self, Claim, Claimed},
    models::{NewPost, PostChanges, PostRow},
    pictures::{self, Shape, Upload},
    queue::{self, JobKind},
    repositories::{media, posts, tombstones, users},
    security::{keys::Purpose, random_token},
    state::AppState,
    throttle::{self, Rule},
    views::{self, Eye},
};

/// What a new post is made of.
#[derive(Debug)]
pub struct Draft {
    /// The picture.
    pub image: Given,
    /// What the owner says.
    pub description: String,
    /// For people who do not see the picture.
    pub alt_text: String,
    /// Who may see it.
    pub visibility: Visibility,
    /// Blurred until asked for.
    pub sensitive: bool,
    /// Outside analysers may look at it although it is private.
    pub outside_analysis: bool,
}

/// How a picture was given.
#[derive(Debug)]
pub enum Given {
    /// Its bytes.
    File(Upload),
    /// Where it is to be fetched.
    Link(String),
}

/// A page of something.
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
}

/// Takes a picture in; the work on it follows by itself. With a key, a repeat gives the same post.
pub async fn create(state: &AppState, user_id: Uuid, draft: Draft, key: Option<String>) -> Result<Post> {
    let mut errors = Vec::new();
    let description = validation::text(field::DESCRIPTION, &draft.description, validation::DESCRIPTION_CHARS);
    let description = description.map_err(|error| errors.push(error)).unwrap_or_default();
    let alt_text = validation::text(field::ALT_TEXT, &draft.alt_text, validation::ALT_TEXT_CHARS);
    let alt_text = alt_text.map_err(|error| errors.push(error)).unwrap_or_default();
    if !errors.is_empty() {
        return Err(Error::Validation(errors));
    }
    let draft = Draft { description, alt_text, ..draft };
    match idempotency::claim(state, user_id, paths::POSTS, key, fingerprint(&draft)).await? {
        Claimed::Made(made, _) => find(state, made, Some(user_id)).await,
        Claimed::Ours(claim) => {
            let made = make(state, user_id, draft, claim.clone()).await;
            claim.settle(state, made).await
        }
    }
}

/// A user's posts, newest first.
pub async fn list_of_user(
    state: &AppState,
    username: String,
    viewer: Option<Uuid>,
    page: PageQuery,
    rows: u32,
) -> Result<Page<Post>> {
    let keys = state.keys.clone();
    state
        .db
        .run(move |conn| {
            let user = users::find_by_username(conn, &username)?;
            let list = format!("users/{}/posts", user.id);
            let before = page.cursor.map(|cursor| cursor::decode::<Uuid>(&list, &cursor)).transpose()?;
            let found = posts::of_user(conn, user.id, viewer, before, rows + 1)?;
            let (found, next_cursor) = cut(found, rows, &list)?;
            let eye = Eye { viewer, keys: &keys, now: Utc::now() };
            Ok(Page { items: views::posts(conn, &eye, found)?, next_cursor })
        })
        .await
}

/// A post that the viewer may see.
pub async fn find(state: &AppState, id: Uuid, viewer: Option<Uuid>) -> Result<Post> {
    let keys = state.keys.clone();
    state
        .db
        .run(move |conn| {
            let row = posts::find_visible(conn, id, viewer)?;
            views::post(conn, &Eye { viewer, keys: &keys, now: Utc::now() }, row)
        })
        .await
}

/// A page of a post's songs in an order. A cursor into a list that was made anew has expired.
pub async fn list_songs(
    state: &AppState,
    id: Uuid,
    viewer: Option<Uuid>,
    sort: SongSort,
    page: PageQuery,
    rows: u32,
) -> Result<Page<PostSong>> {
    let keys = state.keys.clone();
    state
        .db
        .run(move |conn| {
            posts::find_visible(conn, id, viewer)?;
            let eye = Eye { viewer, keys: &keys, now: Utc::now() };
            let cursor = page.cursor.as_deref();
            let (items, next_cursor) = match sort {
                SongSort::Fit => views::songs_of_post(conn, &eye, id, cursor, rows)?,
                SongSort::Votes => views::songs_by_votes(conn, &eye, id, cursor, rows)?,
            };
            Ok(Page { items, next_cursor })
        })
        .await
}

/// Changes the fields that were sent. Going private takes the old addresses away at once.
pub async fn update(state: &AppState, id: Uuid, owner: Uuid, form: UpdatePost, condition: IfMatch) -> Result<Post> {
    let mut errors = Vec::new();
    let mut checked = |result: std::result::Result<String, _>| result.map_err(|error| errors.push(error)).ok();
    let description = form
        .description
        .and_then(|text| checked(validation::text(field::DESCRIPTION, &text, validation::DESCRIPTION_CHARS)));
    let alt_text =
        form.alt_text.and_then(|text| checked(validation::text(field::ALT_TEXT, &text, validation::ALT_TEXT_CHARS)));
    if !errors.is_empty() {
        return Err(Error::Validation(errors));
    }
    let changes = PostChanges {
        description,
        alt_text,
        visibility: form.visibility.map(Visibility::as_str),
        sensitive: form.sensitive,
        outside_analysis: form.outside_analysis,
        updated_at: Some(Utc::now()),
    };
    let keys = state.keys.clone();
    state
        .db
        .transaction(move |conn| {
            let eye = Eye { viewer: Some(owner), keys: &keys, now: Utc::now() };
            let before = posts::lock_owned(conn, id, owner)?;
            condition
                .check(|now| Ok(PostResponse { post: views::post(conn, &Eye { now, ..eye }, before.clone())? }))?;
            let after = posts::update(conn, id, owner, &changes)?;
            let (was_private, is_private) = (before.visibility == "private", after.visibility == "private");
            if was_private != is_private {
                for file in media::of_posts(conn, &[id])? {
                    let token = (!is_private).then(random_token);
                    media::set_token(conn, file.id, token.as_deref())?;
                }
            }
            views::post(conn, &eye, after)
        })
        .await
}

/// Deletes a post of this owner; a repeat answers alike, somebody else's as one that never was.
pub async fn delete(state: &AppState, id: Uuid, owner: Uuid) -> Result<()> {
    state
        .db
        .transaction(move |conn| {
            media::doom_post(conn, id, owner)?;
            if !posts::delete(conn, id, owner)? {
                return Ok(tombstones::find(conn, owner, id)?);
            }
            tombstones::insert(conn, owner, id)?;
            Ok(queue::enqueue(conn, JobKind::SweepMedia, None)?)
        })
        .await?;
    state.work.notify_one();
    state.hub.announce(id);
    Ok(())
}

async fn make(state: &AppState, user_id: Uuid, draft: Draft, claim: Claim) -> Result<Post> {
    let rule = Rule::posts(&state.keys, user_id, state.config.quotas.posts_per_day);
    // Stands even for a picture that turns out to be none: finding that out is what costs.
    let counted = throttle::count(&state.db, vec![rule]).await?;
    counted.settle(&state.db, take_in(state, user_id, draft, claim).await).await
}

async fn take_in(state: &AppState, user_id: Uuid, draft: Draft, claim: Claim) -> Result<Post> {
    let (image, field) = match draft.image {
        Given::File(image) => (image, field::IMAGE),
        Given::Link(link) => (
            fetch::picture(&link, &state.config.data.incoming(), &state.config.server.image_hosts).await?,
            field::IMAGE_URL,
        ),
    };
    let picture = pictures::decode(state, &image, Shape::Whole, field).await?;
    let id = Uuid::now_v7();
    let new = NewPost {
        id,
        user_id,
        description: draft.description,
        alt_text: draft.alt_text,
        visibility: draft.visibility.as_str(),
        sensitive: draft.sensitive,
        status: PostStatus::Pending.as_str(),
        image_key: state.keys.mac(Purpose::ImageKey, &image.sha256).to_vec(),
        width: i32::try_from(picture.width).unwrap_or(i32::MAX),
        height: i32::try_from(picture.height).unwrap_or(i32::MAX),
        thumbhash: picture.thumbhash.clone(),
        palette: picture.palette.clone(),
        outside_analysis: draft.outside_analysis,
        created_at: time_of(id),
    };
    let files = pictures::store(state, picture, draft.visibility != Visibility::Private).await?;
    let attached = files.clone();
    let keys = state.keys.clone();
    let made = state
        .db
        .transaction(move |conn| {
            let row: PostRow = posts::insert(conn, &new)?;
            media::attach_to_post(conn, &attached, row.id)?;
            queue::enqueue(conn, JobKind::AnalyzePost, Some(row.id))?;
            claim.complete(conn, row.id)?;
            views::post(conn, &Eye { viewer: Some(user_id), keys: &keys, now: Utc::now() }, row)
        })
        .await;
    match &made {
        Ok(_) => state.work.notify_one(),
        Err(_) => pictures::discard(state, files).await,
    }
    made
}

/// The time in a UUIDv7, so that lists by id and lists by time agree.
fn time_of(id: Uuid) -> DateTime<Utc> {
    let (seconds, nanos) = id.get_timestamp().map_or((0, 0), |time| time.to_unix());
    DateTime::from_timestamp(i64::try_from(seconds).unwrap_or_default(), nanos).unwrap_or_else(Utc::now)
}

/// A link stands for itself: a repeat is answered without fetching its picture again.
fn fingerprint(draft: &Draft) -> [u8; 32] {
    let mut digest = Sha256::new();
    for part in [draft.description.as_str(), &draft.alt_text, draft.visibility.as_str()] {
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part);
    }
    digest.update([u8::from(draft.sensitive), u8::from(draft.outside_analysis)]);
    match &draft.image {
        Given::File(image) => digest.update([&[0], image.sha256.as_slice()].concat()),
        Given::Link(link) => digest.update([&[1], link.as_bytes()].concat()),
    }
    digest.finalize().into()
}

/// Cuts the row that was read too many; it only tells that there is more.
fn cut(mut rows: Vec<PostRow>, most: u32, list: &str) -> Result<(Vec<PostRow>, Option<String>)> {
    let more = rows.len() > most as usize;
    rows.truncate(most as usize);
    let next = rows.last().filter(|_| more).map(|row| cursor::encode(list, &row.id)).transpose()?;
    Ok((rows, next))
}
