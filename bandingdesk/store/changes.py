"""What an act changed: each screen decides by it whether it reads again."""

from __future__ import annotations

from typing import NamedTuple

from bandingdesk.ops import Subject


class Changes(NamedTuple):
    """The subjects an act (or another window) touched, the kinds of its ops, and the last op's place in the record."""

    subjects: frozenset[Subject]
    kinds: frozenset[str]
    last_seq: int

    def touches(self, *subject_kinds: str) -> bool:
        """Return whether a subject of one of SUBJECT_KINDS ("case", "sheet") changed."""
        return any(subject.kind in subject_kinds for subject in self.subjects)

    def names(self, subject: Subject) -> bool:
        """Return whether SUBJECT itself changed."""
        return subject in self.subjects

    def joined(self, other: Changes) -> Changes:
        """Return both changes as one."""
        return Changes(self.subjects | other.subjects, self.kinds | other.kinds, max(self.last_seq, other.last_seq))


NOTHING = Changes(frozenset(), frozenset(), 0)
