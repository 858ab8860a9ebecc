//! Reads sources: files, stdin, URLs, and cached copies of URLs.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError, mpsc},
    thread,
    time::Duration,
};

use super::{
    Args,
    settings::{Settings, is_url},
};
use crate::{
    cli::{
        Error, Ui,
        cache::Cache,
        client::{Fetched, Fetcher, Version, deadline},
        decode::{self, NoText},
        threads,
        ui::Bars,
    },
    compile::{self, Defines, Filters, LoadError, Loaded, Sources, Unread},
    filekind,
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
    /// A source with this index and name is being read.
    Start(usize, String),
    /// So many bytes of it are there, of so many.
    Bytes(usize, u64, Option<u64>),
    /// It was read, or cannot be.
    End(usize),
}

/// A source that is being read, together with what it includes.
struct Reading<'r> {
    /// Its place in the configuration. `None` for a file with patterns.
    index: Option<usize>,
    /// How much time is left for all of it.
    left: &'r dyn Fn() -> Duration,
    allowed: Allowed,
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
            let work = |(index, source): (usize, &compile::Source)| {
                reader.say(News::Start(index, source.source.clone()));
                let done = reader.source(index, source, &defines);
                reader.say(News::End(index));
                if let Ok(Some(loaded)) = &done {
                    let count = loaded.line_count();
                    let lines = if count == 1 { "line" } else { "lines" };
                    reader.say(News::Note(format!("{}: {count} {lines}", source.source)));
                }
                done
            };
            let lists = threads::map(
                AT_ONCE.min(config.sources.len()),
                config.sources.iter().enumerate().collect(),
                work,
            );
            let patterns = compile::load_patterns(&config.filters, &defines, &mut |name: &str| {
                let reading = Reading {
                    index: None,
                    left: &deadline(args.client.timeout),
                    allowed: Allowed::NOTHING,
                };
                reader.text(name, &reading).map_err(Unread::Failed)
            });
            (lists, patterns)
        });
        tell(&news, args.quiet, ui);
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
    // Only files are read, which takes as long as it takes.
    let no_time = || Duration::ZERO;
    let reading =
        Reading { index: None, left: &no_time, allowed: Allowed { oddity: args.allow_empty } };
    let mut texts = BTreeMap::new();
    let mut read = |name: &str| {
        if is_url(name) {
            return Err(Unread::Missing);
        }
        let text = reader.text(name, &reading).map_err(Unread::Failed)?;
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
    tell(&news, args.quiet, ui);
    Ok((texts, files))
}

/// Tells what there is to tell, until the reading ends.
fn tell(news: &mpsc::Receiver<News>, quiet: bool, ui: &mut Ui) {
    let mut bars = ui.bars();
    loop {
        match news.recv_timeout(Bars::PACE) {
            Ok(News::Note(text)) if !quiet => bars.aside(|| ui.note(&text)),
            Ok(News::Note(_)) => (),
            Ok(News::Warning(text)) => bars.aside(|| ui.warning(&text)),
            Ok(News::Start(index, name)) if !quiet => bars.start(index, &name),
            Ok(News::Start(..)) => (),
            Ok(News::Bytes(index, done, len)) => bars.set(index, done, len),
            Ok(News::End(index)) => bars.finish(index),
            Err(mpsc::RecvTimeoutError::Timeout) => (),
            Err(mpsc::RecvTimeoutError::Disconnected) => return,
        }
        bars.draw();
    }
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

    fn source(
        &self,
        index: usize,
        source: &compile::Source,
        defines: &Defines,
    ) -> Result<Option<Loaded>, Error> {
        let reading = Reading {
            index: Some(index),
            left: &deadline(self.args.client.timeout),
            allowed: Allowed { oddity: self.args.allow_empty },
        };
        let loaded = compile::load_source(source, defines, &mut |name: &str| {
            self.text(name, &reading).map_err(Unread::Failed)
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

    /// The text of a source or an included file, or why there is none.
    fn text(&self, name: &str, reading: &Reading<'_>) -> Result<String, String> {
        let bytes = if name == "-" {
            return self.stdin(&reading.allowed);
        } else if is_url(name) {
            self.fetch(name, reading)?
        } else {
            let bytes = self.file(name)?;
            check(&bytes, None, &reading.allowed)?;
            bytes
        };
        self.decode(name, bytes)
    }

    /// The text of these bytes, or why they are not text.
    fn decode(&self, name: &str, bytes: Vec<u8>) -> Result<String, String> {
        match decode::text(bytes) {
            Err(NoText::Encoding { bytes, .. }) => {
                let text = format!("{name} is not UTF-8: its invalid bytes are replaced");
                self.say(News::Warning(text));
                Ok(String::from_utf8_lossy(&bytes).into_owned())
            }
            other => other.map_err(|err| err.to_string()),
        }
    }

    fn stdin(&self, allowed: &Allowed) -> Result<String, String> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.stdin.is_none() {
            let mut bytes = Vec::new();
            io::stdin().read_to_end(&mut bytes).map_err(|err| err.to_string())?;
            check(&bytes, None, allowed)?;
            // It can be a file that an output must not replace.
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
            io::ErrorKind::NotFound if name.contains("://") => {
                "a source is a file, or an address that starts with https://".to_owned()
            }
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

    fn fetch(&self, url: &str, reading: &Reading<'_>) -> Result<Vec<u8>, String> {
        let copy = self.cache.as_ref().and_then(|it| it.find(url));
        let Some(fetcher) = &self.fetcher else {
            let missing = "--offline reads only copies in --cache, and there is no copy";
            return copy.map(|it| it.body).ok_or_else(|| missing.to_owned());
        };
        let known = copy.as_ref().map_or_else(Version::default, |it| it.version.clone());
        let told = |done, len| {
            if let Some(index) = reading.index {
                self.say(News::Bytes(index, done, len));
            }
        };
        let fetched = fetcher.fetch(url, &known, reading.left, &told).and_then(|it| match it {
            Fetched::Unchanged => match &copy {
                Some(copy) => Ok((copy.body.clone(), None)),
                None => {
                    Err("the server says that it is unchanged, but there is no copy".to_owned())
                }
            },
            Fetched::New { body, version } => {
                check(&body, copy.as_ref().map(|it| it.body.len()), &reading.allowed)?;
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
    if let Some(kind) = filekind::page(body) {
        return Err(format!("it is {}, not a list", kind.title));
    }
    if body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body).trim_ascii().is_empty() {
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
