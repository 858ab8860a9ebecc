//! Finds the file that an `!#include` names.

/// The file that `path` in the file `from` names: relative to the folder of that file. A file from
/// the network can only include files from the same server.
///
/// # Errors
///
/// Why the path cannot be included.
///
/// ```
/// use bloqr_compile::include_target;
///
/// assert_eq!(include_target("lists/a.txt", "b.txt").as_deref(), Ok("lists/b.txt"));
/// assert_eq!(include_target("lists/a.txt", "../b.txt").as_deref(), Ok("b.txt"));
/// assert_eq!(
///     include_target("https://a.example/x/y.txt?z", "/b.txt").as_deref(),
///     Ok("https://a.example/b.txt")
/// );
/// assert!(include_target("https://a.example/x.txt", "https://b.example/y.txt").is_err());
/// assert!(include_target("a.txt", "https://a.example/b.txt").is_err());
/// assert!(include_target("a.txt", "/etc/passwd").is_err());
/// ```
pub fn include_target(from: &str, path: &str) -> Result<String, &'static str> {
    if path.is_empty() {
        return Err("it has no path");
    }
    let Some(origin) = origin(from) else {
        if has_scheme(path) {
            return Err("a local file cannot include a URL");
        }
        if path.starts_with(['/', '\\']) {
            return Err("the path is absolute");
        }
        let folder = from.rfind(['/', '\\']).map_or("", |at| &from[..=at]);
        return Ok(normal(folder, path));
    };
    if has_scheme(path) {
        let is_same = self::origin(path).is_some_and(|it| it.eq_ignore_ascii_case(origin));
        return if is_same { Ok(path.to_owned()) } else { Err("it is on another server") };
    }
    if path.starts_with("//") || path.contains('\\') {
        return Err("it is on another server");
    }
    let base = &from[origin.len()..];
    let base = &base[..base.find(['?', '#']).unwrap_or(base.len())];
    let folder =
        if path.starts_with('/') { "/" } else { &base[..base.rfind('/').map_or(0, |it| it + 1)] };
    let folder = if folder.is_empty() { "/" } else { folder };
    let target = normal(&folder[1..], path.trim_start_matches('/'));
    // `..` above the root is ignored.
    let target = target.trim_start_matches("../");
    Ok(format!("{origin}/{target}"))
}

fn has_scheme(path: &str) -> bool {
    path.find("://").is_some_and(|at| path[..at].bytes().all(|it| it.is_ascii_alphanumeric()))
}

/// The origin of a URL: `https://a.example`.
fn origin(name: &str) -> Option<&str> {
    let scheme = name.find("://").filter(|_| has_scheme(name))?;
    let host = scheme + 3;
    let end = name[host..].find(['/', '?', '#', '\\']).map_or(name.len(), |it| host + it);
    Some(&name[..end])
}

/// Joins a folder, which ends with `/` or is empty, and a path, and resolves `.` and `..` where
/// possible.
fn normal(folder: &str, path: &str) -> String {
    let (root, folder) = match folder.strip_prefix('/') {
        Some(rest) => ("/", rest),
        None => ("", folder),
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => (),
            ".." if parts.last().is_some_and(|it| *it != "..") => _ = parts.pop(),
            ".." if !root.is_empty() => (),
            _ => parts.push(part),
        }
    }
    [root, &parts.join("/")].concat()
}
