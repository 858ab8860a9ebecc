//! The cases of `tests/corpus/lint`: texts, and for whom and how each is judged.
//!
//! A file holds the cases of one rule. A case begins with `### ` and its settings, and a list that
//! it needs beside it with `--- `: `--- with` one that is used together with it, `--- list NAME`
//! one that it includes.

use std::{fs, path::PathBuf, sync::Arc};

use bloqr::{
    diagnostic::Severity,
    lint::{
        Companions, Config, Level, LintedList, Prelude, Report, Rule, Shelved, check_rules,
        finish_set, finish_together, join, lint, lint_piece,
    },
};

use crate::support::{files, root, set_option};

/// Where the cases are.
pub(super) const CASES: &str = "tests/corpus/lint";

/// The cases of one rule.
pub(super) struct File {
    /// `stray-space`
    pub(super) rule: String,
    pub(super) cases: Vec<Case>,
}

pub(super) struct Case {
    /// Its first line, as it is written.
    pub(super) title: String,
    /// The text that is checked, and then the texts that it includes, by name.
    pub(super) lists: Vec<(String, String)>,
    /// The list that is used together with it.
    with: Option<String>,
    config: Config,
    /// Whether each line is a rule that came by itself: `rules`.
    are_rules: bool,
    /// Whether the lists, which do not include each other, are compared: `across`.
    is_across: bool,
    /// Whether only the last finding is shown: `last`.
    pub(super) is_last_shown: bool,
}

pub(super) fn read() -> Vec<File> {
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
        let rule = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let starts = text.starts_with("### ");
        assert!(starts, "{}: the first line begins no case", path.display());
        let cases = format!("\n{text}").split("\n### ").skip(1).map(Case::read).collect();
        File { rule, cases }
    };
    files(&root().join(CASES), "txt").into_iter().map(read).collect()
}

impl Case {
    fn read(text: &str) -> Case {
        let (title, text) = text.split_once('\n').unwrap_or((text, ""));
        let mut case = Case {
            title: title.to_owned(),
            lists: Vec::new(),
            with: None,
            config: Config::default(),
            are_rules: false,
            is_across: false,
            is_last_shown: false,
        };
        let mut is_escaped = false;
        for setting in title.split_whitespace() {
            let (name, value) = setting.split_once('=').unwrap_or((setting, ""));
            match name {
                "target" => case.config.targets = value.parse().unwrap(),
                "strict" => case.config.strict = true,
                "on" => set(&mut case.config, value, Level::On(Severity::Warning)),
                "off" => set(&mut case.config, value, Level::Off),
                "rules" => case.are_rules = true,
                "across" => case.is_across = true,
                "last" => case.is_last_shown = true,
                // `\{3:ab}` is `ababab`, `\u{200b}` that character, `\n` a line break.
                "escaped" => is_escaped = true,
                // `short-rule.min-length=3`, with a value of JSON.
                _ => match name.split_once('.') {
                    Some((rule, option)) => {
                        set_option(&mut case.config, Rule::find(rule).unwrap(), option, value);
                    }
                    None => panic!("there is no setting {setting}"),
                },
            }
        }
        let mut lists = format!("\n{text}\n");
        lists.truncate(lists.trim_end_matches('\n').len());
        let mut lists = lists.split("\n--- ");
        let mut own = lists.next().unwrap().strip_prefix('\n').unwrap_or_default().to_owned();
        if is_escaped && !case.are_rules {
            own = unescaped(&own);
        }
        case.lists.push(("list.txt".to_owned(), own));
        for list in lists {
            let (head, text) = list.split_once('\n').unwrap_or((list, ""));
            match head.split_once(' ') {
                None if head == "with" => case.with = Some(text.to_owned()),
                Some(("list", name)) => case.lists.push((name.to_owned(), text.to_owned())),
                _ => panic!("there is no list {head}"),
            }
        }
        if let Some(with) = &case.with {
            let scan = |it: &str| Companions::scan(it, &Prelude::scan(it));
            case.config.companions =
                Some(Arc::new(Companions::join([scan(with), scan(case.text())])));
        }
        case
    }

    pub(super) fn text(&self) -> &str {
        &self.lists[0].1
    }

    /// What is said of its text, and of each list that it includes.
    pub(super) fn judge(&self) -> Vec<Report> {
        if self.are_rules {
            let rules: Vec<String> = self.text().lines().map(unescaped).collect();
            let rules: Vec<&str> = rules.iter().map(String::as_str).collect();
            // A line each: what ends a line inside of one is a space here.
            let text: String =
                rules.iter().map(|it| it.replace(['\n', '\r', '\x0c'], " ") + "\n").collect();
            let report = check_rules(&rules, &text, &self.config, usize::MAX, |_, _| None);
            return vec![report.unwrap()];
        }
        if self.lists.len() == 1 {
            return vec![lint(self.text(), &self.config)];
        }
        let preludes: Vec<Prelude<'_>> = self.lists.iter().map(|it| Prelude::scan(&it.1)).collect();
        let lines = self.lists.iter().zip(&preludes).map(|((name, text), prelude)| {
            let config = self.config.for_text(text);
            let result = join(vec![lint_piece(text, 0, prelude, &config)]);
            let find = |path: &str| self.lists.iter().position(|it| it.0 == path);
            let leads_to = result.includes().iter().map(|it| find(&it.path)).collect();
            LintedList { name: Arc::from(name.as_str()), text, config, result, leads_to }
        });
        let lists = lines.collect();
        if !self.is_across {
            return finish_set(lists, &[0]);
        }
        let shelved = preludes.iter().map(|prelude| Shelved { shelf: Some(0), prelude });
        let groups: Vec<Vec<usize>> = (0..preludes.len()).map(|it| vec![it]).collect();
        finish_together(lists, &groups, Some(&shelved.collect::<Vec<_>>()), None)
    }
}

fn set(config: &mut Config, names: &str, level: Level) {
    for name in names.split(',') {
        config.set(Rule::find(name).unwrap(), level);
    }
}

fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let braced = |start: &str| {
            let inside = after.strip_prefix(start)?;
            let mut depth = 1;
            let end = inside.find(|it| {
                depth += i32::from(it == '{') - i32::from(it == '}');
                depth == 0
            })?;
            Some((&inside[..end], &inside[end + 1..]))
        };
        rest = if let Some((code, after)) = braced("u{") {
            out.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
            after
        } else if let Some((inside, after)) = braced("{") {
            let (times, what) = inside.split_once(':').unwrap();
            out.push_str(&unescaped(what).repeat(times.parse().unwrap()));
            after
        } else {
            out.push(match after.chars().next() {
                Some('n') => '\n',
                Some('t') => '\t',
                it => panic!("there is no escape {it:?}"),
            });
            &after[1..]
        };
    }
    out + rest
}
