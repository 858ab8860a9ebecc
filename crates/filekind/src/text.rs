//! Texts for people, data and programs.

use super::{
    Fit,
    hosts::{is_hosts_line, is_name},
    sample::Sample,
};

/// A line of a text for people.
pub(super) fn prose(line: &str) -> Fit {
    let item = line.trim_start_matches(['-', '*', '+', '>', '#', '=', '|', ' ', '\u{2022}']);
    let words = item.split_whitespace();
    let is_word = |it: &&str| {
        let it = it.trim_matches(|it: char| !it.is_alphanumeric());
        !it.is_empty()
            // Many scripts write vowels and joiners that do not count as letters.
            && it.chars().all(|it| {
                it.is_alphabetic() || !it.is_ascii() || matches!(it, '\'' | '-' | '/')
            })
    };
    let is_rule_line = line.starts_with(['|', '@']) || line.contains(['$', '^']);
    let all = words.clone().count();
    let good = words.filter(is_word).count();
    match () {
        // A comment of any kind of list.
        () if line.starts_with(['#', '!', ';']) => Fit::No,
        () if line.contains("##") && line.contains('.') && all < 4 => Fit::No,
        () if is_hosts_line(line) => Fit::No,
        () if all >= 4 && good * 10 >= all * 6 => Fit::Marks,
        () if is_unspaced_sentence(item) && !is_rule_line => Fit::Marks,
        () if all >= 2 && good * 2 >= all => Fit::Fits,
        // Lines between parts of the text.
        () if line.len() >= 3 && line.bytes().all(|it| matches!(it, b'*' | b'-' | b'_')) => {
            Fit::Fits
        }
        // Headings of one word, and the lines below them.
        () if all <= 1 && !item.contains(['.', '/', '^', '*', '|', '$', '&', '_', '?']) => {
            Fit::Fits
        }
        () if item.starts_with("http") || item.starts_with('[') && item.ends_with(')') => Fit::Fits,
        () => Fit::No,
    }
}

/// A sentence in a script that has no spaces between its words, as Chinese, Japanese and Thai.
fn is_unspaced_sentence(text: &str) -> bool {
    const LEAST: usize = 8;
    let letters = text.chars().filter(|it| !it.is_ascii() && it.is_alphabetic()).count();
    letters >= LEAST && letters * 2 >= text.chars().count() && !text.contains("##")
}

pub(super) fn is_mostly_prose(sample: &Sample<'_>) -> bool {
    let good = sample.lines.iter().filter(|it| prose(it.text()) != Fit::No).count();
    good * 10 >= sample.lines.len() * 7
}

/// Recognizes Markdown by what other texts do not have.
pub(super) fn markdown(sample: &Sample<'_>) -> Option<String> {
    let is_mark = |line: &str| {
        line.starts_with("```")
            || line.contains("](http")
            || line.contains("](#")
            || line.contains("](./")
            || line.starts_with("| ") && line.ends_with(" |") && line.len() > 3
            || line.starts_with("|--")
            || line.starts_with("|:-")
    };
    let marks: Vec<usize> =
        (0..sample.lines.len()).filter(|it| is_mark(sample.lines[*it].text())).collect();
    if marks.len() < 2 {
        return None;
    }
    // Indented and fenced lines can quote rules.
    let is_text = |line: &str| prose(line) != Fit::No || line.starts_with('#') || is_mark(line);
    let texts = sample.lines.iter().filter(|it| is_text(it.text())).count();
    let heading = sample.lines.iter().filter(|it| {
        let text = it.text();
        let rest = text.trim_start_matches('#');
        rest.len() < text.len() && rest.starts_with(' ')
    });
    let is_it = texts * 10 >= sample.lines.len() * 6
        && heading.count() > 0
        && has_uncommented_prose(sample);
    is_it.then(|| sample.reason(&marks, "marks of Markdown"))
}

/// Whether there are sentences that are not comments: a list can start with a long comment.
fn has_uncommented_prose(sample: &Sample<'_>) -> bool {
    let is_sentence = |line: &str| prose(line) == Fit::Marks && !line.starts_with(['#', '!', ';']);
    let sentences = sample.lines.iter().filter(|it| is_sentence(it.text())).count();
    sentences * 10 >= sample.lines.len()
}

/// `User-agent: *`, `Disallow: /`
pub(super) fn robots(line: &str) -> Fit {
    const NAMES: [&str; 5] = ["user-agent:", "disallow:", "allow:", "sitemap:", "crawl-delay:"];
    let lower = line.to_ascii_lowercase();
    match NAMES.iter().position(|it| lower.starts_with(it)) {
        Some(0 | 1 | 3) => Fit::Marks,
        Some(_) => Fit::Fits,
        None => Fit::No,
    }
}

/// `requests==2.31.0`
pub(super) fn requirements(line: &str) -> Fit {
    const SIGNS: [&str; 6] = ["==", ">=", "<=", "~=", "!=", ">"];
    let line = line.split([';', '#']).next().unwrap_or("").trim();
    if ["-r ", "-e ", "-c ", "--hash=", "--index-url ", "--extra-index-url ", "git+https://"]
        .iter()
        .any(|it| line.starts_with(it))
    {
        return Fit::Fits;
    }
    let is_package = |it: &str| {
        let it = it.split('[').next().unwrap_or("").trim();
        !it.is_empty()
            && it.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_' | b'.'))
    };
    let found = SIGNS.iter().find_map(|it| line.split_once(it));
    match found {
        Some((name, version)) => {
            let is_version = version.trim().starts_with(|it: char| it.is_ascii_digit());
            if is_package(name) && is_version { Fit::Marks } else { Fit::No }
        }
        None if is_package(line) && !line.contains('.') => Fit::Fits,
        None => Fit::No,
    }
}

/// `key: value`, `- item`
pub(super) fn yaml(line: &str) -> Fit {
    let item = line.strip_prefix("- ").unwrap_or(line);
    let is_key = item.split_once(':').is_some_and(|(key, value)| {
        let key = key.trim_matches(['"', '\'']);
        let is_name = key.starts_with(|it: char| it.is_ascii_alphabetic() || it == '_')
            && key
                .bytes()
                .all(|it| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'-' | b'.' | b' '));
        is_name && !key.contains("  ") && (value.is_empty() || value.starts_with(' '))
    });
    match () {
        () if is_key => Fit::Marks,
        () if line.starts_with("- ") || matches!(line, "---" | "..." | "-") => Fit::Fits,
        () => Fit::No,
    }
}

/// `key = "value"` below `[section]`
pub(super) fn settings(line: &str) -> Fit {
    let is_section = line.starts_with('[') && line.ends_with(']') && !line.contains('$');
    let is_setting = line.split_once('=').is_some_and(|(key, value)| {
        let key = key.trim();
        let is_name = key.starts_with(|it: char| it.is_ascii_alphabetic())
            && key.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'-' | b'.'));
        let value = value.trim();
        is_name
            && (line.contains(" = ")
                || value.starts_with(['"', '\'', '[', '{'])
                || !value.contains(['^', '|', '*', '$']))
    });
    match () {
        () if is_setting => Fit::Marks,
        () if is_section || line.starts_with([']', '}', '"', '\'']) => Fit::Fits,
        () => Fit::No,
    }
}

/// Lines with the same number of commas, tabs or semicolons.
pub(super) fn csv(sample: &Sample<'_>) -> Option<String> {
    let lines: Vec<&str> =
        sample.lines.iter().map(|it| it.text()).filter(|it| !it.starts_with('#')).collect();
    let first = lines.first()?;
    for (separator, name, least) in [(',', "commas", 1), ('\t', "tabs", 1), (';', "semicolons", 2)]
    {
        let count = |line: &str| {
            let mut is_quoted = false;
            let is_one = |it: &char| {
                is_quoted ^= *it == '"';
                *it == separator && !is_quoted
            };
            line.chars().filter(is_one).count()
        };
        let wanted = count(first);
        if wanted < least {
            continue;
        }
        let same = lines.iter().filter(|it| count(it) == wanted).count();
        let is_odd =
            |it: &str| it.contains(['^', '|', '$', '#', '~']) || it.starts_with(['!', '/', '@']);
        let has_cells = first.split(separator).all(|it| !it.trim().is_empty());
        // Names and commas can also be the domains of a rule.
        let are_names = first.split(separator).all(|it| is_name(it.trim()));
        let is_it = lines.len() >= 3
            && same * 20 >= lines.len() * 19
            && has_cells
            && !are_names
            && !lines.iter().any(|it| is_odd(it) || is_hosts_line(it) || prose(it) == Fit::Marks);
        if is_it {
            return Some(format!(
                "each of its lines has {} {name}, as a table has",
                plural(wanted)
            ));
        }
    }
    None
}

fn plural(count: usize) -> String {
    if count == 1 { "one or more of the".to_owned() } else { count.to_string() }
}

/// Lines of programs in languages with braces, and of Python, Lua, PHP and others.
pub(super) fn source(line: &str) -> Fit {
    #[rustfmt::skip]
    const WORDS: [&str; 46] = [
        "async ", "await ", "break;", "case ", "catch ", "class ", "const ", "def ", "elif ",
        "else ", "else:", "else{", "export ", "final ", "fn ", "for ", "for(", "from ", "func ",
        "function ", "if ", "if(", "impl ", "import ", "interface ", "let ", "local ",
        "module.exports", "mod ", "namespace ", "package ", "private ", "public ", "pub ",
        "require(", "return", "static ", "struct ", "switch ", "throw ", "try ", "try:", "use ",
        "var ", "while ", "with ",
    ];
    #[rustfmt::skip]
    const STARTS: [&str; 12] = [
        "(function", "(()", "(async", "(()=>", "!function", "'use strict'", "\"use strict\"",
        "#include <", "#include \"", "<?php", "} else", "})",
    ];
    let has_end =
        line.ends_with(['{', '}', ';', '(', ')', ':', ',', '[', ']', '\\']) || line.ends_with("=>");
    let is_word = WORDS.iter().any(|it| line.starts_with(it));
    let is_call =
        line.contains('(') || line.contains('{') || line.contains(" = ") || line.contains(';');
    match () {
        () if STARTS.iter().any(|it| line.starts_with(it)) => Fit::Marks,
        () if is_word && (has_end || is_call) || line.starts_with("import ") => Fit::Marks,
        () if line.starts_with("from ") && line.contains(" import ") => Fit::Marks,
        () if has_end || line.starts_with("* ") || line == "*" => Fit::Fits,
        () if line.contains(" = ")
            || line.contains("();")
            || line.len() > 1 && line.starts_with('"') && line.ends_with('"')
            || line.starts_with(['.', '?', ':', '"', '\'', '`']) && line.contains(' ') =>
        {
            Fit::Fits
        }
        () => Fit::No,
    }
}

/// `.ad { display: none !important; }`
pub(super) fn css(sample: &Sample<'_>) -> Option<String> {
    let is_declaration = |line: &str| {
        line.split_once(':').is_some_and(|(name, value)| {
            !name.is_empty()
                && name.bytes().all(|it| it.is_ascii_lowercase() || it == b'-')
                && value.ends_with([';', '}', '{'])
        })
    };
    let is_rule = |line: &str| {
        line.ends_with('{')
            || line == "}"
            || line.ends_with("; }")
            || line.ends_with(";}")
            || line.ends_with(',')
    };
    let lines = &sample.lines;
    let is_at = |it: &str| {
        ["@import ", "@media ", "@charset ", "@namespace ", "@font-face", ":root"]
            .iter()
            .any(|at| it.starts_with(at))
    };
    let is_comment = |it: &str| it.starts_with("/*") || it.starts_with('*') || it.ends_with("*/");
    let marks: Vec<usize> = (0..lines.len())
        .filter(|it| {
            let line = lines[*it].text();
            is_declaration(line)
                || is_at(line)
                || line.contains('{') && line.contains(':') && line.ends_with('}')
        })
        .collect();
    let opens = lines.iter().filter(|it| it.text().contains('{')).count();
    let fits = lines.iter().filter(|it| {
        let it = it.text();
        is_declaration(it) || is_rule(it) || is_at(it) || is_comment(it)
    });
    let is_it = opens > 0
        && !marks.is_empty()
        && fits.count() * 10 >= lines.len() * 9
        && (marks.len() + opens) * 3 >= lines.len();
    is_it.then(|| sample.reason(&marks, "rules of a style sheet"))
}
