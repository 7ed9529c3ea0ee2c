"""What the server is told about each kind of op: who writes it, who reads its body, what seals, closes and outdates it.

The server never reads a body. The roles come from the council's own table (`council/may.py`); what stands here beside
them is what follows from a kind alone. Source: design, store 5.1, 7.3 and 10.2.
"""

from __future__ import annotations

from typing import NamedTuple

from bandingdesk.council import may

# A sheet stays sealed until the round that it saw is revealed; whoever locked it can read it.
BLIND = {"scores.locked": "round", "scores.band_shown": "round"}
# A kind that closes its subject, and the kinds that come too late then.
CLOSES = {
    "round.revealed": ("scores.locked", "scores.unlocked", "scores.band_shown"),
    "meeting.closed": ("meeting.attendance_recorded", "meeting.item_added", "meeting.item_deferred",
                       "meeting.item_withdrawn", "meeting.item_closed", "meeting.papers_frozen",
                       "round.opened", "round.revealed"),
}  # fmt: skip
# Takes the bodies of a case out of the record, here too.
ERASES = frozenset({"retention.destroyed"})
# A subject of these ends in .PERSON: nobody fills in another's sheet or answers for another.
OF_ACTOR = frozenset({
    "scores.locked", "scores.unlocked", "scores.band_shown", "interest.declared", "voice.speak_asked",
    "voice.case_pulled", "voice.view_given", "voice.vote_given", "floor.item_taken", "floor.screen_allowed",
})  # fmt: skip


class KindRule(NamedTuple):
    """One row of `desk.kind_rule`."""

    kind: str
    writers: tuple[str, ...]
    readers: tuple[str, ...]
    enters: tuple[str, ...]
    is_own: bool
    of_actor: bool
    blind: str | None
    closes: bool
    closed_by: str | None
    erases: bool


def rules() -> list[KindRule]:
    """Return what the server knows of every kind, by name."""
    outdated = {kind: closing for closing, kinds in CLOSES.items() for kind in kinds}
    return [
        KindRule(
            kind,
            rule.writers,
            rule.readers,
            rule.enters,
            rule.is_own,
            kind in OF_ACTOR,
            BLIND.get(kind),
            kind in CLOSES,
            outdated.get(kind),
            kind in ERASES,
        )
        for kind, rule in sorted(may.TABLE.items())
    ]


def statement() -> str:
    """Return the SQL that makes `desk.kind_rule` hold these rules."""
    rows = ",\n".join(f"    ({', '.join(_literal(value) for value in rule)})" for rule in rules())
    columns = ", ".join(KindRule._fields)
    changed = ", ".join(f"{name} = excluded.{name}" for name in KindRule._fields[1:])
    return f"INSERT INTO desk.kind_rule ({columns}) VALUES\n{rows}\nON CONFLICT (kind) DO UPDATE SET {changed};"


def _literal(value: str | bool | tuple[str, ...] | None) -> str:
    if value is None or isinstance(value, bool):
        return {None: "NULL", True: "true", False: "false"}[value]
    return quoted("{" + ",".join(value) + "}" if isinstance(value, tuple) else value)


def quoted(text: str) -> str:
    """Return TEXT as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"
