"""The acts of a higher panel: how something is funded, whether a decided case is sound, and what is answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bandingdesk.ui.workspaces.meeting.higher_reading import HigherRow
from bandingdesk.ui.workspaces.meeting.in_room import InRoom


class OnHigher(InRoom):
    """What is done at an item of a high cost, joint or oversight panel. Money is typed by who may see it."""

    changes_finding = False  # the chair has opened a finding again that nobody decided on yet

    def ask_to_change(self, asks: bool) -> None:
        """Open the recorded finding again, or leave it as it is."""
        self.changes_finding = asks
        self.changed.emit()

    def find_funds(self) -> None:
        """Record how the provision is funded."""
        seen, body = self._before_it(), self.form.higher.funds.body(*self._what())
        self._act(lambda: self._desk.higher.find_funds(body, shown=seen.head), self._close_change)

    def sign_second(self, pin: str) -> None:
        """Give the second signature as the person at the keys."""
        seen, item, words = self._before_it(), self._item_id(), self.form.higher.second_words
        self._act(lambda: self._desk.higher.countersign(item, words, pin, shown=seen.head))

    def sign_funds(self, pin: str) -> None:
        """Sign as the decision maker."""
        seen, item, form = self._before_it(), self._item_id(), self.form.higher
        agrees, words, act = form.agrees == "yes", form.sign_words, self._desk.higher.sign_funds
        self._act_last(lambda: act(item, agrees, words, pin, shown=seen.head))

    def find_oversight(self) -> None:
        """Record what the panel found of the decided case; the item is done with it."""
        seen, told = self._before_it(), self.form.higher.told
        framework = seen.decision.framework_sha256 if seen.decision is not None else ""
        body = told.body(*self._what(), framework)
        self._act_last(lambda: self._desk.higher.find_oversight(body, shown=seen.head))

    def answer_panel(self) -> None:
        """Answer what the oversight panel asked, as the decision maker."""
        seen, item, form = self._before_it(), self._item_id(), self.form.higher
        correction = self.correction_made if form.names_correction else ""
        act, words = self._desk.higher.answer, form.answer
        self._act_last(lambda: act(item, words, correction, shown=seen.head))

    def end_item(self, done: Callable[[Any], None]) -> None:
        """Say that the panel is done with the case."""
        meeting, item = self._at()
        head = self._known().meeting.head
        self._act(lambda: self._desk.panel.close_item(meeting, item, shown=head), done)

    @property
    def correction_made(self) -> str:
        """The further record that took the place of the decision after the panel asked, "" where there is none."""
        seen = self.seen.higher if self.seen is not None else None
        if seen is None or seen.decision is None or seen.finding is None or seen.finding.found is None:
            return ""
        corrected = seen.decision.corrected
        came_after = corrected is not None and corrected.at > seen.finding.found.at
        return seen.decision.corrected_by if came_after else ""

    # Inside

    def _close_change(self, _answer: Any) -> None:
        self.changes_finding = False

    def _before_it(self) -> HigherRow:
        seen = self._known().higher
        assert seen is not None
        return seen

    def _item_id(self) -> str:
        return self._at()[1]

    def _what(self) -> tuple[str, str, str, str]:
        before = self._before_it().before
        assert before is not None  # nothing is found without a decision: the button says so
        return *self._at(), before.case_id, before.decision
