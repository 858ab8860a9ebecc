//! `bloqr key`: API keys for a deployed backend.

use clap::{ValueEnum, builder::TypedValueParser};

use crate::cli::{
    Error, Outcome, Ui,
    api_key::{ApiKey, Tier, record},
    deferred::Deferred,
};

/// Make API keys for the backend
#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// Print a new API key, its hash, and the command that stores the hash
    ///
    /// The key is made from random numbers of the system and printed once. Save it: bloqr does not
    /// store it, and the backend stores only its hash. The command sends nothing over the network.
    New(Deferred<New>),
}

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  bloqr key new
  bloqr key new --tier pro --user ci@example.org
  bloqr key new 2>/dev/null | head -1          print only the key")]
pub(super) struct New {
    /// The tier of the key: how many requests a minute it allows
    #[arg(long, default_value = "free", value_parser = tier_parser())]
    tier: Tier,

    /// The user of the key; the requests of a user are counted together [default: a name made from
    /// the key's hash]
    #[arg(long, value_parser = parse_user)]
    user: Option<String>,
}

/// All tiers except `anonymous`, which has no key.
fn tier_parser() -> impl TypedValueParser<Value = Tier> {
    let tiers = Tier::value_variants().iter().filter(|it| **it != Tier::Anonymous);
    let values = tiers.filter_map(ValueEnum::to_possible_value).collect::<Vec<_>>();
    clap::builder::PossibleValuesParser::new(values).try_map(|it| Tier::from_str(&it, false))
}

fn parse_user(text: &str) -> Result<String, String> {
    if text.is_empty() || text.chars().any(char::is_control) {
        Err("the name of a user must be one line and not empty".to_owned())
    } else {
        Ok(text.to_owned())
    }
}

pub(super) fn run(command: &Command, ui: &mut Ui) -> Result<Outcome, Error> {
    match command {
        Command::New(args) => new(args, ui)?,
    }
    Ok(Outcome::Clean)
}

fn new(args: &New, ui: &mut Ui) -> Result<(), Error> {
    let key = ApiKey::random()?;
    let hash = key.hash();
    let user = args.user.clone().unwrap_or_else(|| format!("key-{}", &hash[..8]));
    let styles = ui.styles();
    let (bold, dim, literal) = (styles.bold, styles.dim, styles.literal);
    writeln!(ui.out, "{bold}{}{bold:#}", key.secret())?;
    writeln!(ui.out, "{dim}SHA-256{dim:#}  {hash}")?;
    let record = quoted(&record(args.tier, &user));
    let command = format!("npx wrangler kv key put --binding API_KEYS --remote {hash} {record}");
    writeln!(ui.out, "{dim}store{dim:#}    {literal}{command}{literal:#}")?;
    ui.out.flush()?;
    ui.note("the key is shown only once; run the command above in the folder of wrangler.toml");
    Ok(())
}

/// Quotes a text as one word for a shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
