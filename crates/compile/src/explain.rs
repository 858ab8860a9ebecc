//! Explains why a rule is in the result, or is not.

use std::{
    collections::{HashMap, HashSet},
    fmt,
};

use bloqr_dns::{Hosts, is_hostname, split, trim};

use crate::{By, Compiled, Effect, Event, Match, Origin, Stage, Standing, What, Why, verdict};

/// What happened to a rule or a domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// What was asked for.
    pub query: String,
    /// The lines that contain it, in the order of the sources.
    pub traced: Vec<Traced>,
    /// Rules of the result that match a domain that was asked for, and which of them decides.
    pub matches: Vec<Match>,
}

/// What happened to one line of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traced {
    /// Where it is.
    pub origin: Origin,
    /// Its text in the source.
    pub text: String,
    /// The events, in order.
    pub events: Vec<Event>,
    /// The result.
    pub outcome: Outcome,
}

/// The result for a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The result has it, with this text.
    Kept(Vec<String>),
    /// The result does not have it.
    Removed,
}

/// The names in a line.
pub(crate) fn names(line: &str) -> impl Iterator<Item = &str> {
    let hosts = Hosts::read(line);
    let pattern = if hosts.is_none() { split(trim(line)).pattern } else { "" };
    let name = pattern.strip_prefix("||").unwrap_or(pattern);
    let name = name.strip_suffix('|').unwrap_or(name);
    let name = name.strip_suffix('^').unwrap_or(name);
    let name = name.strip_prefix("*.").unwrap_or(name);
    let name = (!name.is_empty()).then_some(name);
    hosts.into_iter().flat_map(|it| it.names()).chain(name)
}

impl Compiled {
    /// Explains a rule, a domain, or a line such as `b.txt:14`. It needs
    /// [`Options::logs`](crate::Options::logs).
    pub fn explain(&self, query: &str) -> Explanation {
        let query = trim(query);
        let place = query.rsplit_once(':').and_then(|(file, line)| {
            let line = line.parse::<u32>().ok()?;
            self.files.iter().any(|it| it.name == file).then_some((file, line))
        });
        let name = query.strip_suffix('.').unwrap_or(query);
        let domain = if is_hostname(name) { name } else { "" };
        let is_asked = |text: &str| {
            trim(text) == query
                || !domain.is_empty() && names(text).any(|it| it.eq_ignore_ascii_case(domain))
        };
        let mut origins: Vec<(Origin, String)> = Vec::new();
        for (index, file) in self.files.iter().enumerate() {
            for (number, text) in lines_of(&file.text) {
                let found = match place {
                    Some((name, line)) => file.name == name && line == number,
                    None => is_asked(text),
                };
                if found && !trim(text).is_empty() {
                    let origin = Origin { file: index as u32, line: number };
                    origins.push((origin, text.to_owned()));
                }
            }
        }
        let mut found: HashSet<Origin> = origins.iter().map(|it| it.0).collect();
        // Lines that a step made, such as `||a.example^` from a hosts line.
        for event in &self.events {
            if let What::Changed(text) = &event.what
                && place.is_none()
                && is_asked(text)
                && found.insert(event.origin)
            {
                origins.push((event.origin, self.source_text(event.origin).to_owned()));
            }
        }
        let traced = self.trace(origins);
        let matches = if domain.is_empty() {
            Vec::new()
        } else {
            verdict::judge(domain, self.rules().map(|it| (it.text, it.origin)))
        };
        Explanation { query: query.to_owned(), traced, matches }
    }

    /// Traces these lines. Reads each event and each kept line only once, because a list can have a
    /// rule very often.
    fn trace(&self, asked: Vec<(Origin, String)>) -> Vec<Traced> {
        let mut of: HashMap<Origin, (Vec<Event>, Vec<String>)> =
            asked.iter().map(|it| (it.0, Default::default())).collect();
        for event in &self.events {
            if let Some((events, _)) = of.get_mut(&event.origin) {
                events.push(event.clone());
            }
        }
        let texts = self.texts();
        for line in &self.lines.lines {
            if let Some((_, kept)) = of.get_mut(&line.origin()) {
                kept.push(texts.text(line).into_owned());
            }
        }
        let traced = asked.into_iter().map(|(origin, text)| {
            let (events, kept) = of.remove(&origin).unwrap_or_default();
            let outcome = if kept.is_empty() { Outcome::Removed } else { Outcome::Kept(kept) };
            Traced { origin, text, events, outcome }
        });
        traced.collect()
    }

    /// The text of the lines that caused other lines to be removed: in the result, or in their
    /// source.
    fn causes<'e>(&self, events: impl IntoIterator<Item = &'e Event>) -> HashMap<Origin, String> {
        let mut missing: HashSet<Origin> = events
            .into_iter()
            .filter_map(|it| match it.what {
                What::Removed { why: Why::Equal(it) | Why::Covered(it), .. } => Some(it),
                _ => None,
            })
            .collect();
        let texts = self.texts();
        let mut causes = HashMap::new();
        for line in &self.lines.lines {
            if missing.remove(&line.origin()) {
                causes.insert(line.origin(), texts.text(line).into_owned());
            }
        }
        for (file, index) in self.files.iter().zip(0..) {
            let is_asked = missing.iter().any(|it| it.file == index);
            for (line, text) in lines_of(&file.text).take_while(|_| is_asked) {
                let origin = Origin { file: index, line };
                if missing.remove(&origin) {
                    causes.insert(origin, text.to_owned());
                }
            }
        }
        causes
    }

    /// The text of a line in its source.
    pub fn source_text(&self, origin: Origin) -> &str {
        let text = self.files.get(origin.file as usize).map_or("", |it| it.text.as_str());
        lines_of(text).find(|it| it.0 == origin.line).map_or("", |it| it.1)
    }

    /// The action and the stage: `Compress of all sources`.
    pub fn moment(&self, event: &Event) -> String {
        let by = match event.by {
            By::Directives => return "its file".to_owned(),
            By::Exclusions => "exclusions",
            By::Inclusions => "inclusions",
            By::Step(step) => step.name(),
        };
        match event.stage {
            Stage::Source(_) => format!("{by} of the source"),
            Stage::All => by.to_owned(),
        }
    }

    /// What happened, in words: `removed by Compress: covered by `||example.com^`, b.txt:14`.
    pub fn words(&self, event: &Event) -> String {
        self.words_with(event, &self.causes([event]))
    }

    fn words_with(&self, event: &Event, causes: &HashMap<Origin, String>) -> String {
        let moment = self.moment(event);
        match &event.what {
            What::Changed(text) => format!("changed by {moment}: `{text}`"),
            What::Removed { why, .. } => {
                format!("removed by {moment}: {}", self.reason(*why, event, causes))
            }
        }
    }

    fn reason(&self, why: Why, event: &Event, causes: &HashMap<Origin, String>) -> String {
        let other = |origin: Origin| {
            let text = causes.get(&origin).map_or("", String::as_str);
            format!("`{text}`, {}", self.place(origin))
        };
        match why {
            Why::Excluded(index) => {
                let stage = self.exclusions.iter().find(|it| it.0 == event.stage);
                let pattern = stage.and_then(|it| it.1.get(index as usize));
                format!("the pattern `{}` matches", pattern.map_or("", String::as_str))
            }
            Why::NotIncluded => "no pattern matches".to_owned(),
            Why::Condition(line) => format!("the condition of the `!#if` in line {line} is false"),
            Why::Directive => "the directive was applied".to_owned(),
            Why::Comment => "it is a comment".to_owned(),
            Why::Empty => "it is empty".to_owned(),
            Why::Above => "the rule below it was removed".to_owned(),
            Why::Equal(origin) => format!("equal to {}", other(origin)),
            Why::Covered(origin) => format!("covered by {}", other(origin)),
            Why::Refused(refusal) => refusal.to_string(),
        }
    }

    /// The explanation in lines of text.
    pub fn explain_in_words(&self, explanation: &Explanation) -> String {
        let mut text = String::new();
        let mut add = |line: fmt::Arguments<'_>| {
            text.push_str(&line.to_string());
            text.push('\n');
        };
        let query = &explanation.query;
        if explanation.traced.is_empty() {
            add(format_args!("no source has `{query}`"));
        }
        let causes = self.causes(explanation.traced.iter().flat_map(|it| &it.events));
        for traced in &explanation.traced {
            add(format_args!("{}: {}", self.place(traced.origin), traced.text));
            for event in &traced.events {
                add(format_args!("  {}", self.words_with(event, &causes)));
            }
            if let Outcome::Kept(lines) = &traced.outcome {
                add(format_args!("  kept: {}", lines.join(", ")));
            }
        }
        for line in self.verdict_in_words(explanation) {
            add(format_args!("{line}"));
        }
        text
    }
}

impl Compiled {
    /// What a DNS blocker does with a domain: first the rules that decide, then the others.
    fn verdict_in_words(&self, explanation: &Explanation) -> Vec<String> {
        let Explanation { query, matches, .. } = explanation;
        let said = |it: &Match| format!("`{}`, {}", it.rule, self.place(it.origin));
        let does = |it: &Match| match it.effect {
            Effect::Blocks => "is blocked by",
            Effect::Allows => "is allowed by",
            Effect::Rewrites => "is answered as this rule says:",
            Effect::KeepsAnswer => "is not answered as `$dnsrewrite` says, by",
        };
        let of = |standing: Standing| matches.iter().filter(move |it| it.standing == standing);
        let deciding =
            of(Standing::Decides).map(|it| format!("`{query}` {} {}", does(it), said(it)));
        let for_some = of(Standing::DecidesForSome)
            .map(|it| format!("for some requests, `{query}` {} {}", does(it), said(it)));
        let mut lines: Vec<String> = deciding.chain(for_some).collect();
        // A list for browsers can have thousands of these.
        const MOST_NOT_FOR_DNS: usize = 5;
        let mut not_for_dns = 0;
        for it in matches {
            let why = match &it.standing {
                Standing::Decides | Standing::DecidesForSome => continue,
                Standing::Loses(winner, why) => match matches.get(*winner) {
                    Some(winner) => format!("{why}: `{}`", winner.rule),
                    None => why.to_string(),
                },
                Standing::Disabled(badfilter, origin) => {
                    format!("`{badfilter}`, {}, disables it", self.place(*origin))
                }
                Standing::NotForDns if not_for_dns == MOST_NOT_FOR_DNS => continue,
                Standing::NotForDns => "it has a modifier that DNS blockers do not know".to_owned(),
            };
            not_for_dns += usize::from(it.standing == Standing::NotForDns);
            lines.push(format!("  no effect: {}: {why}", said(it)));
        }
        let more = of(Standing::NotForDns).count() - not_for_dns;
        if more > 0 {
            lines.push(format!("  no effect: {more} more with such a modifier"));
        }
        lines
    }
}

/// The lines of a text, with their numbers.
pub(crate) fn lines_of(text: &str) -> impl Iterator<Item = (u32, &str)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // A CR ends a line; a CRLF ends only one.
    let mut rest = Some(text);
    let mut number = 0;
    std::iter::from_fn(move || {
        let text = rest?;
        number += 1;
        let end = memchr::memchr2(b'\n', b'\r', text.as_bytes());
        let line = end.map_or(text, |it| &text[..it]);
        rest = end.map(|at| {
            let behind = &text[at..];
            behind.strip_prefix("\r\n").unwrap_or(&behind[1..])
        });
        Some((number, line))
    })
}
