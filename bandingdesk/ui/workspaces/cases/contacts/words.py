"""The words of contacts and of the phone card: each row, promise, topic and answer as the screen says it."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QCoreApplication

from bandingdesk.casework.around import lists
from bandingdesk.casework.around.addressee import Why
from bandingdesk.casework.contacts import moments
from bandingdesk.casework.contacts.telling import SETTING, Telling
from bandingdesk.panel import outcomes
from bandingdesk.panel.spoken import Topic
from bandingdesk.seams import LONDON
from bandingdesk.statute import book
from bandingdesk.store.queries.casework import ClockRow
from bandingdesk.store.queries.contacts import ContactRow
from bandingdesk.store.queries.phone_card import PhoneRow
from bandingdesk.ui import text
from bandingdesk.ui.widgets.row_list import Row


def _tr(words: str, count: int = -1) -> str:
    return QCoreApplication.translate("contacts", words, "", count)


def moment(at: datetime) -> str:
    """Return an instant as London read it, saying which of two where the clock change made it come twice."""
    said, which = text.moment(at), moments.which(at)
    if which == "first":
        return _tr("{moment}, the first of two").replace("{moment}", said)
    return _tr("{moment}, the second of two").replace("{moment}", said) if which else said


def list_row(row: ContactRow, today: date) -> Row:
    """Return a contact as a row of the list."""
    who = f"{row.who}, {row.role}" if row.role and row.role != row.who else row.who
    line = " ".join(row.words.split())
    if row.withdrawn:
        return Row(row.id, who, line, "ban", "text2", _tr("Withdrawn"))
    if row.answered_at is not None:
        right = _tr("Answered {day}").replace("{day}", text.day_bare(row.answered_at.astimezone(LONDON).date()))
        return Row(row.id, who, line, "circle-check", "ok", right, "text2")
    if row.reply_on is None:
        return Row(row.id, who, line, "hourglass", "text2", _tr("No reply day"))
    if row.is_late(today):
        right = _tr("Late: {day}").replace("{day}", text.day_short(row.reply_on))
        return Row(row.id, who, line, "clock-alert", "danger", right, "danger")
    right = _tr("By {day}").replace("{day}", text.day_short(row.reply_on))
    return Row(row.id, who, line, "hourglass", "text2", right, "text2")


def promise(row: ContactRow, today: date) -> str:
    """Return the reply day of a contact with where it comes from."""
    if row.reply_on is None:
        return ""
    day = f"{text.day(row.reply_on)} ({text.days_left(row.reply_on, today)})" if row.is_open else text.day(row.reply_on)
    if row.reply_days is not None:
        said = _tr("Your council answers within %n working days: by {day}.", row.reply_days)
    else:
        said = _tr("A reply day set by hand: {day}. {reason}")
    return said.replace("{day}", day).replace("{reason}", row.reply_reason).strip()


def why(found: Why) -> str:
    """Return a reason of the addressee rule as a sentence."""
    for context in ("around", "contacts"):
        if (said := QCoreApplication.translate(context, found.sentence)) != found.sentence:
            break
    day = text.day_bare(found.day) if found.day is not None else ""
    return said.replace("{day}", day).replace("{words}", found.words.rstrip(".")).replace("..", ".")


def caller(found: Telling) -> str:
    """Return who may be calling, with what they are to the child."""
    if not found.name:
        return _tr("Somebody else")
    return f"{found.name}, {lists.relation(found.relation).lower()}" if found.relation else found.name


def may_be_told(found: Telling | None) -> tuple[str, str, str]:
    """Return (sentence, tone, icon) of whether somebody may be told."""
    if found is None:
        return _tr("Ask who is calling, then choose them here."), "info", "user-round"
    if found.may == "yes":
        return _tr("They may be told."), "ok", "circle-check"
    if found.may == "ask":
        return _tr("Look this up before you say anything."), "warn", "circle-help"
    return _tr("They may not be told."), "danger", "circle-x"


def outcome(code: str) -> str:
    """Return an outcome as it is said aloud, after "that"."""
    return QCoreApplication.translate("outcomes", outcomes.book().said(code))


def decided(row: PhoneRow) -> str:
    """Return what has been decided and by whom, or that nothing is."""
    found = row.decided
    if found is None:
        return _tr("Nothing has been decided on this record.")
    said = _tr("On {day}: {outcome}. Decided under: {by}.")
    said = said.replace("{day}", text.day(found.on)).replace("{outcome}", outcome(found.outcome))
    said = said.replace("{by}", found.by.rstrip("."))
    if found.letter_on is not None:
        return f"{said} " + _tr("The letter was sent on {day}.").replace("{day}", text.day(found.letter_on))
    return f"{said} " + _tr("The letter has not been sent yet.")


def next_date(row: PhoneRow, today: date) -> str:
    """Return the next date with target and law's last day, in plain words; "" where no clock runs."""
    clock = row.clock
    if clock is None:
        return ""
    is_late = clock.law_day < today
    if row.moment == "signed" and clock.what == "decide":
        said = _tr("The family has to be told in writing. The law’s last day is {law}.")
    elif clock.what == "review":
        late, soon = _tr("The law’s last day for the next review was {law}."), _tr("The next review is due by {law}.")
        said = late if is_late else soon
    elif is_late:
        said = _tr("The law’s last day to {step} was {law}. It is late.")
    else:
        said = _tr("The law’s last day to {step} is {law}. The council’s own target is {target}.")
    said = said.replace("{target}", text.day(clock.target)).replace("{law}", text.day(clock.law_day))
    return said.replace("{step}", _step(clock))


def _step(clock: ClockRow) -> str:
    """Return what the law asks next, as it follows "to": "send the final plan"."""
    if clock.what == "decide":
        return _tr("decide")
    return QCoreApplication.translate("clocks", book.shipped().rule(clock.rule).step)


def aloud(row: PhoneRow, found: Telling | None, today: date) -> tuple[str, str]:
    """Return what can be read aloud to who is calling, and a line on it. Nothing of the case before they are known."""
    if found is None:
        said = _tr("May I ask who is calling, and what you are to the child?")
        return said, _tr("Choose them above. Then what you can read aloud stands here.")
    if row.stop is not None:
        return _tr("My colleague {name} will call you back today.").replace("{name}", row.stop.lead_name), ""
    if found.may == "no":
        said = _tr("I can’t speak about this with you. I can write down what you want to say.")
        return said, _tr("Do not say whether there is a case.")
    if found.may == "ask" and found.key != SETTING:
        said = _tr("I have to look something up first. What would you like to ask? I will call you back.")
        return said, _tr("Write down their words and their number.")
    return _of_case(row, today), _tr("You can read this aloud as it stands.")


def _of_case(row: PhoneRow, today: date) -> str:
    """Return what is so, the next date, and what can't be said yet."""
    if row.is_disputed:
        return _tr("I need to check something on this case first. I will call you back today.")
    parts = []
    if row.moment in ("signed", "told") and row.decided is not None:
        said = _tr("The council decided on {day} that {outcome}.")
        parts.append(said.replace("{day}", _spoken(row.decided.on)).replace("{outcome}", outcome(row.decided.outcome)))
        if row.decided.letter_on is not None:
            said = _tr("We sent you the letter on {day}. It gives the reasons and says how you can challenge it.")
            parts.append(said.replace("{day}", _spoken(row.decided.letter_on)))
        else:
            parts.append(_tr("The letter with the reasons and with your rights is on its way."))
    else:
        parts += _before(row, today)
    if row.moment == "told" and row.clock is not None and row.clock.law_day >= today:
        parts.append(_tr("The next review is due by {day}.").replace("{day}", _spoken(row.clock.law_day)))
    return " ".join(parts)


def _before(row: PhoneRow, today: date) -> list[str]:
    parts = []
    if row.review_on is not None:
        parts.append(_tr("The review meeting was on {day}.").replace("{day}", _spoken(row.review_on)))
    if row.panel_on is not None:
        said = _tr("The panel looks at it on {day}.") if row.panel_on >= today else _tr("The panel met on {day}.")
        parts.append(said.replace("{day}", _spoken(row.panel_on)))
    clock = row.clock
    if clock is not None and clock.what == "review":
        parts.append(_tr("The next review is due by {day}.").replace("{day}", _spoken(clock.law_day)))
    elif clock is not None:
        late, soon = (
            _tr("By law we had to {step} by {day}. We are late, and that is our fault."),
            _tr("By law we have to {step} by {day} at the latest."),
        )
        said = (late if clock.law_day < today else soon).replace("{day}", _spoken(clock.law_day))
        parts.append(said.replace("{step}", _step(clock).replace("the family", _tr("you"))))
        parts.append(_tr("Nothing is decided yet, so I can’t say what it will be."))
    return parts or [_tr("I will look into it and call you back.")]


def topic(found: Topic) -> str:
    """Return a topic of what may be said, or not, as it stands in a list."""
    said: dict[str, str] = {
        "review": _tr("when the review meeting was"),
        "panel_day": _tr("when the panel looks at it"),
        "next_date": _tr("the next date, ours and the law’s"),
        "outcome": _tr("whether the plan stays, changes or ends"),
        "who_decided": _tr("which office decided, and when"),
        "reasons": _tr("the reasons, as the letter gives them"),
        "appeal": _tr("how to challenge it, as the letter says"),
        "band": _tr("the band"),
        "amount": _tr("the amount"),
        "recommendation": _tr("what the panel recommends"),
        "scores": _tr("scores and levels"),
        "names": _tr("who on the panel thought what"),
    }
    return said[found]


def not_now(row: PhoneRow) -> list[tuple[str, str]]:
    """Return what may not be said, as (why, the topics): one line for each reason."""
    by: dict[str, list[str]] = {}
    for one in row.sayable.not_now:
        by.setdefault(_why_not(one, row), []).append(topic(one))
    return [(reason, text.listed(topics)) for reason, topics in by.items()]


def _why_not(found: Topic, row: PhoneRow) -> str:
    if found in ("scores", "names"):
        return _tr("Never on the phone")
    if row.moment in ("signed", "told"):
        return _tr("Not before the letter is sent") if found == "reasons" else _tr("Only to the setting, in its letter")
    return _tr("Not before it is signed")


def _spoken(day: date) -> str:
    return text.day_long(day)
