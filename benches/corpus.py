#!/usr/bin/env python3
"""corpus.py LISTS DIR: makes two long lists out of the folder LISTS, the same bytes each time.

ALL.txt is every list of the folder but hosts files, one after the other. BIG.txt is 100 MB: ALL
again and again, where each copy renames the first host (or else the last word) of each rule, so
that no rule stands twice and each keeps its shape.
"""

import pathlib
import re
import sys

BIG_BYTES = 100_000_000
HOST = re.compile(rb"[a-z0-9-]{2,}(?=(?:\.[a-z0-9-]+)*\.[a-z]{2,}\b)")
LAST_WORD = re.compile(rb"[a-zA-Z][\w-]*$")


def renamed(line, copy):
    if line[:1] in (b"!", b"[", b"") or line[:2] == b"# ":
        return line
    found = HOST.search(line) or LAST_WORD.search(line)
    if not found:
        return line
    return b"%s-%d%s" % (line[: found.end()], copy, line[found.end() :])


def main(lists, folder):
    folder.mkdir(parents=True, exist_ok=True)
    texts = [path.read_bytes() for path in sorted(lists.glob("*.txt")) if path.name != "hosts.txt"]
    if not texts:
        sys.exit(f"corpus.py: no lists in {lists}")
    everything = b"".join(text if text.endswith(b"\n") else text + b"\n" for text in texts)
    (folder / "ALL.txt").write_bytes(everything)
    rules = everything.split(b"\n")
    with open(folder / "BIG.txt", "wb") as big:
        size = big.write(everything)
        copy = 0
        while size < BIG_BYTES:
            copy += 1
            size += big.write(b"\n".join(renamed(rule, copy) for rule in rules))


main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
