"""The end of a case: two people, holds, and bodies that no byte of the store's files gives back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bandingdesk import seams
from bandingdesk.casework import retention
from bandingdesk.council.people import RoleNeededError
from bandingdesk.desk.desk import Desk
from bandingdesk.desk.retention import UnsentError
from bandingdesk.errors import StaleCaseError
from bandingdesk.ops import Subject
from bandingdesk.panel.decision import PinNeededError
from bandingdesk.store import backup, blobs, log, replay, verify
from bandingdesk.store.queries import casework, decisions, letters, oversight, panel, today
from bandingdesk.store.queries import retention as query
from bandingdesk.ui.workspaces.oversight import reading
from tests.support import panel_store
from tests.support.decided_case import Decided, a_decided_case
from tests.support.panel_store import CASE, CHILD, OFFICER, PIN, WORKER

TODAY = panel_store.ON
SECRET = b"SECRETWORDSOFTHISCASE"
WORDS = "The time is over and nothing is open"


@pytest.fixture
def decided(tmp_path: Path) -> Iterator[Decided]:
    """A decided case with letters, a paper, an audit and drafts; two people who may erase."""
    made = a_decided_case(tmp_path)
    desk = made.desk
    for person, role in ((WORKER, "dpo"), (OFFICER, "head_of_service")):
        desk.council.grant_role(person, role, date(2026, 1, 1))  # type: ignore[arg-type]
    paper = desk.casework.add_evidence(
        CASE, b"A paper with %s in it. " % SECRET * 40, title=SECRET.decode(), author="A. Writer (invented)",
        author_role="EP", dated=date(2026, 10, 1), kind="advice", mime="text/plain", pages=1,
    )  # fmt: skip
    desk.casework.mark_extract(paper.id, "A", 1, f"so {SECRET.decode()} says", SECRET.decode())
    asked = {"received": "2026-09-28", "source": "1", "asked_by": f"A neighbour of {SECRET.decode()}"}
    desk.register.enter(CASE, "request", asked)
    sent = date(2026, 10, 5)
    desk.advice.ask(CASE, "health", f"Clinic of {SECRET.decode()}", sent=sent, there=None, way="post")
    desk.switch(OFFICER)
    desk.panel.decision_stands(made.decision, f"The paper of {SECRET.decode()} says the same.")  # or no letter goes
    desk.switch(WORKER)
    for row in desk.read(letters.letters_to_write):
        desk.letters.issue(made.decision, row.template)
    sample = desk.oversight.draw_sample("All", date(2026, 11, 1), date(2026, 11, 30), 1, 7)
    audit = desk.oversight.open_audit(sample.id, made.decision)
    desk.oversight.save_marks(audit.id, (), SECRET.decode())
    desk.drafts.save(f"review:{CASE}", WORKER, {"words": SECRET.decode()})
    desk.drafts.save("simulate:any", WORKER, {"words": "kept"})
    yield made
    made.close()


def review(desk: Desk, rule: str = "erasure_request") -> None:
    desk.switch(WORKER)
    desk.retention.review(CASE, rule, "destroy", WORDS)


def erase(desk: Desk, rule: str = "erasure_request") -> object:
    desk.switch(OFFICER)
    return desk.retention.erase(CASE, rule, "The family asked for it", PIN)


def everything(path: Path) -> bytes:
    return b"".join(place.read_bytes() for place in path.parent.rglob("*") if place.is_file())


def test_an_erased_case_is_gone_from_every_byte_and_the_chain_says_so(decided: Decided) -> None:
    desk, path = decided.desk, decided.desk.store.path
    child = desk.store.load(Subject("child", CHILD)).facts
    names = [SECRET, child.surname.encode(), b"More talk"]
    assert all(name in everything(path) for name in names)
    with desk.store.read() as conn:
        entries = verify.verify(conn).entries
        files = sum(1 for place in blobs.folder_of(path).rglob("*") if place.is_file())
        before = query.belongings(conn, CASE)
    assert {s.partition(":")[0] for s in before.subjects} >= {
        "case", "child", "evidence", "round", "sheet", "decision", "letter", "interest", "audit", "entry", "advice",
    }  # fmt: skip
    review(desk)
    done = erase(desk)
    assert done.scrubbed  # type: ignore[attr-defined]
    assert done.bodies >= 20  # type: ignore[attr-defined]
    assert [name for name in names if name in everything(path)] == []
    assert sum(1 for place in blobs.folder_of(path).rglob("*") if place.is_file()) < files
    with desk.store.read() as conn:
        found = verify.verify(conn)
        assert (found.ok, found.entries) == (True, entries + 2)
        assert found.erased == done.bodies  # type: ignore[attr-defined]
        (erasure,) = found.erasures
        assert (erasure.rule, erasure.by, erasure.bodies) == ("erasure_request", OFFICER, found.erased)
        assert replay.differing(conn, desk.store.registry) == []
        assert log.driver(conn).execute("SELECT key FROM file_key WHERE case_id = ?", (CASE,)).fetchone() == (None,)
    assert desk.drafts.load(f"review:{CASE}", WORKER) == {}
    assert desk.drafts.load("simulate:any", WORKER) == {"words": "kept"}
    with pytest.raises(blobs.BlobErasedError):
        blobs.put(desk.store, CASE, b"new")


def test_screens_read_on_after_an_erasure(decided: Decided) -> None:
    desk = decided.desk
    review(desk)
    erase(desk)
    with desk.store.read() as conn:
        assert letters.letters_to_write(conn) == []
        assert casework.letters(conn) == []
        meetings = panel.meetings(conn)
        assert meetings
        for meeting in meetings:
            panel.meeting(conn, meeting.id)
            panel.agenda(conn, meeting.id)
        (sample,) = oversight.samples(conn)
        today.do_next(conn, WORKER, TODAY)
        today.legal_weeks(conn, TODAY)
        assert decisions.decisions(conn, CASE) == []
    seen = reading.sample(desk, sample.id)
    assert seen is not None
    assert seen.items == ()
    (row,) = desk.retention.listed()
    assert (row.state, row.name, row.erased_by, row.reason) == ("erased", "", OFFICER, "The family asked for it")


def test_one_person_alone_never_erases(decided: Decided) -> None:
    desk = decided.desk
    with pytest.raises(retention.NotReviewedError):
        erase(desk)
    review(desk)
    with pytest.raises(retention.SamePersonError):
        desk.retention.erase(CASE, "erasure_request", "why", PIN)
    desk.switch(OFFICER)
    with pytest.raises(PinNeededError):
        desk.retention.erase(CASE, "erasure_request", "why", "000000")
    with pytest.raises(retention.ReasonMissingError):
        desk.retention.erase(CASE, "erasure_request", " ", PIN)
    desk.switch(panel_store.CHAIR)
    with pytest.raises(RoleNeededError):
        desk.retention.erase(CASE, "erasure_request", "why", PIN)
    with desk.store.read() as conn:
        assert verify.verify(conn).erased == 0
    erase(desk)
    with pytest.raises(retention.AlreadyDestroyedError):
        erase(desk)


def test_a_hold_stops_it_until_it_is_released_and_the_case_is_looked_at_again(decided: Decided) -> None:
    desk = decided.desk
    review(desk)
    desk.retention.hold(CASE, "appeal", "An appeal is open")
    with pytest.raises(retention.HeldError):
        erase(desk)
    with pytest.raises(retention.HeldError):
        review(desk)
    (row,) = desk.retention.listed()
    assert (row.state, row.hold, row.hold_words) == ("held", "appeal", "An appeal is open")
    desk.retention.release(CASE, "The Tribunal has decided")
    with pytest.raises(retention.NotReviewedError):
        erase(desk)
    with pytest.raises(retention.NoHoldError):
        desk.retention.release(CASE, "again")
    review(desk)
    erase(desk)


def test_what_came_after_the_review_is_looked_at_first(decided: Decided) -> None:
    desk = decided.desk
    review(desk)
    desk.casework.assign(CASE, WORKER)
    with pytest.raises(retention.ChangedSinceReviewError):
        erase(desk)
    with pytest.raises(StaleCaseError):
        desk.switch(WORKER)
        desk.retention.review(CASE, "erasure_request", "destroy", WORDS, shown="an older head")


def test_a_rule_counts_from_birth_and_is_refused_before_its_day(decided: Decided) -> None:
    desk = decided.desk
    with pytest.raises(retention.NotDueError) as early:
        review(desk, "sen_file")
    born = desk.store.load(Subject("child", CHILD)).facts.born
    assert early.value.due == born.replace(year=born.year + 31)  # type: ignore[attr-defined]
    with pytest.raises(retention.UnknownRuleError, match="sen_file"):
        review(desk, "any")
    assert desk.retention.listed() == []
    desk.clock.set(panel_store.NOW.replace(year=born.year + 32))  # type: ignore[attr-defined]
    (row,) = desk.retention.listed()
    assert (row.case, row.state, row.rule) == (CASE, "due", "sen_file")
    review(desk, "sen_file")
    assert desk.retention.listed()[0].state == "reviewed"
    erase(desk, "sen_file")


def test_the_councils_own_schedule_goes_before_the_shipped_one(decided: Decided) -> None:
    desk = decided.desk
    desk.council.adopt_policy(
        "retention", {"sen_file": ("SEN file", "3", "birth", "Our schedule")}, date(2026, 1, 1), "M"
    )
    assert desk.retention.listed()[0].rule_words == "SEN file: 3 years after birth (Our schedule)"
    review(desk, "sen_file")
    erase(desk, "sen_file")


def test_unsent_changes_are_sent_first(decided: Decided) -> None:
    desk = decided.desk
    review(desk)
    with desk.store.jot() as conn:
        conn.exec_driver_sql("INSERT INTO mark VALUES ('peer', 'server')")
    with pytest.raises(UnsentError):
        erase(desk)


def test_the_backups_that_still_hold_it_are_named(decided: Decided, tmp_path: Path) -> None:
    desk = decided.desk
    made = backup.make(desk.store.path, None, tmp_path / "b.backup", seams.SystemClock().now())
    with desk.store.jot() as conn:
        backup.remember(conn, made)
    review(desk)
    assert [one.place for one in erase(desk).backups] == [str(tmp_path / "b.backup")]  # type: ignore[attr-defined]


def test_29_february_and_rules_that_cannot_be_read() -> None:
    rule = retention.SHIPPED[0]
    assert retention.due(rule, date(2016, 2, 29), None, TODAY) == date(2047, 3, 1)
    assert retention.due(replace_years(rule, 4), date(2016, 2, 29), None, TODAY) == date(2020, 2, 29)
    assert retention.due(rule, None, None, TODAY) is None
    for value in (("a", "b"), ("a", "x", "birth", "s"), ("a", "3", "death", "s"), "text"):
        with pytest.raises(retention.RuleUnfitError):
            retention.rules({"own": value})  # type: ignore[dict-item]


def replace_years(rule: retention.Rule, years: int) -> retention.Rule:
    return rule._replace(years=years)
