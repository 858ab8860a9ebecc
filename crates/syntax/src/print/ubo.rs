//! The modifiers that uBO writes into selectors: `:matches-path()`, `:matches-media()`, `:style()`,
//! `:remove()`.

use crate::{
    ast::{CssInjection, Modifier, ModifierList},
    cosmetic::ubo,
    css::{Kind, tokens},
    print::end_piece,
};

/// A body with uBO's modifiers: `:matches-path(/x) .ad:matches-media(print):style(color: red)`.
pub(super) struct UboBody<'r, 'a> {
    /// The rest of the body, as it is printed.
    pub(super) text: &'r str,
    pub(super) modifiers: Option<&'r ModifierList<'a>>,
    pub(super) css: Option<&'r CssInjection<'a>>,
    /// Whether a media query without a style is a part of the text.
    pub(super) leaves_media: bool,
}

impl UboBody<'_, '_> {
    pub(super) fn print(&self, out: &mut String) {
        let mut cuts: Vec<String> = Vec::new();
        cuts.extend(self.modifiers.iter().flat_map(|it| &it.children).map(modifier));
        let (path, before) = (cuts.concat(), cuts.len());
        if let Some(css) = self.css {
            let media = css.media_query_list.as_deref();
            cuts.extend(media.map(|it| format!(":matches-media({it})")));
            cuts.push(style(css));
        }
        let mut usual = path;
        if before > 0 && !self.text.is_empty() {
            usual.push(' ');
        }
        usual.push_str(self.text);
        if cuts.len() > before {
            end_piece(self.text, &mut usual);
        }
        cuts[before..].iter().for_each(|it| usual.push_str(it));
        if self.reads_back(&usual, cuts.len()) {
            return out.push_str(&usual);
        }
        let mut tries = 10_000;
        let other = self.woven(&cuts, &[], &mut tries);
        match self.text.strip_prefix("+js(") {
            // The parser does not cut modifiers from text that starts like this, but from its older
            // name.
            Some(call) if other.is_none() => {
                let text = format!("script:inject({call}");
                UboBody { text: &text, ..*self }.print(out);
            }
            _ => out.push_str(other.as_ref().unwrap_or(&usual)),
        }
    }

    fn reads_back(&self, body: &str, count: usize) -> bool {
        let is_same = |(found, rest): (usize, String)| found == count && rest == self.text;
        !body.starts_with("+js(") && ubo::split(body, self.leaves_media).is_some_and(is_same)
    }

    /// After modifiers were cut out, the joined rest can look like another modifier or a comment.
    /// To prevent that, one of the modifiers is written between its letters. There is such a
    /// position, because the rule was parsed from one, but it is unknown, so this tries all of
    /// them. `placed` are the modifiers that already have a position.
    fn woven(
        &self,
        cuts: &[String],
        placed: &[(usize, &str)],
        tries: &mut usize,
    ) -> Option<String> {
        let Some((cut, cuts)) = cuts.split_last() else {
            *tries = tries.checked_sub(1)?;
            let body = self.with(placed);
            return self.reads_back(&body, placed.len()).then_some(body);
        };
        let inside = self.text.char_indices().map(|(at, _)| at);
        std::iter::once(self.text.len()).chain(inside).find_map(|at| {
            let placed: Vec<_> = std::iter::once((at, &**cut)).chain(placed.to_vec()).collect();
            if *tries == 0 { None } else { self.woven(cuts, &placed, tries) }
        })
    }

    fn with(&self, placed: &[(usize, &str)]) -> String {
        let mut placed = placed.to_vec();
        placed.sort_by_key(|(at, _)| *at);
        let mut body = String::new();
        let mut from = 0;
        for (at, cut) in placed {
            body.push_str(&self.text[from..at]);
            if at == self.text.len() && body.ends_with('\\') {
                body.push(' ');
            }
            body.push_str(cut);
            from = at;
        }
        body + &self.text[from..]
    }
}

fn style(css: &CssInjection<'_>) -> String {
    match &css.declaration_list {
        Some(declarations) if !css.remove => format!(":style({})", &**declarations),
        _ => ":remove()".to_owned(),
    }
}

fn modifier(modifier: Modifier<'_>) -> String {
    let value = modifier.value.map_or("", |it| it.text);
    let (open, close) = if modifier.exception {
        (":not(:", "))")
    } else if closes_early(value) {
        (":not(:not(:", ")))")
    } else {
        (":", ")")
    };
    format!("{open}{}({value}{close}", &*modifier.name)
}

/// Whether a parenthesis in the value would close the modifier. Inside two `:not()`s, AGTree reads
/// up to the last parenthesis.
fn closes_early(value: &str) -> bool {
    let mut depth = 0;
    tokens(value).any(|token| {
        match token.kind {
            Kind::Function | Kind::OpenParen => depth += 1,
            Kind::CloseParen => depth -= 1,
            _ => (),
        }
        depth < 0
    })
}
