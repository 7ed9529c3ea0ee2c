"""A tariff laid out for the eye: bands down, one context across, another behind a switch; other kinds as lists."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

from bandingdesk.ui.workspaces.frameworks import draft, words
from bandingdesk.ui.workspaces.frameworks.draft import Document
from bandingdesk.ui.workspaces.frameworks.grid_model import Heading
from bandingdesk.ui.workspaces.frameworks.list_card import Column

Named = tuple[tuple[object, str], ...]
Where = tuple[tuple[str, str], ...]  # contexts with their values
OWN = ("setting", "phase")  # contexts that have a key of their own in a row of amounts


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
    across_id = named[0] if named else ""
    across: Named = _values(document, across_id) if across_id else ((None, "amount"),)
    switch = Switch(named[1], _contexts(document)[named[1]], _values(document, named[1])) if len(named) > 1 else None
    return Layout(bands(document), across_id, across, switch)


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


def place_columns(document: Document, *, own: tuple[str, ...] = ()) -> tuple[Column, ...]:
    """Return a column for each context: the value of it that a row is for. OWN contexts have a key of their own."""
    return tuple(
        Column(
            name if name in own else "where",
            Heading(said, 120, 1),
            "choice",
            ((None, words.tr("any")), *_values(document, name)),
            read=partial(_placed, name),
            put=partial(_with_place, name, name in own),
        )
        for name, said in _contexts(document).items()
    )


def _placed(context: str, row: Document) -> str | None:
    return places(row).get(context)


def _with_place(context: str, own: bool, row: Document, value: object) -> Document:
    """Return ROW for this VALUE of a context, for any value with None."""
    rest = [place for place in row.get("where", ()) if place["context"] != context]
    made = {key: one for key, one in row.items() if key not in ("where", context if own else "where")}
    if value is not None and own:
        made[context] = value
    elif value is not None:
        rest.append({"context": context, "value": value})
    return made | ({"where": rest} if rest else {})


def at_place(band: str, named: dict[str, str]) -> Document:
    """Return the beginning of a row for BAND at these contexts."""
    own = {name: value for name, value in named.items() if name in OWN}
    rest = [{"context": name, "value": value} for name, value in named.items() if name not in OWN]
    return {"band": band, **own} | ({"where": rest} if rest else {})


def level_amounts(tariff: Document) -> dict[tuple[object, object, Where], int]:
    """Return the place in the list of each amount by strand, level and contexts."""
    return {(row["strand"], row["level"], where_key(row)): at for at, row in enumerate(tariff.get("amounts", ()) or ())}


def where_key(row: Document) -> Where:
    """Return the contexts that a row names, as something to compare by."""
    return tuple(sorted(places(row).items()))


KINDS = ("table", "base_times_weight", "sum_by_strand", "rate", "measure")


def blank(document: Document, kind: str = "table") -> Document:
    """Return a tariff of KIND with an amount of nothing for every band, or every level."""
    first = str(draft.get(document, ("effective", "from"), "2026-04-01"))
    year = int(first[:4])
    made = {
        "schema": "banding-tariff/1",
        "framework": document["id"],
        "year": f"{year}-{(year + 1) % 100:02d}",
        "period": "year",
        "rounding": "half_up",
    }
    return made | of_kind(document, kind)


def of_kind(document: Document, kind: str) -> Document:
    """Return what a tariff of KIND has beside what all have, with amounts of nothing."""
    bands = [one["id"] for one in document.get("bands", ())]
    match kind:
        case "base_times_weight":
            weights = [{"band": band, "weight": 100} for band in bands]
            return {"kind": kind, "scale": 100, "bases": [{"pence": 0}], "weights": weights}
        case "sum_by_strand":
            strands = document.get("strands", ())
            levels = [(one["id"], each["level"]) for one in strands for each in one["levels"]]
            rows = [{"strand": strand, "level": level, "pence": 0} for strand, level in levels]
            return {"kind": kind, "amounts": rows}
        case "rate":
            numbers = [value for value, _ in measures(document, "number")]
            rates = [{"band": band, "rate": 0} for band in bands]
            return {"kind": kind, "rows": rates, "times": numbers[:1] or ["number"]}
        case "measure":
            costs = [value for value, _ in measures(document, "cost")]
            return {"kind": kind, "measure": costs[0] if costs else "cost"}
        case _:
            settings = [value for value, _ in _values(document, "setting")]
            rows = [{"band": band, "setting": value, "pence": 0} for band in bands for value in settings]
            return {"rows": rows or [{"band": band, "pence": 0} for band in bands]}


_OF_KINDS = ("kind", "rows", "scale", "bases", "weights", "amounts", "combine", "primary", "times", "measure")


def with_kind(document: Document, tariff: Document, kind: str) -> Document:
    """Return TARIFF as one of KIND: what all kinds have stays, the amounts begin anew."""
    return {key: one for key, one in tariff.items() if key not in _OF_KINDS} | of_kind(document, kind)


def measures(document: Document, kind: str) -> Named:
    """Return the measures of a KIND with their names."""
    found = [one for one in document.get("measures", ()) if one["kind"] == kind]
    return tuple((one["id"], str(one.get("name") or one["id"])) for one in found)


def bands(document: Document) -> Named:
    """Return the bands with their names, lowest first."""
    ranked = sorted(document.get("bands", ()), key=lambda band: int(band["rank"]))
    return tuple((one["id"], str(one["name"])) for one in ranked)


def _contexts(document: Document) -> dict[str, str]:
    return {one["id"]: str(one.get("name") or one["id"]).capitalize() for one in document.get("contexts", ())}


def _values(document: Document, context: str) -> Named:
    one = next((each for each in document.get("contexts", ()) if each["id"] == context), None)
    if one is None:
        return ()
    return tuple(zip(one["values"], [str(label) for label in one.get("labels") or one["values"]], strict=False))
