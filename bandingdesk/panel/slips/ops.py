"""What is recorded of scoring workbooks and paper slips for members without the program, and what came back.

No level, no line of a member's reasons stands in any of these bodies: they are in the member's own sheet, or sealed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bandingdesk.ops import Kind

SlipKind = Literal["workbook", "paper"]
# same, other: the member's sheet was locked before, with the same answers or with others
FoundState = Literal["complete", "part", "empty", "doubt", "same", "other"]


@dataclass(frozen=True, slots=True)
class SlipPaper:
    """A frozen paper of a case as the member can name it: its title and how many pages it has."""

    evidence: str
    title: str
    pages: int


@dataclass(frozen=True, slots=True)
class SlipCase:
    """One case in a workbook or on slips: the round that its answers are for, and what is printed of it.

    `about` are the facts that the panel type's pack shows, each a line. `phase` picks the words of levels. `strands`
    are those of the round: a private re-score asks about some of them alone.
    """

    item: str
    case: str
    reference: str
    round: str
    phase: str
    framework_sha256: str
    strands: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    papers: tuple[SlipPaper, ...] = ()
    questions: str = ""


@dataclass(frozen=True, slots=True)
class SlipMade:
    """A scoring workbook, or paper slips, made for one member of one meeting. Its file is made from this alone.

    `code` stands for the member on paper slips. `seal` is a hash of all that is printed before anybody fills it in.
    """

    kind: SlipKind
    meeting: str
    person: str
    name: str
    code: str
    council: str
    panel: str
    on: date
    cases: tuple[SlipCase, ...]
    dated: date
    due: date | None
    is_invented: bool
    seal: str


@dataclass(frozen=True, slots=True)
class SlipWritten:
    """A copy left the record as a file: the line of the audit. `file` is its name without a folder."""

    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Found:
    """How far the answers for one case are: how many strands still want something, and whether a doubt stands there."""

    item: str
    state: FoundState
    missing: int = 0


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something in a file that a person must look at: `code` names its sentence (doubts.py), `item` the case it is in.

    It tells the place and never what stands there.
    """

    code: str
    item: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class SlipReturned:
    """A file came back on a day. `sealed` is the file, base64, under its password: nobody reads it without.

    It lies in the body and not among the files of a case, since it is about several children; it goes with the first
    of them whose record goes. `sha256` is that of the file as it was sent; `was_open` says that it came without its
    password and was put under one here.
    """

    on: date
    file: str
    sha256: str
    sealed: str
    was_open: bool
    found: tuple[Found, ...]
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class SlipTaken:
    """The answers for these items became the member's own locked sheets, entered by who is at the keys."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SlipSetAside:
    """Nothing more of what came back is taken, and why. The file stays."""

    reason: str


@dataclass(frozen=True, slots=True)
class SlipWithdrawn:
    """Nobody waits for it any more, and why."""

    reason: str


KINDS: dict[str, Kind] = {
    "slip.made": Kind(SlipMade),
    "slip.written": Kind(SlipWritten),
    "slip.returned": Kind(SlipReturned),
    "slip.taken": Kind(SlipTaken),
    "slip.set_aside": Kind(SlipSetAside),
    "slip.withdrawn": Kind(SlipWithdrawn),
}
