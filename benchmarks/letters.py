"""Letters: a two-page tagged letter against the same words set in plain ReportLab, with the same fonts and sizes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.platypus import Paragraph as Plain
from reportlab.platypus import SimpleDocTemplate, Spacer, Table

from bandingdesk.letters import letter, page, pdf, sample
from bandingdesk.letters.blocks import Grid, Items, Text
from benchmarks.timing import Row, in_turn, median

GOAL = 2.0


def plain(made: letter.Letter) -> bytes:
    """Return the words of MADE as an untagged PDF: ReportLab's own document, paragraphs and tables."""
    style = page.styles(page.FAMILY_SIZES if made.is_large_type else page.STAFF_SIZES)
    lines = [made.council.name, *made.council.lines, made.recipient.name, *made.recipient.lines, made.reference]
    story = [Plain(escape(line), style.small) for line in lines]
    story += [Spacer(0, 60), Plain(escape(made.title), style.title), Plain(escape(made.greeting), style.body)]
    for block in made.blocks:
        story.append(Plain(escape(block.heading), style.block))
        for part in block.parts:
            match part:
                case Text():
                    story.append(Plain(page.markup(part.words), style.body))
                case Items():
                    story += [
                        Plain(page.markup(words), style.item, bulletText=f"{number}." if part.is_numbered else "•")
                        for number, words in enumerate(part.entries, 1)
                    ]
                case Grid():
                    cells = [[Plain(page.markup(cell), style.cell) for cell in row] for row in (part.head, *part.rows)]
                    widths = [page.INNER * share / sum(part.shares) for share in part.shares]
                    story.append(Table(cells, colWidths=widths, repeatRows=1))
    story += [Spacer(0, 30), *(Plain(escape(line), style.body) for line in made.signed_by)]
    target = io.BytesIO()
    document = SimpleDocTemplate(
        target,
        pagesize=A4,
        leftMargin=page.LEFT,
        rightMargin=page.RIGHT,
        initialFontName=page.REGULAR,
        pageCompression=1,
    )
    document.build(story)
    return target.getvalue()


def rows(quick: bool) -> Iterator[Row]:
    """Yield the time of a tagged letter beside the plain one, for the two-page L15 and the family's L7."""
    for name in ("L15", "L7"):
        made = letter.compose(name, sample.facts(name))
        pages = pdf.render(made).pages
        mine, theirs = in_turn(partial(pdf.render, made), partial(plain, made), rounds=5 if quick else 15)
        ratio = mine / theirs
        is_goal = name == "L15"
        yield Row(
            f"tagged letter {name}, {pages} pages",
            round(mine * 1000, 1),
            "ms",
            "the same words in plain ReportLab",
            round(theirs * 1000, 1),
            round(ratio, 2),
            "at most 2.0 x" if is_goal else None,
            ratio <= GOAL if is_goal else None,
        )
    facts = sample.facts("L7")
    composing = median(partial(letter.compose, "L7", facts), rounds=5 if quick else 15, times=10)
    yield Row("compose letter L7 from its facts", round(composing * 1000, 2), "ms")
