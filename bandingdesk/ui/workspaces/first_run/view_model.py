"""The state of first run: which page is open, what is typed, what speaks against going on, and the new store's key."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal

from bandingdesk.errors import DeskError
from bandingdesk.ui.workspaces.first_run.join_view_model import JoinViewModel

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.ui.jobs import Job, Jobs
    from bandingdesk.ui.setup import Created, Keyring, Setup

Step = Literal["welcome", "place", "protection", "person", "look", "recovery", "join"]
STEPS: tuple[Step, ...] = ("place", "protection", "person", "look", "recovery")
JOINING: tuple[Step, ...] = ("place", "protection", "recovery", "join")
FILE = "banding.desk"
SHORTEST_PASSPHRASE = 12  # characters: store/keys.py refuses shorter ones
SHORTEST_PIN = 4
ASKED_GROUPS = (2, 5)  # the groups of the recovery key that are typed again, counted from 1


class FirstRunViewModel(QObject):
    """Set-up, page by page. `ready` carries the desk once everything is done; `told` what the demo is making."""

    changed = Signal()
    ready = Signal(object)
    told = Signal(str)

    def __init__(self, setup: Setup, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._setup, self._jobs = setup, jobs
        self.step: Step = "welcome"
        self.steps = STEPS
        self.join = JoinViewModel(jobs, self)
        self.join.changed.connect(self.changed)
        self.place = setup.place
        self.keyring: Keyring | None = None
        self.passphrase = self.passphrase_again = ""
        self.name = self.initials = self.profession = ""
        self.pin = self.pin_again = ""
        self.wants_sample = True
        self.groups: dict[int, str] = {}
        self.recovery_key = ""
        self.error: DeskError | None = None
        self.job: Job | None = None
        self.desk: Desk | None = None
        self.told.connect(self._take_told)
        self.said = ""

    @property
    def is_busy(self) -> bool:
        """Whether something is being made."""
        return self.job is not None

    @property
    def offers_demo(self) -> bool:
        """Whether there is a demo to look around in."""
        return self._setup.offers_demo

    @property
    def uses_passphrase(self) -> bool:
        """Whether the key has to be kept behind a passphrase, since no keyring holds it."""
        return self.keyring is not None and not self.keyring.is_usable

    def type(self, **values: object) -> None:
        """Change what is typed: name, initials, profession, pin, passphrase, …"""
        for name, value in values.items():
            setattr(self, name, value)
        self.changed.emit()

    def type_group(self, number: int, value: str) -> None:
        """Type group NUMBER of the recovery key again."""
        self.groups[number] = value.strip().upper()
        self.changed.emit()

    # Ways

    def look_around(self) -> None:
        """Start the demo, which is made first where there is none."""
        self.error = None
        self._start(
            self.tr("Making the demo"),
            lambda: self._setup.start_demo(self.told.emit),
            lambda desk: self.ready.emit(desk),
        )

    def begin(self) -> None:
        """Begin to set up this laptop with a record of its own."""
        self._begin(STEPS)

    def begin_joining(self) -> None:
        """Begin to set up this laptop for the record of a council: with an empty store, which then joins."""
        self._begin(JOINING)

    def go_on_joining(self, desk: Desk) -> None:
        """Join with the empty store of DESK, which was made for it before."""
        self.steps, self.desk = JOINING, desk
        self.join.begin(desk)
        self._turn("join")

    def _begin(self, steps: tuple[Step, ...]) -> None:
        self.steps = steps
        self._turn("place")
        self._jobs.read(self._setup.keyring, owner=self, done=self._take_keyring)

    def back(self) -> None:
        """Go to the page before; the recovery key is the end of the way, since the store stands then."""
        if self.step in ("protection", "person", "look"):
            self._turn(self.steps[self.steps.index(self.step) - 1])
        elif self.step == "place":
            self._turn("welcome")

    def next(self) -> None:
        """Go on, once nothing speaks against it."""
        if self.why_not():
            return
        if self.step == "place":
            place = self.place
            self._jobs.read(
                lambda: self._setup.check_place(place),
                owner=self,
                done=lambda _none: self._turn("protection"),
                failed=self._fail,
            )
        elif self.step == self.last_before_store:
            self._make()
        elif self.step in ("protection", "person"):
            self._turn(self.steps[self.steps.index(self.step) + 1])
        elif self.step == "recovery" and self.desk is not None:
            if self.steps is JOINING:
                self.go_on_joining(self.desk)
            else:
                self.ready.emit(self.desk)

    def choose_folder(self, folder: Path) -> None:
        """Keep the store in FOLDER; a place that is not safe is refused at once."""
        self.place = folder / FILE
        self.error = None
        self.changed.emit()
        place = self.place
        self._jobs.read(
            lambda: self._setup.check_place(place),
            owner=self,
            done=lambda _none: None,
            failed=self._fail,
            replaces="place",
        )

    def usual_place(self) -> None:
        """Go back to the place that is proposed."""
        self.place, self.error = self._setup.place, None
        self.changed.emit()

    @property
    def last_before_store(self) -> Step:
        """The page whose button makes the store."""
        return self.steps[self.steps.index("recovery") - 1]

    # What speaks against going on

    def why_not(self) -> str:
        """Return why the next page can't be opened yet, "" where it can."""
        if self.is_busy:
            return self.said or self.tr("Your store is being made.")
        if self.step == "protection" and self.uses_passphrase:
            return self._passphrase_fault()
        if self.step == "person":
            return self._person_fault()
        if self.step == "recovery" and not self.groups_fit():
            return self.tr("Type groups {0} and {1} of the key.").format(*ASKED_GROUPS)
        return ""

    def groups_fit(self) -> bool:
        """Return whether the groups that are asked for were typed right."""
        parts = self.recovery_key.split("-")
        return bool(self.recovery_key) and all(self.groups.get(n) == parts[n - 1] for n in ASKED_GROUPS)

    def _passphrase_fault(self) -> str:
        if len(self.passphrase) < SHORTEST_PASSPHRASE:
            return self.tr("Choose a passphrase of %n characters or more.", "", SHORTEST_PASSPHRASE)
        return "" if self.passphrase == self.passphrase_again else self.tr("The two passphrases are not the same.")

    def _person_fault(self) -> str:
        if not self.name.strip() or not self.initials.strip() or not self.profession.strip():
            return self.tr("Fill in your name, initials and profession.")
        if len(self.pin) < SHORTEST_PIN or not self.pin.isdigit():
            return self.tr("Choose a PIN of %n digits or more.", "", SHORTEST_PIN)
        return "" if self.pin == self.pin_again else self.tr("The two PINs are not the same.")

    # Inside

    def _make(self) -> None:
        place, phrase = self.place, self.passphrase if self.uses_passphrase else None
        person = (self.name.strip(), self.initials.strip().upper(), self.profession.strip(), self.pin)
        sample, joins = self.wants_sample, self.steps is JOINING

        def make() -> Created:
            created = self._setup.create(place, phrase)
            if joins:  # no entry of its own: a store with a record can't join another
                return created
            created.desk.council.set_up(*person, "This laptop")
            if sample:
                from bandingdesk.desk.sample import sample_council

                sample_council(created.desk)
            return created

        self._start(self.tr("Making your store"), make, self._take_created)

    def _start(self, title: str, make: Callable[[], object], done: Callable[[object], None]) -> None:
        self.error, self.said = None, title
        job = self._jobs.job(
            title, lambda _progress, _cancelled: make(), owner=self, done=done, failed=self._fail, writes=True
        )
        if job.state == "running":
            self.job = job
            job.changed.connect(self._job_changed)
        self.changed.emit()

    def _job_changed(self) -> None:
        if self.job is not None and self.job.state != "running":
            self.job = None
        self.changed.emit()

    def _take_created(self, created: object) -> None:
        self.desk, self.recovery_key = created.desk, created.recovery_key  # type: ignore[attr-defined]
        self.passphrase = self.passphrase_again = self.pin = self.pin_again = ""
        self._turn("recovery")

    def _take_keyring(self, keyring: Keyring) -> None:
        self.keyring = keyring
        self.changed.emit()

    def _take_told(self, words: str) -> None:
        self.said = words
        self.changed.emit()

    def _turn(self, step: Step) -> None:
        self.step, self.error = step, None
        self.changed.emit()

    def _fail(self, fault: DeskError) -> None:
        self.error, self.job = fault, None
        self.changed.emit()
