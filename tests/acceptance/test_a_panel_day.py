"""A panel's day, from the list that a clerk receives to the letter that goes out and the audit of the decision."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bandingdesk import sheets
from bandingdesk.casework import columns, intake
from bandingdesk.oversight.ops import Answer
from bandingdesk.store import replay, verify
from bandingdesk.store.queries import oversight, panel
from tests.support import panel_day as day
from tests.support import workbooks
from tests.support.panel_day import Council


@pytest.fixture
def council(tmp_path: Path) -> Iterator[Council]:
    made = Council(tmp_path)
    yield made
    made.desk.close()


def take_in_the_list(council: Council, folder: Path) -> None:
    path = folder / "plans.xlsx"
    workbooks.caseload(path, count=150)
    desk, workbook = council.as_("CM"), sheets.read(path)
    mapping = columns.guess(workbook.sheets[0])
    checked = intake.check(workbook.sheets[0], mapping, desk.casework.known())
    assert len(checked.set_aside) == 27  # 25 damaged rows and one child twice
    desk.casework.import_caseload(workbook, path, mapping, checked, accept_good=True)


def test_from_the_list_to_the_letter_and_the_audit(council: Council, tmp_path: Path) -> None:
    take_in_the_list(council, tmp_path)
    case, extract = day.prepare_the_case(council)
    meeting, item = day.meet(council, case)
    round_id = day.score_blind(council, meeting, item, extract)
    day.moderate(council, round_id)
    decision = day.decide(council, case, meeting, item, round_id)
    day.sign(council, decision)
    day.write_letters(council, decision)

    lead = council.as_("TB")
    sample = lead.oversight.draw_sample("November", date(2026, 11, 1), date(2026, 11, 30), 10, 7)
    audit = lead.oversight.open_audit(sample.id, decision)
    checks = lead.read(lambda conn: oversight.findings(conn, decision))
    assert [one.criterion for one in checks if one.mark != "met"] == []
    found = {one.criterion for one in checks}
    marks = [Answer(one.id, "met", found_by_check=one.id in found) for one in oversight.criteria()]
    lead.oversight.grade_audit(audit.id, marks, "outstanding", "")
    with lead.store.read() as conn:
        assert verify.verify(conn).ok
        assert replay.differing(conn, lead.store.registry) == []
    assert [one.state for one in lead.read(panel.meetings)] == ["closed"]
