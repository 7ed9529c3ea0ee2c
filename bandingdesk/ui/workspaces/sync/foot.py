"""The one main button of the page, by the part that is shown, and what stands beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication

from bandingdesk.ui import sync_words

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.sync.page import Page
    from bandingdesk.ui.workspaces.sync.view_model import SyncViewModel


class Step(NamedTuple):
    """What the main button says, does, and why it can't now."""

    words: str
    icon: str
    run: Callable[[], None]
    why_not: str


def step(page: Page) -> Step:
    """Return the next step of the part that is shown."""
    model = page.model
    match model.section:
        case "choices" if model.items:
            words = QCoreApplication.translate("sync", "Record this choice")
            return Step(words, "check", model.choice.settle, model.choice.why_not())
        case "waiting" if model.is_revoked:
            words = QCoreApplication.translate("sync", "Save your sealed work")
            nothing = QCoreApplication.translate("sync", "Nothing waits here.")
            return Step(words, "file-lock", page.export_work, "" if model.count("waiting") else nothing)
        case "join":
            words = QCoreApplication.translate("sync", "Join and sync")
            pane = page.parts["join"]
            return Step(words, "server", pane.join, pane.why_not())
        case "folder":
            folder = page.parts["folder"]
            return Step(folder.words(), "folder-open", folder.go, folder.why_not())
        case "record":
            words = QCoreApplication.translate("sync", "Verify the record")
            return Step(words, "shield-check", page.check.start, page.check.why_not())
        case "backups":
            words = QCoreApplication.translate("sync", "Make a backup")
            return Step(words, "save", page.parts["backups"].make, page.parts["backups"].why_not())
        case _:
            words = QCoreApplication.translate("sync", "Sync now")
            return Step(words, "refresh-cw", model.link.sync_now, model.link.why_not())


def sync_is_main(model: SyncViewModel) -> bool:
    """Return whether the main button syncs, so that no second one does."""
    if model.section == "waiting" and model.is_revoked:
        return False
    return model.section in ("waiting", "devices") or (model.section == "choices" and not model.items)


def said(page: Page) -> tuple[str, str, str, str]:
    """Return what stands beside the main button: a sentence, a line, an icon and its tone."""
    model = page.model
    if model.section == "choices" and model.items:
        count = len(model.items)
        words = sync_words.counted(QCoreApplication.translate("sync", "%n things need a choice.", "", count), count)
        kept = QCoreApplication.translate("sync", "Waiting loses nothing: both versions are kept.")
        return words, kept, "git-compare", "warn"
    if model.section in ("choices", "waiting", "devices") and model.seen is not None:
        waiting = model.seen.status.waiting
        if model.is_closed:
            words = QCoreApplication.translate("sync", "Nothing is sent for now.")
            return words, sync_words.safe(model.seen.status), "pause", "warn"
        if model.link.is_running:
            return QCoreApplication.translate("sync", "You can go on working meanwhile."), "", "refresh-cw", "info"
        if not waiting:
            words = QCoreApplication.translate("sync", "Nothing waits to be sent.")
            return words, "", "circle-check", "ok"
        words = sync_words.counted(
            QCoreApplication.translate("sync", "The next sync sends %n changes.", "", waiting), waiting
        )
        return words, QCoreApplication.translate("sync", "It also takes what is new."), "upload", "info"
    return "", "", "info", "text2"
