"""Who belongs: a folder begun, a code compared, a device admitted, a device taken out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bandingdesk.casework.ops import CaseAssigned
from bandingdesk.council.ops import DeviceEnrolled, DeviceRevoked, RoleGranted
from bandingdesk.council.people import RoleNeededError
from bandingdesk.council.settings import DeviceRevokedError
from bandingdesk.ops import Op, Subject
from bandingdesk.store import device_keys, log
from bandingdesk.sync.folder import cards, group, joining, place, run
from tests.support import folders
from tests.support.folders import ADMIN, Laptop

K1, K2 = Subject("case", "k1"), Subject("case", "k2")


def epochs(laptop: Laptop) -> set[int]:
    with laptop.store.read() as conn:
        return set(group.kept(log.driver(conn)))


def revoke(office: Laptop, laptop: Laptop) -> None:
    with office:
        joining.revoke(office.store, office.where, laptop.store.device_id, "left in a train", by=ADMIN)


def test_a_newcomer_gets_the_whole_record(laptops: list[Laptop], tmp_path: Path) -> None:
    office, bee, _ = laptops
    bee.put("case.assigned", K1, CaseAssigned("p-one"))
    bee.sync()
    late = folders.join(tmp_path / "late", office, "Late", "p-two", seed=9)
    office.sync()
    assert late.store.store_id == office.store.store_id
    assert late.whole() == office.whole() == bee.whole() or late.sync() and late.whole() == office.whole()
    late.check()
    late.close()


def test_the_code_is_the_same_on_both_sides_and_for_the_same_request(laptops: list[Laptop], tmp_path: Path) -> None:
    office, bee, _ = laptops
    late = folders.ask(tmp_path / "late", office, "Late", "p-two", seed=9)
    with late:
        shown = joining.request(late.store, late.where, "Late")
        assert joining.request(late.store, late.where, "Late") == shown
        with pytest.raises(run.NotAdmittedError) as caught:
            run.sync(late.store, late.where)
    assert caught.value.fields["shown"] == shown.code
    for known in (office, bee):
        with known:
            assert joining.requests(known.store, known.where) == [shown]
    with office:
        for wrong in ("", "AAAAA-AAAAA", shown.code[:-1]):
            with pytest.raises(joining.WrongCodeError):
                joining.admit(office.store, office.where, late.store.device_id, wrong, by=ADMIN)
        typed = shown.code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
        joining.admit(office.store, office.where, late.store.device_id, typed, by=ADMIN)
        assert joining.requests(office.store, office.where) == []
    late.close()


def test_a_request_changed_in_the_folder_has_another_code(laptops: list[Laptop], tmp_path: Path) -> None:
    office, _, _ = laptops
    late = folders.ask(tmp_path / "late", office, "Late", "p-two", seed=9)
    with late:
        told = joining.request(late.store, late.where, "Late").code
    card = cards.card_of(office.where, late.store.device_id)
    assert card is not None
    thief = device_keys.make()
    forged = card._replace(signing=thief.signing.public, sealing=thief.sealing.public)
    cards.write_card(office.where, forged, thief.signing)
    with office:
        (shown,) = joining.requests(office.store, office.where)
        assert shown.code != told
        with pytest.raises(joining.WrongCodeError):
            joining.admit(office.store, office.where, late.store.device_id, told, by=ADMIN)
    cards.write_card(office.where, card, thief.signing)  # signed by another than it names
    with office:
        assert joining.requests(office.store, office.where) == []
        with pytest.raises(joining.NoRequestError):
            joining.admit(office.store, office.where, late.store.device_id, told, by=ADMIN)
    late.close()


def test_a_forged_council_is_noticed_by_the_administrator(laptops: list[Laptop], tmp_path: Path) -> None:
    office, _, _ = laptops
    path = office.where / office.store.device_id / cards.NAME
    true = path.read_bytes()
    card = cards.council(office.where)[0]
    thief = device_keys.make()
    cards.write_card(
        office.where,
        card._replace(signing=thief.signing.public, root_key=thief.signing.public),
        thief.signing,
    )
    late = folders.ask(tmp_path / "late", office, "Late", "p-two", seed=9)
    path.write_bytes(true)
    with office:
        assert joining.requests(office.store, office.where) == []
    late.close()


def test_only_an_administrator_admits_and_revokes(laptops: list[Laptop], tmp_path: Path) -> None:
    office, bee, cee = laptops
    late = folders.ask(tmp_path / "late", office, "Late", "p-two", seed=9)
    with late:
        code = joining.request(late.store, late.where, "Late").code
    with bee:
        with pytest.raises(RoleNeededError):
            joining.admit(bee.store, bee.where, late.store.device_id, code, by="p-one")
        with pytest.raises(RoleNeededError):
            joining.revoke(bee.store, bee.where, cee.store.device_id, "mine now", by="p-one")
    late.close()


def test_what_somebody_else_records_of_devices_counts_for_nothing(laptops: list[Laptop], tmp_path: Path) -> None:
    office, bee, cee = laptops
    late = folders.ask(tmp_path / "late", office, "Late", "p-two", seed=9)
    keys = device_keys.make()
    body = DeviceEnrolled("Late", keys.signing.public.hex(), keys.sealing.public.hex(), None)
    bee.put("device.enrolled", Subject("device", late.store.device_id), body)
    bee.put("device.revoked", Subject("device", cee.store.device_id), DeviceRevoked("mine now"))
    bee.put("person.role_granted", Subject("person", "p-one"), RoleGranted("administrator", folders.STARTS))
    for laptop in (bee, office, cee, bee):
        laptop.sync()
    for laptop in laptops:
        assert [kind for kind, _ in laptop.conflicts().values()] == ["role"] * 3
        assert laptop.whole() == office.whole()
    cee.put("case.assigned", K1, CaseAssigned("p-two"))
    assert cee.sync().sent == 1
    assert office.sync().taken == 1
    late.close()


def test_later_bundles_of_a_revoked_device_are_set_aside(laptops: list[Laptop]) -> None:
    office, bee, cee = laptops
    seen = bee.put("case.assigned", K1, CaseAssigned("p-one"))
    bee.sync()
    office.sync()
    unseen = bee.put("case.assigned", K2, CaseAssigned("p-one"))
    bee.sync()
    cee.sync()  # before anybody was told
    assert cee.states()[unseen] == "stands"
    (office.where / bee.store.device_id).rename(office.where / "held-up")
    revoke(office, bee)
    (office.where / "held-up").rename(office.where / bee.store.device_id)
    for laptop in (office, cee):
        laptop.sync()
        assert (laptop.states()[seen], laptop.states()[unseen]) == ("stands", "quarantined")
        assert laptop.conflicts()[unseen] == ("revoked", "open")
        laptop.check()
    assert cee.whole() == office.whole()


def test_a_revoked_device_reads_that_it_was_taken_out_and_no_more(laptops: list[Laptop]) -> None:
    office, bee, cee = laptops
    before = epochs(bee)
    revoke(office, bee)
    office.put("person.role_granted", Subject("person", "p-two"), RoleGranted("qa_lead", folders.STARTS))
    office.sync()
    cee.sync()
    waiting = bee.put("case.assigned", K1, CaseAssigned("p-one"))
    result = bee.sync()
    assert (result.is_revoked, result.sent) == (True, 0)
    assert [one.what for one in result.waiting] == ["key"]
    assert bee.store.marks()["sync.end"] == "SY-70"
    assert epochs(bee) == before
    assert epochs(cee) == epochs(office) > before
    assert bee.conflicts()[waiting] == ("revoked", "open")  # nothing of it is lost: it can be exported
    cee.put("case.assigned", K1, CaseAssigned("p-two"))
    cee.sync()
    office.sync()
    assert office.whole() == cee.whole()
    with office, pytest.raises(DeviceRevokedError):
        joining.revoke(office.store, office.where, bee.store.device_id, "again", by=ADMIN)


def test_two_administrators_who_take_each_other_out_both_succeed(laptops: list[Laptop], tmp_path: Path) -> None:
    office, bee, cee = laptops
    office.put("person.role_granted", Subject("person", "p-two"), RoleGranted("administrator", folders.STARTS))
    office.sync()
    for laptop in (bee, cee):
        laptop.sync()
    for laptop, other in ((office, bee), (cee, bee)):  # one device, taken out by two at once
        with laptop.store.act(by=laptop.me) as act:
            device = Subject("device", other.store.device_id)
            act.record(Op("device.revoked", device, act.head(device), laptop.me, folders.NOW, DeviceRevoked("lost")))
    for laptop in (office, cee, office, cee):
        laptop.sync()
    assert office.whole() == cee.whole()
    assert office.sync().forks == (f"device:{bee.store.device_id}",)
    assert bee.sync().is_revoked  # they differ in words, and it is out all the same


def test_a_wrapped_key_opens_on_its_device_alone(laptops: list[Laptop]) -> None:
    office, bee, cee = laptops
    wraps = [wrap for wrap in cards.wraps(office.where, office.store.store_id) if wrap.to == bee.store.device_id]
    assert len(wraps) == 1
    with bee:
        assert cards.unwrap(wraps[0], device_keys.recall(bee.store.device_id).sealing) is not None
    with cee:
        assert cards.unwrap(wraps[0], device_keys.recall(cee.store.device_id).sealing) is None


def test_a_key_that_a_stranger_offers_seals_nothing(laptops: list[Laptop]) -> None:
    office, bee, cee = laptops
    with cee:
        own = device_keys.recall(cee.store.device_id)
    to = cards.card_of(office.where, bee.store.device_id)
    assert to is not None
    cards.write_wrap(office.where, office.store.store_id, 2**60, bytes(32), to, own, cee.store.device_id)
    bee.put("case.assigned", K1, CaseAssigned("p-one"))
    bee.sync()
    assert 2**60 not in epochs(bee)  # Cee is no administrator
    assert office.sync().taken == 1


def test_begin_and_join_refuse_what_would_mix_two_records(laptops: list[Laptop], tmp_path: Path) -> None:
    office, bee, _ = laptops
    with office, pytest.raises(joining.HasPeerError):
        joining.begin(office.store, office.where, "Office", by=ADMIN)
    other = folders.first(tmp_path / "other", office.where, seed=99)
    with other:
        with pytest.raises(run.OtherCouncilError):
            joining.begin(other.store, other.where, "Other", by=ADMIN)
        with pytest.raises(joining.NotEmptyError):
            joining.request(other.store, other.where, "Other")
        with pytest.raises(run.NotInFolderError):
            run.sync(other.store, other.where)
        with pytest.raises(run.NotInFolderError):
            joining.requests(other.store, other.where)
        (tmp_path / "empty").mkdir()
        with pytest.raises(joining.NoCouncilError):
            joining.request(other.store, tmp_path / "empty", "Other")
        with pytest.raises(RoleNeededError):
            other.put("person.role_granted", Subject("person", "p-x"), RoleGranted("clerk", folders.STARTS))
            joining.begin(other.store, tmp_path / "empty", "Other", by="p-x")
    assert other.store.marks().get(run.PEER) is None
    other.close()


def test_a_lost_device_key_is_named(laptops: list[Laptop]) -> None:
    _, bee, _ = laptops
    bee.ring.entries.clear()
    with pytest.raises(device_keys.DeviceKeyLostError):
        bee.sync()


def test_no_secret_stands_in_the_folder(laptops: list[Laptop]) -> None:
    office, bee, _ = laptops
    with office.store.read() as conn:
        secrets = list(group.kept(log.driver(conn)).values())
    secrets += [bytes.fromhex(value) for value in (*office.ring.entries.values(), *bee.ring.entries.values())]
    for path in office.where.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert not any(secret in data or secret.hex().encode() in data for secret in secrets), path
            assert b"Rowan" not in data


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"card": "{}", "signature": "zz"}', "[" * 50_000])
def test_a_broken_card_is_passed_over(laptops: list[Laptop], text: str) -> None:
    office, bee, _ = laptops
    folder = office.where / "0193aaaa-0000"
    (folder / place.KEYS).mkdir(parents=True)
    (folder / cards.NAME).write_text(text)
    (folder / place.KEYS / cards.wrap_name(1, bee.store.device_id)).write_text(text)
    raw = json.loads((office.where / office.store.device_id / cards.NAME).read_text())
    assert json.loads(raw["card"])["role"] == "council"
    with office:
        assert joining.requests(office.store, office.where) == []
    assert bee.sync().is_whole
