"""Paper slips of one member as a PDF: A5 slips to fill in by hand, or a pack in large print with the whole words."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Sequence

from bandingdesk.letters import pdf
from bandingdesk.letters.pdf import Pdf
from bandingdesk.matrix import edition
from bandingdesk.panel.slips import slip
from bandingdesk.panel.slips.asked import Asked
from bandingdesk.panel.slips.ops import SlipCase, SlipMade

Cases = Sequence[tuple[SlipCase, tuple[Asked, ...]]]


def render(id_: str, made: SlipMade, cases: Cases, *, large_print: bool = False) -> Pdf:
    """Return the slips of the slip ID. They name the member by code and the child by number.

    Where descriptors are ticked, the pack with the whole words is the only one.

    Raises GlyphMissingError, FontError.
    """
    from bandingdesk.letters import page, slips_page

    title = f"Scoring slips: {made.panel}, {edition.day(made.on)}"
    page.refuse_unknown_glyphs([title, *_texts(made, cases)])
    drawn = io.BytesIO()
    is_whole = large_print or any(one.ticks for _, asked in cases for one in asked)
    build = slips_page.build_large if is_whole else slips_page.build
    pages = build(drawn, made, cases, title=title, code=slip.check_code(made.seal), language=pdf.LANGUAGE)
    data = pdf.finish(drawn, title=title, author=made.council or "Banding Desk", dated=made.dated)
    return Pdf(data, hashlib.sha256(data).hexdigest(), pages)


def _texts(made: SlipMade, cases: Cases) -> Iterator[str]:
    yield from (made.council, made.code)
    for case, asked in cases:
        yield from (*case.about, *(paper.title for paper in case.papers))
        for one in asked:
            yield from (one.name, *one.choices.values())
            for line in one.lines:
                yield from (line.title, line.words)
