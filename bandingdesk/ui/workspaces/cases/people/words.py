"""The words of the People part's forms: titles, labels, hints, what is offered, and what the main button says."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from bandingdesk.casework.around import lists
from bandingdesk.errors import QT_TRANSLATE_NOOP
from bandingdesk.ui import around_words, codes, text
from bandingdesk.ui.workspaces.cases.people.forms import Form, Kind
from bandingdesk.ui.workspaces.cases.people.reading import People

_CONTEXT = "people"
TITLES: dict[Kind, str] = {
    "add": QT_TRANSLATE_NOOP("people", "Add a person"),
    "change": QT_TRANSLATE_NOOP("people", "Change {name}"),
    "limit": QT_TRANSLATE_NOOP("people", "A court’s limit on {name}"),
    "confirm": QT_TRANSLATE_NOOP("people", "Confirm the address of {name}"),
    "letters": QT_TRANSLATE_NOOP("people", "Letters to {name}"),
    "end": QT_TRANSLATE_NOOP("people", "Take {name} off the list"),
    "care": QT_TRANSLATE_NOOP("people", "Looked after by an authority"),
    "capacity": QT_TRANSLATE_NOOP("people", "Capacity for one decision"),
    "death": QT_TRANSLATE_NOOP("people", "Record a death"),
    "withdraw": QT_TRANSLATE_NOOP("people", "The death was recorded by mistake"),
    "open": QT_TRANSLATE_NOOP("people", "Open one letter"),
    "correct": QT_TRANSLATE_NOOP("people", "Correct this entry"),
    "merge": QT_TRANSLATE_NOOP("people", "Put {name} under this entry"),
    "unmerge": QT_TRANSLATE_NOOP("people", "Part {name} from this entry"),
    "apart": QT_TRANSLATE_NOOP("people", "{name} is another child"),
}
STEPS: dict[Kind, str] = {
    "add": QT_TRANSLATE_NOOP("people", "Add this person"),
    "change": QT_TRANSLATE_NOOP("people", "Record the change"),
    "limit": QT_TRANSLATE_NOOP("people", "Record this limit"),
    "confirm": QT_TRANSLATE_NOOP("people", "The address is right"),
    "letters": QT_TRANSLATE_NOOP("people", "Record this"),
    "end": QT_TRANSLATE_NOOP("people", "Take off the list"),
    "care": QT_TRANSLATE_NOOP("people", "Record this time"),
    "capacity": QT_TRANSLATE_NOOP("people", "Record this capacity"),
    "death": QT_TRANSLATE_NOOP("people", "Stop every letter"),
    "withdraw": QT_TRANSLATE_NOOP("people", "Take the record back"),
    "open": QT_TRANSLATE_NOOP("people", "Open this letter"),
    "correct": QT_TRANSLATE_NOOP("people", "Record the correction"),
    "merge": QT_TRANSLATE_NOOP("people", "They are one child"),
    "unmerge": QT_TRANSLATE_NOOP("people", "They are two children"),
    "apart": QT_TRANSLATE_NOOP("people", "They are two children"),
}
# What an act does, where that is not plain from its name.
EFFECTS: dict[Kind, str] = {
    "letters": QT_TRANSLATE_NOOP(
        "people",
        "Letters follow age, parental responsibility and court orders. Record here what was agreed beside that.",
    ),
    "end": QT_TRANSLATE_NOOP("people", "They get no letters from the next day on. What was recorded stays."),
    "capacity": QT_TRANSLATE_NOOP(
        "people", "Capacity is always about one decision on one day. It says nothing about any other decision."
    ),
    "death": QT_TRANSLATE_NOOP(
        "people",
        "Every letter, reminder and batch about this child stops here at once, and on other laptops when they sync."
        " Only the person you name can open a letter, one at a time and with a reason.",
    ),
    "withdraw": QT_TRANSLATE_NOOP("people", "Letters and reminders can go out again. Both records stay."),
    "open": QT_TRANSLATE_NOOP("people", "This one letter can be issued and sent. Every other one stays stopped."),
    "merge": QT_TRANSLATE_NOOP(
        "people",
        "The cases of both show under this entry, each with its own reference. You can part the two again; nothing is"
        " lost.",
    ),
    "unmerge": QT_TRANSLATE_NOOP("people", "The cases that came over go back, with their references."),
    "apart": QT_TRANSLATE_NOOP("people", "Nobody is asked about these two again."),
}
LABELS: dict[str, str] = {
    "name": QT_TRANSLATE_NOOP("people", "Name, as letters show it"),
    "relation": QT_TRANSLATE_NOOP("people", "Who they are to the child"),
    "responsibility": QT_TRANSLATE_NOOP("people", "Parental responsibility"),
    "responsibility_source": QT_TRANSLATE_NOOP("people", "How this is known"),
    "lives_with": QT_TRANSLATE_NOOP("people", "The child lives with them"),
    "address": QT_TRANSLATE_NOOP("people", "Address"),
    "address_source": QT_TRANSLATE_NOOP("people", "Who gave this address"),
    "address_on": QT_TRANSLATE_NOOP("people", "On which day"),
    "withheld": QT_TRANSLATE_NOOP("people", "Keep this address from everybody else"),
    "phones": QT_TRANSLATE_NOOP("people", "Phone"),
    "email": QT_TRANSLATE_NOOP("people", "E-mail"),
    "format": QT_TRANSLATE_NOOP("people", "How they want letters"),
    "large_print": QT_TRANSLATE_NOOP("people", "Size of the print, in points"),
    "language": QT_TRANSLATE_NOOP("people", "Language, if not English"),
    "interpreter": QT_TRANSLATE_NOOP("people", "Needs an interpreter"),
    "reason": QT_TRANSLATE_NOOP("people", "Your reason"),
    "limit": QT_TRANSLATE_NOOP("people", "What the order says"),
    "starts": QT_TRANSLATE_NOOP("people", "First day"),
    "ends": QT_TRANSLATE_NOOP("people", "Last day, if there is one"),
    "on": QT_TRANSLATE_NOOP("people", "Day"),
    "source": QT_TRANSLATE_NOOP("people", "Where this is known from"),
    "gets": QT_TRANSLATE_NOOP("people", "Do they get letters?"),
    "why": QT_TRANSLATE_NOOP("people", "On what ground"),
    "words": QT_TRANSLATE_NOOP("people", "What was said or seen"),
    "authority": QT_TRANSLATE_NOOP("people", "Authority that looks after the child"),
    "social_worker": QT_TRANSLATE_NOOP("people", "Social worker"),
    "social_worker_contact": QT_TRANSLATE_NOOP("people", "Their phone or e-mail"),
    "virtual_school": QT_TRANSLATE_NOOP("people", "Virtual school"),
    "virtual_school_contact": QT_TRANSLATE_NOOP("people", "Its phone or e-mail"),
    "decision": QT_TRANSLATE_NOOP("people", "Decision on record, if it is about one"),
    "about": QT_TRANSLATE_NOOP("people", "Which decision, in words"),
    "has": QT_TRANSLATE_NOOP("people", "For this decision, the young person"),
    "alternative": QT_TRANSLATE_NOOP("people", "Who acts for them in it"),
    "lead": QT_TRANSLATE_NOOP("people", "Who may open a letter"),
    "letter": QT_TRANSLATE_NOOP("people", "Which letter"),
    "forename": QT_TRANSLATE_NOOP("people", "First name"),
    "surname": QT_TRANSLATE_NOOP("people", "Surname, or the only name"),
    "born": QT_TRANSLATE_NOOP("people", "Date of birth"),
}
_DAY = QT_TRANSLATE_NOOP("people", "Day, month and year, as 31/12/2026.")
HINTS: dict[str, str] = {
    **dict.fromkeys(("address_on", "starts", "ends", "on", "born"), _DAY),
    "responsibility_source": QT_TRANSLATE_NOOP("people", "A paper you saw, or who said it."),
    "address": QT_TRANSLATE_NOOP("people", "One part a line."),
    "withheld": QT_TRANSLATE_NOOP("people", "It then stands in no list, no export and no letter to somebody else."),
    "phones": QT_TRANSLATE_NOOP("people", "Several with a comma between them."),
    "decision": QT_TRANSLATE_NOOP("people", "The letters of that decision follow this record."),
    "words": QT_TRANSLATE_NOOP("people", "By whom, and how."),
}
_YES = QT_TRANSLATE_NOOP("people", "Yes")
_NO = QT_TRANSLATE_NOOP("people", "No")
RADIOS: dict[str, tuple[tuple[str, str], ...]] = {
    "responsibility": (("yes", _YES), ("no", _NO), ("not_known", QT_TRANSLATE_NOOP("people", "Not known"))),
    "gets": (("yes", _YES), ("no", _NO)),
    "has": (
        ("yes", QT_TRANSLATE_NOOP("people", "has capacity")),
        ("no", QT_TRANSLATE_NOOP("people", "lacks capacity")),
    ),
}
_WHY_KEPT = QT_TRANSLATE_NOOP("people", "{0}: why it stays as it is")


def say(words: str) -> str:
    """Return marked words of this part as they are shown."""
    return QCoreApplication.translate(_CONTEXT, words)


def label(name: str) -> str:
    """Return the label of a field."""
    if name.startswith("why_"):
        field = around_words.say(around_words.IDENTIFIERS[name.removeprefix("why_")])
        return say(_WHY_KEPT).replace("{0}", field)
    return say(LABELS[name]) if name in LABELS else around_words.say(around_words.IDENTIFIERS[name])


def hint(name: str) -> str:
    """Return the hint below a field's label, "" for none."""
    return say(HINTS[name]) if name in HINTS else ""


def title(form: Form, seen: People) -> str:
    """Return the heading of a form."""
    row, entry = seen.row(form.target), seen.entry(form.target)
    name = row.facts.name if row is not None else entry.name if entry is not None else ""
    return say(TITLES[form.kind]).replace("{name}", name)


def choices(name: str, form: Form, seen: People) -> list[tuple[str, str]]:
    """Return what the choice NAME offers, pairs of value and words."""
    match name:
        case "relation":
            return list(seen.lists.relations.items())
        case "format":
            return [(one.id, one.title) for one in seen.lists.formats.values()]
        case "why":
            gets = form.get("gets") != "no"
            against = ("asked_not_to", "agreement_ended", "other")
            offered = [one for one in around_words.LETTERS_WHY if one == "other" or (one in against) != gets]
            return [(one, around_words.say(around_words.LETTERS_WHY[one])) for one in offered]
        case "decision":
            none = QCoreApplication.translate("people", "Another decision, in words only")
            made = QCoreApplication.translate("people", "{outcome}, proposed {day}")
            found = [
                (id_, made.replace("{outcome}", codes.outcome(outcome)).replace("{day}", text.day(on)))
                for id_, on, outcome in seen.decisions
            ]
            return [("", none), *found]
        case "alternative":
            nobody = QCoreApplication.translate("people", "Nobody named")
            others = [row for row in seen.known if row.facts.relation != lists.SELF]
            return [("", nobody), *((row.id, row.facts.name) for row in others)]
        case "lead":
            return [(one.id, f"{one.name}, {one.profession}") for one in seen.leads]
        case "letter":
            return [(f"{one.decision} {one.template}", f"{one.template}: {one.title}") for one in seen.to_open]
    raise KeyError(name)
