"""The self-check workbook agrees with the engine, sentence by sentence, and shows neither a band nor money."""

from __future__ import annotations

import io
import random
import re
import zipfile

import pytest

from bandingdesk import resources, sheet_forms, sheets
from bandingdesk.matrix import evaluate
from bandingdesk.matrix import framework as fw
from bandingdesk.matrix.compiled import compile_scheme
from bandingdesk.matrix.life import FrameworkFile
from bandingdesk.matrix.profile import Profile
from bandingdesk.matrix.self_check import LEVELS, LISTS, SAYS, WORKINGS, conditions_of, self_check
from bandingdesk.sheet_forms import Formula
from tests.support import formulas, frameworks
from tests.support.every_kind import EVERY_KIND
from tests.support.self_checks import DAY, compared, draw, filled

DRAWN = 60
DRAWN_OF_A_KIND = 8
KINDS = sorted(
    f"kinds/{path.name}" for path in resources.shipped("frameworks/kinds").glob("*.json") if "-tariff-" not in path.name
)
FRAMEWORKS = (*frameworks.SHIPPED, *KINDS, "every kind")


def framework(name: str) -> fw.Framework:
    return frameworks.read(EVERY_KIND) if name == "every kind" else frameworks.framework(name)


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_every_sentence_is_the_engines_own(name: str) -> None:
    definition = framework(name)
    scheme, rng = compile_scheme(definition), random.Random(20261123)
    count = 0
    for _ in range(DRAWN_OF_A_KIND if name in KINDS else DRAWN):
        profile = draw(definition, rng)
        evaluation = evaluate.evaluate(scheme, profile, with_money=False)
        steps, missing = compared(scheme, evaluation, filled(definition, profile).page(SAYS))
        assert not missing, profile
        count += steps
    assert count or isinstance(definition.decide, fw.BestFit)


def test_it_says_how_rules_that_are_met_together_are_read() -> None:
    definition = framework("westmark-counts-2026.json")
    book = filled(definition, draw(definition, random.Random(1)))
    lines = [row[0] for row in book.page(SAYS) if row]
    assert "The rules are read from the top. The first one that is met gives the band." in lines


def test_a_best_fit_says_the_level_and_how_many_descriptions_are_relied_on() -> None:
    definition = framework("southfield-best-fit-2026.json")
    book = filled(definition, Profile({"fit": 3}, frozenset({"fit.3.a", "fit.3.b", "fit.1.a"})))
    lines = [row[0] for row in book.page(SAYS) if row]
    assert "Best fit is at level 3." in lines
    assert "Descriptors relied on: 2." in lines
    none = filled(definition, Profile({"fit": 3}, frozenset({"fit.1.a"})))
    assert "Choose Yes beside at least one description of this level." in [row[0] for row in none.page(SAYS) if row]


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_no_band_and_no_money_stands_anywhere_in_it(name: str) -> None:
    definition = framework(name)
    book = filled(definition, draw(definition, random.Random(7)))
    words = [str(book.value(place)) for place in book.boxes]
    own = {level.name for strand in definition.strands for level in strand.levels}
    if isinstance(definition.decide, fw.BestFit):
        own = set()
    for band in definition.bands:
        if band.name not in own:
            # As a word of its own: a description may hold the same letters.
            assert not [text for text in words if f" {band.name}." in text or text == band.name], band.name
    assert not [text for text in words if "£" in text]


def test_nothing_adds_up_before_every_level_is_entered() -> None:
    definition = framework("exampleshire-2026.1.json")
    profile = draw(definition, random.Random(3))
    levels = dict(profile.levels)
    del levels["hearing"]
    says = filled(definition, profile._replace(levels=levels)).page(SAYS)
    lines = [row[0] for row in says if row]
    assert "Hearing: no level is entered yet." in lines
    assert "Enter every level first." in lines
    assert not [line for line in lines if str(line).startswith("The points add up to")]
    assert not [row for row in says if len(row) > 1 and row[1] in ("Met", "Not met")]


def test_a_scheme_that_takes_the_lowest_level_says_so_and_goes_on() -> None:
    definition = frameworks.read(frameworks.small(missing="lowest"))
    lines = [row[0] for row in filled(definition, Profile({"a": 4, "b": 1}, context={})).page(SAYS) if row]
    assert "Cedar is not rated. The scheme then takes its lowest level, 0." in lines
    assert "The points add up to 5." in lines


def test_the_evidence_that_a_level_asks_for_stands_beside_it() -> None:
    definition = framework("exampleshire-2026.1.json")
    profile = draw(definition, random.Random(5))._replace(levels={s.id: 3 for s in definition.strands})
    rows = {row[1]: row for row in filled(definition, profile).page(LEVELS) if len(row) > 4}
    assert rows["Literacy"][3] == "Frequent individual support"
    assert rows["Literacy"][4].startswith("Can't read most class texts or record most ideas alone.")
    assert rows["Literacy"][5] == "Educational psychologist report or school data"


def test_a_level_that_asks_for_no_evidence_has_nothing_beside_it() -> None:
    """A formula that comes to an empty cell shows 0."""
    definition = framework("exampleshire-2026.1.json")
    profile = draw(definition, random.Random(5))._replace(levels={s.id: 0 for s in definition.strands})
    book = filled(definition, profile)
    assert {row[5] for row in book.page(LEVELS) if len(row) > 4 and row[1] != "Strand"} == {""}
    assert {row[1] for row in book.page(SAYS)[2:14]} == {""}


def test_a_scheme_of_one_strand_is_ready_when_its_level_is_entered() -> None:
    """In Excel one comparison alone is TRUE or FALSE, and neither is a number."""
    definition = framework("southfield-best-fit-2026.json")
    empty, entered = (filled(definition, Profile(levels, frozenset({"fit.3.a"}))) for levels in ({}, {"fit": 3}))
    still = [dict(row for row in book.page(WORKINGS) if len(row) == 2)["Still to enter"] for book in (empty, entered)]
    assert still == [1, 0]
    assert not any(isinstance(count, bool) for count in still)


def test_a_number_outside_its_range_and_a_group_of_nobody_are_not_taken() -> None:
    import openpyxl

    offered = {}
    for name in ("kinds/staffing-ratio.json", "kinds/costed-map.json"):
        data = sheet_forms.write(self_check(FrameworkFile(definition=framework(name)), DAY))
        for sheet in openpyxl.load_workbook(io.BytesIO(data)):
            for rule in sheet.data_validations.dataValidation:
                if rule.operator == "between":
                    offered[sheet.title, str(rule.sqref)] = (rule.type, rule.formula1, rule.formula2)
    assert offered[LEVELS, "C6"] == ("whole", "1", "30")  # pupils in the class
    assert offered[LEVELS, "C7"] == ("decimal", "0.0", "6.0")  # assistants, in tenths
    assert offered["Provision", "D3"] == ("whole", "1", "1000")  # shared by how many


def test_costs_are_left_to_the_council_and_shown_as_hours() -> None:
    rates = [{"id": "ta", "name": "Teaching assistant", "per": "hour", "pence": 1500}]
    cost = {"kind": "cost", "id": "map", "lines": "provision", "rates": rates}
    ladder = {**frameworks.SMALL["decide"], "measure": "map"}
    dear = {"kind": "measure", "measure": "map", "from": 900000}
    rule = {"kind": "move", "id": "M1", "when": dear, "by": 1, "why": "Dear."}
    measures = [*frameworks.SMALL["measures"], cost]
    definition = frameworks.read(frameworks.small(measures=measures, decide=ladder, adjust=[rule]))
    book = formulas.Book(self_check(FrameworkFile(definition=definition), DAY))
    for row in (3, 4, 5):
        book.enter(f"'{LEVELS}'!$C${row}", 1)
    book.enter("'Provision'!$C$3", 95)
    book.enter("'Provision'!$C$4", 120)
    book.enter("'Provision'!$D$4", 4)
    says = [row for row in book.page(SAYS) if row]
    assert "The support comes to 2.08 hours a week." in [row[0] for row in says]
    assert [row[1] for row in says if str(row[0]).startswith("M1.")] == ["The council works this out"]


def test_only_answers_are_unlocked_and_there_is_no_macro() -> None:
    import openpyxl

    definition = framework("exampleshire-2026.1.json")
    data = sheet_forms.write(self_check(FrameworkFile(definition=definition), DAY))
    opened = openpyxl.load_workbook(io.BytesIO(data))
    open_cells = {}
    for sheet in opened:
        assert sheet.protection.sheet
        open_cells[sheet.title] = [c.coordinate for row in sheet for c in row if not c.protection.locked]
    assert open_cells.pop(LEVELS) == [f"C{row}" for row in (*range(3, 15), 17, 18)]
    assert not any(open_cells.values())
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert not [part for part in parts.namelist() if "vba" in part.lower() or "external" in part.lower()]


def test_each_level_is_chosen_from_the_strands_own_list() -> None:
    import openpyxl

    definition = framework("westmark-counts-2026.json")
    data = sheet_forms.write(self_check(FrameworkFile(definition=definition), DAY))
    opened = openpyxl.load_workbook(io.BytesIO(data))
    lists = opened[LISTS]
    offered = {}
    for rule in opened[LEVELS].data_validations.dataValidation:
        _, _, span = rule.formula1.partition("!")
        offered[str(rule.sqref)] = [row[0].value for row in lists[span.replace("$", "")]]
    for n, strand in enumerate(definition.strands):
        assert offered[f"C{n + 3}"] == [level.level for level in strand.levels]
    assert offered["C14"] == ["mainstream", "special school"]


def test_the_same_version_and_day_give_the_same_bytes_and_a_text_is_never_a_formula() -> None:
    named = frameworks.small()
    named["strands"][0]["name"] = "=1+1"
    file = FrameworkFile(definition=frameworks.read(named))
    first, again = (sheet_forms.write(self_check(file, DAY)) for _ in range(2))
    assert first == again
    cells = [c for sheet in sheets.read_bytes(first, "check.xlsx") for row in sheet.rows for c in row]
    assert "=1+1" in cells


def test_every_formula_keeps_to_what_all_spreadsheets_take() -> None:
    """Excel takes 8,192 characters a formula, 255 a text inside one, 255 arguments a function."""
    for name in FRAMEWORKS:
        for page in self_check(FrameworkFile(definition=framework(name)), DAY).pages:
            for row in page.rows:
                for box in row:
                    if isinstance(box.value, Formula):
                        assert len(box.value.text) <= 8192
                        texts = re.findall(r'"((?:[^"]|"")*)"', box.value.text)
                        assert max((len(text) for text in texts), default=0) <= 255


def test_every_rule_with_a_condition_is_shown_once() -> None:
    definition = frameworks.read(EVERY_KIND)
    assert [id_ for id_, _, _ in conditions_of(definition)] == ["U1", "U2", "G1", "R1", "R2", "R3", "F1"]
