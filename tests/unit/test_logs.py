"""No case data reaches the log, by whatever way it is tried; what may stand there does."""

import json
import logging

import pytest

from bandingdesk import errors, logs

CANARY = "CANARY-free-text"
CHILD = "Testpupil Rowan-017"
OP = "0193586a-5d00-7c3e-8a11-3b6f0c9d2e41"

log = logging.getLogger("bandingdesk.tests")


@pytest.fixture
def lines(tmp_path):
    handler = logs.start(tmp_path / "logs", logging.DEBUG)
    file = tmp_path / "logs" / logs.FILE_NAME

    def read():
        return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []

    yield read
    logs.stop(handler)


def test_ids_kinds_counts_and_codes_are_written(lines):
    log.info("op recorded", extra={"op_id": OP, "op_kind": "decision.signed", "count": 3, "code": "ST-20"})
    (line,) = lines()
    assert line["message"] == "op recorded"
    assert (line["op_id"], line["op_kind"], line["count"], line["code"]) == (OP, "decision.signed", 3, "ST-20")
    assert line["at"].endswith("Z")
    assert line["level"] == "INFO"


def _say_formatted():
    log.warning(f"letter for {CANARY}")  # noqa: G004


def _say_with_arguments():
    log.warning("letter for %s", CANARY)


def _say_a_sum():
    log.warning("letter for " + CANARY)  # noqa: G003


def _say_a_value():
    log.warning(CANARY)


def _say_in_a_field():
    log.warning("letter made", extra={"op_id": CANARY, "count": CANARY, "subject": CHILD, "command": CHILD})


def _say_in_another_field():
    log.warning("letter made", extra={"child": CHILD, "note": CANARY})


def _say_by_an_exception():
    try:
        raise ValueError(CANARY)
    except ValueError:
        log.exception("letter failed")


def _say_by_another_library():
    logging.getLogger("reportlab").warning("glyph missing in %s", CANARY)


def _say_by_the_root():
    logging.warning(CANARY)  # noqa: LOG015


@pytest.mark.parametrize(
    "say",
    [
        _say_formatted,
        _say_with_arguments,
        _say_a_sum,
        _say_a_value,
        _say_in_a_field,
        _say_in_another_field,
        _say_by_an_exception,
        _say_by_another_library,
        _say_by_the_root,
    ],
)
def test_case_data_never_reaches_the_log(lines, say):
    say()
    (line,) = lines()  # the line itself is still there, so that nothing happens in silence
    text = json.dumps(line)
    assert CANARY not in text
    assert CHILD not in text


def test_a_withheld_message_says_so(lines):
    _say_formatted()
    assert lines()[0]["message"] == logs.WITHHELD


def test_an_exception_leaves_its_type_its_code_and_our_own_places(lines):
    from bandingdesk import resources

    try:
        resources.shipped(CANARY)
    except errors.DeskError:
        log.exception("resource missing")
    error = lines()[0]["error"]
    assert error["type"] == "ResourceMissingError"
    assert error["code"] == "BD-02"
    assert error["at"][-1].startswith("resources.py:shipped:")
    assert CANARY not in json.dumps(error)


def test_chatter_of_other_libraries_is_left_out(lines):
    logging.getLogger("sqlalchemy.engine").info("INSERT INTO op")
    assert lines() == []


def test_the_folder_is_made_by_the_first_line_only(tmp_path):
    handler = logs.start(tmp_path / "late")
    assert not (tmp_path / "late").exists()
    log.warning("first line")
    assert (tmp_path / "late" / logs.FILE_NAME).exists()
    logs.stop(handler)


def test_a_log_that_cannot_be_written_does_not_stop_the_work(tmp_path, capsys):
    (tmp_path / "blocked").write_text("a file where the folder would be", encoding="utf-8")
    handler = logs.start(tmp_path / "blocked")
    log.warning("first line")
    logs.stop(handler)
    assert CANARY not in capsys.readouterr().err
