"""What is said of a workbook that came back: each doubt by its place, and never by what stands there."""

from __future__ import annotations

from collections.abc import Mapping

from bandingdesk.errors import QT_TRANSLATE_NOOP

# The file as a whole: said beside it, and nothing waits for them.
ABOUT_FILE: Mapping[str, str] = {
    "was_open": QT_TRANSLATE_NOOP(
        "slips", "It came back without its password. It is kept under one here; tell the member, so that they know."
    ),
    "other_program": QT_TRANSLATE_NOOP(
        "slips", "It was saved as another kind of workbook, so that its locks and formulas can't be checked."
    ),
    "macros": QT_TRANSLATE_NOOP("slips", "It holds a macro, which our workbooks never do. Nothing of it was run."),
    "unlocked": QT_TRANSLATE_NOOP("slips", "The lock of a sheet was taken off: {place}."),
    "hidden_sheet": QT_TRANSLATE_NOOP("slips", "A sheet is hidden. Our workbooks have none."),
    "extra_sheet": QT_TRANSLATE_NOOP("slips", "There is a sheet that we did not send. It was not read."),
    "start_changed": QT_TRANSLATE_NOOP("slips", "The words of the first sheet were changed: {place}."),
}
# One case: its answers wait until a person has looked.
ABOUT_CASE: Mapping[str, str] = {
    "sheet_missing": QT_TRANSLATE_NOOP("slips", "The sheet of this case is missing, with the answers on it."),
    "row_missing": QT_TRANSLATE_NOOP("slips", "A row of this case is missing: {place}."),
    "row_twice": QT_TRANSLATE_NOOP("slips", "A row of this case stands there twice: {place}."),
    "heading_missing": QT_TRANSLATE_NOOP("slips", "The headings of this case are missing: its answers can't be read."),
    "changed": QT_TRANSLATE_NOOP("slips", "The words of the workbook were changed: {place}."),
    "not_a_level": QT_TRANSLATE_NOOP("slips", "What stands there is not one of the answers to choose from: {place}."),
    "not_sure_word": QT_TRANSLATE_NOOP("slips", "How sure the member is can't be read: {place}."),
    "no_such_page": QT_TRANSLATE_NOOP("slips", "The paper has no such page: {place}."),
    "no_such_paper": QT_TRANSLATE_NOOP("slips", "The paper named there is none of this case: {place}."),
    "outside": QT_TRANSLATE_NOOP("slips", "Something was written outside the yellow cells: {place}."),
    "formula": QT_TRANSLATE_NOOP("slips", "A formula stands in a cell to answer in: {place}."),
    "merged": QT_TRANSLATE_NOOP("slips", "Cells were merged: {place}."),
}
SENTENCES: Mapping[str, str] = {**ABOUT_FILE, **ABOUT_CASE}
