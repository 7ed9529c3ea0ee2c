"""The window: rail, header, page area, status line. It shows places and knows nothing of the trade."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QCloseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from bandingdesk.errors import DeskError
from bandingdesk.seams import Clock
from bandingdesk.ui import desk_link, shell_commands
from bandingdesk.ui.commands import ANYWHERE, Registry
from bandingdesk.ui.header import Header
from bandingdesk.ui.jobs import Jobs
from bandingdesk.ui.jobs_tray import JobsTray
from bandingdesk.ui.key_help import KeyHelp
from bandingdesk.ui.locking import Locking
from bandingdesk.ui.message_region import MessageRegion
from bandingdesk.ui.messages import Messages
from bandingdesk.ui.opening import OpeningPage
from bandingdesk.ui.pages import PageArea, focus_first
from bandingdesk.ui.palette import Hit, Palette
from bandingdesk.ui.preferences import Preferences
from bandingdesk.ui.rail import PLACES, Place, Rail, begins_at, mode_for
from bandingdesk.ui.record_check import RecordCheck
from bandingdesk.ui.setup import Found, Setup
from bandingdesk.ui.statusbar import StatusBar
from bandingdesk.ui.surroundings import Queries, Surroundings
from bandingdesk.ui.sync_link import SyncLink
from bandingdesk.ui.theme.theme import Theme
from bandingdesk.ui.trail import Stop, Trail
from bandingdesk.ui.who import WhoPanel, role_word

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk

SMALLEST = (900, 500)  # px; 960x520 must do: 1920x1080 at 200 % leaves 960x540
HOME = "today"


class Window(QFrame):
    """One window on one desk. `ready` comes when the first page of a desk is open, `unready` when there is none.

    `opener` returns the desk and runs off the UI thread after the first paint; without it `setup` opens the store of
    this computer, or first run begins.
    """

    ready = Signal()
    not_opened = Signal(object)

    def __init__(
        self,
        setup: Setup,
        preferences: Preferences,
        clock: Clock,
        theme: Theme,
        *,
        opener: Callable[[], Desk] | None = None,
        jobs: Callable[[Messages], Jobs] = Jobs,
    ) -> None:
        super().__init__()
        self.setProperty("look", "page")
        self.setWindowTitle(self.tr("Banding Desk"))
        self.setMinimumSize(*SMALLEST)
        self.setup = setup
        self.preferences = preferences
        self.clock = clock
        self.theme = theme
        self.messages = Messages(self)
        self.jobs = jobs(self.messages)
        self.jobs.setParent(self)
        self.commands = Registry(self, single_keys=preferences.look.single_keys)
        self.trail = Trail()
        self.places = {place.name: place for place in PLACES}
        self.around: Surroundings | None = None
        self.link: desk_link.DeskLink | None = None
        self.record_check: RecordCheck | None = None
        self.sync: SyncLink | None = None
        self._opener = opener
        self._asked: Stop | None = None
        self._asks_who = False
        self._build()
        self._wire()
        self.commands.add(shell_commands.commands(self))
        self.commands.bind(self, self.commands.all())

    # Opening

    def start(self, place: str = "", **where: Any) -> None:
        """Open the store and then PLACE, by default the place that was open last."""
        self._asked = Stop(place, where) if place else None
        if self._opener is None and not self.setup.exists():
            self._begin_first_run()
            return
        self._show_shell(False)
        self.opening.show_opening()
        self.jobs.read(self._open_store, owner=self, done=self._take_desk, failed=self._fail_to_open)

    def attach(self, desk: Desk, *, asks_who: bool = False) -> None:
        """Work on DESK from now on: read who is at the keys, then open the first page; ASKS_WHO locks it first."""
        self._asks_who = asks_who
        self._show_shell(False)
        self.area.clear()
        if self.link is not None:
            self.link.leave()
        self.clock = desk.clock  # a demo has a morning of its own
        self.locking.idle.touch()  # and idle time is counted by it from now on
        self.link = desk_link.DeskLink(desk, self.jobs, self)
        self.link.person_changed.connect(self._show_person)
        self.record_check = RecordCheck(desk, self.jobs, self.messages, self.link)
        self.sync = SyncLink(desk, self.jobs, self.messages, self.link)
        self.sync.changed.connect(self._show_sync)
        self.link.left.connect(self.sync.live.leave)
        self.around = self._surroundings(desk, is_demo=desk.is_demo)
        self.status.set_saved(self.clock.now())
        self.status.set_encrypted(desk.store.is_encrypted)
        self.status.set_demo(desk.is_demo)
        self._show_sync()
        self.sync.refresh()
        self.link.begin(done=self._enter, failed=self._fail_to_open)

    def _open_store(self) -> Found | None:
        """Return the desk, None where a passphrase has to be typed first. Runs off the UI thread."""
        if self._opener is not None:
            return Found.of(self._opener())
        return None if self.setup.wants_passphrase() else self.setup.find()

    def _take_desk(self, found: Found | None) -> None:
        if found is None:
            self.opening.ask_passphrase()
        elif found.is_empty:
            self._begin_first_run(desk=found.desk)
        else:
            # Closing the window and starting again is no way round its lock.
            self.attach(found.desk, asks_who=self._opener is None and not found.desk.is_demo)

    def _try_passphrase(self, typed: str) -> None:
        self.opening.show_opening()
        self.jobs.read(
            lambda: self.setup.find(typed), owner=self, done=self._take_desk, failed=self.opening.ask_passphrase
        )

    def _fail_to_open(self, fault: DeskError) -> None:
        self.opening.show_failed(fault)
        self.messages.announce(fault.text(), urgent=True)
        self.not_opened.emit(fault)

    def _begin_first_run(self, **where: Any) -> None:
        self.rail.hide()
        self.header.hide()
        self.status.hide()
        self.around = self._surroundings(None, is_demo=False)
        self._stack.setCurrentWidget(self.body)
        self.area.open(self.places["first_run"], where, self.around)
        self.area.take_focus()

    def _enter(self, kept: Stop | None) -> None:
        """Open the first page: the one asked for, the one of last time, or Today."""
        self._show_shell(True)
        self._show_person()
        self.locking.settle(asks_who=self._asks_who)
        self._asks_who = False
        asked, self._asked = self._asked or kept, None
        known = asked is not None and asked.place in self.places and self.places[asked.place].is_built()
        stop = asked if asked is not None and known else Stop(HOME, {})
        self.navigate(stop.place, **stop.where)
        self.ready.emit()

    # Going about

    def navigate(self, place: str, **where: Any) -> None:
        """Open PLACE with what it needs to know. Raises KeyError for a place that no window has."""
        self._go(self.trail.go(Stop(place, where)))

    def back(self) -> None:
        """Open the place before this one."""
        stop = self.trail.back()
        if stop is not None:
            self._go(stop)

    def forward(self) -> None:
        """Open the place that Back came from."""
        stop = self.trail.forward()
        if stop is not None:
            self._go(stop)

    def _go(self, stop: Stop) -> None:
        assert self.around is not None
        place = self.places[stop.place]
        self.messages.clear()
        self.close_popovers()
        self.area.open(place, stop.where, self.around)
        self.rail.light(place.under or place.name)
        self._show_heading()
        self.area.take_focus()
        if self.link is not None:
            self.link.keep_place(stop)

    def _show_heading(self) -> None:
        self.header.set_trail(self.area.title())
        self.header.set_chips(self.area.chips())
        self.status.set_note(self.area.note())

    def _step_up(self, index: int) -> None:
        """Open the place a part of the trail names: the page itself knows how, else the rail's place above it."""
        page = self.area.current_page()
        open_step: Callable[[int], bool] | None = getattr(page, "open_step", None)
        if open_step is not None and open_step(index):
            return
        place = self.places[self.trail.here.place if self.trail.here else HOME]
        self.navigate(place.under or place.name)

    def rail_places(self) -> list[Place]:
        """Return the places with a button: those that this version has."""
        return [place for place in PLACES if place.on_rail and place.is_built()]

    # People

    def hand_over(self, person_id: str, place: str = HOME, *, pin_checked: bool = False, **where: Any) -> None:
        """Put another person at the keys and open PLACE as that person; asks for the PIN unless that was done."""
        assert self.link is not None
        link = self.link
        if pin_checked or link.desk.is_demo:
            self._switch(person_id, Stop(place, where))
            return
        person = link.person(person_id)
        self.messages.ask_pin(
            self.tr("Hand over to {name}. What is done from then on is recorded under that name.").format(
                name=person.name
            ),
            self.tr("Hand over"),
            lambda pin: link.check_pin(
                person_id, pin, lambda fits: self._after_pin(fits, person_id, Stop(place, where))
            ),
            who=person.name,
        )

    def _after_pin(self, fits: bool, person_id: str, stop: Stop) -> None:
        if fits:
            self._switch(person_id, stop)
        else:
            self.messages.show_note(self.tr("That PIN does not fit. Nobody else has been put at the keys."), "warn")

    def _switch(self, person_id: str, stop: Stop) -> None:
        assert self.link is not None
        self._asked = stop
        self.messages.answer_no()  # what the last person was asked is not for the next one to answer
        self.area.clear()
        self.trail.clear()
        self.messages.clear()
        self.link.switch(person_id, done=self._enter, failed=self._fail_to_open)

    def _show_person(self) -> None:
        person = self.link.me if self.link is not None else None
        if person is not None:
            self.header.set_me(person.initials, person.name)
            self.status.set_person(person.name, role_word(person.roles))
            self.rail.show_for(person.roles)

    def show_who(self) -> None:
        """Open the panel of people."""
        if self.link is not None and self.link.me is not None:
            self.close_popovers()
            self.who.show_people(self.link.me, self.link.people, self.header.initials)

    # Sync and the record

    def sync_now(self) -> None:
        """Send what waits and take what is new."""
        if self.sync is not None:
            self.sync.sync_now()

    def verify_record(self) -> None:
        """Check the whole record; the page that shows how far it is opens unless it stands there already."""
        if self.record_check is not None:
            if self.trail.here is None or self.trail.here.place not in ("oversight", "sync"):
                self.navigate("sync", section="record")
            self.record_check.start()

    def _show_sync(self) -> None:
        standing = self.sync.standing if self.sync is not None else None
        if standing is None:
            self.status.set_sync("", "", "", "")
        else:
            self.status.set_sync(standing.short, standing.sentence, *standing.mark)

    def _tell_sync(self) -> None:
        """Tell the sentence behind the status line's word on sync, with the way to its page."""
        standing = self.sync.standing if self.sync is not None else None
        if standing is not None:
            self.messages.show_note(
                standing.sentence, standing.tone, self.tr("Open Sync"), lambda: self.navigate("sync")
            )

    # Keys and panels

    def open_palette(self) -> None:
        """Open the one field for cases and commands."""
        self.close_popovers()
        here = self.trail.here.place if self.trail.here else ""
        scopes = (ANYWHERE, here, *self._page_scopes())
        self.finder.open_for(scopes, self._find_cases if self.link is not None else None)

    def close_newest(self) -> None:
        """Close what opened last; nothing typed is dropped."""
        for popover in self.popovers():
            if popover.isVisible():
                popover.close_it()
                return
        if self.region.close_newest():
            return
        close: Callable[[], object] | None = getattr(self.area.current_page(), "close_newest", None)
        if close is not None:
            close()

    def close_popovers(self) -> None:
        """Close every panel over the page."""
        for popover in self.popovers():
            popover.close_it()

    def popovers(self) -> tuple[Palette, KeyHelp, JobsTray, WhoPanel]:
        """Return the panels that open over the page."""
        return self.finder, self.key_help, self.tray, self.who

    def step_pane(self, step: int) -> None:
        """Move the focus to the next pane (STEP 1) or the one before (-1): header, page, status, rail."""
        panes: list[QWidget] = [self.header, *self.area.panes(), self.status, self.rail]
        panes = [pane for pane in panes if pane.isVisible()]
        focused = self.focusWidget()
        here = next((i for i, pane in enumerate(panes) if focused is not None and pane.isAncestorOf(focused)), 0)
        for offset in range(1, len(panes) + 1):
            pane = panes[(here + step * offset) % len(panes)]
            target = self.rail.current() if pane is self.rail else pane
            if target is not None and focus_first(target):
                return

    def _page_scopes(self) -> set[str]:
        return {command.scope for command in self.area.commands()} - {ANYWHERE}

    def _find_cases(self, words: str, done: Callable[[list[Hit]], None]) -> None:
        assert self.link is not None
        self.link.find_cases(words, lambda rows: done([self._case_hit(row) for row in rows]))

    def _case_hit(self, row: Any) -> Hit:
        return Hit(row.child_name, row.beside, "folder-open", lambda: self.navigate("cases", case_id=row.id))

    # Building

    def _build(self) -> None:
        self.rail = Rail(self.rail_places(), self.theme)
        self.header = Header(self.theme)
        self.region = MessageRegion(self.messages)
        self.area = PageArea()
        self.status = StatusBar(self.theme, self.jobs)
        self.opening = OpeningPage(self.theme)
        self.body = QWidget()
        body = QVBoxLayout(self.body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self.region)
        body.addWidget(self.area, 1)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.opening)
        self._stack.addWidget(self.body)
        column = QVBoxLayout()
        column.setSpacing(0)
        for part, share in ((self.header, 0), (holder, 1), (self.status, 0)):
            column.addWidget(part, share)
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(column, 1)
        self.locking = Locking(self, content, shell=self)
        self.finder = Palette(self, self.theme, self.commands)
        self.key_help = KeyHelp(self, self.theme, self.commands)
        self.tray = JobsTray(self, self.theme, self.jobs)
        self.who = WhoPanel(self, self.theme)

    def _wire(self) -> None:
        self.rail.chosen.connect(self.navigate)
        self.header.find_asked.connect(self.open_palette)
        self.header.me_asked.connect(self.show_who)
        self.header.step_chosen.connect(self._step_up)
        self.status.me_asked.connect(self.show_who)
        self.status.jobs_asked.connect(self.tray.open_now)
        self.status.sync_asked.connect(self._tell_sync)
        self.status.told.connect(self.messages.show_note)
        self.area.heading_changed.connect(self._show_heading)
        self.area.home_asked.connect(lambda: self.navigate(HOME))
        self.opening.passphrase_given.connect(self._try_passphrase)
        self.opening.again_asked.connect(self.start)
        self.who.chosen.connect(lambda person: self.hand_over(person.id))
        self.who.lock_asked.connect(self.locking.lock)
        self.locking.handed_over.connect(lambda person: self.hand_over(person, pin_checked=True))
        self.jobs.acted.connect(lambda: self.status.set_saved(self.clock.now()))
        self.messages.announced.connect(self._announce)
        self.preferences.changed.connect(self._follow_preferences)

    def _surroundings(self, desk: Desk | None, *, is_demo: bool) -> Surroundings:
        return Surroundings(
            desk=desk,  # type: ignore[arg-type]  # first run makes the desk
            queries=Queries(),
            jobs=self.jobs,
            messages=self.messages,
            clock=self.clock,
            navigate=self.navigate,
            settings=self.preferences.now,
            change_settings=self.preferences.change,
            theme=self.theme,
            commands=self.commands,
            me=lambda: self.link.me if self.link is not None else None,
            hand_over=self.hand_over,
            attach=self.attach,
            record_check=self.record_check,  # type: ignore[arg-type]  # there is none before the first desk
            sync=self.sync,  # type: ignore[arg-type]  # nor this
            setup=self.setup,
            is_demo=is_demo,
        )

    def _show_shell(self, whole: bool) -> None:
        """Show the opening page, or the page area with everything around it."""
        for part in (self.rail, self.header, self.status):
            part.show()
        self.rail.setEnabled(whole)
        self.header.field.setEnabled(whole)
        if not whole:
            self.header.set_trail([self.tr("Opening your cases")])
            self.header.set_chips(())
        self._stack.setCurrentWidget(self.body if whole else self.opening)

    def _follow_preferences(self) -> None:
        now = self.preferences.now()
        self.theme.set(now.theme, percent=now.text_size, typeface=now.typeface, reduced_motion=now.reduced_motion)
        self._fit()

    def _fit(self) -> None:
        mode = mode_for(self.width(), self.theme)
        self.rail.set_mode(mode)
        self.header.set_narrow(mode == "narrow")
        for popover in self.popovers():
            if popover.isVisible():
                popover.place()

    def least_width(self) -> int:
        """Return the width down to which the window keeps its present arrangement, in px."""
        return begins_at(self.width(), self.theme)

    def _announce(self, sentence: str, urgent: bool) -> None:
        if self.locking.is_locked:  # read aloud it would be heard by whoever stands there
            return
        event = QAccessibleAnnouncementEvent(self, sentence)
        politeness = QAccessible.AnnouncementPoliteness
        event.setPoliteness(politeness.Assertive if urgent else politeness.Polite)
        QAccessible.updateAccessibility(event)

    # Qt's own

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.locking.watch(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def closeEvent(self, event: QCloseEvent) -> None:
        running = self.jobs.running()
        if running and self.messages.question is None:
            event.ignore()
            self.messages.confirm(
                self.tr("Something still runs: {title}.").format(title=running[-1].title),
                self.tr("Stop it, then close"),
                self._stop_and_close,
                detail=self.tr("Stopping leaves nothing half done. You can also go back and let it finish."),
            )
            return
        self.area.clear()
        self.locking.clipboard.clear_own()
        self.jobs.close()
        if self.link is not None:
            self.link.leave()
        super().closeEvent(event)

    def _stop_and_close(self) -> None:
        for job in self.jobs.running():
            job.cancel()
        QTimer.singleShot(0, self, self._close_when_idle)

    def _close_when_idle(self) -> None:
        if self.jobs.is_idle():
            self.close()
        else:
            self.jobs.idle.connect(self.close)
