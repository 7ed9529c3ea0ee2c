"""What a quality lead does: draw a sample, audit a decision, verify the record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from bandingdesk.desk.ground import Ground, Made
from bandingdesk.ops import Subject
from bandingdesk.oversight import audit as audits
from bandingdesk.oversight import sampling
from bandingdesk.oversight.ops import Answer, AuditOpened, Grade, SampleDrawn
from bandingdesk.store import drafts, verify
from bandingdesk.store.changes import Changes
from bandingdesk.store.queries import oversight
from bandingdesk.store.verify import Verification

METHOD = "Simple random draw of the decisions signed in the period"


class OversightDesk:
    """The acts of oversight. None of them changes a decision."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def draw_sample(self, title: str, starts: date, ends: date, count: int, seed: int) -> Made:
        """Draw COUNT decisions signed in a period; the seed repeats the draw. Raises NothingToSampleError."""
        ground = self._ground
        with ground.act() as act:
            drawn = sampling.chosen(oversight.signed_between(act.rows, starts, ends), count, seed)
            made = ground.ids.new()
            body = SampleDrawn(title, METHOD, seed, starts, ends, drawn)
            return Made(made, act.record(sampling.draw(made, ground.me, ground.clock.now(), body)))

    def open_audit(self, sample: str, decision: str, auditor: str | None = None) -> Made:
        """Take up a decision of a sample, or give it to AUDITOR: a guest sees what they were given and nothing else."""
        ground = self._ground
        with ground.act() as act:
            made = ground.ids.new()
            body = AuditOpened(sample, decision, auditor or ground.me, "2026.1")
            return Made(made, act.record(audits.open_audit(made, ground.me, ground.clock.now(), body)))

    def grade_audit(
        self, audit: str, answers: Sequence[Answer], grade: Grade, words: str, *, shown: str | None = None
    ) -> Changes:
        """Grade an audit by its marks, with the auditor's own grade and words."""
        ground = self._ground
        with ground.act() as act:
            state = act.load(Subject("audit", audit))
            ground.fresh(state, shown)
            op = audits.grade(state, ground.me, ground.clock.now(), oversight.criteria(), answers, grade, words)
            return act.record(op)

    def save_marks(self, audit: str, answers: Sequence[Answer], words: str = "") -> None:
        """Keep the marks of an audit that is not graded yet, seen by nobody else."""
        drafts.save(self._ground.store, f"audit:{audit}", self._ground.me, {"answers": list(answers), "words": words})

    def marks(self, audit: str) -> tuple[tuple[Answer, ...], str]:
        """Return the marks kept so far and the words beside them."""
        draft = drafts.load(self._ground.store, f"audit:{audit}", self._ground.me)
        if draft is None:
            return (), ""
        return tuple(Answer(**one) for one in draft.body["answers"]), str(draft.body["words"])

    def verify(self, progress: Callable[[int, int], None] | None = None) -> Verification:
        """Walk the whole record: chain, commitments, heads. PROGRESS is called with (entries done, of)."""
        with self._ground.store.read() as conn:
            return verify.verify(conn, progress)
