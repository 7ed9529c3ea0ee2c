"""Advice at the desk: asked, chased, late in Today, come in as a paper, the school's closure by its term dates."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bandingdesk.casework.around.care import LetterStoppedError
from bandingdesk.casework.lists.ops import Closure, TermsRecorded
from bandingdesk.council.ops import SettingAdded
from bandingdesk.desk.advice import AdviceDesk
from bandingdesk.desk.around import AroundDesk
from bandingdesk.errors import StaleCaseError
from bandingdesk.ops import Subject
from bandingdesk.store.queries import advice, casework, today
from tests.support import panel_store
from tests.support.panel_store import CASE, PAPER, WORKER, World

TODAY = panel_store.ON


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory):
    made = panel_store.a_world(tmp_path_factory.mktemp("advice"))
    made.ground.switch(WORKER)
    yield made
    made.store.close()


def ask(base: World, case: str, sent: date, body: str = "school") -> tuple[AdviceDesk, str]:
    desk = AdviceDesk(base.ground)
    who = {"school": "Elmfield Primary (invented)"}.get(body, "Psychologist Sedge (invented)")
    return desk, desk.ask(case, body, who, sent=sent, there=sent + timedelta(days=1), way="email").id


def row(base: World, case: str):
    return base.read(advice.advice, case)[0]


def test_late_advice_stands_in_today_until_it_comes_in_as_a_paper(base):
    desk, request = ask(base, CASE, TODAY - timedelta(days=50), "psychology")
    mine = [
        one for one in base.read(today.do_next, WORKER, TODAY) if one.kind == "advice" and one.where["case_id"] == CASE
    ]
    assert [(one.detail, one.due, one.tone, one.law) for one in mine] == [
        ("Psychologist Sedge (invented)", TODAY - timedelta(days=7), "late", "reg 8(1)")
    ]
    assert mine[0].where == {"case_id": CASE, "section": "papers", "advice": request}
    desk.chase(request, TODAY, "phone", "Promised for Friday.")
    shown = row(base, CASE).head
    desk.excuse(request, "missed_appointment", TODAY - timedelta(days=30), None, "The clinic's letter says so.")
    with pytest.raises(StaleCaseError):
        desk.take(request, TODAY, PAPER, shown=shown)
    found = row(base, CASE)
    assert (found.due, found.is_late(TODAY), len(found.chases), found.excused[0].exception) == (
        TODAY - timedelta(days=7), True, 1, "missed_appointment",
    )  # fmt: skip
    desk.take(request, TODAY, PAPER, shown=found.head)
    assert (row(base, CASE).evidence_id, row(base, CASE).is_late(TODAY)) == (
        PAPER,
        True,
    )  # it came late, and that stays
    assert not [one for one in base.read(advice.to_do, WORKER, TODAY) if one.where["case_id"] == CASE]


def test_a_day_learnt_later_and_a_request_taken_back(base):
    case = panel_store.another_case(base, 2)
    desk = AdviceDesk(base.ground)
    request = desk.ask(case, "health", "Dr Fern (invented)", sent=TODAY, there=None, way="post").id
    assert (row(base, case).there, row(base, case).due) == (None, TODAY + timedelta(weeks=6))
    desk.date_it(request, TODAY, TODAY, shown=row(base, case).head)
    desk.withdraw(request, "The family had it done elsewhere.")
    assert (row(base, case).state, row(base, case).reason) == ("withdrawn", "The family had it done elsewhere.")


def test_the_schools_term_dates_say_whether_it_was_asked_in_its_closure(base):
    case = panel_store.another_case(base, 3)
    ask(base, case, date(2026, 8, 3))
    assert base.read(advice.closure, row(base, case)).state == "unknown"  # no term dates are on record
    urn = SettingAdded("Elmfield Primary (invented)", "main", "900001", ("1 School Lane",), None, True)
    base.put("setting.added", Subject("setting", "s1"), urn)
    summer = TermsRecorded("900001", (Closure(date(2026, 7, 22), date(2026, 9, 2), "Summer"),))
    base.put("terms.recorded", Subject("terms", "900001"), summer)
    found = base.read(advice.closure, row(base, case))
    assert (found.state, found.first, found.last) == ("inside", date(2026, 7, 15), date(2026, 8, 26))


def test_after_a_recorded_death_nobody_is_asked_or_reminded(base):
    case = panel_store.another_case(base, 3)
    desk = AdviceDesk(base.ground)
    request = desk.ask(case, "health", "Dr Fern (invented)", sent=TODAY, there=None, way="post").id
    child = base.read(casework.case, case).child_id
    around = AroundDesk(base.ground)
    around.record_death(child, TODAY, "The hospital", WORKER)
    with pytest.raises(LetterStoppedError):
        desk.chase(request, TODAY, "phone", "Asked again.")
    with pytest.raises(LetterStoppedError):
        desk.ask(case, "school", "Elmfield Primary (invented)", sent=TODAY, there=None, way="post")
    assert row(base, case).chases == ()
    around.withdraw_death(child, "Another child.")
    desk.chase(request, TODAY, "phone", "Asked again.")
