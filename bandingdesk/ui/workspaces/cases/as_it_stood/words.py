"""The words of a case as it stood: acts and facts as sentences, codes and days in the screen's own form."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from bandingdesk.errors import QT_TRANSLATE_NOOP
from bandingdesk.panel import outcomes
from bandingdesk.store.queries import act_words, past_facts
from bandingdesk.store.queries.as_it_stood import ActRow
from bandingdesk.store.queries.past_facts import Fact
from bandingdesk.ui import codes, text
from bandingdesk.ui.who import ROLES

GROUPS = {
    "case": QT_TRANSLATE_NOOP("past", "Child and case"),
    "clocks": QT_TRANSLATE_NOOP("past", "Clocks"),
    "papers": QT_TRANSLATE_NOOP("past", "Papers"),
    "people": QT_TRANSLATE_NOOP("past", "People"),
    "panel": QT_TRANSLATE_NOOP("past", "Panel"),
    "decision": QT_TRANSLATE_NOOP("past", "Decision"),
    "letters": QT_TRANSLATE_NOOP("past", "Letters"),
    "matrix": QT_TRANSLATE_NOOP("past", "Framework and rules"),
    "law": QT_TRANSLATE_NOOP("past", "Law"),
}
_MEETINGS = {
    "planned": QT_TRANSLATE_NOOP("past", "planned"),
    "open": QT_TRANSLATE_NOOP("past", "open"),
    "closed": QT_TRANSLATE_NOOP("past", "closed"),
}
_PROFILES = {
    "open": QT_TRANSLATE_NOOP("past", "not locked"),
    "locked": QT_TRANSLATE_NOOP("past", "locked"),
    "revealed": QT_TRANSLATE_NOOP("past", "revealed"),
}
_SEATS = {
    "chair": QT_TRANSLATE_NOOP("past", "chair"),
    "deputy": QT_TRANSLATE_NOOP("past", "deputy chair"),
    "member": QT_TRANSLATE_NOOP("past", "member"),
    "clerk": QT_TRANSLATE_NOOP("past", "clerk"),
    "presenter": QT_TRANSLATE_NOOP("past", "presenter"),
    "observer": QT_TRANSLATE_NOOP("past", "observer"),
}


def _tr(words: str, context: str = "past") -> str:
    return QCoreApplication.translate(context, words)


def group(name: str) -> str:
    """Return a group of facts in words."""
    return _tr(GROUPS[name])


def fact(one: Fact) -> str:
    """Return a fact as a sentence."""
    told = {name: _said(name, value) for name, value in one.told}
    said = _tr(past_facts.FACTS[one.kind]).replace("{pence} a {period}", told.pop("pence", ""))
    said = act_words.filled(said, told, text.day)
    return said[:1].upper() + said[1:]


def act(one: ActRow) -> str:
    """Return what was done; the words of an erased entry are gone."""
    if one.is_erased:
        return _tr(act_words.ERASED, "acts")
    said = act_words.filled(_tr(act_words.words(one.kind), "acts"), one.told, text.day)
    more = one.count - 1
    return f"{said} {QCoreApplication.translate('past', '(with %n more entries)', '', more)}" if more else said


def role(one: ActRow) -> str:
    """Return the role in which it was done, as held on that day."""
    return _tr(ROLES[one.role], "roles") if one.role in ROLES else ""


def who(one: ActRow) -> str:
    """Return who did it, as far as that may be told, and in which role."""
    return ", ".join(part for part in (one.who, role(one)) if part)


def marks(one: ActRow) -> str:
    """Return what is to be known of when an act was recorded."""
    said = []
    if one.is_late and one.about is not None:
        said.append(_tr("Recorded later, about {0}").replace("{0}", text.day(one.about)))
    if one.arrived is not None:
        said.append(_tr("Reached the shared record {0}").replace("{0}", text.moment(one.arrived)))
    if one.is_set_aside:
        said.append(_tr("Set aside: it doesn’t count"))
    return ". ".join(said)


def _said(name: str, value: str) -> str:
    match name:
        case "need":
            return codes.say(codes.NEEDS, value)
        case "setting_kind":
            return codes.say(codes.SETTINGS, value).lower()
        case "year":
            return codes.year(value)
        case "reliance":
            return codes.say(codes.RELIANCE, value).lower()
        case "decision_step":
            return codes.say(codes.STEPS, value)
        case "outcome":
            return outcomes.book().title(value)
        case "party":
            return codes.say(codes.PARTIES, value).lower()
        case "meeting":
            return _tr(_MEETINGS.get(value, value))
        case "profile":
            return _tr(_PROFILES.get(value, value))
        case "role":
            return _tr(_SEATS.get(value, value))
        case "pence":
            return text.money(int(value))
    return value
