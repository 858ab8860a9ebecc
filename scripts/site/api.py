"""Makes a page of docs/openapi.json: each operation, what it takes and what it answers."""
import html
import json
import pathlib
import re

from mkdocs.structure.files import File

ROOT = pathlib.Path(__file__).resolve().parents[2]
# What stands in other columns, or only repeats the form of JSON.
ELSEWHERE = {"type", "description", "properties", "items", "required", "$ref", "oneOf", "anyOf", "enum", "const", "title", "additionalProperties"}


def on_files(files, config):
    document = json.loads((ROOT / "docs/openapi.json").read_text())
    files.append(File.generated(config, "docs/api.md", content=page(document)))
    return files


def page(document):
    schemas = document["components"]["schemas"]
    key = document["components"]["securitySchemes"]["key"]
    parts = [
        "# HTTP API",
        "What the backend takes and answers. [openapi.json](openapi.json) is the same for programs (a backend serves it at"
        " `/api/openapi.json`), and [The backend](worker.md) has the words to it.",
        f"Requests need `Authorization: Bearer …`, if nothing else is said. {key['description']}.",
    ]
    for path, operations in document["paths"].items():
        for method, it in operations.items():
            parts += operation(method, path, it)
    parts += ["## Schemas"]
    for name, schema in schemas.items():
        parts += [f"### {name}", fields(schema)]
    headers = document["components"]["headers"]
    rows = [(code(name), it["schema"]["type"], words(it["description"])) for name, it in headers.items()]
    parts += ["## Headers", table(("header", "type", "what it is"), rows)]
    return "\n\n".join(parts) + "\n"


def operation(method, path, it):
    parts = [f"## {method.upper()} {path}", f"{it['summary']}."]
    if it.get("security") == []:
        parts.append("It needs no key.")
    if it.get("parameters"):
        rows = [
            (name(one["name"], one.get("required")), one["in"], " ".join([kind(one["schema"]), words(one.get("description", ""))]))
            for one in it["parameters"]
        ]
        parts += ["**Parameters**", table(("name", "in", "what it is"), rows)]
    for media, body in it.get("requestBody", {}).get("content", {}).items():
        parts += [f"**Body**, `{media}`", fields(body["schema"])]
        if "example" in body:
            example = body["example"] if isinstance(body["example"], str) else json.dumps(body["example"], indent=2)
            parts.append(f"<pre><code>{html.escape(example)}</code></pre>")
    rows = []
    for status, answer in it["responses"].items():
        content = [f"{code(media)} {kind(of['schema'])}" for media, of in answer.get("content", {}).items()]
        rows.append((code(status), words(answer["description"]), "<br>".join(content)))
    parts += ["**Answers**", table(("status", "when", "what"), rows)]
    return parts


def fields(schema):
    """The fields of an object, and of the objects in it."""
    rows = list(rows_of(schema, ""))
    return table(("field", "type", "what it is"), rows) if rows else f"<p>{kind(schema)} {said(schema)}</p>"


def rows_of(schema, prefix):
    if "items" in schema:
        yield from rows_of(schema["items"], f"{prefix}[]")
        return
    for key, one in schema.get("properties", {}).items():
        path = f"{prefix}.{key}" if prefix else key
        yield name(path, key in schema.get("required", [])), kind(one), said(one)
        yield from rows_of(one, path)
    for choice in ("oneOf", "anyOf"):
        forms = schema.get(choice, [])
        # A form that only requires fields of the object is said in words.
        needs = [" and ".join(code(it) for it in one["required"]) for one in forms if set(one) == {"required"}]
        if needs:
            yield "", "", "needs " + " or ".join(needs)
        others = [one for one in forms if set(one) != {"required"}]
        for number, one in enumerate(others, 1):
            yield f"<i>{'or' if number > 1 else 'either'}</i>", kind(one), said(one)
            yield from rows_of(one, prefix)


def kind(schema):
    if "$ref" in schema:
        target = schema["$ref"].rsplit("/", 1)[-1]
        return f'<a href="#{target.lower()}">{html.escape(target)}</a>'
    if "enum" in schema:
        return " | ".join(code(json.dumps(it)) for it in schema["enum"])
    if "const" in schema:
        return code(json.dumps(schema["const"]))
    if schema.get("type") == "array":
        return f"list of {kind(schema.get('items', {}))}"
    types = schema.get("type", "any" if not schema.keys() & {"oneOf", "anyOf", "properties"} else "object")
    return html.escape(" | ".join(types) if isinstance(types, list) else types)


def said(schema):
    """What is said of a field, and each limit of it."""
    limits = [f"{spaced(key)} {code(json.dumps(value))}" for key, value in schema.items() if key not in ELSEWHERE]
    others = schema.get("additionalProperties", True)
    if others is not True:
        limits.append("no other fields" if others is False else f"each value: {kind(others)}")
    return " · ".join([it for it in [words(schema.get("description", "")), *limits] if it])


def name(text, required):
    return code(text) + ("" if required else ' <small>optional</small>')


def spaced(key):
    """`maxItems` as words."""
    return re.sub(r"[A-Z]", lambda it: f" {it[0].lower()}", key)


def words(text):
    return re.sub(r"`([^`]*)`", r"<code>\1</code>", html.escape(text))


def code(text):
    return f"<code>{html.escape(text)}</code>"


def table(head, rows):
    line = lambda cells, tag: "<tr>" + "".join(f"<{tag}>{it}</{tag}>" for it in cells) + "</tr>"
    return f"<table><thead>{line(head, 'th')}</thead><tbody>{''.join(line(it, 'td') for it in rows)}</tbody></table>"
