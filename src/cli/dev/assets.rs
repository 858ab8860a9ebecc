//! The files of `[assets]`: which are served, at which paths, and with which headers.

use std::{fs, path::PathBuf};

use ignore::WalkBuilder;
use serde_json::{Map, Value, json};

use crate::{cli::Error, wrangler::Worker};

/// The headers of the files, in the form of Cloudflare's `_headers`.
const HEADERS: &str = "_headers";

/// Files that the platform reads, and does not serve.
const NOT_SERVED: [&str; 2] = [HEADERS, "_redirects"];

/// What the build of the page makes: without them it says that it is not built.
const BUILT: [&str; 3] = ["/bloqr.js", "/core.wasm", "/docs/"];

pub(super) struct Assets {
    pub(super) folder: PathBuf,
    /// `{"/": {"file": "index.html", "headers": {…}}}`
    pub(super) paths: Map<String, Value>,
}

impl Assets {
    /// Those of the worker in this folder. Files that are added later are not served.
    pub(super) fn find(home: &std::path::Path, worker: &Worker) -> Result<Option<Assets>, Error> {
        let Some(directory) = &worker.assets else { return Ok(None) };
        let folder = home.join(directory);
        let cannot = |err| Error::read(&folder, err);
        let folder = fs::canonicalize(&folder).map_err(cannot)?;
        let rules = match fs::read_to_string(folder.join(HEADERS)) {
            Ok(text) => read_headers(&text)?,
            Err(_) => Vec::new(),
        };
        let mut paths = Map::new();
        let files = WalkBuilder::new(&folder)
            .standard_filters(false)
            .hidden(true)
            .add_custom_ignore_filename(".assetsignore")
            .build();
        for file in files {
            let file = file.map_err(|err| Error::new("cannot read the page").caused_by(err))?;
            let Ok(name) = file.path().strip_prefix(&folder) else { continue };
            let name = name.to_string_lossy();
            if !file.path().is_file() || NOT_SERVED.contains(&&*name) {
                continue;
            }
            let path = path_of(&name);
            let mut headers = json!({
                "Content-Type": media_type(&name),
                "Cache-Control": "public, max-age=0, must-revalidate",
            });
            for (_, key, value) in rules.iter().filter(|it| it.0.covers(&path)) {
                headers[key] = Value::from(value.as_str());
            }
            paths.insert(path, json!({ "file": name, "headers": headers }));
        }
        Ok(Some(Assets { folder, paths }))
    }

    pub(super) fn is_built(&self) -> bool {
        BUILT.iter().all(|it| self.paths.contains_key(*it))
    }
}

/// The path at which a file is served: `docs/index.html` at `/docs/`, `a.html` at `/a`.
fn path_of(name: &str) -> String {
    let path = format!("/{name}");
    match path.strip_suffix(".html") {
        Some(page) => match page.strip_suffix("/index") {
            Some(folder) => format!("{folder}/"),
            None => page.to_owned(),
        },
        None => path,
    }
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|it| it.1) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("txt") => "text/plain; charset=utf-8",
        Some("json") => "application/json",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}

/// The paths of a block of headers.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Pattern {
    One(String),
    /// `/docs/*`
    Below(String),
}

impl Pattern {
    fn covers(&self, path: &str) -> bool {
        match self {
            Pattern::One(one) => path == one,
            Pattern::Below(start) => path.starts_with(start.as_str()),
        }
    }
}

/// Each header with the paths that have it. A later one replaces an earlier one.
fn read_headers(text: &str) -> Result<Vec<(Pattern, String, String)>, Error> {
    let mut pattern = None;
    let mut rules = Vec::new();
    for (n, line) in text.lines().enumerate() {
        let cannot = || {
            Error::new(format!("{HEADERS}:{}: bloqr dev does not know `{}`", n + 1, line.trim()))
                .hint("it reads paths like `/a` and `/a/*`, and `Name: value` below them")
        };
        let plain = line.trim();
        if plain.is_empty() || plain.starts_with('#') {
            continue;
        }
        if !line.starts_with([' ', '\t']) {
            let start = plain.strip_suffix('*');
            if !plain.starts_with('/') || start.unwrap_or(plain).contains(['*', ':']) {
                return Err(cannot());
            }
            pattern = Some(match start {
                Some(start) => Pattern::Below(start.to_owned()),
                None => Pattern::One(plain.to_owned()),
            });
            continue;
        }
        let header = plain.split_once(':').filter(|it| !it.0.contains(' '));
        let (Some(pattern), Some((name, value))) = (&pattern, header) else { return Err(cannot()) };
        rules.push((pattern.clone(), name.to_owned(), value.trim().to_owned()));
    }
    Ok(rules)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_served_where_the_platform_serves_them() {
        let cases = [
            ("index.html", "/"),
            ("docs/index.html", "/docs/"),
            ("a.html", "/a"),
            ("app.js", "/app.js"),
        ];
        for (name, path) in cases {
            assert_eq!(path_of(name), path);
        }
    }

    #[test]
    fn headers_are_read_or_refused() {
        let rules = read_headers("# a\n/*\n  A: b: c\n\n/a\n\tD: e\n").unwrap();
        let wanted = [
            (Pattern::Below("/".to_owned()), "A".to_owned(), "b: c".to_owned()),
            (Pattern::One("/a".to_owned()), "D".to_owned(), "e".to_owned()),
        ];
        assert_eq!(rules, wanted);
        assert!(wanted[0].0.covers("/a") && !wanted[1].0.covers("/a/"));
        for wrong in
            ["  A: b\n", "/*\n  A\n", "/*\n  ! A\n", "/a/*/b\n", "/:a\n", "https://a.example/*\n"]
        {
            assert!(read_headers(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn only_files_that_are_for_serving_are_served() {
        let home = tempfile::tempdir().unwrap();
        let site = home.path().join("site");
        fs::create_dir_all(site.join("docs")).unwrap();
        let files = ["index.html", "docs/index.html", "a.d.ts", ".hidden", "_redirects"];
        for name in files {
            fs::write(site.join(name), "").unwrap();
        }
        fs::write(site.join(".assetsignore"), "*.d.ts\n").unwrap();
        fs::write(site.join(HEADERS), "/*\n  A: all\n/docs/*\n  A: docs\n").unwrap();
        let config = crate::wrangler::Config::parse(
            "assets = { directory = \"site\" }",
            crate::wrangler::Syntax::Toml,
        );
        let worker = config.unwrap().worker(&crate::wrangler::Scope::Top);
        let assets = Assets::find(home.path(), &worker).unwrap().unwrap();
        let served: Vec<_> =
            assets.paths.iter().map(|it| (it.0.as_str(), &it.1["headers"]["A"])).collect();
        assert_eq!(served, [("/", &json!("all")), ("/docs/", &json!("docs"))]);
        assert!(!assets.is_built());
    }
}
