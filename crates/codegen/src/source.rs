/// The longest source of a transform, in bytes.
pub const MAX_SOURCE: usize = 64 * 1024;

/// The JavaScript in a text of a model: the first code block that exports `transform`, or the whole text
/// when it has no code block.
///
/// Whether it is correct JavaScript is found out by starting it in the sandbox.
pub fn source_in(text: &str) -> Option<&str> {
    let text = text.trim_start_matches('\u{feff}').trim();
    let mut blocks = Blocks { rest: text }.peekable();
    if blocks.peek().is_none() {
        return exports_transform(text).then_some(text);
    }
    blocks.find(|it| exports_transform(it))
}

/// Whether a module has an `export` and, behind it, the name `transform`.
fn exports_transform(source: &str) -> bool {
    word(source, "export").is_some_and(|at| word(&source[at..], "transform").is_some())
}

/// Where a word stands that is no part of a longer name.
fn word(text: &str, word: &str) -> Option<usize> {
    let is_name = |it: char| it.is_alphanumeric() || matches!(it, '_' | '$');
    text.match_indices(word)
        .map(|(at, _)| at)
        .find(|&at| !text[..at].ends_with(is_name) && !text[at + word.len()..].starts_with(is_name))
}

/// The code blocks of a Markdown text: between lines of three or more backticks or tildes. One that is not
/// closed goes to the end.
struct Blocks<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Blocks<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let mut lines = lines_at(self.rest);
        let (fence, start) = lines.find_map(|(line, end)| Some((fence(line)?, end)))?;
        let block = &self.rest[start..];
        let closing = lines_at(block).scan(0, |at, (line, end)| {
            let start = std::mem::replace(at, end);
            Some((line, start, end))
        });
        for (line, at, end) in closing {
            if line.trim_end().trim_matches(fence.mark).is_empty()
                && self::fence(line).is_some_and(|it| it.closes(&fence))
            {
                self.rest = &block[end..];
                return Some(block[..at].trim());
            }
        }
        self.rest = "";
        Some(block.trim())
    }
}

/// The lines of a text, each with where the next one starts.
fn lines_at(text: &str) -> impl Iterator<Item = (&str, usize)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        at += line.len();
        (line, at)
    })
}

struct Fence {
    mark: char,
    length: usize,
}

impl Fence {
    fn closes(&self, opening: &Fence) -> bool {
        self.mark == opening.mark && self.length >= opening.length
    }
}

fn fence(line: &str) -> Option<Fence> {
    let line = line.trim_start_matches(' ');
    let mark = line.chars().next().filter(|it| matches!(it, '`' | '~'))?;
    let length = line.len() - line.trim_start_matches(mark).len();
    (length >= 3).then_some(Fence { mark, length })
}
