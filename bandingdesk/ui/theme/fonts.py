"""Fonts: the shipped TrueType files, the sizes of the roles, tabular figures."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase

from bandingdesk import resources
from bandingdesk.errors import QT_TRANSLATE_NOOP, MissingError

FAMILIES = {"inter": "Inter", "hyperlegible": "Atkinson Hyperlegible Next"}
FILES = {
    "inter": ("Inter-Regular.ttf", "Inter-Medium.ttf", "Inter-SemiBold.ttf", "Inter-Bold.ttf"),
    "hyperlegible": ("AtkinsonHyperlegibleNext-Regular.ttf", "AtkinsonHyperlegibleNext-Bold.ttf"),
}
# role: (px at 100 %, weight). 680 is not shipped: SemiBold is the nearest cut.
ROLES: dict[str, tuple[int, int]] = {
    "tiny": (11, 600),  # key caps, rail words, axis labels only
    "note": (12, 400),
    "note_strong": (12, 600),
    "second": (13, 400),
    "second_strong": (13, 600),
    "body": (14, 400),
    "body_medium": (14, 500),
    "body_strong": (14, 600),
    "card_title": (15, 600),
    "sentence": (18, 600),
    "place": (17, 600),  # the last part of the breadcrumb
    "page_title": (22, 600),
    "result": (30, 600),
}
LARGEST = 175  # per cent
SMALLEST = 100


class FontMissingError(MissingError):
    """A shipped font can't be used: NAME is its file."""

    code = "UI-01"
    message = QT_TRANSLATE_NOOP("errors", "The font {name} is missing or damaged, so text could be drawn as boxes.")
    kept = QT_TRANSLATE_NOOP("errors", "Your records were not touched.")
    do = QT_TRANSLATE_NOOP("errors", "Install Banding Desk again, then start it.")


def load(typeface: str) -> None:
    """Give the shipped files of TYPEFACE to Qt. Raises FontMissingError naming the first that does not load, KeyError.

    Only the typeface in use is loaded, since the first paint waits for it. Asked again it loads nothing.
    """
    if FAMILIES[typeface] in QFontDatabase.families():
        return
    for name in FILES[typeface]:
        try:
            path = resources.shipped(f"fonts/{name}")
        except resources.ResourceMissingError:
            raise FontMissingError(name=name) from None
        # Read by us, not by Qt: a path outside the file system's own encoding is no reason to draw boxes.
        if QFontDatabase.addApplicationFontFromData(path.read_bytes()) < 0:
            raise FontMissingError(name=name)


def font(role: str, *, typeface: str = "inter", percent: int = 100) -> QFont:
    """Return the font of ROLE in TYPEFACE at PERCENT of the usual size, with figures of one width.

    Raises KeyError for a role or typeface that is not in the tables, ValueError for a size outside 100 to 175.
    """
    if not SMALLEST <= percent <= LARGEST:
        raise ValueError(f"text size {percent} %")
    pixels, weight = ROLES[role]
    made = QFont(FAMILIES[typeface])
    made.setPixelSize(round(pixels * percent / 100))
    made.setWeight(QFont.Weight(_nearest_cut(typeface, weight)))
    made.setFeature(QFont.Tag("tnum"), 1)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


def words(role: str, *, typeface: str = "inter", percent: int = 100) -> QFont:
    """Return the font of ROLE for words: without figures of one width, which in Inter widen hyphens and commas too."""
    made = font(role, typeface=typeface, percent=percent)
    made.unsetFeature(QFont.Tag("tnum"))
    return made


def _nearest_cut(typeface: str, weight: int) -> int:
    """Return the weight as TYPEFACE has it: the hyperlegible face ships in 400 and 700 only."""
    if typeface == "hyperlegible":
        return 700 if weight >= 600 else 400
    return weight
