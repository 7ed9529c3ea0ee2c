"""The commands of a profile that is written, with the keys of the scoring page. Undo and redo are the case page's."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from bandingdesk.ui.commands import Command

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.cases.profiles.entry_pane import EntryPane

SCOPE = "profiles"


def _tr(text: str) -> str:
    return QCoreApplication.translate("profiles", text)


def commands(pane: EntryPane) -> list[Command]:
    """Return what can be done with a profile. Single keys work while its page has the focus, never in a text field."""
    model = pane.model

    def refusal() -> str:
        if model.state == "closed":
            return _tr("Open a profile first.")
        return "" if model.can_change else _tr("This profile is locked. Unlock it to change something.")

    def copy_refusal() -> str:
        return refusal() or ("" if model.can_copy else _tr("There is no decided level to start from."))

    def confirm_refusal() -> str:
        return refusal() or ("" if not model.draft(model.strand).is_confirmed else _tr("No copied level waits here."))

    made = [
        Command("profiles.lock", _tr("Lock this profile"), model.lock, "Ctrl+L", SCOPE, icon="lock", refusal=refusal),
        Command("profiles.next_strand", _tr("Next strand"), model.next_strand, "J", SCOPE, icon="arrow-down"),
        Command("profiles.previous_strand", _tr("Previous strand"), model.previous_strand, "K", SCOPE, icon="arrow-up"),
        Command(
            "profiles.accept", _tr("Go to the next strand that waits"), pane.accept, "Return", SCOPE,
            also=("Enter",), refusal=refusal,
        ),
        Command("profiles.confirm", _tr("Confirm the copied level"), model.confirm, "C", SCOPE, icon="check",
                refusal=confirm_refusal),
        Command("profiles.copy_forward", _tr("Start from the last decision"), model.copy_forward, scope=SCOPE,
                icon="copy", refusal=copy_refusal),
        Command("profiles.write_note", _tr("Write why"), pane.write_line, "N", SCOPE, icon="pen-line", refusal=refusal),
        Command("profiles.step_sure", _tr("Say how sure you are"), model.next_sure, "U", SCOPE, refusal=refusal),
        Command("profiles.rely", _tr("Rely on the extract in hand"), pane.rely, "E", SCOPE, refusal=refusal),
        Command("profiles.next_extract", _tr("Next extract"), partial(pane.step_extract, 1), "]", SCOPE),
        Command("profiles.previous_extract", _tr("Previous extract"), partial(pane.step_extract, -1), "[", SCOPE),
        Command("profiles.open_page", _tr("Open the page of the extract"), pane.open_page, "P", SCOPE,
                icon="file-text"),
        Command("profiles.show_evidence", _tr("Show or hide the evidence"), pane.toggle_side, "Ctrl+I", SCOPE),
        Command("profiles.show_strands", _tr("Show or hide the strands"), pane.toggle_list, "Ctrl+Shift+L", SCOPE),
    ]  # fmt: skip
    for level in range(10):
        text = _tr("Choose level {level}").replace("{level}", str(level))
        run = partial(pane.choose_level, level)
        made.append(
            Command(f"profiles.choose_level_{level}", text, run, str(level), SCOPE, refusal=refusal, listed=False)
        )
    return made
