"""Every command as a value: menus, shortcuts, the palette and the page of keys are made from the one registry."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

ANYWHERE = "anywhere"
_CLOSE_ENOUGH = 60  # of 100: rapidfuzz's partial ratio below which a command is not meant


class CommandClashError(ValueError):
    """Two commands have one id, or one key in one scope. A mistake in the program."""


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a person can do.

    `id` is `scope.verb_noun`; `key` is a Qt key sequence ("Ctrl+L", "F8", "J") and `also` further ones; `refusal`
    returns why it can't be done now, "" where it can, and makes the disabled reason of every button.
    """

    id: str
    text: str
    run: Callable[[], None]
    key: str = ""
    scope: str = ANYWHERE
    tip: str = ""
    icon: str = ""
    also: tuple[str, ...] = ()
    refusal: Callable[[], str] | None = None
    listed: bool = True  # in the palette

    def why_not(self) -> str:
        """Return why it can't be done now, "" where it can."""
        return self.refusal() if self.refusal is not None else ""

    def all_keys(self) -> tuple[str, ...]:
        """Return all keys."""
        return (self.key, *self.also) if self.key else self.also


def key_text(key: str) -> str:
    """Return a key as key caps show it: 'Ctrl L' for 'Ctrl+L'."""
    if key.endswith("++"):
        return f"{key[:-2].replace('+', ' ')} +"
    return key.replace("+", " ").replace("Left", "←").replace("Right", "→").replace("Up", "↑").replace("Down", "↓")


def tip_text(command: Command) -> str:
    """Return the tooltip: what it does, its key, or why it can't be done now."""
    parts = [command.why_not() or command.tip or command.text]
    if command.key:
        parts.append(QCoreApplication.translate("commands", "Key: {key}").format(key=key_text(command.key)))
    return "\n".join(parts)


def is_single_key(key: str) -> bool:
    """Return whether KEY is one printable character, which never acts inside a text field (WCAG 2.2, 2.1.4)."""
    return len(key) == 1


class Registry(QObject):
    """All commands known now. Pages add theirs when they are built."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None, *, single_keys: bool = True) -> None:
        super().__init__(parent)
        self._commands: dict[str, Command] = {}
        self._single_keys = single_keys
        self.is_held = False  # a locked window runs no command, whatever key is pressed

    def add(self, commands: Iterable[Command]) -> None:
        """Add COMMANDS. Raises CommandClashError for a second use of an id, or of a key inside one scope."""
        for command in commands:
            if command.id in self._commands:
                raise CommandClashError(f"{command.id} is there already")
            if not command.text:
                raise CommandClashError(f"{command.id} has no text")
            for key in command.all_keys():
                self._check_key(command, key)
            self._commands[command.id] = command
        self.changed.emit()

    def remove(self, id_: str) -> None:
        """Forget a command: the page that does it has gone. Raises KeyError."""
        del self._commands[id_]
        self.changed.emit()

    def bind(self, widget: QWidget, commands: Iterable[Command]) -> list[QAction]:
        """Give WIDGET an action with its shortcuts for each of COMMANDS; keys work while the focus is inside it."""
        actions = []
        for command in commands:
            action = QAction(command.text, widget)
            action.setObjectName(command.id)
            keys = [key for key in command.all_keys() if self._single_keys or not is_single_key(key)]
            action.setShortcuts([QKeySequence(key) for key in keys])
            anywhere = command.scope == ANYWHERE
            context = Qt.ShortcutContext
            action.setShortcutContext(context.WindowShortcut if anywhere else context.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _checked=False, id_=command.id: self.run(id_))
            widget.addAction(action)
            actions.append(action)
        return actions

    def get(self, id_: str) -> Command:
        """Return the command with that id. Raises KeyError."""
        return self._commands[id_]

    def all(self) -> list[Command]:
        """Return every command, by scope and then in the order they were added."""
        return sorted(self._commands.values(), key=lambda command: (command.scope != ANYWHERE, command.scope))

    def run(self, id_: str) -> bool:
        """Run the command if nothing speaks against it; return whether it ran. Raises KeyError."""
        command = self._commands[id_]
        if self.is_held or command.why_not():
            return False
        command.run()
        return True

    def search(self, words: str, scopes: Iterable[str] = (ANYWHERE,)) -> list[Command]:
        """Return the listed commands of SCOPES that WORDS may mean, best first; all of them for no words."""
        wanted = set(scopes)
        known = [command for command in self.all() if command.listed and command.scope in wanted]
        if not words.strip():
            return known
        from rapidfuzz import fuzz, process, utils

        texts = {command.id: command.text for command in known}
        found = process.extract(
            words, texts, scorer=fuzz.WRatio, processor=utils.default_process, score_cutoff=_CLOSE_ENOUGH, limit=8
        )
        return [self._commands[id_] for _text, _score, id_ in found]

    def _check_key(self, command: Command, key: str) -> None:
        wanted = QKeySequence(key)
        for other in self._commands.values():
            meet = other.scope == command.scope or ANYWHERE in (other.scope, command.scope)
            if meet and any(QKeySequence(known) == wanted for known in other.all_keys()):
                raise CommandClashError(f"{key} is the key of {other.id} and of {command.id}")
