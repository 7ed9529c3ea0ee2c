"""What the contacts of a case read: the contacts, who may be calling, the council's terms, and the phone card."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from bandingdesk.casework.contacts.policy import Terms
from bandingdesk.casework.contacts.telling import Telling
from bandingdesk.council import may
from bandingdesk.store.queries import contacts, council, phone_card
from bandingdesk.store.queries.contacts import ContactRow
from bandingdesk.store.queries.phone_card import PhoneRow


@dataclass(frozen=True, slots=True)
class Contacts:
    """The contacts of one case. `rows` are those that the search finds, `whole` all of them.

    `only_for` says who may record, where the person at the keys may not.
    """

    case_id: str
    rows: tuple[ContactRow, ...]
    whole: tuple[ContactRow, ...]
    terms: Terms
    card: PhoneRow
    only_for: str = ""

    def row(self, contact_id: str) -> ContactRow | None:
        """Return the contact with that id, None where there is none."""
        return next((row for row in self.whole if row.id == contact_id), None)

    def chain(self, row: ContactRow) -> list[ContactRow]:
        """Return the contacts that ROW belongs to, the first question first."""
        return contacts.chain(list(self.whole), row)

    def caller(self, key: str) -> Telling | None:
        """Return who may be calling by their key."""
        return next((one for one in self.card.callers if one.key == key), None)


def read(conn: Any, case_id: str, viewer: str, words: str, today: date) -> Contacts:
    """Return the contacts of a case for VIEWER. Raises CaseClosedError, UnknownCaseError, PolicyUnfitError."""
    card = phone_card.card(conn, case_id, viewer, today)
    whole = tuple(contacts.contacts(conn, case_id))
    found = tuple(contacts.contacts(conn, case_id, words)) if words.strip() else whole
    writers = may.rule("contact.recorded").writers
    mine = set(council.person(conn, viewer).roles)
    return Contacts(
        case_id, found, whole, contacts.terms(conn, today), card, "" if mine & set(writers) else may.words(writers)
    )
