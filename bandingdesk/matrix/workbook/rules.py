"""Rules and decisions of a workbook: trees from rows that are indented, and what each kind of rule is in the format."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from bandingdesk.matrix.workbook import tables as ws
from bandingdesk.matrix.workbook.cells import plain
from bandingdesk.matrix.workbook.draft import Draft
from bandingdesk.matrix.workbook.pages import Item, Pages

DEEPEST = 40  # indent; deeper than the format's brackets go

# kind of rule -> its columns, with their names in the format
_OWN: dict[str, dict[str, str]] = {
    "case": {"id": "id", "band": "band", "why": "why"},
    "group_cap": {"capped": "strands", "points": "max", "why": "why"},
    "addition": {"id": "id", "points": "add", "why": "why"},
    "move": {"id": "id", "by": "by", "why": "why"},
    "floor": {"id": "id", "band": "band", "why": "why"},
    "cap": {"id": "id", "band": "band", "why": "why"},
    "guard": {"id": "id", "action": "action", "why": "why"},
    "add_on": {"id": "id", "pence": "pence", "why": "why"},
}
_OWNERS = {
    "case": ("decision", "cases"),
    "group_cap": ("measures", "points"),
    "addition": ("measures", "points"),
    "add_on": ("tariffs", ""),
}
_LISTS = {"case": "rows", "group_cap": "group_caps", "addition": "add_if", "add_on": "addons", "guard": "guards"}
_CONDITION = frozenset(column.key for column in ws.CONDITION)
_COLUMNS = {column.key: column.title for column in ws.RULES_TABLE.columns}

# Where the rules of an owner stand: the draft, the path of the owner, and its object.
Owner = tuple[Draft, str, dict[str, Any]]


def read(pages: Pages, find: Callable[[str, str], Owner | None], top: Owner) -> None:
    """Put every rule of the sheet where it belongs; FIND gives the owner by sheet and id, TOP is the definition."""
    for rule, parts in _rules(pages):
        kind = rule.raw.get("rule")
        if ("rule",) in rule.bad:
            continue
        if kind is None:
            pages.fault(rule.at("rule"), "an empty cell", f"one of: {', '.join(map(plain, ws.RULES))}")
            continue
        _check_columns(pages, rule, kind)
        if kind not in _OWNERS:
            _place_rule(pages, rule, parts, kind, top)
            continue
        sheet, of = _OWNERS[kind][0], rule.raw.get("of")
        owner = None if of is None else find(sheet, of)
        if owner is not None:
            _place_rule(pages, rule, parts, kind, owner)
        elif ("of",) not in rule.bad:
            found = "an empty cell" if of is None else f'"{of}"'
            pages.fault(rule.at("of"), found, f"an id of the sheet {sheet}")


def _rules(pages: Pages) -> Iterator[tuple[Item, list[Item]]]:
    """Yield each rule's first row with the rows that carry its condition on."""
    rule: Item | None = None
    parts: list[Item] = []
    for item in pages.items(ws.RULES_TABLE):
        if not {("id",), ("rule",)} & ({*item.bad} | {(key,) for key in item.raw}):
            if rule is None:
                pages.fault(item.at("id"), "a row that carries on a rule", "a rule above it")
            parts.append(item)
            continue
        if rule is not None:
            yield rule, parts
        rule, parts = item, []
    if rule is not None:
        yield rule, parts


def _check_columns(pages: Pages, rule: Item, kind: str) -> None:
    allowed = {"rule", *_OWN[kind], *(["of"] if kind in _OWNERS else [])}
    for column in ws.RULES_TABLE.columns:
        key = column.key
        if key in _CONDITION and kind != "group_cap":
            continue
        if key[0] in rule.raw and key[0] not in allowed:
            pages.fault(rule.at(*key), "a value", f"an empty cell: a {plain(kind)} has none")


def _place_rule(pages: Pages, rule: Item, parts: list[Item], kind: str, owner: Owner) -> None:
    draft, path, holder = owner
    list_ = holder.setdefault(_LISTS.get(kind, "adjust"), [])
    here = f"{path}.{_LISTS.get(kind, 'adjust')}[{len(list_)}]"
    own = _OWN[kind]
    made: dict[str, Any] = {"kind": kind} if kind in ("move", "floor", "cap") else {}
    made |= {name: rule.raw[key] for key, name in own.items() if key in rule.raw}
    list_.append(made)
    draft.lay(here, rule, {(key,): name for key, name in own.items()}, only={(key,) for key in own})
    if kind == "group_cap":
        for part in parts:
            pages.fault(part.place, "a condition", "no condition: a group cap always holds")
        return
    when = "never" if kind == "guard" else "when"
    draft.places[f"{here}.{when}"] = rule.at("kind")
    condition = _condition(pages, [rule, *parts], draft, f"{here}.{when}")
    if condition is not None:
        made[when] = condition


def _condition(pages: Pages, rows: Sequence[Item], draft: Draft, path: str) -> dict[str, Any] | None:
    """Return the condition whose parts are ROWS, the first of them its root; None where it has none."""
    first = rows[0]
    if not {("kind",)} & ({*first.bad} | {(key,) for key in first.raw}) and len(rows) == 1:
        filled = [key for key in _CONDITION if key[0] in first.raw and key[0] != "indent"]
        if filled:
            pages.fault(first.at("kind"), "an empty cell", "what the condition looks at")
            draft.bad.add(path)
        return None
    way: list[tuple[dict[str, Any], str]] = []  # the parts from the root to the last one, with their paths
    for n, item in enumerate(rows):
        indent = item.raw.get("indent", 0)
        if not _is_next(indent, len(way), n):
            expected = "0 on the rule's own row" if n == 0 else f"a number from 1 to {max(len(way), 1)}"
            pages.fault(item.at("indent"), f"indent {indent}", expected)
            draft.bad.add(path)
            return None
        del way[indent:]
        made = {key[0]: item.raw[key[0]] for key in _CONDITION if key[0] in item.raw and key[0] != "indent"}
        here = path if not way else _within(way[-1])
        draft.lay(here, item, {}, only=set(_CONDITION))
        draft.places[f"{here}.of"] = item.at("kind")
        if way and not _put_within(pages, way[-1][0], made, item):
            draft.bad.add(path)
            return None
        way.append((made, here))
    return way[0][0]


def _is_next(indent: int, depth: int, n: int) -> bool:
    return indent == 0 if n == 0 else 1 <= indent <= min(depth, DEEPEST)


def _within(above: tuple[dict[str, Any], str]) -> str:
    made, path = above
    return f"{path}.of" if made.get("kind") == "not" else f"{path}.of[{len(made.get('of', []))}]"


def _put_within(pages: Pages, above: dict[str, Any], made: dict[str, Any], item: Item) -> bool:
    kind = above.get("kind")
    if kind in ("all", "any"):
        above.setdefault("of", []).append(made)
    elif kind == "not" and "of" not in above:
        above["of"] = made
    elif kind == "not":
        pages.fault(item.at("indent"), "a second part of a not", "one part; put an all or an any between")
        return False
    elif kind is not None:
        pages.fault(item.at("indent"), f"a part of a {plain(kind)}", "a part of an all, an any or a not")
        return False
    return True


def decision(pages: Pages, draft: Draft) -> dict[str, Owner]:
    """Put the decision into DRAFT and return its parts by id, so that rules find their cases."""
    by_id: dict[str, Owner] = {}
    way: list[Owner] = []
    draft.places["definition.decide"] = pages_place = draft.sheet_place(ws.DECISION)
    for item in pages.items(ws.DECISION):
        kind = item.raw.get("kind")
        if kind in ws.PARTS_OF_DECISIONS:
            _part_of_decision(pages, item, way)
            continue
        indent = item.raw.get("indent", 0)
        if indent != 0 and not 0 < indent <= min(len(way), DEEPEST):
            pages.fault(item.at("indent"), f"indent {indent}", f"a number from 0 to {len(way)}")
            continue
        del way[indent:]
        if not way and "decide" in draft.raw["definition"]:
            pages.fault(item.at("indent"), "a second decision", "one; a best of takes several, one further in")
            continue
        made = {key: value for key, value in item.raw.items() if key not in ("id", "indent")}
        path = "definition.decide"
        if way:
            _, above, holder = way[-1]
            inner = holder.setdefault("of", [])
            path = f"{above}.of[{len(inner)}]"
            inner.append(made)
        else:
            draft.raw["definition"]["decide"] = made
        draft.lay(path, item, {}, but={("id",), ("indent",)})
        draft.places.setdefault(f"{path}.rows", pages_place)
        way.append((draft, path, made))
        id_ = item.raw.get("id")
        if id_ in by_id:
            pages.fault(item.at("id"), f'the decision "{id_}" again', "each id once")
        elif id_ is not None:
            by_id[id_] = way[-1]
    return by_id


def _part_of_decision(pages: Pages, item: Item, way: list[Owner]) -> None:
    if not way:
        pages.fault(item.at("kind"), f"a {item.raw['kind']}", "its decision above it")
        return
    draft, path, holder = way[-1]
    key = "rows" if item.raw["kind"] == "rung" else "cards"
    list_ = holder.setdefault(key, [])
    draft.lay(f"{path}.{key}[{len(list_)}]", item, {}, but={("kind",)})
    list_.append({name: value for name, value in item.raw.items() if name != "kind"})
