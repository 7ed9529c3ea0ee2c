"""The states that are pictured, each reached by acts and never by setting a view.

They come in an order that a morning could have. A state that goes on from another one names it in `after`: that one is
reached first, pictured or not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bandingdesk import sheets
from bandingdesk.demo.build import Built
from bandingdesk.demo.history import TODAY
from bandingdesk.demo_caseload import untidy
from bandingdesk.desk.desk import Desk
from bandingdesk.desk.sample import LETTERS
from bandingdesk.store import pins
from bandingdesk.store.queries import council, decisions, panel, rounds
from bandingdesk.store.queries.panel import ItemRow
from bandingdesk.ui import (
    after_states,
    agenda_states,
    around_states,
    backlog_states,
    contacts_states,
    decision_states,
    framework_states,
    higher_states,
    history_states,
    lists_states,
    papers_states,
    profiles_states,
    questions_states,
    records_states,
    retention_states,
    returns_states,
    room_states,
    slips_states,
    sync_states,
    terms_states,
    types_states,
)
from bandingdesk.ui.stage import PASSPHRASE, Scene, Stage


@dataclass(frozen=True, slots=True)
class State:
    """One state of the screen: `name` is NN-words, `reach` leads the stage there from the state `after`, "" for any."""

    name: str
    workspace: str
    words: str
    scene: Scene
    reach: Callable[[Stage], None]
    after: str = ""


def _desk(stage: Stage) -> Desk:
    assert stage.desk is not None
    return stage.desk


def _built(stage: Stage) -> Built:
    assert stage.built is not None
    return stage.built


def _item(stage: Stage, position: int) -> ItemRow:
    """Return an item of this morning's agenda as the chair sees it."""
    chair = _built(stage).people["RA"]
    agenda = _desk(stage).read(lambda conn: panel.agenda(conn, _built(stage).meeting, chair))
    return agenda[position - 1]


def _meeting(stage: Stage, position: int, person: str = "RA") -> None:
    meeting = _built(stage).meeting
    stage.sit(person, "meeting", meeting_id=meeting, item=_item(stage, position).item)


def _score(stage: Stage, position: int, person: str = "RA") -> None:
    stage.sit(person, "scoring", round_id=_item(stage, position).round_id)


# First run and a council without cases


def _first_run(stage: Stage) -> None:
    """The first page."""


def _first_run_join(stage: Stage) -> None:
    """An empty store that was made to join opens on the form; nothing answers at the address yet."""
    window = stage.window
    stage.act(lambda: window.setup.create(window.setup.place, PASSPHRASE).desk.close())
    window.start()
    stage.driver.settle()
    page: Any = window.area.current_page()
    stage.desk = page.view_model.desk
    typed = {"Server": "records.council.example", "Name of the store": "desk", "Your login": "f.quill"}
    for name, words in {**typed, "Password": "not a real one"}.items():
        stage.driver.write(name, words)


def _today_empty(stage: Stage) -> None:
    stage.go("today")


def _cases_empty(stage: Stage) -> None:
    stage.go("cases")


def _panels_empty(stage: Stage) -> None:
    stage.go("panels")


def _oversight_empty(stage: Stage) -> None:
    stage.go("oversight")


# Today and cases


def _today_busy(stage: Stage) -> None:
    stage.sit("CM", "today")


def _today_member(stage: Stage) -> None:
    stage.sit("RA", "today")


def _cases(stage: Stage) -> None:
    stage.sit("CM", "cases", words="")


def _cases_none(stage: Stage) -> None:
    stage.sit("CM", "cases", words="need:vi nobody-of-this-name")


def _palette(stage: Stage) -> None:
    stage.sit("CM", "today")
    stage.driver.key("Ctrl+K")
    stage.driver.type("dogwood")


def _close_palette(stage: Stage) -> None:
    stage.window.close_popovers()
    stage.driver.settle()


def _case(stage: Stage) -> None:
    _close_palette(stage)
    stage.sit("CM", "cases", case_id=_item(stage, 5).case_id)


def _case_papers(stage: Stage) -> None:
    stage.sit("CM", "cases", case_id=_item(stage, 5).case_id, section="papers")


def _new_case(stage: Stage) -> None:
    stage.sit("CM", "cases", view="new")


# Import


def _list(stage: Stage) -> Path:
    """Return an untidy list: plans that the council has on record, some with another amount, and 400 it has not."""
    path = stage.folder / "exampleshire-plans-autumn.xlsx"
    if not path.exists():
        known, new = untidy(1701, 1, TODAY), untidy(400, 7, TODAY)  # the demo's own plans; a list of others
        kept = [row for at, row in enumerate(known.sheet.rows, 1) if at not in known.damaged and at % 30 == 0]
        kept = [[*row[:20], 9_900, *row[21:]] if at % 3 == 0 else row for at, row in enumerate(kept)]
        head, rest = new.sheet.rows[: new.header_row], new.sheet.rows[new.header_row :]
        rows = [*head, *kept, *(_renumbered(row) for row in rest)]
        path.write_bytes(sheets.write_xlsx([sheets.Sheet(new.sheet.name, rows)]))
    return path


def _renumbered(row: list[sheets.Cell]) -> list[sheets.Cell]:
    """Return a row of a plan under a case number of its own, without UPN and NHS number; other rows as they are."""
    number = str(row[0] or "")
    return [f"{int(number) + 4000:06d}", *row[1:6], None, None, *row[8:]] if number.isdigit() else row


def _import_file(stage: Stage) -> None:
    stage.sit("CM", "cases", view="import")


def _import_columns(stage: Stage) -> None:
    stage.sit("CM", "cases", view="import")
    page = stage.window.area.page("cases")
    page.imports.read(_list(stage))  # type: ignore[union-attr]  # the file dialog is the system's own window
    stage.driver.settle()


def _import_check(stage: Stage) -> None:
    _import_columns(stage)
    stage.driver.click("Check the rows")


def _import_effect(stage: Stage) -> None:
    _import_check(stage)
    stage.driver.click("See what it would do")


# Panels and scoring


def _agenda(stage: Stage) -> None:
    stage.sit("CM", "panels", meeting_id=_built(stage).meeting)


def _plan(stage: Stage) -> None:
    stage.sit("CM", "panels", view="plan")


def _interests(stage: Stage) -> None:
    stage.sit("RA", "panels", meeting_id=_built(stage).meeting, view="interests")


def _score_none(stage: Stage) -> None:
    _score(stage, 8)


def _score_half(stage: Stage) -> None:
    for level in ("3", "2", "3", "4", "1"):
        stage.driver.key(level)
        stage.driver.key("E")
        stage.driver.key("Return")
    stage.driver.key("2")


def _score_refused(stage: Stage) -> None:
    stage.driver.key("Ctrl+L")


def _score_locked(stage: Stage) -> None:
    _score(stage, 5)


# The meeting


def _before_reveal(stage: Stage) -> None:
    _meeting(stage, 5)


def _after_reveal(stage: Stage) -> None:
    _meeting(stage, 4)


def _agree(stage: Stage, position: int) -> None:
    """Agree every level of an item as the chair, each open one with a reason."""
    desk, round_id = _desk(stage), _item(stage, position).round_id or ""
    row = desk.read(lambda conn: rounds.round(conn, round_id, desk.me_id))
    if row.state == "open":
        stage.act(lambda: desk.panel.reveal(round_id))
    stage.act(lambda: desk.panel.agree_rest(round_id))
    for strand in desk.read(lambda conn: rounds.round(conn, round_id, desk.me_id)).spreads:
        if strand.agreed is None:
            level, code = (strand.median_x2 + 1) // 2, "between" if strand.median_x2 % 2 else "evidence"
            stage.act(partial(desk.panel.agree_level, round_id, strand.strand, level, code, "Read again together."))


def _band_shown(stage: Stage) -> None:
    _meeting(stage, 6)
    _agree(stage, 6)
    _meeting(stage, 6)


def _decision_form(stage: Stage) -> None:
    """Begin the finding of the case whose band is shown; nothing is recorded yet."""
    drive = stage.driver
    drive.choose("Outcome", "Amend")
    drive.write("The legal test, answered in words", "We asked whether Section F still meets the needs. It does not.")
    drive.write("Changes to the plan, a line each", "Section F, line 3: a known adult at lunchtime every day.")


def _sign_refused(stage: Stage) -> None:
    """Go on with fields still to fill: what is missing is listed in the page."""
    stage.driver.key("F8", stage.window)


def _override(stage: Stage) -> None:
    """Fill in another band than the indicated one, with its reason."""
    _meeting(stage, 7)
    _agree(stage, 7)
    _meeting(stage, 7)
    drive, desk = stage.driver, _desk(stage)
    row = desk.read(lambda conn: rounds.round(conn, _item(stage, 7).round_id or "", desk.me_id))
    assert row.band is not None
    _decision_form(stage)
    drive.tick("No")
    drive.write("Why, whichever way it goes", "Needs act on each other more than the points show.")
    order = [f"Band {number}" for number in range(1, 11)]
    drive.choose("Decided band", order[order.index(str(row.band.title)) + 1])
    drive.choose("Reason for another band", "act on each other")
    drive.write("What the panel thought of these views", "We agree about lunchtimes: the plan will say who helps.")
    drive.write("The reason in words", "Hearing and language together ask for more than each alone.")


def _second_signature(stage: Stage) -> None:
    """Record the override; it waits for another member."""
    stage.driver.key("F8", stage.window)


def _signed(stage: Stage) -> None:
    desk = _desk(stage)
    decision = _item(stage, 1).decision_id or ""
    stage.sit("ET", "meeting", meeting_id=_built(stage).meeting, decision_id=decision)
    row = desk.read(lambda conn: decisions.decision(conn, decision, desk.me_id))
    if row.signed is None:
        words = "I have read the panel's record and the papers, and I agree with its reasons."
        stage.act(lambda: desk.panel.sign(decision, True, row.outcome, row.band, words, "2468"))
    stage.sit("ET", "meeting", meeting_id=_built(stage).meeting, decision_id=decision)


# Letters


def _letters_tray(stage: Stage) -> None:
    stage.sit("CM", "letters")


def _letter_missing(stage: Stage) -> None:
    desk = _desk(stage)
    lacking = {name: value for name, value in LETTERS.items() if not name.startswith("sendiass")}
    stage.sit("ET", "letters")
    stage.act(lambda: desk.council.adopt_policy("letters", lacking, TODAY - timedelta(days=1), "Minute 7 (invented)"))
    decision = _item(stage, 1).decision_id
    stage.sit("CM", "letters", decision_id=decision, template="L7")


def _letter_preview(stage: Stage) -> None:
    desk = _desk(stage)
    stage.sit("ET", "letters")
    stage.act(lambda: desk.council.adopt_policy("letters", LETTERS, TODAY, "Minute 8 (invented)"))
    stage.sit("CM", "letters", decision_id=_item(stage, 1).decision_id, template="L7")


def _send_confirm(stage: Stage) -> None:
    stage.driver.key("Ctrl+Return")
    stage.driver.key("Ctrl+Return")


# Oversight and settings


def _oversight(stage: Stage) -> None:
    stage.sit("TB", "oversight")


def _audit(stage: Stage) -> None:
    """Draw a sample, take up its first decision and give a first mark beside those that the checks propose."""
    stage.sit("TB", "oversight")
    stage.driver.click("Draw a sample")
    stage.driver.click("Draw this sample")
    stage.driver.click("Start this audit")
    stage.driver.key("1")


def _audits(stage: Stage) -> None:
    """Give every criterion its mark and grade the audit, then look at the samples."""
    while stage.driver.has("Next criterion"):
        stage.driver.key("1")
        if stage.driver.has("Next criterion"):
            stage.driver.click("Next criterion")
    stage.driver.click("Grade this audit")
    stage.sit("TB", "oversight")


def _record(stage: Stage) -> None:
    stage.sit("TB", "oversight", decision_id=_item(stage, 1).decision_id)


def _settings(stage: Stage) -> None:
    stage.sit("CM", "settings", section="look")


def _people(stage: Stage) -> None:
    """The administrator looks at a caseworker, with what is open in that name."""
    known = _desk(stage).read(council.people)
    administrator = next(one.id for one in known if "administrator" in one.roles)
    stage.window.hand_over(administrator, "settings", pin_checked=True, section="people")
    stage.driver.settle()
    page: Any = stage.window.area.current_page()
    page.parts["people"].table.go_to(_built(stage).people["CM"])
    stage.driver.settle()


def _locked(stage: Stage) -> None:
    """A store that is no demo: its PINs are nobody else's."""
    stage.go("today")
    stage.driver.key("Ctrl+Shift+K")


def _locked_wait(stage: Stage) -> None:
    for _ in range(pins.FREE + 1):
        stage.driver.type("0000")
        stage.driver.key("Return")


def _diagnostics(stage: Stage) -> None:
    stage.sit("CM", "settings", section="diagnostics")


_CASEWORK = (
    *records_states.STATES,
    *around_states.STATES,
    *contacts_states.STATES,
    *papers_states.STATES,
    *profiles_states.STATES,
    *returns_states.STATES,
    *lists_states.STATES,
    *backlog_states.STATES,
)

_PANEL = (
    *types_states.STATES,
    *questions_states.STATES,
    *agenda_states.STATES,
    *slips_states.STATES,
    *room_states.STATES,
    *decision_states.STATES,
    *after_states.STATES,
    *higher_states.STATES,
    *history_states.STATES,
)

STATES = (
    State("01-first-run", "first_run", "first run", "first", _first_run),
    State("01b-join", "first_run", "join the council's store", "first", _first_run_join, "01-first-run"),
    State("07-today-empty", "today", "Today empty", "empty", _today_empty),
    State("07b-cases-empty", "cases", "no cases yet", "empty", _cases_empty),
    State("26b-panels-empty", "panels", "no meetings planned", "empty", _panels_empty),
    State("48-oversight-few", "oversight", "nothing to sample yet", "empty", _oversight_empty),
    State("58c-sync-one-laptop", "sync", "one laptop, nothing to sync", "empty", sync_states.one_laptop),
    # The lock stays, so it ends its scene.
    State("63-locked", "window", "locked application", "empty", _locked),
    State("63b-locked-wait", "window", "locked, wrong PINs slow down", "empty", _locked_wait, "63-locked"),
    State("06-today-busy", "today", "Today busy", "demo", _today_busy),
    State("06b-today-member", "today", "Today of a panel member", "demo", _today_member),
    State("09-cases", "cases", "the list", "demo", _cases),
    State("10-cases-none", "cases", "filter without hits", "demo", _cases_none),
    State("12-palette", "window", "command palette", "demo", _palette),
    State("13-case", "cases", "case summary", "demo", _case),
    State("13b-case-papers", "cases", "papers with extracts", "demo", _case_papers),
    State("16-new-case", "cases", "new case", "demo", _new_case),
    State("54a-import-file", "cases", "import: file", "demo", _import_file),
    State("54b-import-columns", "cases", "import: match columns", "demo", _import_columns),
    State("54-import-check", "cases", "import check with row errors", "demo", _import_check),
    State("55-import-effect", "cases", "import effect", "demo", _import_effect),
    State("26-agenda", "panels", "agenda builder", "demo", _agenda),
    State("26c-plan", "panels", "plan a meeting", "demo", _plan),
    State("27-interests", "panels", "interests", "demo", _interests),
    State("17-score-none", "scoring", "score blind, none chosen", "demo", _score_none),
    State("18-score-half", "scoring", "score blind, half done", "demo", _score_half, "17-score-none"),
    State("19-score-refused", "scoring", "lock refused list", "demo", _score_refused, "18-score-half"),
    State("20-score-locked", "scoring", "locked", "demo", _score_locked),
    State("28-before-reveal", "meeting", "chair before reveal", "demo", _before_reveal),
    State("29-after-reveal", "meeting", "chair after reveal", "demo", _after_reveal),
    State("31-band-shown", "meeting", "agreed, band shown", "demo", _band_shown),
    State("39-decision", "meeting", "decision form", "demo", _decision_form, "31-band-shown"),
    State("41-sign-refused", "meeting", "sign refused list", "demo", _sign_refused, "39-decision"),
    State("40-override", "meeting", "decision, override", "demo", _override),
    State("40b-second-signature", "meeting", "override, second signature", "demo", _second_signature, "40-override"),
    State("42-signed", "meeting", "signed, two sheets", "demo", _signed),
    State("43-letters", "letters", "letters tray", "demo", _letters_tray),
    State("44-letter-missing", "letters", "composer with missing part", "demo", _letter_missing, "42-signed"),
    State("44b-letter", "letters", "composer with preview", "demo", _letter_preview, "42-signed"),
    State("45-send-confirm", "letters", "send confirm", "demo", _send_confirm, "44b-letter"),
    State("47b-oversight-none", "oversight", "no sample drawn yet", "demo", _oversight),
    State("46-audit", "oversight", "audit page", "demo", _audit),
    State("47-oversight", "oversight", "samples and audits", "demo", _audits, "46-audit"),
    State("46b-record", "oversight", "a decision's whole record", "demo", _record, "42-signed"),
    *(State(name, "oversight", words, "demo", reach, after) for name, words, reach, after in retention_states.STATES),
    *(State(name, "frameworks", words, "demo", reach, after) for name, words, reach, after in framework_states.STATES),
    State("61-settings-look", "settings", "settings look", "demo", _settings),
    State("61b-people", "settings", "people: roles, days, a forgotten PIN", "demo", _people),
    *(State(name, place, words, "demo", reach, after) for name, place, words, reach, after in terms_states.STATES),
    State("62-diagnostics", "settings", "diagnostics", "demo", _diagnostics),
    *(State(name, place, words, "demo", reach, after) for name, place, words, reach, after in _CASEWORK),
    *(State(name, place, words, "demo", reach, after) for name, place, words, reach, after in _PANEL),
    # Last: from here on the demo is joined to its peers and has differences that nobody settled.
    *(State(name, place, words, "demo", reach, after) for name, place, words, reach, after in sync_states.STATES),
)
