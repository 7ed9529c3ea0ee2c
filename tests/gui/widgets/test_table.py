"""The big table: 20,000 ids, a few windows of rows, one reading each; keys, sorting, columns that make room."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from bandingdesk.ui.jobs import InlineJobs, Jobs
from bandingdesk.ui.models import window_model
from bandingdesk.ui.models.columns import Cell, Column, RowsModel
from bandingdesk.ui.models.window_model import WindowModel
from bandingdesk.ui.widgets.table import Table


@dataclass(frozen=True)
class Row:
    id: str
    name: str
    need: str = "Speech, language and communication"


class Quiet:
    def show_error(self, fault):
        raise fault

    def show_fault(self, fault):
        raise fault


COLUMNS = [
    Column("name", "Child", lambda row: Cell(row.name, strong=True), 200, stretch=True, sort="name"),
    Column("id", "Reference", lambda row: row.id, 120, sort="reference"),
    Column("need", "Need", lambda row: row.need, 260, drop=1),
]
IDS = [f"EX-{number:05}" for number in range(20_000)]


class Store:
    """Counts what is read from it."""

    def __init__(self):
        self.readings = []
        self.names = "Testpupil Rowan"

    def fetch(self, ids):
        self.readings.append((ids[0], len(ids)))
        return [Row(each, f"{self.names}-{each[-3:]}") for each in ids]


@pytest.fixture
def store():
    return Store()


@pytest.fixture
def model(store, qapp):
    made = WindowModel(COLUMNS, store.fetch, InlineJobs(Quiet()))
    made.set_ids(IDS)
    return made


@pytest.fixture
def table(model, shown, qtbot):
    made = Table("Cases", model)
    shown(made, width=900, height=500)
    with qtbot.waitSignal(model.loaded):
        made.viewport().repaint()
    return made


def test_twenty_thousand_rows_are_one_reading_of_two_hundred(table, model, store):
    assert model.rowCount() == 20_000
    assert store.readings == [("EX-00000", window_model.WINDOW)]
    assert model.row_at(3).name == "Testpupil Rowan-003"


def test_a_row_out_of_sight_is_read_when_it_comes_into_sight(table, model, store, qtbot):
    with qtbot.waitSignal(model.loaded):
        table.go_to("EX-10450")
        table.viewport().repaint()
    assert store.readings[-1] == ("EX-10400", 200)
    assert table.current == "EX-10450"


def test_only_a_few_windows_are_kept(model, qtbot):
    for start in range(0, 20_000, 200):
        model.row_at(start)
        qtbot.waitUntil(lambda start=start: model.row_at(start) is not None)
    assert len(model._windows) == window_model.KEPT


def test_first_rows_given_are_not_read_again(store, qapp, qtbot):
    model = WindowModel(COLUMNS, store.fetch, InlineJobs(Quiet()))
    model.set_ids(IDS, [Row(each, "x") for each in IDS[:200]])
    assert model.row_at(199).name == "x"
    assert store.readings == []


def test_after_news_the_old_rows_stay_until_the_new_ones_are_there(table, model, store, qtbot):
    store.names = "Testpupil Willow"
    model.refresh()
    assert model.row_at(0).name == "Testpupil Rowan-000"
    with qtbot.waitSignal(model.loaded):
        table.viewport().repaint()
    assert model.row_at(0).name == "Testpupil Willow-000"


def test_an_answer_to_an_older_list_is_not_shown(store, qapp, qtbot):
    held = []

    class Slow:
        def read(self, fn, *, owner, done):
            held.append(lambda: done(fn()))

    model = WindowModel(COLUMNS, store.fetch, Slow())
    model.set_ids(IDS)
    model.row_at(0)
    qtbot.waitUntil(lambda: len(held) == 1)
    model.set_ids(["EX-00007"])
    held[0]()
    assert model.row_at(0) is None


def test_a_case_that_is_gone_leaves_a_blank_row(qapp, qtbot):
    model = WindowModel(COLUMNS, lambda ids: [Row(ids[0], "x")], InlineJobs(Quiet()))
    model.set_ids(["a", "b"])
    model.row_at(0)
    qtbot.waitUntil(lambda: model.row_at(0) is not None)
    assert model.row_at(1) is None
    assert model.index(1, 0).data() == ""


def test_it_reads_on_other_threads_too(store, qapp, qtbot):
    jobs = Jobs(Quiet())
    model = WindowModel(COLUMNS, store.fetch, jobs)
    model.set_ids(IDS)
    with qtbot.waitSignal(model.loaded):
        model.row_at(0)
    assert model.row_at(0).id == "EX-00000"
    jobs.close()


def test_the_first_cell_speaks_the_whole_row(table, model):
    said = model.index(2, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Child Testpupil Rowan-002, Reference EX-00002, Need Speech, language and communication"
    assert model.index(2, 1).data(Qt.ItemDataRole.AccessibleTextRole) == "EX-00002"


def test_enter_opens_and_arrows_tell(table, qtbot):
    opened, chosen = [], []
    table.opened.connect(opened.append)
    table.current_changed.connect(chosen.append)
    table.go_to("EX-00000")
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert chosen == ["EX-00000", "EX-00001"]
    assert opened == ["EX-00001"]


def test_the_chosen_case_stays_chosen_when_the_rows_are_sorted_anew(table, model):
    table.go_to("EX-00002")
    told = []
    table.current_changed.connect(told.append)
    model.set_ids(list(reversed(IDS)))
    assert table.current == "EX-00002"
    assert told == []


def test_a_heading_asks_for_its_order_and_then_for_the_other(table):
    told = []
    table.sort_asked.connect(lambda name, down: told.append((name, down)))
    header = table.horizontalHeader()
    for section in (1, 1, 0, 2):  # the last one can't be sorted by
        header.sectionClicked.emit(section)
    assert told == [("reference", False), ("reference", True), ("name", False)]


def test_columns_that_matter_less_make_room(table):
    assert not table.isColumnHidden(2)
    table.window().resize(420, 500)
    assert table.isColumnHidden(2)
    assert not table.isColumnHidden(1)


def test_row_heights_follow_density_and_text_size(table, look):
    assert table.verticalHeader().defaultSectionSize() == 44
    table.set_compact(True)
    assert table.verticalHeader().defaultSectionSize() == 32
    look.set(percent=150)
    assert table.verticalHeader().defaultSectionSize() == 48


def test_a_short_list_is_held_whole(shown):
    model = RowsModel(COLUMNS, [Row("a", "x"), Row("b", "y")])
    table = Table("Letters", model)
    shown(table)
    table.go_to("b")
    model.set_rows([Row("b", "y")])
    assert (table.current, model.rowCount()) == ("b", 1)
    with pytest.raises(KeyError):
        table.go_to("a")
