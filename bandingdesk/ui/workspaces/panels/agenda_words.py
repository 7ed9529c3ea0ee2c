"""What the agenda says before a meeting, in sentences: why a case stands where it does, what clashes, who reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication

from bandingdesk.panel.agenda.clashes import Clash, Trouble
from bandingdesk.panel.agenda.ops import Place
from bandingdesk.store.queries.agenda import LateRow, Plan, ReaderRow
from bandingdesk.ui import text


def tr(words: str, count: int = -1) -> str:
    """Return WORDS in the language of the screen, for COUNT of them."""
    return QCoreApplication.translate("agenda", words, "", count)


def fill(text_: str, **values: object) -> str:
    """Return TEXT_ with the fields {name} filled in."""
    for name, value in values.items():
        text_ = text_.replace(f"{{{name}}}", str(value))
    return text_


def reason(place: Place | None, names: Mapping[str, str]) -> str:
    """Return why a case stands where it stands, in few words."""
    if place is None:
        return tr("As it was added")
    hours = _hours(place, names)
    match place.because:
        case "must":
            words = tr("Must be decided today")
            return f"{words}. {hours}" if hours else words
        case "hours":
            return hours
        case "spread":
            return fill(tr("Scores lie apart: {rank} in width"), rank=_nth(place.rank))
        case "hand":
            return tr("Moved by hand")
        case _:
            return tr("As it was added")


def why(place: Place | None, plan: Plan, names: Mapping[str, str]) -> str:
    """Return the whole reason, as the case's own card says it."""
    if place is None or place.because != "must":
        return f"{reason(place, names)}."
    if plan.next_on is None or place.told_by is None:
        return fill(
            tr("It must be decided today: no later meeting of this panel is planned before the law's last day, {day}."),
            day=_day(place.day),
        )
    return fill(
        tr(
            "It must be decided today: the law's last day is {day}. What the next meeting on {next} decides would be "
            "told on {told}."
        ),
        day=_day(place.day), next=text.day_short(plan.next_on), told=text.day_short(place.told_by),
    )  # fmt: skip


def _hours(place: Place, names: Mapping[str, str]) -> str:
    if not place.person:
        return ""
    bound, _, clock = place.time.partition(" ")
    words = tr("{name} is here until {time}") if bound == "until" else tr("{name} is here from {time}")
    return fill(words, name=names.get(place.person, "—"), time=text.hour(clock))


def _nth(rank: int) -> str:
    return {1: tr("first"), 2: tr("second"), 3: tr("third")}.get(rank, fill(tr("number {n}"), n=rank))


def _day(day: date | None) -> str:
    return text.day_short(day) if day else "—"


def clash(one: Clash, names: Mapping[str, str]) -> str:
    """Return what stands against a case as a sentence."""
    people = text.listed([names.get(person, "—") for person in one.people])
    match one.what:
        case "late":
            return tr("A paper came late. The chair takes it, puts the case off, or leaves it out.")
        case "no_chair":
            return tr("Nobody can be in the chair: give a deputy a seat before the meeting.")
        case "quorum":
            here, needed = one.words
            return fill(tr("Only {here} of {needed} voting members are free to decide it."), here=here, needed=needed)
        case "roles":
            return fill(tr("Nobody of this profession is free: {roles}."), roles=text.listed(list(one.words)))
        case "interest":
            return fill(tr("A reader has an interest: {names}. Choose another reader."), names=people)
        case "hours":
            return fill(tr("A reader is not here at that time: {names}."), names=people)
        case "few":
            return fill(tr("It has {here} of {needed} readers."), here=one.words[0], needed=one.words[1])
        case "twice":
            return tr("The case waits on another agenda too.")
        case "unread":
            return tr("It has no readers yet.")


def clash_short(found: Sequence[Clash]) -> str:
    """Return the weightiest clash in two or three words, "" for none."""
    if not found:
        return ""
    return {
        "late": tr("Late paper"),
        "no_chair": tr("No chair"),
        "quorum": tr("No quorum"),
        "roles": tr("Profession missing"),
        "interest": tr("Reader has interest"),
        "hours": tr("Reader not here"),
        "few": tr("Too few readers"),
        "twice": tr("On two agendas"),
        "unread": tr("No readers"),
    }[found[0].what]


def trouble(one: Trouble, names: Mapping[str, str]) -> tuple[str, str]:
    """Return what stands against the meeting, and what to do about it."""
    people = text.listed([names.get(person, "—") for person in one.people])
    match one.what:
        case "every_case":
            return (
                fill(tr("{names}: an interest in every case."), names=people),
                tr("They can score and decide nothing here. Give somebody else a seat, or move the cases."),
            )
        case "no_deputy":
            return (
                tr("This meeting has no deputy chair."),
                tr("Where the chair steps out, nobody can lead the case. Give a deputy a seat before the meeting."),
            )
        case "elsewhere":
            return (
                fill(tr("{names}: a seat at another meeting at the same time."), names=people),
                tr("Say their hours here, or move one of the meetings."),
            )
        case "too_long":
            return (
                fill(tr("The agenda would end at {time}, after the meeting."), time=text.hour(one.words[0])),
                tr("Put a case on another agenda, or give the meeting more time."),
            )


def unfit(code: str) -> str:
    """Return why a member can't read a case."""
    return {
        "interest": tr("Has an interest in it"),
        "setting": tr("The child goes to a setting of theirs"),
        "caseworker": tr("Is the caseworker"),
        "prepared": tr("Prepared the case"),
    }.get(code, code)


def reader(one: ReaderRow) -> str:
    """Return why a member reads a case."""
    match one.why:
        case "few":
            return tr("One of the few who are free")
        case "hand":
            return tr("Chosen by hand")
        case _:
            return tr("By turn: %n case(s) before this one", one.count)


def late(one: LateRow) -> str:
    """Return when a late paper came, and what was made of it."""
    came = fill(tr("Came {day}"), day=text.day_short(one.came)) if one.came else tr("Came late")
    if one.is_newer:
        came = f"{came}. {tr('It replaces a paper that is frozen.')}"
    if not one.outcome:
        return came
    made = {
        "take": tr("Taken by {name}: {words}"),
        "defer": tr("Case put off by {name}: {words}"),
        "leave_out": tr("Left out by {name}: {words}"),
    }[one.outcome]
    return f"{came}. {fill(made, name=one.settled_by, words=one.words)}"
