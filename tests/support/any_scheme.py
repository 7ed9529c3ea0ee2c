"""Small frameworks with any kind of rule, and their profiles, for laws that hold for every definition (hypothesis)."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as some

from bandingdesk.matrix.caseload import MISSING, Caseload, Column
from bandingdesk.matrix.compiled import compile_scheme
from bandingdesk.matrix.profile import Profile
from bandingdesk.matrix.scheme import Scheme
from tests.support.frameworks import read, small

LEVELS = {"a": 4, "b": 4, "c": 2}
BANDS = ("B1", "B2", "B3")
TICKS = ("a.1", "a.2", "b.1")

measures = some.sampled_from(["score", "top", "high", "main", "met", "months"])


def leaves(known: Any) -> Any:
    """Give conditions without others inside; KNOWN gives the measures that may be read."""
    return some.one_of(
        some.builds(
            lambda strand, level: {"kind": "strand_at_least", "strand": strand, "level": min(level, LEVELS[strand])},
            some.sampled_from("abc"),
            some.integers(0, 4),
        ),
        some.builds(
            lambda level, n, exactly, some_: {
                "kind": "count_at_least",
                "level": level,
                "n": min(n, len(some_ or "abc")),
                "exactly": exactly,
                **({"strands": some_} if some_ else {}),
            },
            some.integers(0, 4),
            some.integers(0, 3),
            some.booleans(),
            some.sampled_from([None, ["a", "b"], ["c"], ["a", "c"]]),
        ),
        some.builds(
            lambda measure, low, width: {"kind": "measure", "measure": measure, "from": low, "to": low + width},
            known,
            some.integers(-2, 20),
            some.integers(0, 9),
        ),
        some.builds(lambda value: {"kind": "context", "context": "setting", "values": [value]}, settings),
        some.builds(lambda tick: {"kind": "descriptor_met", "descriptor": tick}, some.sampled_from(TICKS)),
    )


settings = some.sampled_from(["main", "special"])


def trees(known: Any = measures) -> Any:
    """Give conditions of any shape."""
    return some.recursive(
        leaves(known),
        lambda inner: some.one_of(
            some.builds(lambda of: {"kind": "all", "of": of}, some.lists(inner, min_size=1, max_size=3)),
            some.builds(lambda of: {"kind": "any", "of": of}, some.lists(inner, min_size=1, max_size=3)),
            some.builds(lambda of: {"kind": "not", "of": of}, inner),
        ),
        max_leaves=5,
    )


@some.composite
def ladders(draw: Any) -> dict[str, Any]:
    """Give a ladder over any measure; it may have gaps, overlaps and ends that are passed."""
    start, rows = draw(some.integers(-3, 6)), []
    for band in BANDS:
        end = start + draw(some.integers(0, 7))
        rows.append({"band": band, "from": start, "to": end})
        start = end + draw(some.sampled_from([1, 1, 1, 0, 2]))
    return {"kind": "thresholds", "measure": draw(measures), "rows": rows, "above": "refer", "below": "refer"}


@some.composite
def tables(draw: Any) -> dict[str, Any]:
    """Give a table of rules with any policy."""
    rows = [
        {"id": f"R{n}", "when": draw(trees()), "band": draw(some.sampled_from(BANDS)), "why": "x"}
        for n in range(draw(some.integers(1, 3)))
    ]
    policy = draw(some.sampled_from(["first", "unique", "any", "highest_band"]))
    made: dict[str, Any] = {"kind": "cases", "policy": policy, "rows": rows}
    otherwise = draw(some.sampled_from(["B1", "refer", None]))
    return made if otherwise is None else {**made, "otherwise": otherwise}


@some.composite
def decisions(draw: Any) -> dict[str, Any]:
    """Give any way to decide, two of them joined among them."""
    of = [draw(ladders() if draw(some.booleans()) else tables()) for _ in range(draw(some.integers(1, 2)))]
    if len(of) == 1:
        alone: dict[str, Any] = of[0]
        return alone
    for n, inner in enumerate(of):
        for row in inner["rows"]:
            if "id" in row:
                row["id"] = f"{row['id']}.{n}"
    return {"kind": "best_of", "of": of}


@some.composite
def definitions(draw: Any) -> dict[str, Any]:
    """Give a small definition with any rules."""
    made = small(missing="interval")
    for strand, own in (("a", ["a.1", "a.2"]), ("b", ["b.1"])):
        at = next(s for s in made["strands"] if s["id"] == strand)
        at["levels"][1]["descriptors"] = [{"id": tick, "text": {"default": tick}} for tick in own]
    made["contexts"].append({"id": "need", "values": ["na", "nb"]})
    score = made["measures"][0]
    score["group_caps"] = [{"strands": ["a", "b"], "max": draw(some.integers(-1, 8))}]
    score["table"][2]["weight"] = draw(some.integers(0, 2))
    # An addition reads what stands before it.
    if draw(some.booleans()):
        known = some.sampled_from(["top", "months"])
        score["add_if"] = [{"id": "U", "when": draw(trees(known)), "add": draw(some.integers(-3, 5)), "why": "x"}]
    made["measures"] = [
        {"kind": "highest", "id": "top", "rank": draw(some.integers(1, 3))},
        {"kind": "number", "id": "months", "min": -1, "max": 12},
        score,
        {"kind": "count", "id": "high", "level": draw(some.integers(0, 3))},
        {
            "kind": "primary",
            "id": "main",
            "context": "need",
            "strands": [{"value": "na", "strand": "a"}, {"value": "nb", "strand": "b"}],
        },
        {"kind": "descriptors_met", "id": "met", "set": "s", "descriptors": list(TICKS)},
    ]
    made["decide"] = draw(decisions())
    made["adjust"] = []
    for n in range(draw(some.integers(0, 2))):
        kind = draw(some.sampled_from(["move", "floor", "cap"]))
        by = {"by": draw(some.integers(-2, 2))} if kind == "move" else {"band": draw(some.sampled_from(BANDS))}
        made["adjust"].append({"kind": kind, "id": f"A{n}", "when": draw(trees()), "why": "x", **by})
    if draw(some.booleans()):
        action = draw(some.sampled_from(["refer", "refuse", "warn"]))
        made["guards"] = [{"id": "G", "never": draw(trees()), "action": action, "why": "x"}]
    if draw(some.booleans()):
        made["bands"][0]["settings"] = ["main"]
    return made


@some.composite
def schemes(draw: Any) -> Scheme:
    """Give a compiled scheme with any rules."""
    return compile_scheme(read(draw(definitions())))


@some.composite
def caseloads(draw: Any, scheme: Scheme, *, gaps: bool = False, most: int = 12) -> Caseload:
    """Give a few cases that fit SCHEME, levels missing among them where GAPS."""
    n = draw(some.integers(1, most))
    own = [some.sampled_from((*strand.levels, MISSING) if gaps else strand.levels) for strand in scheme.strands]
    return Caseload(
        cases=tuple(f"C{k}" for k in range(n)),
        strands=tuple(strand.id for strand in scheme.strands),
        levels=np.array([draw(some.lists(each, min_size=n, max_size=n)) for each in own], dtype=np.int8),
        contexts={
            name: Column.of(draw(some.lists(some.sampled_from(values), min_size=n, max_size=n)), values)
            for name, values in scheme.values.items()
        },
        numbers={
            measure.id: np.array(draw(some.lists(some.integers(measure.min, measure.max), min_size=n, max_size=n)))
            for measure in scheme.framework.measures
            if measure.kind == "number"
        },
        ticks={tick: np.array(draw(some.lists(some.booleans(), min_size=n, max_size=n))) for tick in scheme.ticks},
    )


def profile(caseload: Caseload, n: int) -> Profile:
    """Return case N of CASELOAD as the evaluator reads it."""
    given = caseload.profile(n)
    return Profile(given["levels"], given["descriptors"], given["context"], given["numbers"])
