"""The last lawful panel of a case in words: beside a row of a list, and whole."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject

from bandingdesk.casework.backlog.last_panel import LastPanel
from bandingdesk.ui import text

SOON = 5  # days before the papers close


class LastPanelWords(QObject):
    """Makes the sentences."""

    def short(self, last: LastPanel | None) -> str:
        """Return what a column shows: the day, and the places left or what stands in its place."""
        if last is None:
            return ""
        if last.booked is not None:
            words = self.tr("{0}, too late") if last.is_booked_late else self.tr("{0}, on the agenda")
            return words.replace("{0}", text.day_short(last.booked.on))
        if last.meeting is not None:
            left = self.tr("%n left", "", last.left)
            return f"{text.day_short(last.meeting.on)}, {left}"
        if last.reason == "past":
            return self.tr("Officer, at once")
        return self.tr("Officer by {0}").replace("{0}", self._day(last.officer_by))

    def whole(self, last: LastPanel | None) -> str:
        """Return the fact in sentences, with what to do where no panel is left; "" where no panel decides the step."""
        if last is None:
            return ""
        if last.booked is not None:
            on = text.day_short(last.booked.on)
            if not last.is_booked_late:
                return self.tr("On the panel of {0}, in time.").replace("{0}", on)
            late = self.tr("On the panel of {0}: too late for the law’s last day.").replace("{0}", on)
            return f"{late} {self._next(last)}"
        return self._next(last)

    def tone(self, last: LastPanel | None, today: date) -> str:
        """Return how pressing it is: "danger" where no panel is in time, "warn" where its papers close soon."""
        if last is None:
            return "text2"
        if last.booked is not None:
            return "danger" if last.is_booked_late else "ok"
        if last.papers_by is None:
            return "danger"
        return "warn" if (last.papers_by - today).days <= SOON else "text2"

    def _next(self, last: LastPanel) -> str:
        if last.reason == "past":
            return self.tr("Out of panel: to the delegated officer at once.")
        if last.meeting is None or last.papers_by is None:
            day = self._day(last.officer_by)
            return (
                f"{self._reason(last)} {self.tr('Out of panel: to the delegated officer by {0}.').replace('{0}', day)}"
            )
        words = self.tr("Last lawful panel {day}, papers by {papers}, {left}.")
        left = self.tr("%n places left", "", last.left)
        return words.format(day=text.day_short(last.meeting.on), papers=text.day_short(last.papers_by), left=left)

    def _reason(self, last: LastPanel) -> str:
        return {
            "past": "",  # the law's last day stands beside it
            "too_near": self.tr("No papers and letter fit before the law’s last day."),
            "none_planned": self.tr("No panel that decides this is planned."),
            "none_before": self.tr("No panel is planned in time for the law’s last day."),
            "papers_closed": self.tr("The papers of every panel in time are closed."),
            "full": self.tr("Every panel in time is full."),
            "": "",
        }[last.reason]

    def _day(self, day: date | None) -> str:
        return text.day_short(day) if day is not None else ""
