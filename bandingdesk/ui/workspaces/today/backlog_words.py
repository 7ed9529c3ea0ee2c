"""The backlog in words: when it clears and why, its chart, what was adopted and since when."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QCoreApplication, QObject

from bandingdesk.casework.backlog import forecast, order
from bandingdesk.charts import Chart, Point, Series
from bandingdesk.statute import book
from bandingdesk.store.queries.backlog import InForce, Outlook, PriorityRow
from bandingdesk.ui import text
from bandingdesk.ui.widgets.why import Step

SHOWN = 8  # weeks of the chart


class BacklogWords(QObject):
    """Makes the sentences of one outlook."""

    def clearing(self, seen: Outlook) -> str:
        """Return when the backlog clears, in one sentence or two."""
        told = seen.forecast
        weeks = len(told.weeks)
        if not told.is_behind:
            return self.tr("No decision is late, and none falls behind in the next %n weeks.", "", weeks)
        if told.clears is not None:
            on = text.day(told.clears)
            if told.late_now:
                return self.tr("The backlog clears in the week of {0}.").replace("{0}", on)
            words = self.tr("Nothing is late today. Some decisions fall behind, and are caught up in the week of {0}.")
            return words.replace("{0}", on)
        words = self.tr("The backlog does not clear within %n weeks at this rate.", "", weeks)
        if told.first_clear is not None:
            gone = self.tr("It is gone in the week of {0}, then decisions fall behind again.")
            words = f"{words} {gone.replace('{0}', text.day(told.first_clear))}"
        return f"{words} {self.rate(seen)}".strip()

    def rate(self, seen: Outlook) -> str:
        """Return the rate that would clear it, "" where it clears."""
        more, never = [], []
        for need in seen.forecast.needs:
            if need.line == forecast.HOURS:
                more.append(self.tr("%n more caseworker hours a week", "", need.more or 0))
            elif need.more is None:
                never.append(seen.lines.get(need.line, need.line))
            else:
                places = self.tr("%n more places a week ({0})", "", need.more)
                more.append(places.replace("{0}", seen.lines.get(need.line, need.line)))
        found = []
        if more:
            found.append(self.tr("It would with {0}.").replace("{0}", text.listed(more)))
        if never:
            words = self.tr("No place helps in time at: {0}. Decide out of panel, or move meetings forward.")
            found.append(words.replace("{0}", text.listed(never)))
        return " ".join(found)

    def late(self, seen: Outlook) -> str:
        """Return what is late today."""
        told = seen.forecast
        if not told.late_now:
            return self.tr("No decision is past the law’s last day today.")
        words = self.tr("%n decisions are past the law’s last day today,", "", told.late_now)
        in_all = self.tr("by %n days in all.", "", told.days_late_now)
        return f"{words} {in_all.replace(str(told.days_late_now), text.count(told.days_late_now))}"

    def why(self, seen: Outlook) -> list[Step]:
        """Return what the sentence was worked out from, step by step."""
        told = seen.forecast
        places = sum(week.places for week in told.weeks)
        due = sum(week.due for week in told.weeks)
        holders = sum(not row.has_left for row in seen.caseworkers)
        steps = [
            Step(self.late(seen), self.tr("%n late", "", told.late_now)),
            Step(self.tr("More are due in the weeks ahead; each can be worked on from its first day on."), str(due)),
            Step(self._planned(seen), self.tr("%n places", "", places)),
            Step(
                self.tr("%n caseworkers have these hours a week between them.", "", holders),
                self.tr("%n hours", "", seen.hours_a_week),
            ),
            Step(self.tr("Cases go in the council’s order of priority. Each waits for its place and its hours.")),
        ]
        end = text.day(told.clears) if told.clears else self.tr("not in %n weeks", "", len(told.weeks))
        steps.append(Step(self.tr("First week from which nothing is late any more."), end, "result"))
        return steps

    def chart(self, seen: Outlook) -> Chart:
        """Return the next weeks: decisions due, what places and hours are enough for, still late."""
        weeks = seen.forecast.weeks[:SHOWN]
        due, can = sum(week.due for week in weeks), sum(week.told for week in weeks)
        words = self.tr("In the next %n weeks {due} decisions are due.", "", len(weeks))
        title = f"{words} {self.tr('Places and hours are enough for {can}.')}"

        def series(name: str, amounts: list[int]) -> Series:
            return Series(name, tuple(Point(each) for each in amounts))

        return Chart(
            kind="bars",
            title=title.format(due=text.count(due), can=text.count(can)),
            unit="count",
            across_name=self.tr("Week beginning"),
            across=tuple(text.day_bare(week.starts).rsplit(" ", 1)[0] for week in weeks),
            series=(
                series(self.tr("Due"), [week.due for week in weeks]),
                series(self.tr("Can be told"), [week.told for week in weeks]),
                series(self.tr("Late at the week’s end"), [week.late for week in weeks]),
            ),
            n=seen.forecast.total,
            period=self._period(weeks[0].starts, weeks[-1].starts + timedelta(days=6)),
            source=self.tr("this record, with what the council adopted"),
        )

    def adopted(self, known: InForce) -> str:
        """Return since when a policy holds, and by which minute."""
        if known.starts is None:
            return self.tr("The council has adopted none. What comes with the program holds until it does.")
        words = self.tr("Adopted from {day}. {minute}")
        return words.format(day=text.day(known.starts), minute=known.minute)

    def reason(self, name: str) -> str:
        """Return a reason of the order of priority in words."""
        known = order.KNOWN.get(name)
        return QCoreApplication.translate("priority", known) if known else self.tr("A reason of a newer version")

    def marks(self, row: PriorityRow) -> str:
        """Return the reasons that are so of a case."""
        found = [self.reason(mark) for mark in row.marks]
        if row.tribunal is not None:
            found.append(self.tr("Tribunal date {0}").replace("{0}", text.day_short(row.tribunal)))
        return ", ".join(found)

    def rule(self, rule: str) -> str:
        """Return what the law asks under RULE, with its provision."""
        try:
            known = book.shipped().rule(rule)
        except book.RuleUnknownError:
            return rule
        return f"{known.step[:1].upper()}{known.step[1:]} ({known.provision})"

    def _planned(self, seen: Outlook) -> str:
        if seen.last_planned is None:
            return self.tr("No panel is planned, so no place is counted but what the usual rhythm gives.")
        words = self.tr("Panels are planned up to {0}. A place counts in the week in which its letter goes out.")
        return words.replace("{0}", text.day(seen.last_planned))

    def _period(self, first: date, last: date) -> str:
        return self.tr("{0} to {1}").replace("{0}", text.day_bare(first)).replace("{1}", text.day_bare(last))
