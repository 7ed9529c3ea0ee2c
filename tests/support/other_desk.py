"""Another process at work on a store: `python -m tests.support.other_desk STORE PERSON CASE`, for tests of two windows.

It takes the case for PERSON, says "taken", waits for a line, then tries to record a review on the head it has seen
first and says what came of it: "recorded", or the code of the refusal.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from bandingdesk import bootstrap, seams
from bandingdesk.casework.ops import ReviewHeld
from bandingdesk.errors import RefusedError
from bandingdesk.ops import Subject
from tests.support.journey import KEY, NOW

REVIEW = ReviewHeld(
    date(2026, 11, 16), None, "amend", "More support in class", "A. Parent (invented)", ("1 Road",), "He talks more.",
    "I like the quiet room.", ("Speech therapy, weekly",),
)  # fmt: skip


def main(store: str, person: str, case: str) -> None:
    desk = bootstrap.open_desk(Path(store), KEY, clock=seams.FixedClock(NOW), ids=seams.SystemIds(), me=person)
    desk.casework.assign(case, person)
    shown = desk.store.load(Subject("case", case)).head
    print("taken", flush=True)
    sys.stdin.readline()
    try:
        desk.casework.hold_review(case, REVIEW, shown=shown)
        print("recorded", flush=True)
    except RefusedError as refusal:
        print(refusal.code, flush=True)
    desk.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
