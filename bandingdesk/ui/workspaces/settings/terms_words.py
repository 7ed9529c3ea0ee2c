"""The terms of casework in words: their names, what each is for, what is in force and since when."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication, QObject

from bandingdesk.casework.terms import KEYS, Called, Criteria, Expected, ReplyDays, RoleRates
from bandingdesk.statute import grounds
from bandingdesk.store.queries.terms import TermRow
from bandingdesk.ui import codes, text


class TermsWords(QObject):
    """What the page of the terms says."""

    def name(self, key: str) -> str:
        """Return the name of a policy."""
        names = (
            self.tr("Answers to contacts"),
            self.tr("Rates of provision"),
            self.tr("Local criteria"),
            self.tr("Profiles to wait for"),
            self.tr("Child’s name on forms"),
        )
        return names[KEYS.index(key)]

    def about(self, key: str) -> str:
        """Return what a policy is for."""
        sentences = (
            self.tr("Within how many working days your council answers a family or a setting."),
            self.tr("What an hour of each role costs, on-costs included. Section F is worked out with it."),
            self.tr(
                "Your council’s guidance, printed beneath each legal test. The law’s own words can’t be changed here."
            ),
            self.tr("Who has to lock a profile before anybody reads one."),
            self.tr("What a form that you send out calls the child."),
        )
        return sentences[KEYS.index(key)]

    def called(self) -> list[tuple[object, str]]:
        """Return the ways in which a form may call a child."""
        return [
            ("initials", self.tr("By initials")),
            ("name", self.tr("By the full name")),
            ("nothing", self.tr("Not at all")),
        ]

    def party(self, party: str) -> str:
        """Return a party's name."""
        return QCoreApplication.translate("codes", codes.PARTIES[party])

    def in_short(self, row: TermRow) -> str:
        """Return what is in force in a few words."""
        match row.term:
            case ReplyDays(None):
                return self.tr("No reply time is promised")
            case ReplyDays(days) if days is not None:
                return self.tr("%n working days", "", days)
            case RoleRates(roles):
                return self.tr("%n roles", "", len(roles)) if roles else self.tr("No rates")
            case Criteria(words):
                return self.tr("%n legal tests", "", len(words)) if words else self.tr("No criteria")
            case Expected(parties):
                return text.listed([self.party(one) for one in parties]) or self.tr("Nobody")
            case Called(by):
                return dict(self.called())[by]
        return self.tr("It can’t be read. Adopt it anew.")

    def lines(self, row: TermRow, today: date) -> list[tuple[str, str]]:
        """Return what is in force line by line: what, and its value."""
        match row.term:
            case RoleRates(roles) if roles:
                return [(one.title, self.an_hour(one.pence)) for one in roles]
            case Criteria(words) if words:
                book = grounds.book()
                return [(self.test(test, today), words[test]) for test in book.ids if test in words]
        return [("", self.in_short(row))]

    def test(self, test: str, today: date) -> str:
        """Return a legal test by its question and provision."""
        ground = grounds.book().on(test, today)
        return f"{ground.question} ({ground.provision})"

    def an_hour(self, pence: int) -> str:
        """Return an amount an hour."""
        return self.tr("{amount} an hour").format(amount=text.money(pence, ""))

    def since(self, row: TermRow) -> str:
        """Return since when a policy holds, by which minute, and what comes next."""
        if row.starts is None:
            said = self.tr("Your council has adopted none. What comes with the program holds until it does.")
        else:
            said = self.tr("Adopted from {day}. {minute}").format(day=text.day(row.starts), minute=row.minute)
        if row.next_on is None:
            return said
        return f"{said} {self.tr('From {day} on another one holds.').format(day=text.day(row.next_on))}"
