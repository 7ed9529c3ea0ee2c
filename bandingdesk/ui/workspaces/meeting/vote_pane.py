"""A vote, where the panel type has them: the question, how it is taken, the count. It never stands in for reasons."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from bandingdesk.store.queries.room import VoteRow
from bandingdesk.ui.widgets import buttons, card, labels
from bandingdesk.ui.widgets.form import Choice, FormField
from bandingdesk.ui.workspaces.meeting import room_words as words
from bandingdesk.ui.workspaces.meeting.reading import Reading


class VotePane(card.Card):
    """`asked` carries (question, answers, way), `counted` the hands by answer or None, `voted` one's own answer."""

    asked = Signal(str, object, str)
    counted = Signal(object)
    voted = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.add(labels.Label(self.tr("A vote on this case"), "place"))
        note = self.tr("The result is recorded. It agrees no level and stands in for no reason.")
        self.add(labels.Label(note, "second", "text2", wrap=True))
        self._past = labels.Label("", "body", wrap=True)
        self.add(self._past)
        self._new = QWidget()
        form = QVBoxLayout(self._new)
        form.setContentsMargins(0, 0, 0, 0)
        self.question, self.answers = QLineEdit(), QLineEdit(self.tr("Yes; No; No vote"))
        self.way = Choice(
            [("by_seat", self.tr("By seat, each by name")), ("open", self.tr("Show of hands"))], "by_seat"
        )
        form.addWidget(FormField(self.tr("Question"), self.question))
        pair = QHBoxLayout()
        pair.addWidget(FormField(self.tr("Answers, parted by ;"), self.answers), 2)
        pair.addWidget(FormField(self.tr("How"), self.way), 1)
        form.addLayout(pair)
        self.add(self._new)
        self._open = labels.Label("", "body_strong", wrap=True)
        self.add(self._open)
        self._hands = QHBoxLayout()
        self.add(self._hands)
        self.hands: dict[str, QSpinBox] = {}
        row = QHBoxLayout()
        self.back = buttons.QuietButton(self.tr("Back to the case"))
        self.ask = buttons.PrimaryButton(self.tr("Put it to the vote"), icon="vote")
        self.count = buttons.PrimaryButton(self.tr("Count the votes"), icon="check")
        row.addStretch(1)
        for button in (self.back, self.ask, self.count):
            row.addWidget(button)
        self.add(row)
        self.back.clicked.connect(self.left)
        self.ask.clicked.connect(self._ask)
        self.count.clicked.connect(self._count)
        self._made_for: tuple[object, ...] = ()

    def show_votes(self, seen: Reading, refusal: str) -> None:
        """Show the votes on the case: past ones as sentences, the open one to vote on or to count."""
        votes = seen.room.votes if seen.room is not None else ()
        now = next((vote for vote in votes if vote.is_open), None)
        past = [words.vote_result(vote) for vote in votes if not vote.is_open]
        self._past.setText("\n".join(past))
        self._past.setVisible(bool(past))
        leads = seen.leads
        self._new.setVisible(now is None and leads)
        self.ask.setVisible(now is None and leads)
        self.ask.say_why_not(refusal)
        self.count.setVisible(now is not None and leads)
        self.count.say_why_not(refusal)
        self._open.setVisible(now is not None)
        if now is not None:
            self._open.setText(words.vote_open(now, seen.quorum.present if seen.quorum else 0))
        self._show_answers(now, seen)

    def _show_answers(self, now: VoteRow | None, seen: Reading) -> None:
        """Offer hands to count or, to a member, the answers to choose from."""
        key = (now.number, now.way, now.mine, seen.viewer) if now else ()
        if key == self._made_for:
            return
        self._made_for = key
        card.clear(self._hands)
        self.hands = {}
        if now is None:
            return
        for option in now.options:
            if now.way == "open" and seen.leads:
                box = QSpinBox()
                box.setRange(0, 99)
                self.hands[option] = box
                self._hands.addWidget(FormField(option, box))
            elif now.way == "by_seat" and seen.votes_here:
                button = buttons.QuietButton(option, icon="check" if option == now.mine else "")
                button.clicked.connect(lambda _=False, choice=option: self.voted.emit(choice))
                self._hands.addWidget(button)
        self._hands.addStretch(1)

    def _ask(self) -> None:
        self.asked.emit(self.question.text(), self.answers.text().split(";"), str(self.way.value))

    def _count(self) -> None:
        self.counted.emit({option: box.value() for option, box in self.hands.items()} or None)
