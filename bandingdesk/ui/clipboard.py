"""The clipboard: what this program put there goes when the window locks or closes; what others put there stays."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QClipboard, QGuiApplication

_MODES = (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection, QClipboard.Mode.FindBuffer)


class Clipboard(QObject):
    """Watches who puts something there, whichever way: a button, Ctrl C in a field, words marked with the mouse.

    What comes while a window of ours is in front is ours: a program behind copies nothing. Asking the system who owns
    it is not enough, since macOS never says that we do.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._ours: set[QClipboard.Mode] = set()
        QGuiApplication.clipboard().changed.connect(self._note)

    def clear_own(self) -> None:
        """Empty what is ours."""
        board = QGuiApplication.clipboard()
        for mode in _MODES:
            if mode in self._ours or _owns(board, mode):
                board.clear(mode)
        self._ours.clear()

    def _note(self, mode: QClipboard.Mode) -> None:
        in_front = QGuiApplication.applicationState() == Qt.ApplicationState.ApplicationActive
        if in_front or _owns(QGuiApplication.clipboard(), mode):
            self._ours.add(mode)
        else:
            self._ours.discard(mode)


def _owns(board: QClipboard, mode: QClipboard.Mode) -> bool:
    owns = {
        QClipboard.Mode.Clipboard: board.ownsClipboard,
        QClipboard.Mode.Selection: board.ownsSelection,
        QClipboard.Mode.FindBuffer: board.ownsFindBuffer,
    }
    return bool(owns[mode]())
