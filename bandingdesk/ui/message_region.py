"""Where the window tells and asks: inline between the header and the page, never in a dialog."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from bandingdesk.ui.messages import Messages, Notice, Question
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.banner import ICONS, Banner
from bandingdesk.ui.widgets.buttons import Button, QuietButton
from bandingdesk.ui.widgets.form import FormField, line


class MessageRegion(QWidget):
    """Shows what `Messages` holds. The focus goes to a new question and comes back when it is answered."""

    def __init__(self, messages: Messages) -> None:
        super().__init__()
        self._messages = messages
        self._shown: dict[Notice, Banner] = {}
        self._question: Question | None = None
        self._panel: QuestionPanel | None = None
        self._before: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20, 12, 20, 0)
        self._column.setSpacing(8)
        self.hide()
        messages.changed.connect(self._follow)

    @property
    def panel(self) -> QuestionPanel | None:
        """Return the panel of the open question, if any."""
        return self._panel

    def close_newest(self) -> bool:
        """Close what opened last: the question first, then the newest notice. Return whether there was any."""
        if self._panel is not None:
            self._messages.answer_no()
            return True
        if self._messages.notices:
            self._messages.dismiss(self._messages.notices[-1])
            return True
        return False

    def _follow(self) -> None:
        self._follow_notices()
        if self._messages.question is not self._question:
            self._follow_question()
        self.setVisible(bool(self._shown) or self._panel is not None)

    def _follow_notices(self) -> None:
        wanted = self._messages.notices
        for notice in [known for known in self._shown if known not in wanted]:
            banner = self._shown.pop(notice)
            banner.hide()
            banner.deleteLater()
        for notice in wanted:
            if notice not in self._shown:
                self._shown[notice] = self._make_banner(notice)

    def _make_banner(self, notice: Notice) -> Banner:
        banner = Banner(notice.happened, notice.kept, notice.do, code=notice.code, tone=notice.tone)
        if notice.button and notice.run is not None:
            button = QuietButton(notice.button)
            button.clicked.connect(lambda _checked=False, run=notice.run: run())
            banner.add(button)
        banner.closed.connect(lambda known=notice: self._messages.dismiss(known))
        self._column.addWidget(banner)
        return banner

    def _follow_question(self) -> None:
        if self._panel is not None:
            self._panel.hide()
            self._panel.deleteLater()
            self._panel = None
            self._give_back_focus()
        self._question = self._messages.question
        if self._question is not None:
            self._before = self.window().focusWidget()
            self._panel = QuestionPanel(self._question, self._messages.answer_yes, self._messages.answer_no)
            self._column.addWidget(self._panel)
            self.show()
            self._panel.take_focus()

    def _give_back_focus(self) -> None:
        import shiboken6

        before, self._before = self._before, None
        if before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)


class QuestionPanel(QFrame):
    """What can't be undone, in one sentence, with the verb on the button. The safe choice has the focus."""

    def __init__(self, question: Question, yes: Callable[[str], None], no: Callable[[], None]) -> None:
        super().__init__()
        self._question = question
        self._yes = yes
        self._no = no
        self.setProperty("look", "banner")
        self.setProperty("tone", question.tone)
        self.setAccessibleName(question.effect)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(labels.Icon(ICONS.get(question.tone, "info"), question.tone, 20), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(labels.Label(question.effect, "body_strong", wrap=True))
        if question.detail:
            words.addWidget(labels.Label(question.detail, "second", "text2", wrap=True))
        top.addLayout(words, 1)
        column.addLayout(top)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.setContentsMargins(32, 0, 0, 0)
        self.field = self._make_field()
        if self.field is not None:
            foot.addWidget(FormField(self._field_label(), self.field))
        foot.addStretch(1)
        self.safe = QuietButton(self.tr("Go back"), key="Esc")
        self.safe.clicked.connect(lambda: self._no())
        self.go = Button(question.verb, look="primary" if question.tone != "danger" else "danger")
        self.go.clicked.connect(self._press)
        foot.addWidget(self.safe, 0, Qt.AlignmentFlag.AlignBottom)
        foot.addWidget(self.go, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(foot)
        self._check()

    def take_focus(self) -> None:
        """Put the focus on the field, or on the safe choice."""
        (self.field or self.safe).setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._no()
        else:
            super().keyPressEvent(event)

    def _field_label(self) -> str:
        if self._question.ask_pin:
            return self.tr("PIN of {name}").format(name=self._question.who)
        return self.tr("Type {word} to go on").format(word=self._question.type_word)

    def _make_field(self) -> QLineEdit | None:
        if not self._question.ask_pin and not self._question.type_word:
            return None
        field = line(secret=self._question.ask_pin)
        field.setFixedWidth(200)
        field.setAccessibleName(self._field_label())
        field.textChanged.connect(self._check)
        field.returnPressed.connect(self._press)
        return field

    def _check(self) -> None:
        if self.field is None:
            return
        if self._question.ask_pin:
            self.go.say_why_not("" if self.field.text() else self.tr("Type the PIN first."))
        else:
            typed = self.field.text().strip() == self._question.type_word
            self.go.say_why_not("" if typed else self.tr("Type the word first."))

    def _press(self) -> None:
        if self.go.isEnabled():
            self._yes(self.field.text() if self.field is not None and self._question.ask_pin else "")
