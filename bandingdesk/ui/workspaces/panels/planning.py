"""The form of a new meeting: its panel type, day, hours, place and seats. Kept while the page lives."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from bandingdesk.panel.ops import Seat, SeatRole
from bandingdesk.ui.workspaces.panels import reading
from bandingdesk.ui.workspaces.panels.kept import Kept
from bandingdesk.ui.workspaces.panels.reading import Proposal

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.seams import Clock
    from bandingdesk.store.queries.council import PersonRow
    from bandingdesk.ui.jobs import Jobs

KEY = "plan_meeting"
AHEAD = timedelta(days=14)  # a meeting is planned so far ahead unless the person says otherwise


class Planning(QObject):
    """What the form says now. `seats` are (person id, role), in the order of the list."""

    changed = Signal()

    filled = Signal()  # the fields show what was kept

    def __init__(self, desk: Desk, jobs: Jobs, clock: Clock, kept: Kept, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._clock, self._kept = desk, jobs, clock, kept
        self._is_begun = False
        self.proposals: list[Proposal] | None = None
        self.people: dict[str, PersonRow] = {}
        self.type = ""
        self.on = clock.today()
        self.starts = "09:30"
        self.ends = "12:30"
        self.place = ""
        self.seats: tuple[tuple[str, SeatRole], ...] = ()
        self.clear()

    @property
    def proposal(self) -> Proposal | None:
        """What the chosen panel type proposes."""
        return next((one for one in self.proposals or () if one.type.key == self.type), None)

    def open(self) -> None:
        """Read the panel types and people anew; what was filled in stays."""

        def done(found: tuple[list[Proposal], list[PersonRow]]) -> None:
            self.proposals, everybody = found
            self.people = {person.id: person for person in everybody}
            if not self._is_begun:
                self._is_begun = True
                self._kept.load(KEY, self._take)
            if self.proposal is None and self.proposals:
                self._take_type(self.proposals[0].type.key)
            self.changed.emit()

        self._jobs.read(lambda: self._desk.read(reading.proposals), owner=self, done=done, replaces="proposals")

    def clear(self) -> None:
        """Begin a new form."""
        self.type, self.place, self.seats = "", "", ()
        self.on = next_weekday(self._clock.today() + AHEAD)
        self.starts, self.ends = "09:30", "12:30"

    def choose_type(self, key: str) -> None:
        """Take the panel type KEY, with the seats that people's roles give."""
        if key != self.type:
            self._take_type(key)
            self._keep()
            self.changed.emit()

    def set(self, *, on: date | None = None, starts: str = "", ends: str = "", place: str | None = None) -> None:
        """Keep what the person filled in."""
        self.on = on or self.on
        self.starts, self.ends = starts or self.starts, ends or self.ends
        self.place = self.place if place is None else place
        self._keep()

    def add_seat(self, person: str, role: SeatRole = "member") -> None:
        """Give PERSON a seat."""
        if all(known != person for known, _role in self.seats):
            self.seats = (*self.seats, (person, role))
            self._keep()
            self.changed.emit()

    def set_role(self, person: str, role: SeatRole) -> None:
        """Give PERSON's seat another role."""
        self.seats = tuple((known, role if known == person else old) for known, old in self.seats)
        self._keep()
        self.changed.emit()

    def drop_seat(self, person: str) -> None:
        """Take PERSON's seat away."""
        self.seats = tuple(seat for seat in self.seats if seat[0] != person)
        self._keep()
        self.changed.emit()

    def recorded(self) -> None:
        """The meeting is planned: begin a new form and forget the draft."""
        self.clear()
        self._kept.save(KEY, {})

    def act(self) -> Callable[[], Any]:
        """Return the act that plans the meeting as the form says now."""
        seats = tuple(Seat(person, role, self.people[person].profession) for person, role in self.seats)
        key, on, starts, ends, place = self.type, self.on, self.starts, self.ends, self.place.strip()
        return lambda: self._desk.panel.plan_meeting(key, on, starts, ends, place, seats)

    def _take_type(self, key: str) -> None:
        self.type = key
        found = self.proposal
        self.seats = tuple((person.id, role) for person, role in found.seats) if found else ()

    def _keep(self) -> None:
        seats = [list(seat) for seat in self.seats]
        body = {"type": self.type, "on": self.on.isoformat(), "starts": self.starts, "ends": self.ends}
        self._kept.save(KEY, {**body, "place": self.place, "seats": seats})

    def _take(self, body: dict[str, Any]) -> None:
        """Show a form that was kept; one whose panel type or people are gone is left."""
        if not body or all(one.type.key != body["type"] for one in self.proposals or ()):
            return
        self.type, self.place, self.on = body["type"], body["place"], date.fromisoformat(body["on"])
        self.starts, self.ends = body["starts"], body["ends"]
        self.seats = tuple((person, role) for person, role in body["seats"] if person in self.people)
        self.filled.emit()
        self.changed.emit()


def next_weekday(day: date) -> date:
    """Return DAY, or the Monday after it at a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
