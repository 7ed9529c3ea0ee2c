"""Laws of scoring workbooks: whatever a member fills in comes back as it was, and no doubt tells what stands there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bandingdesk import sheet_forms, sheet_traps, sheets
from bandingdesk.panel.slips import entry, reading, workbook
from bandingdesk.panel.slips.asked import DEFAULT_SURE, SURE
from bandingdesk.panel.slips.entry import Entry
from tests.support import slip_files as f

MADE = f.a_slip(f.a_case())
SENT = f.sent(MADE)
ASKED = f.STRANDS
TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\x7f\ufffe\uffff"), max_size=40
)
ROWS = st.tuples(
    st.one_of(st.none(), st.integers(0, 5)),
    st.one_of(st.none(), st.sampled_from(list(SURE))),
    TEXT,
    st.one_of(st.none(), st.integers(0, len(f.PAPERS) - 1)),
)


def written(rows):
    """Return the workbook with ROWS in the yellow cells."""
    page = SENT.pages[1]
    boxes = list(page.rows)
    names = workbook.paper_names(MADE.cases[0])
    for one, (level, sure, line, paper) in zip(ASKED, rows, strict=True):
        row = workbook.places(ASKED)[one.strand].row
        given_ = (
            one.choices[level] if level is not None else None,
            SURE[sure] if sure else None,
            line or None,
            names[paper] if paper is not None else None,
            1 if paper is not None else None,
        )
        cells = list(boxes[row - 1])
        cells[3:8] = [replace(box, value=value) for box, value in zip(cells[3:8], given_, strict=True)]
        boxes[row - 1] = tuple(cells)
    pages = (SENT.pages[0], replace(page, rows=tuple(boxes)), *SENT.pages[2:])
    return sheet_forms.write(replace(SENT, pages=pages))


@settings(max_examples=25)
@given(st.tuples(*(ROWS for _ in ASKED)))
def test_what_is_filled_in_comes_back(rows):
    data = written(rows)
    (case,) = reading.read(
        sheets.read_bytes(data, "a.xlsx"),
        sheet_traps.find(data),
        sheet_traps.beside(data),
        sent=SENT,
        cases=[(MADE.cases[0], ASKED)],
    ).cases
    assert case.doubts == []
    for one, (level, sure, line, paper) in zip(ASKED, rows, strict=True):
        draft = case.drafts[one.strand]
        assert (draft.level, draft.confidence) == (level, sure or DEFAULT_SURE)
        words = "\n".join(line.splitlines()).strip()
        assert "".join(words.split()) in "".join(draft.note.split())
        assert (f"{f.PAPERS[paper].title}, page 1" in draft.note) if paper is not None else True
        is_missing = level is None or not (line.strip() or paper is not None)
        assert (one.strand in case.missing) == is_missing


KEYS = st.lists(st.sampled_from([*"0123456789sfn?y", "f2", "n4", " 3", "12", ""]), min_size=3, max_size=3)


@given(KEYS, KEYS)
def test_two_entries_agree_or_name_rows_and_never_an_answer(first, second):
    one = [Entry(asked.strand, keys) for asked, keys in zip(ASKED, first, strict=True)]
    two = [Entry(asked.strand, keys) for asked, keys in zip(ASKED, second, strict=True)]
    if entry.ratings(ASKED, one, of_law=False) != entry.ratings(ASKED, two, of_law=False):
        with pytest.raises(entry.EntriesDifferError) as refused:
            entry.require_same(ASKED, one, two, of_law=False)
        said = " ".join(refused.value.sentences()).replace(str(refused.value.count), "", 1)
        assert not any(figure in said for figure in "0123456789")
