"""The parts of Settings: me, look, people, security, diagnostics."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QWidget

from bandingdesk.errors import QT_TRANSLATE_NOOP
from bandingdesk.store.queries.council import PersonRow
from bandingdesk.ui import messages, text
from bandingdesk.ui.surroundings import Surroundings
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import PrimaryButton, QuietButton
from bandingdesk.ui.widgets.form import FormField, RadioRow, line
from bandingdesk.ui.workspaces.settings.view_model import SHORTEST_PIN, SettingsViewModel

_WIDTH = 760  # px
LOCK_AFTER = (5, 10, 20, 30)  # minutes
TEXT_SIZES = (100, 115, 125, 150, 175)
ROLES = {
    "caseworker": QT_TRANSLATE_NOOP("roles", "caseworker"),
    "panel_member": QT_TRANSLATE_NOOP("roles", "panel member"),
    "chair": QT_TRANSLATE_NOOP("roles", "chair"),
    "deputy": QT_TRANSLATE_NOOP("roles", "deputy chair"),
    "clerk": QT_TRANSLATE_NOOP("roles", "panel clerk"),
    "presenter": QT_TRANSLATE_NOOP("roles", "presenter"),
    "observer": QT_TRANSLATE_NOOP("roles", "observer"),
    "decision_maker": QT_TRANSLATE_NOOP("roles", "decision maker"),
    "qa_lead": QT_TRANSLATE_NOOP("roles", "quality lead"),
    "auditor": QT_TRANSLATE_NOOP("roles", "auditor"),
    "finance": QT_TRANSLATE_NOOP("roles", "finance"),
    "head_of_service": QT_TRANSLATE_NOOP("roles", "head of service"),
    "dpo": QT_TRANSLATE_NOOP("roles", "data protection officer"),
    "administrator": QT_TRANSLATE_NOOP("roles", "administrator"),
}


def roles_text(person: PersonRow) -> str:
    """Return the roles of PERSON in words."""
    said = [QCoreApplication.translate("roles", ROLES[role]) if role in ROLES else role for role in person.roles]
    return text.listed(said)


class Part(card.Column):
    """One part of Settings: a title, a sentence, cards."""

    def __init__(self, seen: SettingsViewModel) -> None:
        super().__init__(margins=(20, 16, 20, 16), spacing=12)
        self.seen = seen

    def head(self, title: str, words: str) -> None:
        """Put the title and its sentence on top."""
        self.add(labels.Label(title, "page_title"))
        self.add(labels.Label(words, "second", "text2", wrap=True))

    def put(self, part: QWidget) -> None:
        """Add a card as wide as text is easy to read."""
        part.setMaximumWidth(_WIDTH)
        self.add(part)

    def show_part(self) -> None:
        """Show what is known."""


class MePart(Part):
    """Who is at the keys, and the PIN."""

    def __init__(self, seen: SettingsViewModel) -> None:
        super().__init__(seen)
        self.head(
            self.tr("Me"), self.tr("The record says who made each entry. Your name and roles are kept by the council.")
        )
        who = card.Card()
        self._name = labels.Label("", "sentence", wrap=True)
        self._roles = labels.Label("", "body", "text2", wrap=True)
        who.add(self._name)
        who.add(self._roles)
        self.put(who)
        made = card.Card(self.tr("Change your PIN"))
        self.old, self.new, self.again = (line(longest=12, secret=True) for _ in range(3))
        row = QHBoxLayout()
        row.setSpacing(16)
        self._old_field = FormField(self.tr("Your PIN now"), self.old)
        self._new_field = FormField(self.tr("New PIN"), self.new)
        self._again_field = FormField(self.tr("New PIN again"), self.again)
        for field in (self._old_field, self._new_field, self._again_field):
            row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        made.add(row)
        foot = QHBoxLayout()
        self._said = labels.Label("", "second_strong", "ok", wrap=True)
        self.change = PrimaryButton(self.tr("Change my PIN"), icon="key-round")
        self.change.clicked.connect(self._on_change)
        foot.addWidget(self._said, 1)
        foot.addWidget(self.change)
        made.add(foot)
        self.put(made)
        self.body.addStretch(1)

    def show_part(self) -> None:
        """Show me, and what became of the last change."""
        me = self.seen.me()
        if me is None:
            return
        self._name.setText(f"{me.name} ({me.initials})")
        roles = roles_text(me)
        self._roles.setText(f"{me.profession}. {roles[:1].upper()}{roles[1:]}." if roles else f"{me.profession}.")
        self._old_field.setVisible(me.has_pin)
        state = self.seen.pin_state
        wrong = self.tr("This is not your PIN. Nothing was changed.") if state == "wrong" else ""
        if self.seen.error is not None:  # after wrong ones it waits
            happened, kept, do = messages.error_text(self.seen.error)
            wrong = " ".join(part for part in (happened, kept, do) if part)
        self._old_field.set_error(wrong)
        if state == "kept" and self.new.text():
            for field in (self.old, self.new, self.again):
                field.clear()
        self._said.setText(self.tr("Your new PIN is kept.") if state == "kept" else "")

    def _on_change(self) -> None:
        new = self.new.text()
        good = len(new) >= SHORTEST_PIN and new.isdigit()
        few = self.tr("Use %n digits or more.", "", SHORTEST_PIN)
        self._new_field.set_error("" if good else few)
        same = new == self.again.text()
        self._again_field.set_error("" if same else self.tr("The two PINs are not the same."))
        if good and same:
            self.seen.change_pin(self.old.text(), new)


class LookPart(Part):
    """Preferences of the look; each holds at once."""

    def __init__(self, seen: SettingsViewModel, around: Surroundings) -> None:
        super().__init__(seen)
        self._around = around
        self.head(self.tr("Look"), self.tr("These are yours, on this computer. Each change holds at once."))
        made = card.Card()
        made.body.setSpacing(16)
        self.theme = RadioRow(
            self.tr("Theme"),
            [
                ("system", self.tr("As my computer")),
                ("light", self.tr("Light")),
                ("dark", self.tr("Dark")),
                ("contrast", self.tr("High contrast")),
            ],
        )
        self.text_size = RadioRow(
            self.tr("Text size"), [(size, self.tr("{0} %").replace("{0}", str(size))) for size in TEXT_SIZES]
        )
        self.face = RadioRow(
            self.tr("Typeface"), [("inter", self.tr("Inter")), ("hyperlegible", self.tr("Atkinson Hyperlegible"))]
        )
        self.density = RadioRow(
            self.tr("Rows in lists"), [("comfortable", self.tr("Comfortable")), ("compact", self.tr("Compact"))]
        )
        face = self.tr("Atkinson Hyperlegible keeps letters that look alike further apart.")
        size = self.tr("Usual: 100 %. Buttons and rows grow with the text.")
        for label, choice, hint in (
            (self.tr("Theme"), self.theme, ""),
            (self.tr("Text size"), self.text_size, size),
            (self.tr("Typeface"), self.face, face),
            (self.tr("Rows in lists"), self.density, self.tr("Compact shows more cases at once.")),
        ):
            made.add(FormField(label, choice, hint=hint))
        self.motion = QCheckBox(self.tr("Less movement: panels appear at once"))
        self.keys = QCheckBox(self.tr("Single-letter keys, such as J and K, act without Ctrl"))
        for box in (self.motion, self.keys):
            box.setMinimumHeight(28)
            made.add(box)
        self.put(made)
        self.body.addStretch(1)
        self.theme.chosen.connect(lambda value: around.change_settings(theme=value))
        self.text_size.chosen.connect(lambda value: around.change_settings(text_size=value))
        self.face.chosen.connect(lambda value: around.change_settings(typeface=value))
        self.density.chosen.connect(lambda value: around.change_settings(density=value))
        self.motion.clicked.connect(lambda on: around.change_settings(reduced_motion=on))
        self.keys.clicked.connect(lambda on: around.change_settings(single_keys=on))

    def show_part(self) -> None:
        """Show the preferences as they are."""
        now = self._around.settings()
        self.theme.set_value(now.theme)
        self.text_size.set_value(now.text_size if now.text_size in TEXT_SIZES else None)
        self.face.set_value(now.typeface)
        self.density.set_value(now.density)
        self.motion.setChecked(now.reduced_motion)
        self.keys.setChecked(now.single_keys)


class Facts(QWidget):
    """Facts with an icon each: what, and how it is."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnStretch(2, 1)

    def set(self, facts: list[tuple[str, str, str, str]]) -> None:
        """Show FACTS: icon, tone, what, how."""
        card.clear(self._grid)
        top = Qt.AlignmentFlag.AlignTop
        for row, (icon, tone, what, how) in enumerate(facts):
            self._grid.addWidget(labels.Icon(icon, tone, 18), row, 0, top)
            self._grid.addWidget(labels.Label(what, "body_strong"), row, 1, top)
            self._grid.addWidget(labels.Label(how, "body", "text2", wrap=True), row, 2, top)


class SecurityPart(Part):
    """How the record is kept safe, and whether it is whole."""

    def __init__(self, seen: SettingsViewModel, around: Surroundings) -> None:
        super().__init__(seen)
        self._around = around
        self.head(self.tr("Security"), self.tr("Where your record is, who can open it, and whether it is whole."))
        made = card.Card(self.tr("The store"))
        self._facts = Facts()
        made.add(self._facts)
        self.put(made)
        lock = card.Card(self.tr("Lock"))
        hint = self.tr("The window locks when nobody touches it, when the computer sleeps, and by Ctrl Shift K.")
        choices = [(n, self.tr("{0} minutes").replace("{0}", str(n))) for n in LOCK_AFTER]
        self.lock_after = RadioRow(self.tr("Lock after"), choices)
        self.lock_after.chosen.connect(lambda value: around.change_settings(lock_minutes=value))
        lock.add(FormField(self.tr("Lock after"), self.lock_after, hint=hint))
        self.put(lock)
        check = card.Card(self.tr("Check the record"))
        words = self.tr(
            "Each entry is chained to the one before. This walks all of them and finds any that was changed."
        )
        check.add(labels.Label(words, "body", "text2", wrap=True))
        self._result = Banner("", closable=False)
        check.add(self._result)
        row = QHBoxLayout()
        self._progress = labels.Label("", "second_strong", "accent")
        self.check = PrimaryButton(self.tr("Check the record"), icon="shield-check")
        self.check.clicked.connect(seen.check_record)
        row.addWidget(self._progress, 1)
        row.addWidget(self.check)
        check.add(row)
        self.put(check)
        self.body.addStretch(1)

    def show_part(self) -> None:
        """Show the facts, and what the check found."""
        facts = self.seen.security
        if facts is not None:
            self._facts.set(
                [
                    ("hard-drive", "text2", self.tr("Place"), facts.place),
                    self._encryption(facts.is_encrypted),
                    self._key(facts.keyring_usable, facts.has_passphrase, facts.is_encrypted),
                    self._recovery(facts.has_recovery),
                ]
            )
        minutes = self._around.settings().lock_minutes
        self.lock_after.set_value(minutes if minutes in LOCK_AFTER else None)
        job, found = self.seen.job, self.seen.found
        busy = job is not None
        self.check.say_why_not(self.tr("The record is being checked.") if busy else "")
        said = self.tr("{done} of {all} entries")
        self._progress.setText(
            said.format(done=text.count(job.count), all=text.count(job.total)) if job is not None and job.total else ""
        )
        self._result.setVisible(found is not None)
        if found is not None and found.ok:
            words = self.tr("{0} entries checked. The chain is whole.").replace("{0}", text.count(found.entries))
            self._result.say(words, tone="ok")
        elif found is not None and found.first_bad is not None:
            words = self.tr("The record is broken at entry {0}.").replace("{0}", str(found.first_bad.seq))
            self._result.say(
                words,
                self.tr("Nothing was changed by this check."),
                self.tr("Do not work on. Keep a copy of the file, and tell who supports you."),
                tone="danger",
            )

    def _encryption(self, encrypted: bool) -> tuple[str, str, str, str]:
        if encrypted:
            return "lock", "ok", self.tr("Encrypted"), self.tr("The file can’t be read without its key.")
        return "lock-open", "warn", self.tr("Not encrypted"), self.tr("This store holds invented data only.")

    def _key(self, keyring: bool, passphrase: bool, encrypted: bool) -> tuple[str, str, str, str]:
        what = self.tr("Key")
        if not encrypted:
            return "key-round", "text2", what, self.tr("This store has no key.")
        if passphrase:
            return "key-round", "ok", what, self.tr("Behind your passphrase, typed at each start.")
        if keyring:
            return "key-round", "ok", what, self.tr("In this computer’s keyring.")
        return "key-round", "warn", what, self.tr("The keyring can’t be reached now. Keep your recovery key at hand.")

    def _recovery(self, has: bool) -> tuple[str, str, str, str]:
        what = self.tr("Recovery key")
        if has:
            return (
                "shield",
                "ok",
                what,
                self.tr("Made when the store was set up. It was shown once and is kept nowhere."),
            )
        return "shield", "text2", what, self.tr("None: this store is not encrypted.")


class DiagnosticsPart(Part):
    """Versions, for who supports you."""

    def __init__(self, seen: SettingsViewModel) -> None:
        super().__init__(seen)
        self.head(self.tr("Diagnostics"), self.tr("What runs here. It holds no names and nothing of a case."))
        made = card.Card(self.tr("Versions"))
        self._facts = Facts()
        made.add(self._facts)
        row = QHBoxLayout()
        self.copy = QuietButton(self.tr("Copy this"), icon="copy")
        self.copy.setAccessibleName(self.tr("Copy the versions"))
        self.copy.clicked.connect(self._on_copy)
        row.addStretch(1)
        row.addWidget(self.copy)
        made.add(row)
        self.put(made)
        self.body.addStretch(1)

    def show_part(self) -> None:
        """Show the versions."""
        self._facts.set([("info", "text2", name, version) for name, version in self.seen.versions()])

    def _on_copy(self) -> None:
        lines = [f"{name}: {version}" for name, version in self.seen.versions()]
        QGuiApplication.clipboard().setText("\n".join(lines))
