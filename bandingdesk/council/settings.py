"""Schools, colleges and other settings, and the devices on which the record is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bandingdesk.council.ops import DeviceEnrolled, DeviceRevoked, SettingAdded, SettingChanged, SettingTakenBack
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError
from bandingdesk.ops import Op, Recorded, Subject


class DeviceRevokedError(RefusedError):
    """The device NAME was revoked before."""

    code = "PE-10"
    message = QT_TRANSLATE_NOOP("errors", "{name} was taken out before.")
    kept = QT_TRANSLATE_NOOP("errors", "It stays out. Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Read the list of devices again.")


class RevokeReasonError(InvalidError):
    """A device is revoked with a reason."""

    code = "PE-11"
    message = QT_TRANSLATE_NOOP("errors", "Say why this device is taken out.")
    kept = QT_TRANSLATE_NOOP("errors", "The device still takes part. Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Write a few words, such as: lost on a train on 3 May.")


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting of the record; `added` is what is known of it now, None once taken back."""

    id: str
    head: str
    added: SettingAdded | None = None


@dataclass(frozen=True, slots=True)
class Device:
    """One installation of the program."""

    id: str
    head: str
    enrolled: DeviceEnrolled | None = None
    revoked: DeviceRevoked | None = None
    revoked_at: datetime | None = None


def apply(state: Setting | None, op: Recorded) -> Setting:
    """Fold an op of a setting."""
    known = state or Setting(op.subject.id, op.op_id)
    match op.body:
        case SettingAdded():
            known = replace(known, added=op.body)
        case SettingChanged(setting, _):
            known = replace(known, added=setting)
        case SettingTakenBack():
            known = replace(known, added=None)
    return replace(known, head=op.op_id)


def apply_device(state: Device | None, op: Recorded) -> Device:
    """Fold an op of a device."""
    known = state or Device(op.subject.id, op.op_id)
    match op.body:
        case DeviceEnrolled():
            known = replace(known, enrolled=op.body)
        case DeviceRevoked():
            known = replace(known, revoked=op.body, revoked_at=op.at)
    return replace(known, head=op.op_id)


def add(id_: str, by: str, at: datetime, body: SettingAdded) -> Op:
    """Add a setting."""
    return Op("setting.added", Subject("setting", id_), None, by, at, body)


def change(known: Setting, by: str, at: datetime, body: SettingChanged) -> Op:
    """Change what is known of a setting."""
    return Op("setting.changed", Subject("setting", known.id), known.head, by, at, body)


def take_back(known: Setting, by: str, at: datetime, source: str) -> Op:
    """Take back the setting that import SOURCE added."""
    return Op("setting.taken_back", Subject("setting", known.id), known.head, by, at, SettingTakenBack(source))


def enrol(id_: str, by: str, at: datetime, body: DeviceEnrolled) -> Op:
    """Record this installation."""
    return Op("device.enrolled", Subject("device", id_), None, by, at, body)


def revoke(device: Device, by: str, at: datetime, reason: str) -> Op:
    """Take a device out for good; a laptop that comes back is enrolled as a new one.

    Raises DeviceRevokedError, RevokeReasonError.
    """
    if device.revoked is not None:
        raise DeviceRevokedError(name=device.enrolled.name if device.enrolled else device.id)
    if not reason.strip():
        raise RevokeReasonError()
    body = DeviceRevoked(reason.strip())
    return Op("device.revoked", Subject("device", device.id), device.head, by, at, body)
