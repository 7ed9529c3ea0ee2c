"""Months later a family challenges a letter: the council shows what it was, who decided on what, and that it stands."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bandingdesk import bootstrap, seams
from bandingdesk.casework.ops import AppealLodged
from bandingdesk.desk.desk import Desk
from bandingdesk.desk.sample import LETTERS
from bandingdesk.store import log, verify
from bandingdesk.store.queries import casework, oversight, rounds
from tests.support.decided_case import Decided, a_decided_case
from tests.support.panel_store import CASE, OFFICER, T04, WORKER

SPRING = datetime(2027, 4, 14, 10, 0, tzinfo=UTC)


@pytest.fixture
def decided(tmp_path: Path) -> Decided:
    """The plan was kept, against the parent's wish; L7 and L15 went out on 26 November 2026."""
    made = a_decided_case(tmp_path, outcome="keep")
    for template, method in (("L15", "email"), ("L7", "post")):
        made.desk.letters.send(made.desk.letters.issue(made.decision, template).id, method)
    made.close()
    return made


def in_spring(decided: Decided) -> Desk:
    """Open the store again in April 2027, when the council's letters have other phones and another officer."""
    clock, ids = seams.FixedClock(SPRING), seams.SeededIds(99, SPRING)
    path = decided.desk.store.path
    desk = bootstrap.open_desk(path, None, clock=clock, ids=ids, me=WORKER, plain=True, is_demo=True)
    desk.council.adopt_policy("letters", LETTERS | {"officer": "G. Larkspur"}, date(2027, 4, 1), "M9")
    return desk


def test_the_letter_and_all_behind_it_are_as_they_were(decided: Decided) -> None:
    desk = in_spring(decided)
    (letter,) = [row for row in desk.read(lambda conn: casework.letters(conn, CASE)) if row.template == "L7"]
    data = desk.letters.contents(CASE, str(letter.sha256))
    assert hashlib.sha256(data).hexdigest() == letter.sha256
    assert (letter.sent_on, letter.served) == (date(2026, 11, 26), date(2026, 11, 30))

    sections = {s.title: s for s in desk.read(lambda conn: oversight.decision_record(conn, decided.decision))}
    steps = [(line.kind, line.by) for line in sections["Decision"].lines]
    assert steps[0] == ("decision.band_proposed", "R. Amari")
    assert steps[-1] == ("decision.signed", "P. Lindqvist")
    letters = [line for line in sections["Letters"].lines if line.kind == "letter.issued"]
    issued = next(line for line in letters if "L7" in dict(line.told).values())
    assert issued.at >= sections["Decision"].lines[-1].at
    sheets = [line for line in sections["Blind sheets"].lines if line.kind == "scores.locked"]
    assert len(sheets) == 4
    assert sections["Papers"].lines[0].kind == "evidence.added"

    band = desk.read(lambda conn: rounds.round(conn, decided.world.round, OFFICER)).band
    assert band is not None
    explained = json.loads(band.explanation)
    assert explained["result"]["points"] == T04.expect.points == 20
    assert desk.oversight.verify().ok

    desk.casework.lodge_appeal(CASE, AppealLodged(SPRING.date(), decided.decision, "keep", "The family appealed."))
    assert [row.words for row in desk.read(lambda conn: casework.timeline(conn, CASE)) if row.what == "appeal"] == [
        "The family appealed."
    ]
    desk.close()


def test_a_decision_that_somebody_altered_in_the_file_does_not_verify(decided: Decided) -> None:
    desk = in_spring(decided)
    with desk.store.jot() as conn:
        raw = log.driver(conn)
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            raw.execute(f'DROP TRIGGER "{name}"')
        raw.execute(
            "UPDATE payload SET body = replace(body, 'keep', 'amend')"
            " WHERE seq = (SELECT seq FROM op WHERE kind = 'decision.signed')"
        )
    with desk.store.read() as conn:
        found = verify.verify(conn)
        signed = log.driver(conn).execute("SELECT op_id FROM op WHERE kind = 'decision.signed'").fetchone()[0]
    assert not found.ok
    assert found.first_bad is not None
    assert found.first_bad.op_id == signed
    desk.close()
