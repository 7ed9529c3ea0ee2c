"""Handles on a caseload: every position exact to the penny, a budget met, the need side marked, a reason asked for."""

import json
import random

import numpy as np
import pytest
from PySide6.QtCore import Qt

from bandingdesk import resources
from bandingdesk.matrix import files
from bandingdesk.matrix.caseload import Caseload, Column
from bandingdesk.matrix.figures import About
from bandingdesk.matrix.whatif import scenario
from bandingdesk.ui import app, inspect
from bandingdesk.ui.jobs import InlineJobs
from bandingdesk.ui.messages import Messages
from bandingdesk.ui.theme.theme import Theme
from bandingdesk.ui.workspaces.frameworks.simulate_pane import SimulatePane
from bandingdesk.ui.workspaces.frameworks.simulate_view_model import Loaded, SimulateViewModel
from bandingdesk.ui.workspaces.frameworks.simulating import Bench, Key

FOUR = Key("threshold", "B4")  # 70 points in the example framework
UPLIFT = Key("uplift")


def a_caseload(framework, count=400, seed=5):
    drawn = np.random.default_rng(seed)
    levels = [drawn.choice([level.level for level in strand.levels], count) for strand in framework.strands]
    contexts = {
        one.id: Column(one.values, drawn.integers(0, len(one.values), count).astype(np.int16))
        for one in framework.contexts
    }
    ids = tuple(f"case {n}" for n in range(count))
    # mostly low levels, as in a real caseload
    levels = np.minimum(np.stack(levels), drawn.integers(0, 6, (len(levels), count))).astype(np.int8)
    return Caseload(ids, tuple(strand.id for strand in framework.strands), levels, contexts)


@pytest.fixture(scope="module")
def bench():
    folder = resources.shipped("frameworks")
    framework = files.read_framework((folder / "exampleshire-2026.1.json").read_bytes(), "framework")
    tariff = files.read_tariff((folder / "exampleshire-tariff-2026-27.json").read_bytes(), "tariff")
    held = a_caseload(framework, 90, 6)
    return Bench(framework, tariff, a_caseload(framework), held, ["B3", "B4", "B5"] * 30)


@pytest.fixture
def model(bench, morning):
    messages = Messages()
    jobs = InlineJobs(messages)
    made = SimulateViewModel(morning.desk, jobs, messages)
    made.told = messages
    about = About("as adopted", "then", "2026-27, £ a year", "Exampleshire 2026.1", "Test cases")
    made.open(lambda _told, _stopped: Loaded(bench, about, "T. Brandt"))
    yield made
    jobs.close()


@pytest.fixture
def pane(model, qtbot, qapp):
    Theme.install(app.application(), "light")
    made = SimulatePane(model, model._jobs, model.told)
    qtbot.addWidget(made)
    made.resize(1180, 640)
    made.show()
    qtbot.waitExposed(made)
    return made


def row_of(pane, key):
    return next(row for row in pane.handles.rows if row.key == key)


def positions(bench, count, seed=11):
    """Draw positions of several handles each."""
    drawn = random.Random(seed)
    for _ in range(count):
        values = {}
        for key in drawn.sample(list(bench.handles), drawn.randint(1, 5)):
            low, high = bench.reach(key, values)
            step = bench.handles[key].step
            if low <= high:
                values[key] = drawn.randint(-(-low // step), high // step) * step
        yield drawn.choice(list(values)).group, values


def test_a_position_is_what_the_scenario_carried_out_comes_to(bench):
    # The handles answer from running sums; the scenario makes a new definition and tariff and scores every case again.
    for group, values in positions(bench, 25):
        whole = bench.base.under(*bench.applied(values)).totals.plus(bench.held.under(*bench.applied(values)).totals)
        assert bench.hold(group, values).totals(values).same_as(whole), values


def test_the_change_is_the_sum_over_those_who_move(bench):
    for group, values in positions(bench, 10, seed=12):
        totals, movers = bench.hold(group, values).answer(values)
        assert int(movers.change.sum()) == totals.total - bench.totals.total
        assert movers.whole.gained - movers.whole.lost == totals.total - bench.totals.total


def test_cases_with_a_band_alone_move_by_amounts_and_by_nothing_else(bench):
    values = {FOUR: bench.handles[FOUR].now + 6}
    assert all(case < 400 for case in bench.hold("thresholds", values).answer(values).movers.cases.tolist())
    values = {UPLIFT: 20_000}
    movers = bench.hold("amounts", values).answer(values).movers
    assert any(case >= 400 for case in movers.cases.tolist())


def test_a_step_of_the_slider_repaints_figures_and_charts(pane, model, bench, qtbot):
    before = model.pictures
    row = row_of(pane, FOUR)
    qtbot.keyClick(row.slider, Qt.Key.Key_Right)
    assert model.values == {FOUR: 71}
    assert model.pictures is not before
    assert row.head.words == "Band 4 begins at was 70 points 71 points"
    total = bench.hold("thresholds", model.values).totals(model.values).total
    assert pane.results.figures.after.value == f"£{total // 100:,}"
    assert pane.results.charts[0].chart is model.pictures.mix


def test_an_edge_stops_at_its_neighbour(pane, model):
    row = row_of(pane, FOUR)
    row.slider.setValue(row.slider.maximum())
    assert model.values[FOUR] == 97  # Band 5 begins at 98
    assert row.slider.value() == 97


def test_undo_takes_a_drag_back_as_one_step_and_reset_is_a_step_too(pane, model, qtbot):
    row = row_of(pane, FOUR)
    for at in (72, 74, 76):
        row.slider.setValue(at)
    assert model.undo_name == "Band 4 begins at: 70 points → 76 points"
    qtbot.mouseClick(pane.handles.reset, Qt.MouseButton.LeftButton)
    assert not model.is_moved
    qtbot.mouseClick(pane.handles.undo, Qt.MouseButton.LeftButton)
    assert model.values == {FOUR: 76}
    model.undo()
    assert not model.is_moved
    model.redo()
    assert model.values == {FOUR: 76}


def test_the_words_of_a_chart_follow_when_the_hand_rests(pane, model):
    told = pane.results.charts[0].picture.accessibleName()
    row_of(pane, FOUR).slider.setValue(80)
    assert pane.results.charts[0].picture.accessibleName() == told
    model._rest.timeout.emit()
    assert pane.results.charts[0].picture.accessibleName() != told
    assert pane.results.log.lines[0].startswith("8:52")
    assert "Band 4 begins at: 80 points" in pane.results.log.lines[0]


def test_the_order_of_operations_names_what_was_moved_where_it_acts(pane, model):
    row_of(pane, FOUR).slider.setValue(75)
    model._rest.timeout.emit()
    lines = pane.results.order.lines
    assert lines[3] == "The band by the scheme’s own decision. Band 4 begins at: 70 points → 75 points."
    assert [n for n, line in enumerate(lines) if "uplift" in line] == [6]
    assert lines[-1] == "Caps and floors of the amount."


def test_the_budget_is_met_by_an_uplift_to_the_nearest_that_is_not_above(pane, model, bench, qtbot):
    budget = bench.totals.total * 103 // 100 // 100 * 100
    pane.handles.budget.amount.setText(f"{budget // 100:,}")
    qtbot.mouseClick(pane.handles.budget.search, Qt.MouseButton.LeftButton)
    found = model.values[UPLIFT]
    hold = bench.hold("amounts", {})
    assert model.totals.total <= budget
    assert hold.totals({UPLIFT: found + 1}).total > budget
    assert pane.results.figures.gap.value.endswith(("under", "penny"))
    assert model.log[-1].sought is None  # money is no statement of need to be marked


def test_a_budget_out_of_reach_is_told(pane, model):
    pane.handles.budget.amount.setText("1")
    model.seek(UPLIFT)
    assert model.error.code == "FW-34"
    assert pane.banner.isVisible()


def test_a_threshold_that_was_looked_for_is_marked_and_stays_in_the_log(pane, model, bench):
    model.set_budget(bench.totals.total * 99 // 100)
    model.seek(FOUR)
    assert model.log[-1].sought.mark == "not a statement of need"
    assert "not a statement of need" in pane.results.log.lines[0]
    model.reset()
    assert any(entry.sought is not None for entry in model.log)
    assert scenario.looked_for(model.scenario()) == ()  # it stands as adopted again; the log keeps it


def test_moved_need_goes_into_a_draft_with_a_written_reason_only(pane, model, morning, qtbot):
    row_of(pane, FOUR).slider.setValue(75)
    assert "describe need better" in pane.main.why_not
    pane.handles.draft.reason.setPlainText("The forum's sample shows that 70 to 74 reads as Band 3.")
    with qtbot.waitSignal(model.drafted) as told:
        qtbot.mouseClick(pane.main, Qt.MouseButton.LeftButton)
    definition = morning.desk.frameworks.draft(told.args[0]).document["definition"]
    assert "Reason of need: The forum's sample" in definition["change_note"]
    rows = {row["band"]: row for row in definition["decide"]["rows"]}
    assert (rows["B3"]["to"], rows["B4"]["from"]) == (74, 75)


def test_amounts_go_into_a_draft_as_they_are(pane, model, morning, bench, qtbot):
    model.move(UPLIFT, 30_000)
    pane.show_model()
    assert pane.main.why_not == ""
    with qtbot.waitSignal(model.drafted) as told:
        qtbot.mouseClick(pane.main, Qt.MouseButton.LeftButton)
    document = morning.desk.frameworks.draft(told.args[0]).document
    assert document["definition"] == json.loads(files.canonical(bench.framework))
    old = {(row.band, row.setting, row.phase): row.pence for row in bench.tariff.rows}
    row = document["tariff"]["rows"][45]
    assert row["pence"] == round(old[row["band"], row.get("setting"), row.get("phase")] * 1.03)


def test_the_scenario_is_saved_with_its_log_and_read_back(pane, model, tmp_path):
    row_of(pane, FOUR).slider.setValue(75)
    model._rest.timeout.emit()
    model.save_scenario(tmp_path / "scenario.json")
    read = scenario.read_scenario((tmp_path / "scenario.json").read_bytes(), "scenario.json")
    assert read.changes == (scenario.Threshold(band="B4", from_=75),)
    assert read.log[0].by == "T. Brandt"


VERSION = "sha256:" + "5" * 64


@pytest.fixture
def opened(bench, morning):
    """A function that opens the simulation in a view-model of its own, as after a restart."""
    made = []

    def open_(on=bench):
        jobs = InlineJobs(Messages())
        model = SimulateViewModel(morning.desk, jobs, Messages())
        about = About("as adopted", "then", "2026-27, £ a year", "Exampleshire 2026.1", "Test cases")
        me = morning.desk.me_id
        kept = morning.desk.drafts.load(f"simulation:{VERSION}", me)
        model.open(lambda _told, _stopped: Loaded(on, about, "T. Brandt", 0, VERSION, me, kept))
        made.append(jobs)
        return model

    yield open_
    for jobs in made:
        jobs.close()


def rested(model, key, to):
    model.move(key, to)
    model._rest.timeout.emit()


def test_the_scenario_is_there_again_with_its_log_when_the_page_is_opened_again(opened, bench):
    first = opened()
    rested(first, FOUR, 75)
    rested(first, UPLIFT, 30_000)
    first.set_budget(bench.totals.total)
    first._rest.timeout.emit()
    again = opened()
    assert again.values == {FOUR: 75, UPLIFT: 30_000}
    assert again.log == first.log
    assert again.budget == bench.totals.total
    assert again.totals.same_as(first.totals)
    assert again.undo_name == ""


def test_what_was_not_at_rest_is_kept_when_the_page_is_left(opened):
    first = opened()
    first.move(FOUR, 75)
    first.close()
    assert opened().values == {FOUR: 75}


def test_start_over_clears_the_scenario_and_undo_brings_it_back(opened):
    first = opened()
    rested(first, FOUR, 75)
    log = first.log
    first.start_over()
    assert not first.is_moved
    assert first.log == ()
    assert first.undo_name == "Start over"
    assert opened().values == {}
    first.undo()
    assert (first.values, first.log) == ({FOUR: 75}, log)
    assert opened().values == {FOUR: 75}
    first.redo()
    assert (first.values, first.log) == ({}, ())


def test_what_was_looked_for_to_meet_a_budget_outlives_start_over_and_a_restart(opened, bench):
    first = opened()
    rested(first, UPLIFT, 30_000)
    first.set_budget(bench.totals.total * 99 // 100)
    first.seek(FOUR)
    sought = first.log[-1]
    assert sought.sought.mark == "not a statement of need"
    first.start_over()
    assert first.log == (sought,)
    again = opened()
    assert again.log == (sought,)
    assert not again.is_begun  # nothing is left that may be cleared
    rested(again, FOUR, sought.changes[0].from_)
    assert scenario.looked_for(again.scenario()) == (sought.changes[0],)


def test_a_scenario_that_no_longer_fits_its_draft_leaves_the_log_and_says_so(opened, bench, qtbot, qapp):
    first = opened()
    rested(first, FOUR, 75)
    edges = {"B2": {"to": 75}, "B3": {"from_": 76, "to": 77}, "B4": {"from_": 78}}  # 75 is below Band 3 now
    rows = tuple(row.model_copy(update=edges.get(row.band, {})) for row in bench.framework.decide.rows)
    decide = bench.framework.decide.model_copy(update={"rows": rows})
    edited = Bench(bench.framework.model_copy(update={"decide": decide}), bench.tariff, bench.base.caseload)
    again = opened(edited)
    assert again.is_kept_off
    assert again.values == {}
    assert again.log == first.log
    shown = SimulatePane(again, again._jobs, Messages())
    qtbot.addWidget(shown)
    assert "can’t stand where you left them" in shown.banner.words


def test_the_budget_that_was_typed_is_in_its_field_again(opened, qtbot, qapp, bench):
    first = opened()
    first.set_budget(123_456_700)
    first.close()
    shown = SimulatePane(opened(), first._jobs, Messages())
    qtbot.addWidget(shown)
    assert shown.handles.budget.amount.text() == "1,234,567"


def test_the_page_brings_the_scenario_of_each_version_back(page):
    version = page.model.entry.key
    page.open(view="simulate", version=version)
    page.further.simulation.move(FOUR, 75)
    page.model.close_view()
    page.next_step()  # a draft of the same version has a scenario of its own
    page.show_view("simulate")
    assert page.further.simulation.values == {}
    page.model.close_view()
    page.open(view="simulate", version=version)
    assert page.further.simulation.values == {FOUR: 75}


def test_those_who_move_stand_by_their_reference(page, morning):
    page.open(view="simulate", version=page.model.entry.key)
    named = page.further.simulation.loaded.references
    assert set(named) == set(morning.cases)
    assert named[morning.cases[0]] == "2026-0001"


def test_small_counts_of_winners_are_hidden(pane, model, bench):
    model.move(FOUR, 71)
    points = [point for series in model.pictures.swings.series for point in series.points]
    counts = [count for one in model.movers.by["setting"] for count in (one.winners, one.losers)]
    assert all(point.amount is None or point.amount == 0 or point.amount >= 6 for point in points)
    assert any(0 < count < 6 for count in counts)


def test_a_simulation_that_is_stopped_leaves_nothing_and_says_so(morning, qapp, qtbot):
    messages = Messages()
    jobs = InlineJobs(messages)
    made = SimulateViewModel(morning.desk, jobs, messages)
    shown = SimulatePane(made, jobs, messages)
    qtbot.addWidget(shown)

    def stopped(_told, _cancelled):
        from bandingdesk.ui.jobs import CancelledError

        raise CancelledError

    made.open(stopped)
    shown.show_model()
    assert made.bench is None
    assert shown.banner.words.startswith("The simulation was stopped.")
    jobs.close()


@pytest.mark.parametrize("size", [(1180, 640), (900, 430)])
def test_nothing_is_cut_and_every_control_has_a_name(pane, qtbot, size):
    pane.resize(*size)
    qtbot.wait(30)
    assert inspect.problems(pane) == []
