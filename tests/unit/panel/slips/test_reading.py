"""A scoring workbook: what goes out, what comes back, and each thing that can be wrong with it by its own name."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from bandingdesk import sheet_forms, sheets
from bandingdesk.panel.slips import doubts, reading, slip, workbook
from bandingdesk.panel.slips.ops import Found
from tests.support import slip_files as f

MADE = f.a_slip()
WHOLE = f.filled(MADE)
FIRST = f.STRANDS[0]
ROW = workbook.places(f.STRANDS)[FIRST.strand].row  # the first strand's answers


def after(change, made=MADE, whole=WHOLE):
    """Read a workbook that was filled in whole and then changed."""
    return f.read(f.in_excel(whole, change), made)


def on_first(change):
    return after(lambda book: change(book[f.A]))


def said(found):
    return [(one.code, one.item, one.place) for case in found.cases for one in case.doubts]


def test_it_is_locked_but_for_its_answers_and_shows_every_level_in_its_words():
    data = sheet_forms.write(f.sent(MADE))
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book[f.A]
    assert all(page.protection.sheet and page.sheet_state == "visible" and not page.merged_cells for page in book)
    assert [sheet.cell(ROW, column).protection.locked for column in range(1, 9)] == [True] * 3 + [False] * 5
    below = [(sheet.cell(row, 2).value, sheet.cell(row, 3).value) for row in range(ROW + 1, ROW + 7)]
    assert below[1] == (
        "Level 1 (Some support within class)",
        f.FRAMEWORK.strands[0].levels[1].descriptors[0].text.default,
    )
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert not [name for name in parts.namelist() if "vba" in name.lower() or "external" in name.lower()]


def test_lists_and_headings_are_named_ranges():
    book = openpyxl.load_workbook(io.BytesIO(sheet_forms.write(f.sent(MADE))))
    offered = {str(one.sqref): one.formula1 for one in book[f.A].data_validations.dataValidation}
    name = offered[f"D{ROW}"]
    ((sheet, cells),) = book.defined_names[name].destinations
    assert [row[0].value for row in book[sheet][cells]] == [f"Level {n}" for n in range(6)]
    assert f"TitleRegion1.a{workbook.HEAD_ROW}.h25.2" in book.defined_names


def test_no_child_is_named_and_the_same_slip_is_the_same_file():
    data = sheet_forms.write(f.sent(MADE))
    assert sheet_forms.write(f.sent(MADE)) == data
    known = reading.known(sheets.read_bytes(data, "a.xlsx"))
    assert known == (f.ID, "S. Devane (invented)", slip.check_code(MADE.seal))


def test_best_fit_levels_do_not_show_the_name_of_a_band():
    made = f.a_slip(f.a_case(framework_sha256="fit"))
    text = b"".join(_parts(sheet_forms.write(f.sent(made)))).decode()
    assert not [band.name for band in f.BEST_FIT.bands if f"({band.name})" in text]


def _parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        yield from (parts.read(name) for name in parts.namelist() if name.endswith(".xml"))


def test_what_was_filled_in_comes_back_whole():
    found = f.read(WHOLE, MADE)
    assert [case.found for case in found.cases] == [Found(f"item-{f.A}", "complete"), Found(f"item-{f.B}", "complete")]
    assert found.doubts == ()
    rating = found.cases[0].ratings[0]
    assert (rating.level, rating.confidence, rating.note) == (2, "fairly", "Seen each week (invented)")
    assert [rating.strand for rating in found.cases[0].ratings] == [one.strand for one in f.STRANDS]


def test_nobody_wrote_in_it():
    found = f.read(sheet_forms.write(f.sent(MADE)), MADE)
    assert [case.found.state for case in found.cases] == ["empty", "empty"]


def test_half_filled_in_tells_how_much_is_missing_and_no_level():
    found = on_first(lambda sheet: [f.write(sheet, ROW, "", "", ""), f.write(sheet, ROW + 7, None, None, "")])
    assert found.cases[0].found == Found(f"item-{f.A}", "part", 2)
    assert found.cases[0].missing == (FIRST.strand, f.STRANDS[1].strand)
    assert found.cases[1].found.state == "complete"


@pytest.mark.parametrize(
    ("paper", "page", "line", "note"),
    [
        ("1 School support plan", 4, "Reads words", "Reads words (School support plan, page 4)"),
        ("2", "", "", "Report of a psychologist"),
        ("", 3, "Reads words", "Reads words (page 3)"),
        ("2 Report of a psychologist", "3 to 5", "", "Report of a psychologist, page 3 to 5"),
    ],
)
def test_paper_and_page_stand_with_the_line(paper, page, line, note):
    def change(sheet):
        f.write(sheet, ROW, None, None, line, paper, page)

    found = on_first(change)
    assert said(found) == []
    assert found.cases[0].ratings[0].note == note


def test_how_sure_left_empty_is_what_the_screen_says_untouched():
    assert on_first(lambda sheet: f.write(sheet, ROW, None, "")).cases[0].ratings[0].confidence == "sure"


@pytest.mark.parametrize("typed", [3, "3", "level 3", "Level 3."])
def test_a_level_may_be_typed(typed):
    found = on_first(lambda sheet: f.write(sheet, ROW, typed))
    assert (said(found), found.cases[0].ratings[0].level) == ([], 3)


@pytest.mark.parametrize(
    ("code", "place", "change"),
    [
        ("not_a_level", "row 5, column D", lambda sheet: f.write(sheet, ROW, 6)),
        ("not_a_level", "row 5, column D", lambda sheet: f.write(sheet, ROW, "2 or 3")),
        ("not_sure_word", "row 5, column E", lambda sheet: f.write(sheet, ROW, None, "quite")),
        ("no_such_paper", "row 5, column G", lambda sheet: f.write(sheet, ROW, None, None, None, "My own notes")),
        ("no_such_page", "row 5, column H", lambda sheet: f.write(sheet, ROW, None, None, None, "1", 7)),
        ("changed", "row 7, column C", lambda sheet: sheet.__setitem__("C7", "Needs much less than that.")),
        ("changed", "row 5, column B", lambda sheet: sheet.__setitem__("B5", "Reading")),
        ("outside", "row 6, column D", lambda sheet: sheet.__setitem__("D6", "3")),
        ("outside", "row 2, column C", lambda sheet: sheet.__setitem__("C2", "3 for all of them")),
        ("outside", "row 99, column K", lambda sheet: sheet.__setitem__("K99", "3")),
        ("formula", "D5", lambda sheet: sheet.__setitem__("D5", "=1+1")),
        ("merged", "D5:E5", lambda sheet: sheet.merge_cells("D5:E5")),
        ("row_missing", FIRST.strand, lambda sheet: sheet.__setitem__("A5", None)),
        ("row_twice", "row 100", lambda sheet: sheet.__setitem__("A100", FIRST.strand)),
        ("heading_missing", "", lambda sheet: sheet.__setitem__("D4", "My answer")),
    ],
)  # fmt: skip
def test_what_was_edited_is_named_by_its_place_alone(code, place, change):
    found = on_first(change)
    assert (code, f"item-{f.A}", place) in said(found)
    assert found.cases[0].found.state == "doubt"
    assert found.cases[1].found.state == "complete"  # the other case is as good as it was
    assert code in doubts.SENTENCES


def test_a_sheet_that_is_gone_is_named():
    found = after(lambda book: book.remove(book[f.A]))
    assert [one[0] for one in said(found)] == ["sheet_missing"]


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("extra_sheet", lambda book: book.create_sheet("Mine").append(["3"])),
        ("hidden_sheet", lambda book: setattr(book["Lists"], "sheet_state", "hidden")),
        ("unlocked", lambda book: setattr(book[f.B].protection, "sheet", False)),
        ("start_changed", lambda book: book["Start"].__setitem__("B9", "Level 5 for everybody")),
    ],
)
def test_what_is_odd_about_the_file_is_said_and_stops_no_case(code, change):
    found = after(change)
    assert [one.code for one in found.doubts] == [code]
    assert "5" not in found.doubts[0].place.replace("B5", "")
    assert {case.found.state for case in found.cases} == {"complete"}
    assert code in doubts.ABOUT_FILE


def test_questions_of_law_are_answered_in_words_and_fall_away_as_on_the_screen():
    case = f.a_case(questions=f.LAW.text, framework_sha256=f.LAW.named)
    made = f.a_slip(case)
    rows = workbook.places(f.asked(case))
    data = sheet_forms.write(f.sent(made))

    def answer(book):
        for place in rows.values():
            f.write(book[f.A], place.row, "yes", None, "The school's records (invented)")

    found = f.read(f.in_excel(data, answer), made)
    assert (found.cases[0].found.state, {rating.level for rating in found.cases[0].ratings}) == ("complete", {3})
    sheet = openpyxl.load_workbook(io.BytesIO(data))[f.A]
    printed = [" ".join(str(row[2].value).split()) for row in sheet.iter_rows()]
    for one in f.LAW.questions:
        assert one.ask in printed
        assert any(" ".join(one.words.split()) in text for text in printed)
    typed = f.read(f.in_excel(data, lambda book: f.write(book[f.A], min(p.row for p in rows.values()), 3)), made)
    assert [one.code for one in typed.cases[0].doubts] == ["not_a_level"]


def test_best_fit_wants_a_descriptor_of_the_level_chosen():
    made = f.a_slip(f.a_case(framework_sha256="fit"))
    whole = f.filled(made)
    assert f.read(whole, made).cases[0].ratings[0].descriptors == ("fit.2.a", "fit.2.b", "fit.2.c")
    (other,) = after(lambda book: f.write(book[f.A], 5, "Level 3"), made, whole).cases
    assert (other.found.state, other.missing) == ("part", ("fit",))


def test_rows_that_were_moved_are_still_read():
    def change(sheet):
        for column in range(1, 9):
            one, two = sheet.cell(ROW, column), sheet.cell(ROW + 7, column)
            one.value, two.value = two.value, one.value
        f.write(sheet, ROW, 4)

    found = on_first(change)
    assert {rating.strand: rating.level for rating in found.cases[0].ratings}[f.STRANDS[1].strand] == 4
