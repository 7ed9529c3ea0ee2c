"""Two versions of a framework side by side, in four layers: wording, structure, profiles, caseload.

wording     the same rules in other words
structure   strands, levels, points, thresholds, rules, bands, contexts, tests; amounts of two tariffs
semantic    how many of all profiles get another band, exactly, and a profile for each way it happens
caseload    what becomes of the cases of a list, in bands and pounds
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from bandingdesk.matrix import changes, crosswalk, movement
from bandingdesk.matrix.caseload import Caseload
from bandingdesk.matrix.changes import Amount, Change
from bandingdesk.matrix.framework import Framework
from bandingdesk.matrix.movement import Movement
from bandingdesk.matrix.pair import Meeting, Pair, Profile
from bandingdesk.matrix.scheme import Scheme

MAX_EXAMPLES = 20


class Shift(NamedTuple):
    """One way a band changes: old and new band (or "refer", "refused"), how many profiles, and one of them."""

    old: str
    new: str
    profiles: int
    example: Profile
    context: Mapping[str, str]

    def as_json(self) -> dict[str, object]:
        """Return the shift as JSON types."""
        example: dict[str, object] = {"levels": dict(self.example.levels), "context": dict(self.context)}
        example |= {"descriptors": sorted(self.example.descriptors)} if self.example.descriptors else {}
        example |= {"numbers": dict(self.example.numbers)} if self.example.numbers else {}
        return {"old": self.old, "new": self.new, "profiles": self.profiles, **example}


@dataclass(frozen=True, slots=True)
class Semantic:
    """What the rules make of all profiles that both versions take, each in each context that a rule reads.

    `changed` is None where the profiles could not all be compared; `limit` then says why. `apart` are sentences on what
    only one version knows. `shifts` are all ways a band changes, the most frequent first.
    """

    changed: int | None
    of: int
    complete: bool
    limit: str
    apart: tuple[str, ...]
    shifts: tuple[Shift, ...]

    def as_json(self) -> dict[str, object]:
        """Return the layer as JSON types."""
        return {
            "profiles_changed": self.changed,
            "of": self.of,
            "complete": self.complete,
            "limit": self.limit or None,
            "not_comparable": list(self.apart),
            "ways": len(self.shifts),
            "examples": [shift.as_json() for shift in self.shifts[:MAX_EXAMPLES]],
        }


@dataclass(frozen=True, slots=True)
class Diff:
    """All that differs between two versions. `amounts` and `caseload` where tariffs and cases were given."""

    old: Mapping[str, str]
    new: Mapping[str, str]
    wording: tuple[Change, ...]
    structure: tuple[Change, ...]
    amounts: tuple[Amount, ...]
    semantic: Semantic
    caseload: Movement | None

    def as_json(self) -> dict[str, Any]:
        """Return the document of `framework diff`."""
        made: dict[str, Any] = {
            "old": dict(self.old),
            "new": dict(self.new),
            "wording": [change.as_json() for change in self.wording],
            "structure": [change.as_json() for change in self.structure],
            "amounts": [amount.as_json() for amount in self.amounts],
            "semantic": self.semantic.as_json(),
        }
        return {**made, "caseload": None if self.caseload is None else self.caseload.as_json()}


def diff(old: Scheme, new: Scheme, caseload: Caseload | None = None) -> Diff:
    """Return what differs between OLD and NEW; each may hold a tariff."""
    found = changes.definitions(old.framework, new.framework)
    structure = [change for change in found if not change.is_wording]
    amounts: tuple[Amount, ...] = ()
    if old.tariff is not None and new.tariff is not None:
        amounts, others = changes.tariffs(old.tariff, new.tariff, new.framework)
        structure += [
            change._replace(place=f"Tariff: {change.place}", where=f"tariff.{change.where}") for change in others
        ]
    return Diff(
        old=_named(old),
        new=_named(new),
        wording=tuple(change for change in found if change.is_wording),
        structure=tuple(structure),
        amounts=amounts,
        semantic=semantic(old, new),
        caseload=None if caseload is None else movement.movement(old, new, caseload),
    )


def semantic(old: Scheme, new: Scheme) -> Semantic:
    """Return how many profiles get another band, exactly, with a profile for each way it happens.

    Bands are the same by id; between two frameworks a crosswalk of the new one reads the old one's bands.
    """
    pair = Pair(old, new)
    if not pair.complete:
        return Semantic(None, pair.profiles, False, pair.limit, tuple(pair.apart), ())
    read = _reading(old.framework, new.framework)
    ways: dict[tuple[str, str], list[Meeting]] = {}
    for meeting in pair.meetings():
        if read.get(meeting.old, meeting.old) != meeting.new:
            ways.setdefault((meeting.old, meeting.new), []).append(meeting)
    shifts = [_shift(pair, found) for found in ways.values()]
    shifts.sort(key=lambda shift: (-shift.profiles, shift.old, shift.new))
    changed = sum(shift.profiles for shift in shifts)
    return Semantic(changed, pair.profiles, True, "", tuple(pair.apart), tuple(shifts))


def _shift(pair: Pair, found: Iterable[Meeting]) -> Shift:
    meetings = list(found)
    first = meetings[0]
    profile = pair.witness(first.state)
    relied = profile.descriptors.union(*(_relied(scheme, profile) for scheme in (pair.old, pair.new)))
    count = sum(meeting.profiles for meeting in meetings)
    return Shift(first.old, first.new, count, profile._replace(descriptors=relied), first.context)


def _relied(scheme: Scheme, profile: Profile) -> frozenset[str]:
    """Return the descriptors of the cards that a scheme by best fit asks for."""
    chosen = (card.descriptors[profile.levels[scheme.strands[card.strand].id]] for card in scheme.cards)
    return frozenset().union(*chosen)


def _reading(old: Framework, new: Framework) -> dict[str, str]:
    """Return what each band of the old framework is called in the new one, where a crosswalk says so."""
    rows = crosswalk.between(old, new) if old.id != new.id else None
    return {} if rows is None else {row.other: row.band or "refer" for row in rows.rows}


def _named(scheme: Scheme) -> dict[str, str]:
    named = {"id": scheme.identity.id, "version": scheme.identity.version, "sha256": scheme.sha256}
    return named | ({} if scheme.identity.year is None else {"tariff": scheme.identity.year})
