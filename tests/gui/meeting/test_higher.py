"""The meeting page at higher panels: shares said as one types, the signatures, a record returned and answered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from bandingdesk.panel.higher.finding import FindingInvalidError
from bandingdesk.store.queries import higher
from bandingdesk.ui.jobs import InlineJobs
from bandingdesk.ui.messages import Messages
from bandingdesk.ui.theme.theme import Theme
from bandingdesk.ui.workspaces.meeting import higher_step
from bandingdesk.ui.workspaces.meeting.higher_pane import HigherPane
from bandingdesk.ui.workspaces.meeting.view_model import MeetingViewModel
from tests.support.higher_day import FUNDERS, JUDGES, HigherDay

PIN = "2468"


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HigherDay]:
    made = HigherDay(tmp_path_factory.mktemp("higher"))
    yield made
    made.desk.close()


class Table:
    """The view-model and the pane at one item, whoever is at the keys."""

    def __init__(self, day: HigherDay, meeting: str, item: str) -> None:
        self.day, self.messages = day, Messages()
        self.model = MeetingViewModel(day.desk, InlineJobs(self.messages), self.messages, day.clock)
        self.pane = HigherPane()
        self.meeting, self.item = meeting, item

    def seat(self, who: str) -> str:
        """Put WHO at the keys; return the step that the page shows them."""
        self.day.as_(who)
        self.model.open(self.meeting, self.item)
        return self.show()

    def show(self) -> str:
        """Show the pane as the page does; return the step."""
        model = self.model
        assert model.seen is not None
        self.pane.show_step(model.seen, model.form.higher, model.step, model.correction_made)
        return model.step

    @property
    def refusal(self) -> str:
        """Why the main button can't be pressed."""
        return higher_step.refusal(self.model, self.model.step)

    @property
    def verb(self) -> str:
        """What the main button says."""
        return higher_step.foot(self.model, self.model.step).verb


@pytest.fixture(autouse=True)
def look(qapp: QApplication) -> None:
    Theme.install(qapp, "light")


def missing(table: Table) -> tuple[str, ...]:
    """Return what the finding that was refused lacks."""
    error = table.model.error
    assert isinstance(error, FindingInvalidError)
    return error.missing


def test_funds_are_typed_to_the_penny_and_signed_twice(day: HigherDay) -> None:
    day.open(day.funding, day.item, FUNDERS)
    table = Table(day, day.funding, day.item)
    assert table.seat("AB") == "funds"
    assert (table.verb, table.pane.funds.how.isVisibleTo(table.pane)) == ("", False)  # the chair fills it in
    assert table.seat("DP") == "funds"
    pane, form = table.pane.funds, table.model.form.higher.funds
    assert pane.cost.text() == "1,200"  # offered as it was sent
    education, health = pane.amounts[:2]
    education.setText("700.50")
    assert pane.sum.text() == "Together £700.50 a year: £499.50 of £1,200 a year is not borne yet."
    assert table.refusal == pane.sum.text()
    health.setText("half")
    assert table.refusal == "“half” is no amount: write pounds, with or without pence."
    health.setText("499.50")
    assert (pane.sum.text(), table.refusal) == ("Together £1,200 a year: that is the cost.", "")
    table.model.find_funds()
    assert missing(table) == ("outcome",)
    form.outcome, form.commissioned, form.options, form.reasons = "funds_agreed", "By the year", "The local offer", "So"
    for share in form.shares[:2]:
        share.words = "Agreed in writing, 2 December"
    table.model.find_funds()
    assert (table.model.error, table.show(), table.verb) == (None, "funds_second", "Hand the laptop on")
    table.model.ask_to_change(True)
    assert table.show() == "funds"
    table.model.ask_to_change(False)
    assert table.seat("KO") == "funds_second"
    table.model.sign_second(PIN)
    assert table.seat("ET") == "funds_sign"
    assert table.refusal == "Say whether you agree."
    table.model.form.higher.agrees = "yes"
    table.model.sign_funds(PIN)
    assert (table.model.error, table.show()) == (None, "funds_signed")
    assert table.seat("DP") == "funds_signed"
    assert table.verb == "Done with this case"
    row = day.desk.read(lambda conn: higher.finding(conn, day.item))
    assert row is not None
    assert [(one.party, one.pence) for one in row.shares] == [("education", 70_050), ("health", 49_950)]


def test_a_record_is_read_returned_and_answered_on_the_same_page(day: HigherDay) -> None:
    meeting = day.plan("oversight", JUDGES)
    item = day.as_("CM").higher.take_up(meeting, day.decision, "One of ten, drawn by lot").id
    day.open(meeting, item, JUDGES)
    table = Table(day, meeting, item)
    assert table.seat("TB") == "oversight"
    first = table.pane.first
    for part in (first.reasons, first.spread, first.law, first.dissent, first.people):
        assert part.isVisibleTo(table.pane)
    told = table.model.form.higher.told
    told.outcome, told.words = "return", "One report is not weighed."
    table.model.find_oversight()
    assert missing(table) == ("asks",)
    told.asks = "Say what was made of the school's plan."
    table.model.find_oversight()
    assert (table.model.error, table.show()) == (None, "oversight_waiting")
    assert table.seat("ET") == "oversight_answer"
    assert table.pane.oversight.correct.isVisibleTo(table.pane)
    assert table.refusal == "Say what you answer."
    table.pane.oversight.answer.set_text("It was weighed: it says what the visit found.")
    assert table.refusal == ""
    table.model.answer_panel()
    assert (table.model.error, table.show(), table.verb) == (None, "found", "Next case")
