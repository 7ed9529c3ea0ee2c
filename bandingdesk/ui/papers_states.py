"""Papers, advice and answered reports, pictured, each state reached by acts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from bandingdesk.desk.desk import Desk
from bandingdesk.letters import pdf
from bandingdesk.letters.blocks import Block, Text
from bandingdesk.letters.sheet import Sheet
from bandingdesk.panel.ops import ProvisionLine
from bandingdesk.store.queries import advice, casework, panel, rounds
from bandingdesk.ui.stage import Stage
from bandingdesk.ui.workspaces.cases.papers.view_model import ADVICE, ANSWERS

_ITEM = 8  # of this morning's agenda: the case whose reports wait for an answer


def _desk(stage: Stage) -> Desk:
    assert stage.desk is not None
    return stage.desk


def _case(stage: Stage) -> str:
    """Return the case of the demo whose advice is late."""
    assert stage.built is not None
    worker, today = stage.built.people["CM"], stage.clock.today()
    return _desk(stage).read(lambda conn: advice.to_do(conn, worker, today))[0].where["case_id"]


def _open(stage: Stage, what: str) -> None:
    stage.sit("CM", "cases")
    stage.sit("CM", "cases", case_id=_case(stage), section="papers", paper=what)


def _paper(stage: Stage, mime: str) -> str:
    """Return the newest version of a paper of the kind MIME."""
    case = _case(stage)
    rows = _desk(stage).read(lambda conn: casework.evidence(conn, case))
    return next(row.id for row in rows if row.mime == mime and row.replaced_by is None)


def _parts(stage: Stage) -> Any:
    return stage.window.area.current_page().case_pane.papers  # type: ignore[union-attr]


def _read(stage: Stage) -> None:
    """Read a report: find words, mark them by keys."""
    _open(stage, _paper(stage, "application/pdf"))
    stage.driver.write("Find in this paper", "practised daily")
    stage.driver.key("Return")
    _parts(stage).reader.focus_paper()
    for key in ("H", "P"):
        stage.driver.key(key)


def _larger(stage: Stage) -> None:
    """Give the paper all the room."""
    stage.driver.key("R")


def _smaller(stage: Stage) -> None:
    stage.driver.key("R")
    _mail(stage)


def _mail(stage: Stage) -> None:
    _open(stage, _paper(stage, "message/rfc822"))


def _adding(stage: Stage) -> None:
    """Drop three files: a report, one that is not what it says, and one without a byte."""
    _open(stage, ADVICE)
    folder = stage.folder / "dropped"
    folder.mkdir(exist_ok=True)
    block = Block("P1", "Speech", (Text("Uses phrases of three or four words."),))
    facts = {"title": "Speech report", "council": "Exampleshire Council (invented)", "reference": "Testpupil"}
    made = Sheet(
        **facts, dated=date(2026, 11, 12), summary="Invented.", blocks=(block,), check_code="DEMO", is_demo=True
    )
    report = pdf.render(made).data
    files = {"speech-report.pdf": report, "support plan.docx": report + b"\n%%EOF\n", "scan of Monday.pdf": b""}
    for name, data in files.items():
        (folder / name).write_bytes(data)
    _parts(stage).begin_adding([folder / name for name in files])
    stage.driver.settle()


def _advice(stage: Stage) -> None:
    _open(stage, ADVICE)


def _chase(stage: Stage) -> None:
    stage.driver.click("Record a chase")
    stage.driver.choose("By which way", "Phone")
    stage.driver.write("In words", "The clinic promised it for Friday.")


def _answers(stage: Stage) -> None:
    _open(stage, ANSWERS)


def _unanswered(stage: Stage) -> None:
    """Take a case of this morning to the amount by acts: before the chair recommends, each report is answered."""
    assert stage.built is not None
    desk, meeting = _desk(stage), stage.built.meeting
    stage.sit("RA", "today")
    item = desk.read(lambda conn: panel.agenda(conn, meeting, desk.me_id))[_ITEM - 1]
    if "answered" not in stage.kept:
        _decide(stage, desk, item.round_id or "", item.case_id or "")
        stage.kept["answered"] = item.item
    stage.sit("RA", "meeting", meeting_id=meeting, item=item.item)


def _decide(stage: Stage, desk: Desk, round_id: str, case: str) -> None:
    row = desk.read(lambda conn: rounds.round(conn, round_id, desk.me_id))
    if row.state == "open":
        stage.act(lambda: desk.panel.reveal(round_id, go_on_without="One member is away today."))
    stage.act(lambda: desk.panel.agree_rest(round_id))
    for strand in desk.read(lambda conn: rounds.round(conn, round_id, desk.me_id)).spreads:
        if strand.agreed is None:
            level, code = (strand.median_x2 + 1) // 2, "between" if strand.median_x2 % 2 else "evidence"
            stage.act(partial(desk.panel.agree_level, round_id, strand.strand, level, code, "Read again together."))
    band = desk.read(lambda conn: rounds.round(conn, round_id, desk.me_id)).band
    assert band is not None
    papers = desk.read(lambda conn: casework.evidence(conn, case))
    review = desk.read(lambda conn: casework.case(conn, case)).review
    made = stage.act(
        lambda: desk.panel.propose_band(
            round_id, outcome="keep", legal_test="We asked whether the plan still describes the needs. It does.",
            fits=True, fit_words="The matrix fits this child.", band=band.band or "",
            views_considered="The parent asked for help at lunchtime; the plan says who gives it.",
            evidence=[paper.id for paper in papers[:2]], starts=date(2027, 1, 4), review_by=date(2027, 11, 1),
        )
    )  # fmt: skip
    lines = [ProvisionLine(words, "As the plan says", "The band and the school's own budget", True)
             for words in (review.section_f if review else ())]  # fmt: skip
    stage.act(lambda: desk.panel.check_section_f(made.id, lines))
    stage.act(lambda: desk.panel.show_money(made.id))


# (name NN-words, workspace, words, reach, the state it goes on from or "")
STATES: tuple[tuple[str, str, str, Callable[[Stage], None], str], ...] = (
    ("15a-paper-read", "cases", "a paper with its page map, marks and search", _read, ""),
    ("15a2-paper-large", "cases", "the same paper with all the room", _larger, "15a-paper-read"),
    ("15b-paper-mail", "cases", "an email with what is attached", _smaller, "15a2-paper-large"),
    ("15c-papers-added", "cases", "three files, one doubtful and one empty", _adding, ""),
    ("15d-advice", "cases", "advice asked for, one late", _advice, ""),
    ("15e-advice-chased", "cases", "a chase recorded", _chase, "15d-advice"),
    ("15f-answers", "cases", "every report answered, with empty rows", _answers, ""),
    ("41b-unanswered", "meeting", "signing waits for the answer to each report", _unanswered, ""),
)
