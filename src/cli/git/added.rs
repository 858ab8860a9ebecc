//! Which lines of files were added since a revision, as git sees it.

use std::{
    collections::{HashMap, HashSet},
    ffi::OsStr,
    ops::Range,
    path::{Path, PathBuf},
};

use super::{command, path};
use crate::{cli::Error, lint::nearest};

/// What was added in a repository since a revision.
pub(in crate::cli) struct Added {
    /// The added lines of the files that changed. Paths are relative to the root.
    changed: HashMap<PathBuf, Vec<Range<u32>>>,
    /// The files that git knows; every line of another file is new.
    tracked: HashSet<PathBuf>,
}

/// The added lines of a file: those that end in a line feed count, from 1.
pub(in crate::cli) enum AddedLines<'a> {
    All,
    Ranges(&'a [Range<u32>]),
}

impl AddedLines<'_> {
    pub(in crate::cli) fn has(&self, line: u32) -> bool {
        match self {
            AddedLines::All => true,
            AddedLines::Ranges(ranges) => {
                let before = ranges.partition_point(|it| it.end <= line);
                ranges.get(before).is_some_and(|it| it.contains(&line))
            }
        }
    }
}

impl Added {
    /// Compares the files as they are now with the commit at which the current branch left `rev`.
    pub(in crate::cli) fn since(root: &Path, rev: &str) -> Result<Added, Error> {
        let git = Repository { root };
        let head = git.ask(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"])?;
        let Some(base) = git.commit(rev)? else {
            // Before the first commit, everything is new.
            if head.is_none() && ["HEAD", "@"].contains(&rev) {
                return Ok(Added { changed: HashMap::new(), tracked: HashSet::new() });
            }
            return Err(git.unknown(rev)?);
        };
        let base = match head {
            Some(head) => match git.ask(["merge-base", &base, &head])? {
                Some(common) => common,
                None if git.is_shallow()? => return Err(shallow(rev)),
                None => base,
            },
            None => base,
        };
        let diff = git.must([
            "diff",
            "--text",
            "--no-color",
            "--no-ext-diff",
            "--no-textconv",
            "--no-relative",
            "--find-renames",
            "--unified=0",
            "--inter-hunk-context=0",
            "--src-prefix=a/",
            "--dst-prefix=b/",
            "--ignore-submodules=all",
            &base,
            "--",
        ])?;
        let tracked = git.must(["ls-files", "-z", "--cached"])?;
        let tracked = tracked.split(|it| *it == 0).filter(|it| !it.is_empty());
        Ok(Added {
            changed: added_lines(&diff),
            tracked: tracked.filter_map(|it| Some(path(it)?.to_owned())).collect(),
        })
    }

    /// The added lines of a file. `file` is relative to the root.
    pub(in crate::cli) fn of(&self, file: &Path) -> AddedLines<'_> {
        match self.changed.get(file) {
            _ if !self.tracked.contains(file) => AddedLines::All,
            Some(ranges) => AddedLines::Ranges(ranges),
            None => AddedLines::Ranges(&[]),
        }
    }
}

fn shallow(rev: &str) -> Error {
    let message = format!("`{rev}` cannot be compared: this clone is shallow, and lacks commits");
    Error::new(message)
        .hint("get all commits: `git fetch --unshallow`, or `fetch-depth: 0` for actions/checkout")
}

struct Repository<'a> {
    root: &'a Path,
}

impl Repository<'_> {
    /// The first line that git prints; `None` when it fails.
    fn ask<const N: usize>(&self, args: [&str; N]) -> Result<Option<String>, Error> {
        let output = command(self.root).args(args).output().map_err(no_git)?;
        let text = String::from_utf8_lossy(&output.stdout);
        let line = text.lines().next().unwrap_or_default().to_owned();
        Ok(output.status.success().then_some(line))
    }

    fn must<const N: usize>(&self, args: [&str; N]) -> Result<Vec<u8>, Error> {
        let mut git = command(self.root);
        let output =
            git.args(args).stderr(std::process::Stdio::piped()).output().map_err(no_git)?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let (what, why) = (args[0], String::from_utf8_lossy(&output.stderr));
        let why = why.lines().next().unwrap_or_default();
        Err(Error::new(format!("`git {what}` failed in {}: {why}", self.root.display())))
    }

    /// The commit that a revision names.
    fn commit(&self, rev: &str) -> Result<Option<String>, Error> {
        let commit = format!("{rev}^{{commit}}");
        self.ask(["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])
    }

    fn is_shallow(&self) -> Result<bool, Error> {
        Ok(self.ask(["rev-parse", "--is-shallow-repository"])?.is_some_and(|it| it == "true"))
    }

    fn unknown(&self, rev: &str) -> Result<Error, Error> {
        if self.is_shallow()? {
            return Ok(shallow(rev));
        }
        let error = Error::new(format!("git does not know the revision `{rev}`"));
        let names = self.must(["for-each-ref", "--format=%(refname:short)"])?;
        let names = String::from_utf8_lossy(&names).into_owned();
        Ok(match nearest(rev, names.lines()) {
            Some(near) => error.hint(format!("`{near}`")),
            None => error.hint("name a branch, a tag or a commit; `git fetch` gets new ones"),
        })
    }
}

fn no_git(err: std::io::Error) -> Error {
    Error::new("cannot run git").caused_by(err).hint("--since needs git: install it")
}

/// Reads the output of `git diff --unified=0`: the added lines of each file.
fn added_lines(diff: &[u8]) -> HashMap<PathBuf, Vec<Range<u32>>> {
    let mut files: HashMap<PathBuf, Vec<Range<u32>>> = HashMap::new();
    let mut file = None;
    let mut lines = diff.split(|it| *it == b'\n');
    while let Some(line) = lines.next() {
        if let Some(name) = line.strip_prefix(b"+++ ") {
            file = name_of(name);
        } else if let Some((old, new)) = line.strip_prefix(b"@@ ").and_then(hunk) {
            // The lines of the file themselves can look like anything.
            for _ in 0..old.len() + new.len() {
                lines.next();
            }
            if let Some(file) = file.clone().filter(|_| !new.is_empty()) {
                files.entry(file).or_default().push(new);
            }
        }
    }
    files
}

/// `-3,2 +4 @@ …`: the lines before and after.
fn hunk(text: &[u8]) -> Option<(Range<u32>, Range<u32>)> {
    let text = std::str::from_utf8(&text[..text.iter().position(|it| *it == b'@')?]).ok()?;
    let range = |part: &str| {
        let (start, count) = part.split_once(',').unwrap_or((part, "1"));
        let start: u32 = start.parse().ok()?;
        Some(start..start + count.parse::<u32>().ok()?)
    };
    let (old, new) = text.trim().split_once(' ')?;
    Some((range(old.strip_prefix('-')?)?, range(new.strip_prefix('+')?)?))
}

/// `b/lists/a.txt`, also in quotes as in C. `None` for `/dev/null`: the file was deleted.
fn name_of(name: &[u8]) -> Option<PathBuf> {
    // There is a tab behind a name with blanks.
    let name = name.strip_suffix(b"\t").unwrap_or(name);
    let name = match name {
        [b'"', quoted @ .., b'"'] => unquoted(quoted),
        _ => name.to_vec(),
    };
    path(name.strip_prefix(b"b/")?).map(Path::to_owned)
}

fn unquoted(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [first, tail @ ..] = rest {
        rest = tail;
        let (b'\\', [escaped, tail @ ..]) = (*first, tail) else {
            bytes.push(*first);
            continue;
        };
        rest = tail;
        bytes.push(match escaped {
            b'a' => 7,
            b'b' => 8,
            b't' => b'\t',
            b'n' => b'\n',
            b'v' => 11,
            b'f' => 12,
            b'r' => b'\r',
            b'0'..=b'7' if tail.len() >= 2 => {
                rest = &tail[2..];
                let digit = |it: u8| it.wrapping_sub(b'0') & 7;
                (digit(*escaped) << 6) | (digit(tail[0]) << 3) | digit(tail[1])
            }
            other => *other,
        });
    }
    bytes
}

/// The root of the repository that a file or directory is in.
pub(in crate::cli) fn root_of(path: &Path) -> Option<&Path> {
    let is_root = |it: &&Path| it.join(OsStr::new(".git")).exists();
    path.ancestors().find(is_root)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{added_lines, name_of};

    #[test]
    fn lines_of_a_diff_are_read() {
        let diff = "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,2 +1 @@ y\n-a\n-b\n+++ b/z\n@@ -9,0 +9,2 @@\n+a\r\n+@@ -1 +1 @@\n\
            \\ No newline at end of file\ndiff --git a/y b/y\n--- a/y\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n\
            diff --git a/a b b/a b\n--- /dev/null\n+++ b/a b\t\n@@ -0,0 +1,3 @@\n+a\n+b\n+c\n";
        let found = added_lines(diff.as_bytes());
        assert_eq!(found[Path::new("x")], [1..2, 9..11]);
        assert_eq!(found[Path::new("a b")], vec![(1..4)]);
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn quoted_names_are_read() {
        let cases = [
            ("b/a.txt", Some("a.txt")),
            ("\"b/a\\\"\\\\\\tb\"", Some("a\"\\\tb")),
            ("\"b/\\303\\244.txt\"", Some("ä.txt")),
            ("/dev/null", None),
        ];
        for (name, expected) in cases {
            assert_eq!(name_of(name.as_bytes()).as_deref(), expected.map(Path::new), "{name}");
        }
    }
}
