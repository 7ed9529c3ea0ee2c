"""What the panels page reads: the meetings, and one of them with its agenda as the person at the keys may see it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bandingdesk.council import may
from bandingdesk.council.ops import Role
from bandingdesk.panel.ops import SeatRole
from bandingdesk.store.queries import caseload, casework, council, panel
from bandingdesk.store.queries.caseload import CaseListRow
from bandingdesk.store.queries.council import PanelTypeRow, PersonRow
from bandingdesk.store.queries.panel import InterestRow, ItemRow, MeetingRow, QuorumRow

VOTING = ("chair", "deputy", "member")
SEAT_OF_ROLE: tuple[tuple[Role, SeatRole], ...] = (  # the first role that a person holds makes the seat
    ("chair", "chair"),
    ("deputy", "deputy"),
    ("panel_member", "member"),
    ("clerk", "clerk"),
)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of an item. `is_late`: it came after the freeze, or was changed since."""

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

    @property
    def voters(self) -> tuple[panel.SeatRow, ...]:
        """The seats that score and decide."""
        return tuple(seat for seat in self.meeting.seats if seat.role in VOTING)

    @property
    def leads(self) -> bool:
        """Return whether the person at the keys builds the agenda: chair, deputy, clerk."""
        return self.my_role in ("chair", "deputy", "clerk")

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
    """Return one meeting as PERSON may see it. Raises KeyError."""
    row = panel.meeting(conn, meeting_id)
    role = next((str(seat.role) for seat in row.seats if seat.person_id == person), "")
    names = {seat.person_id: seat.name for seat in row.seats if seat.role in VOTING}
    answers: dict[str, list[InterestRow]] = {}
    for answer in panel.interests(conn, meeting_id):
        answers.setdefault(answer.item, []).append(answer)
    items = tuple(
        _item(conn, meeting_id, one, answers.get(one.item, []), person, role, names)
        for one in panel.agenda(conn, meeting_id, person)
    )
    mine = council.person(conn, person).roles
    adds = row.state != "closed" and bool({role, *mine} & set(may.rule("meeting.item_added").writers))
    return MeetingReading(row, items, person, role, adds)


def search(conn: Any, words: str, on_agenda: Collection[str], person: str) -> list[CaseListRow]:
    """Return cases open to PERSON whose name or reference holds WORDS and that are not on the agenda yet."""
    return [row for row in caseload.search(conn, words, 12, viewer=person) if row.id not in on_agenda]


def open_case(conn: Any, case_id: str, person: str) -> list[CaseListRow]:
    """Return the row of a case, none where it is closed to PERSON."""
    return [] if case_id in panel.closed_cases(conn, person) else caseload.window(conn, [case_id])


def _item(
    conn: Any,
    meeting_id: str,
    row: ItemRow,
    answers: list[InterestRow],
    person: str,
    role: str,
    names: Mapping[str, str],
) -> Item:
    mine = next((one for one in answers if one.person_id == person), None)
    is_open = row.case_id and row.case_id not in panel.closed_cases(conn, person)
    case = casework.case(conn, row.case_id, person) if is_open else None
    answered = {one.person_id for one in answers}
    leads = role in ("chair", "deputy", "clerk")
    hidden = case is None or panel.is_hidden(role, row.interest)
    return Item(
        row=row,
        quorum=panel.quorum(conn, meeting_id, row.item),
        mine=Answer(mine.head, mine.answer, mine.nature) if mine else Answer(None, "", ""),
        others=tuple(one for one in answers if leads and one.answer != "none" and one.person_id != person),
        papers=() if hidden else _papers(conn, row),
        unanswered=tuple(name for id_, name in names.items() if id_ not in answered),
        to_settle=sum(one.standing == "declared" for one in answers),
        setting=case.setting_name if case else "",
        year_group=case.year_group if case else "",
        need=case.primary_need if case else "",
    )


def _papers(conn: Any, row: ItemRow) -> tuple[Paper, ...]:
    frozen = dict(panel.papers(conn, row.item))
    return tuple(
        Paper(one.title, one.author_role, one.dated, one.pages, row.is_frozen and frozen.get(one.id) != one.head)
        for one in casework.evidence(conn, row.case_id)
    )
