"""The tour's first half: a caseload comes in, a case is found, its review is recorded and its papers are filed."""

from __future__ import annotations

from random import Random  # a seed: the same papers at each tour
from typing import TYPE_CHECKING, Any

from bandingdesk import sheets
from bandingdesk.demo import papers
from bandingdesk.demo.history import TODAY
from bandingdesk.demo_caseload import untidy
from bandingdesk.store.queries import caseload, casework

if TYPE_CHECKING:
    from bandingdesk.ui.tour import Tour

PLANS = 3300
_SECTION_F = (
    "Adult support in lessons, 15 hours a week\n"
    "A small group for talking with others, twice a week\n"
    "A quiet place and a known adult at lunchtime"
)


def play(tour: Tour) -> None:
    """Play it."""
    tour.step("A caseload comes in", _choose_file)
    tour.step("Columns matched", lambda tour: tour.driver.settle())
    tour.step("Rows checked", lambda tour: tour.driver.click("Check the rows"))
    tour.step("Rejects saved", _save_rejects)
    tour.step("What it would do", lambda tour: tour.driver.click("See what it would do"))
    tour.step("Imported", _import)
    tour.step("Case list", lambda tour: tour.driver.click("See your cases"))
    tour.step("Filtered in words", _filter)
    tour.step("A case", _open_case)
    tour.step("Review recorded", _review)
    tour.step("Papers filed", _papers)
    tour.step("Case with its clock", lambda tour: tour.sit("FS", "1357", "cases", case_id=tour.kept["case"]))


def _page(tour: Tour) -> Any:
    return tour.window.area.page("cases")


def _choose_file(tour: Tour) -> None:
    """Choose the list. The file dialog is the system's own window, so the path is given past it."""
    path = tour.folder / "exampleshire-plans-autumn.xlsx"
    path.write_bytes(sheets.write_xlsx([untidy(PLANS, 7, TODAY).sheet]))
    tour.driver.click("Import a list") if tour.driver.has("Import a list") else tour.driver.click("Import")
    _page(tour).imports.read(path)


def _save_rejects(tour: Tour) -> None:
    _page(tour).imports.save_rejects(tour.folder / "rows to fix.xlsx")


def _import(tour: Tour) -> None:
    tour.driver.click("Go to the last step")
    tour.driver.tick(_button(tour, "Import ", "leave"))
    tour.driver.click(_button(tour, "Import ", "rows", without="leave"))


def _button(tour: Tour, start: str, word: str, *, without: str = "\0") -> str:
    """Return the words of the visible button that begin with START and hold WORD."""
    from PySide6.QtWidgets import QAbstractButton

    shown = [one.text() for one in tour.window.findChildren(QAbstractButton) if one.isVisible()]
    return next(words for words in shown if words.startswith(start) and word in words and without not in words)


def _filter(tour: Tour) -> None:
    tour.driver.write("Filter", "need:slcn year:4 setting:main")


def _open_case(tour: Tour) -> None:
    tour.driver.open_row("Cases", 0)
    tour.kept["case"] = tour.window.area.current_page().case.case_id  # type: ignore[union-attr]


def _review(tour: Tour) -> None:
    tour.driver.click("Record the review meeting")
    tour.driver.tick("Amend the plan")
    tour.driver.write("What the setting says", "The school asks for more adult time at lunch and in small groups.")
    tour.driver.write("What the parent or carer says", "Mornings are better now. We worry about lunchtimes.")
    tour.driver.write("What the child or young person says", "I like art. I want a friend at lunch.")
    tour.driver.write("Provision in Section F", _SECTION_F)
    tour.driver.write("Parent or carer, for the letters", "Parent of the child (invented)")
    tour.driver.write("Their address", "17 Specimen Lane\nExampleton\nZZ99 3WZ")
    tour.driver.click("Record this review")


def _papers(tour: Tour) -> None:
    """File three papers and mark their passages, by the desk: choosing files is the system's own window."""
    desk, case = tour.desk, tour.kept["case"]
    row = desk.read(lambda conn: casework.case(conn, case))
    tour.kept["reference"] = row.reference
    strands = ("learning", "literacy", "attention", "understanding", "speech", "social", "feelings", "relationships",
               "movement", "hearing", "vision", "selfcare")  # fmt: skip
    invented = papers.papers(Random(1), TODAY, strands)

    def file() -> Any:
        changes = None
        for paper in invented:
            made = desk.casework.add_evidence(
                case,
                papers.pdf_bytes(paper, row.child_name),
                title=paper.title,
                author=paper.author,
                author_role=paper.author_role,
                dated=paper.dated,
                kind=paper.kind,
                mime="application/pdf",
                pages=1,
            )
            changes = made.changes if changes is None else changes.joined(made.changes)
            for passage in paper.passages:
                marked = desk.casework.mark_extract(made.id, passage.strand, 1, passage.text, passage.highlight)
                changes = changes.joined(marked.changes)
        return changes

    tour.window.jobs.act(file, owner=None)
    tour.driver.settle()
    tour.window.navigate("cases", case_id=case, section="papers")


def found(tour: Tour, words: str) -> int:
    """Return how many cases the filter WORDS finds."""
    wanted = caseload.parse(words)
    return tour.desk.read(lambda conn: caseload.count(conn, wanted, today=tour.clock.today()))
