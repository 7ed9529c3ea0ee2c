"""The plain sentence for each kind of step, in the framework's own words.

Templates are marked for translation (context "lay") and filled by name; nothing is written freely.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from bandingdesk.errors import QT_TRANSLATE_NOOP
from bandingdesk.matrix import steps as st
from bandingdesk.matrix.compiled import PointsTable, Scheme
from bandingdesk.matrix.steps import Check, Step

Translate = Callable[[str], str]


class Sentence(NamedTuple):
    """A template and its fields; `text` fills it after translation."""

    template: str
    fields: Mapping[str, object]

    def text(self, translate: Translate = str) -> str:
        """Return the sentence."""
        return translate(self.template).format(**self.fields)


RATED = QT_TRANSLATE_NOOP("lay", "{strand} is at level {level}: {name}.")
RATED_POINTS = QT_TRANSLATE_NOOP("lay", "{strand} is at level {level}: {name}. Points for this: {points}.")
ASSUMED = QT_TRANSLATE_NOOP("lay", "{strand} is not rated. The scheme then takes its lowest level, {level}.")
SHARED = QT_TRANSLATE_NOOP("lay", "{strand} counts {points} in {measure}.")
CAP_HELD = QT_TRANSLATE_NOOP("lay", "{strands} count at most {max} together, so {before} becomes {after}.")
CAP_FREE = QT_TRANSLATE_NOOP("lay", "{strands} count {before} together, within their limit of {max}.")
ADDED = QT_TRANSLATE_NOOP("lay", "The scheme adds {add} to the points, because {checks}.")
NOT_ADDED = QT_TRANSLATE_NOOP("lay", "The scheme would add {add} to the points if {needs}. Here {checks}.")
ADDS_UP = QT_TRANSLATE_NOOP("lay", "The points add up to {points}.")
COUNTED = QT_TRANSLATE_NOOP("lay", "The number of strands at level {level} or more is {value}.")
TOP_LEVEL = QT_TRANSLATE_NOOP("lay", "The highest level is {value}.")
RANKED_LEVEL = QT_TRANSLATE_NOOP("lay", "Level number {rank} from the top is {value}.")
GUARD_OFF = QT_TRANSLATE_NOOP("lay", "Rule {id} does not stop this case.")
GUARD_ON = QT_TRANSLATE_NOOP("lay", "Rule {id} sends this case to people: {why}")
ON_ROW = QT_TRANSLATE_NOOP("lay", "{band} covers {start} to {end}, and the figure here is {value}.")
CASE_MET = QT_TRANSLATE_NOOP("lay", "Rule {id} is met, because {checks}. It stands for {band}.")
CASE_MISSED = QT_TRANSLATE_NOOP("lay", "Rule {id} for {band} is not met: {checks}.")
PICKED = QT_TRANSLATE_NOOP("lay", "The rules give {band}.")
PICKED_REST = QT_TRANSLATE_NOOP("lay", "No rule is met. The scheme then gives {band}.")
CHOSEN = QT_TRANSLATE_NOOP(
    "lay", "A person chose the description of {band} as the best fit. Descriptors relied on: {count}."
)
MOVED = QT_TRANSLATE_NOOP("lay", "The band moves from {before} to {after}, because {checks}.")
MOVED_OUT = QT_TRANSLATE_NOOP("lay", "The band would move beyond {before}, where the scheme has none.")
NOT_MOVED = QT_TRANSLATE_NOOP("lay", "The band would move if {needs}. Here {checks}, so it stays at {after}.")
FLOOR_MET = QT_TRANSLATE_NOOP("lay", "The band is at least {bound}, because {checks}. It is now {after}.")
CAP_MET = QT_TRANSLATE_NOOP("lay", "The band is at most {bound}, because {checks}. It is now {after}.")
BOUND_OFF = QT_TRANSLATE_NOOP("lay", "Rule {id} about {bound} does not apply: {checks}.")
AMOUNT = QT_TRANSLATE_NOOP("lay", "The tariff gives {money} {period} for {band} ({place}).")
NO_AMOUNT = QT_TRANSLATE_NOOP("lay", "The tariff has no fixed amount for {band}. People set it for the child.")
AMOUNT_BOUND = QT_TRANSLATE_NOOP("lay", "A limit in the tariff changes {before} to {after}. {why}")
AMOUNT_FREE = QT_TRANSLATE_NOOP("lay", "The limit in the tariff is not reached.")
RANGE = QT_TRANSLATE_NOOP("lay", "The result is {low} to {high} until {strands} is rated.")
RANGE_ONE = QT_TRANSLATE_NOOP("lay", "The result is {low} whichever level {strands} has.")
RANGE_REFER = QT_TRANSLATE_NOOP("lay", "Some levels of {strands} would take the case outside the scheme.")
RANGE_OPEN = QT_TRANSLATE_NOOP("lay", "The result is {low} to {high}, or outside the scheme, until {strands} is rated.")

REFERRED = {
    "above": QT_TRANSLATE_NOOP("lay", "{value} is above the scale, which ends at {edge}. People decide."),
    "below": QT_TRANSLATE_NOOP("lay", "{value} is below the scale, which starts at {edge}. People decide."),
    "gap": QT_TRANSLATE_NOOP("lay", "No band covers {value}. People decide, outside the table."),
    "overlap": QT_TRANSLATE_NOOP("lay", "More than one band covers {value}. People decide which."),
    "conflict": QT_TRANSLATE_NOOP("lay", "Rules {subject} are met together and disagree. People decide which."),
    "no_case": QT_TRANSLATE_NOOP("lay", "No rule is met, and the scheme does not say what then. People decide."),
    "otherwise": QT_TRANSLATE_NOOP("lay", "No rule is met. The scheme then leaves it to people."),
    "guard": QT_TRANSLATE_NOOP("lay", "Rule {subject} leaves this case to people."),
    "above_top": QT_TRANSLATE_NOOP("lay", "That is above the top band. People decide, outside the table."),
    "below_bottom": QT_TRANSLATE_NOOP("lay", "That is below the lowest band. People decide, outside the table."),
    "setting": QT_TRANSLATE_NOOP("lay", "{subject} is not offered in this setting. People decide."),
}  # fmt: skip

CHECKS = {
    ("strand_at_least", True): QT_TRANSLATE_NOOP("lay", "{strand} is at level {was}"),
    ("strand_at_least", False): QT_TRANSLATE_NOOP("lay", "{strand} is at level {was}, not {needed} or more"),
    ("count_at_least", True): QT_TRANSLATE_NOOP("lay", "the number of strands at level {level} or more is {was}"),
    ("count_at_least", False): QT_TRANSLATE_NOOP(
        "lay", "the number of strands at level {level} or more is {was}, not {needed}"
    ),
    ("measure", True): QT_TRANSLATE_NOOP("lay", "the figure {was} is {between}"),
    ("measure", False): QT_TRANSLATE_NOOP("lay", "the figure {was} is not {between}"),
    ("context", True): QT_TRANSLATE_NOOP("lay", "the {context} is {was}"),
    ("context", False): QT_TRANSLATE_NOOP("lay", "the {context} is {was}, not {needed}"),
    ("descriptor_met", True): QT_TRANSLATE_NOOP("lay", "descriptor {descriptor} is relied on"),
    ("descriptor_met", False): QT_TRANSLATE_NOOP("lay", "descriptor {descriptor} is not relied on"),
}
NEEDS = {
    "strand_at_least": QT_TRANSLATE_NOOP("lay", "{strand} were at level {needed} or more"),
    "count_at_least": QT_TRANSLATE_NOOP("lay", "{needed} or more strands were at level {level} or more"),
    "measure": QT_TRANSLATE_NOOP("lay", "the figure were {between}"),
    "context": QT_TRANSLATE_NOOP("lay", "the {context} were {needed}"),
    "descriptor_met": QT_TRANSLATE_NOOP("lay", "descriptor {descriptor} were relied on"),
}
NEEDS_EXACTLY = QT_TRANSLATE_NOOP("lay", "the number of strands at level {level} or more were {needed}")
PERIODS = {
    "year": QT_TRANSLATE_NOOP("lay", "a year"),
    "term": QT_TRANSLATE_NOOP("lay", "a term"),
    "week": QT_TRANSLATE_NOOP("lay", "a week"),
    "one_off": QT_TRANSLATE_NOOP("lay", "once"),
}
FROM_TO = QT_TRANSLATE_NOOP("lay", "from {low} to {high}")
FROM = QT_TRANSLATE_NOOP("lay", "{low} or more")
UP_TO = QT_TRANSLATE_NOOP("lay", "{high} or less")
AND = QT_TRANSLATE_NOOP("lay", " and ")
OR = QT_TRANSLATE_NOOP("lay", " or ")

SHORT_BAND = QT_TRANSLATE_NOOP("lay", "The published scheme points to {band}.")
SHORT_POINTS = QT_TRANSLATE_NOOP("lay", "The levels add up to {points} points. The published scheme points to {band}.")
SHORT_REFER = QT_TRANSLATE_NOOP("lay", "The published scheme gives no band for these levels. {reason}")
PEOPLE = QT_TRANSLATE_NOOP(
    "lay", "This is not a decision: people decide the band. A band does not limit the support in Section F of the plan."
)


def money(pence: int) -> str:
    """Return PENCE in words for people: £10,950, or £125.50."""
    pounds, rest = divmod(pence, 100)
    return f"£{pounds:,}.{rest:02d}" if rest else f"£{pounds:,}"


def figure(scheme: Scheme, measure: str, value: int) -> str:
    """Return a measure's VALUE as people read it: with a scale of 10, 15 is 1.5."""
    scale = next(
        (table.scale for table in scheme.measures if table.id == measure and isinstance(table, PointsTable)), 1
    )
    if scale == 1:
        return str(value)
    whole, rest = divmod(abs(value), scale)
    return f"{'-' if value < 0 else ''}{whole}.{rest:0{len(str(scale)) - 1}d}".rstrip("0").rstrip(".")


def sentence(scheme: Scheme, step: Step, translate: Translate = str) -> str:
    """Return the plain sentence for STEP."""
    return _Speaker(scheme, translate).sentence(step).text(translate)


class _Speaker:
    """Turns steps into sentences in one scheme's words."""

    def __init__(self, scheme: Scheme, translate: Translate) -> None:
        self.scheme = scheme
        self.framework = scheme.framework
        self.translate = translate

    def sentence(self, step: Step) -> Sentence:
        """Return the template and fields for STEP."""
        match step:
            case st.Rating() | st.Share():
                return self._rating(step)
            case st.GroupCap() | st.Uplift() | st.Total():
                return self._points(step)
            case st.Count():
                return Sentence(COUNTED, step._asdict())
            case st.Highest():
                return Sentence(TOP_LEVEL if step.rank == 1 else RANKED_LEVEL, step._asdict())
            case st.Guard():
                return Sentence(GUARD_ON if step.active else GUARD_OFF, {"id": step.id, "why": step.why})
            case st.Threshold():
                figures = [self._figure(step.measure, value) for value in (step.start, step.end, step.value)]
                named = dict(zip(("start", "end", "value"), figures, strict=True))
                return Sentence(ON_ROW, {"band": self._band(step.band), **named})
            case st.Refer():
                return self._refer(step)
            case st.Case() | st.Picked() | st.Chosen():
                return self._rule(step)
            case st.Move() | st.Bound():
                return self._shift(step)
            case st.Value() | st.ValueBound():
                return self._money(step)
            case st.Interval():
                return self._range(step)

    def _strand(self, id_: str) -> str:
        return self.framework.strand(id_).name

    def _band(self, id_: str | None) -> str:
        return "" if id_ is None else self.framework.band(id_).name

    def _figure(self, measure: str, value: int) -> str:
        return figure(self.scheme, measure, value)

    def _together(self, strands: tuple[str, ...], joint: str = AND) -> str:
        names = [self._strand(strand) for strand in strands]
        return ", ".join(names[:-1]) + (self.translate(joint) if len(names) > 1 else "") + names[-1]

    def _rating(self, step: st.Rating | st.Share) -> Sentence:
        if isinstance(step, st.Share):
            points = self._figure(step.measure, step.points)
            return Sentence(SHARED, {"strand": self._strand(step.strand), "points": points, "measure": step.measure})
        strand = self.framework.strand(step.strand)
        fields = {"strand": strand.name, "level": step.level, "name": strand.level(step.level).name or step.level}
        if step.assumed:
            return Sentence(ASSUMED, fields)
        if step.points is None:
            return Sentence(RATED, fields)
        return Sentence(RATED_POINTS, {**fields, "points": self._figure(self.scheme.primary or "", step.points)})

    def _points(self, step: st.GroupCap | st.Uplift | st.Total) -> Sentence:
        if isinstance(step, st.GroupCap):
            figures = {name: self._figure(step.measure, getattr(step, name)) for name in ("before", "after", "max")}
            held = step.after != step.before
            return Sentence(CAP_HELD if held else CAP_FREE, {"strands": self._together(step.strands), **figures})
        if isinstance(step, st.Total):
            return Sentence(ADDS_UP, {"points": self._figure(step.measure, step.points)})
        fields = {"add": self._figure(step.measure, step.add), "needs": self.needs(step.check)}
        return Sentence(ADDED if step.fired else NOT_ADDED, {**fields, "checks": self.checks(step.check, step.fired)})

    def _refer(self, step: st.Refer) -> Sentence:
        subject = self._band(step.subject) if step.reason == "setting" else step.subject
        figures = {"value": step.value, "edge": step.edge}
        shown = {k: "" if v is None else self._figure(step.subject, v) for k, v in figures.items()}
        return Sentence(REFERRED[step.reason], {"subject": subject, **shown})

    def _rule(self, step: st.Case | st.Picked | st.Chosen) -> Sentence:
        band = self._band(step.band)
        match step:
            case st.Case():
                checks = self.checks(step.check, step.matched)
                return Sentence(
                    CASE_MET if step.matched else CASE_MISSED, {"id": step.id, "band": band, "checks": checks}
                )
            case st.Picked():
                return Sentence(PICKED if step.rule else PICKED_REST, {"band": band})
            case st.Chosen():
                return Sentence(CHOSEN, {"band": band, "count": len(step.descriptors)})

    def _shift(self, step: st.Move | st.Bound) -> Sentence:
        fields = {"id": step.id, "before": self._band(step.before), "after": self._band(step.after)}
        fields |= {"checks": self.checks(step.check, step.fired), "needs": self.needs(step.check)}
        if isinstance(step, st.Bound):
            template = (FLOOR_MET if step.kind == "floor" else CAP_MET) if step.fired else BOUND_OFF
            return Sentence(template, {**fields, "bound": self._band(step.bound)})
        if not step.fired:
            return Sentence(NOT_MOVED, fields)
        return Sentence(MOVED if step.after is not None else MOVED_OUT, fields)

    def _money(self, step: st.Value | st.ValueBound) -> Sentence:
        if isinstance(step, st.ValueBound):
            fields = {"before": money(step.before), "after": money(step.after), "why": step.why}
            return Sentence(AMOUNT_BOUND if step.applied else AMOUNT_FREE, fields)
        if step.pence is None:
            return Sentence(NO_AMOUNT, {"band": self._band(step.band)})
        place = ", ".join(self.framework.context(context).label(value) for context, value in step.place)
        fields = {"money": money(step.pence), "period": self.translate(PERIODS[step.period])}
        return Sentence(AMOUNT, {**fields, "band": self._band(step.band), "place": place or self.framework.title})

    def _range(self, step: st.Interval) -> Sentence:
        fields = {"strands": self._together(step.missing)}
        if not step.bands:
            return Sentence(RANGE_REFER, fields)
        fields |= {"low": self._band(step.bands[0]), "high": self._band(step.bands[-1])}
        if step.refer:
            return Sentence(RANGE_OPEN, fields)
        return Sentence(RANGE if len(step.bands) > 1 else RANGE_ONE, fields)

    def checks(self, check: Check, met: bool) -> str:
        """Return how CHECK came out in words: what was met if MET, else what was missed."""
        if not check.of:
            return self.translate(CHECKS[check.kind, check.met]).format(**self._fields(check))
        if check.kind == "not":
            return self.checks(check.of[0], not met)
        said = [self.checks(inner, inner.met) for inner in check.of if inner.met == met]
        return self.translate(AND).join(said)

    def needs(self, check: Check) -> str:
        """Return what CHECK asks for in words; of an `all`, only what is missing."""
        if not check.of:
            template = NEEDS_EXACTLY if check.exactly else NEEDS[check.kind]
            return self.translate(template).format(**self._fields(check))
        if check.kind == "not":
            return self.checks(check.of[0], True)
        open_ = [inner for inner in check.of if not inner.met] or list(check.of)
        return self.translate(AND if check.kind == "all" else OR).join(self.needs(inner) for inner in open_)

    def _fields(self, check: Check) -> dict[str, object]:
        fields: dict[str, object] = {"was": check.was, "needed": check.needed, "level": check.level}
        match check.kind:
            case "strand_at_least":
                fields["strand"] = self._strand(check.subject)
            case "measure":
                low, high = (None if end is None else self._figure(check.subject, end) for end in check.needed)
                template = FROM_TO if low is not None and high is not None else FROM if low is not None else UP_TO
                fields["was"] = self._figure(check.subject, check.was)
                fields["between"] = self.translate(template).format(low=low, high=high)
            case "context":
                context = self.framework.context(check.subject)
                fields |= {"context": context.name or context.id, "was": context.label(check.was)}
                fields["needed"] = self.translate(OR).join(context.label(value) for value in check.needed)
            case _:
                fields["descriptor"] = check.subject
        return fields
