"""A page with every widget on it, for the eye and for `test_gallery.py`.

python -m tests.gui.widgets.gallery FOLDER      writes a picture for each theme and size into FOLDER
"""

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.ui.models.columns import Cell, Column, RowsModel
from bandingdesk.ui.models.strand_model import Strand
from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets import (
    banner,
    buttons,
    card,
    chip,
    clock_bar,
    evidence_card,
    foot_bar,
    form,
    labels,
    ladder,
    level_card,
    people,
    problem_list,
    segmented,
    spread,
    spread_table,
    strand_list,
    table,
    why,
)

SIZES = ((1280, 720), (1600, 900))
THEMES = ("light", "dark", "contrast")
THINKING, TALKING, FEELING = "Cognition and learning", "Communication and interaction", "Social and emotional"
LEVELS = (
    (0, "As expected for age", "Attends to adult-led and chosen tasks like others of the same age."),
    (1, "Some support within class", "Needs reminders to start and to return to tasks. Sustains attention for most."),
    (2, "Regular planned support", "Attends to adult-led tasks for up to 10 minutes with visual supports."),
    (3, "Frequent individual support", "Attends for under 5 minutes. Needs an adult close by to finish most tasks."),
    (4, "Continuous support", "Attends for moments only, to chosen activities, with an adult beside them."),
)


class Due:
    """One row of the table."""

    def __init__(self, number: int) -> None:
        self.id = f"EX-{number:04}"
        self.name = f"Testpupil Rowan-{number:03}"


def scoring() -> QWidget:
    """Return a scoring page: strands, level cards, note, extracts, foot."""
    page = _page()
    row = QHBoxLayout(page)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    strands = strand_list.StrandList()
    strands.set_strands(
        [
            Strand("memory", "Learning and memory", THINKING, "3"),
            Strand("attention", "Attention", THINKING, "3"),
            Strand("speech", "Speech", TALKING),
            Strand("social", "Social communication", TALKING),
            Strand("feelings", "Managing feelings", FEELING, "2", unsure=True),
        ],
        "attention",
    )
    strands.setMinimumWidth(theme.current().scaled(240))
    row.addWidget(strands)
    row.addWidget(labels.Line(upright=True))
    middle = QVBoxLayout()
    row.addLayout(middle, 1)
    column = card.Column()
    cards = level_card.LevelCards()
    cards.set_levels([level_card.LevelText(n, str(n), name, text, anchors=n // 2) for n, name, text in LEVELS], 3)
    column.add(cards)
    column.add(form.FormField("Why this level, in one line", form.NoteField("Relying on EP p4.")))
    sure = form.ConfidenceChoice()
    sure.set_value("sure")
    column.add(sure)
    column.body.addStretch(1)
    middle.addWidget(column, 1)
    foot = foot_bar.FootBar()
    foot.say("Blind scoring: nobody sees your levels until the chair reveals", "The band stays hidden.", "eye-off")
    foot.add_right(buttons.PrimaryButton("Lock my scores", icon="lock", key="Ctrl L"))
    middle.addWidget(foot)
    row.addWidget(labels.Line(upright=True))
    extracts = evidence_card.ExtractList()
    text = "In a whole-class lesson Rowan stayed with the task for three to four minutes."
    given = [
        evidence_card.Extract(
            "1", "Educational psychologist", "page 4", text, "stayed with the task", "12 Oct 2026", True
        ),
        evidence_card.Extract("2", "Parent’s views", "page 1", text, "three to four minutes", "2 Oct 2026"),
    ]
    extracts.set_extracts("2 extracts for Attention", "of 41 pages", given)
    row.addWidget(extracts)
    return page


def meeting() -> QWidget:
    """Return a meeting page: sentence, spreads, steps, people, foot."""
    page = _page()
    row = QHBoxLayout(page)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    column = card.Column()
    column.add(banner.SentenceCard("Talk about Social communication (2 to 5) first.", "5 scorers. None is missing."))
    shown = spread_table.SpreadTable()
    shown.set_spreads(
        [
            spread.Spread("social", "Social communication", _dots(2, 3, 3, 4, 5), 6, flagged=True),
            spread.Spread("attention", "Attention", _dots(3, 3, 3, 3, 4), 6, agreed=3),
            spread.Spread("literacy", "Literacy", _dots(2, 2, 2, 2, 2), 4, agreed=2),
        ],
        range(6),
        "social",
    )
    shown.set_below(labels.Label("“Uses single words with two known adults only.”", wrap=True))
    column.add(shown)
    column.add(spread.SpreadLegend())
    column.add(
        segmented.Segmented(
            "Answer", [("met", "Met", "circle-check", "ok"), ("not", "Not met", "", "")], "met", compact=True
        )
    )
    column.body.addStretch(1)
    row.addWidget(column, 1)
    side = card.Column(margins=(14, 12, 14, 12))
    steps, persons = people.StepList(), people.PersonList()
    steps.set([people.StepRow("Reveal", "5 of 5 locked", "done"), people.StepRow("Talk", "Widest first", "now")])
    persons.set([people.Attendee("R. Amari", "Chair"), people.Attendee("S. Devane", "own school", "out")])
    for title, part in (("This case", steps), ("In the room", persons)):
        made = card.Card(title)
        made.add(part)
        side.add(made)
    side.body.addStretch(1)
    row.addWidget(side)
    return page


def result() -> QWidget:
    """Return a page with a clock, a list of problems, a table and the why panel."""
    page = _page()
    row = QHBoxLayout(page)
    left = QVBoxLayout()
    row.addLayout(left, 1)
    clock = clock_bar.LegalClock("Decide by Fri 4 Dec 2026", "14 days left", "Law’s last day Mon 7 Dec", 14, 28, "soon")
    left.addWidget(clock_bar.ClockBar(clock))
    left.addWidget(chip.ChipRow((chip.Fact("Year 4, age 8"), chip.Fact("Live", "ok", "circle-dot"))))
    problems = problem_list.ProblemList()
    left.addWidget(problems)
    problems.set("1 thing is missing", [problem_list.Problem("Speech", "No level yet.", "speech")])
    columns = [
        Column("name", "Child", lambda each: Cell(each.name, strong=True), 200, stretch=True, sort="name"),
        Column("due", "Law’s last day", lambda _each: Cell("Mon 7 Dec 2026", "warn", "clock"), 170, drop=1),
    ]
    cases = table.Table("Cases", RowsModel(columns, [Due(number) for number in range(30)]))
    left.addWidget(cases, 1)
    cases.go_to("EX-0002")
    side = card.Column()
    made = why.ResultCard()
    made.set("Indicative band", "Band 6", mark="Not a decision", money="£10,950 a year", money_line="top-up, 2026-27")
    rungs = [ladder.Rung("Band 5", 100, 129), ladder.Rung("Band 6", 130, 159), ladder.Rung("Band 7", 160)]
    made.ladder.set(rungs, 137, "137 points", "137 points, Band 6 is 130 to 159.")
    made.ladder.show()
    side.add(made)
    steps = why.WhySteps()
    steps.set([why.Step("11 strand levels, points", "125"), why.Step("Line met: 130 to 159", "Band 6", "result")])
    grid = ladder.LevelGrid()
    grid.set([ladder.GridRow("Attention", tuple(enumerate(("B5", "B5", "B5", "B6"))), 3)])
    for title, part in (("Why", steps), ("If one level were different", grid)):
        holder = card.Card(title)
        holder.add(part)
        side.add(holder)
    side.body.addStretch(1)
    row.addWidget(side)
    return page


PAGES = {"scoring": scoring, "meeting": meeting, "result": result}


def _page() -> QFrame:
    page = QFrame()
    page.setProperty("look", "page")
    return page


def _dots(*levels: int) -> tuple[spread.Dot, ...]:
    return tuple(spread.Dot(level, mine=place == 1) for place, level in enumerate(levels))


def main(folder: str) -> None:
    """Write a picture of each page in each theme and size into FOLDER."""
    app = QApplication([])
    look = theme.Theme.install(app)
    for name, make in PAGES.items():
        page = make()
        page.show()
        for colours in THEMES:
            look.set(colours)
            for width, height in SIZES:
                page.resize(width, height)
                app.processEvents()
                page.grab().save(str(Path(folder) / f"{name}.{colours}.{width}x{height}.png"))
        page.close()


if __name__ == "__main__":
    main(sys.argv[1])
