"""A version in trial: each case beside the scheme in force, by its reference, with nothing recorded for it."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from bandingdesk.matrix.trial import TrialBand, direction
from bandingdesk.store import log
from bandingdesk.store.queries import rounds, versions
from bandingdesk.ui import inspect
from tests.support.panel_morning import CHILDREN, SEATS, VOTERS

LAST = date(2027, 3, 31)


@pytest.fixture
def agreed(lead):
    """The first case at level 2 throughout, agreed in the meeting; the band in force beside its points."""
    round_id = lead.open_round(0)
    lead.as_("RA")
    lead.desk.panel.open_meeting(lead.meeting)
    for who in SEATS:
        lead.desk.panel.record_attendance(lead.meeting, lead.people[who], "present")
    for who in VOTERS:
        lead.lock(who, round_id)
    lead.as_("RA")
    lead.desk.panel.reveal(round_id)
    lead.desk.panel.agree_rest(round_id)
    person = lead.as_("CM")
    return lead.desk.read(lambda conn: rounds.round(conn, round_id, person)).band


def on_trial(lead, points):
    """Put a version on trial under which a case with so many POINTS is one band lower."""
    desk = lead.desk
    (row,) = [one for one in desk.read(versions.versions) if one.status == "adopted"]
    draft = desk.frameworks.new_draft_from(row.id, "2027.1")
    document = desk.frameworks.draft(draft).document
    ladder = document["definition"]["decide"]["rows"]
    at = next(n for n, one in enumerate(ladder) if one["from"] <= points <= one["to"])
    ladder[at - 1]["to"], ladder[at]["from"] = points, points + 1
    document["definition"]["tests"] = []
    desk.frameworks.keep_draft(draft, document)
    made = desk.frameworks.add(draft).id
    desk.frameworks.start_trial(made, desk.clock.today(), LAST, "The forum asked to see it first (invented).")
    return made


@pytest.fixture
def trying(lead, agreed, open_page):
    made = on_trial(lead, agreed.points)
    return open_page(lead, "frameworks", view="trial", version=made).area.current_page()


def test_a_trial_is_shown_beside_the_scheme_in_force(trying, agreed):
    pane = trying.further.panes["trial"]
    (line,) = trying.further.trial.tried.lines
    assert (line.row.band, line.direction) == (agreed.band, "lower")
    assert {way: figure.value for way, figure in pane.figures.items()} == {
        "same": "0", "higher": "0", "lower": "1", "people": "0",
    }  # fmt: skip
    assert pane.days.heading.title.text() == "In trial from Mon 23 Nov 2026 to Wed 31 Mar 2027"
    said = [label.text() for label in pane.findChildren(QLabel)]
    assert any("changes no child’s band and no money" in one for one in said)


def test_cases_stand_by_their_reference_and_no_child_is_named(trying):
    pane = trying.further.panes["trial"]
    row = pane.table.rows.row_at(0)
    shown = [column.cell(row) for column in pane.table.rows.columns]
    texts = [getattr(one, "text", one) for one in shown]
    assert texts[0] == "2026-0001"
    assert texts[-1] == "Lower"
    told = " ".join((*texts, *(label.text() for label in pane.findChildren(QLabel))))
    assert not any(child in told for child in (*CHILDREN, "Testpupil"))


def test_a_small_count_is_hidden_in_the_picture_that_can_be_saved(trying):
    grid = trying.further.trial.tried.grid
    counts = [point.amount for series in grid.series for point in series.points]
    assert all(count is None or count == 0 or count >= 6 for count in counts)


def test_looking_at_a_trial_records_nothing(lead, agreed, open_page):
    made = on_trial(lead, agreed.points)

    def entries():
        with lead.desk.store.read() as conn:
            return log.driver(conn).execute("SELECT count(*) FROM op").fetchone()

    before = entries()
    open_page(lead, "frameworks", view="trial", version=made)
    assert entries() == before


def test_the_chosen_version_leads_to_its_trial(lead, agreed, open_page, qtbot):
    made = on_trial(lead, agreed.points)
    page = open_page(lead, "frameworks").area.current_page()
    other = next(one.key for one in page.model.entries if one.key != made)
    page.versions.table.go_to(other)
    assert not page.versions.detail.tried.isVisible()
    page.versions.table.go_to(made)
    qtbot.mouseClick(page.versions.detail.tried, Qt.MouseButton.LeftButton)
    assert page.model.view == "trial"
    assert ("trial", "Trial") in page.choices()


def test_a_trial_without_cases_yet_says_so(lead, open_page):
    page = open_page(lead, "frameworks", view="trial", version=on_trial(lead, 50)).area.current_page()
    pane = page.further.panes["trial"]
    assert not pane.cases.isVisible()
    assert "No levels were agreed in these days yet." in " ".join(label.text() for label in pane.findChildren(QLabel))


@pytest.mark.parametrize("size", [(1500, 840), (904, 400)])
def test_nothing_is_cut_and_every_control_has_a_name(trying, qtbot, size):
    pane = trying.further.panes["trial"]
    pane.window().resize(*size)
    qtbot.waitUntil(lambda: inspect.problems(pane) == [])


@pytest.mark.parametrize(
    ("was", "now", "way"),
    [
        ("B2", TrialBand("indicative", "B2", ("B2",)), "same"),
        ("B2", TrialBand("indicative", "B3", ("B3",)), "higher"),
        ("B2", TrialBand("indicative", "B1", ("B1",)), "lower"),
        ("B2", TrialBand("interval", None, ("B1", "B2")), "people"),
        ("B2", TrialBand("refer", None, ()), "people"),
        (None, TrialBand("refer", None, ()), "same"),
        (None, TrialBand("indicative", "B1", ("B1",)), "people"),
        (None, TrialBand("not_scored", None, (), "Cedar is not rated."), "people"),
    ],
)
def test_a_direction_needs_a_single_band_on_both_sides(was, now, way):
    assert direction(was, now, ("B1", "B2", "B3")) == way
