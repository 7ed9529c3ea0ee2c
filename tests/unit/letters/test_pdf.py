"""The bytes of a letter: conforming, the same each time, tagged in reading order, furniture outside the text."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from page import ValidationProfile, validate_pdf_bytes

from bandingdesk import resources
from bandingdesk.letters import letter, page, pdf, sample, sheet, tag_check
from bandingdesk.letters.letter import Letter
from bandingdesk.letters.sheet import Sheet

GOLDEN = Path(__file__).parents[2] / "data" / "letters"


def documents() -> dict[str, Letter | Sheet]:
    """Every text and both sheets."""
    made: dict[str, Letter | Sheet] = {name: letter.compose(name, sample.facts(name)) for name in ("L7", "L8", "L15")}
    for name in ("L7", "L8"):
        facts = sample.facts(name)
        made[f"{name}-young-person"] = letter.compose(name, replace(facts, recipient=sample.YOUNG_PERSON))
        made[f"{name}-notice"] = letter.compose(name, replace(facts, recipient=sample.SETTING))
    made["public-sheet"] = sheet.public_sheet(sample.sheet_facts())
    made["full-sheet"] = sheet.full_sheet(sample.sheet_facts())
    return made


DOCUMENTS = documents()


def structure(data: bytes, folder: Path) -> str:
    """Return `pdfinfo -struct-text` with tags and words only: attributes are laid out differently by each poppler."""
    file = folder / "letter.pdf"
    file.write_bytes(data)
    said = subprocess.run(["pdfinfo", "-struct-text", str(file)], capture_output=True, text=True, check=True).stdout
    lines = [re.sub(r"( \((block|inline)\))?:?$", "", line.rstrip()) for line in said.splitlines()]
    return "\n".join(line for line in lines if line.strip() and not line.lstrip().startswith("/")) + "\n"


@pytest.mark.parametrize("large_print", [False, True])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_document_conforms_to_both_profiles(name: str, large_print: bool) -> None:
    made = pdf.render(DOCUMENTS[name], large_print=large_print)
    for profile, rules in ((ValidationProfile.PDF_UA_1, 104), (ValidationProfile.PDF_A_2A, 154)):
        report = validate_pdf_bytes(made.data, profile=profile)
        assert [(fault.rule_id, fault.message) for fault in report.failures] == []
        assert report.rules.total >= rules
    assert tag_check.faults(made.data) == []
    with pikepdf.open(io.BytesIO(made.data)) as opened:
        assert len(opened.pages) == made.pages


@pytest.mark.parametrize("name", ["L7", "L8", "L15", "full-sheet"])
def test_qpdf_finds_nothing(name: str, tmp_path: Path) -> None:
    file = tmp_path / "letter.pdf"
    file.write_bytes(pdf.render(DOCUMENTS[name]).data)
    said = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout + said.stderr


@pytest.mark.parametrize("name", ["L7", "L8", "L15", "full-sheet", "public-sheet"])
def test_structure_and_words_are_as_approved(name: str, tmp_path: Path) -> None:
    """To approve a change, read the new text and run with APPROVE_LETTERS=1."""
    found = structure(pdf.render(DOCUMENTS[name]).data, tmp_path)
    approved = GOLDEN / f"{name}.txt"
    if os.environ.get("APPROVE_LETTERS"):
        approved.write_text(found, encoding="utf-8")
    assert found == approved.read_text(encoding="utf-8")


def test_same_letter_gives_the_same_bytes_in_another_process() -> None:
    code = (
        "from bandingdesk.letters import letter, pdf, sample;"
        "print(pdf.render(letter.compose('L7', sample.facts('L7'))).sha256)"
    )
    environment = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland"}
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    made = pdf.render(DOCUMENTS["L7"])
    assert said.stdout.strip() == made.sha256 == hashlib.sha256(made.data).hexdigest()


def test_another_day_gives_other_bytes() -> None:
    facts = sample.facts("L7")
    assert facts.dated is not None
    other = letter.compose("L7", replace(facts, check_code="0000-0000-0000"))
    assert pdf.render(other).sha256 != pdf.render(DOCUMENTS["L7"]).sha256


def test_only_shipped_fonts_are_in_the_file_and_embedded() -> None:
    with pikepdf.open(io.BytesIO(pdf.render(DOCUMENTS["L15"]).data)) as opened:
        fonts = [font for one in opened.pages for font in one.Resources.Font.values()]
        names = {str(font.BaseFont).partition("+")[2] for font in fonts}
        assert names == {"Inter-Regular", "Inter-SemiBold"}
        assert all("/FontFile2" in font.FontDescriptor for font in fonts)


@pytest.mark.parametrize(("name", "large_print", "points"), [("L7", False, 14), ("L15", False, 12), ("L7", True, 18)])
def test_families_read_14_point_settings_12_and_large_print_18(name: str, large_print: bool, points: int) -> None:
    """ux.md 4.3. Most of the words are set in the body size, and nothing is smaller than 12."""
    with pikepdf.open(io.BytesIO(pdf.render(DOCUMENTS[name], large_print=large_print).data)) as opened:
        shown: dict[float, int] = {}
        size = 0.0
        for one in opened.pages:
            for instruction in pikepdf.parse_content_stream(one):
                if str(instruction.operator) == "Tf":
                    size = float(instruction.operands[1])
                elif str(instruction.operator) == "Tj":
                    shown[size] = shown.get(size, 0) + len(bytes(instruction.operands[0]))
    assert max(shown, key=lambda found: shown[found]) == points
    assert min(shown) >= 12


def text_of_pages(data: bytes, folder: Path) -> list[str]:
    file = folder / "letter.pdf"
    file.write_bytes(data)
    said = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True).stdout
    return said.split("\f")[:-1]


def test_each_page_says_page_x_of_y_check_code_and_demonstration(tmp_path: Path) -> None:
    made = pdf.render(DOCUMENTS["L7"])
    pages = text_of_pages(made.data, tmp_path)
    assert len(pages) == made.pages
    for number, text in enumerate(pages, 1):
        assert f"Page {number} of {made.pages}" in text
        assert "Check code 7F3A-91C2-D04E" in text
        assert "Demonstration: everything here is invented" in text


def test_furniture_is_outside_the_text_a_screen_reader_reads(tmp_path: Path) -> None:
    said = structure(pdf.render(DOCUMENTS["L7"]).data, tmp_path)
    assert "Page 1 of" not in said
    assert "everything here is invented" not in said
    assert "Demonstration: every person and every decision here is invented." in said


def test_a_real_letter_carries_no_demonstration_mark(tmp_path: Path) -> None:
    real = letter.compose("L7", replace(sample.facts("L7"), is_demo=False))
    assert "Demonstration" not in "".join(text_of_pages(pdf.render(real).data, tmp_path))


def test_address_lies_in_the_window_of_a_dl_envelope(tmp_path: Path) -> None:
    """BS 4264: within 20 to 100 mm from the left and 54 to 81 mm from the top, whatever the size of type."""
    for large_print in (False, True):
        file = tmp_path / "letter.pdf"
        file.write_bytes(pdf.render(DOCUMENTS["L8"], large_print=large_print).data)
        command = ["pdftotext", "-bbox", "-f", "1", "-l", "1", str(file), "-"]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        words = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]+)<', said)
        address = [word for word in words if word[4] in ("Lane", "3WZ")]
        assert len(address) == 2
        for left, top, right, bottom, _ in address:
            assert float(left) * 25.4 / 72 >= 20
            assert float(right) * 25.4 / 72 <= 100
            assert float(top) * 25.4 / 72 >= 54
            assert float(bottom) * 25.4 / 72 <= 81


def places(data: bytes, folder: Path) -> list[tuple[float, float, float, float, str]]:
    """Return the words of the first page with left, top, right and bottom in mm."""
    file = folder / "placed.pdf"
    file.write_bytes(data)
    command = ["pdftotext", "-bbox", "-f", "1", "-l", "1", str(file), "-"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]+)<', said)
    mm = 25.4 / 72
    return [(float(a) * mm, float(b) * mm, float(c) * mm, float(d) * mm, word) for a, b, c, d, word in found]


def rules(data: bytes) -> list[tuple[float, float, float]]:
    """Return the level lines of the letterhead on the first page: left, right, mm from the top."""
    found, at, x, y = [], (0.0, 0.0), 0.0, 0.0
    kept: list[tuple[float, float]] = []
    with pikepdf.open(io.BytesIO(data)) as opened:
        for one in pikepdf.parse_content_stream(opened.pages[0]):
            numbers = [float(n) for n in one.operands] if str(one.operator) in ("cm", "m", "l") else []
            if str(one.operator) == "q":
                kept.append((x, y))
            elif str(one.operator) == "Q":
                x, y = kept.pop()
            elif str(one.operator) == "cm":
                x, y = x + numbers[4], y + numbers[5]
            elif str(one.operator) == "m":
                at = (numbers[0], numbers[1])
            elif str(one.operator) == "l" and numbers[1] == at[1]:
                found.append(((x + at[0]) * 25.4 / 72, (x + numbers[0]) * 25.4 / 72, 297 - (y + at[1]) * 25.4 / 72))
    return [line for line in found if line[2] < 100]


LONG_COUNCIL = {
    "lines": ("Children and young people", "SEND and inclusion", "County Hall, East wing", "1 Specimen Street",
              "Specimen Park", "Exampleton", "ZZ99 3VZ"),
    "email": "special.educational.needs.and.disabilities@children.exampleshire.example.org",
}  # fmt: skip


@pytest.mark.parametrize("large_print", [False, True])
def test_a_long_council_address_leaves_window_and_words_free(large_print: bool, tmp_path: Path) -> None:
    facts = sample.facts("L7")
    made = letter.compose("L7", replace(facts, council=replace(facts.council, **LONG_COUNCIL)))
    data = pdf.render(made, large_print=large_print).data
    words = places(data, tmp_path)
    window = [word for word in words if word[0] < 100 and word[3] > 54 and word[1] < 81]
    assert [word[4] for word in window][-2:] == ["ZZ99", "3WZ"]
    (rule,) = rules(data)
    assert rule[2] < 54
    through = [word for word in words if word[0] < rule[1] and word[2] > rule[0] and word[1] < rule[2] < word[3]]
    assert through == []
    on_the_right = sorted(
        (word[1], word[3]) for word in words if word[0] > 120 and word[1] < 130 and word[3] - word[1] < 10
    )
    lines = sorted({(round(top, 1), round(bottom, 1)) for top, bottom in on_the_right})
    assert [a for a, b in zip(lines, lines[1:], strict=False) if b[0] < a[0] + 3] == []  # no line lies on another


def test_a_short_letterhead_has_its_rule_across_the_page() -> None:
    ((left, right, top),) = rules(pdf.render(DOCUMENTS["L7"]).data)
    assert (round(left), round(right)) == (22, 188)
    assert top < 54


def test_six_lines_fit_the_window_and_seven_are_refused_by_name(tmp_path: Path) -> None:
    facts = sample.facts("L7")
    lines = ("Flat 3", "Specimen House", "17 Specimen Lane", "Exampleton", "ZZ99 3WZ")
    made = letter.compose("L7", replace(facts, recipient=replace(sample.FAMILY, lines=lines)))
    last = next(word for word in places(pdf.render(made).data, tmp_path) if word[4] == "3WZ")
    assert last[3] <= 81
    longer = replace(sample.FAMILY, lines=("Top floor", *lines))
    with pytest.raises(page.AddressTooLongError) as refused:
        pdf.render(letter.compose("L7", replace(facts, recipient=longer)))
    assert sample.FAMILY.name in str(refused.value)


def test_words_are_found_across_line_ends_and_kept_together_phones(tmp_path: Path) -> None:
    said = structure(pdf.render(DOCUMENTS["L7"]).data, tmp_path)
    assert "\u00a0" not in said
    assert "phone 01632 960 130" in said
    for words in (
        "make sure that Testpupil Rowan-017 gets all the help in Section F",
        "It can help us agree without an appeal",
    ):
        assert words in said


def test_a_name_with_welsh_and_polish_letters_is_drawn(tmp_path: Path) -> None:
    name = "Testpupil Ŵŷlł-Ńáïve-018"
    said = structure(pdf.render(letter.compose("L7", replace(sample.facts("L7"), child_name=name))).data, tmp_path)
    assert f"{name}: we are keeping the plan as it is" in said


def test_a_name_the_font_can_not_show_is_refused_and_named() -> None:
    made = letter.compose("L7", replace(sample.facts("L7"), child_name="Testpupil \u0627\u0628-019"))
    with pytest.raises(page.GlyphMissingError) as refused:
        pdf.render(made)
    assert "U+0627" in str(refused.value)


def test_a_missing_font_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(resources, "_ROOTS", (tmp_path,))
    page.fonts.cache_clear()
    try:
        with pytest.raises(resources.ResourceMissingError) as refused:
            pdf.render(DOCUMENTS["L15"])
        assert refused.value.fields["name"] == "fonts/Inter-Regular.ttf"
    finally:
        page.fonts.cache_clear()


def test_a_damaged_font_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "Inter-Regular.ttf").write_bytes(b"no font")
    monkeypatch.setattr(resources, "_ROOTS", (tmp_path,))
    page.fonts.cache_clear()
    try:
        with pytest.raises(page.FontError) as refused:
            pdf.render(DOCUMENTS["L15"])
        assert refused.value.exit_code == 4
    finally:
        page.fonts.cache_clear()


def test_streams_that_end_in_a_carriage_return_are_packed_again() -> None:
    """Found on a letter whose font stream happened to end in CR: PDFA2A-STREAM-LENGTH-001."""
    import zlib

    ending = b"\x0c"  # Adler-32 ends in 1 + the sum of the bytes: 13, which is CR (RFC 1950)
    assert zlib.compress(ending).endswith(b"\r")
    with pikepdf.new() as opened:
        stream = opened.make_stream(b"")
        stream.write(zlib.compress(ending), filter=pikepdf.Name.FlateDecode)
        pdf._mend_stream_ends(opened)
        assert not stream.read_raw_bytes().endswith(b"\r")
        assert stream.read_bytes().rstrip() == ending.rstrip()


def test_no_stream_of_a_letter_ends_in_a_carriage_return() -> None:
    """One stream in 256 would by chance: 60 letters have some 700 streams. The references are the seed."""
    facts = sample.facts("L15")
    for number in range(60):
        made = pdf.render(
            letter.compose("L15", replace(facts, reference=f"EX-2026-{number:04d}", check_code=f"{number}"))
        )
        with pikepdf.open(io.BytesIO(made.data)) as opened:
            streams = [thing for thing in opened.objects if isinstance(thing, pikepdf.Stream)]
            assert len(streams) > 6
            for stream in streams:
                assert not stream.read_raw_bytes().endswith(b"\r"), f"reference {number}, object {stream.objgen}"


def test_bookmarks_are_the_headings_in_order() -> None:
    made = DOCUMENTS["L7"]
    assert isinstance(made, Letter)
    with pikepdf.open(io.BytesIO(pdf.render(made).data)) as opened, opened.open_outline() as outline:
        root = outline.root
        assert [item.title for item in root] == [made.title]
        assert [item.title for item in root[0].children] == [block.heading for block in made.blocks]


def test_a_block_longer_than_a_page_flows_on() -> None:
    facts = sample.facts("L7")
    assert facts.decision is not None
    reasons = tuple(f"Reason {number}: " + "the plan still fits the needs. " * 60 for number in range(6))
    made = pdf.render(letter.compose("L7", replace(facts, decision=replace(facts.decision, reasons=reasons))))
    assert made.pages > 8
    assert tag_check.faults(made.data) == []


def test_a_table_over_pages_keeps_one_element_and_repeats_its_head_as_an_artifact(tmp_path: Path) -> None:
    facts = sample.sheet_facts()
    levels = tuple(
        sheet.AgreedLevel(f"Strand {n}", "3", (3, 3, 3), "Words. " * (400 if n == 7 else 3)) for n in range(30)
    )
    made = pdf.render(sheet.full_sheet(replace(facts, levels=levels)))
    said = structure(made.data, tmp_path)
    assert tag_check.faults(made.data) == []
    assert said.count('"Blind scores"') == 1
    assert "".join(text_of_pages(made.data, tmp_path)).count("Blind scores") > 2
    assert validate_pdf_bytes(made.data, profile=ValidationProfile.PDF_UA_1).is_compliant
