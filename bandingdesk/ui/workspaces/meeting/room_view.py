"""From what the page has read to what the room may see: the only door between them, and it holds the allow-list."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from bandingdesk.panel.room import screen
from bandingdesk.store.queries.rounds import RoundRow
from bandingdesk.ui import codes, text
from bandingdesk.ui.room.view import MOST_STRIPS, RoomView
from bandingdesk.ui.widgets import answer_words
from bandingdesk.ui.widgets.spread import Dot, Spread
from bandingdesk.ui.workspaces.meeting import words
from bandingdesk.ui.workspaces.meeting.reading import Reading
from bandingdesk.ui.workspaces.meeting.words import tr

_STEPS = {
    "waiting": 1, "scoring": 1, "arriving": 1, "levels": 2, "again": 2, "propose": 3, "second_signature": 3,
    "section_f": 4, "money": 4, "answer": 5, "recommend": 5, "waiting_decision": 6, "decide": 6, "signed": 6,
}  # fmt: skip


def of(seen: Reading, step: str, timer: str, today: date) -> RoomView:
    """Return what the room sees of SEEN at STEP. A field that nobody allowed is not made."""
    item = seen.item
    if item is None or seen.meeting.state != "open":
        return RoomView(paused=tr("Screen paused."))
    if seen.room is None or seen.room.in_hand != item.item:
        return RoomView(paused=_next(seen))
    may = screen.allowed(seen.terms.room, seen.room.allowed)
    view = RoomView(
        number=item.position,
        of=len(seen.agenda),
        step=_step(seen, step),
        timer=timer,
        facts=() if item.stepped_out else _facts(seen, may, today),
        frame=_frame(may),
    )
    found = seen.round
    if item.stepped_out or found is None or not found.spreads:
        return replace(view, title=_title(seen, step))
    strips = tuple(
        Spread(
            row.strand, row.name, tuple(Dot(dot.level, dot.confidence) for dot in row.levels), row.median_x2,
            row.tolerance, row.flagged, row.agreed, answers=found.questions is not None,
        )
        for row in found.spreads
        if row.strand in found.asked
    )  # fmt: skip
    done = tr("All questions are answered.") if seen.on_questions else tr("All levels are agreed.")
    still_open = [strip for strip in strips if strip.agreed is None]
    shown = (still_open or list(strips))[:MOST_STRIPS]
    return replace(
        view,
        title=(found.lead or found.sentence) if still_open else done,
        strips=tuple(shown),
        scale=tuple(sorted({level for row in found.spreads for level in row.scale})),
        strands=len(strips),
        text=(*_law(found, still_open, may), *_ends(seen, may)),
    )


def _law(found: RoundRow, still_open: Sequence[Spread], may: Collection[str]) -> tuple[str, ...]:
    """Return the question that is answered next and the words of the law, as the panel type allows them."""
    question = found.questions.get(still_open[0].strand) if found.questions is not None and still_open else None
    if question is None:
        return ()
    shown = {"question": question.ask, "law": f"“{question.words}” {question.mark}"}
    return tuple(words for field, words in shown.items() if field in may)


def locked() -> RoomView:
    """Return what the room sees while the window is locked."""
    return RoomView(paused=tr("Paused."))


def _step(seen: Reading, step: str) -> str:
    if seen.is_paused:
        return tr("Paused: no quorum")
    rows = words.steps(seen, step)
    number = _STEPS.get(step, 1)
    if seen.on_questions:
        number = next((place for place, row in enumerate(rows, 1) if row.state == "now"), len(rows))
    said = tr("Step {number} of {all}: {name}").replace("{number}", str(number)).replace("{all}", str(len(rows)))
    return said.replace("{name}", rows[number - 1].title.lower() if number <= len(rows) else "")


def _title(seen: Reading, step: str) -> str:
    if step in ("waiting", "scoring"):
        found = seen.round
        if found is None:
            return tr("Answers are given in private.") if seen.on_questions else tr("Scores are given in private.")
        said = tr("{locked} of {all} have locked their scores.")
        if seen.on_questions:
            said = tr("{locked} of {all} have locked their answers.")
        said = said.replace("{locked}", str(found.locked_count))
        return said.replace("{all}", str(found.scorer_count))
    return tr("The panel has this case in hand.")


def _next(seen: Reading) -> str:
    """Return what stands on the screen between cases."""
    todo = [row.position for row in seen.agenda if row.state not in ("decided", "deferred", "closed", "withdrawn")]
    if not todo:
        return tr("Every case is done. Screen paused.")
    said = tr("Next: case {number} of {all}. Screen paused.").replace("{number}", str(todo[0]))
    return said.replace("{all}", str(len(seen.agenda)))


def _facts(seen: Reading, may: Collection[str], today: date) -> tuple[tuple[str, str], ...]:
    case, found = seen.case, []
    if case is not None:
        years = today.year - case.born.year - ((today.month, today.day) < (case.born.month, case.born.day))
        offered = {
            "name": (tr("Name"), case.child_name),
            "school": (tr("School"), case.setting_name),
            "age": (tr("Age"), str(years)),
            "year": (tr("Year"), case.year_group),
            "need": (tr("Main need"), codes.say(codes.NEEDS, case.primary_need)),
            "setting_kind": (tr("Setting"), codes.say(codes.SETTINGS, case.setting_kind)),
        }
        found += [offered[field] for field in offered if field in may and offered[field][1]]
    decision = seen.decision
    if decision is not None and "band" in may and decision.sight.band == "yes" and decision.band_title:
        found.append((tr("Decided band"), decision.final_band_title or decision.band_title))
    if decision is not None and "money" in may and decision.sight.money == "yes" and decision.money is not None:
        shown = decision.money
        if shown.pence is not None:
            found.append((tr("Amount"), text.money(shown.pence, shown.period)))
    if "scorers" in may:
        names = [seat.name for seat in seen.meeting.seats if seat.standing in ("none", "noted") and seat.present]
        found.append((tr("Scorers"), text.listed(names)))
    return tuple(found)


def _ends(seen: Reading, may: Collection[str]) -> tuple[str, ...]:
    """Return what each end of the strand talked about wrote, where the chair shows it for this case."""
    if "words" not in may or seen.round is None or not seen.round.spreads:
        return ()
    row = seen.round.spreads[0]
    if seen.on_questions:
        return tuple(f"{answer_words.name(end.level)}: “{end.note}”" for end in row.ends if end.note)
    said = tr("Level {level}: “{words}”")
    return tuple(said.replace("{level}", str(end.level)).replace("{words}", end.note) for end in row.ends if end.note)


def _frame(may: Collection[str]) -> str:
    names = {"name": tr("names"), "school": tr("school"), "band": tr("band"), "money": tr("£")}
    hidden = [names[field] for field in screen.hidden(may)]
    if not hidden:
        return ""
    said = tr("{what} are not shown") if len(hidden) > 1 or hidden == [names["name"]] else tr("{what} is not shown")
    listed = text.listed(hidden)
    return said.replace("{what}", listed[:1].upper() + listed[1:])
