use std::ops::Range;

/// An absolute URL as a blocker sees it: scheme and host in lower case, without the parts that a
/// browser does not send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Url {
    text: String,
    host: Range<usize>,
}

impl Url {
    /// The longest URL that is accepted, in bytes.
    pub const MAX: usize = 8192;

    /// Parses `scheme://host…`. `None` when the text is not such a URL.
    pub fn parse(text: &str) -> Option<Url> {
        let text = text.trim_matches(|it: char| it <= ' ');
        if text.len() > Url::MAX || text.bytes().any(|it| it.is_ascii_control()) {
            return None;
        }
        let (scheme, rest) = text.split_once("://")?;
        let is_scheme = scheme.starts_with(|it: char| it.is_ascii_alphabetic())
            && scheme.bytes().all(|it| it.is_ascii_alphanumeric() || b"+-.".contains(&it));
        // A browser does not send the fragment.
        let rest = rest.split_once('#').map_or(rest, |it| it.0);
        let (authority, path) = rest.split_at(rest.find(['/', '?', '\\']).unwrap_or(rest.len()));
        let (user, host) = authority.rsplit_once('@').map_or(("", authority), |it| (it.0, it.1));
        let (host, port) = split_port(host)?;
        let is_host = !host.is_empty() && !host.contains([' ', '<', '>', '^', '|', '%']);
        if !is_scheme || !is_host {
            return None;
        }
        let mut url = scheme.to_ascii_lowercase();
        let default = match url.as_str() {
            "http" | "ws" => "80",
            "https" | "wss" => "443",
            _ => "",
        };
        url.push_str("://");
        if !user.is_empty() {
            url.push_str(user);
            url.push('@');
        }
        let start = url.len();
        url.push_str(&host.to_lowercase());
        let host = start..url.len();
        if !port.is_empty() && port != default {
            url.push(':');
            url.push_str(port);
        }
        if !path.starts_with('/') {
            url.push('/');
        }
        push_encoded(&mut url, path.strip_prefix('\\').unwrap_or(path));
        Some(Url { text: url, host })
    }

    /// The whole URL.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The name of the host, without the port; empty when the URL has none.
    pub fn host(&self) -> &str {
        &self.text[self.host.clone()]
    }

    /// The byte range of the host.
    pub(super) fn host_range(&self) -> Range<usize> {
        self.host.clone()
    }

    /// Whether a browser would normalize the URL to the same text. Browsers write non-ASCII names
    /// as Punycode, with tables that this code does not have.
    pub(super) fn is_certain(&self) -> bool {
        self.text.is_ascii()
    }
}

/// `a.example:8080`, `[::1]:80`
fn split_port(host: &str) -> Option<(&str, &str)> {
    let name_end = if host.starts_with('[') { host.find(']')? + 1 } else { 0 };
    match host[name_end..].find(':') {
        None => Some((host, "")),
        Some(at) => {
            let port = &host[name_end + at + 1..];
            let is_port = port.bytes().all(|it| it.is_ascii_digit()) && port.len() <= 5;
            is_port.then_some((&host[..name_end + at], port))
        }
    }
}

/// Writes the path, and the text after it, as browsers do.
fn push_encoded(url: &mut String, path: &str) {
    for c in path.chars() {
        match c {
            ' ' | '"' | '<' | '>' => url.push_str(&format!("%{:02X}", u32::from(c))),
            c if c.is_ascii() => url.push(c),
            c => {
                for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                    url.push_str(&format!("%{byte:02X}"));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Url;

    #[test]
    fn addresses_are_read_as_browsers_write_them() {
        for (text, url, host) in [
            ("https://ads.example", "https://ads.example/", "ads.example"),
            ("HTTPS://Ads.Example/Path?Q#top", "https://ads.example/Path?Q", "ads.example"),
            ("http://ads.example:80/", "http://ads.example/", "ads.example"),
            ("https://ads.example:80?x", "https://ads.example:80/?x", "ads.example"),
            ("https://u:p@ads.example/a@b", "https://u:p@ads.example/a@b", "ads.example"),
            ("ws://[::1]:9/x", "ws://[::1]:9/x", "[::1]"),
            ("https://a.example/\u{e4} b", "https://a.example/%C3%A4%20b", "a.example"),
            (" https://a.example/ ", "https://a.example/", "a.example"),
        ] {
            let read = Url::parse(text).unwrap();
            assert_eq!((read.as_str(), read.host()), (url, host), "{text}");
        }
        for text in [
            "",
            "ads.example",
            "https://",
            "https:///x",
            "://x",
            "1a://x",
            "https://a b/",
            "https://a:b/",
            "https://[::1",
            "data:text/html,x",
            "https://a/\nb",
        ] {
            assert_eq!(Url::parse(text), None, "{text}");
        }
        let long = format!("https://a.example/{}", "x".repeat(Url::MAX));
        assert_eq!(Url::parse(&long), None);
    }
}
