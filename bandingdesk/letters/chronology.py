"""The chronology of a case, as the authority's response to an appeal needs it: what was done, when, in which role.

It tells what was done and never what somebody thought: no score, no member's name, no band, no note. On its front
stands the law's last day for the response.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from bandingdesk.letters import wording
from bandingdesk.letters.blocks import Block, Grid, Items, Part, Text
from bandingdesk.letters.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Done:
    """One act: the day it is about, what was done, in which role, under which provision; when it was recorded.

    SOURCE names the entry of the record. IS_LATE: it was recorded after the day it is about, so it was not in the
    record on that day.
    """

    on: date
    what: str
    role: str
    provision: str
    recorded: date
    source: str
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class ResponseClock:
    """The authority's response to the Tribunal. COUNTED says how its days are counted."""

    registered: date
    law_day: date | None
    provision: str
    counted: str
    sent: date | None = None
    ended: bool = False


@dataclass(frozen=True, slots=True)
class ChronologyFacts:
    """All that a chronology may show. OMITTED says in words what was left out of it, and why."""

    council: str
    reference: str
    child_name: str
    setting_name: str
    starts: date
    ends: date
    made_on: date
    done: tuple[Done, ...]
    check_code: str
    response: ResponseClock | None = None
    omitted: tuple[str, ...] = ()
    erased: str = ""
    is_demo: bool = False


def chronology(facts: ChronologyFacts) -> Sheet:
    """Return the chronology ready to be set."""
    blocks = (
        Block("RESPONSE", "The response to the Tribunal", tuple(_response(facts.response))),
        Block("CHRONOLOGY", "What was done", tuple(_done(facts))),
        Block("OMITTED", "What is not in this chronology", (Items(facts.omitted),)),
    )
    who = f"Case {facts.reference}, {facts.child_name}, {facts.setting_name}. From {wording.long_date(facts.starts)}"
    return Sheet(
        "Chronology",
        facts.council,
        facts.reference,
        facts.made_on,
        f"{who} to {wording.long_date(facts.ends)}.",
        tuple(block for block in blocks if block.parts and block.parts != (Items(()),)),
        facts.check_code,
        facts.is_demo,
    )


def _response(clock: ResponseClock | None) -> Iterator[Part]:
    if clock is None:
        yield Text("No appeal is registered in this record. The 30 working days begin when one is.")
        return
    yield Text(f"The appeal was registered on {wording.long_date(clock.registered)}.")
    if clock.law_day is None:
        yield Text(f"The last day could not be worked out. {clock.provision}.")
        return
    said = f"**The law’s last day for the response is {wording.long_date(clock.law_day)}.** {clock.counted}"
    yield Text(f"{said} {clock.provision}.")
    if clock.sent is not None:
        late = ", after that day" if clock.sent > clock.law_day else ""
        yield Text(f"The response was sent on {wording.long_date(clock.sent)}{late}.")
    elif clock.ended:
        yield Text("The appeal ended before a response was needed.")
    else:
        yield Text("The response has not been sent.")


def _done(facts: ChronologyFacts) -> Iterator[Part]:
    if facts.erased:
        yield Text(f"The words of this case were erased under the rule {facts.erased}. That it was, and when, stays.")
    if not facts.done:
        yield Text("Nothing was recorded in this time.")
        return
    rows = tuple(
        (_day(one.on), _what(one, len(same)), one.role or "Not said", one.provision or "None", one.source)
        for one, same in _runs(facts.done)
    )
    yield Grid(("Day", "What was done", "By", "Law", "Entry"), rows, shares=(12, 22, 11, 12, 8))
    if any(one.is_late for one in facts.done):
        yield Text("An act marked “recorded” was entered after its day. It was not in the record on that day.")
    yield Text("The last column names the entry of the record that says so, by the end of its number.")


def _runs(done: Iterable[Done]) -> Iterator[tuple[Done, list[Done]]]:
    """Yield each act with those that follow it and read alike, as members who answer one after the other."""
    for _, run in groupby(done, key=lambda one: replace(one, source="")):
        same = list(run)
        yield same[-1], same


def _what(one: Done, times: int) -> str:
    said = f"{one.what}, {times} times" if times > 1 else one.what
    return f"{said}. Recorded {_day(one.recorded)}" if one.is_late else said


def _day(day: date) -> str:
    return wording.short_date(day).partition(" ")[2].replace(" ", "\xa0")
