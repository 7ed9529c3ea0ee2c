"""What crosses the border beside a framework: a council's form, one case as a file, and a result document."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from bandingdesk.matrix.conditions import Id, LevelNumber, Part, Words
from bandingdesk.matrix.measures import Facts


class Question(Part):
    """One question of a form; `strand` where it belongs to one."""

    id: Id
    text: Words
    strand: Id | None = None
    required: bool = False


class EvidenceKind(Part):
    """A kind of paper that descriptors may ask for."""

    id: Id
    name: Words


class OwnWord(Part):
    """The council's own word for one of ours: area or domain for a strand, grade for a level."""

    word: Literal["strand", "level", "descriptor", "band", "points", "evidence", "setting", "panel", "plan"]
    one: Words
    many: Words | None = None


class Form(Part):
    """The form of a framework: kinds of evidence, questions and the council's own wording."""

    format: Annotated[Literal["banding-form/1"], Field(alias="schema")]
    framework: Id
    version: Id
    evidence: tuple[EvidenceKind, ...] = ()
    questions: tuple[Question, ...] = ()
    wording: tuple[OwnWord, ...] = ()


class CaseFile(Facts):
    """One case as a file: levels by strand, descriptors relied on, context, other facts, and evidence by strand."""

    case: Annotated[str, Field(min_length=1, max_length=200)]
    levels: dict[Id, LevelNumber]
    descriptors: tuple[Id, ...] = ()
    context: dict[Id, Id] = {}
    evidence: dict[Id, tuple[Words, ...]] = {}


class ResultDocument(Part):
    """The answer of `framework evaluate`. `bands` is the range, lowest first; pence is a whole number."""

    band: Id | None
    points: int | None
    pence: int | None
    kind: Literal["indicative", "refer", "interval"]
    bands: tuple[Id, ...]
