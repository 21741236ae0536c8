//! The operator's own music folder.

mod changes;
mod covers;
mod formats;
mod playing;
mod scan;

use std::path::{Path, PathBuf};

use imagime_shared::paths;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{
    App, Client, eventually,
    factory::{media_folder, photo},
    story_with,
};

const GRAVEYARD: &str = "hyperrogue/hr3-graveyard.ogg";
const OCEAN: &str = "hyperrogue/hr-savino-ocean.ogg";
const NEBULA: &str = "singularity/Nebula.ogg";

/// A folder of music that a test may change.
struct Music {
    folder: TempDir,
}

impl Music {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("music")).unwrap();
        Self { folder }
    }

    /// With a real file of the test media, under its own name.
    fn with(file: &str) -> Self {
        let music = Self::new();
        music.add(file, Path::new(file).file_name().unwrap().to_str().unwrap());
        music
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("music")
    }

    /// Where a file of the folder is, or of what lies around it.
    fn at(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    /// Where something beside the folder is.
    fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Copies a real file into the folder.
    fn add(&self, file: &str, path: &str) {
        self.write(path, &std::fs::read(real_music(file)).unwrap());
    }

    /// Puts a file into the folder in one step.
    fn write(&self, path: &str, bytes: &[u8]) {
        let target = self.at(path);
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        let draft = self.beside("draft");
        std::fs::write(&draft, bytes).unwrap();
        std::fs::rename(draft, target).unwrap();
    }

    /// A story of an application with this folder.
    fn story(&self, tell: impl AsyncFnOnce(&mut App)) {
        let root = self.root();
        story_with(move |config| config.data.music_folder = Some(root), tell);
    }
}

fn real_music(file: &str) -> PathBuf {
    media_folder().join("music").join(file)
}

/// The folder as the instance tells of it.
async fn source(app: &App) -> Value {
    let instance = app.anonymous().read(paths::INSTANCE).await["instance"].take();
    let sources = instance["sources"].as_array().unwrap();
    sources.iter().find(|source| source["name"] == "folder").cloned().unwrap_or_default()
}

/// Waits until a scan has come to this many songs.
async fn until_scanned(app: &App, tracks: usize) {
    eventually(&format!("{tracks} songs are found"), async || {
        let source = source(app).await;
        source["state"] == "ready" && source["tracks"] == tracks
    })
    .await;
}

/// A public post whose songs were chosen by one word; ready.
async fn post_about(client: &Client, word: &str) -> Value {
    let post = client.ready_post(photo(1), "public").await;
    let wish = json!({"keywords": [{"keyword": word, "score": 1.0}]});
    let started = client.rematch(&post, &wish).await.expect(202).json()["post"].take();
    client.wait_for(&started).await
}

/// The song of this title on a post, as the client sees it.
async fn song_on(client: &Client, post: &Value, title: &str) -> Value {
    let songs = client.songs(post).await;
    let item = songs.iter().find(|item| item["song"]["title"] == title && item["song"]["provider"] == "folder");
    item.unwrap_or_else(|| panic!("no {title} among {songs:#?}"))["song"].clone()
}

/// A song again, as the client sees it now.
async fn again(client: &Client, song: &Value) -> Value {
    client.read(&paths::fill(paths::SONG, &[song["id"].as_str().unwrap()])).await["song"].take()
}
