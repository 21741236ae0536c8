//! Every variable can be read from a file instead: `IMAGIME_X_FILE` names it, as container platforms hand out secrets.

use std::{env, ffi::OsString, path::Path};

use anyhow::Context as _;
use clap::{Command, Id};

/// The command with what stands in the files of `…_FILE` variables as its defaults, so that flags and variables still come first.
pub fn read_files(command: Command) -> anyhow::Result<Command> {
    read_with(command, |name| env::var_os(name))
}

fn read_with(mut command: Command, variable: impl Fn(&str) -> Option<OsString> + Copy) -> anyhow::Result<Command> {
    let mut found: Vec<(Id, Vec<String>)> = Vec::new();
    for argument in command.get_arguments() {
        let Some(name) = argument.get_env().and_then(|name| name.to_str()) else { continue };
        let file = format!("{name}_FILE");
        let Some(path) = variable(&file).filter(|path| !path.is_empty()) else { continue };
        anyhow::ensure!(
            variable(name).is_none_or(|value| value.is_empty()),
            "{name} and {file} are both set; set one of them"
        );
        let text = std::fs::read_to_string(Path::new(&path))
            .with_context(|| format!("the file that {file} names cannot be read"))?;
        let text = text.trim_end_matches(['\r', '\n']);
        let values = match argument.get_value_delimiter() {
            Some(delimiter) => text.split(delimiter).map(str::to_owned).collect(),
            None => vec![text.to_owned()],
        };
        found.push((argument.get_id().clone(), values));
    }
    for (id, values) in found {
        command = command.mut_arg(id, |argument| argument.default_values(values).hide_default_value(true));
    }
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        let Some(sub) = command.find_subcommand(&name).cloned() else { continue };
        let sub = read_with(sub, variable)?;
        command = command.mut_subcommand(name, |_| sub);
    }
    Ok(command)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use clap::{CommandFactory as _, FromArgMatches as _, Parser};
    use secrecy::ExposeSecret as _;

    use super::*;
    use crate::config::Config;

    #[derive(Debug, Parser)]
    struct Cli {
        #[command(flatten)]
        config: Config,
    }

    /// Variables of this test alone: `NAME_FILE` gives a path.
    fn parse(variables: &[(&str, &str)]) -> anyhow::Result<Config> {
        let variable =
            |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value));
        let command = read_with(Cli::command(), variable)?;
        Ok(Cli::from_arg_matches(&command.try_get_matches_from(["imagime"])?)?.config)
    }

    #[test]
    fn a_secret_is_read_from_its_file_without_the_line_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        std::fs::write(&path, "s3cret \n").unwrap();
        let config = parse(&[("IMAGIME_SPOTIFY_CLIENT_SECRET_FILE", path.to_str().unwrap())]).unwrap();
        let secret = config.sources.spotify_client_secret.unwrap();
        assert_eq!(secret.expose_secret(), "s3cret ");
    }

    #[test]
    fn a_variable_and_its_file_together_are_a_mistake_and_so_is_a_missing_file() {
        let both = [("DATABASE_URL", "postgres://x"), ("DATABASE_URL_FILE", "/nowhere")];
        assert!(parse(&both).unwrap_err().to_string().contains("both set"));
        let missing = parse(&[("IMAGIME_DEEZER_ENABLED_FILE", "/nowhere/at/all")]).unwrap_err();
        assert!(missing.to_string().contains("IMAGIME_DEEZER_ENABLED_FILE"), "{missing}");
    }

    #[test]
    fn a_value_that_does_not_fit_is_refused_from_a_file_too() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("port");
        std::fs::write(&path, "many").unwrap();
        assert!(parse(&[("IMAGIME_PORT_FILE", path.to_str().unwrap())]).is_err());
    }
}
