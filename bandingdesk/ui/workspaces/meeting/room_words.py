"""What the page says of the room: who is here and how, who waits to speak, votes, what the room's screen shows."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from bandingdesk.store.queries.panel import SeatRow
from bandingdesk.store.queries.room import PresenceRow, VoteRow
from bandingdesk.ui import text
from bandingdesk.ui.widgets.people import Attendee
from bandingdesk.ui.workspaces.meeting.reading import Reading
from bandingdesk.ui.workspaces.meeting.words import tr

_STATES = {"present": "here", "remote": "here", "left": "away", "absent": "away", "lost": "late"}


class PresenceLineRow(NamedTuple):
    """One person as the list of attendance shows them."""

    person: str
    name: str
    role: str
    state: str
    alone: bool
    undertaking: date | None
    note: str


def presences() -> list[tuple[object, str]]:
    """Return what may be said of a person's presence."""
    return [
        ("present", tr("In the room")),
        ("remote", tr("Remote")),
        ("lost", tr("Connection lost")),
        ("left", tr("Has left")),
        ("absent", tr("Not here")),
    ]


def guest_roles() -> list[tuple[object, str]]:
    """Return as what a guest may come."""
    return [
        ("presenter", tr("Presenter")),
        ("observer", tr("Observer")),
        ("parent_representative", tr("Parent representative")),
    ]


def seat_role(seat: SeatRow) -> str:
    """Return the role of a seat, or the profession of a member."""
    named = {
        "chair": tr("Chair"), "deputy": tr("Deputy"), "clerk": tr("Clerk"),
        "presenter": tr("Presenter"), "observer": tr("Observer"),
    }  # fmt: skip
    return named.get(seat.role, seat.profession)


def presence_rows(seen: Reading) -> list[PresenceLineRow]:
    """Return everybody with a seat, then the guests."""
    rows = [
        PresenceLineRow(
            seat.person_id, seat.name, seat_role(seat), seat.attendance, seat.alone, seat.undertaking, _heard(seat)
        )
        for seat in seen.meeting.seats
    ]
    roles = dict(guest_roles())
    for guest in _guests(seen):
        role = ", ".join(part for part in (roles[guest.guest_role], guest.guest_capacity) if part)
        rows.append(
            PresenceLineRow(
                guest.person_id, guest.guest_name, role, guest.state, guest.alone, guest.undertaking, _heard(guest)
            )
        )
    return rows


def _guests(seen: Reading) -> list[PresenceRow]:
    found = seen.room.presences.values() if seen.room is not None else ()
    return sorted((row for row in found if row.guest_name), key=lambda row: row.guest_name)


def _heard(row: SeatRow | PresenceRow) -> str:
    at = row.last_heard
    state = row.attendance if isinstance(row, SeatRow) else row.state
    return tr("last heard {time}").replace("{time}", text.time(at)) if at is not None and state == "lost" else ""


def people(seen: Reading) -> list[Attendee]:
    """Return who is in the room for the item: members, then guests."""
    found = []
    for seat, row in zip(seen.meeting.seats, presence_rows(seen), strict=False):
        if seat.standing in ("withdraw", "declared"):
            found.append(Attendee(seat.name, tr("stepped out"), "out"))
        else:
            found.append(_attendee(row))
    return found + [_attendee(row) for row in presence_rows(seen)[len(seen.meeting.seats) :]]


def _attendee(row: PresenceLineRow) -> Attendee:
    state = _STATES[row.state]
    if row.state == "lost":
        return Attendee(row.name, row.note or tr("connection lost"), state)
    if row.state == "remote":
        said = tr("{role}, remote") if row.alone else tr("{role}, remote: alone there not confirmed")
        return Attendee(row.name, said.replace("{role}", row.role), state if row.alone else "late")
    if row.state == "left":
        return Attendee(row.name, tr("has left"), state)
    return Attendee(row.name, row.role if row.state == "present" else tr("not here"), state)


def speakers(seen: Reading) -> list[tuple[str, str]]:
    """Return who waits to speak, in order: (person, name)."""
    names = {seat.person_id: seat.name for seat in seen.meeting.seats}
    waiting = seen.room.speakers if seen.room is not None else ()
    return [(person, names.get(person, "")) for person in waiting]


def pulled(seen: Reading) -> str:
    """Return that a member wants the case talked about, "" where nobody does."""
    is_pulled = seen.room is not None and seen.item is not None and seen.item.item in seen.room.pulled
    return tr("A member has pulled this case: it is talked about.") if is_pulled else ""


def paused(seen: Reading) -> tuple[str, str, str]:
    """Return what is so, what is safe and what to do while the quorum is lost."""
    assert seen.quorum is not None
    do = tr("Record who is here under Attendance, or put the case off. The case goes on by itself.")
    return tr("Paused. {words}").replace("{words}", seen.quorum.words), tr("What you typed stays."), do


def vote_open(vote: VoteRow, entitled: int) -> str:
    """Return the question that is open, and how many have voted."""
    if vote.way == "open":
        return tr("Open: {question} Count the hands.").replace("{question}", vote.question)
    said = tr("Open: {question} {given} of {all} have voted.").replace("{question}", vote.question)
    return said.replace("{given}", str(vote.given)).replace("{all}", str(entitled))


def vote_result(vote: VoteRow) -> str:
    """Return a count as a sentence; a tie is said."""
    counts = ", ".join(f"{option} {votes}" for option, votes in vote.counts)
    most = max(votes for _, votes in vote.counts)
    tied = sum(votes == most for _, votes in vote.counts) > 1
    said = tr("{question} {counts}. {all} could vote.").replace("{question}", vote.question)
    said = said.replace("{counts}", counts).replace("{all}", str(vote.entitled))
    return f"{said} {tr('Tied.')}" if tied else said


def switches() -> list[tuple[str, str]]:
    """Return what the chair may show on the room's screen for one case."""
    return [
        ("name", tr("Name of the child")),
        ("school", tr("School")),
        ("money", tr("Amount in £")),
        ("scorers", tr("Names of the scorers")),
        ("words", tr("What each end wrote")),
    ]


def one_laptop() -> str:
    """Return the standing note of a meeting at one laptop."""
    return tr("On one laptop blind scoring hides scores but cannot protect them: it is by custom.")


def waiting_words(count: int) -> str:
    """Return how many wait to speak."""
    return QCoreApplication.translate("meeting", "%n wait(s) to speak", "", count)


def own_scores(seen: Reading) -> str:
    """Return a member's own levels after the reveal, strand by strand in the table's order; a count before it."""
    found = seen.round
    if found is None or not found.i_am_scorer:
        return ""
    mine = [(row.name, dot.level) for row in found.spreads for dot in row.levels if dot.mine]
    if mine and not seen.on_questions:
        return tr("You gave: {levels}.").replace("{levels}", ", ".join(f"{name} {level}" for name, level in mine))
    if found.state != "open":
        return ""
    said = tr("{locked} of {all} have locked. Your scores are locked.")
    if not found.my_sheet_locked:
        said = tr("{locked} of {all} have locked. Yours are not locked yet.")
    return said.replace("{locked}", str(found.locked_count)).replace("{all}", str(found.scorer_count))
