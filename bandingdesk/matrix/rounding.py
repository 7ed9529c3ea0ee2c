"""Exact fractions to whole pence by a named rule: integers only, and no rule means no rounding."""

from __future__ import annotations

from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError

MOST_PENCE = 10_000_000_000  # of any amount of the format: £100 million; a million children's sum stays within 64 bits


class NotWholePenceError(InvalidError):
    """An amount comes to a fraction and the tariff names no rounding: PENCE is the amount before it."""

    code = "FW-09"
    message = QT_TRANSLATE_NOOP("errors", "The amount comes to a fraction, after {pence} pence.")
    kept = QT_TRANSLATE_NOOP("errors", "The tariff is as it was. No amount was worked out.")
    do = QT_TRANSLATE_NOOP("errors", "Name the rounding in the tariff: half up, half even, up or down.")


def rounded(over: int, under: int, rule: str, to: int = 1) -> int:
    """Return OVER / UNDER (neither negative, UNDER not nil) as a multiple of TO, by RULE.

    Raises NotWholePenceError where there is a remainder and RULE is `none`.
    """
    whole, rest = divmod(over, under * to)
    if not rest:
        return whole * to
    twice = 2 * rest
    match rule:
        case "down":
            up = False
        case "up":
            up = True
        case "half_up":
            up = twice >= under * to
        case "half_even":
            up = twice > under * to or (twice == under * to and whole % 2 == 1)
        case _:
            raise NotWholePenceError(pence=over // under)
    return (whole + up) * to
