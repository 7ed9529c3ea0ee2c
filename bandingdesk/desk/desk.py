"""Desk: what a person can do, by part of the work, on one open store."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection

from bandingdesk.desk.advice import AdviceDesk
from bandingdesk.desk.after import AfterDesk
from bandingdesk.desk.agenda import AgendaDesk
from bandingdesk.desk.around import AroundDesk
from bandingdesk.desk.backlog import BacklogDesk
from bandingdesk.desk.backups import BackupsDesk
from bandingdesk.desk.band_query import BandQueryDesk
from bandingdesk.desk.casework import CaseworkDesk
from bandingdesk.desk.contacts import ContactsDesk
from bandingdesk.desk.council import CouncilDesk
from bandingdesk.desk.drafts import DraftsDesk
from bandingdesk.desk.folders import FoldersDesk
from bandingdesk.desk.frameworks import FrameworksDesk
from bandingdesk.desk.ground import Ground, Matches
from bandingdesk.desk.higher import HigherDesk
from bandingdesk.desk.history import HistoryDesk
from bandingdesk.desk.letters import LettersDesk
from bandingdesk.desk.lists import ListsDesk
from bandingdesk.desk.oversight import OversightDesk
from bandingdesk.desk.panel import PanelDesk
from bandingdesk.desk.papers import PapersDesk
from bandingdesk.desk.practice import PracticeDesk
from bandingdesk.desk.profiles import ProfilesDesk
from bandingdesk.desk.provision import ProvisionDesk
from bandingdesk.desk.publications import PublicationsDesk
from bandingdesk.desk.register import RegisterDesk
from bandingdesk.desk.retention import RetentionDesk
from bandingdesk.desk.returns import ReturnsDesk
from bandingdesk.desk.room import RoomDesk
from bandingdesk.desk.slips import SlipsDesk
from bandingdesk.desk.sync import SyncDesk
from bandingdesk.seams import Clock, Ids
from bandingdesk.store import drafts, keys
from bandingdesk.store.changes import Changes
from bandingdesk.store.queries import council
from bandingdesk.store.queries.council import PersonRow
from bandingdesk.store.store import Store

T = TypeVar("T")
LAST_PERSON = "profile.person"  # the draft that names them; nobody's, so that it is read before anybody is known


class Desk:
    """The desk on one store, with one person at the keys. `is_demo` marks invented data everywhere.

    It comes from the store; IS_DEMO marks in one that is not: a test's.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        ids: Ids,
        me: str,
        *,
        is_demo: bool = False,
        matches: Matches = keys.pin_matches,
    ) -> None:
        self.ground = Ground(store, clock, ids, me, matches)
        self.store = store
        self.clock = clock
        self.is_demo = is_demo = is_demo or store.is_demo
        self.council = CouncilDesk(self.ground)
        self.frameworks = FrameworksDesk(self.ground)
        self.publications = PublicationsDesk(self.ground, self.frameworks)
        self.casework = CaseworkDesk(self.ground, is_demo=is_demo)
        self.register = RegisterDesk(self.ground, is_demo=is_demo)
        self.around = AroundDesk(self.ground, is_demo=is_demo)
        self.contacts = ContactsDesk(self.ground, is_demo=is_demo)
        self.advice = AdviceDesk(self.ground)
        self.papers = PapersDesk(self.ground, is_demo=is_demo)
        self.profiles = ProfilesDesk(self.ground, is_demo=is_demo)
        self.provision = ProvisionDesk(self.ground, is_demo=is_demo)
        self.returns = ReturnsDesk(self.ground, is_demo=is_demo)
        self.lists = ListsDesk(self.ground, is_demo=is_demo)
        self.backlog = BacklogDesk(self.ground)
        self.panel = PanelDesk(self.ground)
        self.agenda = AgendaDesk(self.ground)
        self.practice = PracticeDesk(self.ground)
        self.slips = SlipsDesk(self.ground, is_demo=is_demo)
        self.room = RoomDesk(self.ground)
        self.after = AfterDesk(self.ground, is_demo=is_demo)
        self.band_query = BandQueryDesk(self.ground)
        self.higher = HigherDesk(self.ground)
        self.history = HistoryDesk(self.ground, is_demo=is_demo)
        self.letters = LettersDesk(self.ground, is_demo=is_demo)
        self.oversight = OversightDesk(self.ground)
        self.retention = RetentionDesk(self.ground)
        self.drafts = DraftsDesk(self.ground)
        self.folders = FoldersDesk(self.ground)
        self.sync = SyncDesk(self.ground, self.folders)
        self.backups = BackupsDesk(self.ground)

    def read(self, query: Callable[[Connection], T]) -> T:
        """Return what QUERY reads on a connection that can't write."""
        with self.store.read() as conn:
            return query(conn)

    def me(self) -> PersonRow:
        """Return the person at the keys."""
        return self.read(lambda conn: council.person(conn, self.ground.me))

    @property
    def me_id(self) -> str:
        """The id of the person at the keys."""
        return self.ground.me

    def switch(self, person: str) -> None:
        """Put PERSON at the keys; whether a PIN is asked first is the screen's question to `council.check_pin`."""
        self.ground.switch(person)

    def remember_me(self) -> None:
        """Note who is at the keys: a profile is store, person and device, and the next start begins with them."""
        drafts.save(self.store, LAST_PERSON, "", {"person": self.me_id})

    def news(self) -> Changes | None:
        """Return what other windows and processes recorded since the last call."""
        return self.store.news()

    def close(self) -> None:
        """Close the store and the line to a server."""
        self.sync.leave_line()
        self.store.close()
