//! The examples of docs/CLIENTS.md, run as one script.

use std::{path::Path, process::Stdio};

use anyhow::{Context as _, Result, ensure};
use imagime_e2e::{
    elsewhere,
    pictures::{COFFEE, picture},
    root,
    stage::World,
};
use tempfile::TempDir;
use tokio::process::Command;

/// What the script prints, in this order among other things.
const TOLD: [&str; 30] = [
    "\"example\"\n\"/media/",
    "event: status",
    "event: keywords",
    "event: song",
    "event: done",
    "\"title\": \"",
    // Seven of ten songs after the third, and nothing after the end.
    "\n7\n204\n",
    // The linked picture's width.
    "\n600\n",
    "\"matching\"",
    "event: done",
    // The vote, and that the song is kept.
    "\n1\ntrue\n",
    "\"song\": \"",
    "\"post_id\": \"",
    // One song in the list of favourites, two in the one made by hand.
    "\n1\n2\n\"",
    "\"\n2\n1\n",
    "\"An example, changed\"",
    "\"body\": \"It sings, softly.\"",
    "\"author\": \"example\"",
    "\"example\"",
    // The like, the post in its list, and through its link.
    "\n1\n\"An example, changed\"\n\"An example, changed\"\n\"",
    // The follower.
    "\n1\nevent: done",
    "\"By somebody else\"",
    "\"title\": \"",
    "\"reason\": \"",
    "\"description\": \"By somebody else\"",
    "\"reason\": \"",
    "data: {\"status\":",
    "event: song",
    "event: done",
    // The token after its account.
    "\n401\n",
];
/// What has to be in the archive.
const ARCHIVED: [(&str, &str); 4] = [
    ("account.json", "example@example.org"),
    ("playlists.json", "By hand"),
    ("following.json", "somebody"),
    ("posts/*/post.json", "An example, changed"),
];

/// Runs them; what they print and leave is what they promise.
pub async fn run(world: &World) -> Result<()> {
    let blocks = blocks()?;
    let host = elsewhere::offer(&picture(COFFEE)?)?;
    let server = world.server_with(&vec![("IMAGIME_IMAGE_HOSTS", host.clone())]).await?;
    let folder = TempDir::with_prefix("imagime-examples-")?;
    let said = Command::new("bash")
        .args(["-euo", "pipefail", "-c", &blocks.join("\n")])
        .current_dir(folder.path())
        .env("IMAGIME", server.origin())
        .env("PICTURE", picture(COFFEE)?)
        .env("PICTURE_LINK", format!("http://{host}/coffee.png"))
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output()
        .await
        .context("bash does not start")?;
    server.stop().await?;
    let (told, errors) = (String::from_utf8_lossy(&said.stdout), String::from_utf8_lossy(&said.stderr));
    ensure!(said.status.success(), "{told}\n{errors}");
    // `jq -e` fails for a lone field that is not there; in an object it is null.
    let missing = told.lines().find(|line| !line.starts_with("data:") && line.contains("null"));
    ensure!(missing.is_none(), "{missing:?}");
    let mut rest = &*told;
    for expected in TOLD {
        // The end of a line may begin what comes next.
        let at = rest.find(expected).with_context(|| format!("{expected:?} is not where it should be in:\n{told}"))?;
        rest = &rest[at + expected.trim_end_matches('\n').len()..];
    }
    let archive = folder.path().join("archive.zip");
    unzip(&["-tq"], &archive, None).await?;
    for (file, words) in ARCHIVED {
        ensure!(unzip(&["-p"], &archive, Some(file)).await?.contains(words), "{file} does not tell of {words:?}");
    }
    Ok(())
}

fn blocks() -> Result<Vec<String>> {
    let text = std::fs::read_to_string(root().join("docs/CLIENTS.md"))?;
    let blocks: Vec<String> =
        text.split("\n```sh\n").skip(1).filter_map(|rest| Some(rest.split_once("\n```")?.0.to_owned())).collect();
    ensure!(blocks.len() >= 20, "only {} examples", blocks.len());
    let lax = blocks
        .iter()
        .flat_map(|block| block.lines())
        .find(|line| line.matches("jq ").count() != line.matches("jq -e").count());
    ensure!(lax.is_none(), "jq without -e finds everything: {lax:?}");
    Ok(blocks)
}

async fn unzip(arguments: &[&str], archive: &Path, file: Option<&str>) -> Result<String> {
    let said = Command::new("unzip").args(arguments).arg(archive).args(file).output().await;
    let said = said.context("unzip does not start")?;
    let told = String::from_utf8_lossy(&said.stdout).into_owned();
    ensure!(said.status.success(), "{told}\n{}", String::from_utf8_lossy(&said.stderr));
    Ok(told)
}
