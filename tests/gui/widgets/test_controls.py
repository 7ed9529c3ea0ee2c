"""Buttons, fields, banners, lists and cards: what they say, what they tell, and how they explain themselves."""

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAction, QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from bandingdesk.ui.widgets import (
    banner,
    buttons,
    card,
    chip,
    clock_bar,
    empty_state,
    evidence_card,
    foot_bar,
    form,
    labels,
    ladder,
    people,
    problem_list,
    segmented,
    why,
)


def spoken(widget, what=QAccessible.Text.Name):
    return QAccessible.queryAccessibleInterface(widget).text(what)


def test_a_disabled_button_says_why_to_eye_and_ear(shown):
    button = buttons.PrimaryButton("Sign", key="F8")
    shown(button)
    button.say_why_not("Only the chair may sign.")
    assert (button.isEnabled(), button.toolTip(), button.accessibleDescription()) == (
        False,
        "Only the chair may sign.",
        "Only the chair may sign.",
    )
    button.say_why_not("")
    assert (button.isEnabled(), button.toolTip()) == (True, "")


def test_a_button_follows_its_command(shown):
    done = []
    action = QAction("Lock my scores")
    action.triggered.connect(lambda: done.append("locked"))
    action.setEnabled(False)
    action.setToolTip("6 strands have no level yet.")
    button = buttons.PrimaryButton("Lock my scores", icon="lock", key="Ctrl+L")
    button.follow(action)
    shown(button)
    assert button.why_not == "6 strands have no level yet."
    action.setEnabled(True)
    button.click()
    assert done == ["locked"]


def test_a_command_outlives_its_buttons(shown):
    action = QAction("Lock my scores")
    button = buttons.PrimaryButton("Lock my scores")
    button.follow(action)
    shown(button)
    shiboken6.delete(button)
    action.setEnabled(False)  # an error here would fail the test by pytest-qt


def test_parts_that_are_gone_hear_of_no_theme(shown, look):
    holder = QWidget()
    shown(holder)
    column = QVBoxLayout(holder)
    parts = [chip.Chip("Live", "ok") for _ in range(50)]
    for part in (*parts, form.NoteField("x"), segmented.Segmented("Answer", [(1, "Met")])):
        column.addWidget(part)
    before = look.receivers("2changed()")
    shiboken6.delete(holder)
    assert look.receivers("2changed()") <= before - 100
    look.set("dark")


def test_a_key_is_written_as_it_is_read():
    assert buttons.key_words("Ctrl+Shift+L") == "Ctrl Shift L"


@pytest.mark.parametrize("tone", ["plain", "accent", "danger", "warn", "ok", "info", "demo"])
def test_a_chip_has_room_for_its_words_in_every_tone(shown, look, tone):
    made = chip.Chip("Blind scoring", tone, "eye-off")
    shown(made)
    for percent in (100, 175):
        look.set(percent=percent)
        made.resize(made.sizeHint())
        made.grab()
        assert made.cut_texts() == []


def test_a_chip_of_an_unknown_tone_is_refused():
    with pytest.raises(ValueError, match="purple"):
        chip.colours("purple")


def test_a_field_is_named_by_its_label_and_tells_what_is_wrong(shown):
    field = form.FormField("Date received", form.line(), hint="The day the letter came in.")
    shown(field)
    field.set_error("This day has not come yet.")
    assert spoken(field.field) == "Date received"
    assert field.field.accessibleDescription() == "The day the letter came in. This day has not come yet."
    assert field.field.property("state") == "error"
    field.set_error("")
    assert field.field.accessibleDescription() == "The day the letter came in."


def test_a_secret_field_hides_what_is_typed():
    assert form.line(secret=True).echoMode() == QLineEdit.EchoMode.Password


def test_a_choice_starts_with_nothing_chosen(shown, look):
    choice = form.Choice([("keep", "Keep the plan"), ("end", "End the plan")])
    shown(choice)
    assert choice.value is None
    choice.set_value("end")
    assert (choice.value, choice.currentText()) == ("end", "End the plan")
    with pytest.raises(ValueError, match="stop"):
        choice.set_value("stop")


def test_a_note_is_told_after_a_rest_and_when_it_is_left(shown, qtbot):
    note, other = form.NoteField(), form.line()
    shown(note, other)
    note.setFocus()
    with qtbot.waitSignal(note.rested, timeout=2000) as told:
        QTest.keyClicks(note, "EP p4")
    assert told.args == ["EP p4"]
    QTest.keyClicks(note, " and p5")
    with qtbot.waitSignal(note.rested, timeout=300) as told:
        other.setFocus()
    assert told.args == ["EP p4 and p5"]


def test_showing_a_kept_note_tells_nobody(shown, qtbot):
    note = form.NoteField()
    shown(note)
    with qtbot.assertNotEmitted(note.rested, wait=form.REST_MS + 150):
        note.set_text("from the draft")


def test_a_note_grows_with_its_text_up_to_its_rows(shown):
    note = form.NoteField("one", rows=3)
    shown(note)
    one = note.height()
    note.set_text("one\ntwo\nthree")
    three = note.height()
    note.set_text("\n".join("abcdefgh"))
    assert one < three == note.height()


def test_how_sure_goes_round_by_its_key(shown):
    sure = form.ConfidenceChoice()
    shown(sure)
    told = []
    sure.chosen.connect(told.append)
    assert sure.value is None
    for _ in range(4):
        sure.step()
    assert told == ["sure", "fairly", "not_sure", "sure"]


def test_a_banner_says_what_happened_what_is_safe_what_to_do(shown, qtbot):
    made = banner.Banner(
        "The letter was not made: the SENDIASS phone number is missing.",
        "Nothing was sent.",
        "Add it in Settings, Letters, then press F5.",
        code="LE-11",
        tone="danger",
    )
    shown(made)
    assert made.words == (
        "The letter was not made: the SENDIASS phone number is missing. Nothing was sent. "
        "Add it in Settings, Letters, then press F5. (LE-11)"
    )
    with qtbot.waitSignal(made.closed):
        qtbot.mouseClick(made.findChild(buttons.LinkButton), Qt.MouseButton.LeftButton)
    assert not made.isVisible()


def test_the_main_button_stands_bottom_right_whether_or_not_anything_is_said(shown, qtbot):
    foot = foot_bar.FootBar()
    main = foot.add_right(buttons.PrimaryButton("Start re-score", key="F8"))
    foot.add_left(buttons.QuietButton("Defer"))
    shown(foot, width=800)
    for words in ("", "Blind scoring: nobody sees your levels until the chair reveals"):
        foot.say(words)
        foot.layout().activate()
        assert main.geometry().right() >= foot.width() - 20


def test_an_empty_page_holds_the_next_step(shown, qtbot):
    made = empty_state.EmptyState("No cases yet", "", button="Import a list")
    shown(made)
    with qtbot.waitSignal(made.asked):
        made.button.click()
    assert made.link.isHidden()


def test_an_extract_is_highlighted_word_for_word_and_relied_on(shown, qtbot, look):
    extract = evidence_card.Extract(
        "x1", "Educational psychologist", "page 4", "He stayed with the task for three minutes.", "with the task"
    )
    made = evidence_card.EvidenceCard(extract)
    shown(made, width=360)
    picture = made.grab().toImage()
    colours = {picture.pixelColor(x, y).name().upper() for x in range(picture.width()) for y in range(picture.height())}
    assert look.tokens.highlight in colours
    rely = made.findChildren(buttons.Button)[-1]
    assert spoken(rely) == "Rely on this: Educational psychologist"
    with qtbot.waitSignal(made.rely_asked) as told:
        rely.click()
    assert told.args == ["x1"]


def test_missing_things_are_links_to_their_places(shown, qtbot):
    made = problem_list.ProblemList()
    shown(made)
    assert not made.isVisible()
    made.set("2 things are missing", [problem_list.Problem("Speech", "No level yet.", "speech")])
    assert made.isVisible()
    with qtbot.waitSignal(made.asked) as told:
        made.links[0].click()
    assert told.args == ["speech"]
    made.set("", [])
    assert not made.isVisible()


def test_a_segment_is_chosen_by_click_and_key(shown, qtbot):
    made = segmented.Segmented(
        "Answer", [("met", "Met", "circle-check", "ok"), ("not", "Not met", "circle-x", "danger")]
    )
    shown(made)
    assert made.value is None
    with qtbot.waitSignal(made.chosen) as told:
        qtbot.mouseClick(made.buttons[1], Qt.MouseButton.LeftButton)
    assert told.args == ["not"]
    made.choose("met")
    assert made.value == "met"


def test_a_band_stands_on_its_rung():
    six = ladder.Rung("Band 6", 130, 159)
    assert [ladder.holds(six, points) for points in (129, 130, 159, 160)] == [False, True, True, False]
    assert ladder.holds(ladder.Rung("Band 9", 300), 9999)


def test_points_on_no_rung_are_refused(shown):
    made = ladder.BandLadder()
    shown(made)
    with pytest.raises(ValueError, match="12 points"):
        made.set([ladder.Rung("Band 6", 130, 159)], 12, "12 points", "")


def test_the_grid_reads_its_cells_out(shown):
    made = ladder.LevelGrid()
    shown(made)
    made.set([ladder.GridRow("Attention", ((2, "B5"), (3, "B6")), 3)])
    assert made.accessibleName() == "2: B5. Attention at level 3, as now: B6."


def test_money_is_not_there_until_it_is_given(shown):
    made = why.ResultCard()
    shown(made)
    made.set("Indicative band", "Band 6", mark="Not a decision")
    assert made.words == "Indicative band Band 6 Not a decision"
    assert not [part for part in made.findChildren(labels.Label) if part.isVisible() and "£" in part.text()]


def test_steps_and_people_are_read_with_their_state(shown):
    steps, persons = people.StepList(), people.PersonList()
    shown(steps, persons)
    steps.set([people.StepRow("Reveal", "5 of 5 locked", "done"), people.StepRow("Talk", "Self-care first", "now")])
    persons.set([people.Attendee("S. Devane", "own school", "out")])
    said = [part.accessibleName() for each in (steps, persons) for part in each.children() if part.isWidgetType()]
    assert said == ["Reveal, done. 5 of 5 locked", "Talk, now. Self-care first", "S. Devane, stepped out. own school"]


def test_both_dates_of_the_clock_are_said(shown):
    made = clock_bar.ClockBar()
    shown(made)
    assert not made.isVisible()
    made.set(clock_bar.LegalClock("Decide by Fri 4 Dec 2026", "14 days left", "Law’s last day Mon 7 Dec", 14, 28))
    assert made.accessibleName() == "Decide by Fri 4 Dec 2026. 14 days left. Law’s last day Mon 7 Dec."


def test_a_column_never_cuts_what_it_holds(shown, look):
    column = card.Column()
    column.add(labels.Label("Antidisestablishmentarianism " * 8, wrap=True))
    page = shown(column, width=200)
    look.set(percent=175)
    assert page.minimumSizeHint().width() > 200


def test_words_keep_their_hyphens_narrow_and_follow_typeface_and_size(shown, look):
    words, numbers = labels.Label("top-up, self-care"), labels.Label("top-up, self-care", figures=True)
    shown(words, numbers)
    assert words.sizeHint().width() < numbers.sizeHint().width()
    look.set(percent=150, typeface="hyperlegible")
    assert words.fontInfo().family() == "Atkinson Hyperlegible Next"
    assert words.font().pixelSize() == 21


@pytest.mark.parametrize("percent", [100, 175])
def test_plain_fields_and_choices_keep_hyphens_narrow_and_are_large_enough_to_hit(shown, look, percent):
    look.set(percent=percent)
    said = "Self-care, top-up"
    parts = (QLineEdit(said), QRadioButton(said), QCheckBox(said))
    shown(*parts)
    for part in parts:
        face = QFontMetricsF(part.font())
        assert face.horizontalAdvance(said) < QFontMetricsF(look.font("body")).horizontalAdvance(said)
        assert part.height() >= 24  # WCAG 2.2, 2.5.8


def test_an_extract_in_a_narrow_column_keeps_its_last_line(shown):
    text = "He stayed with the task for three minutes, then left his place and came back when he was asked to. " * 3
    made = evidence_card.EvidenceCard(evidence_card.Extract("x1", "Educational psychologist", "page 4", text))
    shown(made, width=240, height=700)
    words = made.findChild(evidence_card.Words)
    assert words.width() < 240
    assert words.height() >= words.heightForWidth(words.width())
    assert words.cut_texts() == []
