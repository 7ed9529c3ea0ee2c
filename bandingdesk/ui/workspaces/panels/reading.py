"""What the panels page reads: the meetings, and one of them with its agenda as the person at the keys may see it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bandingdesk.council import may
from bandingdesk.council.ops import Role
from bandingdesk.panel.agenda import clashes, order
from bandingdesk.panel.agenda.clashes import Clash, Planned, Trouble
from bandingdesk.panel.agenda.ops import Place
from bandingdesk.panel.ops import SeatRole
from bandingdesk.panel.sitting import Sitting, Terms
from bandingdesk.store.queries import agenda, caseload, council, panel, panel_types
from bandingdesk.store.queries.agenda import CaseFacts, Laid, LateRow, ReaderRow
from bandingdesk.store.queries.caseload import CaseListRow
from bandingdesk.store.queries.council import PanelTypeRow, PersonRow
from bandingdesk.store.queries.panel import InterestRow, ItemRow, MeetingRow, QuorumRow
from bandingdesk.store.queries.panel_types import TypeChanged

VOTING = ("chair", "deputy", "member")
LEADS = ("chair", "deputy", "clerk")
SEAT_OF_ROLE: tuple[tuple[Role, SeatRole], ...] = (  # the first role that a person holds makes the seat
    ("chair", "chair"),
    ("deputy", "deputy"),
    ("panel_member", "member"),
    ("clerk", "clerk"),
)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of an item. `is_late`: it came late and was taken, or waits for the chair, or was left out."""

    title: str
    role: str
    dated: date
    pages: int
    is_late: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """My own answer for an item, empty while there is none."""

    head: str | None
    answer: str
    nature: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """An item with what belongs to it. `papers` are empty while the case is closed to the person at the keys."""

    row: ItemRow
    quorum: QuorumRow
    mine: Answer
    others: tuple[InterestRow, ...]
    papers: tuple[Paper, ...]
    unanswered: tuple[str, ...]
    to_settle: int
    setting: str
    year_group: str
    need: str
    starts: str  # planned time, "" for one that the panel is done with
    place: Place | None
    readers: tuple[ReaderRow, ...]
    late: tuple[LateRow, ...]
    clashes: tuple[Clash, ...]


@dataclass(frozen=True, slots=True)
class MeetingReading:
    """One meeting. `my_role` is the seat of the person at the keys, "" without one.

    `adds`: they may put a case on the agenda, as a caseworker may who has no seat.
    """

    meeting: MeetingRow
    items: tuple[Item, ...]
    me: str
    my_role: str
    adds: bool
    laid: Laid
    terms: Terms
    warnings: tuple[Trouble, ...]
    names: Mapping[str, str]  # voting members by id
    changed: TypeChanged | None = None  # the panel type, after papers were frozen

    @property
    def voters(self) -> tuple[panel.SeatRow, ...]:
        """The seats that score and decide."""
        return tuple(seat for seat in self.meeting.seats if seat.role in VOTING)

    @property
    def leads(self) -> bool:
        """Return whether the person at the keys builds the agenda: chair, deputy, clerk."""
        return self.my_role in LEADS

    @property
    def my_open_interests(self) -> int:
        """How many cases still wait for the answer of the person at the keys."""
        if self.my_role not in VOTING:
            return 0
        return sum(item.row.interest == "unanswered" for item in self.items)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a new meeting of a panel type starts from: the seats that people's roles give."""

    type: PanelTypeRow
    seats: tuple[tuple[PersonRow, SeatRole], ...]


def meetings(conn: Any) -> list[MeetingRow]:
    """Return all meetings, the latest day first."""
    return panel.meetings(conn)


def proposals(conn: Any) -> tuple[list[Proposal], list[PersonRow]]:
    """Return what a meeting of each panel type starts from, and everybody."""
    everybody = council.people(conn)
    found = []
    for kind in council.panel_types(conn):
        seats = []
        for person in everybody:
            is_of_type = not person.panel_types or kind.key in person.panel_types
            role = next((seat for held, seat in SEAT_OF_ROLE if held in person.roles), None)
            if is_of_type and role is not None:
                seats.append((person, role))
        order = [seat for _held, seat in SEAT_OF_ROLE]
        found.append(Proposal(kind, tuple(sorted(seats, key=lambda one: order.index(one[1])))))
    return found, everybody


def meeting(conn: Any, meeting_id: str, person: str) -> MeetingReading:
    """Return one meeting as PERSON may see it, set by set: the page of eighty cases asks as often as that of two.

    Raises KeyError.
    """
    row = panel.meeting(conn, meeting_id)
    role = next((str(seat.role) for seat in row.seats if seat.person_id == person), "")
    names = {seat.person_id: seat.name for seat in row.seats if seat.role in VOTING}
    answers: dict[str, list[InterestRow]] = {}
    for answer in panel.interests(conn, meeting_id):
        answers.setdefault(answer.item, []).append(answer)
    rows = panel.agenda(conn, meeting_id, person)
    closed = panel.closed_cases(conn, person)
    opens = [one.case_id for one in rows if one.case_id and one.case_id not in closed]
    seen = _Seen(
        person,
        role,
        names,
        agenda.laid(conn, meeting_id),
        agenda.facts(conn, opens),
        panel.sitting(conn, meeting_id, rows[0].item) if rows else None,
    )
    items = tuple(_item(seen, one, answers.get(one.item, [])) for one in rows)
    mine = council.person(conn, person).roles
    adds = row.state != "closed" and bool({role, *mine} & set(may.rule("meeting.item_added").writers))
    terms = seen.sitting.terms if seen.sitting else panel.terms(conn, row.panel_type, row.on)
    changed = panel_types.changed(conn, meeting_id) if row.state != "closed" else None
    warnings = _warnings(seen, row, items)
    return MeetingReading(row, items, person, role, adds, seen.laid, terms, warnings, names, changed)


def search(conn: Any, words: str, on_agenda: Collection[str], person: str) -> list[CaseListRow]:
    """Return cases open to PERSON whose name or reference holds WORDS and that are not on the agenda yet."""
    return [row for row in caseload.search(conn, words, 12, viewer=person) if row.id not in on_agenda]


def open_case(conn: Any, case_id: str, person: str) -> list[CaseListRow]:
    """Return the row of a case, none where it is closed to PERSON."""
    return [] if case_id in panel.closed_cases(conn, person) else caseload.window(conn, [case_id])


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the items of one meeting are made of, read once."""

    person: str
    role: str
    names: Mapping[str, str]
    laid: Laid
    facts: Mapping[str, CaseFacts]
    sitting: Sitting | None


def _item(seen: _Seen, row: ItemRow, answers: list[InterestRow]) -> Item:
    assert seen.sitting is not None
    mine = next((one for one in answers if one.person_id == seen.person), None)
    facts = seen.facts.get(row.case_id)
    standings = {one.person_id: one.standing for one in answers}
    taken = replace(seen.sitting, item=row.item, standings=standings)
    leads, hidden = seen.role in LEADS, facts is None or panel.is_hidden(seen.role, row.interest)
    late = () if hidden else seen.laid.late.get(row.item, ())
    return Item(
        row=row,
        quorum=_quorum(seen, taken),
        mine=Answer(mine.head, mine.answer, mine.nature, mine.kind) if mine else Answer(None, "", ""),
        others=tuple(one for one in answers if leads and one.answer != "none" and one.person_id != seen.person),
        papers=() if hidden or facts is None else _papers(facts, late),
        unanswered=tuple(name for id_, name in seen.names.items() if id_ not in standings),
        to_settle=sum(one.standing == "declared" for one in answers),
        setting=facts.setting if facts else "",
        year_group=facts.year_group if facts else "",
        need=facts.need if facts else "",
        starts=seen.laid.starts.get(row.item, ""),
        place=seen.laid.places.get(row.item),
        readers=seen.laid.readers.get(row.item, ()),
        late=late,
        clashes=_clashes(seen, row, taken, len([one for one in late if not one.outcome])),
    )


def _quorum(seen: _Seen, taken: Sitting) -> QuorumRow:
    counted, chair = taken.quorum, taken.chair
    name = seen.names.get(chair or "", "")
    return QuorumRow(counted.present, counted.needed, counted.roles_missing, counted.met, counted.words, chair, name)


def _clashes(seen: _Seen, row: ItemRow, taken: Sitting, late: int) -> tuple[Clash, ...]:
    """Return what stands against an item that waits, for who builds the agenda."""
    if row.state != "waiting" or row.item not in seen.laid.starts:
        return ()
    plan = seen.laid.plan
    free = tuple(
        seat for seat in taken.meeting.voters if taken.standing(seat.person) in ("unanswered", "none", "noted")
    )
    here = {seat.profession for seat in free}
    planned = Planned(
        row.item,
        order.minutes(seen.laid.starts[row.item]),
        row.readers if plan.each or seen.laid.readers.get(row.item) else (),
        tuple(seat.person for seat in free),
        tuple(role for role in taken.terms.quorum_roles if role not in here),
        any(seat.role in ("chair", "deputy") for seat in free),
        late,
        row.case_id in seen.laid.twice,
    )
    return clashes.of_item(
        planned,
        windows=agenda.windows(seen.laid.hours),
        unfit=seen.laid.unfit,
        minutes=plan.case_minutes,
        quorum=taken.terms.quorum,
        each=plan.each,
    )


def _warnings(seen: _Seen, row: MeetingRow, items: tuple[Item, ...]) -> tuple[Trouble, ...]:
    if row.state != "planned":
        return ()
    plan = seen.laid.plan
    waiting = [one.row.item for one in items if one.row.state == "waiting"]
    return clashes.of_meeting(
        waiting,
        list(seen.names),
        seen.laid.unfit,
        has_deputy=any(seat.role == "deputy" for seat in row.seats),
        elsewhere=seen.laid.elsewhere,
        ends=order.minutes(row.ends),
        planned_end=order.minutes(row.starts) + len(seen.laid.starts) * plan.case_minutes,
    )


def _papers(facts: CaseFacts, late: tuple[LateRow, ...]) -> tuple[Paper, ...]:
    came_late = {one.evidence for one in late}
    return tuple(Paper(title, role, dated, pages, id_ in came_late) for id_, title, role, dated, pages in facts.papers)
