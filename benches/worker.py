#!/usr/bin/env python3
"""The time of POST /api/compile with 1 MiB, through LOADER and inline: benches/worker.py [COUNT [WORKER…]]

Two backends run side by side, and a request to one is followed by the same request to the other, so that
other work of the machine hits both; CPU time, of all threads of workerd, is the steadier figure. WORKER is a folder like worker/; with several, they are compared. Each
request has another date, so that no answer is the cache's. Needs a built `bloqr` (BLOQR, otherwise
target/release/bloqr or target/debug/bloqr), worker/core.wasm, and `npm ci --prefix worker`.
"""

import http.client
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEY = "blq_0123456789abcdef0123456789abcdef0123456789abcdef"
WORKERD = ROOT / "worker/node_modules/@cloudflare/workerd-linux-64/bin/workerd"
PATHS = {
    "loader": [],
    "inline": ["--without", "loader", "--without", "dynamic-worker-loader"],
}


def bloqr():
    built = [ROOT / "target/release/bloqr", ROOT / "target/debug/bloqr"]
    return os.environ.get("BLOQR") or next(str(it) for it in built if it.exists())


class Backend:
    def __init__(self, worker, options):
        self.dir = tempfile.TemporaryDirectory()
        shutil.copytree(worker, self.dir.name, dirs_exist_ok=True, ignore=shutil.ignore_patterns("node_modules"))
        subprocess.run([bloqr(), "bindings", "enable", "all"], cwd=self.dir.name, check=True, capture_output=True)
        env = {"BLOQR_WORKERD": os.environ.get("BLOQR_WORKERD", str(WORKERD)), "BLOQR_DEV_KEY": KEY}
        command = [bloqr(), "dev", "--tier", "admin", *options]
        self.process = subprocess.Popen(
            command, cwd=self.dir.name, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        url = self.process.stdout.readline().strip()
        self.client = http.client.HTTPConnection(url.removeprefix("http://"), timeout=60)

    def post(self, path, body):
        """Seconds until the last byte of the answer, and the answer."""
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {KEY}"}
        since = time.perf_counter()
        self.client.request("POST", path, body, headers)
        response = self.client.getresponse()
        answer = response.read()
        seconds = time.perf_counter() - since
        assert response.status == 200, answer[:500]
        return seconds, answer, response.getheader("X-Bloqr-Dispatch")

    def cpu(self):
        """Seconds that workerd's threads have computed."""
        parent = f"/proc/{self.process.pid}/task/{self.process.pid}/children"
        tasks = Path(f"/proc/{Path(parent).read_text().split()[0]}/task").glob("*/schedstat")
        return sum(int(it.read_text().split()[0]) for it in tasks) / 1e9

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.dir.cleanup()


def text():
    """A list of nearly 1 MiB: three names of four, and rules of the corpus."""
    corpus = (ROOT / "tests/corpus/rules.txt").read_text().splitlines()
    corpus = [it for it in corpus if not it.startswith("!#")]
    chance = random.Random(8)
    lines, size = [], 0
    while size < (1 << 20) - (1 << 16):
        is_name = chance.random() < 0.75
        line = f"||ads{chance.randrange(1 << 20)}.example.com^" if is_name else chance.choice(corpus)
        lines.append(line)
        size += len(line.encode()) + 1
    return "\n".join(lines) + "\n"


def body(text, n):
    source = "https://lists.example.com/a.txt"
    steps = ["Deduplicate", "Compress", "Validate"]
    configuration = {"name": "Load", "sources": [{"source": source}], "transformations": steps}
    date = f"2026-11-27T{n // 3600 % 24:02}:{n // 60 % 60:02}:{n % 60:02}Z"
    request = {"configuration": configuration, "preFetchedContent": {source: text}, "date": date}
    return json.dumps(request).encode()


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    workers = [Path(it) for it in sys.argv[2:]] or [ROOT / "worker"]
    list_text = text()
    backends = {(worker, path): Backend(worker, PATHS[path]) for worker in workers for path in PATHS}
    times = {key: [] for key in backends}
    work = {key: [] for key in backends}
    try:
        for n in range(count):
            request = body(list_text, n)
            answers = set()
            for (worker, path), backend in backends.items():
                before = backend.cpu()
                seconds, answer, by = backend.post("/api/compile", request)
                assert by == path, by
                answers.add(answer)
                # The first requests compile the code.
                if n >= 5:
                    times[worker, path].append(seconds * 1e3)
                    work[worker, path].append((backend.cpu() - before) * 1e3)
            assert len(answers) == 1, "the paths differ"
    finally:
        for backend in backends.values():
            backend.stop()
    for worker, path in backends:
        for what, measured in ("wall", times), ("CPU", work):
            inline, it = measured[worker, "inline"], measured[worker, path]
            median, best = statistics.median(it), min(it)
            ratio = f"{median / statistics.median(inline):.2f} x, {best / min(inline):.2f} x inline"
            print(f"{worker.name:12} {path:8} {what:4} median {median:6.1f} ms, best {best:6.1f} ms: {ratio}")


main()
