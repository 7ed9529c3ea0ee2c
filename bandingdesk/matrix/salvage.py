"""What of a framework with faults can still be checked: a stand-in for each faulty part, so that all faults are named.

References are looked up only in a whole framework. Where a part does not fit the format it is taken out, or replaced
by a stand-in, and faults that may come from that alone are kept back. Nothing made here is ever used as a framework.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import ValidationError

from bandingdesk.matrix import references
from bandingdesk.matrix.framework import Framework
from bandingdesk.matrix.references import Problem

_STAND_INS: dict[str, Any] = {
    "schema": "banding/1",
    "id": "x",
    "version": "x",
    "authority": {"name": "x"},
    "title": "x",
    "effective": {"from": "2000-01-01"},
    "decide": {"kind": "thresholds", "measure": "x", "rows": [{"band": "x", "from": 0, "to": 0}]},
    "missing": "error",
    "override": {"allowed": True},
}
# Where a strand is lost, what was counted against the strands is counted wrong.
_COUNTED = (".n", ".rank", ".points", ".cards")


def reference_problems(raw: dict[str, Any], faulty: Sequence[tuple[int | str, ...]]) -> list[Problem]:
    """Return the faults of references in the definition RAW that the parts at the paths FAULTY can't have caused."""
    sound, lost = dict(raw), set[str]()
    numbers: dict[str, list[int]] = {}  # old numbers of what is left, by list
    for key in {path[0] for path in faulty if path}:
        value = raw.get(str(key))
        spoilt = {path[1] for path in faulty if path[0] == key and len(path) > 1 and isinstance(path[1], int)}
        whole = any(path[0] == key and not (len(path) > 1 and isinstance(path[1], int)) for path in faulty)
        if isinstance(value, list) and not whole:
            lost |= {text for n in spoilt if n < len(value) for text in _texts(value[n])}
            numbers[str(key)] = [n for n in range(len(value)) if n not in spoilt]
            sound[str(key)] = [value[n] for n in numbers[str(key)]]
        else:
            lost |= set(_texts(value))
            sound.pop(str(key), None)
            sound |= {str(key): _STAND_INS[str(key)]} if key in _STAND_INS else {}
    try:
        framework = Framework.model_validate_json(json.dumps(sound))
    except ValidationError:
        return []
    found = (_renumbered(problem, numbers) for problem in references.problems(framework))
    return [problem for problem in found if not _is_doubtful(problem, {str(path[0]) for path in faulty if path}, lost)]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _renumbered(problem: Problem, numbers: dict[str, list[int]]) -> Problem:
    return problem._replace(
        path=_old(problem.path, numbers), other=None if problem.other is None else _old(problem.other, numbers)
    )


def _old(path: str, numbers: dict[str, list[int]]) -> str:
    key, bracket, rest = path.partition("[")
    if not bracket or key not in numbers:
        return path
    n, _, tail = rest.partition("]")
    return f"{key}[{numbers[key][int(n)]}]{tail}"


def _is_doubtful(problem: Problem, keys: set[str], lost: set[str]) -> bool:
    """Say whether PROBLEM may come from what was taken out alone."""
    head = problem.path.partition("[")[0].partition(".")[0]
    if head in keys and head in _STAND_INS:
        return True
    if any(f'"{text}"' in problem.found or f"level {text}" in problem.found for text in lost):
        return True
    return ("strands" in keys and problem.path.endswith(_COUNTED)) or problem.expected.endswith("there are none")
