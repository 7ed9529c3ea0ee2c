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


class Main(NamedTuple):
    """The level of the main area of need: the context's value stands for a strand."""

    measure: str
    context: str
    value: str
    strand: str
    level: int


class Ticked(NamedTuple):
    """How many descriptors of a set are relied on."""

    measure: str
    descriptors: tuple[str, ...]  # the whole set
    relied: tuple[str, ...]
    value: int


class Number(NamedTuple):
    """A number that a person entered. `assumed`: none was, so the least was taken."""

    measure: str
    value: int
    assumed: bool


class CostLine(NamedTuple):
    """One line of a costed map: `counted` over `shared` weekly minutes a pupil, times weeks, times pence over `per`.

    `limit`: minutes a pupil of this rate that count at most, in all lines together. A fixed sum has no rate.
    """

    measure: str
    what: str
    rate: str
    minutes: int
    group: int
    counted: int
    shared: int
    limit: int | None
    weeks: int
    rate_pence: int
    per: int
    rounding: str
    pence: int


class Cost(NamedTuple):
    """The sum of a costed map. `entered`: a person entered the sum, and the record holds no lines."""

    measure: str
    pence: int
    entered: bool


class Guard(NamedTuple):
    """A profile that must not happen; active means referred, or only noted where the action is `warn`."""

    id: str
    active: bool
    check: Check
    why: str
    action: str = "refer"


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


class Way(NamedTuple):
    """What one of several ways to decide gave: its number, inner numbers after outer ones; band None: it refers."""

    path: tuple[int, ...]
    band: str | None


class Best(NamedTuple):
    """The highest band of the ways under `path` (empty: of all), and the first way that gave it; None: all refer."""

    path: tuple[int, ...]
    band: str | None
    way: int


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


class Weighted(NamedTuple):
    """A base by place times the band's weight over the scale, rounded."""

    band: str
    place: tuple[tuple[str, str], ...]
    base: int
    weight: int
    scale: int
    rounding: str
    round_to: int
    pence: int
    period: str


class StrandValue(NamedTuple):
    """The amount of one strand's level."""

    strand: str
    level: int
    place: tuple[tuple[str, str], ...]
    pence: int


class Combined(NamedTuple):
    """The strands' amounts added, or only the highest, or only that of the main need (`strand`)."""

    combine: str  # sum highest primary
    strand: str
    pence: int
    period: str


class Hourly(NamedTuple):
    """A band's rate over the scale times entered numbers, each (measure, value, scale), rounded."""

    band: str
    place: tuple[tuple[str, str], ...]
    rate: int
    scale: int
    times: tuple[tuple[str, int, int], ...]
    rounding: str
    round_to: int
    pence: int
    period: str


class MapValue(NamedTuple):
    """The amount is the sum of a costed map."""

    measure: str
    pence: int
    period: str


class AddOn(NamedTuple):
    """A sum on top of the band's amount, or not."""

    id: str
    fired: bool
    check: Check
    before: int
    add: int
    after: int
    why: str


class Deducted(NamedTuple):
    """What the setting meets first, taken off; never below nil."""

    before: int
    deduct: int
    after: int
    why: str


class ValueBound(NamedTuple):
    """A cap or floor on the amount; `bound` in pence."""

    kind: str
    id: str
    applied: bool
    before: int
    after: int
    why: str
    bound: int


class Prorated(NamedTuple):
    """The part that is paid: `value` of a number or a context (`subject`), over the scale and over `full`, rounded."""

    subject: str
    value: int
    scale: int
    full: int
    rounding: str
    round_to: int
    before: int
    after: int
    why: str


class Protected(NamedTuple):
    """Not below the amount paid before, up to and with a day (ISO)."""

    paid_before: int
    on: str
    until: str
    applied: bool
    before: int
    after: int
    why: str


class Routed(NamedTuple):
    """Who looks at an amount above `above`; the amount stays as it is."""

    above: int
    to: str
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
    Rating | Share | GroupCap | Uplift | Total | Count | Highest | Main | Ticked | Number | CostLine | Cost | Guard
    | Threshold | Refer | Case | Picked | Chosen | Way | Best | Move | Bound | Value | Weighted | StrandValue | Combined
    | Hourly | MapValue | AddOn | Deducted | ValueBound | Prorated | Protected | Routed | Interval
)  # fmt: skip

_KINDS: dict[type, str] = {
    Rating: "rating", Share: "share", GroupCap: "group_cap", Uplift: "uplift", Total: "total", Count: "count",
    Highest: "highest", Main: "main", Ticked: "ticked", Number: "number", CostLine: "cost_line", Cost: "cost",
    Guard: "guard", Threshold: "threshold", Refer: "refer", Case: "case", Picked: "picked", Chosen: "chosen",
    Way: "way", Best: "best", Move: "move", Value: "value", Weighted: "weighted", StrandValue: "strand_value",
    Combined: "combined", Hourly: "hourly", MapValue: "map_value", AddOn: "addon", Deducted: "deducted",
    Prorated: "prorated", Protected: "protected", Routed: "routed", Interval: "interval",
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
    """Return STEP as JSON types, `kind` first; an `all` is laid open as its conditions, a place as its contexts."""
    made: dict[str, object] = {"kind": kind(step)}
    fields: tuple[Any, ...] = tuple(step)
    for name, value in zip(step._fields, fields, strict=True):
        if isinstance(value, Check):
            inner = value.of if value.kind == "all" else (value,)
            made["conditions"] = [check_json(check) for check in inner]
            if value.kind == "count_at_least":
                made |= {"needed": value.needed, "was": value.was}
        elif name == "place":
            made |= dict(value)
        elif isinstance(value, tuple):
            made[name] = [list(part) if isinstance(part, tuple) else part for part in value]
        else:
            made[name] = value
    if isinstance(step, Threshold):
        row = {"band": step.band, "from": step.start, "to": step.end}
        return {"kind": "threshold", "measure": step.measure, "value": step.value, "row": row}
    return made
