//! Every sentence in the sources of the lint crate, for any use.

use std::fs;

use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};

use crate::support::{files, root};

/// Where the linter is.
const SOURCES: &str = "crates/lint/src";
/// What says for it why a regular expression is none.
const REGEX: [&str; 2] = ["crates/regex/src/check.rs", "crates/regex/src/names.rs"];

/// A string literal with words in it.
pub(super) struct Sentence {
    /// `crates/lint/src/rules/stray_space.rs:41`
    pub(super) place: String,
    /// As the program has it, with the braces that `format!` fills.
    pub(super) text: String,
}

impl Sentence {
    /// The rule whose file has it.
    pub(super) fn rule(&self) -> Option<String> {
        let (_, file) = self.place.split_once("/rules/")?;
        let name = file.split(['.', '/']).next().filter(|it| *it != "mod")?;
        Some(name.replace('_', "-"))
    }
}

/// All string literals of the linter with a blank and a letter in them, but for attributes (and so
/// doc comments), tests and what a panic would say. How a message is handed on does not matter.
pub(super) fn sentences() -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let regex = REGEX.map(|it| root().join(it));
    for file in files(&root().join(SOURCES), "rs").into_iter().chain(regex) {
        let source = fs::read_to_string(&file).unwrap();
        let name = file.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
        let tokens: TokenStream = source.parse().unwrap();
        walk(tokens, &name, &mut sentences);
    }
    sentences
}

fn walk(tokens: TokenStream, file: &str, sentences: &mut Vec<Sentence>) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(it) if it.as_char() == '#' && it.spacing() == Spacing::Alone => {
                // `#![…]` is of what is around it.
                let is_inner = tokens.next_if(|it| it.to_string() == "!").is_some();
                let attribute = tokens.next().map_or(String::new(), |it| it.to_string());
                let is_test = attribute.contains("cfg") && attribute.contains("test");
                if is_test && !is_inner {
                    // The item that the attribute is of ends in `{…}` or `;`.
                    tokens.by_ref().find(ends_item);
                }
            }
            TokenTree::Ident(it) if it == "expect" || it == "panic" => {
                tokens.next_if(|it| matches!(it, TokenTree::Punct(_)));
                tokens.next_if(|it| matches!(it, TokenTree::Group(_)));
            }
            TokenTree::Group(group) => walk(group.stream(), file, sentences),
            TokenTree::Literal(literal) => {
                let Ok(text) = syn::parse_str::<syn::LitStr>(&literal.to_string()) else {
                    continue;
                };
                let text = text.value();
                if text.contains(' ') && text.contains(char::is_alphabetic) {
                    let place = format!("{file}:{}", literal.span().start().line);
                    sentences.push(Sentence { place, text });
                }
            }
            TokenTree::Punct(_) | TokenTree::Ident(_) => (),
        }
    }
}

fn ends_item(token: &TokenTree) -> bool {
    let is_body = |it: &Group| it.delimiter() == Delimiter::Brace;
    match token {
        TokenTree::Group(it) => is_body(it),
        TokenTree::Punct(it) => it.as_char() == ';',
        TokenTree::Ident(_) | TokenTree::Literal(_) => false,
    }
}
