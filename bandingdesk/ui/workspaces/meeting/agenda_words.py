"""The agenda beside the work: each case with its state, what is agreed without talk, the time of a case and the end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bandingdesk.panel.room import floor
from bandingdesk.store.queries.panel import ItemRow
from bandingdesk.ui import text
from bandingdesk.ui.widgets.row_list import Row
from bandingdesk.ui.workspaces.meeting.reading import OVER, Reading
from bandingdesk.ui.workspaces.meeting.words import tr

ICONS = {
    "waiting": ("circle", "text3"),
    "scoring": ("circle-dot", "text2"),
    "revealed": ("messages-square", "accent"),
    "agreed": ("circle-check", "accent"),
    "decided": ("circle-check", "ok"),
    "deferred": ("calendar-clock", "warn"),
    "closed": ("circle-check", "ok"),
    "withdrawn": ("circle-slash", "text2"),
}


def state(row: ItemRow) -> str:
    """Return how far an item is, in a word or two."""
    if row.stepped_out:
        return tr("You step out")
    if row.decision_step == "signed":
        return tr("Decided")
    if row.decision_step == "recommended":
        return tr("Recommended")
    if row.state == "scoring":
        counts = tr("{locked} of {all} locked").replace("{locked}", str(row.locked_count))
        return counts.replace("{all}", str(row.scorer_count))
    return {
        "waiting": tr("Waiting"),
        "revealed": tr("Talk"),
        "agreed": tr("Agreed"),
        "decided": tr("Decided"),
        "deferred": tr("Deferred"),
        "closed": tr("Closed"),
        "withdrawn": tr("Withdrawn"),
    }[row.state]


def is_over(row: ItemRow) -> bool:
    """Return whether the panel is done with ROW."""
    return row.state in OVER


def is_quiet(seen: Reading, row: ItemRow) -> bool:
    """Return whether ROW is on the list of those agreed without discussion, and nobody pulled it."""
    pulled = seen.room.pulled if seen.room is not None else frozenset()
    return row.is_undiscussed and row.item not in pulled and not is_over(row)


def order(seen: Reading) -> list[ItemRow]:
    """Return the cases in the order they are taken: what is agreed without talk comes last."""
    return sorted(seen.agenda, key=lambda row: is_quiet(seen, row))


def agenda(seen: Reading) -> list[Row | str]:
    """Return the agenda's rows, and the list of those agreed without discussion below its own heading."""
    rows: list[Row | str] = []
    is_below = False
    for row in order(seen):
        if is_quiet(seen, row) and not is_below:
            is_below = True
            rows.append(tr("Agreed, no talk needed. Any member can pull a case."))
        icon, tone = ("door-open", "warn") if row.stepped_out else ICONS[row.state]
        if _in_hand(seen, row):
            icon, tone = ("pause", "warn") if seen.is_paused else ("circle-play", "accent")
        elif _is_left(seen, row):
            icon, tone = "pause", "text2"
        name = row.child_name or tr("Case {number}").replace("{number}", str(row.position))
        rows.append(Row(row.item, f"{row.position}  {name}", _line(seen, row), icon, tone))
    return rows


def _in_hand(seen: Reading, row: ItemRow) -> bool:
    return seen.room is not None and seen.room.in_hand == row.item and not is_over(row)


def _is_left(seen: Reading, row: ItemRow) -> bool:
    """Return whether the panel had the case in hand, and left it for another."""
    if seen.room is None or is_over(row) or seen.meeting.state != "open":
        return False
    return seen.room.in_hand != row.item and any(taken.item == row.item for taken in seen.room.taken)


def _line(seen: Reading, row: ItemRow) -> str:
    parts = [state(row)]
    if _in_hand(seen, row) and seen.is_paused:
        parts = [tr("Paused: no quorum")]
    elif _is_left(seen, row):
        parts.append(tr("paused"))
    if seen.room is not None and row.item in seen.room.pulled and not is_over(row):
        parts.append(tr("pulled"))
    if row.band:
        parts.append(row.band)
    elif row.state == "waiting" and not row.stepped_out and not is_quiet(seen, row):
        parts.append(tr("about {minutes} min").replace("{minutes}", str(seen.terms.case_minutes)))
    return " · ".join(parts)


def clock(seconds: float, minutes: int) -> str:
    """Return the quiet clock of a case: "06:12 of 12:00", then "12:40, 40 seconds over". No colour, no sound."""
    whole, limit = int(seconds), minutes * 60
    now = f"{whole // 60:02}:{whole % 60:02}"
    if whole <= limit:
        return tr("{now} of {limit}").replace("{now}", now).replace("{limit}", f"{minutes:02}:00")
    over = whole - limit
    if over < 60:
        said = tr("1 second") if over == 1 else tr("{count} seconds").replace("{count}", str(over))
    else:
        said = tr("1 minute") if over < 120 else tr("{count} minutes").replace("{count}", str(over // 60))
    return tr("{now}, {over} over").replace("{now}", now).replace("{over}", said)


def spent(seen: Reading, now: datetime) -> Mapping[str, float]:
    """Return the seconds that each case was in hand."""
    return seen.room.spent(now) if seen.room is not None else {}


def finish(seen: Reading, now: datetime) -> str:
    """Return when the agenda will be through, "" where no meeting is in progress."""
    if seen.meeting.state != "open" or seen.room is None:
        return ""
    waiting = [row.item for row in seen.agenda if not is_over(row)]
    if not waiting:
        return tr("Every case is done.")
    quiet = [row.item for row in seen.agenda if is_quiet(seen, row)]
    times = floor.elapsed(seen.room.taken, seen.room.ended, now)
    done = [row.item for row in seen.agenda if row.state in ("decided", "closed")]
    end = floor.forecast(waiting, quiet, times, done, seen.terms.case_minutes, now)
    return tr("Finish about {time} at this pace").replace("{time}", text.time(end))
