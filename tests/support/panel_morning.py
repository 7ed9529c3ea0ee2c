"""A small desk before a panel: five people, six invented cases with a paper each, a meeting in three days.

Made by the desk's own acts on a plain store, so that a page shows what a council would see.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bandingdesk import bootstrap, resources, seams
from bandingdesk.casework.intake import PlanRow
from bandingdesk.casework.ops import ReviewHeld
from bandingdesk.council.ops import KeptPaper, PanelTypeAdopted, Role
from bandingdesk.desk.desk import Desk
from bandingdesk.panel.ops import Confidence, Rating, Seat
from bandingdesk.store.queries import caseload, rulebooks
from tests.support import founding

ON = date(2026, 11, 26)
STARTS = date(2026, 4, 1)
PIN = "2468"
NOT_NEEDED = KeptPaper(reason="Invented: it touches no child.", officer="E. Thornbury (invented)")
PEOPLE: tuple[tuple[str, str, str, Role], ...] = (
    ("R. Amari", "RA", "Mainstream headteacher", "chair"),
    ("L. Okoro", "LO", "Educational psychology", "panel_member"),
    ("J. Whitlock", "JW", "Health", "panel_member"),
    ("P. Lindqvist", "PL", "Social care", "deputy"),
    ("C. Marsh", "CM", "Panel clerk", "clerk"),
)
SEATS = {"RA": "chair", "LO": "member", "JW": "member", "PL": "deputy", "CM": "clerk"}
VOTERS = ("RA", "LO", "JW", "PL")
CHILDREN = ("Rowan-017", "Bryony-031", "Cedar-012", "Elder-022", "Fern-040", "Hazel-027")


@dataclass(slots=True)
class Morning:
    """The desk with the ids of what stands on it: people by initials, cases and items in the order of CHILDREN."""

    desk: Desk
    people: dict[str, str] = field(default_factory=dict)
    cases: list[str] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    meeting: str = ""
    extracts: dict[str, str] = field(default_factory=dict)

    def as_(self, initials: str) -> str:
        """Put somebody at the keys and return their id."""
        self.desk.switch(self.people[initials])
        return self.people[initials]

    def declare(self, who: Sequence[str] = VOTERS, items: Sequence[int] = (0,)) -> None:
        """Let WHO say that they have no interest in ITEMS."""
        for initials in who:
            person = self.as_(initials)
            for at in items:
                self.desk.panel.declare_interest(self.meeting, self.items[at], person, "none")

    def open_round(self, at: int = 0) -> str:
        """Freeze the papers of an item, declare, open blind scoring on it; return the round's id."""
        self.as_("CM")
        self.desk.panel.freeze_papers(self.meeting, self.items[at])
        self.declare(items=(at,))
        self.as_("CM")
        return self.desk.panel.open_round(self.meeting, self.items[at]).id

    def lock(self, initials: str, round_id: str, level: int = 2) -> None:
        """Lock a sheet of one level throughout, with a line each."""
        person = self.as_(initials)
        self.desk.panel.lock_scores(round_id, self.sheet(round_id, level), person=person)

    def sheet(self, round_id: str, level: int, confidence: Confidence = "sure") -> tuple[Rating, ...]:
        """Return a sheet of one level throughout."""
        strands, cards = self.desk.read(lambda conn: _strands(conn, ON))
        return tuple(
            Rating(
                strand, level, confidence, "School report, page 2", (), tuple(cards.get(strand, {}).get(level, ())[:1])
            )
            for strand in strands
        )


def a_morning(
    folder: Path,
    clock: seams.Clock,
    ids: seams.Ids,
    *,
    framework: str = "exampleshire-2026.1",
    tariff: str = "exampleshire-tariff-2026-27",
    own_band: bool = False,
    is_demo: bool = True,
    planned: bool = True,
    key: bytes | None = None,
) -> Morning:
    """Return a desk on a store in FOLDER, plain without KEY; PLANNED: with the meeting and its agenda."""
    desk = bootstrap.create_desk(
        folder / "morning.desk", key, clock=clock, ids=ids, plain=key is None, is_demo=is_demo, matches=matches
    )
    made = Morning(desk)
    pin = desk.council.make_pin(PIN)
    with founding.before_the_story():
        for name, initials, profession, role in PEOPLE:
            person = desk.council.add_person(name, initials, profession).id
            desk.council.grant_role(person, role, STARTS)
            desk.council.keep_pin(person, pin)
            made.people[initials] = person
        made.as_("CM")
        _rule_books(desk, framework, tariff, own_band=own_band)
    made.cases = _cases(desk)
    made.extracts = _papers(desk, made.cases[0])
    if planned:
        seats = tuple(Seat(made.people[who], role, _profession(who)) for who, role in SEATS.items())  # type: ignore[arg-type]
        place = "Committee Room 2 and Teams"
        made.meeting = desk.panel.plan_meeting("annual_review", ON, "09:30", "12:30", place, seats).id
        readers = [made.people[who] for who in VOTERS]
        made.items = [desk.panel.add_item(made.meeting, case, readers).id for case in made.cases[:4]]
    return made


def matches(pin: str, salt: bytes, kept: bytes) -> bool:
    """Compare a PIN with the one all people of the morning have: the real comparison is tested with the keys."""
    return pin == PIN and bool(salt) and bool(kept)


def _profession(initials: str) -> str:
    return next(profession for _name, known, profession, _role in PEOPLE if known == initials)


def _strands(conn: object, on: date) -> tuple[tuple[str, ...], dict[str, dict[int, tuple[str, ...]]]]:
    from bandingdesk.store.queries import council

    sha256 = council.framework_in_force(conn, on).id  # type: ignore[arg-type]
    read = rulebooks.framework(conn, sha256)  # type: ignore[arg-type]
    if read.decide.kind != "best_fit":
        return tuple(strand.id for strand in read.strands), {}
    cards = {
        strand.id: {level.level: tuple(one.id for one in level.descriptors) for level in strand.levels}
        for strand in read.strands
    }
    return tuple(strand.id for strand in read.strands), cards


def _rule_books(desk: Desk, framework: str, tariff: str, *, own_band: bool) -> None:
    frameworks = desk.frameworks
    made = frameworks.add_file(resources.shipped(f"frameworks/{framework}.json").read_bytes())
    in_force = desk.read(lambda conn: rulebooks.framework(conn, made.id)).effective.from_
    starts = max(STARTS, in_force)
    frameworks.adopt(made.id, starts, "Minute 1 (invented)", equality=NOT_NEEDED, consultation=NOT_NEEDED)
    made = frameworks.add_tariff(resources.shipped(f"frameworks/{tariff}.json").read_bytes())
    frameworks.adopt_tariff(made.id, starts, "Minute 1 (invented)")
    desk.council.adopt_panel_type(
        PanelTypeAdopted(
            key="annual_review",
            name="Annual review panel",
            remit="Annual reviews and bands, reception to year 11",
            quorum=3,
            quorum_roles=("Educational psychology",),
            outcomes=("keep", "amend", "cease"),
            recommends=True,
            delegation="Head of SEND, scheme of delegation 4.2 (invented)",
            second_signature="override",
            tolerance=1,
            disagreement=2,
            own_band_after_lock=own_band,
            starts=STARTS,
            minute="Minute 1 (invented)",
        )
    )


def _cases(desk: Desk) -> list[str]:
    rows = [
        PlanRow(
            name, "Testpupil", date(2018, 3, 4 + n), reference=f"EX-{n:03d}", sex="F" if n % 2 else "M",
            setting_name="Elmbank Primary (invented)", setting_type="main", year_group="4", phase="ks12",
            primary_need="SLCN", plan_start=date(2023, 1, 9), last_review=date(2025, 11, 20),
            next_review=date(2026, 11, 20), current_band="Band 5", current_pence=825_000,
        )
        for n, name in enumerate(CHILDREN)
    ]  # fmt: skip
    desk.casework.take_plans(rows, "list.xlsx", "0" * 64)
    found = desk.read(lambda conn: caseload.window(conn, caseload.ids(conn, caseload.parse(""), today=ON)))
    by_name = {row.child_name: row.id for row in found}
    cases = [next(id_ for name, id_ in by_name.items() if child in name) for child in CHILDREN]
    for n, case in enumerate(cases):
        held = ReviewHeld(
            date(2026, 11, 9 + n), None, "amend", "More support in class", "A. Parent (invented)", ("1 Road",),
            "He talks more at home.", "I like the quiet room.", ("Speech therapy, weekly",),
        )  # fmt: skip
        desk.casework.hold_review(case, held)
    return cases


def _papers(desk: Desk, case: str) -> dict[str, str]:
    """Put two papers with extracts on CASE; return the extracts by their words' strand."""
    extracts = {}
    papers = (
        ("Educational psychologist", "Educational psychologist", date(2026, 10, 12), "advice", 6, (
            ("attention", 4, "In a whole-class lesson Rowan stayed with the task for three to four minutes before "
             "needing an adult to bring him back.", "stayed with the task for three to four minutes"),
            ("learning", 3, "Rowan keeps new words for a day or two with repetition.", "a day or two"),
        )),
        ("School support plan, cycle 2", "SENCO", date(2026, 9, 25), "setting", 4, (
            ("attention", 2, "Movement breaks every 15 minutes and a task board. Time on task rose from 2 to 4 "
             "minutes over the term.", "Time on task rose from 2 to 4 minutes"),
        )),
    )  # fmt: skip
    for title, role, dated, kind, pages, marks in papers:
        paper = desk.casework.add_evidence(
            case, _pdf(title, pages), title=title, author="A. Writer (invented)", author_role=role, dated=dated,
            kind=kind, mime="application/pdf", pages=pages,
        ).id  # fmt: skip
        for strand, page, words, highlight in marks:
            extracts[f"{strand}.{page}"] = desk.casework.mark_extract(paper, strand, page, words, highlight).id
    return extracts


def _pdf(title: str, pages: int) -> bytes:
    """Return a small PDF of PAGES pages."""
    from reportlab.pdfgen.canvas import Canvas

    kept = io.BytesIO()
    canvas = Canvas(kept)
    for page in range(1, pages + 1):
        canvas.drawString(72, 720, f"{title} (invented), page {page}")
        canvas.showPage()
    canvas.save()
    return kept.getvalue()
