//! Chooses the backend and the key.

use std::{env, net::IpAddr, path::PathBuf, time::Duration};

use reqwest::Url;

use super::{key::Key, profile::Profile};
use crate::cli::{Error, Ui, duration, project};

/// Options for reaching a backend, for all commands that use one.
#[derive(clap::Args)]
#[group(skip)]
#[command(next_help_heading = "Backend options")]
pub(in crate::cli) struct Args {
    /// Use this backend from profiles.toml in your configuration directory
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) profile: Option<String>,

    /// Read the API key from this file instead of BLOQR_API_KEY
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) api_key_file: Option<PathBuf>,

    /// Allow plain http to other machines: others can then read everything, including the key
    #[arg(long)]
    pub(in crate::cli) allow_http: bool,

    /// Time limit of a request or a source, all tries together, to the last byte of the answer
    #[arg(long, value_name = "TIME", default_value = "30s", value_parser = duration::parse)]
    pub(in crate::cli) timeout: Duration,

    /// Time limit for connecting, as a part of --timeout
    #[arg(long, value_name = "TIME", default_value = "10s", value_parser = duration::parse)]
    pub(super) connect_timeout: Duration,

    /// Print every request to stderr
    #[arg(long, short)]
    pub(in crate::cli) verbose: bool,
}

/// A backend, and the key for it.
pub(super) struct Target {
    pub(super) url: Url,
    pub(super) key: Option<Key>,
}

impl Args {
    /// Whether a command that can work without a backend uses one.
    pub(in crate::cli) fn is_wanted(&self, url: Option<&str>) -> bool {
        url.is_some() || self.profile.is_some()
    }

    /// The URL of the argument, otherwise of the profile, of `BLOQR_URL`, or of `bloqr.toml`. A URL
    /// of `bloqr.toml` never gets a key.
    pub(super) fn target(&self, url: Option<&str>, ui: &mut Ui) -> Result<Target, Error> {
        let profile = self.profile.as_deref().map(Profile::find).transpose()?;
        let from_env = env::var("BLOQR_URL").ok().filter(|it| !it.trim().is_empty());
        let project = project::backend()?;
        let (url, is_ours) = match (url, &profile, from_env, project) {
            (Some(url), ..) => (parse(url, "the URL")?, true),
            (_, Some(profile), ..) => (parse(&profile.url, "the profile's `url`")?, true),
            (_, _, Some(url), _) => (parse(&url, "BLOQR_URL")?, true),
            (.., Some(url)) => (parse(&url, "`url` in bloqr.toml")?, false),
            (None, None, None, None) => {
                return Err(Error::new("no backend is given")
                    .hint("give its URL or a --profile, or set BLOQR_URL"));
            }
        };
        if let Some(profile) = &profile {
            let own = parse(&profile.url, "the profile's `url`")?;
            if own.origin() != url.origin() {
                let name = self.profile.as_deref().unwrap_or_default();
                return Err(Error::new(format!(
                    "the profile `{name}` is for {}, and its key cannot be sent to another server",
                    own.origin().ascii_serialization()
                ))
                .hint("remove the URL or --profile"));
            }
        }
        if url.scheme() == "http" && !is_loopback(&url) && !self.allow_http {
            let host = url.host_str().unwrap_or_default();
            return Err(Error::new(format!(
                "plain http to {host} is not encrypted: others could read everything"
            ))
            .hint("use https, or --allow-http in a private network"));
        }
        let key = self.key(profile.as_ref(), ui)?;
        if let Some(key) = &key
            && key.is_in(&env::args().skip(1).collect::<Vec<_>>().join("\n"))
        {
            ui.warning(
                "the key is on the command line, where other users of this machine can see it",
            );
        }
        let is_shown = url.scheme() == "http" && !is_loopback(&url) && is_ours && key.is_some();
        if is_shown && let Some(name) = proxy() {
            ui.warning(&format!(
                "{name} is set: that proxy can read all plain http requests, including the key"
            ));
        }
        match (is_ours, key) {
            (true, key) => Ok(Target { url, key }),
            (false, None) => Ok(Target { url, key: None }),
            (false, Some(_)) => {
                let url_shown = url.as_str().trim_end_matches('/');
                ui.note(&format!(
                    "{url_shown} comes from bloqr.toml, so no key is sent to it; give the URL on the command line to send one"
                ));
                Ok(Target { url, key: None })
            }
        }
    }

    fn key(&self, profile: Option<&Profile>, ui: &mut Ui) -> Result<Option<Key>, Error> {
        if let Some(path) = &self.api_key_file {
            return Key::from_file(path, ui).map(Some);
        }
        match profile.map(Profile::key).transpose()?.flatten() {
            Some(key) => Ok(Some(key)),
            None => Key::from_env("BLOQR_API_KEY"),
        }
    }
}

/// Reads a root URL. `what` names its source for error messages. These do not repeat the text,
/// because it can contain a password.
fn parse(text: &str, what: &str) -> Result<Url, Error> {
    let example = "write it as https://api.example.com";
    let mut url = Url::parse(text.trim())
        .map_err(|err| Error::new(format!("{what} is not a valid URL: {err}")).hint(example))?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
        return Err(Error::new(format!(
            "{what} must start with http:// or https://, followed by a host"
        ))
        .hint(example));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Error::new(format!(
            "{what} contains a user name or a password, which could end up in logs"
        ))
        .hint("remove them; put a key into BLOQR_API_KEY"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(Error::new(format!(
            "{what} must be the backend's root URL, without a `?` or `#` part"
        ))
        .hint(example));
    }
    if url.path().to_ascii_lowercase().contains("blq_") {
        return Err(Error::new(format!(
            "{what} seems to contain a key, which could end up in logs"
        ))
        .hint("put a key into BLOQR_API_KEY"));
    }
    let path = url.path().trim_end_matches('/').to_owned() + "/";
    url.set_path(&path);
    Ok(url)
}

/// The variable that names a proxy for plain http.
fn proxy() -> Option<&'static str> {
    let is_set = |it: &&str| env::var_os(it).is_some_and(|it| !it.is_empty());
    ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"].into_iter().find(is_set)
}

pub(super) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|it| it.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_a_root() {
        for (text, url) in [
            ("https://api.example.com", "https://api.example.com/"),
            ("https://example.com/bloqr//", "https://example.com/bloqr/"),
            (" http://127.0.0.1:8787 ", "http://127.0.0.1:8787/"),
        ] {
            assert_eq!(parse(text, "it").unwrap().as_str(), url);
        }
        for wrong in [
            "",
            "api.example.com",
            "ftp://example.com",
            "file:///etc/passwd",
            "https://user:secret@example.com",
            "https://user@example.com",
            "https://example.com/?key=1",
            "https://example.com/#a",
            "https://example.com/blq_0123",
        ] {
            let error = parse(wrong, "it").err().map(|it| it.to_string());
            assert!(error.is_some_and(|it| !it.contains("secret")), "{wrong}");
        }
    }

    #[test]
    fn only_this_machine_is_loopback() {
        let cases = [
            ("http://127.0.0.1:1", true),
            ("http://127.9.9.9", true),
            ("http://[::1]:80", true),
            ("http://localhost", true),
            ("http://localhost.example.com", false),
            ("http://127.0.0.1.example.com", false),
            ("http://10.0.0.1", false),
            ("http://0.0.0.0", false),
        ];
        for (text, is) in cases {
            assert_eq!(is_loopback(&parse(text, "it").unwrap()), is, "{text}");
        }
    }
}
