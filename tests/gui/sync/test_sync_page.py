"""What needs a choice is compared and settled by keys; what is so stands in a plain sentence; nothing is lost."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QRadioButton

from bandingdesk.ops import Subject
from bandingdesk.store import standing
from bandingdesk.sync.run import RunResult
from bandingdesk.ui import inspect

NO_KEY = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


def press(qtbot, key, modifier=NO_KEY):
    """Press a key where the focus is."""
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)


def looks_well(page, qtbot):
    """Wait until nothing is cut, nameless, faint or too large: the page takes its sizes after it is shown."""
    qtbot.waitUntil(lambda: inspect.problems(page.window()) == [])


def facts(apart):
    return apart.desk.store.load(Subject("case", apart.case)).facts


def names(widget):
    return [one.accessibleName() for one in widget.findChildren(QRadioButton) if one.isVisible()]


# One laptop


def test_one_laptop_says_so_and_offers_two_things(apart, open_sync, qtbot):
    page = open_sync(apart.desk)
    assert page.model.is_alone
    assert page.strip.switch.buttons[0].text() == "This laptop"
    assert page.parts["alone"].backup.hasFocus()
    assert page.window().status.sync.isHidden()
    looks_well(page, qtbot)


def test_sync_now_says_why_it_can_not_run_on_one_laptop(apart, open_sync):
    page = open_sync(apart.desk)
    command = page.window().commands.get("window.sync_now")
    assert command.why_not() == "This laptop syncs with nobody. Join a shared store under Sync."
    assert not page.window().commands.run("window.sync_now")


def test_the_form_of_joining_makes_an_address_without_the_password(apart, open_sync, qtbot):
    page = open_sync(apart.desk)
    page.parts["alone"].join.click()
    form = page.parts["join"].form
    assert form.host.hasFocus()
    assert page.main.why_not == "Fill in: Server."
    fields = (form.host, "records.example.test"), (form.store, "desk"), (form.ca, "/etc/council ca.pem")
    for field, words in (*fields, (form.login, "fq"), (form.password, "a secret"), (form.name, "Laptop 4")):
        field.setText(words)
    assert form.address() == "postgresql://fq@records.example.test:5432/desk?ca=%2Fetc%2Fcouncil+ca.pem"
    assert page.main.why_not == ""
    looks_well(page, qtbot)


def test_a_refused_join_keeps_the_form_and_says_what_is_safe(apart, open_sync):
    page = open_sync(apart.desk)
    page.show_section("join")
    form = page.parts["join"].form
    for field in (form.host, form.store, form.login, form.ca, form.name):
        field.setText("x y")
    form.password.setText("a secret")
    page.next_step()
    assert page.parts["join"].error.isVisible()
    assert form.login.text() == "x y"
    assert form.password.text() == ""
    assert page.model.is_alone


# Both versions


def test_nothing_is_chosen_beforehand(apart, open_sync):
    apart.edit_apart()
    page = open_sync(apart.desk)
    choice = page.model.choice
    assert choice.found is not None
    assert (choice.picks, choice.whole, choice.way) == ({}, None, None)
    assert not any(one.isChecked() for one in page.choices.compare.findChildren(QRadioButton))
    assert page.main.why_not == "Choose for 3 more fields."


def test_fields_are_chosen_one_by_one_by_keys_and_stand_so(apart, open_sync, qtbot):
    apart.edit_apart()
    page = open_sync(apart.desk)
    page.choices.compare.take_focus()
    by_name = {one.accessibleName(): one for one in page.choices.compare.grid.findChildren(QRadioButton)}
    for name in ("Keep theirs: Year group", "Keep theirs: Band on the list", "Keep yours: Amount on the list"):
        by_name[name].setFocus()
        press(qtbot, Qt.Key.Key_Space)
    assert page.model.choice.way == "composed"
    assert "Year group: Year 5" in page.choices.compare._preview.text()
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    found = facts(apart)
    assert (found.year_group, found.band, found.pence) == ("5", "Band 5", 500_00)
    (left,) = apart.desk.sync.differences()  # the list itself, which came in the same act
    assert left.subject.kind == "import"
    assert [item.op_id for item in page.model.items] == [left.op_id]


def test_each_field_that_differs_says_so_in_words_and_has_three_names(apart, open_sync, qtbot):
    apart.edit_apart()
    page = open_sync(apart.desk)
    assert sorted(names(page.choices.compare.grid)) == [
        "Keep theirs: Amount on the list",
        "Keep theirs: Band on the list",
        "Keep theirs: Year group",
        "Keep yours: Amount on the list",
        "Keep yours: Band on the list",
        "Keep yours: Year group",
    ]
    looks_well(page, qtbot)


def test_one_version_whole_is_made_anew_on_top_of_the_other(apart, open_sync):
    apart.review_apart()
    page = open_sync(apart.desk)
    compare = page.choices.compare
    assert [button.text() for button in compare.ways.buttons] == ["Keep yours", "Keep theirs"]
    compare.ways.buttons[0].click()
    assert compare._preview.text() == "What the setting says: More hours"
    page.next_step()
    assert apart.desk.store.load(Subject("case", apart.case)).review.setting_says == "More hours"
    assert apart.desk.oversight.verify().ok


def test_what_is_chosen_is_kept_when_the_page_is_left(apart, open_sync):
    apart.edit_apart()
    page = open_sync(apart.desk)
    path = page.model.choice.found.composed[0].path
    page.model.choice.pick(path, "theirs")
    page.window().navigate("settings")
    page.window().navigate("sync")
    again = page.model
    again.choice.show(again.items[0].op_id)
    assert again.choice.picks == {path: "theirs"}


def test_what_somebody_settled_meanwhile_is_told_and_read_again(apart, open_sync):
    my_op = apart.review_apart()
    page = open_sync(apart.desk)
    page.choices.compare.ways.buttons[0].click()
    apart.desk.sync.resolve(my_op, "theirs")
    page.next_step()
    assert page.model.choice.is_stale
    assert page.choices.compare.again.isVisible()
    page.choices.compare.again.click()
    assert page.model.items == ()
    assert apart.desk.store.load(Subject("case", apart.case)).review.setting_says == "Fewer hours"


def test_what_came_too_late_is_taken_in_or_left_out_in_the_same_frame(apart, open_sync):
    apart.review_apart(standing.HELD, standing.LATE)
    page = open_sync(apart.desk)
    compare = page.choices.compare
    assert [button.text() for button in compare.ways.buttons] == ["Take it in", "Leave it out"]
    assert compare.banner.words.startswith("This came after the scores were revealed or the case was closed.")
    compare.ways.buttons[1].click()
    assert page.main.why_not == "Write why, in a sentence that a family could read."
    compare.reason.setPlainText("The panel had closed the case.")
    page.next_step()
    assert apart.desk.sync.differences() == []
    assert apart.desk.store.load(Subject("case", apart.case)).review.setting_says == "Fewer hours"


def test_who_may_not_settle_it_reads_who_may(apart, open_sync, qtbot):
    apart.review_apart()
    apart.desk.switch(apart.somebody("L. Okoro", "LO", "panel_member"))
    page = open_sync(apart.desk)
    words = page.choices.compare.banner.words
    assert "To be settled by: chair, quality lead, administrator and whoever made it." in words
    assert page.choices.compare._choice.isHidden()
    assert page.main.why_not == "This is for somebody else to settle."
    looks_well(page, qtbot)


def test_a_disputed_case_says_that_letters_and_signatures_wait(apart, open_sync):
    apart.review_apart()
    page = open_sync(apart.desk)
    assert "Letters and signatures of this case wait until this is settled." in page.choices.compare.banner.words


def test_arrows_and_enter_walk_the_list(apart, open_sync, qtbot):
    apart.edit_apart()
    page = open_sync(apart.desk)
    page.choices.list.setFocus()
    first = page.model.choice.op_id
    press(qtbot, Qt.Key.Key_Down)
    second = page.model.choice.op_id
    assert first != second
    press(qtbot, Qt.Key.Key_Up)
    press(qtbot, Qt.Key.Key_Return)
    assert page.choices.compare.isAncestorOf(QApplication.focusWidget())


def test_f6_walks_the_parts(apart, open_sync):
    apart.edit_apart()
    page = open_sync(apart.desk)
    assert page.panes() == [page.strip, page.choices.side, page.choices.compare, page.foot]


# How it stands


def ended(apart, **more):
    """Return what a run of the sync gives back."""
    now = apart.desk.clock.now()
    return RunResult(now, now, **more)


def test_what_waits_is_counted_before_it_is_sent(apart, open_sync, qtbot):
    apart.review_apart()
    apart.desk.casework.assign(apart.case, apart.desk.me_id)
    page = open_sync(apart.desk, section="waiting")
    waiting = apart.desk.sync.status().waiting
    assert page.parts["waiting"]._said.text().startswith(f"The next sync sends {waiting} changes.")
    titles = {row.title for row in page.parts["waiting"].list.rows}
    assert "Cases" in titles
    looks_well(page, qtbot)


def test_the_status_line_has_a_sentence_behind_it(apart, open_sync):
    apart.review_apart()
    page = open_sync(apart.desk)
    status = page.window().status.sync
    assert status.text() == "1 thing needs a choice"
    status.click()
    (notice,) = page.window().messages.notices
    assert "They are safe on this laptop." in notice.happened
    assert notice.button == "Open Sync"


def test_a_sync_ends_in_a_sentence_for_the_screen_reader(apart, open_sync, monkeypatch):
    apart.review_apart()
    page = open_sync(apart.desk)
    said = []
    page.window().messages.announced.connect(lambda sentence, urgent: said.append((sentence, urgent)))
    monkeypatch.setattr(apart.desk.sync, "sync_now", lambda *_: ended(apart, pushed=12, pulled=1))
    page.window().commands.run("window.sync_now")
    assert ("Sync done. 12 changes were sent, 1 change came in.", False) in said


def test_a_fault_says_what_is_safe(apart, open_sync, monkeypatch):
    from bandingdesk.sync.refusals import PasswordError

    apart.review_apart()
    page = open_sync(apart.desk)
    monkeypatch.setattr(apart.desk.sync, "sync_now", lambda *_: ended(apart, fault=PasswordError(login="fq")))
    with apart.desk.store.arrival() as arrival:
        arrival.mark("sync.end", "SY-25")
    page.window().commands.run("window.sync_now")
    assert page.strip.fault.isVisible()
    assert "Your work is safe here" in page.strip.fault.words or "your work is safe here" in page.strip.fault.words


# The record, devices


def test_the_check_of_the_record_is_one_for_sync_and_oversight(apart, open_sync, qtbot):
    page = open_sync(apart.desk, section="record")
    page.next_step()
    entries = apart.desk.oversight.verify().entries
    wanted = f"{entries} entries checked, chain whole"
    assert page.parts["record"].check.banner.words.startswith(wanted)
    page.window().navigate("oversight")
    assert page.window().area.current_page().overview.check.banner.words.startswith(wanted)
    looks_well(page, qtbot)


def test_a_device_is_taken_out_with_a_reason_and_is_asked_about_first(apart, open_sync, qtbot):
    apart.review_apart()
    with apart.desk.store.arrival() as arrival:
        arrival.mark("peer", "none")
        arrival.raw.execute(
            "INSERT INTO device (id, name, enrolled) VALUES (?, ?, 0)", (apart.theirs.store.device_id, "Laptop 7")
        )
        arrival.mark("peer", "server")
    page = open_sync(apart.desk, section="devices")
    pane = page.parts["devices"]
    pane.list.go_to(apart.theirs.store.device_id)
    assert pane.revoke.why_not == "Write why first."
    pane.reason.setPlainText("Left on a train.")
    asked = []
    page.model.revoke = lambda device, reason: asked.append((device, reason))
    pane.revoke.click()
    assert asked == []
    page.window().messages.answer_yes()
    assert asked == [(apart.theirs.store.device_id, "Left on a train.")]
    looks_well(page, qtbot)


def test_a_backup_is_made_read_back_and_listed(apart, open_sync, tmp_path, qtbot):
    page = open_sync(apart.desk, section="backups")
    pane = page.parts["backups"]
    assert pane.nothing.isVisible()
    pane.model.make(tmp_path / "one.deskbackup")
    assert (tmp_path / "one.deskbackup").exists()
    assert pane.banner.words.startswith("The backup is made and was read back whole.")
    assert len(pane.list.rows) == 1
    pane.model.make(tmp_path / "one.deskbackup")
    assert "(ST-40)" in pane.banner.words
    looks_well(page, qtbot)


def test_scores_of_others_stay_hidden_until_the_reveal(apart):
    from bandingdesk.ui.workspaces.sync import reading

    apart.review_apart()
    (one,) = apart.desk.sync.differences()
    sheet = replace(one, subject=Subject("sheet", "round.somebody"))
    assert not reading._may_see_scores(apart.desk, sheet)
    assert reading._may_see_scores(apart.desk, replace(one, subject=Subject("sheet", f"round.{apart.desk.me_id}")))
