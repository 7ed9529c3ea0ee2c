"""Letters through the desk: what a signed decision asks for, frozen by hash, never changed, and never a band alone."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bandingdesk.casework.correspondence import LetterSentError, LetterStandsError, LetterTooEarlyError
from bandingdesk.desk.sample import LETTERS
from bandingdesk.errors import StaleCaseError
from bandingdesk.letters.letter import LetterIncompleteError
from bandingdesk.store import blobs, verify
from bandingdesk.store.queries import casework, letters
from tests.support.decided_case import Decided, a_decided_case
from tests.support.panel_store import CASE, START

APPEAL = {"APPEAL", "TIME", "MED32", "EXT"}  # the blocks of a right of appeal: statute.md 2.1


@pytest.fixture
def signed(tmp_path: Path) -> Iterator[Decided]:
    made = a_decided_case(tmp_path)
    yield made
    made.close()


def lines_of(data: bytes, folder: Path) -> str:
    """Return the words of a PDF as a person reads them, on one line."""
    file = folder / "letter.pdf"
    file.write_bytes(data)
    said = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(said.split())


def only(found: Decided, **where: Any) -> casework.LetterRow:
    (row,) = found.desk.read(lambda conn: casework.letters(conn, **where))
    return row


@pytest.mark.parametrize(("outcome", "wanted"), [("amend", ["L15", "L8"]), ("keep", ["L15", "L7"])])
def test_an_outcome_asks_for_its_letters(outcome: str, wanted: list[str], tmp_path: Path) -> None:
    found = a_decided_case(tmp_path, outcome=outcome)
    rows = found.desk.read(letters.letters_to_write)
    assert sorted(row.template for row in rows) == wanted
    # 9 November + 4 weeks (SI 2014/1530 reg 20(10)): Monday 7 December 2026
    assert {row.law_day for row in rows} == {date(2026, 12, 7)}
    assert {row.template: row.recipient_role for row in rows} == {wanted[0]: "setting", wanted[1]: "parent"}
    found.close()


@pytest.mark.parametrize(("outcome", "template", "may_appeal"), [("keep", "L7", True), ("amend", "L8", False)])
def test_the_family_letter_follows_the_outcome_and_names_no_band(
    outcome: str, template: str, may_appeal: bool, tmp_path: Path
) -> None:
    found = a_decided_case(tmp_path, outcome=outcome)
    seen = found.desk.letters.preview(found.decision, template)
    assert seen.missing == ()
    assert ({block for block, _ in seen.blocks} & APPEAL == APPEAL) is may_appeal
    assert seen.pdf is not None
    words = lines_of(seen.pdf.data, tmp_path)
    assert "Band 2" not in words
    assert "1,200" not in words
    assert "More talk" in words  # the parent's own words, unaltered
    assert ("First-tier Tribunal" in words) is may_appeal
    found.close()


def test_the_setting_gets_band_and_money_and_no_right_of_appeal(signed: Decided, tmp_path: Path) -> None:
    seen = signed.desk.letters.preview(signed.decision, "L15")
    assert seen.missing == ()
    assert not {block for block, _ in seen.blocks} & APPEAL
    assert {"AWARD", "MONEY", "LIMIT"} <= {block for block, _ in seen.blocks}
    assert seen.pdf is not None
    words = lines_of(seen.pdf.data, tmp_path)
    assert "Band 2" in words
    # £1,200 a year: worked test T04 of the framework's file. From 4 January 2027 to 31 March: 87 of 365 days,
    # 120,000 p x 87 / 365 = 28,602.7 p
    assert "£1,200" in words
    assert "£286.03" in words
    assert "Tribunal" not in words


def test_an_issued_letter_is_frozen_by_its_hash(signed: Decided) -> None:
    made = signed.desk.letters.issue(signed.decision, "L15")
    row = only(signed)
    data = signed.desk.letters.contents(CASE, str(row.sha256))
    assert hashlib.sha256(data).hexdigest() == row.sha256
    assert (row.id, row.state, row.template, row.recipient_role) == (made.id, "issued", "L15", "setting")
    signed.desk.council.adopt_policy("letters", LETTERS | {"phone": "01632 960999"}, START, "M2")
    assert signed.desk.letters.contents(CASE, str(row.sha256)) == data
    with pytest.raises(LetterStandsError):
        signed.desk.letters.issue(signed.decision, "L15")
    assert [left.template for left in signed.desk.read(letters.letters_to_write)] == ["L8"]
    with signed.desk.store.read() as conn:
        assert verify.verify(conn).ok


def test_a_file_that_somebody_changed_beside_the_store_is_noticed(signed: Decided) -> None:
    signed.desk.letters.issue(signed.decision, "L8")
    sha256 = str(only(signed).sha256)
    place = blobs.place_of(signed.desk.store.path, CASE, sha256)
    kept = bytearray(place.read_bytes())
    kept[len(kept) // 2] ^= 1
    place.write_bytes(kept)
    with pytest.raises(blobs.BlobDamagedError):
        signed.desk.letters.contents(CASE, sha256)
    place.unlink()
    with pytest.raises(blobs.BlobMissingError):
        signed.desk.letters.contents(CASE, sha256)


def test_a_missing_phone_of_the_advice_service_is_named_and_nothing_is_issued(tmp_path: Path) -> None:
    lacking = {key: value for key, value in LETTERS.items() if key != "sendiass_phone"}
    found = a_decided_case(tmp_path, letters=lacking)
    seen = found.desk.letters.preview(found.decision, "L8")
    assert seen.pdf is None
    assert seen.missing == ("IAS: SENDIASS phone",)
    assert dict(seen.blocks)["IAS"] == "SENDIASS phone"
    with pytest.raises(LetterIncompleteError):
        found.desk.letters.issue(found.decision, "L8")
    assert found.desk.read(casework.letters) == []
    found.close()


def test_no_letter_before_the_decision_maker_has_signed(tmp_path: Path) -> None:
    found = a_decided_case(tmp_path, is_signed=False)
    assert found.desk.read(letters.letters_to_write) == []
    for template in ("L7", "L8", "L15"):
        with pytest.raises(LetterTooEarlyError):
            found.desk.letters.issue(found.decision, template)
    found.close()


def test_post_of_a_thursday_is_served_on_the_monday_and_is_sent_once(signed: Decided) -> None:
    """Second working day after posting: Thu 26 Nov 2026 -> Fri 27, Mon 30. Source: CPR 6.26 as statute.md uses it."""
    made = signed.desk.letters.issue(signed.decision, "L8")
    assert [row.id for row in signed.desk.read(letters.letters_to_send)] == [made.id]
    with pytest.raises(StaleCaseError):
        signed.desk.letters.send(made.id, "post", shown="another head")
    assert only(signed).state == "issued"
    signed.desk.letters.send(made.id, "post", shown=only(signed).head)
    row = only(signed)
    assert (row.state, row.sent_on, row.served, row.method) == ("sent", date(2026, 11, 26), date(2026, 11, 30), "post")
    assert signed.desk.read(letters.letters_to_send) == []
    with pytest.raises(LetterSentError):
        signed.desk.letters.send(made.id, "email")


def test_email_is_served_on_the_day(signed: Decided) -> None:
    made = signed.desk.letters.issue(signed.decision, "L15")
    signed.desk.letters.send(made.id, "email")
    assert only(signed).served == date(2026, 11, 26)


def test_a_letter_sent_to_the_family_stops_the_review_clock(signed: Decided) -> None:
    def clock_of() -> tuple[str, date]:
        row = signed.desk.read(lambda conn: casework.case(conn, CASE)).clock
        assert row is not None
        return row.what, row.law_day

    assert clock_of() == ("decide", date(2026, 12, 7))
    signed.desk.letters.send(signed.desk.letters.issue(signed.decision, "L15").id, "email")
    assert clock_of() == ("decide", date(2026, 12, 7))  # the family still knows nothing
    signed.desk.letters.send(signed.desk.letters.issue(signed.decision, "L8").id, "post")
    assert clock_of() == ("review", date(2027, 11, 25))  # within 12 months beginning with 26 Nov 2026: CFA s44(1)(b)


def test_the_public_sheet_names_no_child_no_member_and_no_money(signed: Decided, tmp_path: Path) -> None:
    found = signed.desk.letters.sheets(signed.decision)
    public, full = lines_of(found.public.data, tmp_path), lines_of(found.full.data, tmp_path)
    for words in ("Whitlock", "£1,200", "Okoro"):
        assert words not in public
        assert words in full
    assert "Band 2" in full
    assert found.public.sha256 != found.full.sha256


def test_a_letter_written_before_the_record_is_a_fact_without_bytes(signed: Decided) -> None:
    signed.desk.letters.record_known(signed.decision, "L8", date(2026, 11, 27))
    row = only(signed, decision_id=signed.decision)
    assert (row.sha256, row.pages, row.state, row.sent_on) == (None, 0, "sent", date(2026, 11, 27))
    assert signed.desk.read(letters.letters_to_send) == []
    with pytest.raises(LetterStandsError):
        signed.desk.letters.record_known(signed.decision, "L8", date(2026, 11, 28))
    with pytest.raises(LetterStandsError):
        signed.desk.letters.issue(signed.decision, "L8")


def test_a_letter_known_from_before_needs_a_signed_decision_too(tmp_path: Path) -> None:
    found = a_decided_case(tmp_path, is_signed=False)
    with pytest.raises(LetterTooEarlyError):
        found.desk.letters.record_known(found.decision, "L8", date(2026, 11, 27))
    assert found.desk.read(casework.letters) == []
    found.close()
