"""The envelope of an op: canonical bytes, bodies that come back, old versions that are brought up."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import Enum

import pytest

from bandingdesk import ops


class Phase(Enum):
    PRIMARY = "primary"


@dataclass(frozen=True)
class Noted:
    levels: tuple[tuple[str, int], ...]
    on: date
    at: datetime
    phase: Phase
    child: ops.Subject
    reason: str | None = None


NOTED = Noted(
    levels=(("cog", 3), ("sens", 1)),
    on=date(2026, 11, 23),
    at=datetime(2026, 11, 23, 8, 52, tzinfo=UTC),
    phase=Phase.PRIMARY,
    child=ops.Subject("child", "01"),
)


def test_a_subject_is_kind_colon_id():
    assert ops.Subject.parse("case:01-a") == ops.Subject("case", "01-a")
    assert str(ops.Subject("case", "01-a")) == "case:01-a"


@pytest.mark.parametrize("text", ["", "case", "case:", ":01"])
def test_half_a_subject_is_refused(text):
    with pytest.raises(ValueError, match="not a subject"):
        ops.Subject.parse(text)


def test_canonical_bytes_sort_the_keys_and_leave_no_space():
    # RFC 8785 3.2.3: properties are sorted, no whitespace between tokens
    assert ops.canonical({"b": 1, "a": "ŵ"}) == '{"a":"ŵ","b":1}'.encode()


def test_an_instant_is_written_in_utc_whatever_its_zone():
    summer = datetime(2026, 6, 1, 9, 0, tzinfo=timezone(timedelta(hours=1)))
    assert ops.plain(summer) == "2026-06-01T08:00:00Z"


@pytest.mark.parametrize("value", [1.5, {"a": 0.1}, b"bytes", object()])
def test_floats_bytes_and_objects_cannot_stand_in_a_record(value):
    with pytest.raises(TypeError, match="cannot stand in a record"):
        ops.canonical(value)


def test_a_body_comes_back_as_it_was():
    kinds = {"case.noted": ops.Kind(Noted)}
    assert ops.body_of(kinds, "case.noted", 1, ops.canonical(NOTED)) == NOTED


def test_an_old_body_is_brought_up_step_by_step():
    @dataclass(frozen=True)
    class Named:
        name: str
        code: str

    kind = ops.Kind(
        Named,
        version=3,
        upcasts={1: lambda old: {"name": old["title"]}, 2: lambda old: {**old, "code": "none"}},
    )
    body = json.dumps({"title": "Exampleshire"}).encode()
    assert ops.body_of({"framework.named": kind}, "framework.named", 1, body) == Named("Exampleshire", "none")


def test_an_unknown_kind_is_told():
    with pytest.raises(KeyError):
        ops.body_of({}, "case.noted", 1, b"{}")


def test_a_body_that_does_not_fit_is_told():
    with pytest.raises(ValueError):
        ops.body_of({"case.noted": ops.Kind(Noted)}, "case.noted", 1, b'{"levels": []}')
