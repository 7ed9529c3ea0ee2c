"""The adoption of a version: the conditions at the right, what they ask for at the left, and the act at the foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.ui import text
from bandingdesk.ui.messages import error_text
from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets import form, labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import PrimaryButton
from bandingdesk.ui.widgets.card import Card, Column
from bandingdesk.ui.widgets.foot_bar import FootBar
from bandingdesk.ui.widgets.form import Choice, FormField
from bandingdesk.ui.workspaces.frameworks.adopt_parts import (
    ConditionsCard,
    PaperCard,
    QuestionsCard,
    SaidCard,
    TrialCard,
    day_field,
    day_of,
)

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.frameworks.adopt_reading import Adoption
    from bandingdesk.ui.workspaces.frameworks.adopt_view_model import AdoptViewModel

_LIST, _NARROW = 380, 300  # px at 100 %
_WIDEST = 720  # px at 100 %, of the forms


class AdoptPane(QWidget):
    """One version on its way into force. An adopted one is only read."""

    def __init__(self, model: AdoptViewModel) -> None:
        super().__init__()
        self._model = model
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(0)
        self.work = Column(spacing=12)
        self._fill()
        row.addWidget(self.work, 1)
        self.conditions = ConditionsCard()
        self.side = _Side(self.conditions)
        row.addWidget(self.side)
        column.addLayout(row, 1)
        self.foot = FootBar()
        self.main = PrimaryButton(self.tr("Adopt this version"), icon="stamp", key="Ctrl+Enter")
        self.main.clicked.connect(self.adopt)
        self.foot.add_right(self.main)
        column.addWidget(self.foot)
        model.changed.connect(self.show_model)

    def _fill(self) -> None:
        model = self._model
        self.banner = Banner("", closable=False)
        self.banner.hide()
        self.state = Banner("", closable=False)
        self.state.hide()
        self.questions = QuestionsCard(model)
        self.equality = PaperCard(model, "equality", self.tr("Equality impact assessment"))
        self.consultation = PaperCard(model, "consultation", self.tr("Record of the consultation"))
        self.said, self.trial = SaidCard(model), TrialCard(model)
        self.terms = self._make_terms()
        for part in (
            self.banner,
            self.state,
            self.questions,
            self.trial,
            self.equality,
            self.consultation,
            self.said,
            self.terms,
        ):
            part.setMaximumWidth(theme.current().scaled(_WIDEST))
            self.work.add(part)
        self.work.body.addStretch(1)

    def _make_terms(self) -> Card:
        made = Card(self.tr("In force"))
        self.starts = day_field(self._model.today)
        self.minute, self.by = form.line(longest=200), form.line(longest=120)
        self.second, self.pin = Choice(), form.line(longest=12, secret=True)
        self.typed = form.line(longest=80)
        made.add(FormField(self.tr("First day in force"), self.starts))
        hint = self.tr("Where the decision stands, so that anybody can find it")
        made.add(FormField(self.tr("Minute"), self.minute, hint=hint))
        made.add(FormField(self.tr("Adopted by"), self.by, hint=self.tr("The body or officer who resolved it")))
        pair = QHBoxLayout()
        pair.setSpacing(16)
        hint = self.tr("Somebody else, who has gone through this page")
        pair.addWidget(FormField(self.tr("Second person"), self.second, hint=hint), 1)
        pair.addWidget(FormField(self.tr("Their PIN"), self.pin, hint=" "), 1)
        made.add(pair)
        self._typed_field = FormField(self.tr("Type the version to adopt it"), self.typed)
        made.add(self._typed_field)
        self.starts.dateChanged.connect(self._terms_changed)
        self.minute.textChanged.connect(self._terms_changed)
        for field in (self.by, self.pin, self.typed):
            field.textChanged.connect(self._show_foot)
        self.second.chosen.connect(lambda _: self._show_foot())
        return made

    def show_model(self) -> None:
        """Show what is so now."""
        model, adoption = self._model, self._model.adoption
        self.banner.setVisible(model.error is not None)
        if model.error is not None:
            happened, kept, do = error_text(model.error)
            self.banner.say(happened, kept, do, code=model.error.code, tone="danger")
        self.side.setVisible(adoption is not None)
        if adoption is not None:
            self._show_adoption(adoption)
        self._show_foot()

    def _show_adoption(self, adoption: Adoption) -> None:
        self.conditions.show_adoption(adoption)
        self.questions.show_adoption(adoption)
        self.equality.show_paper(adoption.life.equality, adoption.is_open)
        self.consultation.show_paper(adoption.life.consultation, adoption.is_open)
        self.said.show_adoption(adoption)
        self.trial.show_adoption(adoption)
        self.terms.setVisible(adoption.is_open)
        self.side.setVisible(adoption.is_open)
        self.foot.setVisible(adoption.is_open)
        self.state.setVisible(not adoption.is_open)
        if adoption.is_open:
            chosen = self.second.value
            names = [(one.id, one.name) for one in adoption.others]
            self.second.set_choices(names, chosen if chosen in dict(names) else None)
            self._typed_field.set_hint(self.tr("Version {version}").replace("{version}", adoption.row.version))
        else:
            self._say_adopted(adoption)

    def _say_adopted(self, adoption: Adoption) -> None:
        row = adoption.row
        said = self.tr("Version {version} is adopted, in force from {day}.")
        said = said.replace("{version}", row.version).replace("{day}", text.day(row.starts) if row.starts else "–")
        who = self.tr("Minute: {minute}. Adopted by {by}.").replace("{minute}", row.minute or "–")
        do = self.tr("It is never changed. New draft from this is the way on.")
        self.state.say(said, who.replace("{by}", row.adopted_by or "–"), do, tone="ok", icon="stamp")

    def _show_foot(self) -> None:
        why = self.why_not()
        self.main.say_why_not(why)
        if why:
            self.foot.say(why, icon="circle-alert", tone="warn")
        else:
            line = self.tr("From then on cases are banded by it, and nothing about it is changed.")
            day = self.tr("It comes into force on {day}.").replace("{day}", text.day(day_of(self.starts)))
            self.foot.say(day, line, icon="stamp")

    def why_not(self) -> str:
        """Return why the version can't be adopted now, "" where it can."""
        model, adoption = self._model, self._model.adoption
        if model.is_working:
            return self.tr("It is being recorded.")
        if adoption is None or model.refusal():
            return model.refusal()
        if not self.by.text().strip():
            return self.tr("Say who resolved to adopt it.")
        if self.second.value is None or not self.pin.text():
            return self.tr("A second person goes through this page and types their PIN.")
        if self.typed.text().strip() != adoption.row.version:
            return self.tr("Type the version: {version}").replace("{version}", adoption.row.version)
        return ""

    def adopt(self) -> None:
        """Adopt the version if nothing stands against it."""
        if not self.why_not():
            self._model.adopt(self.by.text().strip(), str(self.second.value), self.pin.text())
            self.pin.clear()

    def _terms_changed(self) -> None:
        self._model.set_terms(day_of(self.starts), self.minute.text().strip())
        self._show_foot()

    def panes(self) -> list[QWidget]:
        """Return the parts that F6 walks."""
        return [self.work, self.foot]

    def take_focus(self) -> None:
        """Put the focus on the first thing that is asked for."""
        unanswered = next((field for field in self.questions.fields.values() if not field.text), None)
        for part in (unanswered, self.equality.attach, self.minute):
            if part is not None and part.isVisible():
                part.setFocus(Qt.FocusReason.OtherFocusReason)
                return


class _Side(QFrame):
    """The conditions, always in view."""

    def __init__(self, conditions: ConditionsCard) -> None:
        super().__init__()
        self.setProperty("look", "pane")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        inner = Column(margins=(12, 16, 12, 16))
        inner.add(conditions)
        note = self.tr(
            "A court has quashed an allocation of high needs money for want of inquiry and consultation "
            "(R (KE) v Bristol, 2018). So the papers are asked for."
        )
        inner.add(labels.Label(note, "note", "text2", wrap=True))
        inner.body.addStretch(1)
        column.addWidget(inner)

    def sizeHint(self) -> QSize:
        return QSize(theme.current().scaled(_LIST), 400)

    def minimumSizeHint(self) -> QSize:
        return QSize(_NARROW, 120)
