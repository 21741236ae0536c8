//! A server's first start, done once for a cluster: schema, catalogue and rendered previews, from which every stage is copied.
//!
//! Each test still has a database and files of its own; only the minute of rendering is not repeated.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context as _, Result};
use tokio::sync::OnceCell;

use crate::{
    database::{self, Database},
    output, root,
    server::{Server, Settings},
    variable,
    wait::until_within,
};

static PROTOTYPE: OnceCell<Prototype> = OnceCell::const_new();
/// Rendering all previews on a busy machine.
const LIMIT: Duration = Duration::from_mins(10);

/// What a server leaves behind after its first start.
pub struct Prototype {
    database: Database,
    data: PathBuf,
}

impl Prototype {
    /// That of the cluster, whichever test program made it.
    pub async fn get() -> Result<&'static Self> {
        PROTOTYPE.get_or_try_init(Self::find_or_make).await
    }

    /// A copy of its database and files.
    pub async fn copy(&self, name: &str, data: &Path) -> Result<Database> {
        copy_folder(&self.data, data)?;
        Database::create(name, Some(&self.database)).await
    }

    async fn find_or_make() -> Result<Self> {
        let cluster = variable("IMAGIME_TEST_DATABASE_URL")?;
        let folder = output("prototypes")?;
        let lock = File::create(folder.join("lock"))?;
        // Held to the end: what has no mark while nobody makes it is left over from a run that broke off.
        let _lock = tokio::task::spawn_blocking(move || lock.lock().map(|()| lock)).await??;
        let name = format!("prototype_{}", database::port(&cluster)?);
        let (data, mark) = (folder.join(&name), folder.join(format!("{name}.cluster")));
        remove_orphans(&folder).await?;
        let prototype = Self { database: Database::named(&name), data };
        // Another build of the server may begin otherwise.
        let built = fs::metadata(root().join(variable("IMAGIME_E2E_SERVER")?))?.modified()?;
        let made = format!("{cluster}\n{built:?}");
        if fs::read_to_string(&mark).is_ok_and(|marked| marked == made) {
            return Ok(prototype);
        }
        prototype.make().await?;
        fs::write(mark, made).context("the prototype cannot be marked as done")?;
        Ok(prototype)
    }

    async fn make(&self) -> Result<()> {
        self.database.remove().await?;
        self.database.make(None).await?;
        if self.data.exists() {
            fs::remove_dir_all(&self.data)?;
        }
        fs::create_dir_all(&self.data)?;
        let server = Server::start("prototype", &self.database, &self.data, &Settings::new()).await?;
        until_within(LIMIT, "all previews to be rendered", async || {
            let songs = self.database.number("SELECT count(*) AS n FROM songs").await?;
            let previews =
                self.database.number("SELECT count(*) AS n FROM media WHERE storage_key LIKE 'previews/%'").await?;
            Ok((songs > 0 && previews >= songs).then_some(()))
        })
        .await?;
        server.stop().await
    }
}

/// The last test cannot know that it is the last, so the next run tidies up: files whose cluster is gone, and unfinished ones.
async fn remove_orphans(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if !path.is_dir() {
            continue;
        }
        let mark = path.with_extension("cluster");
        let alive = match fs::read_to_string(&mark) {
            Ok(made) => database::answers(made.lines().next().unwrap_or_default().to_owned()).await?,
            Err(_unmarked) => false,
        };
        if !alive {
            fs::remove_dir_all(&path)?;
            if mark.exists() {
                fs::remove_file(mark)?;
            }
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
