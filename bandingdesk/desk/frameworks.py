"""What people do with the council's schemes: write a draft, add it to the library, and lead a version through its life.

A draft is private and may be unfinished; a version of the library is named by its hash and never edited: another edit
is another version. Adoption goes by the gate of `matrix/adopt.py`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import bandingdesk
from bandingdesk import ops
from bandingdesk.council import rulebook
from bandingdesk.council.ops import (
    FindingAnswered,
    FrameworkAdded,
    FrameworkAdopted,
    FrameworkConsulted,
    FrameworkRetired,
    KeptPaper,
    PaperAttached,
    ResponsesRecorded,
    SaidAndDone,
    TariffAdded,
    TariffAdopted,
    TrialEnded,
    TrialStarted,
)
from bandingdesk.council.rulebook import FrameworkVersion
from bandingdesk.desk.ground import Ground, Made
from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError
from bandingdesk.ops import Op, Subject
from bandingdesk.store import drafts
from bandingdesk.store.act import Act
from bandingdesk.store.changes import NOTHING, Changes
from bandingdesk.store.queries import council, rulebooks, versions

if TYPE_CHECKING:
    from bandingdesk.matrix.life import FrameworkFile, Life, Paper
    from bandingdesk.matrix.tariff import Tariff

KEY = "framework:"  # of a draft, before its id


class DraftMissingError(RefusedError):
    """The person at the keys keeps no draft with this id."""

    code = "FW-25"
    message = QT_TRANSLATE_NOOP("errors", "This draft is not there any more.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Read the list of drafts again; it may have been added to the library.")


class FrameworkDraft(NamedTuple):
    """A draft of the person at the keys.

    `document` is JSON types: `definition` and `life` (answers given so far) as in a framework file, `tariff` or null,
    and `others`, the tariffs of other years. It may be unfinished.
    """

    id: str
    saved_at: datetime
    document: dict[str, Any]


class FrameworksDesk:
    """The acts on drafts and on versions of the library. A version is named by its hash."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    # Drafts: private, mutable, kept apart from the record

    def new_draft_from(self, sha256: str | None, version: str, *, framework: str = "framework-1") -> str:
        """Keep a draft copied from a version of the library (None: a blank scheme FRAMEWORK); return its id.

        It is named VERSION and supersedes the adopted version of its framework, if there is one. The newest tariff of
        the framework comes with it.
        """
        ground = self._ground
        with ground.store.read() as conn:
            if sha256 is None:
                document = _blank(framework, version, ground.clock.today())
            else:
                definition = json.loads(council.framework_definition(conn, sha256)) | {"version": version}
                definition.pop("change_note", None)
                before = versions.predecessor(conn, definition["id"])
                definition |= {"supersedes": before.sha256} if before else {}
                known = council.tariffs(conn, definition["id"])
                tariff = json.loads(council.tariff_definition(conn, known[-1].id)) if known else None
                if tariff is not None and "version" in tariff:
                    tariff["version"] = version
                document = {"definition": definition, "tariff": tariff}
        made = ground.ids.new()
        self.keep_draft(made, document)
        return made

    def new_draft_of(self, data: bytes, name: str) -> str:
        """Keep a draft of a framework file, JSON or workbook, with the tariffs in it; return its id.

        Answers and papers beside the definition stay behind: they are about those rules, and a draft may change them.
        Raises FrameworkInvalidError.
        """
        from bandingdesk.matrix import files
        from bandingdesk.matrix.workbook import reading as workbook_reading

        bundle = workbook_reading.read_any(data, name)
        definition = json.loads(files.canonical(bundle.file.definition))
        tariffs = [json.loads(files.canonical(one)) for one in bundle.tariffs]
        document = {"definition": definition, "tariff": tariffs[0] if tariffs else None}
        made = self._ground.ids.new()
        self.keep_draft(made, document | ({"others": tariffs[1:]} if tariffs[1:] else {}))
        return made

    def keep_draft(self, draft_id: str, document: dict[str, Any]) -> None:
        """Keep DOCUMENT under the draft's id in place of what was there. Durable when this returns."""
        drafts.save(self._ground.store, KEY + draft_id, self._ground.me, document)

    def drafts(self) -> tuple[FrameworkDraft, ...]:
        """Return the drafts of the person at the keys, the newest first."""
        found = drafts.list_of(self._ground.store, self._ground.me, KEY)
        return tuple(FrameworkDraft(one.key.removeprefix(KEY), one.saved_at, one.body) for one in found)

    def draft(self, draft_id: str) -> FrameworkDraft:
        """Return one draft. Raises DraftMissingError."""
        found = drafts.load(self._ground.store, KEY + draft_id, self._ground.me)
        if found is None:
            raise DraftMissingError()
        return FrameworkDraft(draft_id, found.saved_at, found.body)

    def drop_draft(self, draft_id: str) -> None:
        """Forget a draft."""
        drafts.drop(self._ground.store, KEY + draft_id, self._ground.me)

    def add(self, draft_id: str) -> Made:
        """Put a draft into the library as a version with status draft, with its tariff, and forget the draft.

        The made id is the version's hash. Raises DraftMissingError, FrameworkInvalidError with every fault,
        VersionTakenError.
        """
        from bandingdesk.matrix import files

        document = self.draft(draft_id).document
        whole = {key: document[key] for key in ("definition", "life") if document.get(key)}
        file = files.read_framework_file(json.dumps(whole).encode(), "the draft")
        kept = [one for one in (document.get("tariff"), *document.get("others", ())) if one is not None]
        tariffs = [files.read_tariff(json.dumps(one).encode(), "the draft's amounts") for one in kept]
        made = self._add(file, tariffs)
        self.drop_draft(draft_id)
        return made

    # Into the library

    def add_file(self, data: bytes, name: str = "framework") -> Made:
        """Put a framework file, JSON or workbook, into the library as a version with status draft, and its tariffs.

        The made id is the version's hash. Of its life the answers to findings, the papers and "you said, we did" are
        taken over; who adopted it elsewhere is not. Raises FrameworkInvalidError, VersionTakenError.
        """
        from bandingdesk.matrix.workbook import reading as workbook_reading

        bundle = workbook_reading.read_any(data, name)
        return self._add(bundle.file, bundle.tariffs)

    def add_tariff(self, data: bytes, name: str = "tariff") -> Made:
        """Put a tariff file into the library; its id is the hash of its definition. Raises FrameworkInvalidError."""
        from bandingdesk.matrix import files

        tariff = files.read_tariff(data, name)
        with self._ground.act() as act:
            return self._put_tariff(act, tariff)

    # The life of a version

    def consult(self, sha256: str, on: date, paper: KeptPaper, *, shown: str | None = None) -> Changes:
        """Record that the version was consulted on until a day; PAPER is the record of it."""
        return self._live(sha256, rulebook.consult, FrameworkConsulted(on, paper), shown)

    def answer(self, sha256: str, code: str, where: str, text: str, *, shown: str | None = None) -> Changes:
        """Answer a finding of the check in writing; a later answer to it stands instead."""
        return self._live(sha256, rulebook.answer, FindingAnswered(code, where, text), shown)

    def attach(
        self, sha256: str, what: Literal["equality", "consultation"], paper: KeptPaper, *, shown: str | None = None
    ) -> Changes:
        """Attach a paper of the adoption, or a named officer's reason why there is none."""
        return self._live(sha256, rulebook.attach, PaperAttached(what, paper), shown)

    def respond(self, sha256: str, lines: Sequence[SaidAndDone], *, shown: str | None = None) -> Changes:
        """Add lines of "you said, we did"."""
        return self._live(sha256, rulebook.respond, ResponsesRecorded(tuple(lines)), shown)

    def start_trial(
        self, sha256: str, starts: date, ends: date, reason: str | None = None, *, shown: str | None = None
    ) -> Changes:
        """Score the version beside the scheme in force, both days included; REASON where no consultation came first."""
        return self._live(sha256, rulebook.start_trial, TrialStarted(starts, ends, reason), shown)

    def end_trial(self, sha256: str, words: str, *, shown: str | None = None) -> Changes:
        """End the trial today and say what it showed."""
        return self._live(sha256, rulebook.end_trial, TrialEnded(self._ground.clock.today(), words), shown)

    def adopt(
        self,
        sha256: str,
        starts: date,
        minute: str,
        *,
        adopted_by: str = "",
        equality: KeptPaper | None = None,
        consultation: KeptPaper | None = None,
        second: tuple[str, str] | None = None,
        shown: str | None = None,
    ) -> Changes:
        """Put the version in force from a day. The papers are those attached before where none are given.

        SECOND is a person who went through it too, and their PIN. Raises AlreadyAdoptedError, SecondPersonError,
        PinWaitError, and AdoptionRefusedError naming every condition that is not met.
        """
        from bandingdesk.matrix import adopt

        ground = self._ground
        ground.require("framework.adopted")
        seconded = second[0] if second is not None and ground.pin_fits(second[1], second[0]) else ""
        with ground.act() as act:
            known = self._version(act, sha256, shown)
            rulebook.check_open(known)
            equality, consultation = equality or known.equality, consultation or known.consultation
            asked = versions.gate(
                act.rows,
                sha256,
                starts=starts,
                minute=minute,
                equality=_paper(equality),
                consultation=_paper(consultation),
            )
            framework = rulebooks.framework(act.rows, sha256)
            adopt.check(f"{framework.title}, version {framework.version},", asked)
            before = versions.predecessor(act.rows, framework.id)
            body = FrameworkAdopted(
                starts=starts,
                minute=minute,
                equality=equality or KeptPaper(),
                consultation=consultation or KeptPaper(),
                adopted_by=adopted_by,
                on=ground.clock.today(),
                supersedes=before.sha256 if before else None,
                engine=bandingdesk.__version__,
            )
            others = ground.others_who_may(act, "framework.adopted")
            return act.record(
                rulebook.adopt_framework(known, ground.me, ground.clock.now(), body, others=others, second=seconded)
            )

    def retire(self, sha256: str, on: date, minute: str, *, shown: str | None = None) -> Changes:
        """Take an adopted version out of force after a day. Raises NotAdoptedError."""
        return self._live(sha256, rulebook.retire, FrameworkRetired(on, minute), shown)

    def adopt_tariff(self, sha256: str, starts: date, minute: str) -> Changes:
        """Put a tariff in force from a day.

        Raises AlreadyAdoptedError, FrameworkInvalidError where it does not fit the framework in force then, and
        AdoptionRefusedError where the check finds an error in its amounts.
        """
        from bandingdesk.matrix import adopt

        ground = self._ground
        with ground.act() as act:
            known = act.load(Subject("tariff", sha256))
            tariff = rulebooks.tariff(act.rows, sha256)
            adopt.check(tariff.title or f"The tariff {tariff.year}", versions.tariff_gate(act.rows, sha256, starts))
            body = TariffAdopted(starts, minute)
            return act.record(rulebook.adopt_tariff(known, ground.me, ground.clock.now(), body))

    def _live(self, sha256: str, rule: Any, body: Any, shown: str | None) -> Changes:
        """Record what RULE makes of BODY on a version."""
        ground = self._ground
        with ground.act() as act:
            known = self._version(act, sha256, shown)
            return act.record(rule(known, ground.me, ground.clock.now(), body))

    def _version(self, act: Act, sha256: str, shown: str | None) -> FrameworkVersion:
        known: FrameworkVersion = act.load(Subject("framework", sha256))
        self._ground.fresh(known, shown)
        return known

    def _add(self, file: FrameworkFile, tariffs: Sequence[Tariff]) -> Made:
        from bandingdesk.matrix import files

        ground = self._ground
        framework, sha256 = file.definition, files.sha256(file.definition)
        text = files.canonical(framework).decode()
        body = FrameworkAdded(framework.id, framework.version, framework.title, sha256, text)
        changes = NOTHING
        with ground.act() as act:
            if act.find(Subject("framework", sha256)) is None:
                held = versions.held(act.rows, framework.id, framework.version)
                changes = act.record(rulebook.add_framework(ground.me, ground.clock.now(), body, held))
                changes = changes.joined(self._carry_life(act, sha256, file))
            for tariff in tariffs:
                changes = changes.joined(self._put_tariff(act, tariff).changes)
        return Made(sha256, changes)

    def _carry_life(self, act: Act, sha256: str, file: FrameworkFile) -> Changes:
        """Record what a file says beside its definition, as far as it is not the act of a council."""
        ground, subject, changes = self._ground, Subject("framework", sha256), NOTHING
        for rule, body in _carried(file.life):
            known: FrameworkVersion = act.load(subject)
            changes = changes.joined(act.record(rule(known, ground.me, ground.clock.now(), body)))
        return changes

    def _put_tariff(self, act: Act, tariff: Tariff) -> Made:
        from bandingdesk.matrix import files

        sha256 = files.sha256(tariff)
        if act.find(Subject("tariff", sha256)) is not None:
            return Made(sha256, NOTHING)
        body = TariffAdded(tariff.framework, tariff.year, sha256, files.canonical(tariff).decode())
        return Made(sha256, act.record(rulebook.add_tariff(self._ground.me, self._ground.clock.now(), body)))


def _carried(life: Life | None) -> Iterator[tuple[Callable[..., Op], Any]]:
    """Give (rule, body) for the answers, the whole papers and the responses of a file."""
    if life is None:
        return
    for answer in life.answers:
        yield rulebook.answer, FindingAnswered(answer.code, answer.where, answer.text)
    papers: tuple[tuple[Literal["equality", "consultation"], Paper | None], ...]
    papers = (("equality", life.equality), ("consultation", life.consultation))
    for what, paper in papers:
        if paper is not None and ((paper.ref and paper.sha256) or (paper.reason and paper.officer)):
            yield rulebook.attach, PaperAttached(what, KeptPaper(**paper.model_dump()))
    if life.you_said_we_did:
        lines = tuple(SaidAndDone(**line.model_dump()) for line in life.you_said_we_did)
        yield rulebook.respond, ResponsesRecorded(lines)


def _paper(kept: KeptPaper | None) -> Paper | None:
    """Return a kept paper as a file's life holds it."""
    from bandingdesk.matrix.life import Paper

    return (
        None
        if kept is None
        else Paper(**{name: (text or "").strip() or None for name, text in ops.plain(kept).items()})
    )


def _blank(framework: str, version: str, starts: date) -> dict[str, Any]:
    from bandingdesk.matrix import blank

    return {"definition": blank.definition(framework, version, "The council", starts), "tariff": None}
