"""What the workspace reads: the library with the drafts of the person at the keys, and one version to open."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bandingdesk.store.queries import council, rulebooks, versions
from bandingdesk.store.queries.versions import VersionRow
from bandingdesk.ui.workspaces.frameworks.draft import Document
from bandingdesk.ui.workspaces.frameworks.history import State

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.desk.frameworks import FrameworkDraft
    from bandingdesk.matrix.tariff import Tariff

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
    return (*found, *(_of_row(row, names) for row in rows))


def opened(desk: Desk, key: str) -> Opened:
    """Return the draft or version KEY. Raises DraftMissingError, VersionUnknownError."""
    if key.startswith(DRAFT):
        kept = desk.frameworks.draft(key.removeprefix(DRAFT))
        names = {row.id: row.version for row in desk.read(versions.versions)}
        state = state_of(kept.document)
        return Opened(_of_draft(kept, names), state, before=_before(desk, state, names))
    row = desk.read(lambda conn: versions.version(conn, key))
    definition = json.loads(desk.read(lambda conn: council.framework_definition(conn, key)))
    tariff, tariff_id = None, ""
    if row.tariffs:
        tariff_id = row.tariffs[-1].id
        tariff = json.loads(desk.read(lambda conn: council.tariff_definition(conn, tariff_id)))
    life = desk.read(lambda conn: versions.life(conn, key))
    answers = tuple({"code": one.code, "where": one.where, "text": one.text} for one in life.answers)
    state = State(definition, tariff, answers)
    names = {one.id: one.version for one in desk.read(versions.versions)}
    return Opened(_of_row(row, names), state, tariff_id, _before(desk, state, names))


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
        tariff = document.get("tariff")
        return data, () if tariff is None else (files.read_tariff(json.dumps(tariff).encode(), "tariff"),)
    file = desk.read(lambda conn: versions.file(conn, key))
    made = file.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    data = json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True).encode()
    row = desk.read(lambda conn: versions.version(conn, key))
    return data, desk.read(lambda conn: tuple(rulebooks.tariff(conn, one.id) for one in row.tariffs))


def state_of(document: dict[str, Any]) -> State:
    """Return a kept draft as the editor holds it."""
    answers = (document.get("life") or {}).get("answers", ())
    return State(document["definition"], document.get("tariff"), tuple(answers))


def document_of(state: State) -> dict[str, Any]:
    """Return what the editor holds as the desk keeps it."""
    made: Document = {"definition": state.framework, "tariff": state.tariff}
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
