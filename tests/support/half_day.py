"""A half-day's meeting: twelve cases, five scorers, and what befalls each case, for one laptop or for many.

Numbers 1 to 12 are the agenda's. One scorer, H. Merrow, has no program and scores in a workbook.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

from bandingdesk import bootstrap, seams
from bandingdesk.council.ops import Role, Route
from bandingdesk.desk.desk import Desk
from bandingdesk.desk.sample import PANEL_TYPES, SAMPLE_PIN, STARTS, sample_council
from bandingdesk.panel.ops import Rating, Seat, SeatRole
from bandingdesk.store.queries import casework, council
from tests.support import case_builders as b
from tests.support.panel_day import FRAMEWORK

DAY = date(2026, 11, 26)  # Thursday; the next annual review panel meets on 10 December
NEXT = date(2026, 12, 10)
OPENS = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
SEATS: Mapping[str, SeatRole] = {"RA": "chair", "PL": "deputy", "LO": "member", "JW": "member", "HM": "member",
                                 "CM": "clerk"}  # fmt: skip
AT_KEYS = ("RA", "PL", "LO", "JW")  # who scores on a laptop; HM does by workbook
SCORERS = (*AT_KEYS, "HM")
PROVISION = ("Speech and language therapy, weekly", "Adult support, 15 hours a week")
TEXT = b"Works in a group of four with an adult; finds lunchtimes and changes of room hard."
PASSAGE = "finds lunchtimes and changes of room hard"
STRANDS = tuple(strand.id for strand in FRAMEWORK.strands)
_TESTS = {test.id: test for test in FRAMEWORK.tests}


@dataclass(frozen=True)
class Story:
    """What befalls one case. `levels` are of the framework's own worked test, so that its band has a source.

    `apart` are levels by scorer that differ from them on a strand. `band` is what the panel decides.
    """

    number: int
    test: str
    band: str | None
    what: str = "agreed"
    current: str = "Band 2"
    review: date = date(2026, 11, 9)  # + 4 weeks: Mon 7 December, SI 2014/1530 reg 20(10)
    apart: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def levels(self) -> dict[str, int]:
        """The levels that most scorers give, in the framework's order."""
        known = _TESTS[self.test].levels
        return {strand: known[strand] for strand in STRANDS}

    @property
    def indicated(self) -> str | None:
        """The band of the framework's own worked test."""
        return _TESTS[self.test].expect.band

    def levels_of(self, who: str) -> dict[str, int]:
        """Return the levels that WHO gives."""
        return {**self.levels, **self.apart.get(who, {})}


STORIES = (
    Story(1, "T04", "B2"),
    Story(2, "T04", "B3", "override_up"),
    Story(3, "T02", "B5", "override_down", current="Band 6"),
    Story(4, "T08", "B2", "interest"),
    Story(5, "T04", "B2", "quorum"),
    # The review of 2 November + 4 weeks is Mon 30 November: before the next meeting of this panel.
    Story(6, "T04", None, "deferral", review=date(2026, 11, 2)),
    Story(7, "T11", None, "above_scale"),
    Story(8, "T04", "B2", "dissent", apart={"JW": {"social": 3}}),
    Story(9, "T03", "B1", current="Band 1"),
    Story(10, "T04", "B2"),
    Story(11, "T08", "B2"),
    Story(12, "T04", "B2", "pulled", apart={"LO": {"social": 1}}),
)


def ratings(story: Story, who: str, extract: str) -> list[Rating]:
    """Return WHO's whole sheet on a case, each line resting on the same extract."""
    return [Rating(strand, level, "fairly", "", (extract,)) for strand, level in story.levels_of(who).items()]


@dataclass
class Case:
    """A case as it was prepared: its ids."""

    story: Story
    case: str
    extract: str
    item: str = ""


class HalfDay:
    """The council's desk, its people by initials, and the twelve cases with their papers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = seams.FixedClock(datetime(2026, 11, 18, 9, 0, tzinfo=UTC))
        ids = seams.SeededIds(12, self.clock.now())
        path = folder / "half-day.desk"
        self.desk = bootstrap.create_desk(path, None, clock=self.clock, ids=ids, plain=True, is_demo=True)
        self.desk.council.set_up("Demo administrator", "DA", "Systems", SAMPLE_PIN, "laptop")
        self.people = sample_council(self.desk)
        own = next(one for one in PANEL_TYPES if one.key == "annual_review")
        routes, ends = (Route(2_000_000, "high_cost"),), (*own.outcomes, "refer_up")
        self.desk.council.adopt_panel_type(
            replace(own, outcomes=ends, routes=routes, starts=date(2026, 9, 1), minute="Sample council, minute 7")
        )
        self.people["HM"] = self.newcomer("H. Merrow", "HM", "Mainstream headteacher", "panel_member")
        self.meeting = ""
        self.cases: list[Case] = []

    def newcomer(self, name: str, initials: str, profession: str, role: Role) -> str:
        """Add a colleague of the annual review panel; return the id."""
        made = self.desk.council.add_person(name, initials, profession).id
        self.desk.council.grant_role(made, role, STARTS, panel_type="annual_review")
        return made

    def as_(self, initials: str) -> Desk:
        """Return the desk with a person at the keys."""
        self.desk.switch(self.people[initials])
        return self.desk

    def prepare_cases(self) -> None:
        """A caseworker prepares the twelve."""
        for story in STORIES:
            self.cases.append(Case(story, *self.prepare_case(story)))

    def prepare_case(self, story: Story) -> tuple[str, str]:
        """Hold the review of a child and file one paper with a passage; return case and extract."""
        desk = self.as_("FQ")
        plan = b.a_plan(100 + story.number, current_band=story.current, phase="ks12", setting_type="main")
        case = desk.casework.open_case(plan).id
        desk.casework.hold_review(case, b.a_review(story.review, section_f=PROVISION))
        paper = desk.casework.add_evidence(
            case, TEXT, title=f"School report {story.number}", author="SENCO Reed (invented)",
            author_role="the school", dated=date(2026, 10, 12), kind="setting", mime="text/plain", pages=1,
        )  # fmt: skip
        marks = [desk.casework.mark_extract(paper.id, strand, 1, TEXT.decode(), PASSAGE).id for strand in STRANDS]
        return case, marks[0]

    def plan(self) -> None:
        """The clerk plans this panel and the one after it, and puts the twelve on the agenda."""
        desk = self.as_("CM")
        seats = tuple(Seat(self.people[who], role, self.profession(who)) for who, role in SEATS.items())
        self.meeting = desk.panel.plan_meeting("annual_review", DAY, "09:30", "13:00", "Room 2", seats).id
        desk.panel.plan_meeting("annual_review", NEXT, "09:30", "13:00", "Room 2", seats)
        for one in self.cases:
            one.item = desk.panel.add_item(self.meeting, one.case).id

    def profession(self, initials: str) -> str:
        """Return what a person of the panel is."""
        return self.profession_of(self.people[initials])

    def profession_of(self, person: str) -> str:
        """Return what a person is, by id."""
        return self.desk.read(lambda conn: council.person(conn, person)).profession

    def law_day(self, number: int) -> date:
        """Return the law's last day to decide on a case of the agenda, as its clock says now."""
        case = self.cases[number - 1].case
        clock = self.desk.read(lambda conn: casework.case(conn, case)).clock
        assert clock is not None
        return clock.law_day
