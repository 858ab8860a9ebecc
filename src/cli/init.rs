//! `bloqr init`: writes a `bloqr.toml` for the lists of a directory.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs::File,
    io::{ErrorKind, Read, Write as _},
    path::{Path, PathBuf},
};

use crate::{
    cli::{Error, Outcome, Ui, input, input::Source},
    config, filekind,
    lint::{Kind, Prelude, TARGETS, Targets},
};

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  bloqr init                    look for lists here, and write bloqr.toml
  bloqr init lists/             the same for another directory

An existing bloqr.toml is never changed.")]
pub(super) struct Args {
    /// The directory of the lists [default: .]
    #[arg(value_name = "DIR")]
    dir: Option<PathBuf>,
}

/// What is known of the lists.
#[derive(Default)]
struct Lists {
    count: usize,
    /// How many lists name these products in their header.
    headers: BTreeMap<String, usize>,
    /// How many are hosts files or lists of domains.
    plain: usize,
    /// The products that all headers name together.
    targets: Option<Targets>,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome, Error> {
    let dir = args.dir.clone().unwrap_or_else(|| PathBuf::from("."));
    let file = dir.join(config::FILE);
    let file = file.strip_prefix(".").unwrap_or(&file).to_owned();
    let aglint =
        config::AGLINT_FILES.iter().find(|it| **it != "package.json" && dir.join(it).exists());
    if let Some(aglint) = aglint {
        let message = format!("{} has {aglint}, which bloqr reads", dir.display());
        return Err(Error::new(message).hint(format!(
            "with a bloqr.toml, {aglint} would not be read any more; delete it first"
        )));
    }
    let lists = look(&dir)?;
    // Only a new file: never one that somebody wrote.
    let created = File::options().write(true).create_new(true).open(&file);
    let mut out = created.map_err(|err| match err.kind() {
        ErrorKind::AlreadyExists => {
            Error::new(format!("{} exists, and is not changed", file.display()))
                .hint("`bloqr config schema` lists all keys")
        }
        _ => Error::new(format!("cannot write {}", file.display())).caused_by(err),
    })?;
    out.write_all(text(&lists).as_bytes())
        .map_err(|err| Error::new(format!("cannot write {}", file.display())).caused_by(err))?;
    let count =
        if lists.count == 1 { "1 list".to_owned() } else { format!("{} lists", lists.count) };
    writeln!(ui.out, "wrote {} for {count}", file.display())?;
    ui.note("check the lists: bloqr validate");
    Ok(Outcome::Clean)
}

fn look(dir: &Path) -> Result<Lists, Error> {
    let mut lists = Lists::default();
    for source in input::find(&[dir.to_owned()])? {
        let Source::File(path) = source else { continue };
        let mut bytes = Vec::new();
        // The start tells what it is; a list can be large.
        let read = File::open(&path).and_then(|it| it.take(1 << 16).read_to_end(&mut bytes));
        if read.is_err() || filekind::recognise(&bytes).is_some() {
            continue;
        }
        lists.count += 1;
        let text = String::from_utf8_lossy(&bytes);
        let prelude = Prelude::scan(&text);
        lists.plain += usize::from(prelude.kind != Kind::Adblock);
        if let Some(agents) = prelude.agents {
            *lists.headers.entry(names(agents)).or_default() += 1;
            lists.targets = Some(lists.targets.map_or(agents, |it| it | agents));
        }
    }
    Ok(lists)
}

/// The names of products, as `targets` has them: `"adg", "ubo"`.
fn names(targets: Targets) -> String {
    let mut left = targets;
    let mut names = Vec::new();
    for (name, some) in TARGETS {
        if *some != Targets::EVERY && targets.contains(*some) && left.intersects(*some) {
            names.push(format!("\"{name}\""));
            left = left.without(*some);
        }
    }
    names.join(", ")
}

fn text(lists: &Lists) -> String {
    let mut text = String::from(
        "# Settings of `bloqr validate` for the lists below this directory.\n\
         # `bloqr config schema` prints all keys, `bloqr rules` all rules.\n\n",
    );
    let mut add = |part: &str| text.push_str(part);
    add("# The products that use the lists. A rule is fine when one of them accepts it.\n");
    let with_header: usize = lists.headers.values().sum();
    match (lists.targets, with_header == lists.count) {
        // The header of each list says it, and counts.
        (Some(targets), true) => {
            add("# Without `targets`, the header of each list says it: `[uBlock Origin]`.\n");
            _ = writeln!(text, "# targets = [{}]", names(targets));
        }
        (Some(targets), false) => {
            _ = writeln!(
                text,
                "# {with_header} of {} lists say in their header who uses them: {}.",
                lists.count,
                names(targets)
            );
            _ = writeln!(text, "# targets = [{}]", names(targets));
        }
        (None, _) => text.push_str("# targets = [\"ubo\", \"adg\", \"abp\", \"brave\"]\n"),
    }
    text.push_str(
        "\n# Treat warnings as errors.\n# strict = true\n\
         \n# Lists to skip, as in .gitignore.\n# exclude = [\"archive/\"]\n\
         \n# Lists that are used together with these: also finds exceptions without effect.\n\
         # with = [\"../easylist.txt\"]\n\
         \n# Problems that are known, and not reported: `bloqr validate --write-baseline baseline.json`\n\
         # writes them.\n# baseline = \"baseline.json\"\n\
         \n# The severity of rules (off, info, warning, error), and their options.\n\
         [rules]\n# short-rule = \"warning\"\n# redundant-rule = \"off\"\n\
         \n# Other settings for some of the lists.\n\
         # [[overrides]]\n# files = [\"mobile/*.txt\"]\n# targets = [\"adg_os_android\"]\n",
    );
    text
}
