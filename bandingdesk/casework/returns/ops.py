"""What is recorded of forms that people outside fill in, and what they send back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bandingdesk.ops import Kind

FormKind = Literal["setting_profile", "parent_views", "child_views", "young_person_views", "advice"]


@dataclass(frozen=True, slots=True)
class FormMade:
    """A form made for one child. Its file is made from this alone, so that the same form can be written again.

    `called` is what the form calls the child, as the council chose: initials, the name or nothing. `book` is the
    version of its questions. `seal` is a hash of all that is printed on it before anybody fills it in. `replaces` is
    the form sent before in its place, `request` the advice request that it answers. `phase` picks the words of levels.
    """

    case: str
    kind: FormKind
    reference: str
    called: str
    council: str
    to_name: str
    to_role: str
    setting: str
    phase: str
    dated: date
    due: date | None
    book: str
    framework_sha256: str | None
    large_print: bool
    is_invented: bool
    seal: str
    replaces: str | None = None
    request: str | None = None


@dataclass(frozen=True, slots=True)
class FormWritten:
    """A copy of the form left the record as a file: the line of the audit. `file` is its name without a folder."""

    case: str
    file: str
    sha256: str
    has_password: bool


@dataclass(frozen=True, slots=True)
class FormWithdrawn:
    """Nobody waits for the form any more."""

    case: str
    reason: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands in one field, in the very words. `level` where it names one; `heading` is the part it stands in."""

    key: str
    label: str
    text: str
    heading: str = ""
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that a person must look at. `code` names its sentence (found.py), `about` the answer it is on.

    `place` is where it stands; `found` and `expected` fill the sentence.
    """

    code: str
    about: str = ""
    place: str = ""
    found: str = ""
    expected: str = ""


@dataclass(frozen=True, slots=True)
class ReturnReceived:
    """A form came back on the day ON. The file lies unaltered in the blob store under `sha256`.

    ANSWERS and DOUBTS are what was read from it then; nothing of it is taken over by this.
    """

    case: str
    form: str
    kind: FormKind
    on: date
    file: str
    sha256: str
    size: int
    mime: str
    answers: tuple[Answer, ...]
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class ReturnTaken:
    """A person read it and took answers over. `became` names what the answers went into ("profile:ID")."""

    case: str
    taken: tuple[str, ...]
    left_out: tuple[str, ...]
    became: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReturnAsked:
    """The sender was asked about some answers; WORDS is what a person wrote to them, by their own e-mail or phone."""

    case: str
    about: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class ReturnSetAside:
    """Nothing of it is taken over, and why. The file stays."""

    case: str
    reason: str


KINDS: dict[str, Kind] = {
    "form.made": Kind(FormMade),
    "form.written": Kind(FormWritten),
    "form.withdrawn": Kind(FormWithdrawn),
    "return.received": Kind(ReturnReceived, has_file=True),
    "return.asked": Kind(ReturnAsked),
    "return.taken": Kind(ReturnTaken),
    "return.set_aside": Kind(ReturnSetAside),
}
