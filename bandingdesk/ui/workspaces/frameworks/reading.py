"""What the workspace reads: the library with the drafts of the person at the keys, and one version to open."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError
from bandingdesk.store.queries import council, higher, rulebooks, versions
from bandingdesk.store.queries.higher import WordingRow
from bandingdesk.store.queries.versions import VersionRow
from bandingdesk.ui.workspaces.frameworks.draft import Document
from bandingdesk.ui.workspaces.frameworks.history import State

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.desk.frameworks import FrameworkDraft
    from bandingdesk.matrix.framework import Framework
    from bandingdesk.matrix.tariff import Tariff


class OtherSchemeMissingError(RefusedError):
    """There are no amounts of FRAMEWORK to work rows out from."""

    code = "FW-42"
    message = QT_TRANSLATE_NOOP("errors", "There are no amounts of {framework} to work the rows out from.")
    kept = QT_TRANSLATE_NOOP("errors", "The rows are as they were.")
    do = QT_TRANSLATE_NOOP("errors", "Read that scheme and its amounts into the library, or enter the rows by hand.")


DRAFT = "draft:"  # before the id of a draft; a version is keyed by its hash


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list: a version of the library (`row`), or a draft that only this person sees (`saved_at`)."""

    key: str
    title: str
    version: str
    status: str
    row: VersionRow | None = None
    saved_at: datetime | None = None
    framework: str = ""
    supersedes: str = ""  # the version's name, where the library has it
    wording: tuple[WordingRow, ...] = ()  # what oversight panels ask to be reviewed

    @property
    def draft_id(self) -> str:
        """The id of the draft, "" for a version of the library."""
        return self.key.removeprefix(DRAFT) if self.saved_at is not None else ""


@dataclass(frozen=True, slots=True)
class Opened:
    """One version to look at or to work on."""

    entry: Entry
    state: State
    tariff_id: str = ""  # the hash of the tariff that is shown, where it is one of the library
    before: Document | None = None  # the version that it follows, where the library has it


def entries(desk: Desk) -> tuple[Entry, ...]:
    """Return the drafts of the person at the keys, newest first, then the library."""
    rows = desk.read(versions.versions)
    names = {row.id: row.version for row in rows}
    found = [_of_draft(one, names) for one in desk.frameworks.drafts()]
    return (*found, *(replace(_of_row(row, names), wording=_wording(desk, row.id)) for row in rows))


def _wording(desk: Desk, sha256: str) -> tuple[WordingRow, ...]:
    """Return the wording of a version that is to be reviewed, each strand by its name."""
    found = desk.read(lambda conn: higher.wording(conn, sha256))
    names = desk.read(lambda conn: higher.strands(conn, sha256)) if found else {}
    return tuple(replace(one, strand=names.get(one.strand, one.strand)) for one in found)


def opened(desk: Desk, key: str) -> Opened:
    """Return the draft or version KEY. Raises DraftMissingError, VersionUnknownError."""
    if key.startswith(DRAFT):
        kept = desk.frameworks.draft(key.removeprefix(DRAFT))
        names = {row.id: row.version for row in desk.read(versions.versions)}
        state = state_of(kept.document)
        return Opened(_of_draft(kept, names), state, before=_before(desk, state, names))
    row = desk.read(lambda conn: versions.version(conn, key))
    definition = json.loads(desk.read(lambda conn: council.framework_definition(conn, key)))
    tariffs = [_tariff(desk, one.id) for one in reversed(row.tariffs)]
    tariff_id = row.tariffs[-1].id if row.tariffs else ""
    life = desk.read(lambda conn: versions.life(conn, key))
    answers = tuple({"code": one.code, "where": one.where, "text": one.text} for one in life.answers)
    state = State(definition, tariffs[0] if tariffs else None, answers, tuple(tariffs[1:]))
    names = {one.id: one.version for one in desk.read(versions.versions)}
    return Opened(_of_row(row, names), state, tariff_id, _before(desk, state, names))


def _tariff(desk: Desk, sha256: str) -> Document:
    made: Document = json.loads(desk.read(lambda conn: council.tariff_definition(conn, sha256)))
    return made


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A version of another scheme in the library, with its bands, lowest first."""

    framework: str
    version: str
    title: str
    bands: tuple[str, ...]


class Library:
    """What the editor asks of the library: the other schemes, and how their bands would read in the one in hand."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def neighbours(self, framework: str) -> tuple[Neighbour, ...]:
        """Return the versions of schemes other than FRAMEWORK."""
        rows = [row for row in self._desk.read(versions.versions) if row.framework != framework]
        found = [self._read(row) for row in rows]
        return tuple(Neighbour(one.id, one.version, one.title, tuple(b.id for b in one.ladder())) for one in found)

    def propose(self, state: State, at: int, place: dict[str, str]) -> list[Document]:
        """Return rows for the crosswalk AT by its rule, from the amounts of both schemes at PLACE.

        Raises NotProposedError, OtherSchemeMissingError, FrameworkInvalidError.
        """
        from bandingdesk.matrix import compiled, crosswalk
        from bandingdesk.ui.workspaces.frameworks import checking

        asked = state.framework["crosswalks"][at]
        framework, tariff = checking.read(state)
        other, theirs = self._other(asked)
        if tariff is None:
            raise OtherSchemeMissingError(framework=framework.title)
        mine = crosswalk.amounts(compiled.compile_scheme(framework, tariff), place)
        known = {one.id for one in other.contexts}
        there = {name: value for name, value in place.items() if name in known}
        amounts = crosswalk.amounts(compiled.compile_scheme(other, theirs), there)
        made = crosswalk.propose(other, mine, amounts, asked["rule"])
        return [{"other": row.other, "band": row.band} for row in made.rows]

    def _other(self, asked: Document) -> tuple[Framework, Tariff]:
        rows = [
            row
            for row in self._desk.read(versions.versions)
            if row.framework == asked["framework"] and asked.get("version") in (None, row.version) and row.tariffs
        ]
        if not rows:
            raise OtherSchemeMissingError(framework=asked["framework"])
        return self._read(rows[0]), self._desk.read(lambda conn: rulebooks.tariff(conn, rows[0].tariffs[-1].id))

    def _read(self, row: VersionRow) -> Framework:
        return self._desk.read(lambda conn: rulebooks.framework(conn, row.id))


def _before(desk: Desk, state: State, known: dict[str, str]) -> Document | None:
    """Return the definition that this one follows, None where the library does not have it."""
    sha256 = str(state.framework.get("supersedes", ""))
    if sha256 not in known:
        return None
    made: Document = json.loads(desk.read(lambda conn: council.framework_definition(conn, sha256)))
    return made


def file_of(desk: Desk, key: str) -> tuple[bytes, tuple[Tariff, ...]]:
    """Return a version as a JSON file, its definition with its life beside it, and its tariffs."""
    from bandingdesk.matrix import files

    if key.startswith(DRAFT):
        document = desk.frameworks.draft(key.removeprefix(DRAFT)).document
        data = json.dumps({"definition": document["definition"]}, ensure_ascii=False, indent=1).encode()
        tariffs = [one for one in (document.get("tariff"), *document.get("others", ())) if one is not None]
        return data, tuple(files.read_tariff(json.dumps(one).encode(), "tariff") for one in tariffs)
    file = desk.read(lambda conn: versions.file(conn, key))
    made = file.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    data = json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True).encode()
    row = desk.read(lambda conn: versions.version(conn, key))
    return data, desk.read(lambda conn: tuple(rulebooks.tariff(conn, one.id) for one in row.tariffs))


def state_of(document: dict[str, Any]) -> State:
    """Return a kept draft as the editor holds it."""
    answers = (document.get("life") or {}).get("answers", ())
    others = tuple(document.get("others", ()))
    return State(document["definition"], document.get("tariff"), tuple(answers), others)


def document_of(state: State) -> dict[str, Any]:
    """Return what the editor holds as the desk keeps it."""
    made: Document = {"definition": state.framework, "tariff": state.tariff}
    if state.others:
        made["others"] = list(state.others)
    if state.answers:
        made["life"] = {"status": "draft", "answers": list(state.answers)}
    return made


def _of_draft(one: FrameworkDraft, names: dict[str, str]) -> Entry:
    definition = one.document["definition"]
    return Entry(
        DRAFT + one.id,
        str(definition.get("title", "")),
        str(definition.get("version", "")),
        "editing",
        saved_at=one.saved_at,
        framework=str(definition.get("id", "")),
        supersedes=names.get(str(definition.get("supersedes", "")), ""),
    )


def _of_row(row: VersionRow, names: dict[str, str]) -> Entry:
    return Entry(
        row.id,
        row.title,
        row.version,
        row.status,
        row,
        framework=row.framework,
        supersedes=names.get(row.supersedes or "", ""),
    )
