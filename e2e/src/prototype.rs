//! A server's first start, done once: schema, catalogue and rendered previews, from which every stage is copied.
//!
//! Each test still has a database and files of its own; only the minute of rendering is not repeated.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::Result;
use tokio::sync::OnceCell;

use crate::{
    database::{self, Database, is_alive},
    output,
    server::{Server, Settings},
    wait::until_within,
};

static PROTOTYPE: OnceCell<Prototype> = OnceCell::const_new();
/// Names begin like this; the process id follows.
const STEM: &str = "prototype_";
/// Rendering all previews on a busy machine.
const LIMIT: Duration = Duration::from_mins(10);

/// What a server leaves behind after its first start.
pub struct Prototype {
    database: Database,
    data: PathBuf,
}

impl Prototype {
    /// The one of this process; made by whoever asks first.
    pub async fn get() -> Result<&'static Self> {
        PROTOTYPE.get_or_try_init(Self::make).await
    }

    /// A copy of its database and files.
    pub async fn copy(&self, name: &str, data: &Path) -> Result<Database> {
        copy_folder(&self.data, data)?;
        Database::create(name, Some(&self.database)).await
    }

    async fn make() -> Result<Self> {
        remove_orphans().await?;
        let name = format!("{STEM}{}", std::process::id());
        let data = output("prototypes")?.join(&name);
        fs::create_dir_all(&data)?;
        let database = Database::create(&name, None).await?;
        let server = Server::start("prototype", &database, &data, &Settings::new()).await?;
        until_within(LIMIT, "all previews to be rendered", async || {
            let songs = database.number("SELECT count(*) AS n FROM songs").await?;
            let previews =
                database.number("SELECT count(*) AS n FROM media WHERE storage_key LIKE 'previews/%'").await?;
            Ok((songs > 0 && previews >= songs).then_some(()))
        })
        .await?;
        server.stop().await?;
        Ok(Self { database, data })
    }
}

/// The last test cannot know that it is the last, so the next run tidies up.
async fn remove_orphans() -> Result<()> {
    database::remove_orphans(STEM).await?;
    for entry in fs::read_dir(output("prototypes")?)? {
        let entry = entry?;
        let name = entry.file_name();
        let process = name.to_str().and_then(|name| name.strip_prefix(STEM)).and_then(|id| id.parse().ok());
        if process.is_some_and(|process| !is_alive(process)) {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            // Keeps the permissions, on which the secrets insist.
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
