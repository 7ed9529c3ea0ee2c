"""The commands of scoring, with the keys of the scoring pane."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from bandingdesk.ui.commands import Command

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.scoring.page import Page

SCOPE = "scoring"


def _tr(text: str) -> str:
    return QCoreApplication.translate("scoring", text)


def commands(page: Page) -> list[Command]:
    """Return what can be done with a sheet. Single keys work while the page has the focus, never in a text field."""
    model = page.view_model
    locked = _tr("Your scores are locked. Unlock them to change something.")

    def refusal() -> str:
        return "" if model.state == "scoring" else locked

    def accept_refusal() -> str:
        return "" if model.state == "handover" else refusal()

    def anchors_refusal() -> str:
        known = model.seen is not None and model.seen.anchors is not None
        return "" if known else _tr("No anchors ship for this framework.")

    def undo_refusal() -> str:
        return "" if model.undo_name else _tr("Nothing to take back.")

    def redo_refusal() -> str:
        return "" if model.redo_name else _tr("Nothing to make again.")

    made = [
        Command(
            "scoring.lock_scores", _tr("Lock my scores"), page.lock, "Ctrl+L", SCOPE, icon="lock", refusal=refusal
        ),
        Command("scoring.next_strand", _tr("Next strand"), model.next_strand, "J", SCOPE, icon="arrow-down"),
        Command("scoring.previous_strand", _tr("Previous strand"), model.previous_strand, "K", SCOPE, icon="arrow-up"),
        Command(
            "scoring.accept", _tr("Accept and go to the next strand without a level"), page.accept, "Return", SCOPE,
            also=("Enter",), refusal=accept_refusal,
        ),
        Command("scoring.write_note", _tr("Write why"), page.write_line, "N", SCOPE, icon="pen-line", refusal=refusal),
        Command("scoring.step_sure", _tr("Say how sure you are"), model.next_sure, "U", SCOPE, refusal=refusal),
        Command("scoring.rely", _tr("Rely on the extract in hand"), page.rely, "E", SCOPE, refusal=refusal),
        Command("scoring.next_extract", _tr("Next extract"), partial(page.step_extract, 1), "]", SCOPE),
        Command("scoring.previous_extract", _tr("Previous extract"), partial(page.step_extract, -1), "[", SCOPE),
        Command("scoring.open_page", _tr("Open the page of the extract"), page.open_page, "P", SCOPE, icon="file-text"),
        Command("scoring.undo", _tr("Undo"), model.undo, "Ctrl+Z", SCOPE, icon="undo-2", refusal=undo_refusal),
        Command("scoring.redo", _tr("Redo"), model.redo, "Ctrl+Shift+Z", SCOPE, icon="redo-2", refusal=redo_refusal),
        Command("scoring.show_evidence", _tr("Show or hide the evidence"), page.toggle_side, "Ctrl+I", SCOPE),
        Command("scoring.show_anchors", _tr("Show the anchors of this strand, or its evidence again"),
                page.toggle_anchors, "A", SCOPE, refusal=anchors_refusal),
        Command("scoring.show_strands", _tr("Show or hide the strands"), page.toggle_list, "Ctrl+Shift+L", SCOPE),
    ]  # fmt: skip
    for level in range(10):
        text = _tr("Choose level {level}").replace("{level}", str(level))
        made.append(
            Command(
                f"scoring.choose_level_{level}",
                text,
                partial(page.choose_level, level),
                str(level),
                SCOPE,
                refusal=refusal,
                listed=False,
            )  # fmt: skip
        )
    return made
