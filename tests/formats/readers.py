"""Reads reports of `bloqr validate` with programs that others wrote: readers.py BLOQR.

The same lists are reported in each format, and each reader must find as many problems as the others.
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import xml.sax

import jsonschema
import junitparser
from sarif import loader

ROOT = pathlib.Path(__file__).parents[2]
BLOQR = str(pathlib.Path(sys.argv[1]).resolve())

# What could break a format: quotes, ends of CDATA, control characters, bytes that are no UTF-8.
HOSTILE = b"||a.example^$]]>\"'<b>&amp;\n||b.example^$\x1b[2J\x07\xc2\x9b\xe2\x80\xaex\n||c.ex\xffample^$x%0Ay\n||d.example^$script,script\n"
LISTS = {
    b"hostile.txt": HOSTILE,
    b"a b%41,c:d.txt": HOSTILE,
    b"]]>\"&'<x>.txt": HOSTILE,
    b"line\nend\x1b.txt": HOSTILE,
    b"not-utf-8-\xff.txt": HOSTILE,
    b"clean.txt": b"||a.example^\n",
    b"many.txt": b"".join(b"||%d.example^$what\n" % n for n in range(10_000)),
}


def report(folder, form, *lists):
    """The report, as a file."""
    path = pathlib.Path(folder, f"report.{form}")
    args = [BLOQR, "validate", "--no-config", "--all", "--format", form, "--output", str(path), *(lists or ["lists"])]
    done = subprocess.run(args, cwd=folder, capture_output=True)
    assert done.returncode in (0, 1), done
    return path


def schema(name, document):
    schema = json.loads((ROOT / name).read_text())
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    faults = [fault.message[:300] for fault in kind(schema).iter_errors(document)]
    assert not faults, (name, faults[:5])


class Elements(xml.sax.ContentHandler):
    """Counts the elements of a document."""

    def __init__(self):
        super().__init__()
        self.counts = {}

    def startElement(self, name, attrs):
        self.counts[name] = self.counts.get(name, 0) + 1


def by_json(path):
    document = json.loads(path.read_text("utf-8"))
    schema("docs/schema/report.schema.json", document)
    return sum(document["summary"][it] for it in ("errors", "warnings", "infos"))


def by_ndjson(path):
    return len([json.loads(line) for line in path.read_text("utf-8").splitlines()])


def by_sarif_tools(path):
    schema("tests/schema/sarif-2.1.0.json", json.loads(path.read_text("utf-8")))
    runs = loader.load_sarif_file(str(path))
    assert runs.get_distinct_tool_names() == ["bloqr"], runs.get_distinct_tool_names()
    records = runs.get_records()
    assert all(it["Location"] and it["Line"] for it in records)
    return runs.get_result_count()


def by_gitlab_schema(path):
    document = json.loads(path.read_text("utf-8"))
    schema("tests/schema/gitlab-code-quality.json", document)
    assert len({it["fingerprint"] for it in document}) == len(document)
    return len(document)


def by_junitparser(path):
    suites = junitparser.JUnitXml.fromfile(str(path))
    for suite in suites:
        failures = [case for case in suite if any(isinstance(it, junitparser.Failure) for it in case.result)]
        assert (suite.tests, suite.failures) == (len(list(suite)), len(failures)), suite.name
    return sum(suite.failures for suite in suites)


def by_sax(path):
    elements = Elements()
    xml.sax.parse(str(path), elements)
    return elements.counts.get("error", 0)


READERS = {
    "json": by_json,
    "ndjson": by_ndjson,
    "sarif": by_sarif_tools,
    "gitlab": by_gitlab_schema,
    "junit": by_junitparser,
    "checkstyle": by_sax,
}

with tempfile.TemporaryDirectory() as folder:
    lists = pathlib.Path(folder, "lists")
    lists.mkdir()
    for name, text in LISTS.items():
        try:
            with open(bytes(lists) + b"/" + name, "wb") as file:
                file.write(text)
        except OSError:
            print(f"skipped: {name}, which is no name here")
    counts = {form: read(report(folder, form)) for form, read in READERS.items()}
    assert len(set(counts.values())) == 1 and counts["json"] > 10_000, counts
    clean = {form: read(report(folder, form, "lists/clean.txt")) for form, read in READERS.items()}
    assert set(clean.values()) == {0}, clean
    print(f"{len(READERS)} formats, {counts['json']} problems, as many for each reader")
