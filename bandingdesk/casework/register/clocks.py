"""Every clock of a case, reckoned from its entries: what started it, the law's last day, the target, what stopped it.

Nothing here depends on today: whether a clock is late is for who looks at it. Exceptions are shown beside a clock and
never move its day (statute.md 1.2). Pure and quick, since all cases are reckoned again when the law's data changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from bandingdesk.casework.register.ops import Excuse, Values
from bandingdesk.statute import clock
from bandingdesk.statute.clock import Due
from bandingdesk.statute.register import ClockRule, Condition, RegisterBook, Value, Whose, book

State = Literal["running", "met", "met_late", "ended"]
REVIEW, PLAN = "review", "plan"
GIVEN = "given"  # the chain of a date that a list gave: nobody's entry starts it


class Known(NamedTuple):
    """An entry as the reckoning needs it. `id` is "" for the review that the case itself holds."""

    id: str
    type: str
    of: str | None
    values: Values
    excuses: tuple[Excuse, ...] = ()


class Facts(NamedTuple):
    """What the clocks of a case come out of.

    `review_on` is the day of the review meeting that the case holds, `told` the days on which letters to the family
    were sent, `given_*` what a list said of its reviews.
    """

    case: str
    entries: Sequence[Known] = ()
    review_on: date | None = None
    told: Sequence[date] = ()
    given_last: date | None = None
    given_next: date | None = None


class Clock(NamedTuple):
    """One clock. `trigger` is what `why` counts from; `fault` is set where no day could be worked out, with the reason.

    `stopped_by` names the field that stopped it, as "plan.start".
    """

    entry: str
    rule: str
    chain: str
    whose: Whose
    step: str
    trigger: str
    starts: date | None
    law_day: date | None
    target: date | None
    provision: str
    law_version: str
    state: State
    stopped_on: date | None = None
    stopped_by: str = ""
    excuses: tuple[str, ...] = ()
    fault: str = ""


def running(facts: Facts, register: RegisterBook | None = None) -> tuple[Clock, ...]:
    """Return all clocks of a case, entry by entry, each in the order of the register's data."""
    register = register or book()
    entries = _with_own_review(facts)
    by_type: dict[str, list[Known]] = {}
    for one in entries:
        by_type.setdefault(one.type, []).append(one)
    roots = _roots(entries)
    found: list[Clock] = []
    for entry in entries:
        for rule in register.clocks_from.get(entry.type, ()):
            began = entry.values.get(rule.starts.field)
            if began is None or (rule.when is not None and not _holds(rule.when, entry)):
                continue
            made = _clock(rule, entry, began, by_type, roots)
            if made is not None:
                found.append(made)
    given = _given(facts, by_type)
    return (*found, given) if given is not None else tuple(found)


def pressing(clocks: Iterable[Clock]) -> Clock | None:
    """Return the council's own clock that ends first by law, None where none runs.

    While a review is under way its own clock presses and the plan's twelve months wait: one decision meets both. A
    meeting that is only planned for after those twelve months does not make them wait.
    """
    mine = [one for one in clocks if one.state == "running" and one.whose == "council" and one.law_day is not None]
    under_way = [one.starts for one in mine if one.rule == "AR.DECIDE" and one.starts is not None]
    if under_way:
        mine = [one for one in mine if one.chain not in (PLAN, GIVEN) or not _meets(one, min(under_way))]
    return min(mine, key=lambda one: (one.law_day or date.max, one.rule), default=None)


def why(rule: str, trigger: str) -> Due:
    """Return the count of a clock again, with its sentences. Raises what `clock.due` raises."""
    return clock.due(rule, trigger)


def six_months_after(facts: Facts, received: date) -> date | None:
    """Return the day until which a completed assessment speaks against another, None where none does on RECEIVED.

    It warns and never blocks: the bar is about an assessment, not about a request (CFA s36(6)(b), SEND Regs r24).
    """
    done = (one for one in facts.entries if one.type == "assessment" and one.values.get("outcome") in ("Y", "N"))
    told = (_day(one.values, "outcome_date") for one in done)
    ends = (clock.limits("REASSESS.BAR", day) for day in told if day is not None and day <= received)
    return max((end.latest for end in ends if end.latest is not None and received <= end.latest), default=None)


def _with_own_review(facts: Facts) -> list[Known]:
    """Return the entries, with the review that the case holds and the day the family was told of its decision."""
    entries = list(facts.entries)
    on = facts.review_on
    if on is not None:
        own: Values = {"meeting": on.isoformat()}
        if told := min((day for day in facts.told if day >= on), default=None):
            own["decision_date"] = told.isoformat()
        same = (
            n for n, one in enumerate(entries) if one.type == REVIEW and one.values.get("meeting") == own["meeting"]
        )
        if (at := next(same, None)) is None:
            entries.append(Known("", REVIEW, None, own))
        else:
            entries[at] = entries[at]._replace(values={**own, **entries[at].values})
    return entries


def _roots(entries: Sequence[Known]) -> dict[str, str]:
    """Return the first entry of each entry's chain, along what each belongs to."""
    of = {one.id: one.of for one in entries}
    found: dict[str, str] = {}
    for one in entries:
        at, seen = one.id, {one.id}
        while (parent := of.get(at)) is not None and parent in of and parent not in seen:
            seen.add(parent)
            at = parent
        found[one.id] = at
    return found


def _clock(
    rule: ClockRule, entry: Known, began: Value, by_type: Mapping[str, Sequence[Known]], roots: Mapping[str, str]
) -> Clock | None:
    if rule.trigger:
        extra = entry.values.get(rule.extra.field) if rule.extra is not None else None
        if extra is None and rule.rule == "MOVE.REVIEW":
            extra = began  # no review of the old authority is known: the three months decide
        trigger = rule.trigger.format(starts=began, extra=extra)
    else:
        trigger = str(began)
    days = clock.limits(rule.rule, trigger)
    if days.fault == "LA-02":
        return None  # the law did not exist then
    starts = date.fromisoformat(began) if isinstance(began, str) else None
    stopped, by, ended = _stopped(rule, entry, by_type, None if rule.across else roots, starts)
    state: State = "running"
    if stopped is not None:
        is_late = days.latest is not None and stopped > days.latest
        state = "ended" if ended else "met_late" if is_late else "met"
    excuses = tuple(one.id for one in entry.excuses if rule.rule in one.rules) if entry.excuses else ()
    return Clock(
        entry.id,
        rule.rule,
        rule.chain,
        rule.whose,
        days.step,
        trigger,
        starts,
        days.latest,
        days.target,
        days.provision,
        days.law_version,
        state,
        stopped,
        by,
        excuses,
        days.fault,
    )


def _stopped(
    rule: ClockRule,
    entry: Known,
    by_type: Mapping[str, Sequence[Known]],
    roots: Mapping[str, str] | None,
    starts: date | None,
) -> tuple[date | None, str, bool]:
    """Return (day, field, whether it ended without being met) of what stopped the clock first; None for nothing.

    With ROOTS only entries of the same chain stop it; without, those of the whole case that come after its start.
    """
    first: date | None = None
    by, ended = "", False
    for stop in rule.stops:
        for one in by_type.get(stop.type, ()):
            if roots is not None and roots[one.id] != roots[entry.id]:
                continue
            if stop.when is not None and not _holds(stop.when, one):
                continue
            day = _day(one.values, stop.field)
            if day is None and not stop.is_met:
                day = starts or date.max
            if day is None or (roots is None and starts is not None and day <= starts):
                continue
            if first is None or day < first:
                first, by, ended = day, stop.name, not stop.is_met
    return first, by, ended


def _given(facts: Facts, by_type: Mapping[str, Sequence[Known]]) -> Clock | None:
    """Return the clock that a list's dates give, where no review or plan of the register takes their place."""
    last = facts.given_last
    told = [day for one in by_type.get(REVIEW, ()) if (day := _day(one.values, "decision_date")) is not None]
    if by_type.get(PLAN) or any(one.type == REVIEW and one.id for one in by_type.get(REVIEW, ())):
        return None
    if any(last is None or day >= last for day in told):
        return None  # a review decided since then started the twelve months anew
    if facts.given_next is not None:
        day = facts.given_next
        limits = clock.limits("AR.NEXT", last or day)
        return _of_list("AR.NEXT", last or day, limits._replace(latest=day, target=day, provision="CFA s44(1)"))
    if last is not None:
        return _of_list("AR.NEXT", last, clock.limits("AR.NEXT", last))
    return None  # a list that gives a plan's start and no review says nothing of its reviews: nobody is called late


def _of_list(rule: str, starts: date, days: clock.Limits) -> Clock | None:
    if days.latest is None:
        return None
    return Clock(
        "",
        rule,
        GIVEN,
        "council",
        days.step,
        starts.isoformat(),
        starts,
        days.latest,
        days.target,
        days.provision,
        days.law_version,
        "running",
    )


def _meets(plan: Clock, meeting: date) -> bool:
    return plan.chain == GIVEN or (plan.law_day is not None and meeting <= plan.law_day)


def _holds(condition: Condition, entry: Known) -> bool:
    value = entry.values.get(condition.path.field)
    return value is not None and (not condition.values or value in condition.values)


def _day(values: Mapping[str, Value], name: str) -> date | None:
    text = values.get(name)
    return date.fromisoformat(text) if isinstance(text, str) and text else None
