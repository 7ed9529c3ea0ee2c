"""The tour's second half: the meeting, blind scores of four, the decision, letters, audit, the record verified."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from bandingdesk.store.queries import casework, oversight, panel, rounds
from bandingdesk.ui import record_words, text

if TYPE_CHECKING:
    from bandingdesk.ui.tour import Tour

SCORERS = ("RA", "LO", "JW", "PL")
# Levels by scorer over the framework's twelve strands: one strand lies three levels apart, one middle falls between.
LEVELS = {
    "RA": (3, 2, 3, 3, 2, 2, 2, 2, 0, 0, 0, 1),
    "LO": (3, 2, 3, 3, 2, 5, 2, 2, 0, 0, 0, 1),
    "JW": (3, 2, 2, 3, 2, 3, 2, 1, 0, 0, 0, 1),
    "PL": (3, 3, 3, 3, 2, 4, 2, 1, 0, 0, 0, 2),
}


def play(tour: Tour) -> None:
    """Play it."""
    _before(tour)
    for who in SCORERS:
        tour.step(f"Blind scores of {who}", partial(_score, who=who))
    _meeting(tour)
    _decision(tour)
    _letters(tour)
    _oversight(tour)


# Before the meeting


def _before(tour: Tour) -> None:
    tour.step("A meeting planned", _plan)
    tour.step("On the agenda, papers frozen", _add)
    for who in SCORERS:
        tour.step(f"Interests of {who}", partial(_declare, who=who))
    tour.step("Blind scoring opened", _open_scoring)


def _plan(tour: Tour) -> None:
    tour.sit("CM", place="panels", view="plan")
    tour.driver.choose("Panel", "Annual review")
    tour.driver.write("Place", "Committee Room 2")
    tour.driver.click("Plan this meeting")
    tour.kept["meeting"] = tour.window.area.current_page().view_model.meeting_id  # type: ignore[union-attr]


def _add(tour: Tour) -> None:
    tour.driver.click("Add cases")
    tour.driver.write("Find a case", tour.kept["reference"])
    tour.driver.open_row("Cases found", 0)
    tour.driver.key("F8", tour.window)
    tour.driver.click("Freeze all papers")
    agenda = tour.desk.read(lambda conn: panel.agenda(conn, tour.kept["meeting"]))
    tour.kept["item"] = agenda[0].item


def _declare(tour: Tour, who: str) -> None:
    tour.sit(who, place="panels", meeting_id=tour.kept["meeting"], view="interests")
    tour.driver.click("No interest in the rest")


def _open_scoring(tour: Tour) -> None:
    tour.sit("RA", place="panels", meeting_id=tour.kept["meeting"], item=tour.kept["item"])
    tour.driver.click("Open blind scoring")
    agenda = tour.desk.read(lambda conn: panel.agenda(conn, tour.kept["meeting"]))
    tour.kept["round"] = agenda[0].round_id or ""


def _score(tour: Tour, who: str) -> None:
    """Score by keys alone: level, how sure, rely on the extract, next; then lock."""
    tour.sit(who, place="scoring", round_id=tour.kept["round"])
    for level in LEVELS[who]:
        for key in (str(level), "U", "E", "Return"):
            tour.driver.key(key)
    tour.driver.key("Ctrl+L")


# The meeting


def _meeting(tour: Tour) -> None:
    tour.step("The meeting opened", _open_meeting)
    tour.step("Revealed", lambda tour: tour.driver.key("F8", tour.window))
    tour.step("Seen differently", _differ)
    tour.step("Levels agreed, band and why", _agree)


def _open_meeting(tour: Tour) -> None:
    tour.sit("RA", place="meeting", meeting_id=tour.kept["meeting"])
    tour.driver.key("F8", tour.window)


def _differ(tour: Tour) -> None:
    tour.sit("LO", place="meeting", meeting_id=tour.kept["meeting"])
    tour.window.area.current_page().see_it_differently()  # type: ignore[union-attr]
    tour.driver.write("Your view, in one line", "No exchange with peers in three visits reads as the top level to me.")
    tour.driver.click("Record my view")


def _agree(tour: Tour) -> None:
    """Let the middle stand where it is whole and nobody is far off; agree the others one by one, with a reason."""
    tour.sit("RA", place="meeting", meeting_id=tour.kept["meeting"])
    tour.driver.key("F8", tour.window)
    for _ in range(len(LEVELS["RA"])):
        row = tour.desk.read(lambda conn: rounds.round(conn, tour.kept["round"], tour.kept["RA"]))
        if not row.still_open:
            return
        strand = next(one for one in row.spreads if one.agreed is None)
        level = (strand.median_x2 + 1) // 2
        tour.driver.choose("Agreed level", f"{level}  ")
        why = "falls between" if strand.median_x2 % 2 else "read again"
        tour.driver.choose("Why not the middle", why)
        tour.driver.write("In one line", "We read the psychologist's report, page 1, again together.")
        tour.driver.click("Agree this level")


# The decision


def _decision(tour: Tour) -> None:
    tour.step("Refused, with what is missing", lambda tour: tour.driver.key("F8", tour.window))
    tour.step("Another band, with its reason", _propose)
    tour.step("Second signature", _countersign)
    tour.step("Section F checked", _check)
    tour.step("Money, last", lambda tour: tour.driver.key("F8", tour.window))
    tour.step("Every report answered", _answer)
    tour.step("Recommended", _recommend)
    tour.step("Decided and signed", _sign)


def _propose(tour: Tour) -> None:
    drive, reading = tour.driver, tour.window.area.current_page().view_model.seen  # type: ignore[union-attr]
    bands = [name for _, name in reading.bands]
    indicated = reading.round.band.title
    other = bands[bands.index(indicated) + 1]
    drive.choose("Outcome", "Amend")
    drive.write(
        "The legal test, answered in words",
        "We asked whether the plan still describes the needs, the outcomes and the help. Section F no longer does.",
    )
    drive.write("Changes to the plan, a line each", "Section F, line 3: a known adult at lunchtime every day.")
    drive.tick("No")
    drive.write("Why, whichever way it goes", "Needs act on each other more than the points show.")
    drive.choose("Decided band", other)
    drive.choose("Reason for another band", "act on each other")
    drive.write("The reason in words", "Attention and talking with others together ask for more than each alone.")
    drive.write("What the panel thought of these views", "We agree about lunchtimes: the plan will say who helps.")
    drive.key("F8", tour.window)
    agenda = tour.desk.read(lambda conn: panel.agenda(conn, tour.kept["meeting"], tour.kept["RA"]))
    tour.kept["decision"] = agenda[0].decision_id or ""


def _countersign(tour: Tour) -> None:
    tour.sit("PL", place="meeting", meeting_id=tour.kept["meeting"])
    tour.driver.write("Your words on the reason", "I have read it, and it stands.")
    tour.driver.key("F8", tour.window)
    tour.give_pin("2468")


def _check(tour: Tour) -> None:
    tour.sit("RA", place="meeting", meeting_id=tour.kept["meeting"])
    tour.driver.write_all("How it stays secured, or why it goes", "The band and the school's own budget")
    tour.driver.key("F8", tour.window)


def _answer(tour: Tour) -> None:
    tour.driver.write_all("Why, in a line", "It is the latest on this, and the agreed levels follow it.")
    tour.driver.key("F8", tour.window)


def _recommend(tour: Tour) -> None:
    tour.driver.write(
        "The panel's reasons",
        "The reports show that more help is needed at lunchtime and in small groups than the plan sets out. "
        "The school has tried this since May and it helps.",
    )
    tour.driver.key("F8", tour.window)
    tour.give_pin("2468")


def _sign(tour: Tour) -> None:
    tour.sit("ET", place="meeting", meeting_id=tour.kept["meeting"])
    tour.driver.tick("Yes, as recommended")
    tour.driver.write("Your reasons", "I have read the panel's record and the papers, and I agree with its reasons.")
    tour.driver.key("F8", tour.window)
    tour.give_pin("2468")


# Letters


def _letters(tour: Tour) -> None:
    for template, whom, way in (("L8", "parent", "By post"), ("L15", "setting", "By email")):
        tour.step(f"{template} to the {whom}", partial(_preview, template=template))
        tour.step(f"{template} frozen", lambda tour: tour.driver.click("Issue this letter"))
        tour.step(f"{template} sent", partial(_send, template=template, way=way))


def _preview(tour: Tour, template: str) -> None:
    tour.sit("CM", place="letters", decision_id=tour.kept["decision"], template=template)


def _send(tour: Tour, template: str, way: str) -> None:
    tour.driver.click("Send this letter")
    tour.driver.tick(way)
    tour.driver.key("Ctrl+Return", tour.window)
    _keep(tour, template)


def _keep(tour: Tour, template: str) -> None:
    """Write the letter as it was issued beside the pictures."""
    known = tour.desk.read(lambda conn: casework.letters(conn, decision_id=tour.kept["decision"]))
    row = next(one for one in known if one.template == template)
    assert row.sha256 is not None
    path = tour.folder / f"{template}.pdf"
    path.write_bytes(tour.desk.letters.contents(row.case_id, row.sha256))
    tour.letters.append({"template": template, "file": str(path), "sha256": row.sha256, "pages": row.pages})


# Oversight


def _oversight(tour: Tour) -> None:
    tour.step("A sample drawn", _draw)
    tour.step("An audit begun", _begin_audit)
    tour.step("An audit graded", _grade)
    tour.step("The decision's whole record", _record)
    tour.step("The record verified", _verify)


def _draw(tour: Tour) -> None:
    tour.sit("TB", place="oversight")
    tour.driver.click("Draw a sample")
    tour.driver.click("Draw this sample")


def _begin_audit(tour: Tour) -> None:
    sample = tour.desk.read(oversight.samples)[0].id
    tour.window.navigate("oversight", sample_id=sample)
    tour.driver.settle()
    tour.driver.click("Start this audit")


def _grade(tour: Tour) -> None:
    for _ in oversight.criteria():
        tour.driver.key("1")
        if tour.driver.has("Next criterion"):
            tour.driver.click("Next criterion")
    tour.driver.click("Grade this audit")


def _record(tour: Tour) -> None:
    tour.window.navigate("oversight", decision_id=tour.kept["decision"])
    sections = tour.desk.read(lambda conn: oversight.decision_record(conn, tour.kept["decision"]))
    path = tour.folder / "record.txt"
    lines: list[str] = []
    for section in sections:
        lines += [
            section.title,
            *(f"  {text.moment(one.at)}  {record_words.sentence(one)} ({one.kind})" for one in section.lines),
        ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    tour.kept["record"] = str(path)


def _verify(tour: Tour) -> None:
    tour.window.navigate("oversight")
    tour.driver.settle()
    tour.driver.click("Verify the record")
    found: Any = tour.desk.oversight.verify()
    tour.verified = found.ok
