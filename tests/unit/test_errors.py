"""The three sentences, the JSON of `--json`, and where a fault is."""

from bandingdesk import errors
from bandingdesk.errors import QT_TRANSLATE_NOOP


class QuorumError(errors.RefusedError):
    code = "PA-01"
    message = QT_TRANSLATE_NOOP("errors", "This item needs {needed} voting members and {here} are here.")
    kept = QT_TRANSLATE_NOOP("errors", "The agreed levels are kept.")
    do = QT_TRANSLATE_NOOP("errors", "Add a deputy, or defer the item.")


def test_sentences_are_filled_with_the_fields_and_fields_are_attributes():
    fault = QuorumError(needed=3, here=2)
    assert fault.sentences()[0] == "This item needs 3 voting members and 2 are here."
    assert (fault.needed, fault.here) == (3, 2)
    assert str(fault).endswith("Add a deputy, or defer the item. (PA-01)")


def test_the_template_is_translated_before_it_is_filled():
    seen: list[str] = []

    def translate(text: str) -> str:
        seen.append(text)
        return text.replace("voting members", "aelodau")

    assert QuorumError(needed=3, here=2).sentences(translate)[0] == "This item needs 3 aelodau and 2 are here."
    assert "{needed}" in seen[0]


def test_json_names_the_place_with_its_known_parts_only():
    fault = QuorumError(where=errors.Where(file="plans.xlsx", row=17), needed=3, here=2)
    assert fault.as_json()["where"] == {"file": "plans.xlsx", "row": 17}
    assert set(fault.as_json()) == {"code", "message", "kept", "do", "where"}


def test_exit_codes_are_those_of_the_contract():
    # commands.md 1: 3 refused, nothing changed; 4 missing or out of reach; 70 a fault in the program
    codes = {
        errors.DeskError: 70,
        errors.RefusedError: 3,
        errors.InvalidError: 3,
        errors.StoreError: 3,
        errors.MissingError: 4,
        errors.SyncError: 4,
    }
    assert {kind: kind.exit_code for kind in codes} == codes


def test_braces_in_a_field_stay_as_they_are():
    assert "{here}" in QuorumError(needed="{here}", here=2).sentences()[0]
