"""Clocks after laptops that were apart met again: what stands is reckoned, what does not stand stops nothing."""

from __future__ import annotations

from datetime import date

from bandingdesk.store.queries import casework, register
from tests.support import case_builders as b
from tests.support import folders, reckoned
from tests.support.folders import TODAY


def test_two_answers_to_one_request_leave_its_clock_until_one_is_chosen(tmp_path):
    where = tmp_path / "share"
    people = {"p-one": ("caseworker",), "p-two": ("caseworker", "qa_lead")}
    office = folders.first(tmp_path, where, people=people)
    folders.begin(office)
    one = folders.join(tmp_path, office, "one", "p-one", seed=2)
    two = folders.join(tmp_path, office, "two", "p-two", seed=3)
    first, second = one.desk(), two.desk()
    case = first.register.open_request(b.a_plan(7, plan_start=None, next_review=None, last_review=None),
                                       {"received": "2026-10-12", "source": "2"}).id  # fmt: skip
    _quiet(office, one, two)
    asked = second.read(lambda conn: register.entries(conn, case, TODAY))[0]

    first.register.change(asked.id, {**asked.values, "outcome": "Y", "outcome_date": "2026-11-09"})
    second.register.change(asked.id, {**asked.values, "outcome": "N", "outcome_date": "2026-11-16"})
    own = second.register.enter(case, "need", {"need": "SLCN", "rank": 1}).id  # another subject: it meets nobody
    _quiet(office, one, two)
    for laptop in (office, one, two):
        reckoned.check(laptop.store)
        clock = laptop.desk("p-one").read(lambda conn: casework.case(conn, case)).clock
        assert (clock.rule, clock.law_day) == ("ASSESS.DECIDE", date(2026, 11, 23))
        assert own in [row.id for row in laptop.desk("p-one").read(lambda c: register.entries(c, case, TODAY))]

    mine = next(diff for diff in second.sync.differences() if diff.by == "p-two")
    second.sync.resolve(mine.op_id, "theirs", "The panel agreed to assess.")
    _quiet(office, one, two)
    for laptop in (office, one, two):
        reckoned.check(laptop.store)
        clock = laptop.desk("p-one").read(lambda conn: casework.case(conn, case)).clock
        assert (clock.rule, clock.law_day) == ("PLAN.NO", date(2027, 2, 1))  # 12 October + 16 weeks
        laptop.check()
        laptop.close()


def _quiet(*laptops):
    for _ in range(3):
        for laptop in laptops:
            laptop.sync()
