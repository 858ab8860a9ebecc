//! `--watch`: checks again whenever a list or a configuration changes.
//!
//! The files are looked at a few times a second. That needs no service of the system, so it works on
//! every file system, also over a network and in containers.

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::{Path, PathBuf},
    thread,
    time::{Duration, SystemTime},
};

use super::{Args, find, once, settings::ResolvedSettings};
use crate::{
    cli::{Error, Outcome, Ui},
    config,
};

/// How often the known files are looked at.
const PACE: Duration = Duration::from_millis(250);

/// After how many looks new files are searched for, which takes longer.
const SEARCH: u32 = 8;

/// Files, and what tells that they changed: their time and length; `None` for a file that is not
/// there.
type Seen = BTreeMap<PathBuf, Option<(SystemTime, u64)>>;

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome, Error> {
    loop {
        ui.clear()?;
        let mut watched = Vec::new();
        // Before the check, so that a change during it is seen.
        let mut seen = look(lists_and_configurations(args));
        // An error can be mended in a file, too.
        match once(args, ui, &mut watched) {
            Err(err) if err.is_broken_pipe() => return Err(err),
            Err(err) => ui.error(&err),
            Ok(_) => (),
        }
        ui.end_line()?;
        ui.out.flush()?;
        let lists = watched.len();
        for (path, state) in look(watched) {
            seen.entry(path).or_insert(state);
        }
        let files = if lists == 1 { "1 file".to_owned() } else { format!("{lists} files") };
        ui.note(&format!("\nwatching {files}; Ctrl-C ends"));
        for round in 1_u32.. {
            thread::sleep(PACE);
            let paths: Vec<PathBuf> = seen.keys().cloned().collect();
            let now = look(paths);
            let has_more = round.is_multiple_of(SEARCH)
                && lists_and_configurations(args).iter().any(|it| !seen.contains_key(it));
            if now != seen || has_more {
                // An editor can write a file in several steps.
                seen = now;
                while let now = look(seen.keys().cloned())
                    && now != seen
                {
                    seen = now;
                    thread::sleep(PACE);
                }
                break;
            }
        }
    }
}

fn look(paths: impl IntoIterator<Item = PathBuf>) -> Seen {
    let state = |path: &Path| {
        let meta = fs::metadata(path).ok()?;
        Some((meta.modified().ok()?, meta.len()))
    };
    paths.into_iter().map(|path| (path.clone(), state(&path))).collect()
}

/// The lists to check; none when they cannot be found at the moment.
fn lists(args: &Args) -> Vec<PathBuf> {
    let Ok(mut settings) = ResolvedSettings::new(&args.flags) else { return Vec::new() };
    let found = find(args, &mut settings).map(|it| it.0.sources).unwrap_or_default();
    found.iter().filter_map(|it| it.path().map(Path::to_owned)).collect()
}

/// The lists, and all files that could be a configuration of them, also if they are not there.
fn lists_and_configurations(args: &Args) -> Vec<PathBuf> {
    let lists = lists(args);
    let here = std::env::current_dir().unwrap_or_default();
    let mut dirs: Vec<PathBuf> =
        lists.iter().map(|it| here.join(it.parent().unwrap_or(Path::new("")))).collect();
    dirs.push(here);
    dirs.sort();
    dirs.dedup();
    let names =
        [config::FILE, config::IGNORE_FILE].into_iter().chain(config::AGLINT_FILES.iter().copied());
    let names: Vec<&str> = names.collect();
    let mut files = lists;
    for dir in dirs.iter().flat_map(|it| it.ancestors()) {
        files.extend(names.iter().map(|it| dir.join(it)));
    }
    files.sort();
    files.dedup();
    files
}
