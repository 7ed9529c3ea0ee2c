"""The criteria document: everything a school may ask of a version stands in it, and its files conform."""

from __future__ import annotations

import io
import itertools
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pikepdf
import pytest
from page import ValidationProfile, validate_pdf_bytes

from bandingdesk import resources
from bandingdesk.letters import criteria, publication, sheet, tag_check
from bandingdesk.letters.blocks import Grid
from bandingdesk.letters.criteria import Criteria
from bandingdesk.letters.sections import Section
from bandingdesk.matrix import edition, files
from bandingdesk.matrix.life import FrameworkFile, Life, YouSaid
from bandingdesk.matrix.rule_words import Words
from bandingdesk.matrix.tariff import AnyTariff, Tariff
from tests.support import frameworks
from tests.support.every_kind import EVERY_KIND

DAY = date(2026, 11, 23)
EVERY = {**EVERY_KIND, "tests": [
    {"id": "T1", "levels": {"a": 4, "b": 2, "c": 0}, "descriptors": ["b.2"], "numbers": {"behind": 96},
     "context": {"setting": "main", "need": "apples"}, "expect": {"band": "B3"}, "source": "made up for the test"},
]}  # fmt: skip


def shipped(name: str) -> FrameworkFile:
    return files.read_framework_file(resources.shipped(f"frameworks/{name}").read_bytes(), name)


def made(name: str, *, with_amounts: bool = True) -> Criteria:
    if name == "every kind":
        return criteria.criteria(FrameworkFile(definition=frameworks.read(EVERY)), DAY)
    tariff = frameworks.tariff(frameworks.SHIPPED[name][0]) if with_amounts else None
    return criteria.criteria(shipped(name), DAY, tariff)


def section(document: Criteria, heading: str) -> Section:
    return next(one for one in document.sections if one.heading == heading)


def words(document: Criteria) -> str:
    return "\n".join(document.texts())


NAMES = [*frameworks.SHIPPED, "every kind"]


@pytest.mark.parametrize("name", NAMES)
def test_every_description_every_rule_and_every_example_stands_in_it(name: str) -> None:
    document = made(name)
    said = words(document)
    definition = frameworks.read(EVERY) if name == "every kind" else shipped(name).definition
    for strand in definition.strands:
        for level in strand.levels:
            for descriptor in level.descriptors:
                for text in (descriptor.text.default, descriptor.text.early_years, descriptor.text.post16):
                    assert text is None or text in said
    for band in definition.bands:
        assert band.name in said
    examples = section(document, "Worked examples").sections
    assert len(examples) == len(definition.tests)
    for test in definition.tests:
        assert test.source in said


@pytest.mark.parametrize("name", NAMES)
def test_the_fixed_line_stands_at_the_start_and_where_it_says_what_a_band_is_not(name: str) -> None:
    document = made(name)
    assert edition.BAND_LINE == sheet.SECTION_F_LINE
    assert edition.BAND_LINE in "".join(part.words for part in document.opening if hasattr(part, "words"))
    assert edition.BAND_LINE in "\n".join(section(document, "What a band is not").texts())
    assert criteria.NO_APPEAL in "\n".join(section(document, "If you think a band is wrong").texts())


def test_version_hash_date_authority_and_standing_are_named() -> None:
    document = made("exampleshire-2026.1.json")
    (facts,) = [part for part in document.opening if isinstance(part, Grid)]
    assert dict(facts.rows) == {
        "Council": "Exampleshire County Council (invented)",
        "Version": "2026.1",
        "Standing": "Adopted on 26 February 2026 by Cabinet member for children (invented), "
        "minute CAB 26/014 (invented).",
        "In force": "From 1 April 2026",
        "This document": "Made on 23 November 2026",
        "Check code": document.edition.check_code,
    }
    sha256 = files.sha256(shipped("exampleshire-2026.1.json").definition)
    assert sha256.removeprefix("sha256:") in words(document).replace(" ", "")
    assert document.edition.check_code.replace("-", "").lower() == sha256[7:19]


def test_points_and_thresholds_are_those_of_the_file() -> None:
    document = made("exampleshire-2026.1.json")
    (points,) = section(document, "Points by level").parts
    assert points.head == ("Strand", *(f"Level {n}" for n in range(6)))
    assert ("Literacy", "0", "6", "14", "20", "28", "38") in points.rows
    ladder = next(part for part in section(document, "From the levels to a band").parts if isinstance(part, Grid))
    assert [row[:3] for row in ladder.rows][5] == ("Band 6", "130", "159")


def test_the_worked_case_of_the_guidance_is_explained_in_the_engines_words() -> None:
    """T02 of the file: 137 points, Band 6."""
    example = section(made("exampleshire-2026.1.json"), "Worked examples").sections[1]
    said = list(example.texts())
    assert "Managing feelings" in said
    assert (
        "The scheme adds 12 to the points, because Attention is at level 3 and Managing feelings is at level 3." in said
    )
    assert said[-1] == "**The levels add up to 137 points. The published scheme points to Band 6.**"
    assert "Hearing" not in said  # at its lowest level, as the opening says


def test_amounts_stand_in_it_only_where_a_tariff_is_given() -> None:
    with_amounts, without = made("westmark-counts-2026.json"), made("westmark-counts-2026.json", with_amounts=False)
    (table,) = [part for part in section(with_amounts, "Amounts for 2026-27").parts if isinstance(part, Grid)]
    assert table.head == ("Band", "Mainstream", "Special school")
    assert ("Exceptional", "£17,400", "£19,100") in table.rows
    assert "£" not in words(without)
    assert not [one for one in without.sections if one.heading.startswith("Amounts")]


TARIFFS: dict[str, tuple[dict[str, Any], str]] = {
    "base_times_weight": (
        {"kind": "base_times_weight", "scale": 100, "bases": [{"pence": 400000}],
         "weights": [{"band": f"B{n}", "weight": 50 * n} for n in (1, 2, 3)]}, "1.5"),
    "sum_by_strand": (
        {"kind": "sum_by_strand", "combine": "highest",
         "amounts": [{"strand": "a", "level": 4, "pence": 123450}]}, "£1,234.50"),
    "rate": (
        {"kind": "rate", "rows": [{"band": f"B{n}", "rate": 150 * n} for n in (1, 2, 3)], "times": ["behind"]},
        "£4.50"),
    "table": (
        {"rows": [{"band": "B1", "pence": 100000}, {"band": "B2", "pence": 200000}, {"band": "B3", "pence": None}],
         "deduct": {"pence": 600000, "why": "The setting meets it first."},
         "protection": {"until": "2027-08-31", "why": "A slow change."},
         "proration": {"number": "behind", "full": 240}}, "Until 31 August 2027 nobody gets less than before."),
}  # fmt: skip


def read_tariff(changes: dict[str, Any]) -> Tariff:
    import json

    from pydantic import TypeAdapter

    whole = {"schema": "banding-tariff/1", "framework": "small", "year": "2026-27", "period": "year",
             "rounding": "half_up", **changes}  # fmt: skip
    return TypeAdapter(AnyTariff).validate_json(json.dumps(whole))


@pytest.mark.parametrize("kind", TARIFFS)
def test_each_kind_of_tariff_is_said(kind: str) -> None:
    changes, expected = TARIFFS[kind]
    file = FrameworkFile(definition=frameworks.read(EVERY))
    said = words(criteria.criteria(file, DAY, read_tariff(changes)))
    assert expected in said
    assert "None" not in said


def test_you_said_we_did_stands_in_the_document_of_the_version() -> None:
    line = YouSaid(said="Radio aids are missing.", did="We named them in level 3.", strand="hearing", level=3)
    file = shipped("exampleshire-2026.1.json")
    life = Life(status="draft", you_said_we_did=(line,))
    document = criteria.criteria(file.model_copy(update={"life": life}), DAY)
    tables = [part for part in section(document, "About this version").parts if isinstance(part, Grid)]
    assert tables[0].rows == (("Radio aids are missing.", "We named them in level 3."),)
    assert document.edition.standing == "A draft. It is not in force, and no request is decided by it."


@pytest.mark.parametrize(
    ("test", "said"),
    [
        ({"levels": {"a": 4}, "expect": {"band": "B3"}}, "More is needed before there can be a result"),
        ({"levels": {"a": 4, "b": 0, "c": 0}, "expect": {"band": "B3"}}, "This example expects something else."),
    ],
)
def test_an_example_of_a_draft_that_does_not_come_out_says_so(test: dict[str, Any], said: str) -> None:
    draft = frameworks.read(frameworks.small(tests=[{"id": "T1", "source": "a draft", **test}]))
    (example,) = section(criteria.criteria(FrameworkFile(definition=draft), DAY), "Worked examples").sections
    assert said in "\n".join(example.texts())


def test_the_same_version_gives_the_same_files_in_another_process() -> None:
    code = (
        "from datetime import date; from bandingdesk import resources; from bandingdesk.letters import publication;"
        "from bandingdesk.matrix import files;"
        "data = resources.shipped('frameworks/southfield-best-fit-2026.json').read_bytes();"
        "file = files.read_framework_file(data, 'x');"
        "print(*[one.sha256 for one in publication.publish(file, date(2026, 11, 23))])"
    )
    environment = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland"}
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    here = publication.publish(shipped("southfield-best-fit-2026.json"), DAY)
    assert said.stdout.split() == [one.sha256 for one in here]


# -- the files


PDFS = {name: publication.criteria_pdf(made(name)) for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_the_pdf_conforms_to_both_profiles_and_its_tags_are_whole(name: str, tmp_path: Path) -> None:
    data = PDFS[name].data
    for profile in (ValidationProfile.PDF_UA_1, ValidationProfile.PDF_A_2A):
        report = validate_pdf_bytes(data, profile=profile)
        assert [(fault.rule_id, fault.message) for fault in report.failures] == []
    assert tag_check.faults(data) == []
    file = tmp_path / "criteria.pdf"
    file.write_bytes(data)
    said = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout + said.stderr


@pytest.mark.parametrize(
    "name", sorted(p.name for p in resources.shipped("frameworks/kinds").glob("*.json") if "-tariff-" not in p.name)
)
def test_every_kind_of_rule_has_its_document_with_and_without_amounts(name: str) -> None:
    """Each rule is said, each tariff of the kind too; the PDF's tags are whole and it conforms."""
    folder = resources.shipped("frameworks/kinds")
    file = shipped(f"kinds/{name}")
    tariffs = [files.read_tariff(path.read_bytes(), path.name) for path in folder.glob(f"{name[:-5]}-tariff-*.json")]
    for tariff in (None, *tariffs):
        document = criteria.criteria(file, DAY, tariff)
        said = words(document)
        assert "None" not in said or any(band.name == "None" for band in file.definition.bands)
        for rule in Words(file.definition).all_rules():
            if rule.id not in {band.id for band in file.definition.bands}:
                assert rule.words in said, rule
        if tariff is not None:
            assert f"Amounts for {tariff.year}" in said
    made_pdf = publication.criteria_pdf(document)
    assert tag_check.faults(made_pdf.data) == []
    assert validate_pdf_bytes(made_pdf.data, profile=ValidationProfile.PDF_UA_1).is_compliant
    assert publication.criteria_docx(document).data.startswith(b"PK")


def test_large_print_conforms_too_and_is_longer() -> None:
    large = publication.criteria_pdf(made("westmark-counts-2026.json"), large_print=True)
    assert large.name == "westmark-send-2026-criteria-large.pdf"
    assert (large.pages or 0) > (PDFS["westmark-counts-2026.json"].pages or 0) > 0
    assert validate_pdf_bytes(large.data, profile=ValidationProfile.PDF_UA_1).is_compliant
    assert tag_check.faults(large.data) == []


def pages(data: bytes, folder: Path) -> list[str]:
    file = folder / "criteria.pdf"
    file.write_bytes(data)
    said = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True).stdout
    return said.split("\f")[:-1]


def test_each_page_says_page_x_of_y_the_version_and_that_it_is_invented(tmp_path: Path) -> None:
    file = PDFS["exampleshire-2026.1.json"]
    found = pages(file.data, tmp_path)
    assert len(found) == file.pages
    for number, text in enumerate(found, 1):
        assert f"Page {number} of {file.pages}" in text
        assert "Version 2026.1" in text
        assert "Demonstration: this scheme is invented, in whole or in part" in text


def test_the_contents_name_the_page_on_which_each_section_stands(tmp_path: Path) -> None:
    found = pages(PDFS["exampleshire-2026.1.json"].data, tmp_path)
    for heading in ("Hearing", "Points by level", "What a band is not", "Worked examples", "About this version"):
        listed = next(
            line for text in found[:3] for line in text.splitlines() if re.match(rf"\s*{heading}\s+\d+$", line)
        )
        on = int(listed.split()[-1])
        assert re.search(rf"^\s*{heading}$", found[on - 1], re.MULTILINE), heading


def test_headings_descend_and_are_the_bookmarks() -> None:
    document = made("westmark-counts-2026.json")
    with (
        pikepdf.open(io.BytesIO(PDFS["westmark-counts-2026.json"].data)) as opened,
        opened.open_outline() as outline,
    ):
        (root,) = outline.root
        assert root.title == document.title
        assert [item.title for item in root.children][1:] == [one.heading for one in document.sections]
        strands = next(item for item in root.children if item.title == "The strands and their levels")
        assert [item.title for item in strands.children][:2] == ["Health care", "Keeping safe"]


def test_nothing_is_smaller_than_12_point_and_lines_of_text_stay_short(tmp_path: Path) -> None:
    """ux.md 4.3: 12 point at least; 60 to 70 characters a line, measured on the running text of the first pages."""
    data = PDFS["exampleshire-2026.1.json"].data
    with pikepdf.open(io.BytesIO(data)) as opened:
        sizes = {
            float(instruction.operands[1])
            for one in opened.pages
            for instruction in pikepdf.parse_content_stream(one)
            if str(instruction.operator) == "Tf"
        }
    assert min(sizes) >= 12
    (tmp_path / "c.pdf").write_bytes(data)
    said = subprocess.run(["pdftotext", "-raw", "-f", "2", "-l", "2", str(tmp_path / "c.pdf"), "-"],
                          capture_output=True, text=True, check=True).stdout  # fmt: skip
    lines = [line for line in said.splitlines() if len(line) > 50 and "Page" not in line]
    assert lines
    assert max(map(len, lines)) <= 75


def test_the_same_version_and_day_give_the_same_pdf_and_docx() -> None:
    document = made("southfield-best-fit-2026.json")
    assert publication.criteria_pdf(document).sha256 == PDFS["southfield-best-fit-2026.json"].sha256
    assert publication.criteria_docx(document).sha256 == publication.criteria_docx(document).sha256


# -- DOCX


def opened_docx(name: str) -> Any:
    return docx.Document(io.BytesIO(publication.criteria_docx(made(name)).data))


@pytest.mark.parametrize("name", NAMES)
def test_the_docx_has_the_same_words_under_real_headings(name: str) -> None:
    document, opened = made(name), opened_docx(name)
    headings = [(p.style.name, p.text) for p in opened.paragraphs if p.style.name.startswith("Heading")]
    assert headings[0] == ("Heading 1", document.title)
    expected = [
        entry
        for one in document.sections
        for entry in (("Heading 2", one.heading), *(("Heading 3", inner.heading) for inner in one.sections))
    ]
    assert headings[1:] == expected
    body = "\n".join(element.text or "" for element in opened.element.body.iter() if element.tag.endswith("}t"))
    for text in document.texts():
        for line in text.split("\n"):
            for piece in re.split(r"\*\*", line):
                assert piece in body.replace("\n", "") or piece in body, piece


def test_tables_in_the_docx_have_head_rows_and_language_and_title_are_set() -> None:
    opened = opened_docx("exampleshire-2026.1.json")
    assert opened.core_properties.title == "Exampleshire SEND banding framework 2026 (invented): criteria"
    assert opened.core_properties.language == "en-GB"
    assert opened.core_properties.created.isoformat().startswith("2026-11-23")
    assert opened.tables
    for table in opened.tables:
        assert table.rows[0]._tr.trPr is not None
        assert [child for child in table.rows[0]._tr.trPr if child.tag.endswith("tblHeader")]
        assert all(cell.text for cell in table.rows[0].cells)
    languages = {element.get(element.nsmap["w"].join("{}") + "val") for element in opened.styles.element.iter()
                 if element.tag.endswith("}lang")}  # fmt: skip
    assert languages == {"en-GB"}


def test_columns_of_the_docx_have_their_widths_where_each_word_processor_looks_for_them() -> None:
    """Word reads the width of the cells, LibreOffice that of the columns."""
    for table in opened_docx("exampleshire-2026.1.json").tables:
        widths = [column.width for column in table.columns]
        assert [cell.width for cell in table.rows[0].cells] == widths
        assert abs(sum(widths) / 360_000 - 16.6) < 0.01  # 360,000 units a centimetre
        if table.rows[0].cells[0].text == "Level":
            assert widths[1] > 2 * widths[0]


def test_a_heading_of_the_docx_never_stands_on_another_page_than_its_table() -> None:
    body = list(opened_docx("exampleshire-2026.1.json").iter_inner_content())
    led = [before for before, one in itertools.pairwise(body) if hasattr(one, "rows") and before.text]
    assert len(led) > 12
    assert all(p.paragraph_format.keep_with_next or p.style.paragraph_format.keep_with_next for p in led)


def test_each_numbered_list_of_the_docx_begins_at_one() -> None:
    opened = opened_docx("westmark-counts-2026.json")
    numbers = [p._p.pPr.numPr.numId.val for p in opened.paragraphs if p.style.name == "List Number"]
    runs = [number for at, number in enumerate(numbers) if at == 0 or numbers[at - 1] != number]
    assert len(runs) == len(set(runs)) > 5
