//! What a script can try: every row of the facts that the sandbox was designed from, each beside what is
//! allowed, so that a refusal is not just a sandbox that runs nothing.

use super::Folder;

const LIST: &str = "||a.example^\n||b.example^\n";

/// A script, and what is told on stderr (exit code 2), or with `+` a line of the diff.
type Row = (&'static str, &'static str);

#[track_caller]
fn check(rows: &[Row]) {
    for (source, expected) in rows {
        let folder = Folder::of(source, LIST);
        let told = folder.fix();
        match expected.strip_prefix('+') {
            Some(line) => {
                assert!(told.code != Some(2), "{source}\n{}", told.err);
                assert!(
                    told.out.lines().any(|it| it == format!("+{line}")),
                    "{source}\n{}",
                    told.out
                );
            }
            None => {
                assert_eq!(told.code, Some(2), "{source}\n{}{}", told.out, told.err);
                assert!(told.err.contains(expected), "{source}\n{}", told.err);
                assert!(told.out.is_empty(), "{source}\n{}", told.out);
            }
        }
        assert_eq!(folder.read("list.txt"), LIST);
    }
}

#[test]
fn the_network_cannot_be_reached() {
    check(&[
        (
            "export const transform = () => [String(typeof fetch + typeof WebSocket + typeof XMLHttpRequest + typeof caches)]",
            "+undefinedundefinedundefinedundefined",
        ),
        (
            "export const transform = () => fetch('http://127.0.0.1/')",
            "fix.js:1:32: ReferenceError: fetch is not defined",
        ),
        (
            "import { connect } from 'cloudflare:sockets'\nexport async function transform() {\n  const socket = connect('127.0.0.1:80')\n  await socket.opened\n  return []\n}",
            "not permitted to access the internet",
        ),
        (
            "import { connect } from 'cloudflare:sockets'\nexport const transform = () => [typeof connect]",
            "+function",
        ),
    ]);
}

#[test]
fn no_code_comes_from_elsewhere() {
    check(&[
        (
            "export const transform = () => [eval('1')]",
            "EvalError: Code generation from strings disallowed",
        ),
        ("export const transform = () => [new Function('return 1')()]", "EvalError"),
        (
            "const of = Object.getPrototypeOf(async () => {}).constructor\nexport const transform = () => of('return []')()",
            "EvalError",
        ),
        (
            "export const transform = async () => (await import('data:text/javascript,export default []')).default",
            "No such module",
        ),
        (
            "export const transform = async () => (await import('https://example.com/x.js')).default",
            "No such module",
        ),
        (
            "import 'lodash'\nexport const transform = () => []",
            "fix.js:1:8: No such module \"lodash\"",
        ),
        ("export const transform = async () => import('lodash')", "No such module \"lodash\""),
        (
            "export const transform = async () => { try { await import('lodash') } catch { return ['caught'] } }",
            "+caught",
        ),
        (
            "import 'node:fs'\nexport const transform = () => []",
            "fix.js:1:8: No such module \"node:fs\"",
        ),
        // The one module of Node.js that stays knows nothing of the process.
        (
            "import process from 'node:process'\nexport const transform = () => [JSON.stringify(process.env) + process.getBuiltinModule('node:fs')]",
            "+{}undefined",
        ),
        ("import 'node:buffer'\nexport const transform = () => []", "No such module"),
        (
            "export const transform = async () => [typeof process + typeof require + typeof Buffer]",
            "+undefinedundefinedundefined",
        ),
        // The glue is no secret.
        (
            "export const transform = async () => [typeof (await import('glue.js')).default.fetch]",
            "+function",
        ),
    ]);
}

#[test]
fn an_isolate_has_nothing_and_cannot_call_itself() {
    check(&[
        (
            "import * as it from 'cloudflare:workers'\nexport const transform = () => [JSON.stringify([it.env, it.exports])]",
            "+[{},{}]",
        ),
        (
            "import { abortIsolate } from 'cloudflare:workers'\nexport const transform = () => abortIsolate('x')",
            "fix.js: the code",
        ),
        (
            "export const transform = () => process.exit(0)",
            "ReferenceError: process is not defined",
        ),
        (
            "import process from 'node:process'\nexport const transform = () => process.exit(0)",
            "fix.js: the code ended its isolate without an answer",
        ),
        (
            "import { waitUntil } from 'cloudflare:workers'\nexport const transform = () => { waitUntil(new Promise(() => {})); return ['||c.example^'] }",
            "+||c.example^",
        ),
    ]);
}

#[test]
fn answers_of_the_code_are_not_believed() {
    const CHANGED: &str = "fix.js: the answer is not that of a transform";
    check(&[
        (
            "export const transform = () => { Object.prototype.toJSON = () => 'pwn'; return [] }",
            CHANGED,
        ),
        (
            "export const transform = () => { Object.prototype.toJSON = () => { throw 1 }; return [] }",
            "fix.js: the result cannot be written as JSON",
        ),
        (
            "export const transform = () => { Array.prototype.toJSON = () => 'pwn'; return [] }",
            CHANGED,
        ),
        // The answer would be a thenable, and throw what looks like a failure of ours.
        (
            "export const transform = () => { Object.prototype.then = (_, no) => no(new Error('Failed to start Worker: x')); return [] }",
            "Error: Failed to start Worker: x",
        ),
        (
            "export const transform = () => { Object.defineProperty(Object.prototype, 'then', { get() { if (this.headers) throw new Error('no') } }); return ['||c.example^'] }",
            "+||c.example^",
        ),
        // No answer of ours comes into its hands, which could tell the time.
        (
            "export const transform = async () => { const { takeResponse } = await import('prelude.js'); return [typeof takeResponse()] }",
            "+undefined",
        ),
        (
            "export const transform = async () => { const glue = await import('glue.js'); return [String(await glue.default.fetch({ text: () => '{}' }))] }",
            "TypeError: an isolate is for one request",
        ),
        // The glue took these before.
        (
            "export const transform = () => { JSON.stringify = () => 'pwn'; Array.prototype.map = () => 'pwn'; return ['||c.example^'] }",
            "+||c.example^",
        ),
        (
            "export const transform = () => { globalThis.Response = class {}; return ['||c.example^'] }",
            "+||c.example^",
        ),
        (
            "export const transform = () => { Array.isArray = () => true; return undefined }",
            "returned neither an array of rules nor an object with `edits`",
        ),
        (
            "export const transform = () => {}",
            "returned neither an array of rules nor an object with `edits`",
        ),
        (
            "export const transform = () => ['||c.example^\\n||d.example^']",
            "fix.js: a rule has a line break, at index 0",
        ),
        (
            "export const transform = () => ['a', '\\ud800']",
            "fix.js: a rule has half of a surrogate pair, at index 1",
        ),
        ("export const transform = () => ['\\ud83d\\ude00']", "+😀"),
        ("export const transform = () => ['a', 1]", "fix.js: a rule is not a string, at index 1"),
        (
            "export const transform = () => { let it = []; for (let n = 0; n < 1e3; n++) it = [it]; return it }",
            "fix.js: a rule is not a string, at index 0",
        ),
        (
            "export const transform = () => Array.from({ length: 2e5 }, (_, n) => '||a' + n + '.example.example.example^')",
            "fix.js: the result has more than 4 MiB",
        ),
        (
            "export const transform = () => Array(20_000).fill('a')",
            "fix.js: the result has 20000 lines, and a list of 2 may have 10004 then",
        ),
        (
            "export const transform = () => ({ edits: [{ line: 3, rules: [] }] })",
            "an edit is of line 3, but the list has the lines 1 to 2, at index 0",
        ),
        (
            "export const transform = () => ({ edits: [{ line: 2, rules: ['||c.example^'] }] })",
            "+||c.example^",
        ),
        (
            "export const transform = () => { const it = []; it.push(it); return it }",
            "TypeError: Converting circular structure to JSON",
        ),
        ("export const transform = () => [1n]", "TypeError: Do not know how to serialize a BigInt"),
        (
            "export const transform = () => new Proxy([], { get() { throw new Error('trap') } })",
            "fix.js:1:62: Error: trap",
        ),
        (
            "export const transform = () => ({ then(done) { done(['||c.example^']) } })",
            "+||c.example^",
        ),
    ]);
}

#[test]
fn exceptions_are_told_with_their_place() {
    let long = "export const transform = () => { throw new Error('x'.repeat(1e7)) }";
    check(&[
        (
            "export function transform(rules) {\n\treturn rules.no.thing\n}",
            "fix.js:2:18: TypeError: Cannot read properties of undefined (reading 'thing')\n  2 |     return rules.no.thing\n",
        ),
        (
            "throw new Error('at the top')\nexport const transform = 1",
            "fix.js:1:7: Error: at the top",
        ),
        ("export const transform = 1", "fix.js: the code has no `export function transform`"),
        ("export function other() {}", "fix.js: the code has no `export function transform`"),
        (
            "let x = ;\nexport function transform() {}",
            "fix.js:1:9: SyntaxError: Unexpected token ';'\n  1 | let x = ;\n    |         ^",
        ),
        ("export function transform(rules: string[]) {}", "fix.js:1:32: SyntaxError"),
        ("export function transform() {", "SyntaxError: Unexpected end of input"),
        (
            "import { x } from 'glue.js'\nexport function transform() {}",
            "SyntaxError: The requested module 'glue.js'",
        ),
        (
            "export const transform = () => { throw { get stack() { throw 1 }, toString() { throw 2 } } }",
            "fix.js: what was thrown cannot be shown",
        ),
        ("export const transform = () => { throw null }", "fix.js: null"),
        (
            "export const transform = () => Promise.reject(new RangeError('late'))",
            "RangeError: late",
        ),
        (
            "export const transform = function f() { return f() }",
            "RangeError: Maximum call stack size exceeded",
        ),
        (long, "fix.js:1:40: Error: xxxx"),
        // Lines that look as if they were ours.
        (
            "export const transform = () => { throw new Error('no\\nlist.txt: stays as it is\\n  try: x') }",
            "Error: no\n  : list.txt: stays as it is\n  :   try: x\n  1 | export",
        ),
        // A place that is made up.
        (
            "export const transform = () => { throw { stack: '    at f (user.js:9:9)', toString: () => 'm' } }",
            "fix.js: m",
        ),
    ]);
    let told = Folder::of(long, LIST).fix();
    assert!(told.err.len() < 3000, "{}", told.err.len());
}

#[test]
fn what_never_comes_is_not_waited_for() {
    const NEVER: &str = "fix.js: the code waits for something that never comes";
    check(&[
        ("export const transform = () => new Promise(() => {})", NEVER),
        ("await new Promise(() => {})\nexport const transform = () => []", "Top-level await"),
        (
            "setTimeout(() => {}, 1)\nexport const transform = () => []",
            "fix.js:1:1: ReferenceError: setTimeout is not defined",
        ),
        (
            "export const transform = () => new Promise((done) => setTimeout(done, 0))",
            "setTimeout is not defined",
        ),
        (
            "export const transform = () => new Promise((done) => queueMicrotask(() => done(['||c.example^'])))",
            "+||c.example^",
        ),
    ]);
}

/// Two seconds each: all kinds of loops, at the same time.
#[test]
fn loops_end() {
    const TIMEOUT: &str = "fix.js: the code did not end in 2 s of computing, or 5 s in all";
    let loops = [
        "export const transform = () => { for (;;); }",
        "for (;;);\nexport const transform = () => []",
        "export const transform = () => /^(a+)+$/.test('a'.repeat(40) + '!')",
        "export const transform = async () => { for (;;) await null }",
    ];
    std::thread::scope(|scope| {
        let checks = loops.map(|it| scope.spawn(move || check(&[(it, TIMEOUT)])));
        checks.into_iter().for_each(|it| it.join().unwrap());
    });
}

#[test]
fn memory_has_an_end() {
    const MEMORY: &str = "fix.js: the code used too much memory";
    // Memory, or time, which collecting garbage takes too, and all the more on a busy machine.
    const LIMIT: &str = "fix.js: the code ";
    check(&[
        ("export const transform = () => JSON.parse('['.repeat(1e7))", MEMORY),
        ("export const transform = () => { const it = []; for (;;) it.push([[[]]]) }", LIMIT),
        ("export const transform = () => { let it = 3n; for (;;) it *= it }", LIMIT),
        (
            "export const transform = () => Array.from({ length: 3e7 }, (_, n) => n % 1000).sort()",
            LIMIT,
        ),
        (
            "export const transform = () => { let s = 'x'; const it = []; for (;;) { s += s.length; it.push(s + 1) } }",
            LIMIT,
        ),
        // This is an exception in the code, or in the glue when that cannot answer any more.
        (
            "export const transform = () => { const it = []; for (;;) it.push(new Uint8Array(1e7).fill(1)) }",
            "fix.js",
        ),
        (
            "export const transform = () => [typeof WebAssembly + typeof SharedArrayBuffer]",
            "+undefinedundefined",
        ),
        (
            "export const transform = () => [String(new Uint8Array(1e7).fill(1).length)]",
            "+10000000",
        ),
    ]);
}

#[test]
fn the_same_code_gives_the_same() {
    let source = "const all = [Date.now(), new Date().toISOString(), Date(), new (new Date().constructor)().getTime(), Math.random(), Math.random()]
export const transform = () => [JSON.stringify([all, Math.random(), typeof performance, typeof crypto, typeof scheduler, typeof WeakRef,
  typeof FinalizationRegistry, typeof Atomics, typeof Intl.DateTimeFormat, typeof navigator, typeof Temporal])]";
    let run = |list: &str| Folder::of(source, list).fix().out;
    let once = run(LIST);
    assert_eq!(once, run(LIST));
    assert!(once.contains(r#"[0,"1970-01-01T00:00:00.000Z","Thu Jan 01 1970"#), "{once}");
    let undefined = [r#""undefined""#; 8].join(",");
    assert!(once.contains(&undefined), "{once}");
    // Chance is there: two values differ, and another list has others.
    let chance = |text: &str| {
        let values = text.split("0,0.").nth(1).unwrap().to_owned();
        values.split(['[', ']']).next().unwrap().to_owned()
    };
    let (first, second) =
        chance(&once).split_once(',').map(|it| (it.0.to_owned(), it.1.to_owned())).unwrap();
    assert_ne!(format!("0.{first}"), second);
    assert_ne!(chance(&run("||c.example^\n")), chance(&once));

    let folder = Folder::of(source, LIST);
    let told = folder.run(&["--script", "fix.js", "--check-deterministic", "list.txt"]);
    assert_ne!(told.code, Some(2), "{}", told.err);
}

#[test]
fn a_failure_is_the_same_every_time() {
    for source in [
        "export const transform = () => { throw new Error('x') }",
        "export const transform = () => new Promise(() => {})",
        "let x = ;",
        "import 'nothing'",
        "import { abortIsolate } from 'cloudflare:workers'\nexport const transform = () => abortIsolate('x')",
    ] {
        let folder = Folder::of(source, LIST);
        let run = || folder.run(&["--script", "fix.js", "--format", "json", "list.txt"]).out;
        let once = run();
        assert!(once.contains("https://api.bloqr.dev/probs/user-code-"), "{once}");
        assert_eq!(once, run());
    }
}

#[test]
fn what_is_printed_goes_to_stderr_and_does_nothing() {
    let source = "console.log('hello', { a: 1 }, '\\u001b[2J')\nexport const transform = (rules) => { console.error('x'.repeat(1e6)); return rules }";
    let told = Folder::of(source, LIST).fix();
    assert_eq!((told.code, told.out.as_str()), (Some(0), ""));
    assert!(told.err.contains("fix.js: hello {\"a\":1} ␛[2J\n"), "{}", &told.err[..200]);
    assert!(told.err.len() < 20_000, "{}", told.err.len());
    // Also when the code fails.
    let source = "export const transform = () => { console.log('before'); throw new Error('no') }";
    let told = Folder::of(source, LIST).fix();
    assert!(told.err.starts_with("fix.js: before\n"), "{}", told.err);
    // Nobody else's line can be made.
    let source =
        "export const transform = (rules) => { console.log('a\\nerror: forged'); return rules }";
    let told = Folder::of(source, LIST).fix();
    assert!(told.err.contains("fix.js: a\nfix.js: error: forged\n"), "{}", told.err);
}
