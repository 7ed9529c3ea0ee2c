"""What a sync through a folder did, in values for a command and a screen; and what working this way can't promise."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple

from bandingdesk.errors import QT_TRANSLATE_NOOP
from bandingdesk.store.changes import Changes
from bandingdesk.sync.folder.taking import Refused

# Why a file was refused, by word. The file stays where it is; nothing of it was taken.
REASONS: Mapping[str, str] = {
    "no_bundle": QT_TRANSLATE_NOOP("folder", "It is no bundle of Banding Desk."),
    "newer": QT_TRANSLATE_NOOP("folder", "A newer version of Banding Desk wrote it. Update this computer."),
    "cut": QT_TRANSLATE_NOOP("folder", "It is cut off. It may still be on its way: sync again later."),
    "unreadable": QT_TRANSLATE_NOOP("folder", "It can't be read now. It may still be on its way: sync again later."),
    "size": QT_TRANSLATE_NOOP("folder", "It is larger than any bundle may be."),
    "foreign": QT_TRANSLATE_NOOP("folder", "It belongs to the record of another council."),
    "swapped": QT_TRANSLATE_NOOP("folder", "It is another computer's bundle and lies in the wrong place."),
    "replayed": QT_TRANSLATE_NOOP("folder", "It is an earlier bundle under a later name."),
    "signature": QT_TRANSLATE_NOOP("folder", "It was changed, or somebody else than that computer wrote it."),
    "seal": QT_TRANSLATE_NOOP("folder", "It does not open: it was changed on its way."),
    "content": QT_TRANSLATE_NOOP("folder", "What it holds can't be read."),
    "chain": QT_TRANSLATE_NOOP("folder", "It does not follow the bundle before it."),
    "two": QT_TRANSLATE_NOOP("folder", "There are two different bundles of one number. That computer was copied."),
    "file": QT_TRANSLATE_NOOP("folder", "It is not the file that its bundle names."),
}
UNKNOWN = QT_TRANSLATE_NOOP("folder", "It can't be taken.")

WAITS: Mapping[str, str] = {
    "bundle": QT_TRANSLATE_NOOP("folder", "It stands on changes that have not arrived yet."),
    "file": QT_TRANSLATE_NOOP("folder", "A paper that it names has not arrived yet."),
    "key": QT_TRANSLATE_NOOP("folder", "It is sealed under a key that this computer was not given."),
    "device": QT_TRANSLATE_NOOP("folder", "Nobody has admitted the computer that wrote it."),
}

# Said by the command and by the screen before a folder is begun or joined. Source: design, store 7.6.
PROMISES_NOT: tuple[str, ...] = (
    QT_TRANSLATE_NOOP(
        "folder",
        "No database keeps scores blind. They are sealed until the reveal, but the computer that opened the round "
        "could read them earlier.",
    ),
    QT_TRANSLATE_NOOP(
        "folder",
        "There is no single order of everything. Where two people change one thing apart, neither stands until "
        "a person settles it.",
    ),
    QT_TRANSLATE_NOOP(
        "folder",
        "No server enforces the rules. Each computer checks roles when it takes changes in, and sets aside what fails.",
    ),
    QT_TRANSLATE_NOOP("folder", "Changes arrive when the folder carries them, which can take hours or days."),
    QT_TRANSLATE_NOOP(
        "folder",
        "What is erased goes from every record, but sealed bundles that carried it stay in the folder until the "
        "folder is deleted.",
    ),
)


class Waiting(NamedTuple):
    """A bundle in the folder that can't be taken yet, by the names of the computers."""

    device: str
    number: int
    what: str  # a word of WAITS
    for_device: str
    for_number: int


class FolderResult(NamedTuple):
    """What a sync through a folder did."""

    sent: int  # bundles written
    sent_ops: int
    taken: int  # bundles taken
    taken_ops: int
    waiting: tuple[Waiting, ...]
    refused: tuple[Refused, ...]
    forks: tuple[str, ...]  # subjects whose versions differ, open for a person
    quarantined: int  # ops set aside for a role or a rule, open for a person
    opened: int  # sheets whose seal was opened
    sealed: int  # sheets still sealed
    is_revoked: bool  # this device was taken out: it only takes
    changes: Changes

    @property
    def is_whole(self) -> bool:
        """Whether everything in the folder was taken."""
        return not self.waiting and not self.refused

    def as_json(self) -> dict[str, object]:
        """Return the document of `sync --folder --json`."""
        return {
            **{name: getattr(self, name) for name in ("sent", "sent_ops", "taken", "taken_ops", "quarantined")},
            **{name: getattr(self, name) for name in ("opened", "sealed", "is_revoked")},
            "waiting": [dict(one._asdict()) for one in self.waiting],
            "refused": [{**one._asdict(), "reason": REASONS.get(one.why, UNKNOWN)} for one in self.refused],
            "forks": list(self.forks),
            "not_promised": list(PROMISES_NOT),
        }


class Left(NamedTuple):
    """What the last sync left in the folder: for a screen that is opened later."""

    waiting: tuple[Waiting, ...]
    refused: tuple[Refused, ...]


def to_mark(result: FolderResult) -> str:
    """Return what a sync left in the folder as the text that the store keeps."""
    return json.dumps([result.waiting, result.refused])


def of_mark(text: str | None) -> Left:
    """Return what the last sync left in the folder; nothing where there was none."""
    waiting, refused = json.loads(text) if text else ((), ())
    return Left(tuple(Waiting(*one) for one in waiting), tuple(Refused(*one) for one in refused))


def promises_not() -> tuple[str, ...]:
    """Return what a council without a server can't have, a sentence each."""
    return PROMISES_NOT
