"""The two forms beside the ledger: lines pasted from a plan with their doubts, and the naming of a shortfall."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.casework.provision.reading import ReadLine
from bandingdesk.ui import messages
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import LinkButton, QuietButton
from bandingdesk.ui.widgets.form import Choice, FormField, NoteField, line
from bandingdesk.ui.workspaces.cases.provision import words
from bandingdesk.ui.workspaces.cases.provision.reading import Provision
from bandingdesk.ui.workspaces.cases.provision.view_model import ProvisionViewModel

_WIDTH = 760  # px


class PastePart(card.Column):
    """Lines of a plan as they are pasted, and below each how it was read."""

    def __init__(self, seen: ProvisionViewModel) -> None:
        super().__init__(margins=(16, 12, 16, 12), spacing=10)
        self._seen = seen
        self._shown: tuple[ReadLine, ...] | None = None
        self.text = NoteField(rows=8, first_rows=4)
        hint = self.tr(
            "One line for each provision, or a table of Word or Excel. Nothing is guessed: doubts are named."
        )
        self.add(FormField(self.tr("Paste the lines of Section F"), self.text, hint=hint))
        self.text.textChanged.connect(lambda: seen.paste(self.text.text) if self.text.text != seen.pasted else None)
        self.advised = LinkButton(self.tr("Add what advice suggests"))
        self.advised.clicked.connect(self._on_advised)
        self.body.addWidget(self.advised, 0, Qt.AlignmentFlag.AlignLeft)
        self._advised: tuple[str, ...] = ()
        self._summary = labels.Label("", "body_strong", wrap=True)
        self.add(self._summary)
        self._found = QVBoxLayout()
        self._found.setSpacing(8)
        self.add(self._found)
        self.back = QuietButton(self.tr("Back to the lines"), icon="arrow-left")
        self.back.clicked.connect(lambda: seen.go("lines"))
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addStretch(1)
        self.add(row)
        self.body.addStretch(1)

    def show_seen(self, seen: Provision) -> None:
        """Show what was pasted and how it was read."""
        if self.text.text != self._seen.pasted:
            self.text.set_text(self._seen.pasted)
        self._advised = tuple(line for line in seen.advised if line not in self._seen.pasted)
        self.advised.setVisible(bool(self._advised))
        found = self._seen.read_lines()
        self._summary.setText(self._count(found))
        self._summary.setVisible(bool(found))
        if found == self._shown:
            return
        self._shown = found
        card.clear(self._found)
        for one in found:
            self._found.addWidget(self._line(one, seen))

    def _on_advised(self) -> None:
        self._seen.paste("\n".join(filter(None, (self._seen.pasted.rstrip(), *self._advised))))

    def _count(self, found: tuple[ReadLine, ...]) -> str:
        lines = [one for one in found if not any(doubt.code in ("head", "most") for doubt in one.doubts)]
        still_open = sum(not one.is_whole for one in lines)
        said = self.tr("%n lines read.", "", len(lines))
        return f"{said} " + self.tr("%n of them need something filled in.", "", still_open) if still_open else said

    def _line(self, one: ReadLine, seen: Provision) -> QWidget:
        made = card.Card(padding=10)
        made.add(labels.Label(one.text, "second", "text2", wrap=True))
        if said := words.read_line(one, seen.rates):
            made.add(labels.Label(said, "body_strong", wrap=True))
        for doubt in one.doubts:
            is_open = words.is_open(doubt)
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(labels.Icon("circle-alert" if is_open else "info", "danger" if is_open else "info", 16))
            row.addWidget(labels.Label(words.doubt(doubt), "second", wrap=True), 1)
            made.add(row)
        if not one.doubts:
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(labels.Icon("circle-check", "ok", 16))
            row.addWidget(labels.Label(self.tr("Read whole."), "second", "text2"), 1)
            made.add(row)
        return made


class NamePart(card.Column):
    """How a shortfall stays secured, in words, and who sees to it."""

    def __init__(self, seen: ProvisionViewModel) -> None:
        super().__init__(margins=(16, 12, 16, 12), spacing=12)
        self._seen = seen
        self._short = labels.Label("", "sentence", wrap=True)
        self._beside = labels.Label("", "body", "text2", wrap=True)
        self._law = labels.Label(
            self.tr("The band is how funding is worked out. It does not limit the provision in Section F."),
            "second",
            "text2",
            wrap=True,
        )
        self.wrong = Banner("", tone="danger", closable=False)
        self.words, self.by, self.band = NoteField(rows=6, first_rows=3), line(longest=200), Choice()
        self._offered: tuple[object, ...] = ()
        self._band_field = FormField(
            self.tr("Beside which band?"), self.band, hint=self.tr("The panel’s proposal stands first.")
        )
        fields = (
            self._band_field,
            FormField(self.tr("How does the provision stay secured?"), self.words),
            FormField(self.tr("Who sees to it?"), self.by, hint=self.tr("A post or a service, such as the SEND team.")),
        )
        for part in (self._short, self._beside, self._law, self.wrong, *fields):
            part.setMaximumWidth(_WIDTH)
            self.add(part)
        self.band.chosen.connect(lambda value: seen.choose_band(str(value)))
        self.words.textChanged.connect(lambda: self._type(words=self.words.text))
        self.by.textEdited.connect(lambda value: self._type(secured_by=value))
        self.back = QuietButton(self.tr("Back to the lines"), icon="arrow-left")
        self.back.clicked.connect(lambda: seen.go("lines"))
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addStretch(1)
        self.add(row)
        self.body.addStretch(1)

    def focus_first(self) -> None:
        """Put the focus on the words."""
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_seen(self, seen: Provision) -> None:
        """Show the shortfall and what is typed."""
        found = self._seen.shortfall()
        self._short.setText(words.shortfall(found) if found is not None else "")
        self._beside.setText(words.beside(seen.beside))
        self._band_field.setVisible(len(seen.bands) > 1)
        if seen.bands != self._offered:
            self._offered = seen.bands
            self.band.set_choices(seen.bands)
        if seen.bands:
            self.band.set_value(self._seen.band or seen.bands[0][0])
        if self.words.text != self._seen.words:
            self.words.set_text(self._seen.words)
        if self.by.text() != self._seen.secured_by:
            self.by.setText(self._seen.secured_by)
        self.wrong.setVisible(self._seen.error is not None)
        if self._seen.error is not None:
            happened, kept, do = messages.error_text(self._seen.error)
            self.wrong.say(happened, kept, do, code=self._seen.error.code, tone="danger")

    def _type(self, **values: str) -> None:
        if any(getattr(self._seen, name) != value for name, value in values.items()):
            self._seen.type_naming(**values)
