"""What people do with a backlog: cases handed over, the council's order of priority, its places and hours, teams."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bandingdesk import sheets
from bandingdesk.casework.backlog import policies, reassigning
from bandingdesk.casework.backlog.policies import Hours, PanelTerms
from bandingdesk.casework.case import Case
from bandingdesk.council import people, policy
from bandingdesk.council.ops import PolicyAdopted, PolicyValue
from bandingdesk.council.people import Person
from bandingdesk.desk.ground import Ground
from bandingdesk.ops import Subject
from bandingdesk.sheets import Cell, Form, Sheet
from bandingdesk.store.act import Act
from bandingdesk.store.changes import Changes
from bandingdesk.store.queries import casework

SHEET = "Handover"
_WIDTHS = (14, 30, 18, 16, 26, 18, 60)


class BacklogDesk:
    """The acts of this part."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    # Handing over

    def reassign(self, cases: Mapping[str, str | None], to: str) -> Changes:
        """Give CASES, each with who holds it as the screen showed, to a caseworker: all in one act, or none."""
        ground = self._ground
        with ground.act() as act:
            person: Person = act.load(Subject("person", to))
            ops = reassigning.reassign(
                self._cases(act, list(cases)),
                person,
                ground.me,
                ground.clock.now(),
                today=ground.clock.today(),
                shown=cases,
                references={id_: casework.reference(act.rows, id_) for id_ in cases},
            )
            return act.record(*ops)

    def give_back(self, before: Mapping[str, str | None], given_to: str) -> Changes:
        """Undo a handover to GIVEN_TO: each case goes back to who held it BEFORE."""
        ground = self._ground
        with ground.act() as act:
            ops = reassigning.give_back(
                self._cases(act, list(before)),
                before,
                ground.me,
                ground.clock.now(),
                given_to=given_to,
                references={id_: casework.reference(act.rows, id_) for id_ in before},
            )
            return act.record(*ops)

    def handover_workbook(self, headings: Sequence[str], rows: Sequence[Sequence[str | date | None]]) -> bytes:
        """Return a handover list as a workbook to print or keep: one sheet, its headings, a row a case."""
        held: list[list[Cell]] = [list(headings)]
        held += [list(row) for row in rows]
        return sheets.write_xlsx([Sheet(SHEET, held)], {SHEET: Form(widths=_WIDTHS[: len(headings)])})

    # What the council adopts

    def adopt_priority(self, order: Sequence[str], starts: date, minute: str) -> Changes:
        """Adopt the order of priority from a day on. Raises OrderInvalidError, MinuteMissingError."""
        return self._adopt(policies.PRIORITY, policies.priority_value(order), starts, minute)

    def adopt_panels(self, terms: Mapping[str, PanelTerms], starts: date, minute: str) -> Changes:
        """Adopt places and days of the panel types from a day on. Raises FigureInvalidError, MinuteMissingError."""
        return self._adopt(policies.PANELS, policies.panels_value(terms), starts, minute)

    def adopt_hours(self, hours: Hours, starts: date, minute: str) -> Changes:
        """Adopt hours of work from a day on. Raises FigureInvalidError, MinuteMissingError."""
        return self._adopt(policies.HOURS, policies.hours_value(hours), starts, minute)

    def set_team(self, person: str, team: str, starts: date) -> Changes:
        """Put a person into a team from a day on; "" takes them out. Raises TeamSameError."""
        ground = self._ground
        with ground.act() as act:
            state: Person = act.load(Subject("person", person))
            return act.record(people.set_team(state, ground.me, ground.clock.now(), team, starts))

    def _adopt(self, key: str, value: Mapping[str, PolicyValue], starts: date, minute: str) -> Changes:
        ground = self._ground
        body = PolicyAdopted(key, dict(value), starts, policies.require_minute(minute))
        with ground.act() as act:
            known = act.find(Subject("policy", key))
            return act.record(policy.adopt(known, ground.me, ground.clock.now(), body))

    def _cases(self, act: Act, ids: Sequence[str]) -> list[Case]:
        return [act.load(Subject("case", id_)) for id_ in ids]
