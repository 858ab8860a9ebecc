/// Takes the bytes of an event stream, cut anywhere, and gives the data of each event.
///
/// Only `data` counts; comments, ids and names of events are left out. Lines end with LF, CR or CRLF
/// (HTML standard, "Server-sent events").
#[derive(Debug, Default)]
pub(crate) struct Events {
    line: Vec<u8>,
    data: Vec<u8>,
    has_data: bool,
    after_cr: bool,
}

impl Events {
    /// Calls `event` with the data of each event that these bytes complete.
    pub(crate) fn push<E>(
        &mut self,
        bytes: &[u8],
        mut event: impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        for &byte in bytes {
            let ends_crlf = self.after_cr && byte == b'\n';
            self.after_cr = byte == b'\r';
            if ends_crlf {
                continue;
            }
            if matches!(byte, b'\n' | b'\r') {
                self.end_line(&mut event)?;
            } else {
                self.line.push(byte);
            }
        }
        Ok(())
    }

    /// The last event, when the stream ends without an empty line behind it.
    pub(crate) fn finish<E>(
        mut self,
        mut event: impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        self.end_line(&mut event)?;
        self.end_line(&mut event)
    }

    fn end_line<E>(&mut self, event: &mut impl FnMut(&[u8]) -> Result<(), E>) -> Result<(), E> {
        if self.line.is_empty() {
            let is_event = std::mem::take(&mut self.has_data);
            let data = std::mem::take(&mut self.data);
            return if is_event { event(&data) } else { Ok(()) };
        }
        if let Some(value) =
            self.line.strip_prefix(b"data").filter(|it| it.is_empty() || it[0] == b':')
        {
            let value = value.strip_prefix(b":").unwrap_or(value);
            if self.has_data {
                self.data.push(b'\n');
            }
            self.data.extend_from_slice(value.strip_prefix(b" ").unwrap_or(value));
            self.has_data = true;
        }
        self.line.clear();
        Ok(())
    }
}
