use std::str::FromStr;

use crate::{
    cli::values::{WithValues, suggestion},
    wire,
};

/// Parser options, shared by the commands that parse.
#[derive(clap::Args)]
#[group(skip)]
pub(super) struct Args {
    /// Set one of AGTree's parser options, for example `parseHostRules=false`; may be repeated
    #[arg(short = 'O', long = "option", value_name = "NAME=BOOL", long_help = LONG_HELP, value_parser = WithValues::new(names, str::parse::<Override>), hide_possible_values = true)]
    overrides: Vec<Override>,
}

const LONG_HELP: &str = "\
Set one of AGTree's parser options, for example `parseHostRules=false`; may be repeated

These options are on by default: tolerant (continue after a rule that cannot be read), isLocIncluded \
(write `start` and `end`), includeRaws (write the text of a rule), parseAbpSpecificRules, \
parseUboSpecificRules, parseHostRules (/etc/hosts lines and bare domains). These are off: \
ignoreComments (read a comment as an empty rule), parseHtmlFilteringRuleBodies (read the selectors \
of `$$` and `##^` rules).";

/// The names of options, for completions.
fn names() -> Vec<&'static str> {
    wire::Options::NAMES.to_vec()
}

/// `NAME=BOOL`
#[derive(Debug, Clone)]
struct Override {
    name: String,
    value: bool,
}

impl FromStr for Override {
    type Err = String;

    fn from_str(text: &str) -> Result<Override, String> {
        let (name, value) = text.split_once('=').unwrap_or((text, "true"));
        let value = value.parse().map_err(|_| format!("`{name}` must be true or false"))?;
        if !wire::Options::NAMES.contains(&name) {
            let meant = suggestion(name, wire::Options::NAMES.iter().copied());
            return Err(format!("unknown option: {meant}"));
        }
        Ok(Override { name: name.to_owned(), value })
    }
}

impl Args {
    pub(super) fn options(&self) -> wire::Options {
        let mut options = wire::Options::LIST;
        for Override { name, value } in &self.overrides {
            if let Some(option) = options.by_name(name) {
                *option = *value;
            }
        }
        options
    }
}
