"""People come, go, lose the line and speak in any order: nothing is agreed or counted without its quorum, ever."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bandingdesk.consistency import spread
from bandingdesk.errors import DeskError
from bandingdesk.panel import interests, moderation
from bandingdesk.panel.room import ballots, voices
from bandingdesk.panel.sitting import QuorumLostError
from tests.support import panel_builders as b
from tests.support import room_builders as r

PEOPLE = st.sampled_from(b.VOTERS)
STATES = st.sampled_from(("present", "remote", "left", "absent", "lost"))


@contextlib.contextmanager
def may_be_refused() -> Iterator[None]:
    """A refusal is a fair answer; anything else is a fault."""
    with contextlib.suppress(DeskError):
        yield


class RoomMachine(RuleBasedStateMachine):
    """A revealed case, with a model of who is here kept beside the rules."""

    @initialize()
    def begin(self) -> None:
        self.panel = r.a_room(replace(b.TERMS, votes=True))
        self.here = dict.fromkeys(b.VOTERS, True)
        self.free = dict.fromkeys(b.VOTERS, True)
        self.asked: list[str] = []

    @rule(person=PEOPLE, state=STATES, alone=st.booleans(), by_clerk=st.booleans())
    def comes_or_goes(self, person: str, state: str, alone: bool, by_clerk: bool) -> None:
        self.panel.say(person, state, by=b.CLERK if by_clerk else person, alone=alone)  # type: ignore[arg-type]
        self.here[person] = state == "present" or (state == "remote" and alone)

    @rule(person=PEOPLE)
    def steps_out(self, person: str) -> None:
        with may_be_refused():
            self.panel.withdraw(person)
        self.free[person] = interests.standing(self.panel.interest(person)) in ("none", "noted")

    @rule(strand=st.sampled_from(b.STRANDS), by=st.sampled_from((b.CHAIR, b.DEPUTY, b.CLERK)))
    def agree(self, strand: str, by: str) -> None:
        level = {"learning": 2, "social": 3, "care": 1}[strand]
        found, before = spread.spread(strand, [level] * 4, tolerance=1, disagreement=2), self.panel.round.agreed
        with may_be_refused():
            op = moderation.agree(
                self.panel.round, self.panel.sitting, self.panel.hand(by), level, found, scale=b.SCALE, codes=b.CODES
            )
            assert self.is_met, "a level was agreed without a quorum"
            self.panel.ledger.take(op)
        if not self.is_met:
            assert self.panel.round.agreed == before

    @rule(person=PEOPLE, choice=st.sampled_from(("Yes", "No", "Perhaps")))
    def vote(self, person: str, choice: str) -> None:
        with may_be_refused():
            if self.panel.ballot() is None or self.panel.ballot().now is None:  # type: ignore[union-attr]
                by = self.panel.sitting.chair or b.CLERK
                op = ballots.open_vote(
                    self.panel.sitting, self.panel.ballot(), self.panel.hand(by), "So?", ["Yes", "No"], "by_seat"
                )
                self.panel.ledger.take(op)
            voice = self.panel.voice(person)
            op = ballots.vote(self.panel.sitting, self.panel.ballot(), voice, self.panel.hand(person), choice)
            assert self.counts(person)
            assert choice != "Perhaps"
            self.panel.ledger.take(op)

    @rule()
    def count(self) -> None:
        given = [voice for person in b.VOTERS if (voice := self.panel.voice(person))]
        with may_be_refused():
            by = self.panel.sitting.chair or b.CLERK
            op = ballots.count_votes(self.panel.sitting, self.panel.ballot(), self.panel.hand(by), voices=given)
            assert self.is_met, "votes were counted without a quorum"
            self.panel.ledger.take(op)
            assert all(self.counts(seat.person) for seat in op.body.seats)  # type: ignore[attr-defined]

    @rule(person=PEOPLE)
    def ask_or_take_back(self, person: str) -> None:
        voice = self.panel.voice(person)
        with may_be_refused():
            if voice is not None and voice.asked_at is not None:
                self.panel.ledger.take(voices.end_speaking(voice, self.panel.sitting, self.panel.hand(person)))
                self.asked.remove(person)
            else:
                self.panel.ledger.take(voices.ask_to_speak(self.panel.sitting, voice, self.panel.hand(person)))
                self.asked.append(person)

    def counts(self, person: str) -> bool:
        return self.here[person] and self.free[person]

    @property
    def is_met(self) -> bool:
        """The model's own count: three of four, an educational psychologist among them."""
        return sum(map(self.counts, b.VOTERS)) >= b.TERMS.quorum and self.counts(b.EP)

    @invariant()
    def the_quorum_is_the_models(self) -> None:
        counted = self.panel.sitting.quorum
        assert counted.met == self.is_met
        assert set(counted.people) == {person for person in b.VOTERS if self.counts(person)}
        with contextlib.suppress(QuorumLostError):
            assert self.panel.sitting.require_quorum().met

    @invariant()
    def who_waits_is_in_order(self) -> None:
        found = [(one, voice.asked_at) for one in b.VOTERS if (voice := self.panel.voice(one)) and voice.asked_at]
        assert list(voices.queue(found)) == self.asked


TestRoom = RoomMachine.TestCase
TestRoom.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
