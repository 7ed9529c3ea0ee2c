"""The steps of one evaluation: what was rated, added, met and not met, each naming its rule in that version."""

from __future__ import annotations

from typing import Any, NamedTuple


class Check(NamedTuple):
    """One condition as it was met or missed. `needed` and `was` are level, count, value or tick by kind."""

    kind: str  # a kind of conditions.py
    met: bool
    subject: str = ""  # strand, measure, context or descriptor
    needed: Any = None  # int; (from, to) of a measure; values of a context
    was: Any = None
    level: int = 0  # of a count: the level counted from
    strands: tuple[str, ...] = ()
    exactly: bool = False
    of: tuple[Check, ...] = ()


class Rating(NamedTuple):
    """A strand's level; `points` count in the deciding measure. `assumed`: not rated, so the lowest was taken."""

    strand: str
    level: int
    points: int | None
    descriptors: tuple[str, ...]
    assumed: bool


class Share(NamedTuple):
    """A strand's points in a measure other than the one that decides."""

    measure: str
    strand: str
    level: int
    points: int


class GroupCap(NamedTuple):
    """Strands that together count at most `max`; `after` equals `before` where the cap is not reached."""

    measure: str
    strands: tuple[str, ...]
    before: int
    after: int
    max: int


class Uplift(NamedTuple):
    """Points added while a condition is met; a near miss is a step too."""

    measure: str
    id: str
    fired: bool
    check: Check
    add: int
    why: str


class Total(NamedTuple):
    """The sum of a points measure."""

    measure: str
    points: int
    deciding: bool


class Count(NamedTuple):
    """How many strands are at the level or above."""

    measure: str
    level: int
    strands: tuple[str, ...]
    value: int


class Highest(NamedTuple):
    """The highest level, or the one of that rank."""

    measure: str
    rank: int
    strands: tuple[str, ...]
    value: int


class Guard(NamedTuple):
    """A profile that must not happen; active means referred."""

    id: str
    active: bool
    check: Check
    why: str


class Threshold(NamedTuple):
    """The row of the ladder that holds the value; both ends included."""

    measure: str
    value: int
    band: str
    start: int
    end: int


class Refer(NamedTuple):
    """The scheme gives no band. `subject` is a measure, a rule or a band, by reason.

    Reasons: above below gap overlap conflict no_case otherwise guard above_top below_bottom setting.
    """

    reason: str
    subject: str
    value: int | None = None
    edge: int | None = None


class Case(NamedTuple):
    """One rule of a case table, met or not; under `first` the rules after the match are not read."""

    id: str
    matched: bool
    band: str
    check: Check
    why: str


class Picked(NamedTuple):
    """The band that the case table gives, and the rule; rule empty when it is the declared otherwise."""

    policy: str
    band: str
    rule: str


class Chosen(NamedTuple):
    """The band description that a person picked, and the descriptors relied on."""

    strand: str
    level: int
    band: str
    descriptors: tuple[str, ...]


class Move(NamedTuple):
    """A band moved by ranks, or not."""

    id: str
    fired: bool
    check: Check
    by: int
    before: str
    after: str | None  # None beyond the ladder
    why: str


class Bound(NamedTuple):
    """A floor or a cap on the band."""

    kind: str
    id: str
    fired: bool
    check: Check
    bound: str
    before: str
    after: str
    why: str


class Value(NamedTuple):
    """The amount of the tariff; pence None where the band has no fixed amount."""

    band: str
    place: tuple[tuple[str, str], ...]
    pence: int | None
    period: str


class ValueBound(NamedTuple):
    """A cap or floor on the amount."""

    kind: str
    id: str
    applied: bool
    before: int
    after: int
    why: str


class Interval(NamedTuple):
    """What the result can be while strands are missing; `refer`: it can also be referred."""

    missing: tuple[str, ...]
    bands: tuple[str, ...]
    low: int | None
    high: int | None
    refer: bool


Step = (
    Rating | Share | GroupCap | Uplift | Total | Count | Highest | Guard | Threshold | Refer | Case | Picked | Chosen
    | Move | Bound | Value | ValueBound | Interval
)  # fmt: skip

_KINDS: dict[type, str] = {
    Rating: "rating", Share: "share", GroupCap: "group_cap", Uplift: "uplift", Total: "total", Count: "count",
    Highest: "highest", Guard: "guard", Threshold: "threshold", Refer: "refer", Case: "case", Picked: "picked",
    Chosen: "chosen", Move: "move", Value: "value", Interval: "interval",
}  # fmt: skip


def kind(step: Step) -> str:
    """Return the kind of STEP as it stands in JSON: rating, group_cap, uplift, floor, value_cap …"""
    return step.kind if isinstance(step, (Bound, ValueBound)) else _KINDS[type(step)]


def check_json(check: Check) -> dict[str, object]:
    """Return a condition with what was needed, what was, and whether it was met."""
    made: dict[str, object] = {"kind": check.kind, "met": check.met}
    match check.kind:
        case "strand_at_least":
            made |= {"strand": check.subject, "needed": check.needed, "was": check.was}
        case "count_at_least":
            made |= {"level": check.level, "strands": list(check.strands), "exactly": check.exactly}
            made |= {"needed": check.needed, "was": check.was}
        case "measure":
            made |= {"measure": check.subject, "from": check.needed[0], "to": check.needed[1], "was": check.was}
        case "context":
            made |= {"context": check.subject, "needed": list(check.needed), "was": check.was}
        case "descriptor_met":
            made |= {"descriptor": check.subject, "was": check.was}
        case _:
            made["of"] = [check_json(inner) for inner in check.of]
    return made


def as_json(step: Step) -> dict[str, object]:
    """Return STEP as JSON types, `kind` first; conditions of an `all` are laid open as a list."""
    made: dict[str, object] = {"kind": kind(step)}
    for name, value in zip(step._fields, step, strict=True):
        if isinstance(value, Check):
            inner = value.of if value.kind == "all" else (value,)
            made["conditions"] = [check_json(check) for check in inner]
            if value.kind == "count_at_least":
                made |= {"needed": value.needed, "was": value.was}
        elif isinstance(value, tuple):
            made[name] = list(value)
        else:
            made[name] = value
    if isinstance(step, Value):
        place = dict(step.place)
        return {"kind": "value", "band": step.band, **place, "pence": step.pence, "period": step.period}
    if isinstance(step, Threshold):
        row = {"band": step.band, "from": step.start, "to": step.end}
        return {"kind": "threshold", "measure": step.measure, "value": step.value, "row": row}
    return made
