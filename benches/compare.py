#!/usr/bin/env python3
"""compare.py DIR NODE [--write]: the measuring half of compare.sh, which prepares DIR.

Machines are shared and uneven, so every program of a row runs once a round, one after the other,
and medians of CPU time (user and system) are compared, never single runs.
"""

import datetime
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
DIR, NODE = pathlib.Path(sys.argv[1]), sys.argv[2]
ALL, BIG = DIR / "ALL.txt", DIR / "BIG.txt"
ROUNDS = int(os.environ.get("ROUNDS", "7"))
WARM, PASSES = "3", "5"
MB = 1_000_000

BLOQR = ROOT / "target/release/bloqr"
ADBLOCK = DIR / "adblock-rust/target/release/adblock-rust-bench"
AGLINT = [NODE, DIR / "node_modules/@adguard/aglint/dist/index.cli.js", DIR / "lint/ALL.txt"]
HC = [NODE, DIR / "hc/node_modules/@adguard/hostlist-compiler/src/cli.js"]
AGTREE = [NODE, ROOT / "benches/agtree.mjs"]


def run(command, thrown_away=(1,)):
    """One whole process, its output thrown away: CPU and wall seconds, peak bytes."""
    devnull = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_WRONLY, 0) for fd in thrown_away]
    started = time.perf_counter()
    pid = os.posix_spawn(command[0], [str(it) for it in command], os.environ, file_actions=devnull)
    _, status, used = os.wait4(pid, 0)
    wall = time.perf_counter() - started
    code = os.waitstatus_to_exitcode(status)
    # 1 says that some rule of the list is invalid, and real lists have such.
    if code not in (0, 1):
        sys.exit(f"compare.py: {command} ended with {code}")
    unit = 1 if sys.platform == "darwin" else 1024
    # The kernel counts the peak from before the program was loaded, so it is never below this
    # script's own: nothing large may be held here.
    return {"cpu": used.ru_utime + used.ru_stime, "wall": wall, "peak": used.ru_maxrss * unit}


def report(command, env={}):
    """A bench that measures itself, and prints one line of JSON."""
    # AGLint writes its findings to stderr.
    out = subprocess.run(
        command, env={**os.environ, **env}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True
    )
    return json.loads(out.stdout)


def validate(form):
    return run([BLOQR, "validate", "--no-config", "--format", form, ALL])


def converted(to):
    # It names each rule that it refuses on stderr.
    return run([BLOQR, "convert", "--to", to, ALL], (1, 2))


def converted_by_peer(to):
    return run([*AGTREE, to, ALL, "0", "1"])


def compiled(list):
    return run([BLOQR, "compile", "-q", "-c", DIR / f"compile/{list}.json", "-o", DIR / "compile/out.txt"])


def compiled_by_peer():
    # Its paths count from the working directory.
    os.chdir(DIR / "compile")
    return run([*HC, "-c", DIR / "compile/HC.json", "-o", DIR / "compile/peer.txt"])


def parse_bloqr():
    command = ["cargo", "bench", "--quiet", "--bench", "parse", "--manifest-path", ROOT / "Cargo.toml"]
    return report(command, {"BLOQR_BENCH_LIST": str(ALL)})


# What is compared, with the bar: how many times as fast bloqr has to be.
RACES = [
    (
        "parse rule by rule, dropped, warm, one core",
        ("bloqr", parse_bloqr),
        [
            ("adblock-rust `parse_filters`", lambda: report([ADBLOCK, ALL, WARM, PASSES]), 3),
            ("AGTree `RuleParser`", lambda: report([*AGTREE, "parse", ALL, WARM, PASSES]), 6),
        ],
    ),
    (
        "whole process, every tree as JSON to /dev/null",
        ("`bloqr ast parse --format ndjson`", lambda: run([BLOQR, "ast", "parse", "--format", "ndjson", ALL])),
        [("AGTree and `JSON.stringify`, streaming", lambda: run([*AGTREE, "ndjson", ALL, "0", "1"]), 20)],
    ),
    (
        "whole process, a summary",
        ("`bloqr ast parse --format summary`", lambda: run([BLOQR, "ast", "parse", "--format", "summary", ALL])),
        [("adblock-rust `parse_filters`", lambda: run([ADBLOCK, ALL, "0", "1"]), 3)],
    ),
    (
        "whole process, all checks, findings in their lines",
        ("`bloqr validate`", lambda: validate("text")),
        [("AGLint, recommended rules", lambda: run(AGLINT), 44)],
    ),
    (
        "whole process, all checks, a line for each finding",
        ("`bloqr validate --format concise`", lambda: validate("concise")),
        [("AGLint, recommended rules", lambda: run(AGLINT), 44)],
    ),
    (
        "whole process, convert to AdGuard",
        ("`bloqr convert --to adg`", lambda: converted("adg")),
        [("AGTree, parse, convert, print", lambda: converted_by_peer("adg"), 40)],
    ),
    (
        "whole process, convert to uBlock Origin",
        ("`bloqr convert --to ubo`", lambda: converted("ubo")),
        [("AGTree, parse, convert, print", lambda: converted_by_peer("ubo"), 40)],
    ),
    (
        "whole process, Deduplicate, Validate and Compress",
        ("`bloqr compile`", lambda: compiled("HC")),
        [("HostlistCompiler", compiled_by_peer, 80)],
    ),
]


def race(entrants):
    """The median CPU seconds of each, every entrant once a round."""
    times = [[] for _ in entrants]
    for _ in range(ROUNDS):
        for mine, entrant in zip(times, entrants):
            mine.append(entrant()["cpu"])
    return [statistics.median(mine) for mine in times]


def milliseconds(seconds):
    return f"{1000 * seconds:.1f} ms"


def measure():
    """Rows of the table, each with whether its bar is met."""
    rows = []
    for work, (name, bloqr), peers in RACES:
        mine, *theirs = race([bloqr, *(peer for _, peer, _ in peers)])
        for (peer, _, bar), their in zip(peers, theirs):
            ratio = their / mine
            rows.append((ratio >= bar, work, f"{name}: {milliseconds(mine)}", f"{peer}: {milliseconds(their)}", f"{ratio:.1f} ×", f"≥ {bar} ×"))

    with open(BIG, "rb") as lines:
        longest = max(map(len, lines))
    bar = 64 * MB + 6 * longest
    for form in ("ndjson", "summary"):
        peak = run([BLOQR, "ast", "parse", "--format", form, BIG])["peak"]
        rows.append((peak <= bar, f"peak memory on {BIG.stat().st_size / MB:.0f} MB", f"`--format {form}`", "", f"{peak / MB:.1f} MB", f"≤ {bar / MB:.1f} MB"))

    bar = 400 * MB
    peak = run([BLOQR, "validate", "--no-config", "--format", "concise", BIG])["peak"]
    rows.append((peak <= bar, f"peak memory on {BIG.stat().st_size / MB:.0f} MB", "`bloqr validate`", "", f"{peak / MB:.1f} MB", f"≤ {bar / MB:.0f} MB"))

    for to, mine in zip(("adg", "ubo"), race([lambda: converted("adg"), lambda: converted("ubo")])):
        rows.append((mine <= 0.06, "convert a list", f"`bloqr convert --to {to}`", "", milliseconds(mine), "≤ 60 ms"))

    small, all = race([lambda: compiled("HC75"), lambda: compiled("HC")])
    rows.append((all <= 0.1, "Deduplicate, Validate and Compress", "`bloqr compile`", "", milliseconds(all), "≤ 100 ms"))
    rows.append((all / small <= 4.2, "the same, from 75,000 lines to all", "`bloqr compile`", "", f"{all / small:.1f} ×", "≤ 4.2 ×"))
    big, bytes = compiled("HCBIG"), (DIR / "compile/HCBIG.txt").stat().st_size
    rows.append((big["cpu"] <= 2, f"the same on {bytes / MB:.0f} MB", "`bloqr compile`", "", milliseconds(big["cpu"]), "≤ 2 s"))
    rows.append((big["peak"] <= 2 * bytes, f"peak memory on {bytes / MB:.0f} MB", "`bloqr compile`", "", f"{big['peak'] / MB:.1f} MB", f"≤ {2 * bytes / MB:.1f} MB"))

    # Wall time suffers from whoever else is at work here: the best run shows what is ours of it.
    walls = [run([BLOQR, "--version"])["wall"] for _ in range(9 * ROUNDS)]
    wall = statistics.median(walls)
    rows.append((wall <= 0.003, "start, wall time", "`bloqr --version`", f"best: {milliseconds(min(walls))}", milliseconds(wall), "≤ 3 ms"))
    return rows


def said(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def processor():
    try:
        lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def document(rows):
    agtree, aglint, hostlist_compiler = (
        json.loads((DIR / f"{name}/package.json").read_text())["version"]
        for name in ("node_modules/@adguard/agtree", "node_modules/@adguard/aglint", "hc/node_modules/@adguard/hostlist-compiler")
    )
    with open(ALL, "rb") as text:
        lines = sum(1 for _ in text)
    table = "\n".join(f"| {' | '.join(cells)} | {'met' if met else '**missed**'} |" for met, *cells in rows)
    return f"""# Benchmarks

`benches/compare.sh benches/peers --write` measures bloqr beside its peers and writes this page; without `--write` \
it only prints it. It fails when a bar is missed. `cargo bench` measures the parser alone.

Times are CPU time, user and system: the median of {ROUNDS} rounds in which the programs take turns. \
The list is {lines:,} lines, {ALL.stat().st_size / MB:.2f} MB, of real filter lists.

{datetime.date.today().isoformat()}, {os.cpu_count()} cores of {processor()}, {said("rustc", "--version").split(" (")[0]}, \
Node {said(NODE, "--version").lstrip("v")}, AGTree {agtree}, AGLint {aglint}, HostlistCompiler {hostlist_compiler}, adblock-rust 0.13.5:

| work | bloqr | beside it | | bar | |
|---|---|---|--:|--:|---|
{table}
"""


def main():
    # Node looks for AGTree from here.
    os.chdir(DIR)
    rows = measure()
    text = document(rows)
    print(text)
    if "--write" in sys.argv[3:]:
        (ROOT / "docs").mkdir(exist_ok=True)
        (ROOT / "docs/benchmarks.md").write_text(text)
    return 0 if all(met for met, *_ in rows) else 1


sys.exit(main())
