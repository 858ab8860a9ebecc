use std::{error, fmt, io, path::Path};

/// Why a command failed: a message, its cause, and a hint.
#[derive(Debug)]
pub(super) struct Error {
    message: String,
    source: Option<Box<dyn error::Error + Send>>,
    pub(super) hint: Option<String>,
}

impl Error {
    pub(super) fn new(message: impl Into<String>) -> Error {
        Error { message: message.into(), source: None, hint: None }
    }

    /// A file or directory that could not be read.
    pub(super) fn read(path: &Path, source: io::Error) -> Error {
        Error::new(format!("cannot read {}", path.display())).caused_by(source)
    }

    pub(super) fn caused_by(mut self, source: impl error::Error + Send + 'static) -> Error {
        self.source = Some(Box::new(source));
        self
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Error {
        self.hint = Some(hint.into());
        self
    }

    /// Whether the reader of our output has closed the pipe, which is not a failure.
    pub(super) fn is_broken_pipe(&self) -> bool {
        let source = self.source.as_ref().and_then(|it| it.downcast_ref::<io::Error>());
        source.is_some_and(|it| it.kind() == io::ErrorKind::BrokenPipe)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.source {
            Some(source) => write!(f, "{}: {source}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

/// Only writing results fails with a bare [`io::Error`]; all other code adds what it was doing.
impl From<io::Error> for Error {
    fn from(source: io::Error) -> Error {
        Error::new("cannot write the output").caused_by(source)
    }
}
