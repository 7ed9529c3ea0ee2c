"""The family's words as their forms brought them: each answer below its question, unaltered, whoever reads the case."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from bandingdesk.store.queries.returns import ViewsRow
from bandingdesk.ui import text
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.workspaces.cases.returns import words


class ViewsCard(card.Card):
    """What parents, the child or the young person wrote in a form. Hidden while there is nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.add(labels.SectionTitle(self.tr("Views that came in by form")))
        self._said = QVBoxLayout()
        self._said.setSpacing(8)
        self.add(self._said)
        self._shown: tuple[ViewsRow, ...] = ()
        self.hide()

    def show_views(self, views: Sequence[ViewsRow]) -> None:
        """Show VIEWS in their order."""
        if (now := tuple(views)) != self._shown:
            self._shown = now
            card.clear(self._said)
            for one in now:
                self._add(one)
        self.setVisible(bool(now))

    def _add(self, one: ViewsRow) -> None:
        who = f"{words.short_kind(one.kind)}: {words.person(one.who, one.role)}"
        came = self.tr("Received on {0}").replace("{0}", text.day(one.on))
        self._said.addWidget(labels.Label(who, "body_strong", wrap=True))
        self._said.addWidget(labels.Label(came, "note", "text2", wrap=True))
        for answer in one.said:
            self._said.addWidget(labels.Label(answer.label, "second_strong", wrap=True))
            self._said.addWidget(in_own_direction(answer.text))


def in_own_direction(said: str) -> QWidget:
    """Return words line by line as written, lines of one direction together: a page may hold two scripts."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for lines in words.by_direction(said):
        column.addWidget(labels.Label("\n".join(lines), "body", wrap=True))
    return holder
