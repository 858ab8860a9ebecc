//! Parses an expression that [`super::check`] accepted into a tree.

use std::{ops::Range as Span, rc::Rc};

use super::{
    Problem, Why, problem,
    set::{self, Case, DIGITS, LINE_ENDS, Range, SPACES, Set},
    text::units,
};

#[derive(Debug)]
pub(super) enum Node {
    /// A unit that is in the set with this number.
    Set(usize),
    Edge(Edge),
    /// Whether the look-around with this number matches.
    Look {
        number: usize,
        is_negated: bool,
    },
    All(Vec<Node>),
    Any(Vec<Node>),
    /// The maximum is `None` for any number of times.
    Repeat {
        node: Box<Node>,
        least: u32,
        most: Option<u32>,
    },
}

/// A condition on a position.
#[derive(Debug, Clone, Copy)]
pub(super) enum Edge {
    Start { of_line: bool },
    End { of_line: bool },
    Word { case: Case, is_negated: bool },
}

/// A look-around: `(?=…)` and similar groups.
#[derive(Debug)]
pub(super) struct Look {
    pub(super) node: Node,
    pub(super) is_behind: bool,
}

#[derive(Debug)]
pub(super) struct Tree {
    pub(super) root: Node,
    /// Inner look-arounds come before outer ones.
    pub(super) looks: Vec<Look>,
    pub(super) sets: Vec<Set>,
    pub(super) unicode: bool,
    /// Whether a match must be at the start of the text.
    pub(super) sticky: bool,
}

/// The maximum depth of groups.
const DEPTH: usize = 100;

#[derive(Clone, Copy)]
struct Flags {
    ignore_case: bool,
    multiline: bool,
    dot_all: bool,
}

pub(super) fn parse(source: &str, flags: &str) -> Result<Tree, Problem> {
    if let Some(at) = flags.find('v') {
        let at = source.len() + 1 + at;
        return problem(Why::UnsupportedV, at..at + 1);
    }
    let unicode = flags.contains('u');
    let all = source.char_indices();
    let mut parser = Parser {
        units: all
            .flat_map(|(at, c)| units(c, unicode).into_iter().flatten().map(move |it| (it, at)))
            .collect(),
        len: source.len(),
        at: 0,
        unicode,
        flags: Flags {
            ignore_case: flags.contains('i'),
            multiline: flags.contains('m'),
            dot_all: flags.contains('s'),
        },
        groups: count_groups(source),
        has_names: source.contains("(?<"),
        looks: Vec::new(),
        sets: Vec::new(),
        properties: Vec::new(),
        depth: 0,
    };
    let root = parser.alternatives()?;
    if parser.at < parser.units.len() {
        return problem(Why::UnopenedGroup, parser.here());
    }
    let Parser { looks, sets, .. } = parser;
    Ok(Tree { root, looks, sets, unicode, sticky: flags.contains('y') })
}

/// The number of groups for back-references.
fn count_groups(source: &str) -> u32 {
    let (mut count, mut in_class, mut is_escaped) = (0, false, false);
    for (at, byte) in source.bytes().enumerate() {
        if std::mem::take(&mut is_escaped) {
            continue;
        }
        match byte {
            b'\\' => is_escaped = true,
            b'[' => in_class = true,
            b']' => in_class = false,
            b'(' if !in_class => {
                count += u32::from(match source.as_bytes()[at + 1..] {
                    [b'?', b'<', b'=' | b'!', ..] => false,
                    [b'?', b'<', ..] => true,
                    [b'?', ..] => false,
                    _ => true,
                });
            }
            _ => (),
        }
    }
    count
}

struct Parser {
    /// The units, each with its byte in the source.
    units: Vec<(u32, usize)>,
    /// The length of the source, in bytes.
    len: usize,
    at: usize,
    unicode: bool,
    flags: Flags,
    groups: u32,
    has_names: bool,
    looks: Vec<Look>,
    sets: Vec<Set>,
    /// The ranges of `\p{…}`, by name: to make them, every character must be checked.
    properties: Vec<(String, Rc<Vec<Range>>)>,
    depth: usize,
}

/// An item of a class, or an escape.
enum Item {
    One(u32),
    Many(Vec<Range>),
}

impl Parser {
    fn byte(&self, at: usize) -> usize {
        self.units.get(at).map_or(self.len, |it| it.1)
    }

    /// The bytes from a unit to the current position.
    fn since(&self, start: usize) -> Span<usize> {
        self.byte(start)..self.byte(self.at)
    }

    fn here(&self) -> Span<usize> {
        self.byte(self.at)..self.byte(self.at + 1)
    }

    fn peek(&self) -> Option<char> {
        self.ahead(0)
    }

    fn ahead(&self, n: usize) -> Option<char> {
        // Half of a surrogate pair has no meaning here.
        self.units.get(self.at + n).map(|it| char::from_u32(it.0).unwrap_or('\u{fffd}'))
    }

    fn take(&mut self, c: char) -> bool {
        let is_there = self.peek() == Some(c);
        self.at += usize::from(is_there);
        is_there
    }

    fn take_all(&mut self, text: &str) -> bool {
        let is_there = text.chars().enumerate().all(|(n, c)| self.ahead(n) == Some(c));
        self.at += if is_there { text.len() } else { 0 };
        is_there
    }

    fn case(&self) -> Case {
        match (self.flags.ignore_case, self.unicode) {
            (false, _) => Case::Exact,
            (true, false) => Case::Ignore,
            (true, true) => Case::Fold,
        }
    }

    fn set(&mut self, ranges: Vec<Range>, is_negated: bool, case: Case) -> Node {
        let set = Set::new(ranges, is_negated, case);
        // Most sets are single letters, of which there are few.
        let known = self.sets.iter().rev().take(64).position(|it| *it == set);
        Node::Set(match known {
            Some(back) => self.sets.len() - 1 - back,
            None => {
                self.sets.push(set);
                self.sets.len() - 1
            }
        })
    }

    /// Reads up to a `)` that closes none of its groups, or to the end.
    fn alternatives(&mut self) -> Result<Node, Problem> {
        let mut any = vec![self.sequence()?];
        while self.take('|') {
            any.push(self.sequence()?);
        }
        Ok(match any.len() {
            1 => any.remove(0),
            _ => Node::Any(any),
        })
    }

    fn sequence(&mut self) -> Result<Node, Problem> {
        let mut all = Vec::new();
        while let Some(c) = self.peek().filter(|it| !matches!(it, '|' | ')')) {
            let node = self.atom(c)?;
            all.push(self.repeated(node)?);
        }
        Ok(Node::All(all))
    }

    fn atom(&mut self, c: char) -> Result<Node, Problem> {
        let start = self.at;
        self.at += 1;
        match c {
            '(' => self.group(start),
            '[' => self.class(start),
            '\\' => self.escape(start),
            '^' => Ok(Node::Edge(Edge::Start { of_line: self.flags.multiline })),
            '$' => Ok(Node::Edge(Edge::End { of_line: self.flags.multiline })),
            '.' if self.flags.dot_all => Ok(self.set(Vec::new(), true, Case::Exact)),
            '.' => Ok(self.set(LINE_ENDS.to_vec(), true, Case::Exact)),
            _ => {
                let unit = self.units[start].0;
                Ok(self.set(vec![(unit, unit)], false, self.case()))
            }
        }
    }

    fn repeated(&mut self, node: Node) -> Result<Node, Problem> {
        let (least, most) = match self.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => match self.braces() {
                Some(numbers) => numbers,
                None => return Ok(node),
            },
            _ => return Ok(node),
        };
        self.at += 1;
        // Greedy and lazy repetition have the same result here.
        self.take('?');
        Ok(Node::Repeat { node: Box::new(node), least, most })
    }

    /// `{2}`, `{2,}` or `{2,3}`, read up to its `}`.
    fn braces(&mut self) -> Option<(u32, Option<u32>)> {
        let start = self.at;
        self.at += 1;
        let numbers = self.number().map(|least| {
            if self.take(',') { (least, self.number()) } else { (least, Some(least)) }
        });
        if numbers.is_none() || self.peek() != Some('}') {
            self.at = start;
            return None;
        }
        numbers
    }

    /// Digits, if there are any.
    fn number(&mut self) -> Option<u32> {
        let mut number = None;
        while let Some(digit) = self.peek().and_then(|it| it.to_digit(10)) {
            number = Some(number.unwrap_or(0_u32).saturating_mul(10).saturating_add(digit));
            self.at += 1;
        }
        number
    }

    /// Reads the text after a `(`.
    fn group(&mut self, start: usize) -> Result<Node, Problem> {
        let before = self.flags;
        let look = [("?=", false, false), ("?!", false, true), ("?<=", true, false)];
        let look = look.into_iter().chain([("?<!", true, true)]).find(|it| self.take_all(it.0));
        if look.is_none() && self.take('?') {
            if self.take('<') {
                while !self.take('>') {
                    self.at += 1;
                    if self.at >= self.units.len() {
                        return problem(Why::GroupName, self.since(start));
                    }
                }
            } else {
                self.modifiers(start)?;
            }
        }
        self.depth += 1;
        if self.depth > DEPTH {
            return problem(Why::TooDeep { most: DEPTH }, self.since(start));
        }
        let node = self.alternatives()?;
        self.depth -= 1;
        self.flags = before;
        if !self.take(')') {
            return problem(Why::UnclosedGroup, self.byte(start)..self.byte(start + 1));
        }
        Ok(match look {
            None => node,
            Some((_, is_behind, is_negated)) => {
                self.looks.push(Look { node, is_behind });
                Node::Look { number: self.looks.len() - 1, is_negated }
            }
        })
    }

    /// `i-s:` of `(?i-s:…)`.
    fn modifiers(&mut self, start: usize) -> Result<(), Problem> {
        let (mut seen, mut is_on) = (String::new(), true);
        while let Some(c) = self.peek().filter(|it| *it != ':') {
            self.at += 1;
            let flag = match c {
                'i' => &mut self.flags.ignore_case,
                'm' => &mut self.flags.multiline,
                's' => &mut self.flags.dot_all,
                '-' if is_on => {
                    is_on = false;
                    continue;
                }
                _ => return problem(Why::Group, self.since(start)),
            };
            *flag = is_on;
            if seen.contains(c) {
                return problem(Why::Group, self.since(start));
            }
            seen.push(c);
        }
        if !self.take(':') || !is_on && seen.is_empty() {
            return problem(Why::Group, self.since(start));
        }
        Ok(())
    }

    /// Reads the text after a backslash outside of classes.
    fn escape(&mut self, start: usize) -> Result<Node, Problem> {
        match self.peek() {
            Some(c @ ('b' | 'B')) => {
                self.at += 1;
                Ok(Node::Edge(Edge::Word { case: self.case(), is_negated: c == 'B' }))
            }
            Some('k') if self.has_names || self.unicode => {
                self.at += 1;
                self.refers_back(start)
            }
            Some('1'..='9') => {
                let digits = self.at;
                let number = self.number().unwrap_or(0);
                if self.unicode || number <= self.groups {
                    return self.refers_back(start);
                }
                self.at = digits;
                self.item(start)
            }
            _ => self.item(start),
        }
    }

    fn refers_back<T>(&self, start: usize) -> Result<T, Problem> {
        let at = self.since(start);
        problem(Why::BackReference, at)
    }

    fn item(&mut self, start: usize) -> Result<Node, Problem> {
        Ok(match self.any_escape(start)? {
            Item::One(unit) => self.set(vec![(unit, unit)], false, self.case()),
            Item::Many(ranges) => self.set(ranges, false, self.case()),
        })
    }

    /// Reads an escape that means the same in a class and outside of one.
    fn any_escape(&mut self, start: usize) -> Result<Item, Problem> {
        let Some(&(unit, _)) = self.units.get(self.at) else {
            return problem(Why::EscapesNothing, self.since(start));
        };
        let c = self.ahead(0).unwrap_or_default();
        self.at += 1;
        let one = |c: char| Ok(Item::One(u32::from(c)));
        let many = |ranges: &[Range]| Ok(Item::Many(ranges.to_vec()));
        match c {
            'd' => many(DIGITS),
            'D' => Ok(Item::Many(set::complement(DIGITS.to_vec()))),
            's' => many(SPACES),
            'S' => Ok(Item::Many(set::complement(SPACES.to_vec()))),
            'w' => Ok(Item::Many(set::word(self.case()))),
            'W' => Ok(Item::Many(set::complement(set::word(self.case())))),
            't' => one('\t'),
            'n' => one('\n'),
            'r' => one('\r'),
            'v' => one('\x0b'),
            'f' => one('\x0c'),
            'c' => match self.peek().filter(char::is_ascii_alphabetic) {
                Some(letter) => {
                    self.at += 1;
                    Ok(Item::One(u32::from(letter) % 32))
                }
                None if self.unicode => problem(Why::Escape, self.since(start)),
                // The backslash is a literal, and the `c` is read again.
                None => {
                    self.at -= 1;
                    one('\\')
                }
            },
            'x' => match self.hex(2) {
                Some(unit) => Ok(Item::One(unit)),
                None if self.unicode => problem(Why::Escape, self.since(start)),
                None => one('x'),
            },
            'u' => match self.unicode_escape() {
                Some(unit) => Ok(Item::One(unit)),
                None if self.unicode => problem(Why::UnicodeEscape, self.since(start)),
                None => one('u'),
            },
            'p' | 'P' if self.unicode => {
                let ranges = self.property(start)?;
                Ok(Item::Many(match c {
                    'p' => ranges.to_vec(),
                    _ => set::complement(ranges.to_vec()),
                }))
            }
            '0'..='7' if !self.unicode => {
                self.at -= 1;
                Ok(Item::One(self.octal()))
            }
            '0' if !self.peek().is_some_and(|it| it.is_ascii_digit()) => one('\0'),
            '0'..='9' if self.unicode => problem(Why::Escape, self.since(start)),
            _ => Ok(Item::One(unit)),
        }
    }

    /// Reads up to three octal digits, at most 255.
    fn octal(&mut self) -> u32 {
        let mut value = 0;
        for _ in 0..3 {
            let digit = self.peek().and_then(|it| it.to_digit(8));
            let Some(more) = digit.map(|it| value * 8 + it).filter(|it| *it <= 0xff) else { break };
            value = more;
            self.at += 1;
        }
        value
    }

    /// Reads this number of hexadecimal digits, or nothing.
    fn hex(&mut self, len: usize) -> Option<u32> {
        let value = (0..len).try_fold(0, |value, n| {
            let digit = self.ahead(n)?.to_digit(16)?;
            Some(value * 16 + digit)
        })?;
        self.at += len;
        Some(value)
    }

    /// Reads the text after `\u`.
    fn unicode_escape(&mut self) -> Option<u32> {
        if self.unicode && self.take('{') {
            let mut value: u32 = 0;
            while !self.take('}') {
                value = value.saturating_mul(16).saturating_add(self.peek()?.to_digit(16)?);
                self.at += 1;
            }
            return (value <= set::LAST).then_some(value);
        }
        let high = self.hex(4)?;
        if !self.unicode || !(0xd800..0xdc00).contains(&high) {
            return Some(high);
        }
        let after = self.at;
        if self.take_all("\\u")
            && let Some(low @ 0xdc00..=0xdfff) = self.hex(4)
        {
            return Some(0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00));
        }
        self.at = after;
        Some(high)
    }

    /// Reads the text after `\p`.
    fn property(&mut self, start: usize) -> Result<Rc<Vec<Range>>, Problem> {
        let mut name = String::new();
        if self.take('{') {
            while let Some(c) = self.peek().filter(|it| *it != '}') {
                name.push(c);
                self.at += 1;
            }
            self.at += 1;
        }
        if let Some((_, ranges)) = self.properties.iter().find(|it| it.0 == name) {
            return Ok(Rc::clone(ranges));
        }
        let Some(ranges) = set::property(&name) else {
            return problem(Why::UnsupportedProperty(name), self.since(start));
        };
        let ranges = Rc::new(ranges);
        self.properties.push((name, Rc::clone(&ranges)));
        Ok(ranges)
    }

    /// Reads the text after a `[`.
    fn class(&mut self, start: usize) -> Result<Node, Problem> {
        let is_negated = self.take('^');
        let mut ranges = Vec::new();
        while !self.take(']') {
            let from_at = self.at;
            let from = self.class_item(start)?;
            let is_range = self.peek() == Some('-') && self.ahead(1).is_some_and(|it| it != ']');
            if !is_range {
                push(&mut ranges, from);
                continue;
            }
            self.at += 1;
            match (from, self.class_item(start)?) {
                (Item::One(from), Item::One(to)) if from <= to => ranges.push((from, to)),
                (Item::One(_), Item::One(_)) => {
                    return problem(Why::RangeOutOfOrder, self.since(from_at));
                }
                _ if self.unicode => {
                    return problem(Why::RangeOfSets, self.since(from_at));
                }
                (from, to) => {
                    push(&mut ranges, from);
                    push(&mut ranges, Item::One(u32::from('-')));
                    push(&mut ranges, to);
                }
            }
        }
        Ok(self.set(ranges, is_negated, self.case()))
    }

    fn class_item(&mut self, start: usize) -> Result<Item, Problem> {
        let Some(&(unit, _)) = self.units.get(self.at) else {
            return problem(Why::UnclosedClass, self.byte(start)..self.byte(start + 1));
        };
        let at = self.at;
        self.at += 1;
        if unit != u32::from('\\') {
            return Ok(Item::One(unit));
        }
        match (self.peek(), self.ahead(1)) {
            (Some('b'), _) => {
                self.at += 1;
                Ok(Item::One(8))
            }
            (Some('c'), Some(c @ ('0'..='9' | '_'))) if !self.unicode => {
                self.at += 2;
                Ok(Item::One(u32::from(c) % 32))
            }
            _ => self.any_escape(at),
        }
    }
}

fn push(ranges: &mut Vec<Range>, item: Item) {
    match item {
        Item::One(unit) => ranges.push((unit, unit)),
        Item::Many(many) => ranges.extend(many),
    }
}
