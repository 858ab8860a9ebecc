//! Reads sources: files, stdin, URLs, and cached copies of URLs.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError, mpsc},
    thread,
};

use super::{
    Args,
    cache::Cache,
    settings::{Settings, is_url},
};
use crate::{
    cli::{
        Error, Ui,
        client::{Fetched, Fetcher, Version},
        threads,
    },
    compile::{self, Defines, Filters, LoadError, Loaded, Sources, Unread},
};

/// How many sources are read at once.
const AT_ONCE: usize = 8;

/// The state that is needed to read sources.
struct Reader<'r> {
    args: &'r Args,
    folder: Option<&'r Path>,
    fetcher: Option<Fetcher>,
    cache: Option<Cache>,
    state: Mutex<State>,
    /// Messages for the user.
    news: Mutex<mpsc::Sender<News>>,
}

#[derive(Default)]
struct State {
    /// The text of stdin, which can be read only once.
    stdin: Option<String>,
    /// The files that were read.
    files: Vec<PathBuf>,
    is_noted: bool,
}

enum News {
    Note(String),
    Warning(String),
}

/// Reads all sources of a configuration, and prints what was read. Also returns the files.
pub(super) fn read(
    args: &Args,
    settings: &Settings,
    ui: &mut Ui,
) -> Result<(Sources, Vec<PathBuf>), Error> {
    let config = &settings.config;
    let defines: Defines = args.defines.iter().cloned().collect();
    let needs_net = !args.offline;
    let (sender, news) = mpsc::channel();
    let reader = Reader {
        args,
        folder: settings.folder.as_deref(),
        fetcher: if needs_net && has_url(config) {
            Some(Fetcher::new(args.client.timeout, args.client.allow_http)?)
        } else {
            None
        },
        cache: args.cache.as_deref().map(Cache::open).transpose()?,
        state: Mutex::default(),
        news: Mutex::new(sender),
    };
    let loaded = thread::scope(|scope| {
        let reading = scope.spawn(|| {
            let _end = HangUp(&reader);
            let work = |source: &compile::Source| {
                let done = reader.source(source, &defines);
                if let Ok(Some(loaded)) = &done {
                    let count = loaded.line_count();
                    let lines = if count == 1 { "line" } else { "lines" };
                    reader.say(News::Note(format!("{}: {count} {lines}", source.source)));
                }
                done
            };
            let lists = threads::map(
                AT_ONCE.min(config.sources.len()),
                config.sources.iter().collect(),
                work,
            );
            let patterns = compile::load_patterns(&config.filters, &defines, &mut |name: &str| {
                reader.text(name, &Allowed::NOTHING).map_err(Unread::Failed)
            });
            (lists, patterns)
        });
        for it in news {
            match it {
                News::Note(text) if !args.quiet => ui.note(&text),
                News::Note(_) => (),
                News::Warning(text) => ui.warning(&text),
            }
        }
        reading.join()
    });
    let (lists, patterns) = loaded.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    let lists = lists.into_iter().collect::<Result<Vec<Option<Loaded>>, Error>>()?;
    let patterns = patterns.map_err(|err| Error::new(err.to_string()))?;
    let files = reader.state.into_inner().unwrap_or_else(PoisonError::into_inner).files;
    Ok((Sources::new(lists, patterns), files))
}

/// The texts of all files that a configuration names, with included files, by name; and the paths
/// of these files. URLs are not read.
pub(super) fn read_files(
    args: &Args,
    settings: &Settings,
    ui: &mut Ui,
) -> Result<(BTreeMap<String, String>, Vec<PathBuf>), Error> {
    let (sender, news) = mpsc::channel();
    let reader = Reader {
        args,
        folder: settings.folder.as_deref(),
        fetcher: None,
        cache: None,
        state: Mutex::default(),
        news: Mutex::new(sender),
    };
    let allowed = Allowed { oddity: args.allow_empty };
    let mut texts = BTreeMap::new();
    let mut read = |name: &str| {
        if is_url(name) {
            return Err(Unread::Missing);
        }
        let text = reader.text(name, &allowed).map_err(Unread::Failed)?;
        texts.insert(name.to_owned(), text.clone());
        Ok(text)
    };
    let defines = Defines::new();
    let read_or_there = |done: Result<(), compile::Error>| match done {
        Err(compile::Error::Load(LoadError::Missing { name, .. })) if is_url(&name) => Ok(()),
        other => other.map_err(|err| Error::new(err.to_string())),
    };
    for source in &settings.config.sources {
        // Each source separately, because a source that the backend fetches must not hide the
        // others.
        let alone = compile::Source { filters: Filters::default(), ..source.clone() };
        read_or_there(compile::load_source(&alone, &defines, &mut read).map(drop))?;
    }
    let filters = settings.config.sources.iter().map(|it| &it.filters);
    for filters in filters.chain([&settings.config.filters]) {
        for name in filters.exclusions_sources.iter().chain(&filters.inclusions_sources) {
            let alone = Filters { exclusions_sources: vec![name.clone()], ..Filters::default() };
            read_or_there(compile::load_patterns(&alone, &defines, &mut read).map(drop))?;
        }
    }
    let files = reader.state.into_inner().unwrap_or_else(PoisonError::into_inner).files;
    drop(reader.news);
    for it in news {
        match it {
            News::Note(text) => ui.note(&text),
            News::Warning(text) => ui.warning(&text),
        }
    }
    Ok((texts, files))
}

fn has_url(config: &compile::Config) -> bool {
    let filters = |it: &compile::Filters| {
        it.exclusions_sources.iter().chain(&it.inclusions_sources).any(|it| is_url(it))
    };
    filters(&config.filters)
        || config.sources.iter().any(|it| is_url(&it.source) || filters(&it.filters))
}

/// What is accepted in a source.
struct Allowed {
    /// It may be empty, HTML, or far smaller than before.
    oddity: bool,
}

impl Allowed {
    const NOTHING: Allowed = Allowed { oddity: false };
}

/// Ends the messages, also after a panic, because the receiver must not wait for more.
struct HangUp<'r>(&'r Reader<'r>);

impl Drop for HangUp<'_> {
    fn drop(&mut self) {
        let (sender, _) = mpsc::channel();
        *self.0.news.lock().unwrap_or_else(PoisonError::into_inner) = sender;
    }
}

impl Reader<'_> {
    fn say(&self, news: News) {
        // There is no receiver when the command has failed.
        _ = self.news.lock().unwrap_or_else(PoisonError::into_inner).send(news);
    }

    fn source(&self, source: &compile::Source, defines: &Defines) -> Result<Option<Loaded>, Error> {
        let allowed = Allowed { oddity: self.args.allow_empty };
        let loaded = compile::load_source(source, defines, &mut |name: &str| {
            self.text(name, &allowed).map_err(Unread::Failed)
        });
        match loaded {
            Ok(loaded) => Ok(Some(loaded)),
            Err(error) if source.optional => {
                self.say(News::Warning(format!("{error}; the source is optional and left out")));
                Ok(None)
            }
            Err(error) => {
                let mut error = Error::new(error.to_string());
                if is_url(&source.source)
                    && self.args.cache.is_some()
                    && !self.args.allow_stale
                    && !self.args.offline
                {
                    error = error.hint("use the last good copy with --allow-stale");
                }
                Err(error)
            }
        }
    }

    /// The text of a source or an included file, or why it cannot be read.
    fn text(&self, name: &str, allowed: &Allowed) -> Result<String, String> {
        let bytes = if name == "-" {
            return self.stdin();
        } else if is_url(name) {
            self.fetch(name, allowed)?
        } else {
            let bytes = self.file(name)?;
            check(&bytes, None, allowed)?;
            bytes
        };
        self.decode(name, bytes)
    }

    /// The text of these bytes, or why they are not text.
    fn decode(&self, name: &str, bytes: Vec<u8>) -> Result<String, String> {
        String::from_utf8(bytes).or_else(|err| {
            let bytes = err.as_bytes();
            if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
                return Err("it is UTF-16; save it as UTF-8".to_owned());
            }
            if bytes.contains(&0) {
                return Err("it is not text: it is not UTF-8 and contains NUL bytes".to_owned());
            }
            let text = format!("{name} is not UTF-8: its invalid bytes are replaced");
            self.say(News::Warning(text));
            Ok(String::from_utf8_lossy(bytes).into_owned())
        })
    }

    fn stdin(&self) -> Result<String, String> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.stdin.is_none() {
            let mut bytes = Vec::new();
            io::stdin().read_to_end(&mut bytes).map_err(|err| err.to_string())?;
            // stdin can be a file that an output must not replace.
            state.files.push(PathBuf::from("/dev/stdin"));
            state.stdin = Some(self.decode("<stdin>", bytes)?);
        }
        Ok(state.stdin.clone().unwrap_or_default())
    }

    /// Reads a file: relative to the folder of the configuration, or to the working directory.
    fn file(&self, name: &str) -> Result<Vec<u8>, String> {
        let here = PathBuf::from(name);
        let first = self.folder.map(|it| it.join(name)).filter(|it| *it != here);
        let (path, is_second) = match first {
            Some(first) if first.exists() || !here.exists() => (first, false),
            Some(_) => (here, true),
            None => (here, false),
        };
        let bytes = fs::read(&path).map_err(|err| match err.kind() {
            io::ErrorKind::NotFound => "the file does not exist".to_owned(),
            _ => err.to_string(),
        })?;
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.files.push(path);
        if is_second && !std::mem::replace(&mut state.is_noted, true) {
            drop(state);
            self.say(News::Note(format!(
                "`{name}` is read from the working directory: it is not in the folder of the configuration"
            )));
        }
        Ok(bytes)
    }

    fn fetch(&self, url: &str, allowed: &Allowed) -> Result<Vec<u8>, String> {
        let copy = self.cache.as_ref().and_then(|it| it.find(url));
        let Some(fetcher) = &self.fetcher else {
            let missing = "--offline reads only copies in --cache, and there is no copy";
            return copy.map(|it| it.body).ok_or_else(|| missing.to_owned());
        };
        let known = copy.as_ref().map_or_else(Version::default, |it| it.version.clone());
        let fetched = fetcher.fetch(url, &known).and_then(|it| match it {
            Fetched::Unchanged => match &copy {
                Some(copy) => Ok((copy.body.clone(), None)),
                None => {
                    Err("the server says that it is unchanged, but there is no copy".to_owned())
                }
            },
            Fetched::New { body, version } => {
                check(&body, copy.as_ref().map(|it| it.body.len()), allowed)?;
                Ok((body, Some(version)))
            }
        });
        match (fetched, copy) {
            (Ok((body, version)), _) => {
                if let (Some(cache), Some(version)) = (&self.cache, version)
                    && let Err(err) = cache.store(url, &body, &version)
                {
                    self.say(News::Warning(format!("the copy of {url} is not stored: {err}")));
                }
                Ok(body)
            }
            (Err(why), Some(copy)) if self.args.allow_stale => {
                self.say(News::Warning(format!("{url}: {why}; the last good copy is used")));
                Ok(copy.body)
            }
            (Err(why), _) => Err(why),
        }
    }
}

/// Reports a source that is not a list, or that has lost most of its content.
fn check(body: &[u8], before: Option<usize>, allowed: &Allowed) -> Result<(), String> {
    if allowed.oddity {
        return Ok(());
    }
    let start = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body).trim_ascii_start();
    if is_html(start) {
        return Err("it is an HTML page, not a list".to_owned());
    }
    if start.is_empty() {
        return Err("it is empty; to accept it, use --allow-empty".to_owned());
    }
    match before {
        Some(before) if body.len() < before / 10 => Err(format!(
            "it has {} bytes, but its last copy had {before}; to accept it, use --allow-empty",
            body.len()
        )),
        _ => Ok(()),
    }
}

/// Whether the text starts with a web page, possibly after comments and an XML declaration. This is
/// a loop, because a foreign source can have millions of comments.
fn is_html(text: &[u8]) -> bool {
    let mut rest = text;
    loop {
        let starts =
            |it: &[u8]| rest.get(..it.len()).is_some_and(|rest| rest.eq_ignore_ascii_case(it));
        if starts(b"<!doctype") || starts(b"<html") {
            return true;
        }
        let end: &[u8] = match () {
            () if starts(b"<!--") => b"-->",
            () if starts(b"<?xml") => b"?>",
            () => return false,
        };
        let Some(at) = memchr::memmem::find(rest, end) else { return false };
        rest = rest[at + end.len()..].trim_ascii_start();
    }
}
