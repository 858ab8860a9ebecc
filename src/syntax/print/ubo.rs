//! What uBO writes into selectors: `:matches-path()`, `:matches-media()`, `:style()`, `:remove()`.

use crate::syntax::{
    ast::{CssInjection, Modifier, ModifierList},
    cosmetic::ubo,
    css::{Kind, tokens},
    print::end_piece,
};

/// A body with uBO's modifiers: `:matches-path(/x) .ad:matches-media(print):style(color: red)`.
pub(super) struct UboBody<'r, 'a> {
    /// All the rest, as it is printed.
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
        let before = cuts.len();
        let media = self.css.and_then(|it| it.media_query_list.as_deref());
        cuts.extend(media.map(|it| format!(":matches-media({it})")));
        let tail = self.css.map(style).unwrap_or_default();
        let mut usual = cuts[..before].concat();
        if before > 0 && !self.text.is_empty() {
            usual.push(' ');
        }
        usual.push_str(self.text);
        if !tail.is_empty() {
            end_piece(self.text, &mut usual);
        }
        usual.extend(cuts[before..].iter().map(String::as_str));
        usual.push_str(&tail);
        let count = cuts.len() + usize::from(!tail.is_empty());
        if self.reads_back(&usual, count) {
            return out.push_str(&usual);
        }
        let other = self.woven(self.text, &cuts, &tail, count);
        out.push_str(other.as_ref().unwrap_or(&usual));
    }

    fn reads_back(&self, body: &str, count: usize) -> bool {
        let is_same = |(found, rest): (usize, String)| found == count && rest == self.text;
        ubo::split(body, self.leaves_media).is_some_and(is_same)
    }

    /// Where modifiers were cut out, the rest may have grown together to what looks like another
    /// one, or like a comment. One of the modifiers between its letters keeps these apart.
    fn woven(&self, text: &str, cuts: &[String], tail: &str, count: usize) -> Option<String> {
        let Some((cut, cuts)) = cuts.split_first() else {
            let body = format!("{text}{tail}");
            return self.reads_back(&body, count).then_some(body);
        };
        let places = ubo::seams(text).into_iter().take(8).chain([0, text.len()]);
        places.into_iter().find_map(|at| {
            let (left, right) = text.split_at(at);
            self.woven(&format!("{left}{cut}{right}"), cuts, tail, count)
        })
    }
}

fn style(css: &CssInjection<'_>) -> String {
    match &css.declaration_list {
        Some(declarations) if !css.remove => format!(":style({})", &**declarations),
        _ => ":remove()".to_owned(),
    }
}

fn modifier(modifier: &Modifier<'_>) -> String {
    let value = modifier.value.map_or("", |it| it.text);
    let (open, close) = match modifier.exception {
        true => (":not(:", "))"),
        false if closes_early(value) => (":not(:not(:", ")))"),
        false => (":", ")"),
    };
    format!("{open}{}({value}{close}", &*modifier.name)
}

/// Whether a parenthesis in the value would close the modifier. Within two `:not()`s AGTree reads
/// on to the last one.
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
