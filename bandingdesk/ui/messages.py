"""The one way to tell or ask a person something: inline in the window, never a dialog. Tests put in their own.

`Messages` holds what is said as values; `message_region.py` shows them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QCoreApplication, QObject, Signal

from bandingdesk.errors import DeskError

Tone = Literal["info", "ok", "warn", "danger"]
_MOST = 3  # notices at once; the oldest goes first


@dataclass(frozen=True, slots=True)
class Notice:
    """Something told: what happened, what is safe, what to do, and perhaps one thing to press."""

    tone: Tone
    happened: str
    kept: str = ""
    do: str = ""
    code: str = ""
    button: str = ""
    run: Callable[[], None] | None = None

    def sentence(self) -> str:
        """Return all of it as a screen reader says it."""
        code = f"({self.code})" if self.code else ""
        return " ".join(part for part in (self.happened, self.kept, self.do, code) if part)


@dataclass(frozen=True, slots=True)
class Question:
    """Something that can't be undone: EFFECT in one sentence, VERB on the button, the safe choice focused.

    `ask_pin` wants the PIN of `who` first; `type_word` (adopt and erase only) wants that word typed.
    """

    effect: str
    verb: str
    yes: Callable[[str], None]
    no: Callable[[], None] | None = None
    detail: str = ""
    tone: Tone = "warn"
    ask_pin: bool = False
    who: str = ""
    type_word: str = ""


class Messages(QObject):
    """What the window tells and asks now. `changed` comes when a notice or the question does."""

    changed = Signal()
    announced = Signal(str, bool)  # (sentence, urgent) for screen readers

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notices: list[Notice] = []
        self._question: Question | None = None

    @property
    def notices(self) -> list[Notice]:
        """Return what is told now, newest last."""
        return list(self._notices)

    @property
    def question(self) -> Question | None:
        """Return the open question, if any."""
        return self._question

    def show(self, notice: Notice) -> None:
        """Tell NOTICE; the same thing said twice stands once."""
        self._notices = [known for known in self._notices if known.sentence() != notice.sentence()]
        self._notices = [*self._notices, notice][-_MOST:]
        self.changed.emit()
        self.announce(notice.sentence(), urgent=notice.tone == "danger")

    def show_error(self, fault: DeskError) -> None:
        """Tell what happened, what was kept and what to do, with the code."""
        happened, kept, do = fault.sentences(_translated)
        self.show(Notice("danger", happened, kept, do, fault.code))

    def show_fault(self, fault: Exception) -> None:
        """Tell that the program made a mistake. The fault's own text is not shown: it may hold a name."""
        self.show(
            Notice(
                "danger",
                self.tr("Something went wrong in this page."),
                self.tr("What the window called saved is safe."),
                self.tr("Go to another page and come back. If it happens again, tell whoever supports you."),
                "BD-01",
            )
        )

    def show_note(
        self, text: str, tone: Tone = "info", button: str = "", run: Callable[[], None] | None = None
    ) -> None:
        """Tell one sentence, perhaps with one thing to press."""
        self.show(Notice(tone, text, button=button, run=run))

    def confirm(
        self,
        effect: str,
        verb: str,
        yes: Callable[[], None],
        *,
        detail: str = "",
        tone: Tone = "warn",
        no: Callable[[], None] | None = None,
        type_word: str = "",
    ) -> None:
        """Ask before something that can't be undone; YES runs when the person presses VERB."""
        self._ask(Question(effect, verb, lambda _pin: yes(), no, detail, tone, type_word=type_word))

    def ask_pin(
        self,
        effect: str,
        verb: str,
        yes: Callable[[str], None],
        *,
        who: str,
        detail: str = "",
        no: Callable[[], None] | None = None,
    ) -> None:
        """Ask for the PIN of WHO before EFFECT; YES gets it."""
        self._ask(Question(effect, verb, yes, no, detail, ask_pin=True, who=who))

    def answer_yes(self, pin: str = "") -> None:
        """Close the question and do what was asked about."""
        question, self._question = self._question, None
        self.changed.emit()
        if question is not None:
            question.yes(pin)

    def answer_no(self) -> None:
        """Close the question and leave everything as it is."""
        question, self._question = self._question, None
        self.changed.emit()
        if question is not None and question.no is not None:
            question.no()

    def dismiss(self, notice: Notice) -> None:
        """Take NOTICE away."""
        self._notices = [known for known in self._notices if known is not notice]
        self.changed.emit()

    def clear(self) -> None:
        """Take all notices away: another page has been opened, or the act they were about went well."""
        if self._notices:
            self._notices = []
            self.changed.emit()

    def announce(self, sentence: str, *, urgent: bool = False) -> None:
        """Say SENTENCE through the screen reader."""
        self.announced.emit(sentence, urgent)

    def _ask(self, question: Question) -> None:
        if self._question is not None and self._question.no is not None:
            self._question.no()
        self._question = question
        self.changed.emit()
        self.announce(question.effect, urgent=True)


def _translated(text: str) -> str:
    return QCoreApplication.translate("errors", text)


def error_text(fault: DeskError) -> tuple[str, str, str]:
    """Return the three translated sentences of FAULT, for a page that shows them in its own place."""
    return fault.sentences(_translated)
