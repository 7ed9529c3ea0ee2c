"""The feature list of moderation.md 3 as acceptance tests: each asks the feature's own question of the real parts.

One case is walked from its blind sheets to the signature; what the doors told on the way is noted for the tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import pypdfium2
import pytest

from bandingdesk import seams
from bandingdesk.desk.letters import LettersDesk
from bandingdesk.ops import Op, Subject
from bandingdesk.panel import interests, moderation, scoring
from bandingdesk.store import verify
from bandingdesk.store.queries import as_it_stood, decisions, oversight, panel, rounds
from bandingdesk.store.queries.closed import CaseClosedError
from tests.support.panel_store import (
    CASE,
    CHAIR,
    CLERK,
    DEPUTY,
    EP,
    EXTRACT,
    HEAD,
    NOW,
    OFFICER,
    ON,
    PAPER,
    START,
    STRANDS,
    WORKER,
    World,
    a_world,
    panel_type,
    ratings,
)

SCORERS = (CHAIR, DEPUTY, EP)  # the head steps out before the papers are opened
EVERYBODY = (CHAIR, DEPUTY, EP, HEAD, CLERK, OFFICER, WORKER)
LEVELS = {CHAIR: {"social": 2}, DEPUTY: {"social": 3}, EP: {"social": 5, "literacy": 4}}


@dataclass
class Walked:
    """The case at its end, and what was noted on the way."""

    world: World
    notes: dict[str, Any] = field(default_factory=dict)

    def row(self, viewer: str) -> rounds.RoundRow:
        found: rounds.RoundRow = self.world.read(rounds.round, self.world.round, viewer)
        return found

    def note(self, name: str) -> None:
        world = self.world
        self.notes[name] = {viewer: self.row(viewer) for viewer in EVERYBODY}
        self.notes[f"{name}:own"] = {one: world.read(rounds.my_sheet, world.round, one) for one in EVERYBODY}
        if world.decision:
            made = {one: world.read(decisions.decision, world.decision, one) for one in EVERYBODY}
            self.notes[f"{name}:decision"] = made

    def refused(self, name: str, fault: type[Exception], act: Any) -> None:
        with pytest.raises(fault) as told:
            act()
        self.notes[name] = told.value


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walked]:
    world = a_world(tmp_path_factory.mktemp("features"))
    world.ground.clock = world.store.clock = seams.FixedClock(NOW, timedelta(seconds=5))
    case = Walked(world)
    world.plan()
    case.notes["quorum before"] = world.read(panel.quorum, world.meeting, world.item)
    world.withdraw(HEAD)
    for person in SCORERS:
        world.sit(person).declare_interest(world.meeting, world.item, person, "none")
    world.sit(CLERK).freeze_papers(world.meeting, world.item)
    world.sit(CHAIR).open_meeting(world.meeting)
    for person in (*SCORERS, HEAD):
        world.panel.record_attendance(world.meeting, person, "present")
    world.round = world.panel.open_round(world.meeting, world.item).id
    own = {person: _rated(LEVELS[person]) for person in SCORERS}
    for person in SCORERS:
        world.sit(person).lock_scores(world.round, own[person])
    case.refused("recused scores", Exception, lambda: world.sit(HEAD).lock_scores(world.round, ratings()))
    case.note("locked")
    world.sit(CHAIR).reveal(world.round)
    case.note("revealed")
    case.refused("late lock", Exception, lambda: world.sit(EP).lock_scores(world.round, ratings()))
    case.refused("no reason", Exception, lambda: world.sit(CHAIR).agree_level(world.round, "social", 5))
    again = world.sit(CHAIR).open_round(world.meeting, world.item, strands=("social",), first=world.round).id
    for person in SCORERS:
        only = [one for one in ratings({"social": 3}) if one.strand == "social"]
        world.sit(person).lock_scores(again, only)
    world.sit(CHAIR).reveal(again)
    case.note("scored again")
    world.sit(CHAIR).agree_level(world.round, "social", 2, "evidence", "The plan’s own review says so.")
    world.sit(EP).record_minority_view(world.round, EP, "I see more need in groups.", "social", 5)
    world.agree()
    case.note("agreed")
    code = {} if world.read(rounds.round, world.round, CHAIR).band.band == "B2" else _override(world)
    world.propose(**code)
    if code:
        world.sit(DEPUTY).countersign(world.decision, "Read and agreed.", "482913")
    case.note("proposed")
    world.recommend()
    world.sign()
    case.note("signed")
    yield case
    world.store.close()


def _rated(levels: dict[str, int]) -> list[Any]:
    """Return ratings with LEVELS; the first of them is not sure."""
    unsure = next(iter(levels))
    return [replace(one, confidence="not_sure") if one.strand == unsure else one for one in ratings(levels)]


def _override(_world: World) -> dict[str, Any]:
    return {"band": "B2", "reason_code": "R2", "reason": "Two needs together.", "fits": False}


def strip(row: rounds.RoundRow, strand: str) -> Any:
    return next(one for one in row.spreads if one.strand == strand)


def test_f1_blind_scoring(walked: Walked) -> None:
    """Can any member, the chair or an export see another's score before the reveal?"""
    for viewer, row in walked.notes["locked"].items():
        assert row.spreads == row.minority == (), viewer
        assert row.band is None
        assert (row.locked_count, row.scorer_count) == (3, 3)  # a count, never who
    own = walked.notes["locked:own"]
    assert {person for person, sheet in own.items() if sheet is not None} == set(SCORERS)
    assert {one.strand: one.level for one in own[EP].ratings}["social"] == 5
    then = next(act.id for act in walked.world.read(as_it_stood.acts, CASE, CHAIR) if act.kind == "scores.locked")
    facts = walked.world.read(as_it_stood.read, CASE, CHAIR, then).facts
    assert not {"level", "indicated", "round_revealed"} & {one.kind for one in facts}  # nor by going back


def test_f2_lock_and_reveal(walked: Walked) -> None:
    """Is the first score kept unchanged as long as the decision record, with time, and the second beside it?"""
    sheet = walked.world.store.load(Subject("sheet", scoring.sheet_id(walked.world.round, EP)))
    assert {one.strand: one.level for one in sheet.ratings}["social"] == 5
    assert sheet.locked_at > NOW
    assert isinstance(walked.notes["late lock"], scoring.RevealedError)
    again = strip(walked.notes["scored again"][CHAIR], "social")
    assert (again.rescored, again.first_median_x2, again.median_x2) == (True, 6, 6)
    history = walked.world.store.history(Subject("sheet", scoring.sheet_id(walked.world.round, EP)))
    assert [one.kind for one in history] == ["scores.locked"]


def test_f3_strand_first(walked: Walked) -> None:
    """Is the band or the money visible before all strands are locked and agreed?"""
    for moment in ("locked", "revealed", "scored again"):
        assert {row.band for row in walked.notes[moment].values()} == {None}
        assert {(row.sight.band, row.sight.money) for row in walked.notes[moment].values()} == {("no", "no")}
    assert walked.notes["agreed"][CHAIR].band is not None
    assert {row.money for row in walked.notes["proposed:decision"].values()} == {None}
    assert walked.notes["signed:decision"][OFFICER].money is not None


def test_f4_spread_strip(walked: Walked) -> None:
    """Does each strand show dots, median, tolerance, missing and recused marks?"""
    row = walked.notes["revealed"][EP]
    assert {one.strand for one in row.spreads} == set(STRANDS)
    social = strip(row, "social")
    assert [dot.level for dot in social.levels] == [2, 3, 5]
    assert [dot.level for dot in social.levels if dot.mine] == [5]
    assert [dot.level for dot in social.levels if dot.confidence == "not_sure"] == [2, 3, 5]
    assert (social.median_x2, social.tolerance, social.scale[-1] >= 5) == (6, 1, True)
    assert (row.missing_count, row.stepped_out_count) == (0, 1)


def test_f5_disagreement_rule(walked: Walked) -> None:
    """Is the flag the same arithmetic for all, stated on screen?"""
    seen = [walked.notes["revealed"][viewer] for viewer in (CHAIR, DEPUTY, EP, CLERK)]
    flags = [{one.strand: one.flagged for one in row.spreads} for row in seen]
    assert all(one == flags[0] for one in flags)
    rule = panel_type().disagreement
    assert all(one.flagged == (one.high - one.low >= rule) for one in seen[0].spreads)
    assert flags[0]["social"]
    assert not flags[0]["literacy"]  # one level apart
    assert seen[0].lead == "Talk about Social communication (2 to 5) first."
    assert "1 person stepped out" in seen[0].facts


def test_f6_outlier_prompt(walked: Walked) -> None:
    """Does it ask both ends for evidence, neutrally, never for compliance?"""
    social = strip(walked.notes["revealed"][CHAIR], "social")
    high, low = social.ends
    assert (high.level, high.count, low.level, low.count) == (5, 1, 2, 1)
    assert all(end.notes and end.extracts for end in social.ends)  # what each relied on
    told = repr(social.ends)
    assert not any(name in told for name in ("Amari", "Okoro", "Whitlock", CHAIR, DEPUTY, EP))
    assert strip(walked.notes["revealed"][CHAIR], "vision").ends == ()  # all the same: nobody is asked


def test_f12_tolerance(walked: Walked) -> None:
    """Is the tolerance dated: does a meeting keep the one that was in force on its day?"""
    world = walked.world
    later = panel_type(tolerance=0, disagreement=1, starts=date(2027, 1, 1), minute="M2")
    with world.store.act(by=WORKER) as act:
        subject = Subject("panel_type", later.key)
        act.record(Op("panel_type.adopted", subject, act.head(subject), WORKER, NOW, later))
    terms = [world.read(panel.terms, "moderation", day).tolerance for day in (START, ON, date(2027, 1, 1))]
    assert terms == [1, 1, 0]
    assert strip(walked.row(CHAIR), "social").tolerance == 1


def test_f13_reasons_for_change(walked: Walked) -> None:
    """Does each change from blind median to agreed score carry a code and a line?"""
    assert isinstance(walked.notes["no reason"], moderation.ChangeReasonError)
    for one in walked.notes["signed"][CHAIR].spreads:
        changed = one.agreed * 2 != one.median_x2
        assert bool(one.reason_code and one.reason) == changed, one.strand
    social = strip(walked.notes["signed"][CHAIR], "social")
    assert (social.agreed, social.reason_code, social.reason) == (2, "evidence", "The plan’s own review says so.")


def test_f14_minority_view(walked: Walked) -> None:
    """Can a member record dissent without effort: in one call, beside the agreed level, changing nothing?"""
    (view,) = walked.notes["agreed"][EP].minority
    assert (view.words, view.strand, view.level, view.mine) == ("I see more need in groups.", "social", 5, True)
    assert strip(walked.notes["agreed"][EP], "social").agreed == 2
    assert walked.notes["signed"][CHAIR].minority[0].name == "J. Whitlock"


def test_f15_recusal(walked: Walked) -> None:
    """Before papers, locking, with quorum recounted?"""
    row = walked.notes["locked"][HEAD]
    assert (row.stepped_out, row.case_id, row.spreads) == (True, "", ())
    assert isinstance(walked.notes["recused scores"], (interests.RecusedError, scoring.NotScorerError))
    quorum = walked.world.read(panel.quorum, walked.world.meeting, walked.world.item)
    assert (quorum.present, quorum.needed, quorum.met) == (3, 3, True)  # four are in the room, one does not count
    with pytest.raises(CaseClosedError):
        walked.world.read(as_it_stood.acts, CASE, HEAD)
    first = {act.kind: n for n, act in reversed(list(enumerate(walked.world.read(as_it_stood.acts, CASE, CHAIR))))}
    assert first["interest.settled"] < first["meeting.papers_frozen"] < first["round.opened"]


def test_f20_audit(walked: Walked) -> None:
    """Can a tribunal bundle show the path from evidence to band?"""
    world = walked.world
    kinds = {line.kind for section in world.read(oversight.decision_record, world.decision) for line in section.lines}
    path = {"evidence.added", "evidence.extract_marked", "scores.locked", "round.revealed", "round.level_agreed",
            "round.band_indicated", "decision.band_proposed", "decision.signed"}  # fmt: skip
    assert path <= kinds
    row = walked.notes["signed:decision"][OFFICER]
    assert row.evidence == (PAPER,)
    relied = world.read(rounds.extracts_relied, world.round, {"literacy": 3})
    assert EXTRACT in relied["literacy"]
    with world.store.read() as conn:
        assert verify.verify(conn).ok
    world.ground.switch(OFFICER)
    with pypdfium2.PdfDocument(LettersDesk(world.ground).sheets(world.decision).full.data) as document:
        said = " ".join(page.get_textpage().get_text_range() for page in document)
    for words in (
        "School report",
        "Social communication",
        "The plan’s own review says so.",
        "I see more need in groups.",
    ):
        assert words in " ".join(said.split())
