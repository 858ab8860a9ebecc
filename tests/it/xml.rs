//! XML, as much of it as our reports use: whether a text is well-formed, and whether its elements are
//! those of a schema. What is not known here fails the test.

/// What an element can have.
pub(crate) struct Element {
    pub(crate) name: &'static str,
    /// Its attributes, and whether each is needed.
    pub(crate) attributes: &'static [(&'static str, bool, Type)],
    pub(crate) children: &'static [&'static str],
    pub(crate) has_text: bool,
}

/// The type of an attribute.
#[derive(Clone, Copy)]
pub(crate) enum Type {
    Text,
    Number,
    OneOf(&'static [&'static str]),
}

/// Fails unless the text is a document of these elements, of which the first is the root. Returns the
/// names of all elements, with their attributes, in order.
#[track_caller]
pub(crate) fn check(schema: &[Element], text: &str) -> Vec<(String, Vec<(String, String)>)> {
    let is_char = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..);
    assert!(text.chars().all(is_char), "a character that XML cannot have");
    let mut rest = text.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n").unwrap();
    let (mut open, mut all) = (Vec::<&Element>::new(), Vec::new());
    while let Some(start) = rest.find('<') {
        content(open.last().copied(), &rest[..start]);
        let end = start + rest[start..].find('>').expect("a tag ends");
        let tag = &rest[start + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().map(|it| it.name), Some(name));
            continue;
        }
        let (tag, is_empty) = tag.strip_suffix('/').map_or((tag, false), |it| (it, true));
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let element =
            schema.iter().find(|it| it.name == name).unwrap_or_else(|| panic!("<{name}>"));
        match open.last() {
            Some(parent) => {
                assert!(parent.children.contains(&name), "<{name}> in <{}>", parent.name)
            }
            None => assert!(name == schema[0].name && all.is_empty(), "<{name}> is the root"),
        }
        let attributes = read(attributes);
        for (key, value) in &attributes {
            let known = element.attributes.iter().find(|it| it.0 == key);
            match known.unwrap_or_else(|| panic!("{key} of <{name}>")).2 {
                Type::Text => (),
                Type::Number => assert!(value.parse::<u64>().is_ok(), "{key}={value}"),
                Type::OneOf(values) => assert!(values.contains(&value.as_str()), "{key}={value}"),
            }
        }
        for (key, ..) in element.attributes.iter().filter(|it| it.1) {
            assert!(attributes.iter().any(|it| it.0 == *key), "<{name}> has no {key}");
        }
        all.push((name.to_owned(), attributes));
        if !is_empty {
            open.push(element);
        }
    }
    assert!(open.is_empty() && rest.trim().is_empty(), "{rest}");
    all
}

fn content(element: Option<&Element>, text: &str) {
    assert!(text.trim().is_empty() || element.is_some_and(|it| it.has_text), "{text}");
    unescaped(text);
}

/// `a="b" c="d"`
fn read(mut text: &str) -> Vec<(String, String)> {
    let mut attributes: Vec<(String, String)> = Vec::new();
    while !text.trim().is_empty() {
        let (key, rest) = text.trim_start().split_once("=\"").expect("an attribute has a value");
        let (value, rest) = rest.split_once('"').expect("a value ends");
        assert!(attributes.iter().all(|it| it.0 != key), "{key} twice");
        attributes.push((key.to_owned(), unescaped(value)));
        text = rest;
    }
    attributes
}

fn unescaped(text: &str) -> String {
    assert!(!text.contains(['<', '>']), "{text}");
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('&') {
        plain.push_str(before);
        let (name, behind) = behind.split_once(';').expect("an entity ends");
        plain.push(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "#39" => '\'',
            _ => panic!("&{name};"),
        });
        rest = behind;
    }
    plain + rest
}
