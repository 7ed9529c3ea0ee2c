"""The sentences of Today: each kind of thing to do, and each kind of news, with its icon and its button."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QObject

from bandingdesk.statute import book
from bandingdesk.store.queries.doing import DoNextRow
from bandingdesk.store.queries.since import NewsRow
from bandingdesk.ui import text
from bandingdesk.ui.last_panel_words import LastPanelWords


@dataclass(frozen=True, slots=True)
class Said:
    """A row in words: icon, what to do, one line of context, the button."""

    icon: str
    title: str
    context: str
    button: str


class TaskWords(QObject):
    """Makes the sentences of things to do, as of a day."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._panels = LastPanelWords(self)

    def said(self, row: DoNextRow, today: date, names: dict[str, str]) -> Said:
        """Return ROW in words; NAMES are of people, for a list of several people's work."""
        said = self._said(row, today)
        whose = self._whose(row, names)
        return Said(said.icon, said.title, " ".join(part for part in (said.context, whose) if part), said.button)

    def due(self, row: DoNextRow, today: date) -> str:
        """Return the due date in words."""
        if row.due is None:
            return self.tr("When you can")
        return text.days_left(row.due, today) if row.due < today else text.day_short(row.due)

    def _whose(self, row: DoNextRow, names: dict[str, str]) -> str:
        if row.whose is None:
            return self.tr("Nobody has this case.")
        return self.tr("Held by {0}.").replace("{0}", names[row.whose]) if row.whose in names else ""

    def _law(self, row: DoNextRow, today: date) -> str:
        if row.due is None:
            return ""
        past = row.due < today
        words = self.tr("Law’s last day was {day}, {law}.") if past else self.tr("Law’s last day {day}, {law}.")
        if not row.law:
            words = self.tr("Law’s last day was {day}.") if past else self.tr("Law’s last day {day}.")
        day = text.day_short(row.due) if row.due.year == today.year else text.day(row.due)
        return words.format(day=day, law=row.law)

    def _said(self, row: DoNextRow, today: date) -> Said:
        of_panel, of_case = self._of_panel(row, today), self._of_case(row, today)
        said = of_panel or of_case or self._of_part(row, today) or self._of_decided(row)
        if said is not None:
            return said
        title = self.tr("Look at {0}").replace("{0}", row.subject)
        return Said("clipboard-list", title, row.detail, self.tr("Open"))

    def _of_panel(self, row: DoNextRow, today: date) -> Said | None:
        match row.kind:
            case "sign":
                title = self.tr("Sign the decision for {0}").replace("{0}", row.subject)
                return Said("pen-line", title, self._law(row, today), self.tr("Sign"))
            case "evidence":
                title = self.tr("New evidence after your decision for {0}").replace("{0}", row.subject)
                context = self.tr("Its letters wait until you say whether the decision stands.")
                return Said("file-check", title, context, self.tr("Read it"))
            case "score":
                context = self.tr("{0}. The papers are open to you.").replace("{0}", row.subject)
                title = self.tr("Score %n cases blind", "", row.count)
                return Said("sliders-horizontal", title, context, self.tr("Score"))
            case "interest":
                context = self.tr("{0}. Their papers stay closed to you until you answer.").replace("{0}", row.subject)
                title = self.tr("Say if you have an interest in %n cases", "", row.count)
                return Said("shield-alert", title, context, self.tr("Answer"))
            case "meeting":
                title = self.tr("Go on with the meeting: {0}").replace("{0}", row.subject)
                context = self.tr("%n cases on the agenda", "", row.count)
                return Said("users-round", title, context, self.tr("Open meeting"))
            case "letter":
                title = self.tr("Write letter {0} for {1}").replace("{0}", row.detail).replace("{1}", row.subject)
                return Said("mail", title, self._law(row, today), self.tr("Write letter"))
            case "send":
                context = self.tr("They are written and checked. Sending can’t be undone.")
                return Said("send", self.tr("Send %n letters", "", row.count), context, self.tr("Open letters"))
        return None

    def _of_case(self, row: DoNextRow, today: date) -> Said | None:
        icon = "clock-alert" if row.tone == "late" else "calendar-clock"
        law = " ".join(part for part in (self._law(row, today), self._panels.whole(row.panel)) if part)
        match row.kind:
            case "decide":
                title = self.tr("Decide the review of {0}").replace("{0}", row.subject)
                return Said(icon, title, law, self.tr("Open case"))
            case "clock":
                title = self.tr("{name}: {step}").format(name=row.subject, step=_step(row.detail))
                return Said(icon, title, law, self.tr("Open case"))
            case "review":
                title = self.tr("Hold the annual review of {0}").replace("{0}", row.subject)
                return Said(icon, title, law, self.tr("Open case"))
            case "reviews":
                late, ahead = self.tr("Hold %n more late annual reviews", "", row.count), row.tone != "late"
                title = self.tr("Hold %n more annual reviews", "", row.count) if ahead else late
                words = self.tr("The first of them: {0}").replace("{0}", self._law(row, today))
                return Said(icon, title, words, self.tr("Open the list"))
            case "holder":
                title = self.tr("Give the %n cases of {0} to colleagues", "", row.count).replace("{0}", row.subject)
                context = self.tr("They are no caseworker any more.")
                first = self.tr("First legal date {0}.").replace("{0}", text.day_short(row.due)) if row.due else ""
                return Said("user-x", title, f"{context} {first}".strip(), self.tr("Open the list"))
        return None

    def _of_part(self, row: DoNextRow, today: date) -> Said | None:
        match row.kind:
            case "contact":
                title = self.tr("Answer {who} about {child}").format(who=row.detail, child=row.subject)
                own = self.tr("The council’s own reply day: {0}.")
                by = own.replace("{0}", text.day_short(row.due)) if row.due else ""
                return Said("message-square-text", title, by, self.tr("Answer"))
            case "advice":
                title = self.tr("Chase the advice of {who} for {child}").format(who=row.detail, child=row.subject)
                return Said("stethoscope", title, self._law(row, today), self.tr("Open advice"))
            case "document":
                title = self.tr("Answer %n documents of {0}", "", row.count).replace("{0}", row.subject)
                context = self.tr("Each is relied on, in part or not, with the reason, before a decision is signed.")
                return Said("file-check", title, context, self.tr("Open papers"))
            case "form":
                if row.detail == "came":
                    title = self.tr("Read what came back for {0}").replace("{0}", row.subject)
                    return Said("inbox", title, self.tr("%n doubts to look at", "", row.count), self.tr("Open"))
                title = self.tr("Ask {who} for the form about {child}").format(who=row.detail, child=row.subject)
                return Said("hourglass", title, self.tr("It was due and has not come back."), self.tr("Open"))
            case "person":
                title = self.tr("Check who is around {0}").replace("{0}", row.subject)
                return Said("users", title, row.detail, self.tr("Open people"))
            case "provision":
                title = self.tr("Name what Section F costs for {0}").replace("{0}", row.subject)
                return Said("list-checks", title, row.detail, self.tr("Open provision"))
            case "profile":
                title = self.tr("Go on with the profile of {0}").replace("{0}", row.subject)
                return Said("columns-3", title, row.detail, self.tr("Open profile"))
            case "import":
                title = self.tr("Look at the list {0}").replace("{0}", row.subject)
                return Said("file-up", title, row.detail, self.tr("Open"))
        return None

    def _of_decided(self, row: DoNextRow) -> Said | None:
        match row.kind:
            case "action":
                title = row.detail
                about = self.tr("An action of yours for {0}.").replace("{0}", row.subject)
                whole = self.tr("An action of yours from a meeting.")
                return Said("clipboard-check", title, about if row.subject else whole, self.tr("Open"))
            case "outside":
                context = self.tr("No panel meets before the law’s last day. It waits for your decision.")
                title = self.tr("Decide {0} out of panel").replace("{0}", row.subject)
                if row.detail == "review":
                    context = self.tr("A panel asks you to look again at what you decided out of panel.")
                    title = self.tr("Look again at the decision for {0}").replace("{0}", row.subject)
                return Said("gavel", title, context, self.tr("Open"))
            case "finding" if row.detail == "to_sign":
                title = self.tr("Sign for the funds of {0}").replace("{0}", row.subject)
                context = self.tr("A higher panel has settled the source. The plan and its dates stay as they are.")
                return Said("signature", title, context, self.tr("Open"))
            case "finding":
                title = self.tr("Answer the oversight panel about {0}").replace("{0}", row.subject)
                context = self.tr("It asks for a further record. The decision stays as it was signed.")
                return Said("gavel", title, context, self.tr("Open"))
            case "band_query":
                own = self.tr("The council’s own day: {0}.").replace("{0}", text.day_short(row.due)) if row.due else ""
                titles = {
                    "decide": self.tr("See that the band of {0} is looked at again"),
                    "answer": self.tr("Tell the school what was found about the band of {0}"),
                    "follow": self.tr("Make the further decision about the band of {0}"),
                }
                return Said(
                    "message-square-warning", titles[row.detail].replace("{0}", row.subject), own, self.tr("Open")
                )
        return None


class NewsWords(QObject):
    """Makes the sentences of what colleagues did."""

    def said(self, row: NewsRow) -> str:
        """Return ROW as a sentence that names who, what and whose."""
        words = self._kinds().get(row.kind) or self._subjects().get(row.kind.partition(".")[0])
        words = words or self.tr("{who} changed the record of {child}")
        who = row.who or self.tr("Somebody")
        told = words.format(who=who, child=row.child_name, what=row.words or self.tr("a paper"))
        if row.count > 1:
            told = self.tr("{0} (%n times)", "", row.count).replace("{0}", told)
        return told

    def _kinds(self) -> dict[str, str]:
        return {
            "case.assigned": self.tr("{who} changed who holds the case of {child}"),
            "case.review_held": self.tr("{who} recorded the review meeting of {child}"),
            "case.updated": self.tr("{who} brought the list’s facts of {child} up to date"),
            "evidence.added": self.tr("{who} added “{what}” to {child}"),
            "contact.recorded": self.tr("{who} noted what was asked about {child}: {what}"),
            "contact.answered": self.tr("{who} answered a question about {child}: {what}"),
            "letter.issued": self.tr("{who} wrote “{what}” for {child}"),
            "letter.sent": self.tr("{who} sent “{what}” for {child}"),
            "decision.recommended": self.tr("{who} recorded the panel’s recommendation for {child}"),
            "decision.signed": self.tr("{who} signed the decision for {child}"),
            "decision.returned": self.tr("{who} sent the decision for {child} back to the panel"),
            "profile.locked": self.tr("{who} locked a profile of {child}"),
            "entry.made": self.tr("{who} added an entry to the register of {child}: {what}"),
            "entry.excused": self.tr("{who} recorded an exception for {child}"),
        }

    def _subjects(self) -> dict[str, str]:
        return {
            "case": self.tr("{who} changed the case of {child}"),
            "evidence": self.tr("{who} worked on “{what}” of {child}"),
            "contact": self.tr("{who} changed a contact about {child}: {what}"),
            "letter": self.tr("{who} changed the letter “{what}” for {child}"),
            "decision": self.tr("{who} moved the decision for {child} on"),
            "band_query": self.tr("{who} worked on a query of the band of {child}"),
            "profile": self.tr("{who} worked on a profile of {child}"),
            "entry": self.tr("{who} changed an entry of {child}: {what}"),
        }


def _step(rule: str) -> str:
    """Return what the law asks under RULE, in the words of the book of dates."""
    try:
        return book.shipped().rule(rule).step
    except book.RuleUnknownError:
        return rule
