"""Takes bodies out of the record under a retention rule; the ops stay, and the chain still verifies.

The act of erasing is an op of its own, made by the rule that allows it; here is only what it does to the bytes. A fold
is given `Erased(rule)` in place of a body from then on. Source: design, store 5.3.
"""

from __future__ import annotations

from bandingdesk.ops import Subject
from bandingdesk.store import log
from bandingdesk.store.act import Act


def erase(act: Act, subject: Subject, rule: str) -> int:
    """Erase body and salt of every op of SUBJECT recorded before ACT, fold it again, and return how many there were.

    `secure_delete` (engine.py) overwrites the bytes in their pages; what the write-ahead log still holds goes with
    its next full checkpoint.
    """
    raw = log.driver(act.rows)
    cursor = raw.execute(
        "UPDATE payload SET salt = NULL, body = NULL, erased = ?"
        " WHERE erased IS NULL AND seq IN (SELECT seq FROM op WHERE subject = ?)",
        (rule, str(subject)),
    )
    act.refold(subject)
    return int(cursor.rowcount)
