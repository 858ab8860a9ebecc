use serde_json::Value;

use crate::{
    Failure,
    events::Events,
    failure::has_key,
    source::{MAX_SOURCE, source_in},
};

/// The longest response that is read, in bytes. A stream has some 200 bytes around each few letters.
pub const MAX_ANSWER: usize = 4 * 1024 * 1024;

/// The longest text of a model, in bytes: a source, and prose around it.
const MAX_TEXT: usize = 4 * MAX_SOURCE;

/// The response of `chat/completions`, while it comes: a stream of events, or one JSON document from a
/// server that does not stream.
#[derive(Debug)]
pub struct Completion<'a> {
    key: &'a str,
    form: Form,
    length: usize,
    answer: Answer,
}

#[derive(Debug)]
enum Form {
    /// Nothing but white space has come.
    Unknown,
    Stream(Events),
    Document(Vec<u8>),
}

impl<'a> Completion<'a> {
    /// `key` is the one that was sent: an answer that holds it is refused.
    pub fn new(key: &'a str) -> Self {
        Completion { key, form: Form::Unknown, length: 0, answer: Answer::default() }
    }

    /// The next bytes of the response; they can be cut anywhere.
    ///
    /// # Errors
    ///
    /// A [`Failure`] as soon as it is known; then the rest need not be read.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.length += bytes.len();
        if self.length > MAX_ANSWER {
            return Err(Failure::TooLong);
        }
        let bytes = match self.form {
            Form::Unknown => bytes.trim_ascii_start(),
            _ => bytes,
        };
        if let (Form::Unknown, Some(first)) = (&self.form, bytes.first()) {
            self.form = match first {
                b'{' => Form::Document(Vec::new()),
                _ => Form::Stream(Events::default()),
            };
        }
        let Completion { key, answer, .. } = self;
        match &mut self.form {
            Form::Unknown => Ok(()),
            Form::Document(whole) => {
                whole.extend_from_slice(bytes);
                Ok(())
            }
            Form::Stream(events) => events.push(bytes, |it| answer.event(it, key)),
        }
    }

    /// The text of the model so far, in bytes. For a display of progress.
    pub fn received(&self) -> usize {
        self.answer.text.len()
    }

    /// The source in the answer, when the response has ended.
    ///
    /// # Errors
    ///
    /// [`Failure`]
    pub fn finish(self) -> Result<String, Failure> {
        let Completion { key, form, mut answer, .. } = self;
        match form {
            Form::Unknown => return Err(Failure::Garbage),
            Form::Document(whole) => answer.document(&whole, key)?,
            Form::Stream(events) => events.finish(|it| answer.event(it, key))?,
        }
        answer.source(key)
    }
}

/// What is known of the answer.
#[derive(Debug, Default)]
struct Answer {
    text: String,
    /// Whether any part of it was of `chat/completions`.
    is_answer: bool,
    is_whole: bool,
}

impl Answer {
    fn event(&mut self, data: &[u8], key: &str) -> Result<(), Failure> {
        if data == b"[DONE]" {
            self.is_whole = true;
            return Ok(());
        }
        let chunk: Value = serde_json::from_slice(data).map_err(|_| Failure::Garbage)?;
        self.part(&chunk, "delta", key)
    }

    fn document(&mut self, data: &[u8], key: &str) -> Result<(), Failure> {
        let whole: Value = serde_json::from_slice(data)
            .map_err(|err| if err.is_eof() { Failure::Cut } else { Failure::Garbage })?;
        self.part(&whole, "message", key)?;
        // A document without a reason is whole: it has its last bracket.
        self.is_whole = true;
        Ok(())
    }

    /// A chunk of a stream, or the whole document: what the first choice says.
    fn part(&mut self, part: &Value, name: &str, key: &str) -> Result<(), Failure> {
        if part.get("error").is_some_and(|it| !it.is_null()) {
            return Err(Failure::of_error(part, key));
        }
        let choices = part.get("choices").and_then(Value::as_array).ok_or(Failure::Garbage)?;
        self.is_answer = true;
        // A chunk that counts tokens has none.
        let is_first = |it: &&Value| it.get("index").and_then(Value::as_u64).unwrap_or(0) == 0;
        let Some(choice) = choices.iter().find(is_first) else { return Ok(()) };
        if let Some(said) = choice.get(name) {
            if said.get("refusal").and_then(Value::as_str).is_some_and(|it| !it.is_empty()) {
                return Err(Failure::Refused);
            }
            self.add(said.get("content"))?;
        }
        match choice.get("finish_reason").and_then(Value::as_str) {
            None => Ok(()),
            Some("length") => Err(Failure::Cut),
            Some("content_filter") => Err(Failure::Refused),
            Some(_) => {
                self.is_whole = true;
                Ok(())
            }
        }
    }

    /// The text of a part: a string, or a list of pieces.
    fn add(&mut self, content: Option<&Value>) -> Result<(), Failure> {
        match content {
            Some(Value::String(text)) => self.text.push_str(text),
            Some(Value::Array(pieces)) => {
                let texts = pieces.iter().filter_map(|it| it.get("text")?.as_str());
                self.text.extend(texts);
            }
            _ => (),
        }
        if self.text.len() > MAX_TEXT { Err(Failure::TooLong) } else { Ok(()) }
    }

    fn source(self, key: &str) -> Result<String, Failure> {
        if !self.is_answer {
            return Err(if self.is_whole { Failure::NoCode } else { Failure::Garbage });
        }
        if !self.is_whole {
            return Err(Failure::Cut);
        }
        let source = source_in(&self.text).ok_or(Failure::NoCode)?;
        if has_key(source, key) {
            return Err(Failure::HasKey);
        }
        if source.len() > MAX_SOURCE {
            return Err(Failure::TooLong);
        }
        Ok(source.to_owned())
    }
}
