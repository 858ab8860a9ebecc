"""A body that fits its schema is refused only for what no schema can say."""

import re

import schemathesis
from schemathesis.generation import GenerationMode

# Of `invalid-request`: what the core says of bodies of the right shape.
NOT_IN_A_SCHEMA = re.compile(
    "this text is missing"
    "|this source is empty"
    "|only one step can validate"
    "|a source already has a step that validates"
    "|the pattern `"
    "|a rule has one line"
    "|another request has this id"
    "|a URL like"
    "|is HTML|is JSON|is XML"
)


@schemathesis.check
def refused_for_a_reason(ctx, response, case):
    if case.meta is None or case.meta.generation.mode != GenerationMode.POSITIVE or response.status_code != 422:
        return
    problem = response.json()
    if not problem["type"].endswith("/invalid-request"):
        return
    for fault in problem.get("errors", []):
        assert NOT_IN_A_SCHEMA.search(fault["detail"]), f"{fault['pointer']}: {fault['detail']}"
