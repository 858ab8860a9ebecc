"""Makes crates/suffix/src/suffixes.txt from the public suffix list (https://publicsuffix.org/list/public_suffix_list.dat).

python3 scripts/suffixes.py public_suffix_list.dat > crates/suffix/src/suffixes.txt
"""

import sys

HEADER = """\
// The public suffix list (https://publicsuffix.org), without private suffixes, sorted by labels from the right.
// This Source Code Form is subject to the terms of the Mozilla Public License, v. 2.0.
"""


def ascii_label(label):
    return label if label.isascii() else "xn--" + label.encode("punycode").decode()


def main(path):
    rules = set()
    is_ours = False
    for line in open(path, encoding="utf-8"):
        line = line.strip()
        if line.startswith("// ==="):
            is_ours = "BEGIN ICANN" in line
        elif is_ours and line and not line.startswith("//"):
            rules.add(line)
            rules.add(".".join(ascii_label(label) for label in line.split(".")))
    print(HEADER, end="")
    for rule in sorted(rules, key=lambda it: it.lstrip("!").split(".")[::-1]):
        print(rule)


if __name__ == "__main__":
    main(*sys.argv[1:])
