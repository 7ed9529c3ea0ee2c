"""Columns and rows as values: cells, summaries, places of ids."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt

from bandingdesk.ui.models import columns
from bandingdesk.ui.models.columns import Cell, Column, RowsModel
from bandingdesk.ui.models.strand_model import Strand, StrandModel


@dataclass(frozen=True)
class Row:
    id: str
    due: str


COLUMNS = [
    Column("id", "Reference", lambda row: row.id),
    Column("due", "Law’s last day", lambda row: Cell(row.due, "danger", "clock"), right=True),
]


def test_a_plain_text_is_a_cell():
    assert columns.as_cell("EX-1") == Cell("EX-1")


def test_cells_keep_tone_and_icon_and_show_their_text():
    model = RowsModel(COLUMNS, [Row("EX-1", "Mon 7 Dec 2026")])
    index = model.index(0, 1)
    assert index.data() == "Mon 7 Dec 2026"
    assert index.data(columns.CELL) == Cell("Mon 7 Dec 2026", "danger", "clock")
    assert index.data(Qt.ItemDataRole.TextAlignmentRole) & int(Qt.AlignmentFlag.AlignRight)


def test_a_summary_can_be_given_in_words():
    model = RowsModel(COLUMNS, [Row("EX-1", "")], spoken=lambda row: f"Case {row.id}, no date")
    assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "Case EX-1, no date"


def test_a_summary_leaves_empty_cells_out():
    model = RowsModel(COLUMNS, [Row("EX-1", "")])
    assert model.summary(model.row_at(0)) == "Reference EX-1"


def test_rows_are_found_by_their_id():
    model = RowsModel(COLUMNS, [Row("a", ""), Row("b", "")])
    assert model.row_of("b") == 1
    with pytest.raises(KeyError):
        model.row_of("c")


def test_a_change_of_marks_keeps_the_rows(qapp):
    model = StrandModel()
    model.set_strands([Strand("speech", "Speech", "Talking"), Strand("social", "Social", "Talking")])
    resets, changed = [], []
    model.modelReset.connect(lambda: resets.append(True))
    model.dataChanged.connect(lambda first, _last: changed.append(first.row()))
    model.set_strands([Strand("speech", "Speech", "Talking"), Strand("social", "Social", "Talking", "3")])
    assert (resets, changed) == ([], [2])
    model.change("speech", "1", unsure=True)
    assert [(each.mark, each.unsure) for each in model.strands] == [("1", True), ("3", False)]
