"""The demo holds what commands.md 2 says of it, is invented throughout, and comes out of its seed."""

from __future__ import annotations

import functools
import statistics
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bandingdesk import bootstrap, seams
from bandingdesk.demo import backlog, build, panel_agenda, panel_higher, panel_questions, panel_slips, place
from bandingdesk.demo.history import PANELS, SEVERITY, TODAY
from bandingdesk.demo_caseload import plans
from bandingdesk.desk.desk import Desk
from bandingdesk.store import keys, log, replay, verify
from bandingdesk.store.projections import casework as casework_tables
from bandingdesk.store.projections import panel as panel_tables
from bandingdesk.store.queries import caseload, casework, council, letters, panel
from tests.support import demo_built

SEALED = {"slip.written", "slip.returned"}  # of an encrypted file, whose salts are never a seed's
MATCHES = functools.cache(keys.pin_matches)  # as the demo's own building does


@pytest.fixture(scope="module")
def desk(built_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One copy for the tests that only read."""
    found = demo_built.opened(built_demo, tmp_path_factory.mktemp("demo") / "copy")
    yield found
    found.close()


def every(desk: Desk, *columns: object) -> list[tuple[object, ...]]:
    return desk.read(lambda conn: [tuple(row) for row in conn.execute(select(*columns))])  # type: ignore[call-overload]


def test_1700_plans_and_six_requests_all_of_invented_children(desk: Desk) -> None:
    c = casework_tables.CHILD.c
    children = every(desk, c.forename, c.surname, c.invented, c.upn)
    requests = 3 + len(panel_questions.SURNAMES)  # three in the register, others before a panel on questions
    assert len(children) == 1700 + requests
    assert {invented for _, _, invented, _ in children} == {1}
    assert {forename for forename, *_ in children} == {"Testpupil"}
    assert {str(upn)[1:4] for *_, upn in children if upn} == {"999"}  # no authority has this number: statute.md 4
    assert desk.read(lambda conn: caseload.count(conn, caseload.CaseFilter(), today=TODAY)) == 1700 + requests


def test_every_setting_says_that_it_is_invented(desk: Desk) -> None:
    names = {str(name) for (name,) in every(desk, casework_tables.CASE.c.setting_name)}
    assert {name for name in names if "(invented)" not in name} == {""}  # educated elsewhere: no setting
    assert all(row.invented for row in desk.read(council.settings))


def test_twelve_meetings_by_three_panels_one_in_progress_and_nine_to_come(desk: Desk) -> None:
    rows = desk.read(panel.meetings)
    held = [row for row in rows if row.state == "closed"]
    assert [row.items for row in held] == [12] * 12
    assert Counter(row.panel_type for row in held) == dict.fromkeys(PANELS, 4)
    going = [row for row in rows if row.state == "open"]
    assert [(row.on, row.panel_type, row.items, row.decided) for row in going] == [(TODAY, "annual_review", 12, 3)]
    ahead = [(row.panel_type, row.on, row.items) for row in reversed(rows) if row.state == "planned"]
    waiting = [(kind, on, backlog.ON_AGENDA if at == 0 else 0) for at, (kind, on) in enumerate(backlog.AHEAD)]
    of_parts = [
        (panel_agenda.PANEL, panel_agenda.ON, 5),
        (panel_questions.PANEL, panel_questions.ON, 3),
        (panel_slips.PANEL, panel_slips.ON, 3),
        ("high_cost", panel_higher.ON, 1),
        ("oversight", panel_higher.ON, 1),
    ]
    assert sorted(ahead) == sorted([*waiting, *of_parts])
    assert len(rows) == 12 + 1 + 4 + 5


def test_this_morning_three_are_decided_one_is_revealed_and_others_wait(built_demo: Path, desk: Desk) -> None:
    facts = place.facts(built_demo)
    agenda = desk.read(lambda conn: panel.agenda(conn, facts.meeting, facts.people["RA"]))
    assert [row.item for row in agenda] == list(facts.items)
    states = [row.state for row in agenda]
    assert states[:4] == ["decided", "decided", "decided", "revealed"]
    assert states[4:9] == ["scoring"] * 5
    assert states[9:] == ["waiting"] * 3
    assert all(row.is_frozen for row in agenda)


def test_twenty_four_letters_have_bytes_and_older_ones_are_facts(desk: Desk) -> None:
    rows = desk.read(casework.letters)
    kept = [row for row in rows if row.sha256 is not None]
    assert len(kept) == build.LETTERS == 24
    assert {row.template for row in kept} == {"L7", "L8", "L15"}
    for row in kept:
        data = desk.letters.contents(row.case_id, str(row.sha256))
        assert data.startswith(b"%PDF-")
    assert all(row.pages == 0 and row.state == "sent" for row in rows if row.sha256 is None)
    assert len(rows) > 100


def test_a_morning_s_worth_of_letters_waits_and_one_decision_was_forgotten(desk: Desk) -> None:
    rows = desk.read(letters.letters_to_write)
    assert len(rows) == 8
    assert Counter(row.template for row in rows) == {"L15": 4, "L8": 3, "L7": 1}
    late = [row for row in rows if row.law_day is not None and row.law_day < TODAY]
    assert sorted(row.template for row in late) == ["L15", "L8"]
    assert len({row.decision_id for row in late}) == 1


def test_some_are_overridden_appealed_deferred_and_late(desk: Desk) -> None:
    d, h, i = panel_tables.DECISION.c, casework_tables.HISTORY.c, panel_tables.ITEM.c
    decisions = every(desk, d.indicated, d.band, d.reason_code, d.countersigned_by)
    overridden = [row for row in decisions if row[0] != row[1]]
    assert 12 <= len(overridden) < len(decisions) / 3
    assert all(code and second for _, _, code, second in overridden)
    assert [what for (what,) in every(desk, h.what)].count("appeal") == 3
    assert [state for (state,) in every(desk, i.state)].count("deferred") == 3
    late = desk.read(lambda conn: caseload.ids(conn, caseload.parse("late"), today=TODAY))
    assert len(late) >= 10


def test_the_twelve_scorers_differ_as_much_as_they_were_made_to(desk: Desk) -> None:
    """Mean distance from the others' mean of the same round and strand. Source of the expected: demo.history.SEVERITY.

    A scorer's own shift s shows as s less the mean shift of the three others, damped at the ends of the scale.
    """
    r = panel_tables.RATING.c
    found = every(desk, r.round, r.strand, r.person, r.level)
    initials = {row.id: row.initials for row in desk.read(council.people)}
    by_place: dict[tuple[object, object], dict[str, int]] = {}
    for round_, strand, person, level in found:
        by_place.setdefault((round_, strand), {})[initials[str(person)]] = int(str(level))
    shifts: dict[str, list[float]] = {}
    for levels in by_place.values():
        for who, level in levels.items():
            others = [other for name, other in levels.items() if name != who]
            if others:
                shifts.setdefault(who, []).append(level - statistics.mean(others))
    measured = {who: statistics.mean(values) for who, values in shifts.items()}
    assert set(measured) == set(SEVERITY)
    for people in PANELS.values():
        for one in people:
            for other in people:
                if SEVERITY[one] - SEVERITY[other] >= 0.3:
                    assert measured[one] > measured[other] + 0.1, (one, other)


def test_the_record_verifies_and_heads_are_the_replay(desk: Desk) -> None:
    with desk.store.read() as conn:
        found = verify.verify(conn)
        assert (found.ok, found.first_bad) == (True, None)
        assert found.entries == found.payloads > 4000
        assert replay.differing(conn, desk.store.registry) == []


def test_a_copy_is_a_store_of_its_own(built_demo: Path, tmp_path: Path) -> None:
    desk = demo_built.opened(built_demo, tmp_path / "copy", person="CM")
    before = desk.read(caseload_count)
    desk.casework.open_case(plans(1, 99, TODAY)[0])
    assert desk.read(caseload_count) == before + 1
    desk.close()
    again = demo_built.opened(built_demo, tmp_path / "other")
    assert again.read(caseload_count) == before
    assert again.is_demo
    again.close()


def caseload_count(conn: object) -> int:
    return caseload.count(conn, caseload.CaseFilter(), today=TODAY)  # type: ignore[arg-type]


def test_a_seed_gives_the_same_record_and_another_seed_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(build.SIZES, "small", 60)
    monkeypatch.setattr(build, "MEETINGS", 1)
    monkeypatch.setattr(build, "ITEMS", 5)
    first, again, other = (ops_of(tmp_path / str(at), seed) for at, seed in enumerate((5, 5, 6)))
    assert first == again
    assert first != other


def ops_of(folder: Path, seed: int) -> list[tuple[object, ...]]:
    folder.mkdir()
    clock = seams.FixedClock(build.NOW)
    ids = seams.SeededIds(seed, build.NOW)
    desk = bootstrap.create_desk(
        folder / "demo.desk", None, clock=clock, ids=ids, plain=True, is_demo=True, matches=MATCHES
    )
    with desk.store.gathered():
        build.build(desk, clock, seed=seed)
    with desk.store.read() as conn:
        query = (
            "SELECT o.op_id, o.kind, o.subject, o.actor, o.wall_claimed, p.body FROM op o JOIN payload p USING (seq)"
        )
        rows = log.driver(conn).execute(f"{query} ORDER BY o.seq").fetchall()
    desk.close()
    return [(*row[:-1], b"" if row[1] in SEALED else row[-1]) for row in rows]
