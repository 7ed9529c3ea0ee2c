"""The plain sentence for each kind of step, in the council's own words: templates of `phrases.py`, filled by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from bandingdesk.errors import QT_TRANSLATE_NOOP
from bandingdesk.matrix import phrases
from bandingdesk.matrix import steps as st
from bandingdesk.matrix.scheme import CostTable, CountTable, HighestTable, NumberTable, PointsTable, Scheme
from bandingdesk.matrix.steps import Check, Step

Translate = Callable[[str], str]
PERIODS = {
    "year": QT_TRANSLATE_NOOP("lay", "a year"),
    "term": QT_TRANSLATE_NOOP("lay", "a term"),
    "week": QT_TRANSLATE_NOOP("lay", "a week"),
    "one_off": QT_TRANSLATE_NOOP("lay", "once"),
}
MONTHS = (
    QT_TRANSLATE_NOOP("lay", "January"), QT_TRANSLATE_NOOP("lay", "February"), QT_TRANSLATE_NOOP("lay", "March"),
    QT_TRANSLATE_NOOP("lay", "April"), QT_TRANSLATE_NOOP("lay", "May"), QT_TRANSLATE_NOOP("lay", "June"),
    QT_TRANSLATE_NOOP("lay", "July"), QT_TRANSLATE_NOOP("lay", "August"), QT_TRANSLATE_NOOP("lay", "September"),
    QT_TRANSLATE_NOOP("lay", "October"), QT_TRANSLATE_NOOP("lay", "November"), QT_TRANSLATE_NOOP("lay", "December"),
)  # fmt: skip


class Sentence(NamedTuple):
    """A template and its fields; `text` fills it after translation."""

    template: str
    fields: Mapping[str, object]

    def text(self, translate: Translate = str) -> str:
        """Return the sentence."""
        return translate(self.template).format(**self.fields)


def money(pence: int) -> str:
    """Return PENCE in words for people: £10,950, £125.50 or -£5."""
    if pence < 0:
        return f"-{money(-pence)}"
    pounds, rest = divmod(pence, 100)
    return f"£{pounds:,}.{rest:02d}" if rest else f"£{pounds:,}"


def rate(pence: int, scale: int) -> str:
    """Return a rate of PENCE over SCALE: £14, or 12.5p where it is no whole number of pence."""
    return money(pence // scale) if pence % scale == 0 else f"{decimal(pence, scale)}p"


def decimal(value: int, scale: int) -> str:
    """Return VALUE over SCALE (1, 10, 100 or 1,000) as people write it: 15 over 10 is 1.5."""
    if scale == 1:
        return str(value)
    whole, rest = divmod(abs(value), scale)
    return f"{'-' if value < 0 else ''}{whole}.{rest:0{len(str(scale)) - 1}d}".rstrip("0").rstrip(".")


def figure(scheme: Scheme, measure: str, value: int) -> str:
    """Return a measure's VALUE as people read it: points with their scale, a number with its unit, a cost in pounds."""
    match next((table for table in scheme.measures if table.id == measure), None):
        case PointsTable(scale=scale):
            return decimal(value, scale)
        case NumberTable(scale=scale):
            return f"{decimal(value, scale)} {scheme.words.measures[measure].unit}".rstrip()
        case CostTable():
            return money(value)
        case _:
            return str(value)


def counted(level: int, strands: str, translate: Translate = str) -> str:
    """Return what a count counts, as it stands inside a sentence; STRANDS are named where it is not over all."""
    return translate(phrases.COUNT_OF if strands else phrases.COUNT).format(level=level, strands=strands)


def highest(rank: int, strands: str, translate: Translate = str) -> str:
    """Return which level a highest measure takes, inside a sentence; STRANDS are named where it is not over all."""
    known = rank <= len(phrases.HIGHEST)
    which = translate(phrases.HIGHEST[rank - 1] if known else phrases.HIGHEST_FAR).format(rank=rank)
    return translate(phrases.HIGHEST_OF).format(highest=which, strands=strands) if strands else which


def value_is(which: str, value: object) -> Sentence:
    """Return the sentence that WHICH (words of `counted` or `highest`) is VALUE."""
    return Sentence(phrases.VALUE_IS, {"which": which[:1].upper() + which[1:], "value": value})


def sentence(scheme: Scheme, step: Step, translate: Translate = str) -> str:
    """Return the plain sentence for STEP."""
    return _Speaker(scheme, translate).sentence(step).text(translate)


class _Speaker:
    """Turns steps into sentences in one scheme's words."""

    def __init__(self, scheme: Scheme, translate: Translate) -> None:
        self.scheme = scheme
        self.words = scheme.words
        self.translate = translate

    def sentence(self, step: Step) -> Sentence:
        """Return the template and fields for STEP."""
        match step:
            case st.Rating() | st.Share():
                return self._rating(step)
            case st.GroupCap() | st.Uplift() | st.Total():
                return self._points(step)
            case st.Count():
                return value_is(counted(step.level, self._some(step.strands), self.translate), step.value)
            case st.Highest():
                return value_is(highest(step.rank, self._some(step.strands), self.translate), step.value)
            case st.Main() | st.Ticked() | st.Number() | st.Cost():
                return self._entered(step)
            case st.CostLine():
                return self._line(step)
            case st.Guard():
                return self._guard(step)
            case st.Threshold():
                figures = [self._figure(step.measure, value) for value in (step.start, step.end, step.value)]
                named = dict(zip(("start", "end", "value"), figures, strict=True))
                template = phrases.ON_ROW_ONE if step.start == step.end else phrases.ON_ROW
                return Sentence(template, {"band": self._band(step.band), **named})
            case st.Refer():
                return self._refer(step)
            case st.Case() | st.Picked() | st.Chosen() | st.Way() | st.Best():
                return self._rule(step)
            case st.Move() | st.Bound():
                return self._shift(step)
            case st.Interval():
                return self._range(step)
            case st.AddOn() | st.Deducted() | st.ValueBound() | st.Prorated() | st.Protected() | st.Routed():
                return self._ruled(step)
            case _:
                return self._amount(step)

    def _strand(self, id_: str) -> str:
        return self.words.strands[id_].name

    def _band(self, id_: str | None) -> str:
        return "" if id_ is None else self.words.bands[id_]

    def _measure(self, id_: str) -> str:
        return self.words.measures[id_].name or id_

    def _told(self, id_: str) -> str:
        """Return what a measure is called inside a sentence."""
        if name := self.words.measures[id_].name:
            return self.translate(phrases.NAMED).format(name=name)
        match next(table for table in self.scheme.measures if table.id == id_):
            case CountTable(level=level, strands=strands):
                return counted(level, self._some(strands), self.translate)
            case HighestTable(rank=rank, strands=strands):
                return highest(rank, self._some(strands), self.translate)
            case table:
                return self.translate(phrases.MEASURES[type(table).__name__]).format(id=id_)

    def _some(self, strands: tuple[str, ...]) -> str:
        """Return the names of STRANDS, or nothing where they are all of the scheme's."""
        return "" if len(strands) == len(self.scheme.strands) else self._together(strands)

    def _figure(self, measure: str, value: int) -> str:
        return figure(self.scheme, measure, value)

    def _together(self, ids: tuple[str, ...], joint: str = phrases.AND) -> str:
        names = [self._strand(id_) if id_ in self.words.strands else self._measure(id_) for id_ in ids]
        return ", ".join(names[:-1]) + (self.translate(joint) if len(names) > 1 else "") + names[-1]

    def _rating(self, step: st.Rating | st.Share) -> Sentence:
        if isinstance(step, st.Share):
            points = self._figure(step.measure, step.points)
            measure = self._measure(step.measure)
            return Sentence(phrases.SHARED, {"strand": self._strand(step.strand), "points": points, "measure": measure})
        strand = self.words.strands[step.strand]
        fields = {"strand": strand.name, "level": step.level, "name": strand.levels[step.level]}
        if step.assumed:
            optional = self.scheme.strands[self.scheme.positions[step.strand]].optional
            return Sentence(phrases.ASSUMED_OPTIONAL if optional else phrases.ASSUMED, fields)
        if step.points is None:
            return Sentence(phrases.RATED, fields)
        points = self._figure(self.scheme.primary or "", step.points)
        return Sentence(phrases.RATED_POINTS, {**fields, "points": points})

    def _points(self, step: st.GroupCap | st.Uplift | st.Total) -> Sentence:
        if isinstance(step, st.GroupCap):
            figures = {name: self._figure(step.measure, getattr(step, name)) for name in ("before", "after", "max")}
            template = phrases.CAP_HELD if step.after != step.before else phrases.CAP_FREE
            return Sentence(template, {"strands": self._together(step.strands), **figures})
        if isinstance(step, st.Total):
            return Sentence(phrases.ADDS_UP, {"points": self._figure(step.measure, step.points)})
        fields = {"add": self._figure(step.measure, step.add), "needs": self.needs(step.check)}
        fields["checks"] = self.checks(step.check, step.fired)
        return Sentence(phrases.ADDED if step.fired else phrases.NOT_ADDED, fields)

    def _entered(self, step: st.Main | st.Ticked | st.Number | st.Cost) -> Sentence:
        match step:
            case st.Main():
                return Sentence(phrases.MAIN, {"strand": self._strand(step.strand), "level": step.level})
            case st.Ticked():
                return Sentence(phrases.TICKED, {"measure": self._measure(step.measure), "value": step.value})
            case st.Number():
                fields = {"measure": self._measure(step.measure), "value": self._figure(step.measure, step.value)}
                return Sentence(phrases.NUMBER_ASSUMED if step.assumed else phrases.NUMBER, fields)
            case st.Cost():
                name = self.words.measures[step.measure].name or self.translate(phrases.COSTED_MAP)
                fields = {"measure": name, "money": money(step.pence)}
                return Sentence(phrases.COST_ENTERED if step.entered else phrases.COST, fields)

    def _line(self, step: st.CostLine) -> Sentence:
        fields = {**step._asdict(), "money": money(step.pence)}
        if not step.rate:
            return Sentence(phrases.COST_FIXED, fields)
        fields["rate"] = self.words.rates[step.measure][step.rate]
        if step.counted * step.group < step.minutes * step.shared:
            return Sentence(phrases.COST_LIMITED if step.group == 1 else phrases.COST_SHARED_LIMITED, fields)
        return Sentence(phrases.COST_LINE if step.group == 1 else phrases.COST_SHARED, fields)

    def _guard(self, step: st.Guard) -> Sentence:
        fields = {"needs": self.needs(step.check), "checks": self.checks(step.check, step.active)}
        if not step.active:
            return Sentence(phrases.GUARDS_OFF[step.action], fields)
        on = phrases.GUARD_WARNS if step.action == "warn" else phrases.GUARD_ON
        return Sentence(on, {**fields, "why": _stopped(step.why)})

    def _refer(self, step: st.Refer) -> Sentence:
        subject = self._band(step.subject) if step.reason == "setting" else step.subject
        figures = {"value": step.value, "edge": step.edge}
        shown = {k: "" if v is None else self._figure(step.subject, v) for k, v in figures.items()}
        return Sentence(phrases.REFERRED[step.reason], {"subject": subject, **shown})

    def _rule(self, step: st.Case | st.Picked | st.Chosen | st.Way | st.Best) -> Sentence:
        fields: dict[str, object] = {"band": self._band(step.band)}
        match step:
            case st.Case():
                fields["checks"] = self.checks(step.check, step.matched)
                return Sentence(phrases.CASE_MET if step.matched else phrases.CASE_MISSED, fields)
            case st.Picked():
                met = phrases.PICKED_HIGHEST if step.policy == "highest_band" else phrases.PICKED
                return Sentence(met if step.rule else phrases.PICKED_REST, fields)
            case st.Chosen():
                return Sentence(phrases.CHOSEN, {**fields, "count": len(step.descriptors)})
            case st.Way():
                fields["way"] = ".".join(str(n) for n in step.path)
                return Sentence(phrases.WAY_NONE if step.band is None else phrases.WAY, fields)
            case st.Best():
                return Sentence(phrases.BEST_NONE if step.band is None else phrases.BEST, fields)

    def _shift(self, step: st.Move | st.Bound) -> Sentence:
        fields = {"before": self._band(step.before), "after": self._band(step.after)}
        fields |= {"checks": self.checks(step.check, step.fired), "needs": self.needs(step.check)}
        if isinstance(step, st.Bound):
            met, off = phrases.CAP_MET, phrases.CAP_OFF
            if step.kind == "floor":
                met, off = phrases.FLOOR_MET, phrases.FLOOR_OFF
            return Sentence(met if step.fired else off, {**fields, "bound": self._band(step.bound)})
        if not step.fired:
            return Sentence(phrases.NOT_MOVED, fields)
        return Sentence(phrases.MOVED if step.after is not None else phrases.MOVED_OUT, fields)

    def _amount(
        self, step: st.Value | st.Weighted | st.StrandValue | st.Combined | st.Hourly | st.MapValue
    ) -> Sentence:
        if isinstance(step, st.StrandValue):
            fields = {"strand": self._strand(step.strand), "level": step.level, "money": money(step.pence)}
            return Sentence(phrases.STRAND_AMOUNT, fields)
        fields = {"period": self.translate(PERIODS[step.period]), "money": money(step.pence or 0)}
        if isinstance(step, st.Combined):
            return Sentence(phrases.COMBINED[step.combine], fields)
        if isinstance(step, st.MapValue):
            return Sentence(phrases.MAP_AMOUNT, fields)
        place = ", ".join(self.words.contexts[context].labels[value] for context, value in step.place)
        at = self.translate(phrases.AT_PLACE).format(place=place) if place else ""
        fields |= {"band": self._band(step.band), "at": at}
        match step:
            case st.Value():
                return Sentence(phrases.NO_AMOUNT if step.pence is None else phrases.AMOUNT, fields)
            case st.Weighted():
                fields |= {"base": money(step.base), "weight": decimal(step.weight, step.scale)}
                return Sentence(phrases.WEIGHTED, fields)
            case st.Hourly():
                times = [self._figure(measure, value) for measure, value, _ in step.times]
                fields |= {"rate": rate(step.rate, step.scale), "times": self.translate(phrases.TIMES).join(times)}
                return Sentence(phrases.HOURLY, fields)

    def _ruled(self, step: st.AddOn | st.Deducted | st.ValueBound | st.Prorated | st.Protected | st.Routed) -> Sentence:
        fields = {"before": money(step.before), "after": money(step.after), "why": _stopped(step.why)}
        match step:
            case st.AddOn():
                fields |= {"add": money(step.add), "needs": self.needs(step.check)}
                fields["checks"] = self.checks(step.check, step.fired)
                return Sentence(phrases.ADDED_ON if step.fired else phrases.NOT_ADDED_ON, fields)
            case st.Deducted():
                return Sentence(phrases.DEDUCTED, {**fields, "deduct": money(step.deduct)})
            case st.ValueBound():
                return Sentence(phrases.AMOUNT_BOUND if step.applied else phrases.AMOUNT_FREE, fields)
            case st.Prorated():
                template = phrases.PRORATED_SAME if step.before == step.after else phrases.PRORATED
                return Sentence(template, {**fields, "value": self._part(step), "full": step.full})
            case st.Protected():
                year, month, day = step.until.split("-")
                until = f"{int(day)} {self.translate(MONTHS[int(month) - 1])} {year}"
                fields |= {"paid_before": money(step.paid_before), "until": until}
                return Sentence(phrases.PROTECTED if step.applied else phrases.NOT_PROTECTED, fields)
            case st.Routed():
                fields |= {"above": money(step.above), "to": step.to}
                return Sentence(phrases.ROUTED if step.applied else phrases.NOT_ROUTED, fields)

    def _part(self, step: st.Prorated) -> str:
        if step.subject in self.words.measures:
            return self._figure(step.subject, step.value)
        return self.words.contexts[step.subject].labels.get(str(step.value), str(step.value))

    def _range(self, step: st.Interval) -> Sentence:
        fields = {"strands": self._together(step.missing)}
        if not step.bands:
            return Sentence(phrases.RANGE_REFER, fields)
        fields |= {"low": self._band(step.bands[0]), "high": self._band(step.bands[-1])}
        if len(step.bands) == 1:
            return Sentence(phrases.RANGE_ONE_OPEN if step.refer else phrases.RANGE_ONE, fields)
        return Sentence(phrases.RANGE_OPEN if step.refer else phrases.RANGE, fields)

    def checks(self, check: Check, met: bool) -> str:
        """Return how CHECK came out in words: what was met if MET, else what was missed."""
        if not check.of:
            template = phrases.CHECKS[check.kind, check.met or self._is_either(check)]
            if check.exactly and not check.met:
                template = phrases.CHECK_EXACTLY
            return self.translate(template).format(**self._fields(check))
        if check.kind == "not":
            return self.checks(check.of[0], not met)
        return self._joined([self.checks(inner, inner.met) for inner in check.of if inner.met == met])

    def _is_either(self, check: Check) -> bool:
        """Say whether a context has two values: which it is then says which it is not."""
        return check.kind == "context" and len(self.words.contexts[check.subject].labels) == 2

    def _joined(self, said: list[str]) -> str:
        """Return SAID as one list, parted by more than commas where a part holds one."""
        if not any("," in part for part in said):
            comma, last = ", ", phrases.AND
        elif len(said) == 2:
            comma, last = "", phrases.AND_THEN
        else:
            comma, last = "; ", phrases.AND_ALSO
        return comma.join(said[:-1]) + (self.translate(last) if len(said) > 1 else "") + said[-1]

    def needs(self, check: Check, wanted: bool = True) -> str:
        """Return what CHECK asks for in words, or what would keep it from being met; only what is missing for it."""
        if not check.of:
            return self.translate(self._need(check, wanted)).format(**self._fields(check))
        if check.kind == "not":
            return self.needs(check.of[0], not wanted)
        open_ = [inner for inner in check.of if inner.met != wanted] or list(check.of)
        joint = phrases.AND
        if (check.kind == "all") != wanted:
            joint = phrases.OR_ELSE if any(inner.of for inner in open_) else phrases.OR
        return self.translate(joint).join(self.needs(inner, wanted) for inner in open_)

    def _need(self, check: Check, wanted: bool) -> str:
        if check.exactly:
            return phrases.NEEDS_EXACTLY[wanted]
        if check.kind == "count_at_least" and self._some(check.strands):
            return phrases.NEEDS_OF[wanted]
        return (phrases.NEEDS if wanted else phrases.NEEDS_NOT)[check.kind]

    def _fields(self, check: Check) -> dict[str, object]:
        fields: dict[str, object] = {"was": check.was, "needed": check.needed, "level": check.level}
        match check.kind:
            case "strand_at_least":
                fields["strand"] = self._strand(check.subject)
            case "count_at_least":
                some = self._some(check.strands)
                fields |= {"strands": some, "which": counted(check.level, some, self.translate)}
            case "measure":
                low, high = (None if end is None else self._figure(check.subject, end) for end in check.needed)
                both = phrases.FROM_TO if low is not None and high is not None else None
                template = both or (phrases.FROM if low is not None else phrases.UP_TO)
                fields["was"] = self._figure(check.subject, check.was)
                fields["measure"] = self._told(check.subject)
                fields["between"] = self.translate(template).format(low=low, high=high)
            case "context":
                context = self.words.contexts[check.subject]
                fields |= {"context": context.name, "was": context.labels[check.was]}
                fields["needed"] = self.translate(phrases.OR).join(context.labels[value] for value in check.needed)
            case "descriptor_met":
                fields["descriptor"] = self.words.descriptors[check.subject].rstrip(".")
        return fields


def _stopped(words: str) -> str:
    """Return WORDS with a full stop at their end."""
    return words if words.rstrip().endswith((".", "!", "?")) else f"{words}."
