"""How this laptop stands to the others, in words: a few for the status line, whole sentences for the page of Sync.

What stops a sync comes first, then what a person must choose, then what waits, then that all is in step.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QCoreApplication

from bandingdesk.ui import text
from bandingdesk.ui.messages import Tone

if TYPE_CHECKING:
    from bandingdesk.store.queries.sync import SyncStatus

Stop = Literal["", "offline", "update", "revoked", "went_back", "forked", "other"]


@dataclass(frozen=True, slots=True)
class Standing:
    """SHORT is for the status line; HAPPENED, KEPT and DO say on the page what is so, what is safe, what to do."""

    short: str
    happened: str
    kept: str
    do: str
    icon: str
    tone: Tone
    has_choice: bool = False  # the short words tell of what needs a choice

    @property
    def mark(self) -> tuple[str, Tone]:
        """Return the icon beside the short words, and its tone."""
        return ("git-compare", "warn") if self.has_choice else (self.icon, self.tone)

    @property
    def sentence(self) -> str:
        """Return all of it as one text."""
        return " ".join(part for part in (self.happened, self.kept, self.do) if part)


def standing(
    status: SyncStatus, ended: Stop, *, is_running: bool = False, next_try: datetime | None = None
) -> Standing:
    """Return how things stand. ENDED is why the last run ended early; at NEXT_TRY the window tries again by itself."""
    if is_running:
        return _running(status)
    match ended:
        case "update":
            return _update(status)
        case "revoked":
            return _revoked(status)
        case "went_back":
            return _went_back(status)
        case "forked":
            return _forked(status)
        case "offline":
            return _choice_first(status, _offline(status, next_try))
        case "other":
            return _choice_first(status, _stopped(status, next_try))
        case _:
            return _choice_first(status, _well(status))


_STOPS: dict[str, Stop] = {
    "": "",
    "UPGRADE_REQUIRED": "update",
    "REVOKED": "revoked",
    "SY-26": "revoked",  # the login was ended
    "SY-30": "revoked",
    "SERVER_WENT_BACK": "went_back",
    "SERVER_FORKED": "forked",
    "SY-21": "offline",
    "SY-38": "offline",  # no answer in time
}


def stop(end: str) -> Stop:
    """Return why the last run ended early, from the END that it wrote down: the name of a stop, or a code."""
    return _STOPS.get(end, "other")


def phase(name: str) -> str:
    """Return what a running sync does now."""
    match name:
        case "push":
            return QCoreApplication.translate("sync", "Sending what waits")
        case "pull":
            return QCoreApplication.translate("sync", "Taking what is new")
        case "files":
            return QCoreApplication.translate("sync", "Fetching files")
        case "verify" | "checkpoint":
            return QCoreApplication.translate("sync", "Checking the shared record")
        case "reconcile":
            return QCoreApplication.translate("sync", "Putting changes in their places")
        case _:
            return QCoreApplication.translate("sync", "Connecting")


def peer(status: SyncStatus) -> str:
    """Return with whom this laptop syncs, as part of a sentence: "shared store"."""
    return (
        QCoreApplication.translate("sync", "shared folder")
        if status.peer == "folder"
        else QCoreApplication.translate("sync", "shared store")
    )


def counted(words: str, count: int) -> str:
    """Return WORDS, which hold COUNT as plain figures, with a comma between thousands: "8,910 changes"."""
    return words.replace(str(count), text.count(count), 1)


def safe(status: SyncStatus) -> str:
    """Return what is safe here, with the number of changes that wait."""
    if not status.waiting:
        return QCoreApplication.translate("sync", "All that you did is safe on this laptop.")
    if status.waiting == 1:
        return QCoreApplication.translate("sync", "Your change is safe on this laptop.")
    return counted(
        QCoreApplication.translate("sync", "Your %n changes are safe on this laptop.", "", status.waiting),
        status.waiting,
    )


def _running(status: SyncStatus) -> Standing:
    happened = QCoreApplication.translate("sync", "Syncing with the {peer}.").format(peer=peer(status))
    kept = QCoreApplication.translate("sync", "You can go on working.")
    return Standing(QCoreApplication.translate("sync", "Syncing"), happened, kept, "", "refresh-cw", "info")


def _well(status: SyncStatus) -> Standing:
    if status.waiting:
        happened = counted(
            QCoreApplication.translate("sync", "%n changes wait to be sent.", "", status.waiting), status.waiting
        )
        short = counted(QCoreApplication.translate("sync", "%n changes wait", "", status.waiting), status.waiting)
        return Standing(
            short, happened, QCoreApplication.translate("sync", "They are safe on this laptop."), "", "upload", "info"
        )
    if status.last_at is None:
        happened = QCoreApplication.translate("sync", "This laptop has not synced with the {peer} yet.").format(
            peer=peer(status)
        )
        return Standing(
            QCoreApplication.translate("sync", "Not synced yet"), happened, safe(status), "", "refresh-cw", "info"
        )
    at = text.time(status.last_at)
    with_whom = QCoreApplication.translate("sync", "demo peers") if status.is_demo else peer(status)
    short = QCoreApplication.translate("sync", "In step with {peer} {time}").format(peer=with_whom, time=at)
    happened = QCoreApplication.translate("sync", "In step with the {peer}.").format(peer=peer(status))
    kept = QCoreApplication.translate("sync", "Last sync {moment}. Nothing waits.").format(
        moment=text.moment(status.last_at)
    )
    return Standing(short, happened, kept, "", "circle-check", "ok")


def _offline(status: SyncStatus, next_try: datetime | None) -> Standing:
    if status.waiting:
        short = counted(
            QCoreApplication.translate("sync", "%n changes wait, no network", "", status.waiting), status.waiting
        )
    else:
        short = QCoreApplication.translate("sync", "No network")
    happened = QCoreApplication.translate("sync", "The {peer} can’t be reached.").format(peer=peer(status))
    return Standing(short, happened, safe(status), _again(next_try), "cloud-off", "warn")


def _stopped(status: SyncStatus, next_try: datetime | None) -> Standing:
    happened = QCoreApplication.translate("sync", "The last sync did not come to its end.")
    short = counted(QCoreApplication.translate("sync", "%n changes wait", "", status.waiting), status.waiting)
    return Standing(
        short if status.waiting else QCoreApplication.translate("sync", "Sync stopped"),
        happened,
        safe(status),
        _again(next_try),
        "triangle-alert",
        "warn",
    )


def _again(next_try: datetime | None) -> str:
    if next_try is None:
        return QCoreApplication.translate("sync", "You can go on working. Try again when you have a network.")
    return QCoreApplication.translate("sync", "We try again at {time}, or try now.").format(time=text.time(next_try))


def _update(status: SyncStatus) -> Standing:
    return Standing(
        QCoreApplication.translate("sync", "Update needed before sync"),
        QCoreApplication.translate("sync", "The {peer} needs a newer Banding Desk.").format(peer=peer(status)),
        f"{safe(status)} {QCoreApplication.translate('sync', 'You can go on working.')}",
        QCoreApplication.translate("sync", "Ask for the update and install it. What waits is sent after that."),
        "download",
        "warn",
    )


def _revoked(status: SyncStatus) -> Standing:
    return Standing(
        QCoreApplication.translate("sync", "This laptop may not sync"),
        QCoreApplication.translate("sync", "This laptop, or your login, was taken out of the {peer}.").format(
            peer=peer(status)
        ),
        f"{safe(status)} {QCoreApplication.translate('sync', 'Nothing is sent, and nothing is deleted.')}",
        QCoreApplication.translate(
            "sync", "Save your sealed work and give the file to your administrator, who can take it in."
        ),
        "ban",
        "danger",
    )


def _went_back(status: SyncStatus) -> Standing:
    seen = ""
    if status.checkpoint_seq is not None and status.checkpoint_at is not None:
        seen = QCoreApplication.translate(
            "sync", "This laptop has seen it at entry {number} on {moment}, and keeps the proof."
        ).format(number=text.count(status.checkpoint_seq), moment=text.moment(status.checkpoint_at))
    return Standing(
        QCoreApplication.translate("sync", "Shared store went back"),
        QCoreApplication.translate(
            "sync", "The {peer} stands at an earlier point than before. It was restored from a backup, or changed."
        ).format(peer=peer(status)),
        " ".join(
            part
            for part in (safe(status), seen, QCoreApplication.translate("sync", "Nothing is sent for now."))
            if part
        ),
        QCoreApplication.translate(
            "sync", "Ask your administrator to confirm the restore. If nobody restored it, treat it as an incident."
        ),
        "history",
        "danger",
    )


def _forked(status: SyncStatus) -> Standing:
    return Standing(
        QCoreApplication.translate("sync", "Sync stopped: records differ"),
        QCoreApplication.translate("sync", "The {peer} holds another past than this laptop has seen.").format(
            peer=peer(status)
        ),
        " ".join(
            (
                safe(status),
                QCoreApplication.translate("sync", "Sync has stopped, so that neither record is changed by the other."),
            )
        ),
        QCoreApplication.translate(
            "sync", "Tell your administrator. Keep this laptop as it is: its record is evidence."
        ),
        "shield-alert",
        "danger",
    )


def _choice_first(status: SyncStatus, found: Standing) -> Standing:
    """Return FOUND; in the status line what needs a choice comes before what waits."""
    if not status.differing:
        return found
    short = counted(
        QCoreApplication.translate("sync", "%n things need a choice", "", status.differing), status.differing
    )
    return Standing(short, found.happened, found.kept, found.do, found.icon, found.tone, has_choice=True)


def done(sent: int, received: int) -> str:
    """Return how a sync ended, with its counts."""
    if not sent and not received:
        return QCoreApplication.translate("sync", "Sync done. Nothing was new on either side.")
    out = counted(QCoreApplication.translate("sync", "%n changes were sent", "", sent), sent)
    back = counted(QCoreApplication.translate("sync", "%n changes came in", "", received), received)
    return QCoreApplication.translate("sync", "Sync done. {sent}, {received}.").format(sent=out, received=back)
