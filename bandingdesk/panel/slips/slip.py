"""A workbook or paper slips made for one member of one meeting: its id, its seal, what came back and what was taken."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from bandingdesk import ops
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError
from bandingdesk.ops import Erased, Op, Recorded, Sealed, Subject
from bandingdesk.panel.interests import Hand
from bandingdesk.panel.slips.ops import (
    Found,
    SlipMade,
    SlipReturned,
    SlipSetAside,
    SlipTaken,
    SlipWithdrawn,
    SlipWritten,
)

_FIGURES = 12  # of the seal, printed for people in groups of four


class NothingOpenError(RefusedError):
    """No case of the meeting is open for scoring by NAME."""

    code = "SL-01"
    message = QT_TRANSLATE_NOOP("errors", "No case of this meeting is open for {name} to score.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was made and nothing was recorded.")
    do = QT_TRANSLATE_NOOP(
        "errors", "Record their interests, freeze the papers and open scoring on the cases first. Then try again."
    )
    name: str


class ReplyPastError(InvalidError):
    """The day DUE by which it is wanted lies before the day it is made, or after the meeting's day ON."""

    code = "SL-02"
    message = QT_TRANSLATE_NOOP("errors", "It is wanted back by {due}, which is not between today and the meeting.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was made; what you chose is kept.")
    do = QT_TRANSLATE_NOOP("errors", "Choose a day from today to the day of the meeting.")
    due: date
    on: date


class SlipClosedError(RefusedError):
    """It was withdrawn, with the reason WHY."""

    code = "SL-03"
    message = QT_TRANSLATE_NOOP("errors", "This was withdrawn: {why}")
    kept = QT_TRANSLATE_NOOP("errors", "What was locked from it before stays locked; nothing more was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "If the member scores after all, make a new one for them.")
    why: str


class SlipReasonError(InvalidError):
    """Nothing is said for a reason."""

    code = "SL-04"
    message = QT_TRANSLATE_NOOP("errors", "No reason is given.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded; your form is kept.")
    do = QT_TRANSLATE_NOOP("errors", "Say in a few words why, for whoever reads this later.")


class NothingBackError(RefusedError):
    """Nothing that came back is waiting."""

    code = "SL-05"
    message = QT_TRANSLATE_NOOP("errors", "Nothing of it is waiting: no file came back, or it was set aside.")
    kept = QT_TRANSLATE_NOOP("errors", "What was locked before stays locked; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Read in the file that the member sent.")


class NotToTakeError(RefusedError):
    """COUNT of the cases asked for can't be taken: not filled in whole, or not to be read."""

    code = "SL-06"
    message = QT_TRANSLATE_NOOP("errors", "The answers for {count} of these cases can't be locked: they are not whole.")
    kept = QT_TRANSLATE_NOOP("errors", "The file is kept unseen; nothing was locked.")
    do = QT_TRANSLATE_NOOP("errors", "Ask the member to fill in what is missing and to send the workbook again.")
    count: int


class ReturnedBeforeError(RefusedError):
    """The very same file came in on the day ON."""

    code = "SL-07"
    message = QT_TRANSLATE_NOOP("errors", "This very file came in before, on {on}.")
    kept = QT_TRANSLATE_NOOP("errors", "What was locked from it then stays locked; nothing was recorded twice.")
    do = QT_TRANSLATE_NOOP("errors", "Look at its cases on the list. If you expected another, ask the member for it.")
    on: date


@dataclass(frozen=True, slots=True)
class Slip:
    """One as folded; `made` is None once erased. Returns before `aside` were set aside; `reasons` say why.

    `taken` are the items locked from it, `settled` those of them since the last file came.
    """

    id: str
    head: str
    made: SlipMade | None = None
    written: tuple[SlipWritten, ...] = ()
    returns: tuple[SlipReturned, ...] = ()
    aside: int = 0
    taken: frozenset[str] = frozenset()
    settled: frozenset[str] = frozenset()
    reasons: tuple[str, ...] = ()
    withdrawn: str | None = None

    @property
    def subject(self) -> Subject:
        """The subject of this slip."""
        return Subject("slip", self.id)

    @property
    def meeting(self) -> str:
        """The meeting that it was made for."""
        return self.made.meeting if self.made else ""

    @property
    def back(self) -> SlipReturned | None:
        """The file that came back last and was not set aside."""
        return self.returns[-1] if len(self.returns) > self.aside else None


def apply(state: Slip | None, op: Recorded) -> Slip:
    """Fold an op of a slip. An erased or sealed body moves the head alone."""
    before = replace(state, head=op.op_id) if state else Slip(op.subject.id, op.op_id)
    match op.body:
        case SlipMade():
            return replace(before, made=op.body)
        case SlipWritten():
            return replace(before, written=(*before.written, op.body))
        case SlipReturned():
            return replace(before, returns=(*before.returns, op.body), settled=frozenset())
        case SlipTaken():
            items = frozenset(op.body.items)
            return replace(before, taken=before.taken | items, settled=before.settled | items)
        case SlipSetAside():
            return replace(before, aside=len(before.returns), reasons=(*before.reasons, op.body.reason))
        case SlipWithdrawn():
            return replace(before, withdrawn=op.body.reason)
        case Erased() | Sealed():
            return before
    raise ValueError(f"{op.kind} is not an op of a slip")


def make(id_: str, hand: Hand, body: SlipMade) -> Op:
    """Make it; its seal is worked out here. Raises NothingOpenError, ReplyPastError."""
    if not body.cases:
        raise NothingOpenError(name=body.name)
    if body.due is not None and not body.dated <= body.due <= max(body.on, body.dated):
        raise ReplyPastError(due=body.due, on=body.on)
    return hand.op("slip.made", Subject("slip", id_), None, replace(body, seal=seal(id_, body)))


def require_open(slip: Slip) -> SlipMade:
    """Return what was made, where somebody waits for it still. Raises SlipClosedError."""
    if slip.made is None or slip.withdrawn is not None:
        raise SlipClosedError(why=slip.withdrawn or "its record is erased.")
    return slip.made


def write(slip: Slip, hand: Hand, file: str, sha256: str) -> Op:
    """Note that a copy left the record as a file. Raises SlipClosedError."""
    require_open(slip)
    return hand.op("slip.written", slip.subject, slip.head, SlipWritten(file, sha256))


def receive(slip: Slip, hand: Hand, body: SlipReturned) -> Op:
    """Note what came back. Raises SlipClosedError, ReturnedBeforeError."""
    require_open(slip)
    require_new(slip, body.sha256)
    return hand.op("slip.returned", slip.subject, slip.head, body)


def require_new(slip: Slip, sha256: str) -> None:
    """Check that the very file was not read in before; one that was set aside may come again."""
    known = slip.returns[slip.aside :]
    if found := next((one for one in known if one.sha256 == sha256), None):
        raise ReturnedBeforeError(on=found.on)


def take(slip: Slip, hand: Hand, items: Collection[str]) -> Op:
    """Note that the answers for ITEMS were locked as the member's own sheets. Raises SlipClosedError."""
    made = require_open(slip)
    return hand.op(
        "slip.taken", slip.subject, slip.head, SlipTaken(tuple(c.item for c in made.cases if c.item in items))
    )


def set_aside(slip: Slip, hand: Hand, reason: str) -> Op:
    """Take nothing more of what came back. Raises SlipClosedError, NothingBackError, SlipReasonError."""
    require_open(slip)
    if slip.back is None:
        raise NothingBackError()
    return hand.op("slip.set_aside", slip.subject, slip.head, SlipSetAside(_reason(reason)))


def withdraw(slip: Slip, hand: Hand, reason: str) -> Op:
    """Wait no more for it. Raises SlipClosedError, SlipReasonError."""
    require_open(slip)
    return hand.op("slip.withdrawn", slip.subject, slip.head, SlipWithdrawn(_reason(reason)))


def takable(found: Found, *, in_doubt: bool) -> bool:
    """Say whether the answers for a case can be locked: whole, and IN_DOUBT only where a person has looked."""
    return found.state == "complete" or (in_doubt and found.state in ("doubt", "other") and not found.missing)


def seal(id_: str, made: SlipMade) -> str:
    """Return the seal: SHA-256 in hex of the id and all that is printed before it is filled in."""
    return hashlib.sha256(ops.canonical({"slip": id_, "made": ops.plain(replace(made, seal=""))})).hexdigest()


def check_code(seal_: str) -> str:
    """Return the start of a seal as people compare it.

    >>> check_code("0a1b2c3d4e5f66778899")
    '0A1B-2C3D-4E5F'
    """
    figures = seal_[:_FIGURES].upper()
    return "-".join(figures[at : at + 4] for at in range(0, _FIGURES, 4))


def _reason(words: str) -> str:
    if not words.strip():
        raise SlipReasonError()
    return words.strip()
