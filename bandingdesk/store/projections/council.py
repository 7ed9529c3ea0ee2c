"""The council's states as rows: people and roles, policies, panel types, the rule books, settings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from bandingdesk import ops
from bandingdesk.council import people, policy, resolution, rulebook, settings
from bandingdesk.council.people import Person
from bandingdesk.council.policy import PanelType, Policy
from bandingdesk.council.resolution import Resolution
from bandingdesk.council.rulebook import FrameworkVersion, TariffVersion
from bandingdesk.council.settings import Device, Setting
from bandingdesk.store.projections.tables import table
from bandingdesk.store.registry import Fold, Projection, Row

VERSION = 4

FOLDS = {
    "person": Fold(Person, people.apply),
    "policy": Fold(Policy, policy.apply),
    "panel_type": Fold(PanelType, policy.apply_panel_type),
    "framework": Fold(FrameworkVersion, rulebook.apply_framework),
    "tariff": Fold(TariffVersion, rulebook.apply_tariff),
    "setting": Fold(Setting, settings.apply),
    "device": Fold(Device, settings.apply_device),
    "resolution": Fold(Resolution, resolution.apply),
}

PERSON = table("council_person", "person", "id head name initials profession", "has_pin", keys="id")
TEAM = table("council_team", "person", "person team starts", keys="person")
ROLE = table("council_role", "person", "person role starts ends panel_type", keys="person")
POLICY = table("council_policy", "policy", "key head value starts minute", keys="key")
PANEL_TYPE = table("council_panel_type", "panel_type", "key head body starts", "position", keys="key")
FRAMEWORK = table(
    "council_framework",
    "framework",
    "id head framework version title supersedes definition status starts ends minute adopted_by"
    " consulted_on trial_from trial_to life",
    keys="id framework starts",
)
TARIFF = table(
    "council_tariff",
    "tariff",
    "id head framework year version title period definition starts minute",
    keys="id framework starts",
)
SETTING = table(
    "council_setting",
    "setting",
    "id head name kind urn address email ukprn laestab opened closed source",
    "invented",
    keys="id urn ukprn",
)


def lay_person(state: Person) -> Iterator[Row]:
    """Yield the rows of a person."""
    yield (
        PERSON,
        {
            "id": state.id,
            "head": state.head,
            "name": state.name,
            "initials": state.initials,
            "profession": state.profession,
            "has_pin": int(state.pin is not None),
        },
    )
    for held in state.roles:
        yield ROLE, {"person": state.id, **ops.plain(held)}
    for team in state.teams:
        yield TEAM, {"person": state.id, **ops.plain(team)}


def lay_policy(state: Policy) -> Iterator[Row]:
    """Yield the rows of a policy."""
    for version in state.versions:
        yield (
            POLICY,
            {
                "key": state.id,
                "head": state.head,
                "value": json.dumps(ops.plain(version.value)),
                "starts": ops.plain(version.starts),
                "minute": version.minute,
            },
        )


def lay_panel_type(state: PanelType) -> Iterator[Row]:
    """Yield the rows of a panel type: a version each, `head` the op that adopted it."""
    for position, (version, head) in enumerate(zip(state.versions, state.adopted, strict=True)):
        row = {"key": state.id, "head": head, "body": json.dumps(ops.plain(version)), "position": position}
        yield PANEL_TYPE, {**row, "starts": ops.plain(version.starts)}


def lay_framework(state: FrameworkVersion) -> Iterator[Row]:
    """Yield the row of a framework version; `life` is JSON text of what stands beside the definition in a file."""
    if state.added is None:
        return
    added, adopted, trial = state.added, state.adopted, state.trial
    yield (
        FRAMEWORK,
        {
            "id": state.id,
            "head": state.head,
            "framework": added.framework,
            "version": added.version,
            "title": added.title,
            "supersedes": json.loads(added.definition).get("supersedes"),
            "definition": added.definition,
            "status": state.status,
            "starts": ops.plain(adopted.starts) if adopted else None,
            "ends": ops.plain(state.retired.on) if state.retired else None,
            "minute": adopted.minute if adopted else None,
            "adopted_by": adopted.adopted_by if adopted else None,
            "consulted_on": ops.plain(state.consulted_on),
            "trial_from": ops.plain(trial.starts) if trial else None,
            "trial_to": ops.plain(state.trial_ended.on if state.trial_ended else trial.ends) if trial else None,
            "life": json.dumps(_life(state), ensure_ascii=False),
        },
    )


def _life(state: FrameworkVersion) -> dict[str, Any]:
    """Return what happened to a version as a file's `life` holds it; who answered a finding is still a person's id."""
    adopted, trial, ended = state.adopted, state.trial, state.trial_ended
    return {
        "status": state.status,
        "consulted_on": ops.plain(state.consulted_on),
        "trial": trial
        and {
            "from": ops.plain(trial.starts),
            "to": ops.plain(ended.on if ended else trial.ends),
            "reason": trial.reason,
            "found": ended.words if ended else None,
        },
        "adopted_on": ops.plain(adopted.on) if adopted else None,
        "adopted_by": (adopted.adopted_by or None) if adopted else None,
        "starts": ops.plain(adopted.starts) if adopted else None,
        "minute": adopted.minute if adopted else None,
        "retired_on": ops.plain(state.retired.on) if state.retired else None,
        "equality": ops.plain(state.equality),
        "consultation": ops.plain(state.consultation),
        "answers": ops.plain(state.answers),
        "you_said_we_did": ops.plain(state.responses),
    }


def lay_tariff(state: TariffVersion) -> Iterator[Row]:
    """Yield the rows of a tariff."""
    if state.added is not None:
        added, adopted = state.added, state.adopted
        definition = json.loads(added.definition)
        yield (
            TARIFF,
            {
                "id": state.id,
                "head": state.head,
                "framework": added.framework,
                "year": added.year,
                "version": definition.get("version"),
                "title": definition.get("title"),
                "period": definition["period"],
                "definition": added.definition,
                "starts": ops.plain(adopted.starts) if adopted else None,
                "minute": adopted.minute if adopted else None,
            },
        )


def lay_setting(state: Setting) -> Iterator[Row]:
    """Yield the rows of a setting."""
    if state.added is not None:
        row = ops.plain(state.added)
        row["address"] = json.dumps(row["address"])
        row["invented"] = int(state.added.invented)
        yield SETTING, {"id": state.id, "head": state.head, **row}


PROJECTIONS: dict[str, Projection] = {
    "person": lay_person,
    "policy": lay_policy,
    "panel_type": lay_panel_type,
    "framework": lay_framework,
    "tariff": lay_tariff,
    "setting": lay_setting,
}
