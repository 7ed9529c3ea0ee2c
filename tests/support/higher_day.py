"""A case that a panel decided and sent on by its cost, and the higher panels that take it up, on a small real store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bandingdesk.council.ops import Route
from bandingdesk.desk.sample import PANEL_TYPES, SAMPLE_PIN
from bandingdesk.panel.findings import Share
from bandingdesk.panel.higher.ops import FundsFound
from bandingdesk.panel.ops import ProvisionLine, Seat, SeatRole
from bandingdesk.store.queries import casework, decisions, higher, panel
from tests.support import panel_day
from tests.support.panel_day import Council

COST = 120_000  # pence: Band 2 of the sample's tariff is £1,200 a year
ON = date(2026, 12, 3)
FUNDERS: Mapping[str, SeatRole] = {"DP": "chair", "KO": "deputy", "AB": "member", "HS": "member"}
JUDGES: Mapping[str, SeatRole] = {"TB": "chair", "NK": "deputy", "AB": "member", "HS": "member"}
SHARES = (Share("education", 70_050, "Budget holder, 2 Dec"), Share("health", 49_950, "ICB, 1 Dec"))


class HigherDay(Council):
    """The council with a limit of £1,000 a year. `decision` is signed and stands on the high cost panel's agenda."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        own = next(one for one in PANEL_TYPES if one.key == "annual_review")
        routes, minute = (Route(100_000, "high_cost"),), "Sample council, minute 7"
        self.desk.council.adopt_panel_type(replace(own, routes=routes, starts=date(2026, 9, 1), minute=minute))
        self.case, extract = panel_day.prepare_the_case(self)
        meeting, item = panel_day.meet(self, self.case)
        self.round = panel_day.score_blind(self, meeting, item, extract)
        panel_day.moderate(self, self.round)
        self.funding = self.plan("high_cost", FUNDERS)
        self.decision = self._decide(meeting, item)
        self.item = self._put_on_agenda()

    def plan(self, kind: str, people: Mapping[str, SeatRole]) -> str:
        """Plan a meeting of a higher panel on 3 December; return its id."""
        seats = [Seat(self.people[who], role, panel_day.profession(self, self.people[who]))
                 for who, role in people.items()]  # fmt: skip
        seats.append(Seat(self.people["CM"], "clerk", "Panel clerk"))
        return self.as_("CM").panel.plan_meeting(kind, ON, "13:00", "15:00", "Room 4", tuple(seats)).id

    def open(self, meeting: str, item: str, people: Mapping[str, SeatRole]) -> None:
        """Everybody answers about interests and the chair opens the meeting."""
        self.clock.set(datetime(2026, 12, 3, 13, 0, tzinfo=UTC))
        self.declare(meeting, item, people)
        chair = self.as_(next(iter(people)))
        chair.panel.open_meeting(meeting, attendance={self.people[who]: "present" for who in (*people, "CM")})

    def declare(self, meeting: str, item: str, people: Mapping[str, SeatRole]) -> None:
        """Everybody says that they have no interest in the case."""
        for who in people:
            self.as_(who).panel.declare_interest(meeting, item, self.people[who], "none")

    @property
    def framework(self) -> str:
        """The hash of the framework that the decision was made under."""
        return self.desk.read(lambda conn: decisions.decision(conn, self.decision, None)).framework_sha256

    def agenda(self, meeting: str) -> list[str]:
        """The items of a meeting."""
        return [row.item for row in self.desk.read(lambda conn: panel.agenda(conn, meeting))]

    def funds(self, **changes: Any) -> FundsFound:
        """What the high cost panel finds: two shares that come to the cost."""
        found = FundsFound(
            self.funding, self.item, self.case, self.decision, "funds_agreed", COST, SHARES,
            "Bought by the year from the school’s own offer", date(2027, 1, 4), None, (),
            ("Two other sources were asked",), "Both shares are agreed in writing.", False,
        )  # fmt: skip
        return replace(found, **changes)

    def rows(self) -> list[tuple[Any, ...]]:
        """The decision's row and the clocks of the law, as they are stored."""

        def read(conn: Any) -> list[tuple[Any, ...]]:
            found = conn.execute(text("SELECT * FROM panel_decision WHERE id = :id"), {"id": self.decision})
            return [tuple(row) for row in (*found, *conn.execute(text("SELECT * FROM casework_clock")))]

        return self.desk.read(read)

    def _put_on_agenda(self) -> str:
        """The clerk puts what was sent to the high cost panel on its agenda; the first chair builds none there."""
        clerk = self.as_("CM")
        (sent,) = clerk.read(lambda conn: higher.waiting(conn, "high_cost"))
        return clerk.higher.take_up(self.funding, sent.decision, sent.words).id

    def _decide(self, meeting: str, item: str) -> str:
        """The first panel finds, sends the cost higher, recommends; the decision maker signs at once."""
        chair = self.as_("RA")
        decision = chair.panel.propose_band(
            self.round, outcome="amend", legal_test="We asked whether the plan still describes the needs.",
            fits=True, fit_words="The strands describe this child.", band="B2",
            views_considered="Read out and answered line by line.",
            evidence=tuple(row.id for row in chair.read(lambda conn: casework.evidence(conn, self.case))),
            starts=date(2027, 1, 4), review_by=date(2027, 11, 19), changes=("Section F, line 2",),
        ).id  # fmt: skip
        lines = [ProvisionLine(one, "As the plan says", "The school's budget and the band", True)
                 for one in panel_day.PROVISION]  # fmt: skip
        chair.panel.check_section_f(decision, lines)
        chair.panel.show_money(decision)
        panel_day.answer(chair, self.case, decision)
        chair.panel.refer_higher(decision, "high_cost", "Its source, above the limit")
        chair.panel.recommend(decision, "The reports show that more help is needed.", SAMPLE_PIN, ends_item=True)
        chair.panel.close_meeting(meeting)
        self.as_("ET").panel.sign(decision, True, "amend", "B2", "I agree.", SAMPLE_PIN)
        return decision
