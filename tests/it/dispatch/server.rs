//! A backend on a loopback socket, whose answers a test chooses.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

/// A request, as it came.
pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) path: String,
    /// Names in small letters.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// How many came before it.
    pub(crate) number: usize,
}

impl Asked {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|it| it.0 == name).map(|it| it.1.as_str())
    }
}

pub(crate) enum Reply {
    Http {
        status: u16,
        headers: Vec<(String, String)>,
        body: Vec<u8>,
    },
    /// These bytes, and then the end of the connection.
    Raw(Vec<u8>),
    /// Pieces, a pause before each.
    Slow(Duration, Vec<Vec<u8>>),
    /// These bytes, and then the others again and again.
    Endless(Vec<u8>, Vec<u8>),
    /// What this writes, and then the end of the connection.
    Live(Box<dyn FnOnce(&mut TcpStream) + Send>),
    /// Nothing, until the client has gone away.
    Silence,
}

impl Reply {
    pub(crate) fn json(status: u16, body: impl ToString) -> Reply {
        Reply::text(status, "application/json", body)
    }

    pub(crate) fn text(status: u16, content_type: &str, body: impl ToString) -> Reply {
        let headers = vec![("Content-Type".to_owned(), content_type.to_owned())];
        Reply::Http { status, headers, body: body.to_string().into_bytes() }
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Reply {
        if let Reply::Http { headers, .. } = &mut self {
            headers.push((name.to_owned(), value.to_owned()));
        }
        self
    }
}

/// Runs as long as the test binary does.
pub(crate) struct Server {
    pub(crate) url: String,
    /// Every byte that came.
    pub(crate) received: Arc<Mutex<Vec<u8>>>,
}

impl Server {
    pub(crate) fn new(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let received = Arc::new(Mutex::new(Vec::new()));
        let (answer, number) = (Arc::new(answer), Arc::new(AtomicUsize::new(0)));
        let all = Arc::clone(&received);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (answer, number, all) =
                    (Arc::clone(&answer), Arc::clone(&number), Arc::clone(&all));
                // A client that goes away ends its thread, and nothing else.
                thread::spawn(move || serve(stream.unwrap(), &*answer, &number, &all));
            }
        });
        Server { url, received }
    }

    pub(crate) fn received(&self) -> String {
        String::from_utf8_lossy(&self.received.lock().unwrap()).into_owned()
    }

    /// The longest body that came, in bytes.
    pub(crate) fn longest(&self) -> usize {
        let received = self.received().to_ascii_lowercase();
        let lengths = received.split("content-length: ").skip(1);
        let lengths = lengths.map(|it| it.lines().next().unwrap().parse().unwrap());
        lengths.max().unwrap_or(0)
    }

    /// How many requests came.
    pub(crate) fn count(&self) -> usize {
        self.received().matches(" HTTP/1.1\r\n").count()
    }
}

fn serve(
    stream: TcpStream,
    answer: &(impl Fn(&Asked) -> Reply + ?Sized),
    number: &AtomicUsize,
    all: &Mutex<Vec<u8>>,
) -> Option<()> {
    stream.set_nodelay(true).ok()?;
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut stream = stream;
    loop {
        let mut asked = read(&mut reader, all)?;
        asked.number = number.fetch_add(1, Ordering::SeqCst);
        match answer(&asked) {
            Reply::Http { status, headers, body } => {
                let mut head = format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\n", body.len());
                headers.iter().for_each(|(name, value)| head += &format!("{name}: {value}\r\n"));
                stream.write_all((head + "\r\n").as_bytes()).ok()?;
                stream.write_all(&body).ok()?;
            }
            Reply::Raw(bytes) => {
                stream.write_all(&bytes).ok()?;
                return None;
            }
            Reply::Slow(pause, pieces) => {
                for piece in pieces {
                    thread::sleep(pause);
                    stream.write_all(&piece).ok()?;
                }
            }
            Reply::Endless(head, more) => {
                stream.write_all(&head).ok()?;
                loop {
                    stream.write_all(&more).ok()?;
                }
            }
            Reply::Live(write) => {
                write(&mut stream);
                return None;
            }
            Reply::Silence => {
                _ = reader.read_to_end(&mut Vec::new());
                return None;
            }
        }
    }
}

fn read(reader: &mut impl BufRead, all: &Mutex<Vec<u8>>) -> Option<Asked> {
    let mut line = || {
        let mut line = Vec::new();
        reader.read_until(b'\n', &mut line).ok().filter(|it| *it > 0)?;
        all.lock().unwrap().extend_from_slice(&line);
        Some(String::from_utf8_lossy(&line).trim_end().to_owned())
    };
    let first = line()?;
    let mut words = first.split(' ').map(str::to_owned);
    let (method, path) = (words.next()?, words.next()?);
    let mut headers = Vec::new();
    loop {
        let line = line()?;
        let Some((name, value)) = line.split_once(':') else { break };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let mut asked = Asked { method, path, headers, body: Vec::new(), number: 0 };
    let length: usize = asked.header("content-length").unwrap_or("0").parse().ok()?;
    asked.body.resize(length, 0);
    reader.read_exact(&mut asked.body).ok()?;
    all.lock().unwrap().extend_from_slice(&asked.body);
    Some(asked)
}
