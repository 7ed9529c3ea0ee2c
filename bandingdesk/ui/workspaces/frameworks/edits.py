"""What a person does to a draft, each as one function from document to document: parts are added whole and go whole.

A part that is taken away takes along what belongs to it alone (a strand's points and its levels in the tests). A rule
that still names it stays, and the check says so: nobody's rule is changed behind their back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from bandingdesk.ui.workspaces.frameworks import draft
from bandingdesk.ui.workspaces.frameworks.draft import Document, Path

_NOT_ID = re.compile(r"[^A-Za-z0-9]+")
LONGEST_ID = 40
_SHORT = 60  # characters of a descriptor's words in a list


def new_id(words: str, taken: Iterable[str]) -> str:
    """Return an id made from WORDS that is not among those TAKEN.

    >>> new_id("Managing feelings", ["managing-feelings"])
    'managing-feelings-2'
    """
    stem = _NOT_ID.sub("-", words).strip("-").lower()[:LONGEST_ID] or "new"
    known, number, made = set(taken), 2, stem
    while made in known:
        made, number = f"{stem}-{number}", number + 1
    return made


def ids(document: Document, path: Path) -> list[str]:
    """Return the ids in the list at PATH."""
    return [str(one.get("id", "")) for one in draft.get(document, path, ()) or ()]


def next_number(document: Document, path: Path, letter: str) -> str:
    """Return the next id of a numbered list: U3 after U1 and U2."""
    known, number = set(ids(document, path)), 1
    while f"{letter}{number}" in known:
        number += 1
    return f"{letter}{number}"


# Strands and levels


def add_strand(document: Document, name: str) -> Document:
    """Add a strand of the last one's area with two levels, and its row in every table of points."""
    last = (document.get("strands") or [{}])[-1]
    made = new_id(name, ids(document, ("strands",)))
    levels = [{"level": n, "name": f"Level {n}"} for n in (0, 1)]
    strand = {"id": made, "name": name, "area": last.get("area", "general"), "levels": levels}
    document = draft.insert(document, ("strands",), strand)
    for path in points_tables(document):
        document = draft.insert(document, path, {"strand": made, "points": [0, 0]})
    return document


def remove_strand(document: Document, at: int) -> Document:
    """Take a strand away, with its points, its places in caps on groups and its levels in the tests."""
    gone = document["strands"][at]["id"]
    document = draft.remove(document, ("strands", at))
    for path in points_tables(document):
        document = _without(document, path, lambda row: row["strand"] == gone)
    for measure, one in enumerate(document.get("measures", ())):
        for cap, group in enumerate(one.get("group_caps", ())):
            kept = [strand for strand in group["strands"] if strand != gone]
            document = draft.put(document, ("measures", measure, "group_caps", cap, "strands"), kept)
        if "group_caps" in one:
            document = _without(document, ("measures", measure, "group_caps"), lambda group: not group["strands"])
    for test, one in enumerate(document.get("tests", ())):
        levels = {strand: level for strand, level in one["levels"].items() if strand != gone}
        document = draft.put(document, ("tests", test, "levels"), levels)
    return document


def add_level(document: Document, strand: int) -> Document:
    """Add a level above the highest of a strand; its points are those of the level below it."""
    one = document["strands"][strand]
    number = max(level["level"] for level in one["levels"]) + 1
    document = draft.insert(document, ("strands", strand, "levels"), {"level": number, "name": f"Level {number}"})
    return _points_of(document, one["id"], lambda points: [*points, points[-1] if points else 0])


def remove_level(document: Document, strand: int, at: int) -> Document:
    """Take a level of a strand away, with its points."""
    name = document["strands"][strand]["id"]
    document = draft.remove(document, ("strands", strand, "levels", at))
    return _points_of(document, name, lambda points: [*points[:at], *points[at + 1 :]])


def set_descriptor(document: Document, level: Path, phase: str, words: str, at: int = 0) -> Document:
    """Write the words of the descriptor AT of a level for a PHASE ("default", "early_years", "post16").

    The first words of a level make its descriptor. "" takes the words away, and with the default words the descriptor.
    """
    path = (*level, "descriptors", at)
    if not draft.has(document, path):
        return add_descriptor(document, level, words) if words and phase == "default" else document
    if phase == "default" and not words:
        return draft.remove(document, path)
    return draft.put(document, (*path, "text", phase), words or None)  # type: ignore[no-any-return]


def add_descriptor(document: Document, level: Path, words: str) -> Document:
    """Add a descriptor to a level; its id is one that the scheme does not have, and stays whatever its words become."""
    strand, number = draft.get(document, level[:2]), draft.get(document, (*level, "level"))
    stem, known = f"{strand['id']}.{number}", set(descriptors(document))
    letters = (f"{stem}.{letter}" for letter in "abcdefghijklmnopqrstuvwxyz")
    free = next((one for one in letters if one not in known), None) or new_id(stem, known)
    return draft.insert(document, (*level, "descriptors"), {"id": free, "text": {"default": words}})


def points_tables(document: Document) -> list[Path]:
    """Return the paths of all tables of points."""
    measures = document.get("measures", ())
    return [("measures", at, "table") for at, one in enumerate(measures) if one.get("kind") == "points"]


def _points_of(document: Document, strand: str, change: Callable[[list[int]], list[int]]) -> Document:
    for path in points_tables(document):
        for at, row in enumerate(draft.get(document, path)):
            if row["strand"] == strand:
                document = draft.put(document, (*path, at, "points"), change(list(row["points"])))
    return document


def _without(document: Document, path: Path, gone: Callable[[Any], bool]) -> Document:
    kept = [row for row in draft.get(document, path, ()) if not gone(row)]
    made: Document = draft.put(document, path, kept or None)
    return made


# Bands and their ladder


def add_band(document: Document, name: str) -> Document:
    """Add a band above the highest, and its row on a ladder, where it starts one above the last row."""
    bands = document.get("bands", ())
    made = new_id(name, ids(document, ("bands",)))
    rank = max((band["rank"] for band in bands), default=0) + 1
    document = draft.insert(document, ("bands",), {"id": made, "name": name, "rank": rank})
    for ladder in ladders(document):
        last = max((row["to"] for row in draft.get(document, (*ladder, "rows"), ())), default=-1)
        document = draft.insert(document, (*ladder, "rows"), {"band": made, "from": last + 1, "to": last + 10})
    return document


def highest_band(document: Document) -> str:
    """Return the id of the band with the highest rank, or of one to be made."""
    bands = sorted(document.get("bands", ()), key=lambda band: int(band["rank"]))
    return str(bands[-1]["id"]) if bands else "band"


def remove_band(document: Document, at: int) -> Document:
    """Take a band away, with its rows on ladders."""
    gone = document["bands"][at]["id"]
    document = draft.remove(document, ("bands", at))
    for ladder in ladders(document):
        document = _without(document, (*ladder, "rows"), lambda row: row["band"] == gone)
    return document


def deciders(document: Document, path: Path = ("decide",)) -> list[Path]:
    """Return the paths of all ways to decide, those inside a best of after it."""
    found = [path]
    for at, _ in enumerate(draft.get(document, (*path, "of"), ()) or ()):
        found += deciders(document, (*path, "of", at))
    return found


def ladders(document: Document) -> list[Path]:
    """Return the paths of all ladders of thresholds."""
    return [path for path in deciders(document) if draft.get(document, (*path, "kind")) == "thresholds"]


def new_decision(document: Document, kind: str) -> Document:
    """Return an empty way to decide of KIND over what the document has."""
    bands = sorted(document.get("bands", ()), key=lambda band: int(band["rank"]))
    first = bands[0]["id"] if bands else "band"
    measures = [one["id"] for one in document.get("measures", ())]
    match kind:
        case "thresholds":
            rows = [{"band": band["id"], "from": 10 * at, "to": 10 * at + 9} for at, band in enumerate(bands)]
            measure = measures[0] if measures else "score"
            return {"kind": kind, "measure": measure, "rows": rows, "above": "refer", "below": "refer"}
        case "cases":
            row = {"id": "D1", "when": new_condition(document, "count_at_least"), "band": first, "why": "Say why."}
            return {"kind": kind, "policy": "first", "rows": [row], "otherwise": "refer"}
        case "best_fit":
            strand = document["strands"][0]
            last = len(bands) - 1
            cards = [
                {"level": level["level"], "band": bands[min(at, last)]["id"] if bands else first}
                for at, level in enumerate(strand["levels"])
            ]
            return {"kind": kind, "strand": strand["id"], "cards": cards}
        case _:
            return {"kind": "best_of", "of": [document["decide"], new_decision(document, "cases")]}


# Rules

LISTS: dict[str, tuple[str, str]] = {"move": ("adjust", "M"), "floor": ("adjust", "F"), "cap": ("adjust", "K")}


def add_rule(document: Document, kind: str) -> tuple[Document, Path]:
    """Add a rule of KIND (add_if, move, floor, cap, guard, case) and return its path with the document."""
    when = new_condition(document, "count_at_least")
    top = highest_band(document)
    rule: dict[str, Any]
    if kind == "add_if":
        path: Path = (*points_tables(document)[0][:2], "add_if")
        rule = {"id": next_number(document, path, "U"), "when": when, "add": 1, "why": "Say why."}
    elif kind == "guard":
        path = ("guards",)
        rule = {"id": next_number(document, path, "G"), "never": when, "action": "refer", "why": "Say why."}
    elif kind == "case":
        path = next((*one, "rows") for one in deciders(document) if draft.get(document, (*one, "kind")) == "cases")
        rule = {"id": next_number(document, path, "D"), "when": when, "band": top, "why": "Say why."}
    else:
        path, letter = (LISTS[kind][0],), LISTS[kind][1]
        rule = {"kind": kind, "id": next_number(document, path, letter), "when": when, "why": "Say why."}
        rule |= {"by": 1} if kind == "move" else {"band": top}
    at = len(draft.get(document, path, ()) or ())
    return draft.insert(document, path, rule), (*path, at)


def new_condition(document: Document, kind: str) -> dict[str, Any]:
    """Return a condition of KIND that names the first thing it can."""
    strands = document.get("strands") or [{"id": "strand", "levels": [{"level": 0}]}]
    top = max(level["level"] for level in strands[0]["levels"])
    simple = {"kind": "strand_at_least", "strand": strands[0]["id"], "level": top}
    match kind:
        case "count_at_least":
            return {"kind": kind, "level": top, "n": 2}
        case "measure":
            measures = ids(document, ("measures",))
            return {"kind": kind, "measure": measures[0] if measures else "score", "from": 0}
        case "context":
            contexts = document.get("contexts") or [{"id": "setting", "values": ["main"]}]
            return {"kind": kind, "context": contexts[0]["id"], "values": [contexts[0]["values"][0]]}
        case "descriptor_met":
            known = descriptors(document)
            return {"kind": kind, "descriptor": known[0] if known else "descriptor"}
        case "all" | "any":
            return {"kind": kind, "of": [simple]}
        case "not":
            return {"kind": kind, "of": simple}
        case _:
            return simple


def descriptors(document: Document) -> list[str]:
    """Return the ids of all descriptors in order."""
    return [
        one["id"]
        for strand in document.get("strands", ())
        for level in strand.get("levels", ())
        for one in level.get("descriptors", ())
    ]


def descriptor_names(document: Document) -> list[tuple[object, str]]:
    """Return every descriptor's id, and the id with the first of its words."""
    found = [
        (one["id"], str(draft.get(one, ("text", "default"), "")))
        for strand in document.get("strands", ())
        for level in strand.get("levels", ())
        for one in level.get("descriptors", ())
    ]
    return [(id_, f"{id_}: {said if len(said) <= _SHORT else said[: _SHORT - 1] + '…'}") for id_, said in found]


# Worked tests


def add_test(document: Document, profile: Document, expect: dict[str, Any]) -> Document:
    """Add a worked test: what PROFILE holds (levels, context, descriptors, numbers, lines), and what it must give."""
    made = {
        "id": next_number(document, ("tests",), "T"),
        **{key: value for key, value in profile.items() if value not in (None, {}, [], "")},
        "levels": profile.get("levels", {}),
        "expect": expect,
        "source": "Written in the editor",
    }
    return draft.insert(document, ("tests",), made)


def lowest_profile(document: Document) -> tuple[dict[str, int], dict[str, str]]:
    """Return the lowest level of every strand and the first value of every context."""
    levels = {one["id"]: min(level["level"] for level in one["levels"]) for one in document.get("strands", ())}
    return levels, {one["id"]: one["values"][0] for one in document.get("contexts", ())}
