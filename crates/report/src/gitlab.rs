//! Code Quality of GitLab: a JSON array of issues, as Code Climate has them.
//! <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>

use std::io::{self, Write};

use serde_json::json;

use super::{
    Checked, Totals,
    fingerprint::Fingerprints,
    format::{Definition, FormatWriter, Readers},
};
use bloqr_lint::{diagnostic::Severity, docs};

pub(super) const DEFINITION: Definition = Definition {
    name: "gitlab",
    about: "Code Quality of GitLab",
    readers: Readers::Programs,
    has_notes: false,
    shows_few: false,
    writer: |_| Box::new(Gitlab { is_empty: true }),
};

struct Gitlab {
    is_empty: bool,
}

impl FormatWriter for Gitlab {
    fn start(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"[")
    }

    fn list(&mut self, checked: &Checked<'_>, out: &mut dyn Write) -> io::Result<()> {
        let mut places = checked.places();
        // GitLab finds files by their path from the root of the repository, without `./`.
        let path = checked.name.strip_prefix("./").unwrap_or(checked.name);
        let mut fingerprints = Fingerprints::new(path);
        for it in checked.findings() {
            let (hash, n) = fingerprints.of(it, &mut places);
            let mut body = format!("[{}]({})", it.rule, docs::url(it.rule));
            if let Some(help) = &it.help {
                body = format!("{help}\n\n{body}");
            }
            let issue = json!({
                "type": "issue",
                "check_name": it.rule,
                "description": it.message,
                "content": { "body": body },
                "categories": ["Bug Risk"],
                "severity": severity(it.severity),
                "fingerprint": format!("{hash:016x}{n:08x}"),
                "location": { "path": path, "lines": { "begin": it.place.line + 1 } },
            });
            write!(out, "{}{issue}", if self.is_empty { "\n" } else { ",\n" })?;
            self.is_empty = false;
        }
        Ok(())
    }

    fn end(&mut self, _: &Totals, _: bool, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"\n]\n")
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "major",
        Severity::Warning => "minor",
        Severity::Info => "info",
    }
}
