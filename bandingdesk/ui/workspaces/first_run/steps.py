"""The short pages of set-up: place, protection, person, look, and the recovery key."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from bandingdesk.ui import messages
from bandingdesk.ui.surroundings import Surroundings
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.form import Choice, FormField, RadioRow, line
from bandingdesk.ui.workspaces.first_run.view_model import ASKED_GROUPS, FirstRunViewModel

TEXT_SIZES = (100, 115, 125, 150, 175)
PROFESSIONS = (
    "SEND caseworker",
    "SEND manager",
    "Educational psychology",
    "Mainstream headteacher",
    "Special headteacher",
    "Health",
    "Social care",
    "Finance",
    "Panel clerk",
    "Quality lead",
)


class StepPage(card.Column):
    """One page: a title, a sentence, its parts."""

    def __init__(self, seen: FirstRunViewModel) -> None:
        super().__init__(margins=(0, 0, 8, 0), spacing=14)
        self.seen = seen

    def head(self, title: str, words: str) -> None:
        """Put the title and its sentence on top."""
        self.add(labels.Label(title, "page_title", wrap=True))
        self.add(labels.Label(words, "body", "text2", wrap=True))

    def show_step(self) -> None:
        """Show what is typed and known."""

    def take_focus(self) -> None:
        """Put the focus on the first field."""


class PlacePage(StepPage):
    """Where the store lives. A network drive or a cloud folder is refused, with three ways out."""

    def __init__(self, seen: FirstRunViewModel) -> None:
        super().__init__(seen)
        words = self.tr(
            "Your cases live in one encrypted file on this laptop. It must be on a drive of the laptop itself: files "
            "on network drives and in cloud folders can be damaged without a sign."
        )
        self.head(self.tr("Where your cases are kept"), words)
        self._card = card.Card(self.tr("Place of the store"))
        self._place = labels.Label("", "body_strong", wrap=True)
        self._card.add(self._place)
        row = QHBoxLayout()
        self.choose = QuietButton(self.tr("Choose another folder"), icon="folder-open")
        self.choose.clicked.connect(self._on_choose)
        row.addWidget(self.choose)
        row.addStretch(1)
        self._card.add(row)
        self.add(self._card)
        self.refused = Banner("", tone="danger", closable=False)
        self.add(self.refused)
        self._offers = QWidget()
        offers = QHBoxLayout(self._offers)
        offers.setContentsMargins(0, 0, 0, 0)
        self.usual = QuietButton(self.tr("Use the usual place"), icon="laptop")
        self.usual.clicked.connect(seen.usual_place)
        again = QuietButton(self.tr("Choose a folder on this laptop"), icon="folder-open")
        again.clicked.connect(self._on_choose)
        self.demo = QuietButton(self.tr("Look around with demo data"), icon="play")
        self.demo.clicked.connect(seen.look_around)
        for button in (self.usual, again, self.demo):
            offers.addWidget(button)
        offers.addStretch(1)
        self.add(self._offers)
        self.body.addStretch(1)

    def show_step(self) -> None:
        """Show the place, and why it is refused."""
        self._place.setText(str(self.seen.place))
        fault = self.seen.error
        self.refused.setVisible(fault is not None)
        self._offers.setVisible(fault is not None)
        self.demo.setVisible(self.seen.offers_demo)
        if fault is not None:
            happened, kept, do = messages.error_text(fault)
            self.refused.say(happened, kept, do, code=fault.code, tone="danger")

    def take_focus(self) -> None:
        """Put the focus on the choice of a folder."""
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_choose(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Choose a folder"), str(self.seen.place.parent))
        if name:
            self.seen.choose_folder(Path(name))


class ProtectionPage(StepPage):
    """Whether the keyring holds the key; without one, a passphrase twice."""

    def __init__(self, seen: FirstRunViewModel) -> None:
        super().__init__(seen)
        words = self.tr(
            "The file is always encrypted. Without its key nobody can read it, and nobody can bring it back."
        )
        self.head(self.tr("How your cases are protected"), words)
        self._state = Banner("", tone="info", closable=False)
        self.add(self._state)
        self._form = card.Card(self.tr("Your passphrase"))
        self.first, self.second = line(secret=True), line(secret=True)
        hint = self.tr("12 characters or more. Four words that do not belong together are easy to remember.")
        self._form.add(FormField(self.tr("Passphrase"), self.first, hint=hint))
        self._form.add(FormField(self.tr("The passphrase again"), self.second))
        self.first.textEdited.connect(lambda typed: seen.type(passphrase=typed))
        self.second.textEdited.connect(lambda typed: seen.type(passphrase_again=typed))
        self.add(self._form)
        key = self.tr(
            "At the end you are shown a recovery key on paper. It opens the file if this laptop’s key is lost."
        )
        self.add(labels.Label(key, "second", "text2", wrap=True))
        self.body.addStretch(1)

    def show_step(self) -> None:
        """Show the state of the keyring."""
        keyring = self.seen.keyring
        self._form.setVisible(self.seen.uses_passphrase)
        if keyring is None:
            self._state.say(self.tr("Looking for this computer’s keyring"))
        elif keyring.is_usable:
            kept = self.tr("You do not type a passphrase at each start.")
            self._state.say(self.tr("The key is kept in this computer’s keyring."), kept, tone="ok")
        else:
            do = self.tr("So the key is kept behind a passphrase, which you type at each start.")
            self._state.say(self.tr("This computer has no keyring that can hold the key."), do, tone="warn")

    def take_focus(self) -> None:
        """Put the caret into the passphrase."""
        if self.seen.uses_passphrase:
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)


class PersonPage(StepPage):
    """Who sets this laptop up: name, initials, profession, PIN."""

    def __init__(self, seen: FirstRunViewModel) -> None:
        super().__init__(seen)
        words = self.tr(
            "Each entry in the record says who made it. You become administrator and caseworker of this store."
        )
        self.head(self.tr("Who you are"), words)
        made = card.Card()
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 1)
        self.name, self.initials = line(), line(longest=4)
        self.profession = Choice([(each, each) for each in PROFESSIONS])
        self.pin, self.pin_again = line(longest=12, secret=True), line(longest=12, secret=True)
        pin = self.tr("4 digits or more. You type it to sign, and to take the keys over.")
        grid.addWidget(FormField(self.tr("Your name"), self.name), 0, 0)
        grid.addWidget(FormField(self.tr("Initials"), self.initials), 0, 1)
        grid.addWidget(FormField(self.tr("Profession or role"), self.profession), 1, 0, 1, 2)
        made.add(grid)
        pins = QHBoxLayout()
        pins.setSpacing(20)
        bottom = Qt.AlignmentFlag.AlignBottom
        pins.addWidget(FormField(self.tr("PIN"), self.pin, hint=pin), 1, bottom)
        pins.addWidget(FormField(self.tr("The PIN again"), self.pin_again), 1, bottom)
        made.add(pins)
        self.add(made)
        self.body.addStretch(1)
        self.name.textEdited.connect(self._on_name)
        self.initials.textEdited.connect(lambda typed: seen.type(initials=typed))
        self.profession.chosen.connect(lambda value: seen.type(profession=str(value)))
        self.pin.textEdited.connect(lambda typed: seen.type(pin=typed))
        self.pin_again.textEdited.connect(lambda typed: seen.type(pin_again=typed))
        self._own_initials = False
        self.initials.textEdited.connect(self._keep_initials)

    def take_focus(self) -> None:
        """Put the caret into the name."""
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep_initials(self, typed: str) -> None:
        self._own_initials = bool(typed)

    def _on_name(self, typed: str) -> None:
        if self._own_initials:
            self.seen.type(name=typed)
            return
        initials = "".join(part[0] for part in typed.split() if part[0].isalpha())[:3].upper()
        self.initials.setText(initials)
        self.seen.type(name=typed, initials=initials)


class LookPage(StepPage):
    """Theme and text size, tried at once; and the sample council."""

    def __init__(self, seen: FirstRunViewModel, around: Surroundings) -> None:
        super().__init__(seen)
        words = self.tr("You can change this at any time in Settings.")
        self.head(self.tr("How it looks"), words)
        made = card.Card()
        self.theme = RadioRow(
            self.tr("Theme"),
            [
                ("system", self.tr("As my computer")),
                ("light", self.tr("Light")),
                ("dark", self.tr("Dark")),
                ("contrast", self.tr("High contrast")),
            ],
        )
        self.theme.set_value(around.settings().theme)
        self.theme.chosen.connect(lambda value: around.change_settings(theme=value))
        made.add(FormField(self.tr("Theme"), self.theme))
        sizes = [(size, self.tr("{0} %").replace("{0}", str(size))) for size in TEXT_SIZES]
        self.text_size = RadioRow(self.tr("Text size"), sizes)
        if around.settings().text_size in TEXT_SIZES:
            self.text_size.set_value(around.settings().text_size)
        self.text_size.chosen.connect(lambda value: around.change_settings(text_size=value))
        made.add(FormField(self.tr("Text size"), self.text_size))
        self.add(made)
        start = card.Card(self.tr("What you start with"))
        self.sample = QCheckBox(self.tr("Start with the sample council Exampleshire (invented)"))
        self.sample.setMinimumHeight(28)
        self.sample.setChecked(seen.wants_sample)
        self.sample.toggled.connect(lambda on: seen.type(wants_sample=on))
        start.add(self.sample)
        note = self.tr(
            "It adds an invented framework, a tariff, panel types and colleagues, so that you can try everything. "
            "Without it you start with an empty council."
        )
        start.add(labels.Label(note, "second", "text2", wrap=True))
        self.add(start)
        self.body.addStretch(1)

    def take_focus(self) -> None:
        """Put the focus on the theme."""
        self.theme.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)


class RecoveryPage(StepPage):
    """The recovery key in groups, to be printed or saved; two of its groups are typed again."""

    save_asked = Signal()
    print_asked = Signal()

    def __init__(self, seen: FirstRunViewModel) -> None:
        super().__init__(seen)
        words = self.tr(
            "Your store is made. If this laptop’s key is lost, only this recovery key opens it. It is shown once and "
            "kept nowhere. Write it down or print it, and keep it where your council keeps such things."
        )
        self.head(self.tr("Your recovery key"), words)
        made = card.Card()
        self.key = labels.Label("", "page_title", wrap=True)
        self.key.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.key.setAccessibleName(self.tr("Recovery key"))
        made.add(self.key)
        row = QHBoxLayout()
        self.print_button = QuietButton(self.tr("Print it"), icon="printer")
        self.print_button.clicked.connect(self.print_asked)
        self.save = QuietButton(self.tr("Save it to a file"), icon="save")
        self.save.clicked.connect(self.save_asked)
        row.addWidget(self.print_button)
        row.addWidget(self.save)
        row.addStretch(1)
        made.add(row)
        self.add(made)
        again = card.Card(self.tr("Type two of its groups"))
        fields = QHBoxLayout()
        fields.setSpacing(20)
        self.groups: dict[int, QLineEdit] = {}
        self._fields: dict[int, FormField] = {}
        for number in ASKED_GROUPS:
            field = line(longest=4)
            field.textEdited.connect(partial(seen.type_group, number))
            self.groups[number] = field
            self._fields[number] = FormField(self.tr("Group {0}").replace("{0}", str(number)), field)
            fields.addWidget(self._fields[number])
        fields.addStretch(2)
        again.add(fields)
        self.add(again)
        self.body.addStretch(1)

    def show_step(self) -> None:
        """Show the key, and whether the groups fit."""
        parts = self.seen.recovery_key.split("-")
        self.key.setText("  ".join(parts))
        for number, field in self._fields.items():
            typed = self.seen.groups.get(number, "")
            wrong = len(typed) == 4 and typed != parts[number - 1]
            said = self.tr("This is not group {0} of the key above.").replace("{0}", str(number)) if wrong else ""
            if field.error != said:
                field.set_error(said)

    def take_focus(self) -> None:
        """Put the caret into the first group."""
        self.groups[ASKED_GROUPS[0]].setFocus(Qt.FocusReason.OtherFocusReason)
