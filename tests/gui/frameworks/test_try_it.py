"""Try it: a profile typed by digits, the band and the range it gives, what each cell would give; no record."""

import pytest
from PySide6.QtCore import Qt

from bandingdesk import resources
from bandingdesk.ui import inspect
from bandingdesk.ui.workspaces.frameworks.try_pane import TryPane

# Worked test T02 of resources/frameworks/exampleshire-2026.1.json: 137 points, Band 6.
T02 = "323323432001"


@pytest.fixture
def trying(page):
    """Try it on the adopted version, with the focus on the first strand."""
    page.model.open("try", page.model.chosen)
    page.take_focus()
    assert isinstance(page.trying, TryPane)
    return page


def worked(page, name):
    tests = page.model.trial.scheme.framework.tests
    return next(test for test in tests if test.id == name)


def rate(page, hands, test):
    board = page.trying.board
    board.go_to(page.model.trial.scheme.framework.strands[0].id, 1)
    board.setFocus()
    hands.type("".join(str(test.levels[strand.id]) for strand in page.model.trial.scheme.framework.strands))
    for name, value in test.context.items():
        page.model.trial.set_context(name, value)


def test_digits_rate_the_strands_one_after_the_other(trying, hands):
    test = worked(trying, "T02")
    rate(trying, hands, test)
    assert trying.model.trial.typed.levels == test.levels
    evaluation = trying.model.trial.answer.explanation.evaluation
    assert (evaluation.band, evaluation.points, evaluation.pence) == ("B6", test.expect.points, test.expect.pence)
    assert "Band 6" in trying.trying.result.why.result.words
    assert "Not a decision" in trying.trying.result.why.result.words


def test_each_cell_says_the_band_that_level_would_give(trying, hands):
    rate(trying, hands, worked(trying, "T02"))
    rows = {line.key: line.cells for line in trying.trying.board.grid.lines}
    ladder = trying.model.trial.answer.ladders["movement"]
    assert [cell.text for cell in rows["movement"][1:]] == [ladder[level] for level in range(6)]
    chosen = [cell for cell in rows["movement"] if cell.chosen]
    assert [cell.text for cell in chosen] == ["Band 6"]


def test_a_missing_strand_gives_a_range(trying, hands):
    rate(trying, hands, worked(trying, "T02"))
    trying.trying.board.setFocus()
    trying.trying.board.go_to("learning", 1)
    hands.press(Qt.Key.Key_Delete)
    evaluation = trying.model.trial.answer.explanation.evaluation
    assert evaluation.kind == "interval"
    assert len(evaluation.bands) > 1
    words = trying.trying.result.why.result.words
    names = [trying.model.trial.scheme.framework.band(band).name for band in evaluation.bands]
    assert f"{names[0]} to {names[-1]}" in words


def test_above_the_scale_people_decide(trying, hands):
    rate(trying, hands, worked(trying, "T11"))  # 444 points, where Band 10 ends at 360
    assert trying.model.trial.answer.explanation.evaluation.kind == "refer"
    assert "Refer" in trying.trying.result.why.result.words


def test_nothing_is_recorded(trying, hands, lead):
    before = lead.desk.store.news()
    rate(trying, hands, worked(trying, "T02"))
    assert lead.desk.store.news() == before
    assert lead.desk.frameworks.drafts() == ()


def test_a_profile_is_kept_as_a_test_of_a_draft(editing, hands):
    editing.show_view("try")
    rate(editing, hands, worked(editing, "T02"))
    before = len(editing.model.editor.get(("tests",)))
    editing.next_step()
    tests = editing.model.editor.get(("tests",))
    assert len(tests) == before + 1
    # The worked test T02 of the shipped file: 137 points, Band 6, 10,950 pounds in 2026-27.
    expected = {"band": "B6", "points": 137, "pence": 1_095_000, "year": "2026-27", "period": "year"}
    assert tests[-1]["expect"] == expected
    assert editing.editing.current == "tests"


def test_a_scheme_of_best_fit_asks_for_the_descriptors_relied_on(page):
    page.model.read_file(resources.shipped("frameworks/southfield-best-fit-2026.json"))
    page.show_view("try")
    trial = page.model.trial
    strand = trial.scheme.framework.strands[0]
    trial.rate(strand.id, strand.levels[1].level)
    assert trial.answer.fault.code == "FW-04"
    trial.tick(strand.levels[1].descriptors[0].id, True)
    assert trial.answer.explanation.evaluation.kind == "indicative"
    assert page.trying.facts._ticks[strand.levels[1].descriptors[0].id].isChecked()


def test_a_rule_that_is_not_met_is_not_shown_as_a_result(page):
    page.model.read_file(resources.shipped("frameworks/kinds/care-domains.json"))
    page.show_view("try")
    page.model.trial.rate_lowest()
    steps = page.trying.result.why._steps(
        page.model.trial.answer.explanation.as_json()["steps"],
        {band.id: band.name for band in page.model.trial.scheme.framework.bands},
    )
    missed = [step for step in steps if " is not met" in step.text]
    assert missed
    assert {(step.outcome, step.kind) for step in missed} == {("not met", "missed")}


@pytest.mark.parametrize("kind", ["costed-map", "best-of-two-routes", "cell-values", "months-behind", "primary-need"])
def test_a_scheme_of_every_shape_opens_in_every_part(page, qtbot, kind):
    page.model.read_file(resources.shipped(f"frameworks/kinds/{kind}.json"))
    assert page.model.editor.checked.errors == 0
    for part in page.editing.parts:
        page.editing.go(part)
        qtbot.waitUntil(lambda: inspect.problems(page.window()) == [])
    page.show_view("try")
    page.model.trial.rate_lowest()
    qtbot.waitUntil(lambda: inspect.problems(page.window()) == [])


def test_a_costed_map_is_written_line_by_line(page):
    page.model.read_file(resources.shipped("frameworks/kinds/costed-map.json"))
    page.show_view("try")
    trial = page.model.trial
    trial.rate_lowest()
    assert trial.answer.fault.code == "FW-04"
    page.trying.facts._maps[next(iter(page.trying.facts._maps))]._on_add()
    assert trial.answer.explanation is not None


def test_protection_is_tried_and_kept_with_the_test(editing, hands, rest):
    editing.editing.go("money")
    editing.model.editor.set_tariff(("protection",), {"until": "2027-03-31", "why": "Agreed (invented)."}, "Protection")
    rest()
    editing.show_view("try")
    rate(editing, hands, worked(editing, "T02"))
    trial = editing.model.trial
    assert editing.trying.facts._paid is not None
    trial.set_paid_before(1_200_000)
    trial.set_day("2026-09-01")
    assert trial.answer.explanation.evaluation.pence == 1_200_000  # above the 10,950 pounds of Band 6
    editing.next_step()
    kept = editing.model.editor.get(("tests",))[-1]
    assert (kept["paid_before"], kept["on"], kept["expect"]["pence"]) == (1_200_000, "2026-09-01", 1_200_000)
    rest()
    assert editing.editing.parts["tests"].table.grid.lines[-1].cells[0].text == "Passes"
    editing.editing.parts["tests"].look.click()
    assert (trial.typed.paid_before, trial.typed.on) == (1_200_000, "2026-09-01")
