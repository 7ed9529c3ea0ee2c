"""A tariff laid out for the eye: bands down, one context across, another behind a switch; other kinds as lists."""

from __future__ import annotations

from typing import Any, NamedTuple

from bandingdesk.ui.workspaces.frameworks import draft
from bandingdesk.ui.workspaces.frameworks.draft import Document, Path

Named = tuple[tuple[object, str], ...]
Place = tuple[object, object, object]  # band, across, switch


class Switch(NamedTuple):
    """The context behind a switch: its id, its name, its values in words."""

    id: str
    name: str
    values: Named


class Layout(NamedTuple):
    """The table: the bands, what stands across (its context's id, "" for none), the switch where there is one."""

    bands: Named
    across_id: str
    across: Named
    switch: Switch | None


def layout(document: Document, tariff: Document) -> Layout:
    """Return how the amounts of a table tariff are laid out: the first context that rows name goes across."""
    rows = tariff.get("rows", ())
    named = [context for context in _contexts(document) if any(context in places(row) for row in rows)]
    ranked = sorted(document.get("bands", ()), key=lambda band: int(band["rank"]))
    bands: Named = tuple((one["id"], str(one["name"])) for one in ranked)
    across_id = named[0] if named else ""
    across: Named = _values(document, across_id) if across_id else ((None, "amount"),)
    switch = Switch(named[1], _contexts(document)[named[1]], _values(document, named[1])) if len(named) > 1 else None
    return Layout(bands, across_id, across, switch)


def places(row: dict[str, Any]) -> dict[str, str]:
    """Return the contexts that a row names, each with its value."""
    found = {name: row[name] for name in ("setting", "phase") if row.get(name) is not None}
    return found | {place["context"]: place["value"] for place in row.get("where", ())}


def index(tariff: Document) -> list[tuple[str, dict[str, str], int]]:
    """Return each row's band, places and number."""
    return [(row["band"], places(row), at) for at, row in enumerate(tariff.get("rows", ()))]


def find(
    rows: list[tuple[str, dict[str, str], int]], laid: Layout, band: object, across: object, value: object
) -> int | None:
    """Return the number of the row that gives the amount of a cell, None where there is none.

    A row that leaves a context out stands for any value of it.
    """
    for name, named, at in rows:
        fits = named.get(laid.across_id) in (None, across)
        fits_switch = laid.switch is None or named.get(laid.switch.id) in (None, value)
        if name == band and fits and fits_switch:
            return at
    return None


def where(document: Document, found: Any) -> str:
    """Return the places of a limit in words."""
    said = []
    for place in found:
        known = dict(_values(document, place["context"]))
        said.append(known.get(place["value"], str(place["value"])))
    return ", ".join(said)


def figures(document: Document, tariff: Document) -> list[tuple[Path, str]]:
    """Return the figures of a tariff that is no table, each with its path and what it is for."""
    bands = {one["id"]: str(one["name"]) for one in document.get("bands", ())}
    strands = {one["id"]: str(one["name"]) for one in document.get("strands", ())}
    found: list[tuple[Path, str]] = []
    for key, figure in (("weights", "weight"), ("bases", "pence"), ("amounts", "pence"), ("rows", "rate")):
        for at, row in enumerate(tariff.get(key, ()) or ()):
            said = [bands.get(row.get("band", ""), ""), strands.get(row.get("strand", ""), "")]
            said += [f"{row['level']}"] if "level" in row else []
            said.append(where(document, row.get("where", ())))
            path: Path = (key, at, figure)
            if draft.has(tariff, path):
                found.append((path, ", ".join(part for part in said if part)))
    return found


def blank(document: Document) -> Document:
    """Return a tariff with an amount of nothing for every band and setting."""
    settings = [value for value, _ in _values(document, "setting")]
    bands = [one["id"] for one in document.get("bands", ())]
    rows: list[dict[str, Any]] = [{"band": band, "setting": value, "pence": 0} for band in bands for value in settings]
    first = str(draft.get(document, ("effective", "from"), "2026-04-01"))
    year = int(first[:4])
    return {
        "schema": "banding-tariff/1",
        "framework": document["id"],
        "year": f"{year}-{(year + 1) % 100:02d}",
        "period": "year",
        "rounding": "half_up",
        "rows": rows or [{"band": band, "pence": 0} for band in bands],
    }


def _contexts(document: Document) -> dict[str, str]:
    return {one["id"]: str(one.get("name") or one["id"]).capitalize() for one in document.get("contexts", ())}


def _values(document: Document, context: str) -> Named:
    one = next((each for each in document.get("contexts", ()) if each["id"] == context), None)
    if one is None:
        return ()
    return tuple(zip(one["values"], [str(label) for label in one.get("labels") or one["values"]], strict=False))
