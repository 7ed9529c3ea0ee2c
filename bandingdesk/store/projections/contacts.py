"""Contacts of a case: asked, promised, answered, as rows."""

from __future__ import annotations

import json
from collections.abc import Iterator

from bandingdesk import ops
from bandingdesk.casework import cells
from bandingdesk.casework.contacts import contact
from bandingdesk.casework.contacts.contact import Contact
from bandingdesk.store.projections.tables import table
from bandingdesk.store.registry import Fold, Projection, Row

VERSION = 1

CONTACT = table(
    "contacts_contact",
    "contact",
    "id head case_id person who role words at way follows reply_on reply_reason answer answered_at answer_way"
    " answered_by recorded_by corrections withdrawn folded",
    "reply_days is_open",
    keys="id case_id is_open",
)


def lay_contact(state: Contact) -> Iterator[Row]:
    """Yield the row of a contact."""
    asked, promised, answered = state.asked, state.promised, state.answered
    if asked is None:
        return
    row = ops.plain(asked)
    row["case_id"] = row.pop("case")
    if promised is not None:
        row |= {"reply_on": ops.plain(promised.on), "reply_days": promised.days, "reply_reason": promised.reason}
    if answered is not None:
        row |= {
            "answer": answered.words,
            "answered_at": ops.plain(answered.at),
            "answer_way": answered.way,
            "answered_by": answered.by,
        }
    words = " ".join((asked.who, asked.role, asked.words, answered.words if answered else ""))
    row |= {"folded": cells.folded(words), "is_open": int(state.is_open), "withdrawn": state.withdrawn}
    row |= {"recorded_by": state.recorded_by, "corrections": json.dumps(ops.plain(state.corrections))}
    yield CONTACT, {"id": state.id, "head": state.head, **row}


FOLDS: dict[str, Fold] = {"contact": Fold(Contact, contact.apply)}
PROJECTIONS: dict[str, Projection] = {"contact": lay_contact}
