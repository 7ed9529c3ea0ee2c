"""Carries an erasure of ours out on the server too, once its op was applied there.

The server reads no body, so it cannot know what an erasure takes out: the device that recorded it says so. What is
still to be said stands among the marks, so that a crash or a lost line only puts it off. After a restore all of this
device's erasures are said again, since the backup may hold what they took out. Source: design, store 5.3.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bandingdesk.ops import Subject
from bandingdesk.store import log, marks, standing
from bandingdesk.store.arrive import Arrival
from bandingdesk.store.registry import Registry
from bandingdesk.store.store import Store
from bandingdesk.sync import refusals

if TYPE_CHECKING:
    from bandingdesk.sync.remote import Remote

TO_ERASE = "sync.erase."  # marks: erasures that the server was not told yet, by op

logger = logging.getLogger(__name__)


def note(arrival: Arrival, op_id: str, subject: str) -> None:
    """Note that the server is to be told what an erasure of ours takes out; here it is carried out by the next fold."""
    arrival.mark(TO_ERASE + op_id, subject)
    standing.soil(arrival.raw, subject, whole=True)
    arrival.subjects.add(subject)


def note_all(arrival: Arrival, registry: Registry, device_id: str) -> None:
    """Note all erasures of this device: the server was set back to a backup."""
    for kind in registry.erases:
        rows = arrival.raw.execute(
            "SELECT op_id, subject FROM op WHERE device_id = ? AND subject >= ? AND subject < ?",
            (device_id, f"{kind}:", f"{kind};"),
        )
        for op_id, subject in rows.fetchall():
            note(arrival, op_id, subject)


def carry_out(store: Store, remote: Remote) -> int:
    """Tell the server what our erasures take out and return how many bodies went there."""
    with store.read() as conn:
        waiting = marks.beginning(log.driver(conn), TO_ERASE)
    gone = 0
    for op_id, text in waiting.items():
        subject = Subject.parse(text)
        state = store.find(subject)
        wanted = None if state is None else store.registry.erases[subject.kind](state)
        if wanted is not None:
            try:
                gone += remote.erase(op_id, wanted.rule, wanted.case, wanted.subjects)
            except refusals.NotAllowedError as error:  # another login's to tell: it stays noted
                logger.warning("an erasure is not told yet", extra={"code": error.code})
                continue
        with store.jot() as conn:
            marks.drop(log.driver(conn), TO_ERASE + op_id)
    return gone
