"""The state of a comparison: which two versions, and what differs between them, worked out as long work."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal

from bandingdesk.errors import DeskError
from bandingdesk.ui import writing
from bandingdesk.ui.workspaces.frameworks import compare_reading, reading
from bandingdesk.ui.workspaces.frameworks.compare_reading import Side

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.store.queries.council import TariffRow
    from bandingdesk.ui.jobs import Job, Jobs
    from bandingdesk.ui.messages import Messages
    from bandingdesk.ui.workspaces.frameworks.compare_reading import Compared
    from bandingdesk.ui.workspaces.frameworks.reading import Entry

Layer = Literal["words", "rules", "amounts", "profiles", "caseload"]


class CompareViewModel(QObject):
    """Two versions of the library, or drafts of the person at the keys."""

    changed = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, messages: Messages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._messages = desk, jobs, messages
        self.entries: tuple[Entry, ...] = ()
        self.old = self.new = Side()
        self.layer: Layer = "words"
        self.compared: Compared | None = None
        self.error: DeskError | None = None
        self.job: Job | None = None
        self.is_stopped = False

    def open(self, key: str) -> None:
        """Compare a version with the one that it follows, or with the one in force; a person may choose another."""
        if key == self.new.key and self.compared is not None:
            return
        self.new, self.old, self.compared, self.error = Side(key), Side(), None, None
        self._jobs.read(
            lambda: reading.entries(self._desk),
            owner=self,
            done=self._take_entries,
            failed=self._fail,
            replaces="entries",
        )
        self.changed.emit()

    def tariffs(self, side: Side) -> tuple[TariffRow, ...]:
        """Return the tariffs of the library that a side can be compared with; a draft has its own alone."""
        row = next((one.row for one in self.entries if one.key == side.key), None)
        return row.tariffs if row is not None else ()

    def choose(self, old: Side, new: Side) -> None:
        """Compare two other sides."""
        old, new = self._whole(old, is_old=True), self._whole(new, is_old=False)
        if (old, new) != (self.old, self.new):
            self.old, self.new = old, new
            self._compare()

    def swap(self) -> None:
        """Compare them the other way round."""
        self.choose(self.new, self.old)

    def show_layer(self, layer: Layer) -> None:
        """Look at one layer of the difference."""
        if layer != self.layer:
            self.layer = layer
            self.changed.emit()

    def cancel(self) -> None:
        """Stop the comparison."""
        if self.job is not None:
            self.job.cancel()

    def close(self) -> None:
        """Let the comparison go; what is still being worked out is stopped."""
        if self.job is not None and self.job.state == "running":
            self.job.cancel()
        self.compared, self.new, self.old = None, Side(), Side()

    def export(self, path: Path) -> None:
        """Write all layers to PATH as a workbook."""
        compared = self.compared
        if compared is None:
            return

        def write() -> str:
            return writing.write(path, compare_reading.workbook(compared))

        said = self.tr("Saved as {file}.")
        self._jobs.read(
            write, owner=self, done=lambda name: self._messages.show_note(said.replace("{file}", name), "ok")
        )

    def _take_entries(self, entries: tuple[Entry, ...]) -> None:
        self.entries = entries
        key = self.new.key
        mine = next((one for one in entries if one.key == key), None)
        others = [one for one in entries if one.key != key]
        own = [one for one in others if mine is not None and one.framework == mine.framework]
        follows = [one for one in own if mine is not None and one.version == mine.supersedes]
        in_force = [one for one in own if one.status == "adopted"]
        other = next((one.key for one in (*follows, *in_force, *own, *others)), key)
        self.old, self.new = self._whole(Side(other), is_old=True), self._whole(self.new, is_old=False)
        self._compare()

    def _whole(self, side: Side, *, is_old: bool) -> Side:
        """Return SIDE with a tariff that it can have: the old side one that was adopted, the new one the newest."""
        known = self.tariffs(side)
        if not known or any(one.id == side.tariff for one in known):
            return side if known else side._replace(tariff="")
        adopted = [one for one in known if one.starts is not None]
        found = adopted[-1] if is_old and adopted else known[-1]
        return side._replace(tariff=found.id)

    def _compare(self) -> None:
        self.close_job()
        self.compared, self.error, self.is_stopped = None, None, False
        old, new = self.old, self.new
        if old.key and new.key and old != new:
            self.job = self._jobs.job(
                self.tr("Comparing two versions"),
                lambda progress, cancelled: compare_reading.compare(self._desk, old, new, progress, cancelled),
                owner=self,
                done=lambda found: self._take(found, old, new),
                failed=self._fail,
            )
            self.job.changed.connect(self._follow)
        self._follow()

    def close_job(self) -> None:
        """Stop what is being worked out."""
        if self.job is not None and self.job.state == "running":
            self.job.cancel()
        self.job = None

    def _take(self, found: Compared, old: Side, new: Side) -> None:
        if (old, new) != (self.old, self.new):
            return
        self.compared = found
        diff = found.diff
        filled: list[tuple[Layer, bool]] = [
            ("words", bool(diff.wording)),
            ("rules", bool(diff.structure)),
            ("amounts", bool(diff.amounts)),
        ]
        if not dict(filled).get(self.layer, True):  # an empty layer gives way to the first that says something
            self.layer = next((layer for layer, has in filled if has), "profiles")
        self.changed.emit()

    def _follow(self) -> None:
        if self.job is not None and self.job.state == "cancelled":
            self.is_stopped = True
        self.changed.emit()

    def _fail(self, fault: DeskError) -> None:
        self.error = fault
        self.changed.emit()
