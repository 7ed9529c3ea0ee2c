"""The bytes of a bundle: what comes back, and that nothing but a whole one is ever taken."""

from __future__ import annotations

import io
import json
import struct
import zlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bandingdesk.store import chain, device_keys, sealing
from bandingdesk.store.arrive import Entry
from bandingdesk.sync.folder import bundle
from bandingdesk.sync.folder.bundle import Front, Header, Named, Sealed, UnfitError

KEY = bytes(range(32))
OWN = device_keys.make()
STORE, DEVICE = "store-1", "0193-device"
SALT = bytes(16)


def columns(seq: int, body: bytes = b"{}") -> tuple[object, ...]:
    return (
        f"op-{seq}", f"act-{seq}", 1, "case:k1", None, '[["case:k2","h"]]', "case.assigned", 1, "p", "p",
        DEVICE, seq, 7 << 16, 1_764_000_000_000_000, 1, None, chain.commitment(SALT, body),
    )  # fmt: skip


def a_bundle(count: int = 3) -> tuple[Front, Header, list[Entry | Sealed]]:
    ops: list[Entry | Sealed] = [Entry(columns(seq, b'{"n":%d}' % seq), SALT, b'{"n":%d}' % seq) for seq in (4, 5)]
    ops += [Sealed(Entry(columns(seq), None, None), "round-1", b"box") for seq in range(6, 4 + count)]
    front = Front(STORE, DEVICE, 2, 1 << 33, bundle.key_id(KEY))
    files = (Named("k1", "0" * 64, 12),)
    return front, Header(4, 3 + len(ops), "ab" * 32, {"other": (7, "cd" * 32)}, "ef" * 32, "12" * 64, 5, files), ops


def written(count: int = 3) -> bytes:
    front, header, ops = a_bundle(count)
    return bundle.encode(front, header, ops, KEY, lambda text: device_keys.sign(OWN.signing.private, text))


WHOLE = written()


def read(data: bytes) -> bundle.Bundle:
    bundle.look(data)
    bundle.check(data, OWN.signing.public)
    return bundle.open_(data, KEY)


def test_what_is_written_comes_back() -> None:
    front, header, ops = a_bundle()
    found = read(WHOLE)
    assert (found.front, found.header) == (front, header)
    assert found.ops[:2] == tuple(ops[:2])
    sealed = found.ops[2]
    assert isinstance(sealed, Sealed)
    assert (sealed.box, sealed.round, sealed.entry.body) == (b"box", "round-1", None)
    assert found.hash == bundle.hash_of(WHOLE)


def test_nothing_of_a_case_stands_in_the_clear() -> None:
    assert b"case:k1" not in WHOLE
    assert b"assigned" not in WHOLE


@pytest.mark.parametrize("size", [*range(0, len(WHOLE), 7), len(WHOLE) - 1])
def test_a_cut_bundle_is_refused(size: int) -> None:
    with pytest.raises(UnfitError):
        read(WHOLE[:size])


@given(at=st.integers(0, len(WHOLE) - 1), by=st.integers(1, 255))
def test_a_changed_byte_is_refused(at: int, by: int) -> None:
    data = bytearray(WHOLE)
    data[at] ^= by
    with pytest.raises(UnfitError):
        read(bytes(data))


@given(st.binary(max_size=400))
@example(bundle.MAGIC)
def test_any_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(UnfitError):
        read(data)
    with pytest.raises(UnfitError):
        read(bundle.MAGIC + data)


def forged(content: bytes, *, packed: bytes | None = None) -> bytes:
    """Return a bundle that a device of the group signed over any CONTENT."""
    start = WHOLE[: bundle.look(WHOLE)[1]]
    inner = io.BytesIO(zlib.compress(content) if packed is None else packed)
    whole = start + b"".join(sealing.seal(KEY, inner, start))
    return whole + device_keys.sign(OWN.signing.private, bundle._signed(whole))


def content_of(data: bytes) -> bytes:
    at = bundle.look(data)[1]
    return zlib.decompress(b"".join(sealing.unseal(KEY, io.BytesIO(data[at:-64]), data[:at])))


PLAIN = content_of(WHOLE)


def test_the_forger_of_these_tests_makes_what_is_read() -> None:
    assert read(forged(PLAIN)).ops == read(WHOLE).ops


@given(at=st.integers(0, len(PLAIN) - 1), by=st.integers(1, 255))
def test_a_member_who_signs_nonsense_is_refused_or_read_as_values(at: int, by: int) -> None:
    data = bytearray(PLAIN)
    data[at] ^= by
    try:
        found = read(forged(bytes(data)))
    except UnfitError:
        return
    for item in found.ops:  # what passes is of the types that the store takes
        row = item.entry.columns if isinstance(item, Sealed) else item.columns
        assert len(row) == 17
        assert all(value is None or type(value) in (str, int, bytes) for value in row)


@given(st.recursive(st.none() | st.integers() | st.text(max_size=9), lambda inner: st.lists(inner, max_size=4)))
def test_any_header_and_row_is_refused_or_read(value: object) -> None:
    framed = [json.dumps(value).encode(), json.dumps([value, None, None]).encode(), b"", b""]
    with pytest.raises(UnfitError):
        read(forged(b"".join(struct.pack(">I", len(part)) + part for part in framed)))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "content"),
        (struct.pack(">I", 2**31) + b"{}", "size"),
        (struct.pack(">I", 100_000) + b"[" * 100_000, "content"),
        (PLAIN + b"x", "content"),
        (PLAIN[:-3], "size"),
    ],
)
def test_sizes_and_depth_have_their_limits(content: bytes, why: str) -> None:
    with pytest.raises(UnfitError) as caught:
        read(forged(content))
    assert caught.value.why == why


def test_a_bundle_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "LARGEST_CONTENT", 100_000)
    with pytest.raises(UnfitError) as caught:
        read(forged(b"", packed=zlib.compress(bytes(5_000_000))))
    assert caught.value.why == "size"
    with pytest.raises(UnfitError):
        read(forged(b"", packed=zlib.compress(PLAIN) + b"more"))


def test_another_devices_op_in_a_bundle_is_refused() -> None:
    front, header, ops = a_bundle()
    row = list(columns(5))
    row[10] = "0193-other"
    ops[1] = Entry(tuple(row), SALT, b"{}")
    data = bundle.encode(front, header, ops, KEY, lambda text: device_keys.sign(OWN.signing.private, text))
    with pytest.raises(UnfitError) as caught:
        read(data)
    assert caught.value.why == "chain"
