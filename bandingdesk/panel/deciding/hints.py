"""Words that say more than the record or a letter should: gentle hints while somebody writes, never a stop.

A letter about funding goes to a school's office, so a diagnosis has no place in it; a name of another child discloses
them; and money is no reason in law for what Section F says (statute.md 2.1).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Literal, NamedTuple

Kind = Literal["name", "diagnosis", "money"]
DIAGNOSES = (
    "autism", "autistic", "ASD", "ASC", "ADHD", "ADD", "PDA", "dyslexia", "dyslexic", "dyspraxia", "dyscalculia",
    "Down's", "Down syndrome", "cerebral palsy", "epilepsy", "Tourette", "FASD", "anxiety disorder", "depression",
    "attachment disorder", "diabetes", "cystic fibrosis", "muscular dystrophy",
)  # fmt: skip
MONEY = (
    "budget", "budgets", "afford", "affordable", "unaffordable", "cost pressure", "overspend", "overspent", "deficit",
    "too expensive", "cheaper", "savings", "no funding", "not enough money", "value for money",
)  # fmt: skip


class Hint(NamedTuple):
    """FOUND in the text of FIELD, and what it tells."""

    field: str
    kind: Kind
    found: str


def hints(texts: Mapping[str, str], names: Collection[str], funding: Collection[str]) -> tuple[Hint, ...]:
    """Return what to look at again in TEXTS by field: NAMES of others, diagnoses in FUNDING fields, money as a reason.

    >>> hints({"reason": "The budget is spent."}, (), ())
    (Hint(field='reason', kind='money', found='budget'),)
    """
    found = []
    for field, text in texts.items():
        found += [Hint(field, "name", name) for name in names if _stands(name, text)]
        if field in funding:
            found += [Hint(field, "diagnosis", word) for word in DIAGNOSES if _stands(word, text)]
        found += [Hint(field, "money", word) for word in MONEY if _stands(word, text)]
    return tuple(found)


def _stands(words: str, text: str) -> bool:
    """Return whether WORDS stand in TEXT as words of their own. Short capitals (ADD, ASC) only as written."""
    flags = 0 if words.isupper() else re.IGNORECASE
    return bool(words.strip()) and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, flags) is not None
