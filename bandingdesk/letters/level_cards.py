"""The level cards: one card for each level of each strand, to lay side by side while a level is chosen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bandingdesk.matrix import edition, rule_words
from bandingdesk.matrix.edition import BAND_LINE, Edition
from bandingdesk.matrix.life import FrameworkFile


@dataclass(frozen=True, slots=True)
class Card:
    """One card: its heading, what stands above it, its texts as (lead, words), and the kinds of evidence."""

    heading: str
    above: str
    name: str
    texts: tuple[tuple[str, str], ...]
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CardSet:
    """All cards of a version, the first of which says how to use them."""

    edition: Edition
    cards: tuple[Card, ...]

    @property
    def title(self) -> str:
        """The document's title."""
        return f"{self.edition.title}: level cards"

    def texts(self) -> Iterator[str]:
        """Yield every text in reading order."""
        yield from (self.edition.authority, self.edition.version)
        for card in self.cards:
            yield from (card.above, card.heading, card.name, *card.evidence)
            for lead, words in card.texts:
                yield from (lead, words)


def level_cards(file: FrameworkFile, dated: date) -> CardSet:
    """Return the card set of a version as of the day DATED: strand by strand, lowest level first."""
    framework = file.definition
    made = edition.edition(framework, file.life, dated)
    how = Card(
        heading=f"Level cards: {made.title}",
        above=made.authority,
        name=made.standing,
        texts=(
            ("", "Lay out the cards of one strand, lowest level first. Read them all before you choose."),
            ("", "Choose the level that describes the child or young person, and note the evidence for it."),
            ("", BAND_LINE),
        ),
    )
    levels = (
        Card(
            heading=f"{strand.name}: level {level.level}",
            above=framework.area_name(strand.area),
            name=level.name or "",
            texts=rule_words.described(level),
            evidence=rule_words.evidence(level.descriptors),
        )
        for strand in framework.strands
        for level in strand.levels
    )
    return CardSet(made, (how, *levels))
