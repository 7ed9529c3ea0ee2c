"""A child rated strand by strand as it is being written: the strand in hand, levels, lines, ties, undo.

A member's blind sheet and a party's profile are both this; what each is saved as, locked by and missing is its own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from bandingdesk.casework.profiles.ops import Confidence
from bandingdesk.ui.models.strand_text import Extract, StrandText
from bandingdesk.ui.models.undo import Step, Steps

if TYPE_CHECKING:
    from bandingdesk.ui.messages import Messages

SURE: tuple[Confidence, ...] = ("sure", "fairly", "not_sure")


class StrandDraft(QObject):
    """What is written of each strand, and which one is in hand. A draft is a frozen value that `Rated` describes.

    Who writes it says what the strands are, whether they may be changed now, what is offered, and how it is kept.
    """

    changed = Signal()
    strand_changed = Signal()

    def __init__(self, messages: Messages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._messages = messages
        self.strand = ""
        self.extract = 0
        self.paper: tuple[Extract, bytes] | None = None
        self._drafts: dict[str, Any] = {}
        self._steps: Steps[Any] = Steps()

    # What a kind of draft says of itself

    @property
    def strands(self) -> tuple[StrandText, ...]:
        """The strands in the framework's order."""
        raise NotImplementedError

    @property
    def can_change(self) -> bool:
        """Whether something may be changed now."""
        raise NotImplementedError

    @property
    def offered(self) -> tuple[Extract, ...]:
        """All passages of the case's papers."""
        raise NotImplementedError

    def flush(self) -> None:
        """Save what is being typed now."""
        raise NotImplementedError

    def _blank(self, strand: str) -> Any:
        """Return what stands for a strand of which nothing is written."""
        raise NotImplementedError

    def _keep(self, *, typing: bool) -> None:
        """Save what is written: at once, or after a rest while it is being typed."""
        raise NotImplementedError

    def _took(self) -> None:
        """Hear that something is written otherwise now."""

    # What is so

    @property
    def current(self) -> StrandText | None:
        """The strand in hand."""
        return next((strand for strand in self.strands if strand.id == self.strand), None)

    def draft(self, strand: str) -> Any:
        """Return what stands for STRAND."""
        return self._drafts.get(strand) or self._blank(strand)

    @property
    def extracts(self) -> tuple[Extract, ...]:
        """The extracts for the strand in hand; all of them where a strand stands for the whole child."""
        strand = self.current
        if strand is None:
            return ()
        return tuple(one for one in self.offered if strand.wants_descriptors or one.strand == strand.id)

    @property
    def rated(self) -> int:
        """How many strands have a level."""
        return sum(self.draft(strand.id).level is not None for strand in self.strands)

    @property
    def undo_name(self) -> str:
        """The step that undo takes back, "" for none."""
        return self._steps.undo_name

    @property
    def redo_name(self) -> str:
        """The step that redo makes again, "" for none."""
        return self._steps.redo_name

    # The strand in hand

    def choose_strand(self, strand: str) -> None:
        """Take STRAND in hand."""
        if strand == self.strand or all(one.id != strand for one in self.strands):
            return
        self.flush()
        self.paper, self.strand, self.extract = None, strand, 0
        if self.current is not None:
            self._messages.announce(self.current.name)
        self.strand_changed.emit()
        self.changed.emit()

    def next_strand(self) -> None:
        """Take the strand below in hand."""
        self._step_strand(1)

    def previous_strand(self) -> None:
        """Take the strand above in hand."""
        self._step_strand(-1)

    def next_open(self) -> str | None:
        """Return the next strand below without a level, from the top after the last; None where all have one."""
        ids = [strand.id for strand in self.strands]
        at = ids.index(self.strand) if self.strand in ids else -1
        return next((one for one in [*ids[at + 1 :], *ids[: at + 1]] if self.draft(one).level is None), None)

    # What is written

    def choose_level(self, level: int) -> None:
        """Put LEVEL on the strand in hand; a level it has not is left alone."""
        strand = self.current
        if strand is None or not self.can_change or strand.level(level) is None:
            return
        before = self.draft(strand.id)
        if before.level == level:
            self._chosen_again()
            return
        known = {id_ for one in strand.levels if one.number == level for id_, _text in one.descriptors}
        kept = tuple(one for one in before.descriptors if one in known)
        start = self.tr("no level") if before.level is None else str(before.level)
        name = self.tr("{strand} {before} → {after}").format(strand=strand.name, before=start, after=level)
        self._change(self._at_level(before, level, kept), name)

    def set_sure(self, confidence: Confidence) -> None:
        """Say how sure the level in hand is."""
        draft = self.draft(self.strand)
        if self.can_change and draft.confidence != confidence:
            self._change(replace(draft, confidence=confidence), self.tr("how sure"))

    def next_sure(self) -> None:
        """Say the next of sure, fairly, not sure."""
        at = SURE.index(self.draft(self.strand).confidence)
        self.set_sure(SURE[(at + 1) % len(SURE)])

    def write_note(self, text: str) -> None:
        """Keep the line on the strand in hand, saved after a rest in typing."""
        draft = self.draft(self.strand)
        if self.can_change and draft.note != text:
            self._change(replace(draft, note=text), self.tr("the line"), typing=True)

    def choose_extract(self, index: int) -> None:
        """Take the extract at INDEX in hand."""
        self.extract = index
        self.changed.emit()

    def step_extract(self, by: int) -> None:
        """Take the next or previous extract in hand."""
        count = len(self.extracts)
        if count:
            self.choose_extract((self.extract + by) % count)

    def rely(self, extract: str | None = None) -> None:
        """Tie EXTRACT (default: the one in hand) to the level, or untie it."""
        shown = self.extracts
        if extract is None:
            extract = shown[self.extract].id if self.extract < len(shown) else None
        if not self.can_change or extract is None:
            return
        draft = self.draft(self.strand)
        relied = tuple(one for one in draft.relied if one != extract)
        if extract not in draft.relied:
            relied = (*draft.relied, extract)
        self._change(replace(draft, relied=relied), self.tr("what you rely on"))

    def tick(self, descriptor: str) -> None:
        """Name DESCRIPTOR as relied on, or take it back."""
        draft = self.draft(self.strand)
        if not self.can_change:
            return
        ticks = tuple(one for one in draft.descriptors if one != descriptor)
        if descriptor not in draft.descriptors:
            ticks = (*draft.descriptors, descriptor)
        self._change(replace(draft, descriptors=ticks), self.tr("descriptors relied on"))

    def close_paper(self) -> None:
        """Go back to the level cards."""
        self.paper = None
        self.changed.emit()

    def undo(self) -> None:
        """Take the last step of the draft back."""
        if self.can_change and (step := self._steps.undo()):
            self._put(step.strand, step.before)

    def redo(self) -> None:
        """Make the step again that was taken back."""
        if self.can_change and (step := self._steps.redo()):
            self._put(step.strand, step.after)

    # Inside

    def _at_level(self, before: Any, level: int, descriptors: tuple[str, ...]) -> Any:
        return replace(before, level=level, descriptors=descriptors)

    def _chosen_again(self) -> None:
        """Hear that the level that stands was chosen once more."""

    def _change(self, after: Any, name: str, *, typing: bool = False) -> None:
        self._steps.push(Step(name, after.strand, self.draft(after.strand), after), joins=typing)
        self._put(after.strand, after, typing=typing)

    def _put(self, strand: str, after: Any, *, typing: bool = False) -> None:
        self._drafts[strand] = after
        self._took()
        self._keep(typing=typing)
        if not typing and strand != self.strand:
            self.strand = strand
            self.strand_changed.emit()
        self.changed.emit()

    def _take_first(self) -> None:
        """Take the first strand without a level in hand, where none is."""
        if self.current is None and self.strands:
            self.strand, self.extract = self.next_open() or self.strands[0].id, 0
            self.strand_changed.emit()

    def _step_strand(self, by: int) -> None:
        ids = [strand.id for strand in self.strands]
        if self.strand in ids:
            self.choose_strand(ids[(ids.index(self.strand) + by) % len(ids)])

    def _forget_draft(self) -> None:
        """Leave nothing of a draft behind: another person may be at the keys next."""
        self.paper, self.strand, self.extract = None, "", 0
        self._drafts = {}
        self._steps = Steps()
