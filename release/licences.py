"""Prints the licences of everything that the binary of a target contains: python3 release/licences.py TARGET

The texts are those that the crates ship. A crate without a text is named with its SPDX expression and its repository.
"""

import json
import pathlib
import subprocess
import sys

LICENCE = ("licen", "copying", "notice", "unlicense")


def cargo_metadata(target):
    command = ["cargo", "metadata", "--locked", "--format-version=1", f"--filter-platform={target}"]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def linked(metadata):
    """The crates that are linked into `bloqr`: no development dependencies, none of build scripts."""
    nodes = {it["id"]: it for it in metadata["resolve"]["nodes"]}
    found, left = set(), [metadata["resolve"]["root"]]
    while left:
        node = nodes[left.pop()]
        if node["id"] not in found:
            found.add(node["id"])
            left += [it["pkg"] for it in node["deps"] if any(kind["kind"] is None for kind in it["dep_kinds"])]
    crates = [it for it in metadata["packages"] if it["id"] in found and it["source"]]
    return sorted(crates, key=lambda it: (it["name"], it["version"]))


def texts(crate):
    folder = pathlib.Path(crate["manifest_path"]).parent
    named = folder / crate["license_file"] if crate["license_file"] else None
    files = [it for it in folder.iterdir() if it.is_file() and it.name.lower().startswith(LICENCE)]
    if named and named.is_file():
        files.append(named)
    return [it.read_text("utf-8", "replace").strip() for it in sorted(set(files))]


by_text, without = {}, []
for crate in linked(cargo_metadata(sys.argv[1])):
    name = f"{crate['name']} {crate['version']} ({crate['license'] or 'see its text'})"
    for text in texts(crate):
        by_text.setdefault(text, []).append(name)
    if not texts(crate):
        without.append(f"{name} {crate['repository'] or ''}".rstrip())

sys.stdout.reconfigure(encoding="utf-8", newline="\n")
print("bloqr contains these crates, and the standard library of Rust (MIT OR Apache-2.0).")
for text, names in sorted(by_text.items(), key=lambda it: it[1]):
    print("\n" + "=" * 80 + "\n" + "\n".join(names) + "\n" + "-" * 80 + "\n\n" + text)
if without:
    print("\n" + "=" * 80 + "\nThese crates ship no text of their licence:\n\n" + "\n".join(without))
