//! `a.example/x##.ad`: uBlock Origin writes paths in domains, AdGuard in `[$path]`.

use bloqr_syntax::ast::CosmeticRule;

use crate::{Refusal, cosmetic::draft_of, draft::Draft};

/// The rules with a path, one for each path in a domain; `None` when no domain has one. `drafts`
/// are the converted rules, if the rule was converted.
pub(super) fn split(
    line: &str,
    rule: &CosmeticRule<'_>,
    drafts: Option<&[Draft]>,
) -> Result<Option<Vec<Draft>>, Refusal> {
    let domains = &rule.domains.children;
    if !domains.iter().any(|it| it.value.contains('/')) {
        return Ok(None);
    }
    // Domains by their path, in the order of the paths; domains without a path come last.
    let mut paths: Vec<(String, Vec<String>)> = Vec::new();
    let mut others = Vec::new();
    let mut has_exception = false;
    let mut count = 0;
    for domain in domains {
        count += 1;
        has_exception |= domain.exception;
        match split_domain(&domain.value) {
            (host, Some(path)) => match paths.iter_mut().find(|it| it.0 == path) {
                Some(group) => group.1.push(host),
                None => paths.push((path, vec![host])),
            },
            (host, None) => {
                let sign = if domain.exception { "~" } else { "" };
                others.push(format!("{sign}{host}"));
            }
        }
    }
    if paths.is_empty() {
        return Ok(None);
    }
    if has_exception {
        return if count == 1 { Ok(None) } else { Err(Refusal::PathBesideExclusion) };
    }
    let own = [draft_of(line, rule)];
    let mut made = Vec::new();
    for draft in drafts.unwrap_or(&own) {
        if draft.modifiers.iter().any(|it| it == "path" || it.starts_with("path=")) {
            return Err(Refusal::PathTwice);
        }
        for (path, hosts) in &paths {
            let mut draft = Draft { domains: hosts.join(","), ..draft.clone() };
            draft.modifiers.push(format!("path={path}"));
            made.push(draft);
        }
        if !others.is_empty() {
            made.push(Draft { domains: others.join(","), ..draft.clone() });
        }
    }
    Ok(Some(made))
}

/// A domain and its path: `a.example/x`, `/^a\.example\/x/`.
fn split_domain(domain: &str) -> (String, Option<String>) {
    let regex = domain.strip_prefix('/').and_then(|it| it.strip_suffix('/'));
    if let Some(inner) = regex {
        return match escaped_slash(inner) {
            Some(at) => (format!("/{}/", &inner[..at]), Some(format!("/{}/", &inner[at..]))),
            None => (domain.to_owned(), None),
        };
    }
    match domain.split_once('/') {
        Some((host, "")) => (host.to_owned(), None),
        Some((host, _)) => (host.to_owned(), Some(domain[host.len()..].to_owned())),
        None => (domain.to_owned(), None),
    }
}

/// The position of the first `\/` that is not in a class.
fn escaped_slash(regex: &str) -> Option<usize> {
    let bytes = regex.as_bytes();
    let mut in_class = false;
    bytes.iter().enumerate().find_map(|(at, byte)| {
        match byte {
            b'[' => in_class = true,
            b']' => in_class = false,
            b'\\' if !in_class && bytes.get(at + 1) == Some(&b'/') => return Some(at),
            _ => (),
        }
        None
    })
}
