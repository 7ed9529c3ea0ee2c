"""The list of strands: headings are skipped, marks and progress follow, J and K walk, the next open one is found."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from bandingdesk.ui.models.strand_model import Strand
from bandingdesk.ui.widgets.strand_list import StrandList

THINKING, TALKING = "Cognition and learning", "Communication and interaction"
STRANDS = [
    Strand("learning", "Learning and memory", THINKING, "3"),
    Strand("literacy", "Literacy", THINKING, "2", unsure=True),
    Strand("speech", "Speech", TALKING),
    Strand("social", "Social communication", TALKING),
]


@pytest.fixture
def strands(shown):
    made = StrandList()
    shown(made, width=320)
    made.set_strands(STRANDS, "learning")
    return made


def spoken(made):
    role = Qt.ItemDataRole.AccessibleTextRole
    return [made.model.index(row).data(role) for row in range(made.model.rowCount())]


def test_each_row_is_a_sentence(strands):
    assert spoken(strands) == [
        THINKING,
        "Learning and memory, level 3",
        "Literacy, level 2, not sure",
        TALKING,
        "Speech, no level yet",
        "Social communication, no level yet",
    ]


def test_arrow_keys_skip_the_headings_and_tell(strands):
    told = []
    strands.chosen.connect(told.append)
    for _ in range(3):
        QTest.keyClick(strands.view, Qt.Key.Key_Down)
    assert told == ["literacy", "speech", "social"]


def test_stepping_stops_at_the_ends(strands):
    assert strands.step(-1) is False
    assert strands.step(1) is True
    assert strands.current == "literacy"


def test_showing_new_marks_tells_nobody_and_keeps_the_place(strands):
    told = []
    strands.chosen.connect(told.append)
    strands.go_to("speech")
    rated = [*STRANDS[:2], Strand("speech", "Speech", TALKING, "1"), STRANDS[3]]
    strands.set_strands(rated)
    assert told == ["speech"]
    assert strands.current == "speech"
    assert "Speech, level 1" in spoken(strands)


def test_the_next_open_strand_is_after_the_current_one_then_from_the_top(strands):
    assert strands.next_open() == "speech"
    strands.go_to("social")
    strands.set_strands([Strand("learning", "Learning and memory", THINKING), *STRANDS[1:3], STRANDS[3]])
    assert strands.next_open() == "learning"
    strands.set_strands([Strand(each.id, each.name, each.area, "1") for each in STRANDS])
    assert strands.next_open() is None


def test_an_unknown_strand_is_refused(strands):
    with pytest.raises(KeyError):
        strands.go_to("hearing")
