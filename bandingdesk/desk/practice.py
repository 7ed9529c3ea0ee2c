"""What a member does with warm-up vignettes. All of it stays a draft of theirs (decision 0056): nothing is recorded,
nothing is synced, and no act or query takes another person's name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bandingdesk.desk.signing import PanelTable
from bandingdesk.ops import Subject
from bandingdesk.panel.meeting import Meeting
from bandingdesk.panel.practice import feedback, vignettes
from bandingdesk.panel.practice.feedback import Line
from bandingdesk.panel.practice.vignettes import Edition
from bandingdesk.store import drafts
from bandingdesk.store.queries import panel, rulebooks
from bandingdesk.store.queries.rulebooks import Names

PREFIX = "practice:"


@dataclass(frozen=True, slots=True)
class PracticeCase:
    """A vignette with what the person at the keys gave; `lines` are the feedback, empty before it was asked for."""

    id: str
    title: str
    text: str
    strands: tuple[str, ...]
    given: Mapping[str, int]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Practice:
    """The practice set of a meeting's framework, for the person at the keys; `names` are the framework's words."""

    edition: Edition | None
    names: Names | None
    cases: tuple[PracticeCase, ...]
    texts: Mapping[str, Mapping[int, str]] = field(default_factory=dict)  # strand -> level -> descriptor in full

    @property
    def done(self) -> int:
        """How many cases have their feedback."""
        return sum(bool(case.lines) for case in self.cases)


class PracticeDesk(PanelTable):
    """The acts on practice cases, always of the person at the keys."""

    def of_meeting(self, meeting_id: str) -> Practice:
        """Return the practice set for a meeting's framework, empty where none ships or the panel has no matrix."""
        meeting: Meeting = self._ground.store.load(Subject("meeting", meeting_id))
        with self._ground.store.read() as conn:
            if not meeting.framework_sha256:
                return Practice(None, None, ())
            names = rulebooks.names(conn, meeting.framework_sha256)
            framework = rulebooks.framework(conn, meeting.framework_sha256)
            tolerance = panel.terms(conn, meeting.panel_type, meeting.on).tolerance
        edition = vignettes.of_framework(framework.id)
        if edition is None:
            return Practice(None, names, ())
        vignettes.require_fits(edition, {strand: tuple(known) for strand, known in names.levels.items()})
        texts = {
            strand.id: {level.level: " ".join(one.text.default for one in level.descriptors) for level in strand.levels}
            for strand in framework.strands
        }
        cases = tuple(self._case(edition, one.id, tolerance) for one in edition.vignettes)
        return Practice(edition, names, cases, texts)

    def choose(self, edition: Edition, vignette: str, strand: str, level: int) -> None:
        """Keep a level for a strand of a vignette; the feedback stays closed until all strands have one."""
        body = self._draft(edition, vignette)
        body["given"][strand] = level
        drafts.save(self._ground.store, self._key(edition, vignette), self._ground.me, body)

    def look(self, edition: Edition, vignette: str) -> tuple[Line, ...]:
        """Return the feedback on a vignette and keep that it was seen. Raises PracticeIncompleteError."""
        body = self._draft(edition, vignette)
        found = edition.vignette(vignette)
        if found is None:
            raise vignettes.VignettesInvalidError(fault=f"no practice case {vignette}")
        lines = feedback.of(found, body["given"])
        drafts.save(self._ground.store, self._key(edition, vignette), self._ground.me, {**body, "seen": True})
        return lines

    def forget(self) -> None:
        """Forget all that the person at the keys did in practice."""
        for draft in drafts.list_of(self._ground.store, self._ground.me, PREFIX):
            drafts.drop(self._ground.store, draft.key, self._ground.me)

    def waits(self) -> int:
        """Return how many cases of the shipped set the person at the keys has not looked at, for their next meeting."""
        person = self._ground.me
        with self._ground.store.read() as conn:
            today = self._ground.clock.today()
            mine = [
                row
                for row in panel.meetings(conn)
                if row.state != "closed"
                and row.on >= today
                and row.framework_sha256
                and panel.seat_role(conn, row.id, person) in ("chair", "deputy", "member")
            ]
            if not mine:
                return 0
            framework = rulebooks.framework(conn, min(mine, key=lambda row: row.on).framework_sha256)
        edition = vignettes.of_framework(framework.id)
        if edition is None:
            return 0
        return sum(not self._draft(edition, one.id).get("seen") for one in edition.vignettes)

    def _case(self, edition: Edition, id_: str, tolerance: int) -> PracticeCase:
        one = edition.vignette(id_)
        assert one is not None
        body = self._draft(edition, id_)
        lines = feedback.of(one, body["given"], tolerance) if body.get("seen") else ()
        return PracticeCase(one.id, one.title, one.text, one.strands, body["given"], lines)

    def _draft(self, edition: Edition, vignette: str) -> dict[str, dict[str, int]]:
        known = drafts.load(self._ground.store, self._key(edition, vignette), self._ground.me)
        return dict(known.body) if known else {"given": {}}

    def _key(self, edition: Edition, vignette: str) -> str:
        return f"{PREFIX}{edition.framework}@{edition.edition}:{vignette}"
