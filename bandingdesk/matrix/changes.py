"""What stands otherwise in two definitions, matched by id: words apart from structure, and amounts old and new.

Version, superseded hash and change note always differ between versions, so they are no change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from pydantic import TypeAdapter

from bandingdesk.matrix.conditions import Condition
from bandingdesk.matrix.framework import Framework
from bandingdesk.matrix.rule_words import Words
from bandingdesk.matrix.tariff import Tariff

Json = Any
Kind = Literal["added", "removed", "changed", "moved"]

# What makes an element of a list the same one in both definitions; any other list is compared whole.
_KEYS: Mapping[str, tuple[str, ...]] = {
    "strands": ("id", "value"),
    "levels": ("level",),
    "table": ("strand",),
    "group_caps": ("strands",),
    "cards": ("level",),
    "crosswalks": ("framework",),
    "provenance": ("what", "ref"),
    "rows": ("other", "band", "setting", "phase", "where"),
    "bases": ("where",),
    "weights": ("band",),
    "amounts": ("strand", "level", "where"),
    "context": ("context",),
}
_NOUNS = {
    "strands": "strand", "levels": "level", "descriptors": "description", "areas": "area", "contexts": "context",
    "bands": "band", "measures": "measure", "table": "strand", "group_caps": "cap on", "add_if": "addition",
    "rates": "rate", "rows": "row", "cards": "card", "adjust": "adjustment", "guards": "guard", "tests": "test",
    "reasons": "reason", "crosswalks": "crosswalk with", "provenance": "source", "caps": "cap", "floors": "floor",
    "addons": "add-on", "bases": "base", "weights": "weight", "amounts": "amount", "of": "way",
}  # fmt: skip
_FIELDS = {"default": "words", "early_years": "words for the early years", "post16": "words after 16"}
_WORDS = frozenset(
    ("name", "text", "default", "early_years", "post16", "why", "title", "summary", "question", "labels")
) | {"unit", "source", "what", "ref", "provenance"}
_PAST = frozenset({"version", "supersedes", "change_note"})
_ORDERED = frozenset({"rows", "adjust", "strands", "levels"})
_CONDITIONS = frozenset({"when", "never"})
_MONEY = frozenset({"pence", "rate", "terms"})

_condition: TypeAdapter[Condition] = TypeAdapter(Condition)


class Change(NamedTuple):
    """One difference: its path in the definition, the place in words, and both values as JSON (None: not there).

    `said` are both values as people read them.
    """

    kind: Kind
    where: str
    place: str
    old: Json
    new: Json
    said: tuple[str, str]
    is_wording: bool

    def as_json(self) -> dict[str, object]:
        """Return the change as JSON types."""
        return {"kind": self.kind, "where": self.where, "place": self.place, "old": self.old, "new": self.new}

    def sentence(self) -> str:
        """Return the change as one line."""
        old, new = self.said
        match self.kind:
            case "added":
                return f"{self.place}: added{f', {new}' if new else ''}."
            case "removed":
                return f"{self.place}: removed{f', was {old}' if old else ''}."
            case "moved":
                return f"{self.place}: another order, {new}; before {old}."
            case "changed":
                return f"{self.place}: {new}; before {old}."


class Amount(NamedTuple):
    """One amount of a tariff, old and new in pence; None where it is not there or not fixed.

    `basis_points` is the change in hundredths of a percent of the old amount, rounded half up; None without one.
    """

    where: str
    place: str
    old: int | None
    new: int | None

    @property
    def basis_points(self) -> int | None:
        """The change in hundredths of a percent."""
        if not self.old or self.new is None:
            return None
        return (2 * 10_000 * (self.new - self.old) + self.old) // (2 * self.old)

    def as_json(self) -> dict[str, object]:
        """Return the amount as JSON types."""
        parts = {"where": self.where, "place": self.place, "old": self.old, "new": self.new}
        return {**parts, "basis_points": self.basis_points}


def definitions(old: Framework, new: Framework) -> tuple[Change, ...]:
    """Return every difference between two frameworks, in the order of the new one."""
    walk = _Walk(Words(old), Words(new), _titles(old) | _titles(new))
    return tuple(walk.objects(_json(old), _json(new), "", ()))


def tariffs(
    old: Tariff, new: Tariff, framework: Framework | None = None
) -> tuple[tuple[Amount, ...], tuple[Change, ...]]:
    """Return the amounts that differ between two tariffs, and what else differs in their rules.

    FRAMEWORK gives bands and strands their names.
    """
    titles = {} if framework is None else _titles(framework)
    found = list(_Walk(None, None, titles).objects(_json(old), _json(new), "", ()))
    amounts = [amount for change in found for amount in _amounts(change)]
    others = [change for change in found if not any(_amounts(change))]
    return tuple(amounts), tuple(others)


def _json(definition: Framework | Tariff) -> dict[str, Json]:
    return definition.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _titles(framework: Framework) -> dict[str, str]:
    """Return names of strands and bands under the lists that name them by id."""
    strands = {f"{key}/{one.id}": one.name for key in ("table", "amounts") for one in framework.strands}
    return strands | {f"{key}/{one.id}": one.name for key in ("rows", "weights") for one in framework.bands}


def _amounts(change: Change) -> Iterator[Amount]:
    """Give the amounts that a change is about: a field, or all of a row that came or went."""
    field = change.where.rpartition(".")[2]
    if change.kind == "changed" and field in _MONEY and not isinstance(change.old or change.new, list):
        yield Amount(change.where, change.place.removesuffix(f", {field}"), change.old, change.new)
    elif change.kind in ("added", "removed"):
        row = change.old or change.new
        for money in ("pence", "rate"):
            if isinstance(row, Mapping) and money in row:
                own = row[money]
                old, new = (own, None) if change.kind == "removed" else (None, own)
                yield Amount(change.where, change.place, old, new)


class _Walk:
    """A walk through two definitions side by side; each has the words of its own ids. TITLES are names by id."""

    def __init__(self, old: Words | None, new: Words | None, titles: Mapping[str, str]) -> None:
        self._old, self._new, self._titles = old, new, titles

    def objects(self, old: Json, new: Json, path: str, place: tuple[str, ...]) -> Iterator[Change]:
        """Give the differences of two objects, by key."""
        for key in dict.fromkeys((*new, *old)):
            if path == "" and key in _PAST:
                continue
            here, named = f"{path}.{key}" if path else key, (*place, _FIELDS.get(key, key))
            before, after = old.get(key), new.get(key)
            if before == after:
                continue
            if key not in _CONDITIONS and _are_alike(before, after):
                yield from self.objects(before, after, here, place if key in ("decide", "text") else named)
            elif _is_keyed(key, before, after):
                yield from self._lists(key, before or [], after or [], here, place)
            else:
                yield self._change(key, before, after, here, named)

    def _lists(
        self, key: str, old: Sequence[Json], new: Sequence[Json], path: str, place: tuple[str, ...]
    ) -> Iterator[Change]:
        """Give the differences of two lists whose elements are known by their keys."""
        mine, theirs = _by_key(key, old), _by_key(key, new)
        for name in dict.fromkeys((*theirs, *mine)):
            before, after = mine.get(name), theirs.get(name)
            here = f"{path}[{name}]"
            named = (*place, self._named(key, name, after or before or {}))
            if before is None or after is None:
                yield self._change(key, before, after, here, named)
            elif before != after:
                yield from self.objects(before, after, here, named)
        shared = [name for name in mine if name in theirs]
        order = [name for name in theirs if name in mine]
        if key in _ORDERED and shared != order:
            said = ", ".join(shared), ", ".join(order)
            yield Change("moved", path, _place((*place, key)), shared, order, said, is_wording=False)

    def _named(self, key: str, name: str, item: Mapping[str, Json]) -> str:
        """Return an element in words: strand Hearing, row Band 3 main ks12."""
        noun, own = _NOUNS.get(key, key), item.get("name")
        if not isinstance(own, str):
            first, *more = name.split(" ")
            known = first if "id" in item else self._titles.get(f"{key}/{first}", first)
            own = " ".join((known, *more))
        if own.lower().startswith(noun):
            return own
        return f"{noun} {item['level']}: {own}" if key == "levels" and "level" in item else f"{noun} {own}"

    def _change(self, key: str, old: Json, new: Json, path: str, place: tuple[str, ...]) -> Change:
        kind: Kind = "added" if old is None else "removed" if new is None else "changed"
        if kind != "changed" and not path.endswith("]"):
            kind = "changed"  # a field that was, or is, its default
        said = self._said(key, old, self._old), self._said(key, new, self._new)
        return Change(kind, path, _place(place), old, new, said, key in _WORDS)

    def _said(self, key: str, value: Json, words: Words | None) -> str:
        """Return a value as people read it."""
        if value is None:
            return "nothing said"
        if key in _CONDITIONS and words is not None:
            return words.condition(_condition.validate_python(_tuples(value)))
        match value:
            case bool():
                return "yes" if value else "no"
            case str():
                return f'"{value}"' if key in _WORDS else value
            case int():
                return f"{value:,}"
            case list() if all(isinstance(item, (str, int)) for item in value):
                return ", ".join(map(str, value))
            case dict() if isinstance(value.get("name") or value.get("why"), str):
                return f'"{value.get("name") or value["why"]}"'
            case _:
                return ""


def _are_alike(old: Json, new: Json) -> bool:
    """Return whether both are objects of one kind."""
    return isinstance(old, dict) and isinstance(new, dict) and old.get("kind") == new.get("kind")


def _is_keyed(key: str, old: Json, new: Json) -> bool:
    """Return whether both are lists whose elements have keys of their own."""
    present = [side for side in (old, new) if side is not None]
    return all(isinstance(side, list) and _keys(key, side) is not None for side in present)


def _keys(key: str, items: Sequence[Json]) -> list[str] | None:
    """Return the key of each item, None where an item has none or two share one."""
    if not all(isinstance(item, dict) for item in items):
        return None
    made = [_key(key, item) for item in items]
    return made if all(made) and len(set(made)) == len(made) else None


def _key(key: str, item: Mapping[str, Json]) -> str:
    if "id" in item:
        return str(item["id"])
    if "other" in item:
        return str(item["other"])
    parts = (item.get(field) for field in _KEYS.get(key, ()))
    return " ".join(_shown(part) for part in parts if part is not None)


def _shown(part: Json) -> str:
    if isinstance(part, list):
        return ",".join(f"{one['context']}={one['value']}" if isinstance(one, dict) else str(one) for one in part)
    return str(part)


def _by_key(key: str, items: Sequence[Json]) -> dict[str, Json]:
    return dict(zip(_keys(key, items) or (), items, strict=True))


def _place(parts: Sequence[str]) -> str:
    words = ", ".join(part.replace("_", " ") for part in parts)
    return words[:1].upper() + words[1:]


def _tuples(value: Json) -> Json:
    """Return VALUE with tuples for lists, as strict models take them from Python."""
    if isinstance(value, dict):
        return {key: _tuples(item) for key, item in value.items()}
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value
