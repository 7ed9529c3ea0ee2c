"""Schools, colleges and other settings, and the devices on which the record is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bandingdesk.council.ops import DeviceEnrolled, SettingAdded
from bandingdesk.ops import Op, Recorded, Subject


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting of the record."""

    id: str
    head: str
    added: SettingAdded | None = None


@dataclass(frozen=True, slots=True)
class Device:
    """One installation of the program."""

    id: str
    head: str
    enrolled: DeviceEnrolled | None = None


def apply(state: Setting | None, op: Recorded) -> Setting:
    """Fold an op of a setting."""
    known = state or Setting(op.subject.id, op.op_id)
    added = op.body if isinstance(op.body, SettingAdded) else known.added
    return replace(known, head=op.op_id, added=added)


def apply_device(state: Device | None, op: Recorded) -> Device:
    """Fold an op of a device."""
    known = state or Device(op.subject.id, op.op_id)
    enrolled = op.body if isinstance(op.body, DeviceEnrolled) else known.enrolled
    return replace(known, head=op.op_id, enrolled=enrolled)


def add(id_: str, by: str, at: datetime, body: SettingAdded) -> Op:
    """Add a setting."""
    return Op("setting.added", Subject("setting", id_), None, by, at, body)


def enrol(id_: str, by: str, at: datetime, body: DeviceEnrolled) -> Op:
    """Record this installation."""
    return Op("device.enrolled", Subject("device", id_), None, by, at, body)
