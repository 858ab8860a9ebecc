//! Much code that means harm, one after the other.

use std::fs;

use super::user_code::{transform, unlimited};

const LOOP: &str = "export const transform = () => { for (;;); }";

/// What code can try that ends soon, or is ended soon.
const SHORT: [&str; 14] = [
    "export const transform = (r) => r",
    "export const transform = (",
    "import 'lodash'\nexport const transform = (r) => r",
    "export const transform = () => { throw new Error('x'.repeat(1e7)) }",
    "export const transform = () => new Promise(() => {})",
    "export const transform = () => { const it = []; for (;;) it.push(new Array(1e6).fill(1)) }",
    "export const transform = () => { const it = []; for (;;) it.push(new Uint8Array(1e8).fill(1)) }",
    "export const transform = function f() { return f() }",
    "export const transform = () => ['x'.repeat(5e6)]",
    "export const transform = () => { for (let n = 0; n < 1e5; n++) console.log('x'.repeat(100)); return [] }",
    "export const transform = () => { Object.prototype.then = (_, no) => no(new Error('no')); return [] }",
    "export const transform = () => { Object.prototype.toJSON = () => 'pwn'; return [] }",
    "export const wants = { ast: true }\nexport const transform = (_, { nodes }) => nodes.map((it) => it.type)",
    "import process from 'node:process'\nexport const transform = () => process.exit(1)",
];

/// 1,000 runs, 50 of them loops, leave the backend as it was. It takes some minutes:
/// `cargo test --features workerd-tests --test it -- --ignored --nocapture worker::abuse`
#[test]
#[ignore = "some minutes"]
fn a_thousand_runs_leave_memory_and_descriptors_where_they_were() {
    const MOST: i64 = 64 << 10;
    let backend = unlimited().start(&[]);
    let run = |n: usize| {
        let source = if n % 20 == 19 { LOOP } else { SHORT[n % SHORT.len()] };
        let status = transform(&backend, source).status;
        assert!([200, 422].contains(&status), "{source}: {status}");
    };
    // Every kind once, so that what is kept for all is there.
    (0..40).for_each(run);
    let processes = [("workerd", backend.workerd()), ("bloqr", backend.child.id())];
    let before = processes.map(|it| (memory(it.1), descriptors(it.1)));
    (0..1000).for_each(run);
    for ((name, id), (memory_before, before)) in processes.into_iter().zip(before) {
        let (memory, now) = (memory(id), descriptors(id));
        eprintln!("{name}: {memory_before} KiB, then {memory}; {before} descriptors, then {now}");
        assert!(memory - memory_before < MOST, "{name}: {memory_before} KiB, then {memory}");
        assert!(now <= before + 8, "{name}: {before} descriptors, then {now}");
    }
}

/// In KiB.
fn memory(process: u32) -> i64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|it| it.strip_prefix("VmRSS:")).unwrap();
    line.split_whitespace().next().unwrap().parse().unwrap()
}

fn descriptors(process: u32) -> usize {
    fs::read_dir(format!("/proc/{process}/fd")).unwrap().count()
}
