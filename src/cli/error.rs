use std::{
    error, fmt,
    io::{self, Write},
    path::Path,
};

use crate::config;

/// Why a command failed: a message, its cause, and a hint.
#[derive(Debug)]
pub(super) struct Error {
    message: String,
    source: Option<Box<dyn error::Error + Send>>,
    pub(super) hint: Option<String>,
}

impl Error {
    /// An error in a configuration file, at its line and column.
    pub(super) fn in_config(path: &Path, err: config::Error) -> Error {
        let at = err.at.map(|it| format!(":{}:{}", it.line, it.column)).unwrap_or_default();
        let error = Error::new(format!("{}{at}: {}", path.display(), err.message));
        match err.help {
            Some(help) => error.hint(help),
            None => error,
        }
    }

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

/// An error of the stream for results. Only [`Results`] makes it.
#[derive(Debug)]
struct CannotWriteResults(io::Error);

impl fmt::Display for CannotWriteResults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl error::Error for CannotWriteResults {}

/// The stream for results. It marks its errors, so that `?` reports "cannot write the output" only
/// for them, and not for errors of files and sockets.
pub(super) struct Results<W>(pub(super) W);

impl<W: Write> Write for Results<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes).map_err(mark)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush().map_err(mark)
    }
}

fn mark(err: io::Error) -> io::Error {
    // Keep the kind: callers repeat a write that was interrupted.
    io::Error::new(err.kind(), CannotWriteResults(err))
}

impl From<io::Error> for Error {
    fn from(source: io::Error) -> Error {
        match source.downcast::<CannotWriteResults>() {
            Ok(CannotWriteResults(source)) => {
                Error::new("cannot write the output").caused_by(source)
            }
            Err(source) => Error::new("cannot read or write a file").caused_by(source),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, BufWriter, Write};

    use super::{Error, Results};

    struct Full;

    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn only_results_are_called_the_output() {
        let write = |out: &mut dyn Write| out.write_all(b"x").and_then(|()| out.flush());
        let of_results = write(&mut BufWriter::new(Results(Full))).unwrap_err();
        assert!(Error::from(of_results).to_string().starts_with("cannot write the output: "));
        let of_another = write(&mut BufWriter::new(Full)).unwrap_err();
        assert!(!Error::from(of_another).to_string().contains("output"));
    }

    #[test]
    fn a_reader_that_went_away_is_still_seen() {
        let pipe: io::Error = super::mark(io::ErrorKind::BrokenPipe.into());
        assert_eq!(pipe.kind(), io::ErrorKind::BrokenPipe);
        assert!(Error::from(pipe).is_broken_pipe());
    }
}
