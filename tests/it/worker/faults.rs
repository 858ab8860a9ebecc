//! Mixed load of 64 clients on the backend while each of its parts fails now and then: no wrong answer, no
//! failure that is not documented, and no memory that grows. `tests/load/run.sh [SECONDS]` runs it.

use std::{
    collections::BTreeMap,
    env,
    io::{Read, Write},
    net::TcpStream,
    thread,
    time::{Duration, Instant},
};

use bloqr::api::Endpoint;
use serde_json::json;

use super::{
    http::Response,
    load::{Exchange, exchanges, memory},
    outages::{NAMES, failing},
};
use crate::random::Random;

const CLIENTS: usize = 64;

/// A part that fails, the ways in which it does, and what the client gets then.
struct Fault {
    part: &'static str,
    ways: &'static [&'static str],
    wanted: Wanted,
}

#[derive(Clone, Copy)]
enum Wanted {
    /// The core's own answer.
    Right,
    /// One of these refusals.
    Status(&'static [u16]),
    /// A failed isolate is final: one of these. While no isolates start, the core's own answer.
    Isolate(u16),
    /// The same, for an answer without its end: 502, or one that does not look whole.
    NotWhole,
}

impl Wanted {
    /// Whether the fault itself can lead to this refusal.
    fn may_be(self, status: u16) -> bool {
        match self {
            Wanted::Right => false,
            Wanted::Status(statuses) => statuses.contains(&status),
            Wanted::Isolate(wanted) => status == wanted,
            Wanted::NotWhole => status == 502,
        }
    }
}

const FAULTS: [Fault; 14] = [
    Fault { part: "loader", ways: &["throws", "nonsense", "empty"], wanted: Wanted::Right },
    Fault { part: "loaders", ways: &["throws", "nonsense", "empty"], wanted: Wanted::Right },
    Fault { part: "keys", ways: &NAMES, wanted: Wanted::Status(&[503]) },
    Fault { part: "limiter", ways: &NAMES, wanted: Wanted::Status(&[503]) },
    Fault { part: "counter", ways: &NAMES, wanted: Wanted::Status(&[503]) },
    Fault { part: "counted", ways: &[""], wanted: Wanted::Status(&[200, 429, 503]) },
    Fault { part: "sessions", ways: &NAMES, wanted: Wanted::Status(&[503]) },
    Fault { part: "turnstile", ways: &NAMES, wanted: Wanted::Status(&[503]) },
    Fault { part: "address", ways: &NAMES, wanted: Wanted::Status(&[401]) },
    Fault { part: "cache", ways: &NAMES, wanted: Wanted::Right },
    Fault { part: "isolate", ways: &["throws", "rejects"], wanted: Wanted::Isolate(502) },
    Fault { part: "isolate", ways: &["nonsense", "garbage"], wanted: Wanted::Isolate(502) },
    Fault { part: "isolate", ways: &["hangs"], wanted: Wanted::Isolate(504) },
    Fault { part: "isolate", ways: &["cut"], wanted: Wanted::NotWhole },
];

/// How many of them, the first, are loaders that cannot start.
const LOADERS: usize = 2;

/// By the header `x-part`. Without it, all parts work. A limiter that counts would refuse most requests.
const PARTS: &str = "
  API_KEYS: { get: async (hash: string) => JSON.stringify({ user: hash.slice(0, 2), tier: 'free' }) },
  RATE_LIMIT_FREE: { limit: async () => ({ success: true }) },
  ...(({
    keys: { API_KEYS: { get: fails } },
    limiter: { RATE_LIMIT_FREE: { limit: fails } },
    counter: { RATE_LIMIT_FREE: undefined, RATE_COUNTER: { getByName: () => ({ count: fails }) } },
    counted: { RATE_LIMIT_FREE: undefined },
    sessions: { SESSIONS: { find: fails } },
    turnstile: {
      SESSIONS: { find: async () => ({ user: 'ann', tier: 'free' }) },
      TURNSTILE_SECRET_KEY: 'x',
      SITEVERIFY: { fetch: fails },
    },
    address: { API_KEYS: { get: async () => null }, RATE_LIMIT_ADDRESS: { limit: fails } },
    cache: { COMPILATION_CACHE: { get: fails, put: fails } },
    loader: { LOADER: { get: fails, load: fails } },
    loaders: { LOADER: { get: fails, load: fails }, DYNAMIC_WORKER_LOADER: { get: fails, load: fails } },
    isolate: { LOADER: broken(request.headers.get('x-fails') ?? '', real), DYNAMIC_WORKER_LOADER: undefined },
  } as Record<string, object>)[request.headers.get('x-part') ?? ''] ?? {}),
";

/// Isolates that answer the start check, and then fail.
const BROKEN: &str = "
function broken(way: string, real: Env): Pick<WorkerLoader, 'load' | 'get'> {
  const headers = { 'X-Bloqr-Isolate': '1', 'Content-Type': 'application/json' }
  const answers: Record<string, (url: string, init: RequestInit, isolate: Fetcher) => Promise<Response>> = {
    garbage: async () => new Response('{\"success\":true', { headers }),
    hangs: (_, { signal }) => new Promise((_, no) => signal!.addEventListener('abort', () => no(new Error('aborted')))),
    cut: async (url, init, isolate) => {
      const { status, headers, body } = await isolate.fetch(url, init)
      const { readable, writable } = new IdentityTransformStream()
      const send = async () => {
        const [reader, writer] = [body!.getReader({ mode: 'byob' }), writable.getWriter()]
        // All but the last byte, or 2 MiB.
        for (let left = 8; left > 0; left--) {
          const { value } = await reader.readAtLeast(1 << 18, new Uint8Array(1 << 18))
          const isLast = value === undefined || value.length < 1 << 18
          if (value !== undefined && value.length > 1) await writer.write(isLast ? value.subarray(0, -1) : value)
          if (isLast) break
        }
        await Promise.all([writer.close(), reader.cancel()])
      }
      send().catch(() => undefined)
      return new Response(readable, { status, headers })
    },
  }
  const load = (code: WorkerLoaderWorkerCode) => {
    const isolate = real.LOADER!.load(code)
    const fetch = async (url: string, init: RequestInit) => {
      if (init.method !== 'POST') return new Response(null, { status: 204, headers })
      return (answers[way] ?? WAYS[way]!)(url, init, isolate.getEntrypoint())
    }
    return { getEntrypoint: () => ({ fetch }) } as unknown as WorkerStub
  }
  return { load, get: load as never }
}
";

#[test]
#[ignore = "takes minutes: tests/load/run.sh"]
fn no_fault_makes_an_answer_wrong() {
    let seconds = env::var("SECONDS_TO_RUN").map_or(60, |it| it.parse().unwrap());
    let backend = failing(PARTS)
        .edit("worker.ts", "\nconst SECURITY", &format!("{BROKEN}\nconst SECURITY"))
        .edit("dynamic-workers/circuit.ts", "most: 30_000", "most: 2_000")
        .start(&[]);
    let exchanges = exchanges();
    let start = Instant::now();
    let (seen, sizes) = thread::scope(|scope| {
        let users: Vec<_> = (0..CLIENTS)
            .map(|n| {
                let mut user = User::new(n, backend.port());
                let exchanges = &exchanges;
                scope.spawn(move || {
                    while start.elapsed() < Duration::from_secs(seconds) {
                        // A loader that fails all the time would be asked by nobody.
                        let from = if start.elapsed().as_secs() % 30 < 10 { 0 } else { LOADERS };
                        user.ask(exchanges, &FAULTS[from..]);
                    }
                    user.seen
                })
            })
            .collect();
        let mut sizes = Vec::new();
        while !users.iter().all(|it| it.is_finished()) {
            sizes.push(memory(backend.workerd()).0);
            thread::sleep(Duration::from_secs(1));
        }
        let seen: Vec<_> = users.into_iter().map(|it| it.join()).collect();
        (seen, sizes)
    });
    let is_right = seen.iter().all(Result::is_ok);
    let all = seen.into_iter().flatten().fold(Seen::default(), Seen::and);
    all.print(seconds);
    // The memory at one moment varies: workerd collects the garbage of ended isolates when it likes.
    let part = sizes.len() / 5;
    let most = |sizes: &[usize]| *sizes.iter().max().unwrap();
    let middle = |sizes: &[usize]| {
        let mut sizes = sizes.to_vec();
        sizes.sort_unstable();
        sizes[sizes.len() / 2]
    };
    let (first, last) = (&sizes[..part], &sizes[sizes.len() - part..]);
    eprintln!(
        "memory of workerd in MiB: first fifth {} (most {}), last fifth {} (most {}), after all {}",
        middle(first),
        most(first),
        middle(last),
        most(last),
        memory(backend.workerd()).0
    );
    assert!(is_right, "a client has seen a wrong answer");
    assert!(all.busy * FEW <= all.large, "{} of {} were refused or cut", all.busy, all.large);
    assert!(middle(last) * 4 <= most(first) * 5, "the memory grows: {sizes:?}");
    assert_eq!(backend.client().post("/api/validate", r#"{"rules":["a"]}"#).status, 200);
}

/// A client with a key of its own.
struct User {
    number: usize,
    /// How many requests it has sent.
    count: usize,
    port: u16,
    random: Random,
    seen: Seen,
}

impl User {
    fn new(number: usize, port: u16) -> User {
        let random = Random::new(number as u64 + 100);
        User { number, count: 0, port, random, seen: Seen::default() }
    }

    /// Sends a request, and looks at its answer.
    fn ask(&mut self, exchanges: &[Exchange], faults: &'static [Fault]) {
        self.count += 1;
        let compiled = compiled(self.number, self.count);
        let exchange = match self.random.below(8) {
            0 => &compiled,
            _ => &exchanges[self.random.below(exchanges.len())],
        };
        let fails = exchange.wanted.status == 200 && self.random.below(4) == 0;
        let fault = fails.then(|| &faults[self.random.below(faults.len())]);
        let way = fault.map_or("", |it| it.ways[self.random.below(it.ways.len())]);
        let part = fault.map_or("", |it| it.part);
        let path = exchange.endpoint.path();
        let what = format!("{path} {part} {way}");
        let body = if part == "turnstile" { FOR_PEOPLE } else { &exchange.body };
        let mut headers = self.credentials(part);
        headers.extend([("content-type", "application/json".to_owned())]);
        headers.extend([("x-part", part.to_owned()), ("x-fails", way.to_owned())]);
        let headers: Vec<(&str, &str)> = headers.iter().map(|it| (it.0, it.1.as_str())).collect();
        if self.random.below(50) == 0 {
            // A client that does not wait.
            drop(open(self.port, path, &headers, body));
            return self.seen.count("left");
        }
        let wanted = fault.map_or(Wanted::Right, |it| it.wanted);
        let is_large = body.len() > SHORT;
        self.seen.large += usize::from(is_large);
        let since = Instant::now();
        let mut bytes = Vec::new();
        _ = open(self.port, path, &headers, body).read_to_end(&mut bytes);
        let milliseconds = since.elapsed().as_secs_f64() * 1e3;
        let Some(response) = whole(&bytes) else {
            let may_be = matches!(wanted, Wanted::NotWhole);
            assert!(may_be || is_large, "a cut answer: {what}");
            self.seen.busy += usize::from(!may_be);
            return self.seen.count("cut");
        };
        self.seen.count(&response.status.to_string());
        if is_large && BUSY.contains(&response.status) && !wanted.may_be(response.status) {
            self.seen.busy += 1;
            return;
        }
        let is_right = check(&response, wanted, exchange, &what);
        if let Some(path) = response.path().filter(|_| is_right) {
            let size = if is_large { "large" } else { "small" };
            self.seen.times.entry(format!("{path}, {size}")).or_default().push(milliseconds);
        }
    }

    fn credentials(&self, part: &str) -> Vec<(&'static str, String)> {
        let key = |n: usize| ("authorization", format!("Bearer blq_{:024x}{n:024x}", self.number));
        match part {
            "sessions" | "turnstile" => vec![("cookie", "session=1".to_owned())],
            // Each unknown key comes from another address: else they are limited.
            "address" => {
                let address = format!("{}.{}", self.number, self.count);
                vec![key(self.count), ("cf-connecting-ip", address)]
            }
            _ => vec![key(0)],
        }
    }
}

const FOR_PEOPLE: &str = r#"{"rules":["a"],"turnstileToken":"x"}"#;

/// Whether this is the core's own answer. Fails when it is not what is wanted.
fn check(response: &Response, wanted: Wanted, exchange: &Exchange, what: &str) -> bool {
    let status = response.status;
    let is_later = response.header("retry-after").is_some();
    let text = String::from_utf8_lossy(&response.body[..response.body.len().min(300)]);
    let what = format!("{what}: {status} {text}");
    assert!(status != 503 || is_later, "no Retry-After: {what}");
    match wanted {
        Wanted::Status(statuses) => {
            assert!(statuses.contains(&status), "{what}");
            assert!(!text.contains("secret words"), "{what}");
            false
        }
        Wanted::Isolate(wanted) if response.path() == Some("loader") => {
            assert_eq!(status, wanted, "{what}");
            false
        }
        Wanted::NotWhole if response.path() == Some("loader") => {
            assert_eq!(status, 502, "{what}");
            false
        }
        _ => {
            assert_eq!(status, exchange.wanted.status, "{what}");
            assert!(response.body == exchange.wanted.body, "another answer: {what}");
            true
        }
    }
}

/// A response of which nothing is missing, by its chunks or its length.
fn whole(bytes: &[u8]) -> Option<Response> {
    let end = bytes.windows(4).position(|it| it == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let headers = head.lines().filter_map(|it| it.split_once(": "));
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let status = head.get(9..12)?.parse().ok()?;
    let mut rest = &bytes[end + 4..];
    let mut response = Response { status, headers, body: Vec::new() };
    if response.header("transfer-encoding").is_none() {
        response.body = rest.to_vec();
        let length = response.header("content-length")?.parse::<usize>().ok()?;
        return (length == rest.len()).then_some(response);
    }
    loop {
        let line = rest.windows(2).position(|it| it == b"\r\n")?;
        let length = usize::from_str_radix(std::str::from_utf8(&rest[..line]).ok()?, 16).ok()?;
        if length == 0 {
            return Some(response);
        }
        response.body.extend_from_slice(rest.get(line + 2..line + 2 + length)?);
        rest = rest.get(line + length + 4..)?;
    }
}

/// A longer body can have to wait for room, to be read and for its isolate, and its answer is long. On a machine that is
/// too slow for 64 clients, each takes longer than it may: then it is refused or cut, and never wrong. One of fifty may
/// be so.
const SHORT: usize = 16 << 10;
const BUSY: [u16; 3] = [408, 503, 504];
const FEW: usize = 50;

/// A compilation that no other request is: else its answer would be the cache's.
fn compiled(n: usize, k: usize) -> Exchange {
    let source = "https://lists.example.com/a.txt";
    let body = json!({
        "configuration": {
            "name": format!("{n} {k}"),
            "sources": [{ "source": source }],
            "transformations": ["Deduplicate", "Validate"],
        },
        "preFetchedContent": { source: "||a.example^\n||b.example^\n||a.example^\n" },
        "date": "2026-11-27T18:00:00Z",
    });
    Exchange::new(Endpoint::Compile, body.to_string())
}

/// A connection of its own on which this is asked.
fn open(port: u16, path: &str, headers: &[(&str, &str)], body: &str) -> TcpStream {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let mut head = format!("POST {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n");
    for (name, value) in headers {
        head += &format!("{name}: {value}\r\n");
    }
    head += &format!("content-length: {}\r\n\r\n", body.len());
    _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes()));
    stream
}

/// What the clients have seen.
#[derive(Default)]
struct Seen {
    statuses: BTreeMap<String, usize>,
    /// Requests with a longer body, and how many of them were refused or cut without a fault.
    large: usize,
    busy: usize,
    /// Milliseconds of right answers, by path and size.
    times: BTreeMap<String, Vec<f64>>,
}

impl Seen {
    fn count(&mut self, status: &str) {
        *self.statuses.entry(status.to_owned()).or_default() += 1;
    }

    fn and(mut self, other: Seen) -> Seen {
        for (status, count) in other.statuses {
            *self.statuses.entry(status).or_default() += count;
        }
        self.large += other.large;
        self.busy += other.busy;
        for (path, times) in other.times {
            self.times.entry(path).or_default().extend(times);
        }
        self
    }

    fn print(&self, seconds: u64) {
        let count: usize = self.statuses.values().sum();
        eprintln!("{count} requests in {seconds} s by {CLIENTS} clients: {:?}", self.statuses);
        eprintln!(
            "{} of {} with a large body were refused or cut without a fault",
            self.busy, self.large
        );
        for (path, times) in &self.times {
            let mut times = times.clone();
            times.sort_by(f64::total_cmp);
            let at = |percent: usize| times[(times.len() * percent).div_ceil(100) - 1];
            let (p50, p99) = (at(50), at(99));
            eprintln!("{path}: {} answers, p50 {p50:.1} ms, p99 {p99:.1} ms", times.len());
        }
    }
}
