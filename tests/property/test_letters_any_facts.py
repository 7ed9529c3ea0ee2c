"""Whatever people write, a letter conforms or is refused by name: no crash, no lost words, no layout from values."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from page import ValidationProfile, validate_pdf_bytes

from bandingdesk.letters import letter, page, pdf, sample, tag_check, wording

LATIN = st.sampled_from(
    sorted(chr(code) for code in page.fonts()[page.REGULAR].face.charToGlyph if 0x20 <= code < 0x24F)
)
WORDS = st.text(LATIN, min_size=1, max_size=400).filter(str.strip)


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(
    reasons=st.lists(WORDS, min_size=1, max_size=6),
    title=st.text(LATIN, min_size=1, max_size=80).filter(str.strip),
    large=st.booleans(),
)
def test_any_words_give_a_conforming_letter_or_a_named_refusal(reasons: list[str], title: str, large: bool) -> None:
    facts = sample.facts("L7")
    assert facts.decision is not None
    papers = (replace(facts.decision.evidence[0], title=title),)
    decision = replace(facts.decision, reasons=tuple(reasons), evidence=papers)
    try:
        made = letter.compose("L7", replace(facts, decision=decision))
        data = pdf.render(made, large_print=large).data
    except letter.BandInLetterError:
        return
    assert made.block_ids() == letter.block_ids("L7", "parent")
    assert tag_check.faults(data) == []
    for profile in (ValidationProfile.PDF_UA_1, ValidationProfile.PDF_A_2A):
        assert validate_pdf_bytes(data, profile=profile).is_compliant


@given(
    missing=st.sets(st.sampled_from(["reference", "plan_date", "review_on", "sent", "check_code", "dated"]), min_size=1)
)
def test_whatever_is_missing_is_named_and_nothing_is_made(missing: set[str]) -> None:
    facts = sample.facts("L7")
    emptied = replace(facts, **{name: None if name not in ("reference", "check_code") else "" for name in missing})
    try:
        letter.compose("L7", emptied)
    except letter.LetterIncompleteError as refused:
        named = " ".join(refused.missing)
        for name in missing:
            assert wording.label(name) in named
    else:
        raise AssertionError("a letter with holes was made")
