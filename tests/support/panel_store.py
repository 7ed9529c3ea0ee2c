"""A real store with a council, its rule book, one child's case and a panel's people: what the panel desk acts on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bandingdesk import resources, seams
from bandingdesk.casework.ops import CaseOpened, ChildRegistered, EvidenceAdded, ExtractMarked, ReviewHeld
from bandingdesk.council.ops import (
    FrameworkAdded,
    FrameworkAdopted,
    KeptPaper,
    PanelTypeAdopted,
    PersonAdded,
    PinSet,
    RoleGranted,
    SettingAdded,
    TariffAdded,
    TariffAdopted,
)
from bandingdesk.desk.ground import Ground
from bandingdesk.desk.panel import PanelDesk
from bandingdesk.desk.papers import PaperAnswer, PapersDesk
from bandingdesk.matrix import files
from bandingdesk.ops import Op, Subject
from bandingdesk.panel.ops import ProvisionLine, Rating, Seat
from bandingdesk.store import blobs, folds, keys
from bandingdesk.store.queries import papers
from bandingdesk.store.store import Store, create_store

NOW = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
ON = date(2026, 11, 26)
START = date(2026, 4, 1)
CHAIR, DEPUTY, EP, HEAD, CLERK = "p-chair", "p-deputy", "p-ep", "p-head", "p-clerk"
OFFICER, WORKER = "p-officer", "p-worker"
VOTERS = (CHAIR, DEPUTY, EP, HEAD)
PIN = "482913"
PEOPLE = {
    CHAIR: ("R. Amari", "SEND officer", ("chair", "panel_member")),
    DEPUTY: ("L. Okoro", "Head, special", ("deputy", "panel_member")),
    EP: ("J. Whitlock", "Educational psychology", ("panel_member",)),
    HEAD: ("S. Devane", "Head, mainstream", ("panel_member",)),
    CLERK: ("M. Farrow", "Clerk", ("clerk",)),
    OFFICER: ("P. Lindqvist", "Head of SEND", ("decision_maker",)),
    WORKER: ("T. Mills", "SEND officer", ("caseworker", "administrator", "qa_lead")),
}
SEATS = tuple(
    Seat(person, role, PEOPLE[person][1])  # type: ignore[arg-type]
    for person, role in ((CHAIR, "chair"), (DEPUTY, "deputy"), (EP, "member"), (HEAD, "member"), (CLERK, "clerk"))
)
CASE, CHILD = "case-1", "child-1"
PAPER, EXTRACT = "paper-1", "extract-1"
PROVISION = ("Speech and language therapy, weekly", "Adult support, 15 hours a week")
FRAMEWORK = files.read_framework(resources.shipped("frameworks/exampleshire-2026.1.json").read_bytes(), "exampleshire")
TARIFF = files.read_tariff(resources.shipped("frameworks/exampleshire-tariff-2026-27.json").read_bytes(), "tariff")
STRANDS = tuple(strand.id for strand in FRAMEWORK.strands)
# The file's own worked test T04: literacy at 3, all else 0, gives Band 2 by 20 points, £1,200 a year.
BEST_FIT = files.read_framework(
    resources.shipped("frameworks/southfield-best-fit-2026.json").read_bytes(), "southfield"
)
BEST_FIT_TARIFF = files.read_tariff(resources.shipped("frameworks/southfield-tariff-2026-27.json").read_bytes(), "t")
T04 = next(test for test in FRAMEWORK.tests if test.id == "T04")
BEST_FIT = files.read_framework(resources.shipped("frameworks/southfield-best-fit-2026.json").read_bytes(), "best fit")
BEST_FIT_TARIFF = files.read_tariff(resources.shipped("frameworks/southfield-tariff-2026-27.json").read_bytes(), "t")


def panel_type(**changes: Any) -> PanelTypeAdopted:
    """Return the moderation panel's adopted rules."""
    rules: dict[str, Any] = {
        "key": "moderation",
        "name": "Moderation panel",
        "remit": "Annual reviews with a change of band",
        "quorum": 3,
        "quorum_roles": ("Educational psychology",),
        "outcomes": ("keep", "amend", "cease"),
        "recommends": True,
        "delegation": "Scheme of delegation, 4.2",
        "second_signature": "override",
        "tolerance": 1,
        "disagreement": 2,
        "own_band_after_lock": False,
        "starts": START,
        "minute": "M1",
    }
    return PanelTypeAdopted(**{**rules, **changes})


@dataclass
class World:
    """A store, its ground and the panel's desk."""

    store: Store
    ground: Ground
    panel: PanelDesk
    meeting: str = ""
    item: str = ""
    round: str = ""
    decision: str = ""

    def put(self, kind: str, subject: Subject, body: Any) -> None:
        """Record one op on SUBJECT."""
        with self.store.act(by=WORKER) as act:
            act.record(Op(kind, subject, act.head(subject), WORKER, NOW, body))

    def sit(self, person: str) -> PanelDesk:
        """Put PERSON at the keys."""
        self.ground.switch(person)
        return self.panel

    def read(self, query: Any, *args: Any, **more: Any) -> Any:
        """Return what a query reads now."""
        with self.store.read() as conn:
            return query(conn, *args, **more)

    # The journey, step by step

    def plan(self, readers: tuple[str, ...] = VOTERS) -> None:
        desk = self.sit(CLERK)
        self.meeting = desk.plan_meeting("moderation", ON, "09:00", "12:00", "Room 1", SEATS).id
        self.item = desk.add_item(self.meeting, CASE, readers).id

    def prepare(self) -> None:
        """All answer that they have no interest, papers are frozen, the meeting is open and all are here."""
        self.plan()
        for person in VOTERS:
            self.sit(person).declare_interest(self.meeting, self.item, person, "none")
        self.sit(CLERK).freeze_papers(self.meeting, self.item)
        self.sit(CHAIR).open_meeting(self.meeting)
        for person in VOTERS:
            self.panel.record_attendance(self.meeting, person, "present")

    def withdraw(self, person: str) -> None:
        self.sit(person).declare_interest(self.meeting, self.item, person, "yes", "Governor of the school")
        desk = self.sit(DEPUTY if person == CHAIR else CHAIR)
        desk.settle_interest(f"{self.meeting}.{self.item}.{person}", "withdraw")

    def score(self, **by_person: dict[str, int]) -> None:
        """Open the round and lock a sheet for each voter; BY_PERSON changes levels, by the part after `p-`."""
        self.round = self.sit(CHAIR).open_round(self.meeting, self.item).id
        for person in VOTERS:
            self.sit(person).lock_scores(self.round, ratings(by_person.get(person.removeprefix("p-"))))

    def reveal(self) -> None:
        self.sit(CHAIR).reveal(self.round)

    def agree(self) -> None:
        self.sit(CHAIR).agree_rest(self.round)

    def propose(self, **changes: Any) -> None:
        given: dict[str, Any] = {
            "outcome": "amend",
            "legal_test": "The provision called for has changed since the last review.",
            "fits": True,
            "fit_words": "The strands describe this child.",
            "band": "B2",
            "views_considered": "Read out and answered line by line.",
            "evidence": (PAPER,),
            "starts": date(2027, 1, 4),
            "review_by": date(2027, 11, 19),
            "changes": ("Section F, line 2",),
        }
        self.decision = self.sit(CHAIR).propose_band(self.round, **{**given, **changes}).id

    def check_provision(self) -> None:
        lines = [ProvisionLine(line, "the same", "named in the plan", True) for line in PROVISION]
        self.sit(CHAIR).check_section_f(self.decision, lines)

    def answer(self) -> None:
        """Answer every report of the case that is not answered yet, as the clerk of the meeting or who is there."""
        given = [PaperAnswer(row.id, "relied", "It says most.") for row in self.read(papers.unanswered, CASE)]
        if given:
            PapersDesk(self.ground).answer(given, decision=self.decision)

    def recommend(self) -> None:
        self.check_provision()
        self.panel.show_money(self.decision)
        self.answer()
        self.panel.recommend(self.decision, "", PIN)

    def sign(self, **changes: Any) -> None:
        given = {"agrees": True, "outcome": "amend", "band": "B2", "words": "", "pin": PIN}
        self.sit(OFFICER).sign(self.decision, **{**given, **changes})


def ratings(changes: dict[str, int] | None = None) -> list[Rating]:
    """Return ratings of all strands at the levels of worked test T04, with CHANGES."""
    levels = {**T04.levels, **(changes or {})}
    return [
        Rating(strand, levels[strand], "fairly", f"{strand}: school report, page 2", (EXTRACT,)) for strand in STRANDS
    ]


def a_world(folder: Path, rules: tuple[Any, Any] = (FRAMEWORK, TARIFF), **terms: Any) -> World:
    """Return a store with people, PINs, RULES, panel type (with TERMS), one case with a review and one paper."""
    clock = seams.FixedClock(NOW)
    ids = seams.SeededIds(7, NOW)
    store = create_store(folder / "panel.bdk", None, folds.registry(), clock=clock, ids=ids, person=WORKER, plain=True)
    ground = Ground(store, clock, ids, CLERK)
    world = World(store, ground, PanelDesk(ground))
    salt = bytes(16)
    hashed = keys.pin_hash(PIN, salt).hex()
    for person, (name, profession, roles) in PEOPLE.items():
        subject = Subject("person", person)
        world.put("person.added", subject, PersonAdded(name, name[:1] + name[3:4], profession))
        world.put("person.pin_set", subject, PinSet(salt.hex(), hashed))
        for role in roles:
            world.put("person.role_granted", subject, RoleGranted(role, START))  # type: ignore[arg-type]
    _lay_rule_book(world, *rules, panel_type(**terms))
    _open_case(world)
    return world


def _lay_rule_book(world: World, scheme: Any, money: Any, terms: PanelTypeAdopted) -> None:
    framework, tariff = files.sha256(scheme), files.sha256(money)
    definition, amounts = files.canonical(scheme).decode(), files.canonical(money).decode()
    subject = Subject("framework", framework)
    world.put(
        "framework.added",
        subject,
        FrameworkAdded(scheme.id, scheme.version, scheme.title, framework, definition),
    )
    world.put("framework.adopted", subject, FrameworkAdopted(START, "M1", KeptPaper("e"), KeptPaper("c")))
    subject = Subject("tariff", tariff)
    world.put("tariff.added", subject, TariffAdded(money.framework, money.year, tariff, amounts))
    world.put("tariff.adopted", subject, TariffAdopted(START, "M1"))
    world.put("panel_type.adopted", Subject("panel_type", terms.key), terms)


def another_case(world: World, number: int) -> str:
    """Open one more case of the same child's and return its id."""
    case = f"{CASE}-{number}"
    world.put("case.opened", Subject("case", case), _opened())
    return case


def _opened() -> CaseOpened:
    return CaseOpened(
        CHILD,
        "annual_review",
        "s1",
        "Elmfield Primary (invented)",
        "main",
        "4",
        "ks12",
        "SLCN",
        None,
        date(2022, 9, 1),
        date(2025, 11, 20),
        date(2026, 11, 20),
        "B2",
        120_000,
    )


def _open_case(world: World) -> None:
    setting = SettingAdded("Elmfield Primary (invented)", "main", None, ("1 School Lane",), None, True)
    world.put("setting.added", Subject("setting", "s1"), setting)
    child = ChildRegistered(
        "Rowan-017", "Testpupil", date(2017, 5, 3), "F", "WBRI", None, None, "ZZ99 3VZ", False, True
    )
    world.put("child.registered", Subject("child", CHILD), child)
    case = Subject("case", CASE)
    world.put("case.opened", case, _opened())
    review = ReviewHeld(
        date(2026, 11, 9), None, "amend", "Needs more", "A. Parent", ("1 Road",), "More talk", "I like it", PROVISION
    )
    world.put("case.review_held", case, review)
    paper = Subject("evidence", PAPER)
    kept = blobs.put(world.store, CASE, b"A school's report (invented).")
    added = EvidenceAdded(
        CASE,
        "School report",
        "School",
        "SENCO",
        date(2026, 10, 1),
        "setting",
        kept.sha256,
        kept.size,
        "application/pdf",
        4,
    )
    world.put("evidence.added", paper, added)
    marked = ExtractMarked(EXTRACT, "literacy", 2, "Reads single words.", "single words")
    world.put("evidence.extract_marked", paper, marked)
