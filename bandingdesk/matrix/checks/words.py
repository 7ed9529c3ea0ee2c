"""The descriptions of need: the same words at two levels, words that never choose a level, words that are missing."""

from __future__ import annotations

from collections.abc import Iterator

from bandingdesk.matrix import framework as fw
from bandingdesk.matrix.checks.findings import Finding, listed

PHASES = {"early_years": "early years", "post16": "post-16"}  # fields of `Text` with words of their own


def check(framework: fw.Framework) -> Iterator[Finding]:
    """Give the findings on the descriptors of FRAMEWORK."""
    for n, strand in enumerate(framework.strands):
        yield from _same_text(strand, f"strands[{n}]")
        yield from _dominated(strand, f"strands[{n}]")
        yield from _missing(strand, f"strands[{n}]")


def _missing(strand: fw.Strand, path: str) -> Iterator[Finding]:
    """Give the phases for which some descriptors of a strand have words of their own and others have none."""
    descriptors = [descriptor for level in strand.levels for descriptor in level.descriptors]
    for field, phase in PHASES.items():
        without = [descriptor.id for descriptor in descriptors if getattr(descriptor.text, field) is None]
        if 0 < len(without) < len(descriptors):
            message = (
                f"Some descriptors of {strand.name} have words of their own for {phase} and others have none: "
                f"{listed(without)}. There the usual words are shown."
            )
            yield Finding("descriptor_text_missing", "info", path, message, count=len(without))


def _plain(text: fw.Text) -> tuple[str, ...]:
    """Return the words of every phase, as a reader takes them: case and spacing make no difference."""
    own = (text.default, text.early_years or text.default, text.post16 or text.default)
    return tuple(" ".join(words.casefold().split()) for words in own)


def _same_text(strand: fw.Strand, path: str) -> Iterator[Finding]:
    seen: dict[tuple[str, ...], tuple[fw.Level, fw.Descriptor]] = {}
    for m, level in enumerate(strand.levels):
        for k, descriptor in enumerate(level.descriptors):
            first, other = seen.setdefault(_plain(descriptor.text), (level, descriptor))
            if first is not level:
                message = (
                    f"Levels {first.level} and {level.level} of {strand.name} have a descriptor in the same words "
                    f"({other.id} and {descriptor.id}), so those words can't tell the two levels apart."
                )
                where = f"{path}.levels[{m}].descriptors[{k}]"
                yield Finding("descriptor_same_text", "warning", where, message)


def _dominated(strand: fw.Strand, path: str) -> Iterator[Finding]:
    """Give levels whose every description also stands at one higher level: a rating by descriptor never ends there."""
    if strand.rating.kind == "assessor_choice":
        return
    texts = [{_plain(descriptor.text) for descriptor in level.descriptors} for level in strand.levels]
    for m, level in enumerate(strand.levels):
        higher = next((up for up in range(m + 1, len(texts)) if texts[m] and texts[m] <= texts[up]), None)
        if higher is not None:
            message = (
                f"All that is said of level {level.level} of {strand.name} is said of level "
                f"{strand.levels[higher].level} too. Whoever it fits is rated higher, so the level never decides."
            )
            yield Finding("descriptor_dominated", "warning", f"{path}.levels[{m}]", message)
