"""Colours, sizes and distances: one frozen value for each theme. A colour written anywhere else fails a test.

Source of the table and of its contrasts: docs, user experience, 4.1. Contrast is WCAG 2.2, 1.4.3 and 1.4.11.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

ThemeName = Literal["light", "dark", "contrast"]

SPACE = (4, 8, 12, 16, 24, 32)  # px
RADIUS_CHIP, RADIUS_BUTTON, RADIUS_CARD = 6, 8, 10  # px
MOTION_MS = 120  # drawers and the reveal only
READABLE = 4.5  # WCAG 2.2, 1.4.3
INKS = ("#000000", "#FFFFFF")


@dataclass(frozen=True, slots=True)
class Tokens:
    """One theme. Colours are `#rrggbb`; `_soft` is the ground on which the state of that name is written.

    `outlined` is True where soft grounds can't be told from the page: they get a 1 px outline, highlights an underline.
    """

    name: ThemeName
    bg: str
    surface: str
    sunken: str
    text: str
    text2: str
    text3: str
    border: str
    strong: str
    accent: str
    on_accent: str
    accent_soft: str
    focus: str
    danger: str
    danger_soft: str
    warn: str
    warn_soft: str
    ok: str
    ok_soft: str
    info: str
    info_soft: str
    demo: str
    demo_soft: str
    rail: str
    rail_text: str
    rail_soft: str
    rail_mark: str
    hover: str
    tolerance: str
    highlight: str
    series: tuple[str, ...]
    ramp: tuple[str, str]  # bands by rank, from the lowest to the highest
    outlined: bool = False
    dark: bool = False

    def colour(self, name: str) -> str:
        """Return the colour of the token NAME. Raises ValueError for a name that is no colour."""
        value = getattr(self, name, None)
        if not isinstance(value, str) or not value.startswith("#"):
            raise ValueError(f"no colour token {name!r}")
        return value


LIGHT = Tokens(
    name="light",
    bg="#F3F5F7",
    surface="#FFFFFF",
    sunken="#EAEEF2",
    text="#15202B",
    text2="#42505D",
    text3="#566370",
    border="#D6DCE3",
    strong="#76828F",
    accent="#0B5A6B",
    on_accent="#FFFFFF",
    accent_soft="#DDEFF2",
    focus="#1A56DB",
    danger="#B3261E",
    danger_soft="#FBEAE8",
    warn="#7A4B00",
    warn_soft="#FDF0D8",
    ok="#1B6638",
    ok_soft="#E3F3E8",
    info="#1C4F91",
    info_soft="#E6EEF9",
    demo="#6B3FA0",
    demo_soft="#F0E8FA",
    rail="#0E2A33",
    rail_text="#C9DADF",
    rail_soft="#1C4653",
    rail_mark="#5CC2D3",
    hover="#F0F3F6",
    tolerance="#D9DFE6",
    highlight="#FDEBCB",
    series=("#0B5A6B", "#CC7A00", "#9333EA", "#5A3400", "#1B0F5C", "#8C825B"),
    ramp=("#E3F1F4", "#07414E"),
)

DARK = Tokens(
    name="dark",
    bg="#11161B",
    surface="#1A2128",
    sunken="#141A20",
    text="#E9EEF3",
    text2="#B9C4CE",
    text3="#9BA8B5",
    border="#303B46",
    strong="#7C8A98",
    accent="#5CC2D3",
    on_accent="#04232A",
    accent_soft="#123841",
    focus="#FFD24D",
    danger="#FF9A91",
    danger_soft="#4A1A18",
    warn="#F5C26B",
    warn_soft="#3A2B10",
    ok="#86D7A2",
    ok_soft="#143524",
    info="#9CC4FF",
    info_soft="#122B4C",
    demo="#CDB0F5",
    demo_soft="#34244A",
    rail="#0B1014",
    rail_text="#A9B8C2",
    rail_soft="#123841",
    rail_mark="#5CC2D3",
    hover="#202932",
    tolerance="#36424D",
    highlight="#4A3817",
    series=("#5CC2D3", "#FFAD32", "#8F5BFF", "#D9405F", "#DDF5A8", "#C98BFF"),
    ramp=("#16343C", "#5CC2D3"),
    dark=True,
)

CONTRAST = Tokens(
    name="contrast",
    bg="#000000",
    surface="#000000",
    sunken="#000000",
    text="#FFFFFF",
    text2="#FFFFFF",
    text3="#FFFFFF",
    border="#FFFFFF",
    strong="#FFFFFF",
    accent="#FFEB3B",
    on_accent="#000000",
    accent_soft="#000000",
    focus="#00E5FF",
    danger="#FF9A91",
    danger_soft="#000000",
    warn="#F5C26B",
    warn_soft="#000000",
    ok="#86D7A2",
    ok_soft="#000000",
    info="#9CC4FF",
    info_soft="#000000",
    demo="#CDB0F5",
    demo_soft="#000000",
    rail="#000000",
    rail_text="#FFFFFF",
    rail_soft="#000000",
    rail_mark="#FFEB3B",
    hover="#1C1C1C",
    tolerance="#5A5A5A",
    highlight="#000000",
    series=("#FFEB3B", "#00E5FF", "#FF9A91", "#86D7A2", "#CDB0F5", "#FFFFFF"),
    ramp=("#3A3A3A", "#FFEB3B"),
    outlined=True,
    dark=True,
)

THEMES: dict[str, Tokens] = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}


def luminance(colour: str) -> float:
    """Return the relative luminance of `#rrggbb`, 0 to 1. Source: WCAG 2.2, definition of relative luminance."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21. Source: WCAG 2.2, definition of contrast ratio."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def colour_names() -> list[str]:
    """Return the names of all tokens that are one colour."""
    return [field.name for field in fields(Tokens) if str(getattr(LIGHT, field.name)).startswith("#")]


def ramp_colour(tokens: Tokens, rank: int, count: int) -> str:
    """Return the ground of the band with RANK (0 the lowest) of COUNT bands. Raises ValueError outside the ranks."""
    if not 0 <= rank < count:
        raise ValueError(f"rank {rank} of {count}")
    low, high = tokens.ramp
    share = rank / (count - 1) if count > 1 else 0
    mixed = (round(int(low[i : i + 2], 16) * (1 - share) + int(high[i : i + 2], 16) * share) for i in (1, 3, 5))
    return "#" + "".join(f"{part:02X}" for part in mixed)


def text_on(tokens: Tokens, ground: str) -> str:
    """Return a colour that reads on GROUND with at least 4.5: text or surface, black or white where neither does.

    One of black and white always does: the worst ground gives 4.58.
    """
    best = max((tokens.text, tokens.surface, tokens.on_accent), key=lambda colour: contrast(colour, ground))
    if contrast(best, ground) >= READABLE:
        return best
    return max(INKS, key=lambda colour: contrast(colour, ground))
