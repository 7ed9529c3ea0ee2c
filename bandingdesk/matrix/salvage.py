"""What of a framework with faults can still be checked: a stand-in for each faulty part, so that all faults are named.

References are looked up only in a whole framework. Where a part does not fit the format it is taken out, or replaced
by a stand-in, and faults that may come from that alone are kept back. Nothing made here is ever used as a framework.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
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
    spoilt: dict[str, set[int | str]] = {}  # by key of the definition: the members that are faulty
    for key, *rest in faulty:
        spoilt.setdefault(str(key), set()).add(rest[0] if rest else "")
    for key, members in spoilt.items():
        value = raw.get(key)
        if isinstance(value, list) and all(isinstance(member, int) for member in members):
            lost |= {text for n, member in enumerate(value) if n in members for text in _texts(member)}
            numbers[key] = [n for n in range(len(value)) if n not in members]
            sound[key] = [value[n] for n in numbers[key]]
        else:
            lost |= set(_texts(value))
            sound.pop(key, None)
            if key in _STAND_INS:
                sound[key] = _STAND_INS[key]
    try:
        framework = Framework.model_validate_json(json.dumps(sound))
    except ValidationError:
        return []
    found = (_renumbered(problem, numbers) for problem in references.problems(framework))
    return [problem for problem in found if not _is_doubtful(problem, spoilt.keys(), lost)]


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


def _is_doubtful(problem: Problem, keys: Collection[str], lost: set[str]) -> bool:
    """Say whether PROBLEM may come from what was taken out alone."""
    head = problem.path.partition("[")[0].partition(".")[0]
    if head in keys and head in _STAND_INS:
        return True
    if not lost.isdisjoint(problem.found.split('"')[1::2]):
        return True
    return ("strands" in keys and problem.path.endswith(_COUNTED)) or problem.expected.endswith("there are none")
