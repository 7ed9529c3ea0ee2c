"""Level cards: one a strand and level, large, two a sheet, cut along the middle, readable by a screen reader."""

from __future__ import annotations

import io
import re
import subprocess
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from page import ValidationProfile, validate_pdf_bytes

from bandingdesk import resources
from bandingdesk.letters import level_cards, publication, tag_check
from bandingdesk.matrix import files
from bandingdesk.matrix.life import FrameworkFile
from tests.support import frameworks

DAY = date(2026, 11, 23)


def shipped(name: str) -> FrameworkFile:
    return files.read_framework_file(resources.shipped(f"frameworks/{name}").read_bytes(), name)


CARDS = {name: level_cards.level_cards(shipped(name), DAY) for name in frameworks.SHIPPED}
PDFS = {name: publication.cards_pdf(made) for name, made in CARDS.items()}


def structure(data: bytes, folder: Path) -> str:
    file = folder / "cards.pdf"
    file.write_bytes(data)
    return subprocess.run(["pdfinfo", "-struct-text", str(file)], capture_output=True, text=True, check=True).stdout


def boxes(data: bytes, folder: Path) -> list[tuple[int, float, float, str]]:
    """Return the words as (page, top, bottom, word), in mm from the sheet's top."""
    file = folder / "cards.pdf"
    file.write_bytes(data)
    said = subprocess.run(["pdftotext", "-bbox", str(file), "-"], capture_output=True, text=True, check=True).stdout
    found, page = [], 0
    for line in said.splitlines():
        page += "<page " in line
        word = re.search(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">([^<]+)<', line)
        if word:
            found.append((page, float(word[1]) * 25.4 / 72, float(word[2]) * 25.4 / 72, word[3]))
    return found


@pytest.mark.parametrize("name", CARDS)
def test_there_is_one_card_a_strand_and_level_after_the_one_that_says_how(name: str) -> None:
    definition = shipped(name).definition
    wanted = [f"{strand.name}: level {level.level}" for strand in definition.strands for level in strand.levels]
    first, *cards = CARDS[name].cards
    assert [card.heading for card in cards] == wanted
    assert (
        "The band is how funding is worked out. It does not limit the provision in Section F." in dict(first.texts)[""]
    )
    assert PDFS[name].pages == (len(wanted) + 2) // 2


@pytest.mark.parametrize("name", CARDS)
def test_the_cards_conform_and_their_tags_are_whole(name: str, tmp_path: Path) -> None:
    data = PDFS[name].data
    for profile in (ValidationProfile.PDF_UA_1, ValidationProfile.PDF_A_2A):
        report = validate_pdf_bytes(data, profile=profile)
        assert [(fault.rule_id, fault.message) for fault in report.failures] == []
    assert tag_check.faults(data) == []
    (tmp_path / "cards.pdf").write_bytes(data)
    said = subprocess.run(["qpdf", "--check", str(tmp_path / "cards.pdf")], capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout + said.stderr


def test_wordings_for_other_phases_and_the_evidence_stand_on_the_card(tmp_path: Path) -> None:
    card = next(one for one in CARDS["exampleshire-2026.1.json"].cards if one.heading == "Learning and memory: level 3")
    assert [lead for lead, _ in card.texts] == ["", "In early years", "After 16"]
    assert card.evidence == ("Educational psychologist report or school data",)
    said = " ".join(structure(PDFS["exampleshire-2026.1.json"].data, tmp_path).split())
    assert "Shows skills well below age in most areas of play." in said


@pytest.mark.parametrize("name", CARDS)
def test_no_word_lies_on_the_cut_or_near_the_edges_of_a_card(name: str, tmp_path: Path) -> None:
    for page, top, bottom, word in boxes(PDFS[name].data, tmp_path):
        for cut in (0, 148.5, 297):
            assert not (top - 3 < cut < bottom + 3), (page, word)


def test_text_is_14_point_or_more_and_as_large_as_the_card_takes_it() -> None:
    with pikepdf.open(io.BytesIO(PDFS["exampleshire-2026.1.json"].data)) as opened:
        sizes = [
            float(instruction.operands[1])
            for one in opened.pages
            for instruction in pikepdf.parse_content_stream(one)
            if str(instruction.operator) == "Tf"
        ]
    assert min(sizes) == 12  # the foot and the area
    assert sizes.count(24.0) > 72  # headings, and short descriptions as large


def test_each_card_says_its_version_and_that_it_is_invented(tmp_path: Path) -> None:
    words = [word for _, _, _, word in boxes(PDFS["southfield-best-fit-2026.json"].data, tmp_path)]
    assert words.count("Demonstration:") == 7
    assert words.count("2026") >= 7


def test_a_description_too_long_for_a_card_goes_on_on_the_next_and_nothing_is_lost(tmp_path: Path) -> None:
    long = " ".join(f"Sentence number {n} says something of weight about the need." for n in range(1, 60))
    small = frameworks.small()
    small["strands"][0]["levels"][1]["descriptors"] = [{"id": "a.1", "text": {"default": long}}]
    made = publication.cards_pdf(level_cards.level_cards(FrameworkFile(definition=frameworks.read(small)), DAY))
    assert tag_check.faults(made.data) == []
    assert validate_pdf_bytes(made.data, profile=ValidationProfile.PDF_UA_1).is_compliant
    said = " ".join(re.sub(r'[A-Za-z0-9]+( \((block|inline)\))?:?\n|"', " ", structure(made.data, tmp_path)).split())
    for n in range(1, 60):
        assert f"number {n} says" in said
    assert "Apple: level 1, continued" in said


def test_the_same_version_and_day_give_the_same_bytes() -> None:
    name = "southfield-best-fit-2026.json"
    assert publication.cards_pdf(CARDS[name]).sha256 == PDFS[name].sha256
