"""What the letters page reads: the tray with its three lists, and one letter with the facts it stands on."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from bandingdesk import resources
from bandingdesk.statute import required_letters
from bandingdesk.statute.required_letters import LetterMatrix
from bandingdesk.store.queries import casework, letters, sync

if TYPE_CHECKING:
    from bandingdesk.casework.around.addressee import Receiver
    from bandingdesk.desk.desk import Desk
    from bandingdesk.desk.letters import Preview
    from bandingdesk.letters.letter import Facts
    from bandingdesk.store.queries.casework import LetterRow

Tab = Literal["to_write", "to_send", "sent"]
TABS: tuple[Tab, ...] = ("to_write", "to_send", "sent")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the tray. A letter still to write has no `letter`; an issued one no `law_day`."""

    tab: Tab
    decision_id: str
    case_id: str
    reference: str
    child_name: str
    template: str
    title: str  # the matrix's own title: "We propose to amend the plan"
    recipient_role: str
    law_day: date | None
    decided_on: date | None
    letter: LetterRow | None
    to: str = ""  # the people around the child it goes to; "" where none are recorded, and for the setting
    recipient_name: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """Return what one letter of one decision is known by: parents living apart each have their own."""
        return (self.decision_id, self.template, self.to)


@dataclass(frozen=True, slots=True)
class Tray:
    """The three lists: to write by the law's last day, to send and sent with the newest first."""

    to_write: tuple[Entry, ...]
    to_send: tuple[Entry, ...]
    sent: tuple[Entry, ...]

    def of(self, tab: Tab) -> tuple[Entry, ...]:
        """Return the list of TAB."""
        return {"to_write": self.to_write, "to_send": self.to_send, "sent": self.sent}[tab]

    def find(self, decision_id: str, template: str, to: str = "") -> Entry | None:
        """Return the entry of a decision's letter TO somebody, else the first to anybody; None where there is none."""
        every = (*self.to_write, *self.to_send, *self.sent)
        alike = [one for one in every if (one.decision_id, one.template) == (decision_id, template)]
        return next((one for one in alike if one.to == to), next(iter(alike), None))


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the letter: what it is for, where the law asks for it, and what is missing in it ("" for nothing)."""

    id: str
    title: str
    source: str
    missing: str


@dataclass(frozen=True, slots=True)
class Opened:
    """One letter on the page. `pdf` is None while a fact is missing; `sha256` is that of the issued bytes."""

    entry: Entry
    title: str
    blocks: tuple[Block, ...]
    missing: tuple[str, ...]
    facts: Facts
    pdf: bytes | None
    pages: int
    basis: str
    appealable: bool
    is_disputed: bool = False  # two versions of its case differ, and nobody has settled which stands
    receiver: Receiver | None = None  # who the record says it goes to, with their wishes


def tray(desk: Desk) -> Tray:
    """Return the tray as it is now, without the cases that are closed to the person at the keys."""
    me = desk.me_id
    to_write = desk.read(lambda conn: letters.letters_to_write(conn, viewer=me))
    issued = desk.read(lambda conn: casework.letters(conn, viewer=me))
    written = [_of_letter(row) for row in issued if row.sha256]
    return Tray(
        tuple(
            Entry(
                "to_write",
                row.decision_id,
                row.case_id,
                row.reference,
                row.child_name,
                row.template,
                matrix().row(row.template).title,
                row.recipient_role,
                row.law_day,
                row.decided_on,
                None,
                row.to,
                row.recipient_name,
            )
            for row in to_write
        ),
        tuple(one for one in written if one.tab == "to_send"),
        tuple(one for one in written if one.tab == "sent"),
    )


def opened(desk: Desk, entry: Entry) -> Opened:
    """Return the letter of ENTRY: as it would be issued, or as it was, its bytes checked against their hash.

    Raises what `LettersDesk.preview` and `LettersDesk.contents` raise.
    """
    row = matrix().row(entry.template)
    letter = entry.letter
    held = desk.read(lambda conn: bool(sync.disputed(conn, entry.case_id)))
    if letter is None:
        preview: Preview = desk.letters.preview(entry.decision_id, entry.template, to=entry.to)
        made = preview.pdf
        title = entry.title if made is None else preview.title
        blocks = tuple(_block(id_, missing) for id_, missing in preview.blocks)
        data, pages = (None, 0) if made is None else (made.data, made.pages)
        return Opened(
            entry,
            title,
            blocks,
            preview.missing,
            preview.facts,
            data,
            pages,
            row.basis,
            row.appealable,
            held,
            preview.receiver,
        )
    assert letter.sha256 is not None  # the tray lists no letter whose bytes are gone
    data = desk.letters.contents(letter.case_id, letter.sha256)
    facts = desk.letters.facts(entry.decision_id, entry.template, entry.to, issued_to=letter.recipient_name)
    blocks = tuple(_block(id_, "") for id_ in row.blocks)
    return Opened(entry, letter.title, blocks, (), facts, data, letter.pages, row.basis, row.appealable, held)


@functools.cache
def matrix() -> LetterMatrix:
    """Return the letter matrix in force."""
    return required_letters.read(resources.text("statute/letters.json"))


def _of_letter(row: LetterRow) -> Entry:
    return Entry(
        "sent" if row.state == "sent" else "to_send",
        row.decision_id,
        row.case_id,
        row.reference,
        row.child_name,
        row.template,
        matrix().row(row.template).title,
        row.recipient_role,
        None,
        None,
        row,
        row.to,
        row.recipient_name,
    )


def _block(id_: str, missing: str) -> Block:
    title, source = matrix().blocks.get(id_, ("", ""))
    return Block(id_, title, source, missing)
