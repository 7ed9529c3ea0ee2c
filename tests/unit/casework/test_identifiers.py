"""Check characters, against the vectors of the DfE and NHS guides as the domain page gives them (statute.md 4)."""

from __future__ import annotations

import pytest

from bandingdesk.casework import identifiers


@pytest.mark.parametrize("upn", ["B801200005001", "P207000016049", "X999000124017"])
def test_right_upns(upn: str) -> None:
    assert identifiers.upn_is_valid(upn)
    assert identifiers.upn_letter(upn[1:]) == upn[0]


@pytest.mark.parametrize(
    "upn",
    [
        "Q207000016049",
        "B207000016049",
        "B80120000500",
        "B8012000050011",
        "b801200005001",
        "I801200005001",
        "",
        "B80120000500I",
    ],
)
def test_wrong_upns(upn: str) -> None:
    assert not identifiers.upn_is_valid(upn)


def test_a_temporary_upn_ends_in_a_letter() -> None:
    letter = identifiers.upn_letter("80120000500A")
    assert identifiers.upn_is_valid(f"{letter}80120000500A")


@pytest.mark.parametrize("number", ["9434765919", "9990000018", "9990000026", "9990000034"])
def test_right_nhs_numbers(number: str) -> None:
    assert identifiers.nhs_is_valid(number)


@pytest.mark.parametrize("number", ["9991234560", "9434765918", "943476591", "94347659191", "943476591X", ""])
def test_wrong_nhs_numbers(number: str) -> None:
    assert not identifiers.nhs_is_valid(number)


def test_a_prefix_whose_check_would_be_ten_is_never_issued() -> None:
    assert identifiers.nhs_check("999123456") is None


def test_urns_are_six_digits() -> None:
    assert identifiers.urn_is_valid("900001")
    assert not any(identifiers.urn_is_valid(urn) for urn in ("090001", "90001", "9000011", "9OOOO1"))


@pytest.mark.parametrize("code", ["ZZ99 3AB", "SW1A 1AA", "M1 1AE", "B33 8TH", "CR2 6XH", "EC1A 1BB"])
def test_postcodes_keep_their_form_however_they_are_typed(code: str) -> None:
    assert identifiers.postcode(code.replace(" ", "").lower()) == code
    assert identifiers.postcode_is_valid(code)


@pytest.mark.parametrize("code", ["ZZ993AB", "3AB ZZ99", "SW1A 1A", "", "ZZ99 3CB", "none"])
def test_what_is_no_postcode(code: str) -> None:
    assert not identifiers.postcode_is_valid(code)


def test_a_uln_has_a_check_digit_of_ten_less_the_rest() -> None:
    # 1x10 + 4x2 = 18, 18 mod 11 = 7, 10 - 7 = 3, worked by hand from the rule in statute.md 4 (general knowledge).
    assert identifiers.uln_is_valid("1000000043")
    assert not any(identifiers.uln_is_valid(uln) for uln in ("1000000044", "100000004", "0000000000"))


def test_people_write_spaces_and_dashes() -> None:
    assert identifiers.tidy("999 000–0018") == "9990000018"
