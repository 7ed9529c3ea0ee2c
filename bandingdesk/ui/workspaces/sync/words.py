"""The sync page's words: what kind of difference it is, what is so and what is safe, ways to settle it, devices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from bandingdesk.errors import QT_TRANSLATE_NOOP
from bandingdesk.seams import LONDON
from bandingdesk.store.queries.sync import CheckpointRow, DeviceRow, Difference
from bandingdesk.store.queries.waiting import WaitingRow
from bandingdesk.ui import sync_words, text
from bandingdesk.ui.check_words import code
from bandingdesk.ui.who import role_word
from bandingdesk.ui.widgets.row_list import Row
from bandingdesk.ui.workspaces.sync import field_words
from bandingdesk.ui.workspaces.sync.reading import Compared, Item, Way

if TYPE_CHECKING:
    from bandingdesk.desk.folders import LeftFile
    from bandingdesk.ui.jobs import Job

TOLD_SECONDS = 120  # from which a wrong clock is told; design, store 7.1
ICONS = {"conflict": "git-compare", "held": "pause", "rejected": "ban", "quarantined": "shield-alert"}
TONES = {"conflict": "warn", "held": "info", "rejected": "danger", "quarantined": "warn"}
_SHORT = {
    "stale": QT_TRANSLATE_NOOP("sync", "Changed twice"),
    "successor": QT_TRANSLATE_NOOP("sync", "Changed twice"),
    "fork": QT_TRANSLATE_NOOP("sync", "Changed twice"),
    "context": QT_TRANSLATE_NOOP("sync", "Basis changed"),
    "late": QT_TRANSLATE_NOOP("sync", "Came too late"),
    "erased": QT_TRANSLATE_NOOP("sync", "Case erased"),
    "upcast": QT_TRANSLATE_NOOP("sync", "Other version"),
    "role": QT_TRANSLATE_NOOP("sync", "Role was missing"),
    "revoked": QT_TRANSLATE_NOOP("sync", "Device taken out"),
    "rule": QT_TRANSLATE_NOOP("sync", "Refused by a rule"),
}
_FRAMES = {
    "stale": QT_TRANSLATE_NOOP("sync", "Two people changed this apart from each other. Choose what stands."),
    "successor": QT_TRANSLATE_NOOP("sync", "Two people changed this apart from each other. Choose what stands."),
    "fork": QT_TRANSLATE_NOOP(
        "sync", "Two devices changed this apart. Until somebody chooses, neither version stands."
    ),
    "context": QT_TRANSLATE_NOOP(
        "sync", "Something that this change rested on had changed meanwhile. Read both, then choose what stands."
    ),
    "late": QT_TRANSLATE_NOOP(
        "sync", "This came after the scores were revealed or the case was closed. It counts only if you take it in."
    ),
    "erased": QT_TRANSLATE_NOOP(
        "sync", "The case was erased under a retention rule meanwhile. Only the data protection officer opens this."
    ),
    "upcast": QT_TRANSLATE_NOOP(
        "sync", "This was made by another version of Banding Desk. It waits until both speak the same one."
    ),
    "role": QT_TRANSLATE_NOOP(
        "sync", "Who made this had not the role for it when it arrived. It counts only if you take it in."
    ),
    "revoked": QT_TRANSLATE_NOOP(
        "sync", "This comes from a device or a person taken out of the shared store. It counts only if you take it in."
    ),
    "rule": QT_TRANSLATE_NOOP(
        "sync", "A rule of the shared store refused this. It stays listed; do it again in a way that the rule allows."
    ),
}
_DECISION = QT_TRANSLATE_NOOP(
    "sync", "Two decisions were made on one question. Both stay in the record; one of them is to stand."
)


def title(one: Difference) -> str:
    """Return what differs, with the reference of its case."""
    what = field_words.subject(one.subject.kind)
    return f"{one.reference} · {what}" if one.reference else what


def kind(one: Difference) -> str:
    """Return the kind of a difference in two or three words."""
    if one.subject.kind == "decision" and one.state == "conflict":
        return QCoreApplication.translate("sync", "Two decisions")
    known = _SHORT.get(one.kind)
    return one.kind if known is None else QCoreApplication.translate("sync", known)


def frame(one: Difference) -> str:
    """Return what is so, in a sentence or two."""
    if one.subject.kind == "decision" and one.state == "conflict":
        return QCoreApplication.translate("sync", _DECISION)
    known = _FRAMES.get(one.kind) or _FRAMES["rule"]
    return QCoreApplication.translate("sync", known)


def is_disputed(one: Difference) -> bool:
    """Return whether a case is disputed by it: nothing final is done on that case meanwhile."""
    return one.state == "conflict" and one.case_id is not None


def row(item: Item) -> Row:
    """Return the row of a thing that needs a choice."""
    one = item.difference
    whose = QCoreApplication.translate("sync", "Yours") if item.is_mine else item.by
    icon, tone = ICONS.get(one.state, "git-compare"), TONES.get(one.state, "warn")
    day = text.day_short(one.at.astimezone(LONDON).date())
    return Row(item.op_id, title(one), f"{kind(one)} · {whose}", icon, tone, day)


def who_may(roles: tuple[str, ...], *, author_too: bool) -> str:
    """Return who may settle a difference."""
    named = [role_word([role]).lower() for role in roles]
    if author_too:
        named.append(QCoreApplication.translate("sync", "whoever made it"))
    return QCoreApplication.translate("sync", "To be settled by: {who}.").format(who=text.listed(named))


def hidden(found: Compared) -> str:
    """Return why a difference is not shown, "" where it is."""
    match found.hidden:
        case "scores":
            return QCoreApplication.translate("sync", "Scores of others stay hidden until the reveal.")
        case "closed":
            return QCoreApplication.translate("sync", "You stepped out for this case, so it is not shown to you.")
        case _:
            return ""


def way(name: Way, *, is_mine: bool) -> str:
    """Return a way to settle a difference, as the words of a choice."""
    match name:
        case "mine" if not is_mine:
            return QCoreApplication.translate("sync", "Keep this laptop’s")
        case "mine":
            return QCoreApplication.translate("sync", "Keep yours")
        case "theirs":
            return QCoreApplication.translate("sync", "Keep theirs")
        case "both":
            return QCoreApplication.translate("sync", "Keep both")
        case "accepted":
            return QCoreApplication.translate("sync", "Take it in")
        case "refused":
            return QCoreApplication.translate("sync", "Leave it out")
        case _:
            return QCoreApplication.translate("sync", "Field by field")


def waiting_row(one: WaitingRow) -> Row:
    """Return the row of what waits about one kind of thing."""
    words = sync_words.counted(QCoreApplication.translate("sync", "%n changes", "", one.changes), one.changes)
    since = QCoreApplication.translate("sync", "Oldest from {moment}").format(moment=text.moment(one.since))
    files = (
        sync_words.counted(
            QCoreApplication.translate("sync", "%n wait for their file", "", one.for_files), one.for_files
        )
        if one.for_files
        else ""
    )
    return Row(one.kind, field_words.subjects(one.kind), since, "upload", "text2", words, "text2", files)


def left_rows(left: Sequence[LeftFile]) -> list[Row | str]:
    """Return the rows of what lies in the shared folder and was not taken, below a heading of their own."""
    rows: list[Row | str] = [QCoreApplication.translate("sync", "In the folder, not taken yet")] if left else []
    bundle = QCoreApplication.translate("sync", "{device}, bundle {number}")
    for one in left:
        why = QCoreApplication.translate("folder", one.why)
        if not one.number:
            refused = QCoreApplication.translate("sync", "Refused")
            rows.append(Row(one, one.name, why, "file-x", "danger", refused, "danger"))
            continue
        title = bundle.format(device=one.name, number=text.count(one.number))
        wanted = bundle.format(device=one.for_name, number=text.count(one.for_number)) if one.for_name else ""
        until = QCoreApplication.translate("sync", "until {bundle} is there").format(bundle=wanted) if wanted else ""
        rows.append(Row(one, title, why, "hourglass", "text2", until, "text2"))
    return rows


def device_row(one: DeviceRow) -> Row:
    """Return the row of a device."""
    name = one.name or QCoreApplication.translate("sync", "A device without a name")
    made = sync_words.counted(QCoreApplication.translate("sync", "%n entries", "", one.ops), one.ops)
    if one.revoked_at is not None:
        out = QCoreApplication.translate("sync", "Taken out {moment}").format(moment=text.moment(one.revoked_at))
        return Row(one.id, name, out, "ban", "danger", made, "text2")
    if one.is_own:
        return Row(one.id, name, QCoreApplication.translate("sync", "This laptop"), "laptop", "accent", made, "text2")
    return Row(one.id, name, QCoreApplication.translate("sync", "Another device"), "monitor", "text2", made, "text2")


def checkpoint_row(number: int, one: CheckpointRow, devices: dict[str, str]) -> Row:
    """Return the row of an end of a chain that was kept."""
    if one.chain == "ledger":
        chain = QCoreApplication.translate("sync", "Shared record")
    else:
        chain = devices.get(one.chain) or QCoreApplication.translate("sync", "Another device")
    sources = {
        "sync": QCoreApplication.translate("sync", "by a sync"),
        "minutes": QCoreApplication.translate("sync", "in minutes"),
        "file": QCoreApplication.translate("sync", "from a file"),
    }
    at = QCoreApplication.translate("sync", "Entry {number}").format(number=text.count(one.seq))
    kept = f"{text.moment(one.at)} · {sources.get(one.source, one.source)}"
    return Row(number, f"{chain} · {at}", kept, "link", "text2", code(one.hash[:16]), "text2")


def section(name: str, count: int) -> str:
    """Return the name of a part of the page, with its count."""
    names = {
        "choices": QCoreApplication.translate("sync", "To choose"),
        "waiting": QCoreApplication.translate("sync", "Waiting"),
        "devices": QCoreApplication.translate("sync", "Devices"),
        "record": QCoreApplication.translate("sync", "Record"),
        "backups": QCoreApplication.translate("sync", "Backups"),
        "alone": QCoreApplication.translate("sync", "This laptop"),
    }
    return f"{names[name]} {text.count(count)}" if count else names[name]


def progress(phase: str, job: Job) -> str:
    """Return what a running sync does, and how far it is."""
    said = sync_words.phase(phase)
    if not job.total:
        return said
    words = QCoreApplication.translate("sync", "{what}: {count} of {total}")
    return words.format(what=said, count=text.count(job.count), total=text.count(job.total))


def sends(count: int) -> str:
    """Return what the next sync does, before it does it."""
    said = sync_words.counted(QCoreApplication.translate("sync", "The next sync sends %n changes.", "", count), count)
    return f"{said} {QCoreApplication.translate('sync', 'Until then they are safe on this laptop.')}"


def clock(seconds: int) -> str:
    """Return how far this laptop's clock is off."""
    minutes = round(abs(seconds) / 60)
    if seconds > 0:  # the server's clock less ours
        return sync_words.counted(
            QCoreApplication.translate("sync", "The clock of this laptop is %n minutes slow.", "", minutes), minutes
        )
    return sync_words.counted(
        QCoreApplication.translate("sync", "The clock of this laptop is %n minutes fast.", "", minutes), minutes
    )
