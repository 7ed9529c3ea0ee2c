"""Laws of the intake that hold for any plan, any text and any digit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bandingdesk import demo_caseload, sheets
from bandingdesk.casework import cells, columns, identifiers, intake
from bandingdesk.sheets import Sheet

TODAY = date(2026, 11, 23)
PLANS = demo_caseload.plans(300, 11, TODAY)
UNTIDY = demo_caseload.untidy(300, 11, TODAY)
TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Co", "Cn", "Zl", "Zp"]), min_size=1, max_size=20)
DATES = st.dates(date(1999, 1, 1), date(2035, 12, 31))
FORMS = ["%d/%m/%Y", "%d.%m.%y", "%d-%m-%Y", "%d %b %Y", "%Y-%m-%d", "%A %d %B %Y"]


@given(day=DATES, form=st.sampled_from(FORMS))
def test_a_date_is_read_as_it_was_meant(day: date, form: str) -> None:
    assert cells.READERS["date"](day.strftime(form)) == day


@given(pence=st.integers(0, 50_000_000))
def test_money_is_read_to_the_penny(pence: int) -> None:
    pounds, rest = divmod(pence, 100)
    for text in (f"£{pounds:,}.{rest:02d}", f"{pounds}.{rest:02d}", f"{pounds:,}.{rest:02d} p.a."):
        assert cells.READERS["money"](text) == pence


@given(number=st.integers(0, 10**12 - 1), at=st.integers(0, 11), other=st.integers(1, 9))
def test_one_wrong_digit_of_a_upn_is_always_noticed(number: int, at: int, other: int) -> None:
    rest = f"{number:012d}"
    wrong = rest[:at] + str((int(rest[at]) + other) % 10) + rest[at + 1 :]
    assert identifiers.upn_letter(wrong) != identifiers.upn_letter(rest)


@given(number=st.integers(0, 10**9 - 1), at=st.integers(0, 8), other=st.integers(1, 9))
def test_one_wrong_digit_of_an_nhs_number_is_always_noticed(number: int, at: int, other: int) -> None:
    nine = f"{number:09d}"
    check = identifiers.nhs_check(nine)
    wrong = nine[:at] + str((int(nine[at]) + other) % 10) + nine[at + 1 :]
    assert check is None or not identifiers.nhs_is_valid(f"{wrong}{check}")


@given(rows=st.lists(st.lists(TEXTS, min_size=2, max_size=4), min_size=1, max_size=5))
def test_any_text_comes_back_from_xlsx_as_the_same_text(rows: list[list[str]]) -> None:
    width = max(map(len, rows))
    square: list[list[sheets.Cell]] = [[*row, *["x"] * (width - len(row))] for row in rows]
    (sheet,) = sheets.read_bytes(sheets.write_xlsx([Sheet("Plans", [["x"] * width, *square, ["x"] * width])]), "a.xlsx")
    assert sheet.rows[1:-1] == [[cell if str(cell).strip() else None for cell in row] for row in square]


@given(rows=st.lists(st.lists(TEXTS, min_size=3, max_size=3), min_size=1, max_size=5))
def test_any_text_comes_back_from_csv_as_the_same_text(rows: list[list[str]]) -> None:
    named: list[Sequence[sheets.Cell]] = [["Ref", "Surname", "Note"], *rows, ["1", "2", "3"]]
    (sheet,) = sheets.read_bytes(sheets.csv_text(named).encode(), "a.csv")
    kept = [[cell if str(cell).strip() else None for cell in row] for row in named]
    assert [[str(c).removeprefix("'") if c else c for c in row] for row in sheet.rows] == [
        [str(c).removeprefix("'") if c else c for c in row] for row in kept
    ]


@given(picked=st.sets(st.integers(0, 299), min_size=1, max_size=40), hurt=st.sets(st.integers(0, 299), max_size=20))
def test_every_row_is_ready_or_set_aside(picked: set[int], hurt: set[int]) -> None:
    made = UNTIDY
    head = made.sheet.rows[: made.header_row]
    body = [made.sheet.rows[made.header_row + at] for at in sorted(picked)]
    body = [
        [*row[:3], "31/02/2016", *row[4:]] if at in hurt else row for at, row in zip(sorted(picked), body, strict=True)
    ]
    sheet = Sheet("Plans", [*head, *body])
    result = intake.check(sheet, columns.guess(made.sheet), intake.Known(TODAY))
    ready = {plan.row for plan in result.ready}
    assert not ready & set(result.set_aside)
    assert len(ready) + len(result.set_aside) == result.read == sum(any(c is not None for c in row) for row in body)


@given(changed=st.sets(st.integers(0, 299)), missing=st.sets(st.integers(0, 299)))
def test_new_changed_and_same_add_up_and_a_second_run_changes_nothing(changed: set[int], missing: set[int]) -> None:
    known = [plan for at, plan in enumerate(PLANS) if at not in missing]
    listed = [replace(p, current_band="Band X") if at in changed else p for at, p in enumerate(PLANS)]
    effect = intake.effect(listed, known)
    assert len(effect.new) == len(missing)
    assert len(effect.changed) == len(changed - missing)
    assert len(effect.new) + len(effect.changed) + len(effect.same) == len(PLANS)
    after = [*effect.new, *effect.same, *(change.after for change in effect.changed)]
    assert len(intake.effect(listed, after).same) == len(PLANS)


def test_a_csv_with_a_byte_order_mark_reads_like_one_without(tmp_path: Path) -> None:
    text = sheets.csv_text(demo_caseload.untidy(120, 3, TODAY).sheet.rows)
    (tmp_path / "a.csv").write_bytes(text.encode("utf-8-sig"))
    (tmp_path / "b.csv").write_bytes(text.encode())
    read = [sheets.read(tmp_path / name).sheets[0].rows for name in ("a.csv", "b.csv")]
    assert read[0] == read[1]
