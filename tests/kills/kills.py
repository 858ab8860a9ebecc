#!/usr/bin/env python3
"""kills.py [BLOQR] [KILLS]: kills `bloqr compile -o a.txt -o hosts=b.txt` again and again.

Checks after each kill that each output is the old one or the new one, whole, and after the next run
that no other file is left. Without arguments: target/release/bloqr, 10,000 kills. DIR in the
environment names a folder on the disk to try (default: a new one of the system). Needs Linux.

Of two kills, one comes at once. Before the other the process is stopped and looked at, which tells
where it was: before an output is begun, while one is written, or between its two outputs.
"""

import collections
import os
import pathlib
import random
import signal
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BLOQR = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "target/release/bloqr").resolve()
KILLS = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
SIZES = [10, 300, 3_000, 30_000]
OUTPUTS = {"a.txt": "adblock", "b.txt": "hosts"}
OLD = b"||old.example.com^\n"


def start(folder, config):
    command = [str(BLOQR), "compile", "-q", "-c", config, "--date", "0"]
    for name, form in OUTPUTS.items():
        command += ["-o", f"{form}={name}"]
    os.chdir(folder)
    null = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in (0, 1, 2)]
    return os.posix_spawn(command[0], command, os.environ, file_actions=null)


def place_of(pid, folder):
    """Where a stopped process is, by the files that it has open."""
    try:
        fds = [os.readlink(f"/proc/{pid}/fd/{it}") for it in os.listdir(f"/proc/{pid}/fd")]
    except OSError:
        return None
    return any(it.startswith(f"{folder}/") and ("(deleted)" in it or "/.bloqr-" in it) for it in fds)


def main():
    folder = pathlib.Path(tempfile.mkdtemp(dir=os.environ.get("DIR")))
    configs, new, times = [], {}, {}
    for size in SIZES:
        rules = "".join(f"0.0.0.0 a{it}.example.com\n" for it in range(size))
        (folder / f"{size}.txt").write_text(rules)
        config = f"{size}.json"
        (folder / config).write_text(
            f'{{"name": "x", "sources": [{{"source": "{size}.txt"}}], "transformations": ["Compress", "Validate"]}}'
        )
        took = []
        for _ in range(5):
            started = time.perf_counter()
            os.waitpid(start(folder, config), 0)
            took.append(time.perf_counter() - started)
        configs.append(config)
        times[config] = sorted(took)[2]
        new[config] = {name: (folder / name).read_bytes() for name in OUTPUTS}
    inputs = set(os.listdir(folder)) - set(OUTPUTS)

    where, left, swept, kills, rounds = collections.Counter(), 0, 0, 0, 0
    while kills < KILLS:
        config = random.choice(configs)
        before = {it for it in os.listdir(folder) if it.startswith(".bloqr-")}
        for name in OUTPUTS:
            (folder / name).write_bytes(OLD)
        pid = start(folder, config)
        time.sleep(random.uniform(0, 1.1 * times[config]))
        rounds += 1
        looks = rounds % 2 == 0
        is_writing = None
        if looks:
            os.kill(pid, signal.SIGSTOP)
            _, status = os.waitpid(pid, os.WUNTRACED)
            if os.WIFSTOPPED(status):
                is_writing = place_of(pid, folder)
                os.kill(pid, signal.SIGKILL)
                _, status = os.waitpid(pid, 0)
        else:
            os.kill(pid, signal.SIGKILL)
            _, status = os.waitpid(pid, 0)
        is_new = []
        for name in OUTPUTS:
            text = (folder / name).read_bytes()
            if text not in (OLD, new[config][name]):
                sys.exit(f"{folder}/{name} is neither the old nor the new list, but {len(text)} bytes")
            is_new.append(text != OLD)
        if is_new == [False, True]:
            sys.exit("the second output was written before the first one")
        after = set(os.listdir(folder)) - inputs - set(OUTPUTS)
        if before & after and any(is_new):
            sys.exit(f"left, although a later run has written: {before & after}")
        swept += len(before - after)
        left += len(after - before)
        if os.WIFSIGNALED(status):
            kills += 1
            where[looks, is_writing, *is_new] += 1
        else:
            where["done"] += 1

    os.waitpid(start(folder, configs[0]), 0)
    after = set(os.listdir(folder)) - inputs - set(OUTPUTS)
    if after:
        sys.exit(f"left after the last run: {after}")
    print(f"{kills} kills in {rounds} runs; {where.pop('done', 0)} runs were done before; no output was broken")
    said = {(False, False): "both old", (True, False): "one new", (True, True): "both new"}
    for (looks, is_writing, *is_new), count in sorted(where.items(), key=str):
        how = "at once" if not looks else "while an output is written" if is_writing else "while none is written"
        print(f"  {count:>6}  killed {how}, {said[tuple(is_new)]}")
    print(f"  {left:>6}  files were left by a kill, and deleted by a later run")
    for it in folder.iterdir():
        it.unlink()
    folder.rmdir()


main()
