//! Everything of a user as one archive, put together while it is sent: neither the archive nor a database connection is held.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::Context as _;
use bytes::Bytes;
use chrono::{DateTime, Datelike as _, Timelike as _, Utc};
use futures_util::{Stream, stream};
use tokio::sync::mpsc;
use uuid::Uuid;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions, write::StreamWriter};

use crate::{
    error::Result,
    models::MediaRow,
    repositories::{export, media, users},
    state::AppState,
    throttle::{self, Rule},
};

/// Posts that are read at once.
const POSTS: i32 = 50;

const README: &str =
    "What you have given to this Imagime instance and what it made of it, in JSON (UTF-8, times in RFC 3339), one object a line.

account.json    your account as it stands; the password is kept as a hash only and is not here
sessions.json   where you are logged in
tokens.json     your personal access tokens, without what opens anything
favorites.json  songs that you keep, with the post that each came from
playlists.json  your playlists with their songs
votes.json      your votes: 1 where you said that a song fits, -1 where you said that it does not
comments.json, likes.json, following.json, followers.json
profile.jpg     your profile picture, if there is one
posts/<id>/     a post of yours: post.json and the picture as it is kept (upright, without metadata, at most 2,048 pixels wide).
                post.json has what you said of it, its state and notices, its words and mood, its songs with the reasons for
                them, your vote and the sum of all, and its links.
                Whoever has the slug of one of its links can open the post: keep this archive to yourself

A song is named by its provider and the provider's id for it.

Not here: what analysers said word for word and the numbers by which pictures are compared, since words, mood and colours are all
that is used of them; what opens your account; what others wrote. Something deleted is not here: it is gone from database and storage.
";

/// A file to hand out.
pub struct Archive<S> {
    /// Name to save it under.
    pub name: String,
    /// A zip archive.
    pub bytes: S,
}

/// Begins the archive of a user. When something breaks on the way, so does the stream: a part is never taken for the whole.
pub async fn export(
    state: &AppState,
    user_id: Uuid,
) -> Result<Archive<impl Stream<Item = anyhow::Result<Bytes>> + use<>>> {
    let rule = Rule::exports(&state.keys, user_id, state.config.quotas.exports_per_hour);
    let _counted = throttle::count(&state.db, vec![rule]).await?;
    let user = state.db.run(move |conn| Ok(users::find(conn, user_id)?)).await?;
    let now = Utc::now();
    let (sender, mut receiver) = mpsc::channel(2);
    let state = state.clone();
    tokio::spawn(async move {
        let mut packer = Packer::new(sender.clone(), now);
        if let Err(error) = pack(&state, user_id, &mut packer).await {
            tracing::warn!(user.id = %user_id, error = format!("{error:#}"), "an archive broke off");
            // Nobody may be listening any more, which is fine.
            let _ = sender.send(Err(error)).await;
        }
    });
    Ok(Archive {
        name: format!("imagime-{}-{}.zip", user.username, now.format("%Y-%m-%d")),
        bytes: stream::poll_fn(move |context| receiver.poll_recv(context)),
    })
}

async fn pack(state: &AppState, user_id: Uuid, packer: &mut Packer) -> anyhow::Result<()> {
    packer.add("README.txt", README.as_bytes()).await?;
    for (name, query) in export::FILES {
        let rows = state.db.run(move |conn| Ok(export::lines(conn, query, user_id)?)).await?;
        packer.add_rows(name, &rows).await?;
    }
    let faces = state.db.run(move |conn| Ok(media::avatars_of(conn, &[user_id])?)).await?;
    add_picture(state, packer, "profile.jpg", faces).await?;
    let mut after = Uuid::nil();
    loop {
        let found = state.db.run(move |conn| Ok(export::posts(conn, user_id, after, POSTS)?)).await?;
        let Some(last) = found.last() else { break };
        after = last.id;
        let ids: Vec<Uuid> = found.iter().map(|post| post.id).collect();
        let mut files = state.db.run(move |conn| Ok(media::of_posts(conn, &ids)?)).await?;
        for post in found {
            packer.add(&format!("posts/{}/post.json", post.id), post.line.as_bytes()).await?;
            let (own, others) = files.into_iter().partition(|file| file.post_id == Some(post.id));
            files = others;
            add_picture(state, packer, &format!("posts/{}/picture.jpg", post.id), own).await?;
        }
    }
    packer.finish().await
}

/// Adds the largest of a picture's sizes. One that was deleted since is left out.
async fn add_picture(state: &AppState, packer: &mut Packer, name: &str, sizes: Vec<MediaRow>) -> anyhow::Result<()> {
    let Some(largest) = sizes.into_iter().max_by_key(|file| file.width) else { return Ok(()) };
    match state.storage.get(&largest.storage_key).await? {
        Some(bytes) => packer.add(name, &bytes).await,
        None => Ok(()),
    }
}

/// Writes an archive and sends it on, file by file. JSON is small beside pictures, and those are compressed already: all is stored as
/// it is.
struct Packer {
    zip: Option<ZipWriter<StreamWriter<Pipe>>>,
    written: Pipe,
    options: SimpleFileOptions,
    sender: mpsc::Sender<anyhow::Result<Bytes>>,
}

impl Packer {
    fn new(sender: mpsc::Sender<anyhow::Result<Bytes>>, now: DateTime<Utc>) -> Self {
        let written = Pipe::default();
        let part = |number: u32| u8::try_from(number).unwrap_or_default();
        let year = u16::try_from(now.year()).unwrap_or_default();
        let time = zip::DateTime::from_date_and_time(
            year,
            part(now.month()),
            part(now.day()),
            part(now.hour()),
            part(now.minute()),
            part(now.second()),
        );
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        let options = options.last_modified_time(time.unwrap_or_default());
        Self { zip: Some(ZipWriter::new_stream(written.clone())), written, options, sender }
    }

    async fn add(&mut self, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
        let zip = self.zip.as_mut().context("the archive is closed")?;
        zip.start_file(name, self.options)?;
        zip.write_all(bytes)?;
        self.send().await
    }

    async fn add_rows(&mut self, name: &str, rows: &[String]) -> anyhow::Result<()> {
        let zip = self.zip.as_mut().context("the archive is closed")?;
        zip.start_file(name, self.options)?;
        let mut before = "[\n";
        for row in rows {
            zip.write_all(before.as_bytes())?;
            zip.write_all(row.as_bytes())?;
            before = ",\n";
        }
        zip.write_all(if rows.is_empty() { b"[]\n" } else { b"\n]\n" })?;
        self.send().await
    }

    async fn finish(&mut self) -> anyhow::Result<()> {
        self.zip.take().context("the archive is closed")?.finish()?;
        self.send().await
    }

    async fn send(&self) -> anyhow::Result<()> {
        let bytes = self.written.take();
        self.sender.send(Ok(bytes)).await.context("the client went away")
    }
}

/// Where the archive is written to, until it is sent on.
#[derive(Clone, Default)]
struct Pipe(Arc<Mutex<Vec<u8>>>);

impl Pipe {
    fn take(&self) -> Bytes {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner)).into()
    }
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
