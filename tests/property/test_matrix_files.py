"""Any bytes and any damage to a framework give a framework or a named fault, never anything else."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as some

from bandingdesk.matrix import files
from bandingdesk.matrix.files import FrameworkInvalidError
from tests.support.frameworks import SMALL, small

values = some.one_of(
    some.none(),
    some.booleans(),
    some.integers(-9, 9),
    some.floats(),
    some.text(max_size=5),
    some.just([]),
    some.just({}),
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path of every value within VALUE."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [each for key, inner in items for each in ((*path, key), *places(inner, (*path, key)))]


def fault_of(data: bytes) -> FrameworkInvalidError | None:
    """Return the fault that reading DATA gives, None where it reads."""
    try:
        files.read_framework(data, "any")
    except FrameworkInvalidError as fault:
        return fault
    return None


@given(some.binary(max_size=60))
def test_any_bytes_are_refused_with_a_fault(data: bytes) -> None:
    fault = fault_of(data)
    assert fault is not None
    assert fault.problems


@given(data=some.data(), value=values)
def test_a_damaged_place_is_named_or_harmless(data: some.DataObject, value: Any) -> None:
    definition = small()
    path = data.draw(some.sampled_from(places(SMALL)))
    _at(definition, path[:-1])[path[-1]] = value
    written = json.dumps(definition).encode()
    fault = fault_of(written)
    if fault is not None:
        assert all(problem.path and problem.found and problem.expected for problem in fault.problems)
    else:
        read = files.read_framework(written, "damaged")
        assert files.read_framework(files.canonical(read), "again") == read


@given(data=some.data())
def test_an_unknown_key_anywhere_is_refused_at_its_place(data: some.DataObject) -> None:
    definition = small()
    objects = [(), *(path for path in places(SMALL) if isinstance(_at(SMALL, path), dict))]
    path = data.draw(some.sampled_from(objects))
    _at(definition, path)["surprise"] = 1
    fault = fault_of(json.dumps(definition).encode())
    assert fault is not None, f"taken over at {path}"
    assert [problem.found for problem in fault.problems] == ['the unknown key "surprise"']
    assert fault.problems[0].path.endswith("surprise")


def _at(value: Any, path: tuple[Any, ...]) -> Any:
    for part in path:
        value = value[part]
    return value
