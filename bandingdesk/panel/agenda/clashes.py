"""What stands against an agenda as it is planned, found before the meeting and not in it.

Pure and quick: an agenda of eighty cases is looked over in a few milliseconds.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Literal, NamedTuple

from bandingdesk.panel.agenda import order
from bandingdesk.panel.agenda.order import Window

OfCase = Literal["late", "no_chair", "quorum", "roles", "interest", "hours", "few", "twice", "unread"]
OfMeeting = Literal["every_case", "no_deputy", "elsewhere", "too_long"]


class Clash(NamedTuple):
    """One thing about a case that has to be seen to; `people` are those it is about (ids), `words` roles or times."""

    what: OfCase
    people: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class Trouble(NamedTuple):
    """One thing about the meeting as a whole."""

    what: OfMeeting
    people: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class Planned(NamedTuple):
    """An item as planned: when, who must read it, how it stands with interests, and what waits."""

    item: str
    starts: int
    readers: tuple[str, ...]
    free: tuple[str, ...]  # voting members whom no interest keeps out
    roles_missing: tuple[str, ...]
    has_chair: bool
    late: int
    is_twice: bool


def of_item(
    one: Planned,
    *,
    windows: Mapping[str, Window],
    unfit: Mapping[tuple[str, str], str],
    minutes: int,
    quorum: int,
    each: int,
) -> tuple[Clash, ...]:
    """Return what stands against one item, the weightiest first. EACH is how many readers it needs, 0 for no rota."""
    found = []
    if one.late:
        found.append(Clash("late"))
    if not one.has_chair:
        found.append(Clash("no_chair"))
    if len(one.free) < quorum:
        found.append(Clash("quorum", words=(str(len(one.free)), str(quorum))))
    if one.roles_missing:
        found.append(Clash("roles", words=one.roles_missing))
    if torn := tuple(person for person in one.readers if (one.item, person) in unfit):
        found.append(Clash("interest", torn))
    if away := order.misses(windows, one.readers, one.starts, one.starts + minutes):
        found.append(Clash("hours", away))
    if each and not one.readers:
        found.append(Clash("unread"))
    elif len(one.readers) < each:
        found.append(Clash("few", words=(str(len(one.readers)), str(each))))
    if one.is_twice:
        found.append(Clash("twice"))
    return tuple(found)


def of_meeting(
    waiting: Sequence[str],
    members: Sequence[str],
    unfit: Mapping[tuple[str, str], str],
    *,
    has_deputy: bool,
    elsewhere: Collection[str],
    ends: int,
    planned_end: int,
) -> tuple[Trouble, ...]:
    """Return what stands against the meeting: a member kept out of all of it, no deputy, two seats at once, no time."""
    found = []
    always = tuple(
        person for person in members if waiting and all(unfit.get((item, person)) == "interest" for item in waiting)
    )
    if always:
        found.append(Trouble("every_case", always))
    if not has_deputy and waiting:
        found.append(Trouble("no_deputy"))
    if elsewhere:
        found.append(Trouble("elsewhere", tuple(sorted(elsewhere))))
    if planned_end > ends:
        found.append(Trouble("too_long", words=(order.clock(planned_end),)))
    return tuple(found)
