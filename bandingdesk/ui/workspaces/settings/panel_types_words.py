"""A panel type in plain words: what it decides and by whom, how it works, where its cases go, what is to arrange."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QObject

from bandingdesk.council.ops import PanelTypeAdopted
from bandingdesk.panel import adopting, outcomes, shipped
from bandingdesk.statute import grounds
from bandingdesk.store.queries.council import PanelTypeRow
from bandingdesk.store.queries.panel_types import TypeLine
from bandingdesk.ui import codes, text

Held = PanelTypeAdopted | PanelTypeRow  # both hold the same fields


class Line(NamedTuple):
    """A line of the card: what, and how it is. A line without `held` is a heading."""

    what: str
    held: str = ""


class PanelTypeWords(QObject):
    """What the page of the panel types says."""

    def kind(self, family: str) -> str:
        """Return the kind of panel: the name of the template that it follows."""
        found = shipped.book().of_family(family)
        return _panels(found.name) if found else family

    def works_on(self, basis: str) -> str:
        """Return what members answer blind, in a few words."""
        return {
            "matrix": self.tr("levels of the matrix"),
            "questions": self.tr("questions of law"),
            "funding": self.tr("how it is funded"),
            "decided": self.tr("decided cases"),
        }.get(basis, basis)

    def decided_by(self, held: Held) -> str:
        """Return who decides, in a few words."""
        if not held.recommends:
            return self.tr("the panel itself")
        return _panels(shipped.book().decides.get(held.family, ""))

    def lines(self, held: Held, names: Mapping[str, str], on: date) -> Iterator[Line]:
        """Yield the lines of a version; NAMES are the names of panel types by key, ON the day of the law's words."""
        yield Line(self.tr("What it decides"))
        yield Line(self.tr("Remit"), held.remit)
        yield Line(self.tr("Kind of panel"), self.kind(held.family))
        yield Line(self.tr("Ends in"), "\n".join(self.outcome(one) for one in held.outcomes))
        yield Line(self.tr("By whom"))
        yield from self._by_whom(held, names)
        yield Line(self.tr("How it works"))
        yield from self._working(held, on)
        yield Line(self.tr("Before and after"))
        yield from self._around(held, names)

    def outcome(self, outcome: str) -> str:
        """Return an outcome by its title; a refusal says so."""
        title = codes.outcome(outcome)
        is_refusal = outcome in outcomes.book() and outcomes.book().get(outcome).refuses
        return self.tr("{outcome} (rests on the law’s test)").replace("{outcome}", title) if is_refusal else title

    def tests(self, tests: Iterable[str], on: date) -> str:
        """Return legal tests by their questions, a line each."""
        return "\n".join(self.test(test, on) for test in tests)

    def test(self, test: str, on: date) -> str:
        """Return a legal test by its question and provision."""
        ground = grounds.book().on(test, on)
        return f"{ground.question} ({ground.provision})"

    def second(self, rule: str) -> str:
        """Return when a second signature is asked for."""
        return {
            "override": self.tr("For another band than the indicated one, up and down alike"),
            "always": self.tr("For every decision"),
            "never": self.tr("Never"),
        }.get(rule, rule)

    def tie(self, rule: str) -> str:
        """Return what holds where the middle of the scores lies between two levels."""
        return {
            "none": self.tr("The panel chooses and says why"),
            "higher": self.tr("The higher level, by the council’s rule"),
            "lower": self.tr("The lower level, by the council’s rule"),
        }.get(rule, rule)

    def settled(self, outcome: str) -> str:
        """Return what the chair is offered for an interest."""
        return {
            "withdraw": self.tr("Leaves for this case"),
            "inform": self.tr("May inform, not score or decide"),
            "noted": self.tr("Noted"),
        }.get(outcome, outcome)

    def interest(self, kind: str) -> str:
        """Return a kind of interest in words."""
        return next((_panels(one.title) for one in shipped.book().interests if one.kind == kind), kind)

    def shows(self, parts: Iterable[str], of: Mapping[str, str]) -> str:
        """Return what a pack or the room shows."""
        return " · ".join(_panels(of.get(part, part)) for part in parts)

    def since(self, held: PanelTypeRow) -> str:
        """Return from when a version holds and by which minute."""
        return self.tr("From {day}. {minute}").format(day=text.day(held.starts), minute=held.minute)

    def to_arrange(self, line: TypeLine) -> str:
        """Return what has to be arranged before a panel of this type can sit, "" for nothing."""
        held = line.shown
        missing = adopting.open_points(held, line.people, line.professions)
        if not missing:
            return ""
        said = []
        if missing[0] == "":
            counts = self.tr("May sit at this panel: {people}. Its quorum: {quorum}.")
            said.append(counts.format(people=line.people, quorum=held.quorum))
        if roles := [role for role in missing if role]:
            said.append(self.tr("Nobody of them is from: {roles}.").format(roles=text.listed(roles)))
        return " ".join((*said, self.tr("Give people a role under People.")))

    # Groups of lines

    def _by_whom(self, held: Held, names: Mapping[str, str]) -> Iterator[Line]:
        if held.recommends:
            said = self.tr("The panel recommends; {who}.").replace("{who}", self.decided_by(held))
        else:
            said = self.tr("The panel decides itself.")
        yield Line(self.tr("Who decides"), said)
        yield Line(self.tr("Scheme of delegation"), held.delegation or self.tr("not named yet"))
        yield Line(self.tr("Second signature"), self.second(held.second_signature))
        yield Line(self.tr("Quorum"), self.quorum(held))
        if held.ratified_by:
            yield Line(self.tr("Decided outside a meeting"), self._ratified(held, names))

    def quorum(self, held: Held) -> str:
        """Return the quorum by number and by role."""
        people = self.tr("%n voting member(s)", "", held.quorum)
        if not held.quorum_roles:
            return people
        return self.tr("{people}, among them {roles}").format(people=people, roles=text.listed(list(held.quorum_roles)))

    def _ratified(self, held: Held, names: Mapping[str, str]) -> str:
        if held.ratified_by == getattr(held, "key", ""):
            return self.tr("Its own next meeting ratifies it")
        name = names.get(held.ratified_by, held.ratified_by)
        return self.tr("{panel} ratifies it").replace("{panel}", name)

    def _working(self, held: Held, on: date) -> Iterator[Line]:
        yield Line(self.tr("Before the meeting"), _panels(shipped.book().bases.get(held.basis, held.basis)))
        if held.tests:
            yield Line(self.tr("Tests of the law, in order"), self.tests(held.tests, on))
        if held.basis == "matrix":
            yield Line(self.tr("Tolerance"), self.tr("%n levels", "", held.tolerance))
            apart = self.tr("Ends %n or more levels apart", "", held.disagreement)
            yield Line(self.tr("Flagged to talk about"), apart)
            yield Line(self.tr("Middle between two levels"), self._tie(held))
            own = self.tr("Yes, once locked") if held.own_band_after_lock else self.tr("No")
            yield Line(self.tr("A member sees the band of their own scores"), own)
        yield Line(self.tr("Votes"), self.tr("Members vote") if held.votes else self.tr("No votes are taken"))
        yield Line(self.tr("Time for a case"), self.tr("%n minutes", "", held.case_minutes))

    def _tie(self, held: Held) -> str:
        said = self.tie(held.tie_rule)
        return f"{said}. {held.tie_minute}" if held.tie_rule != "none" else said

    def _around(self, held: Held, names: Mapping[str, str]) -> Iterator[Line]:
        book = shipped.book()
        papers = self.tr("%n working day(s) before the meeting", "", held.papers_days)
        yield Line(self.tr("Papers come in"), papers if held.papers_days else self.tr("No deadline"))
        readers = self.tr("%n members, by rota", "", held.readers)
        yield Line(self.tr("Who must score a case"), readers if held.readers else self.tr("Every free member"))
        if held.interest_defaults:
            rows = (f"{self.interest(one.kind)}: {self.settled(one.outcome)}" for one in held.interest_defaults)
            yield Line(self.tr("Interests, the chair is offered"), "\n".join(rows))
        if held.routes:
            rows = (self.route(one.above_pence, names.get(one.to, one.to)) for one in held.routes)
            yield Line(self.tr("Goes on by cost"), "\n".join(rows))
        if held.pack:
            yield Line(self.tr("A pack shows"), self.shows(held.pack, book.pack))
        always = self.tr("Number, step, strips and the words of the levels")
        more = self.shows(held.room, book.room)
        yield Line(self.tr("The room’s screen shows"), " · ".join(part for part in (always, more) if part))

    def route(self, above_pence: int, name: str) -> str:
        """Return where a case goes on to, and from which cost a year."""
        said = self.tr("Above {amount} a year: {panel}")
        return said.replace("{amount}", text.money(above_pence, "")).replace("{panel}", name)


def _panels(source: str) -> str:
    return QCoreApplication.translate("panels", source)
