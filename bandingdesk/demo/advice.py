"""Advice of the demo: late and chased, come in, excused; and papers by mail, in a second version, half answered."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from email.message import EmailMessage

from bandingdesk.demo import papers
from bandingdesk.demo.history import TODAY, Historian
from bandingdesk.desk.desk import Desk
from bandingdesk.desk.papers import NewPaper, PaperAnswer, Source
from bandingdesk.store.queries import casework
from bandingdesk.store.queries.plans import PlanOnRecord

PLACE = 16  # of the case among those that are known: it has a review and no panel yet


def add(desk: Desk, historian: Historian, known: Sequence[PlanOnRecord], rng: random.Random) -> None:
    """Ask for advice on one case, chase it, take some in; add its papers and answer a part of them."""
    if len(known) <= PLACE:
        return
    one = known[PLACE]
    strands = tuple(scale.strand for scale in historian.cast.scales)
    report, plan, views = papers.papers(rng, TODAY, strands)
    historian.as_("CM")
    desk.casework.assign(one.case, desk.me_id)
    first = _paper(desk, historian, one, report, "report.pdf", papers.pdf_bytes(report, one.plan.name), days=40)
    _asked(desk, historian, one.case, first)
    mail = _mail(views, papers.pdf_bytes(plan, one.plan.name))
    _paper(desk, historian, one, views, "views of the parent.eml", mail, days=12)
    newer = papers.Paper(
        report.title, report.author, report.author_role, report.kind, report.dated, report.passages[:2]
    )
    contents = papers.pdf_bytes(newer, one.plan.name)
    _paper(desk, historian, one, newer, "report, version 2.pdf", contents, days=5, replaces=first)
    for row in desk.read(lambda conn: casework.evidence(conn, one.case)):
        if row.sender == "setting":
            desk.papers.answer([PaperAnswer(row.id, "partly", "It is from before the summer; the report is newer.")])


def _paper(
    desk: Desk,
    historian: Historian,
    one: PlanOnRecord,
    paper: papers.Paper,
    name: str,
    contents: bytes,
    *,
    days: int,
    replaces: str | None = None,
) -> str:
    """Add a paper as it came so many days ago; return its id."""
    historian.at(TODAY - timedelta(days=days), 11, 0)
    looked = desk.papers.look(one.case, Source(name, contents=contents))
    sender = {"views": "family", "setting": "setting"}.get(paper.kind, "professional")
    dated = min(paper.dated, TODAY - timedelta(days=days))
    new = NewPaper(
        looked, paper.title, paper.author, paper.author_role, dated, paper.kind, sender, replaces  # type: ignore[arg-type]
    )  # fmt: skip
    return desk.papers.add_files(one.case, [new]).id


def _asked(desk: Desk, historian: Historian, case: str, report: str) -> None:
    """Ask four bodies: one is late and chased twice, one came, one is excused, of one nobody knows when it heard."""
    ask = desk.advice.ask
    sent = _before(60)
    historian.at(_before(56), 10, 0)
    late = ask(case, "health", "Dr Fern (invented), Exampleshire NHS", sent=sent, there=_before(58), way="email").id
    came = ask(case, "psychology", "Psychologist Sedge (invented)", sent=sent, there=_before(59), way="email").id
    excused = ask(case, "social_care", "Duty team (invented)", sent=sent, there=_before(57), way="email").id
    historian.at(_before(40), 12, 0)
    desk.advice.take(came, _before(40), report)
    historian.at(_before(20), 9, 0)
    desk.advice.chase(late, _before(20), "phone", "The clinic says that the report is being typed.")
    words = "The visit of 20 October was not kept: the family was away. A letter of the team says so."
    desk.advice.excuse(excused, "missed_appointment", _before(34), None, words)
    ask(case, "school", "Head of the school (invented)", sent=_before(20), there=None, way="letter")
    historian.at(_before(6), 15, 0)
    desk.advice.chase(late, _before(6), "email", "Asked again, with the day on which it was due.")


def _mail(paper: papers.Paper, attached: bytes) -> bytes:
    """Return a mail of a parent with a paper attached. The same bytes at each run."""
    made = EmailMessage()
    made["From"] = "Parent (invented) <parent@example.org>"
    made["To"] = "SEN team (invented) <sen@example.org>"
    made["Date"] = "Wed, 11 Nov 2026 18:05:00 +0000"
    made["Subject"] = "Our views, and the school's own plan"
    words = "\n".join(passage.text for passage in paper.passages)
    made.set_content(f"Invented. No real child.\n\n{words}\n\nThe school gave us its plan: it is attached.\n")
    made.add_attachment(attached, maintype="application", subtype="pdf", filename="support plan.pdf")
    made.set_boundary("invented-boundary")
    return made.as_bytes()


def _before(days: int) -> date:
    return TODAY - timedelta(days=days)
