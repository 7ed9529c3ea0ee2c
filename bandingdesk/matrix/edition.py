"""What names one version of a framework on everything that leaves the council: title, version, hash, standing, day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bandingdesk.matrix import files
from bandingdesk.matrix.framework import Framework
from bandingdesk.matrix.life import Life

BAND_LINE = "The band is how funding is worked out. It does not limit the provision in Section F."
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_STANDINGS = {
    "draft": "A draft. It is not in force, and no request is decided by it.",
    "consulted": "Consulted on. It is not in force, and no request is decided by it.",
    "trial": "On trial. It changes no child's band or funding.",
    "adopted": "Adopted.",
    "retired": "Retired. It is no longer in force.",
}


def day(on: date) -> str:
    """Return ON as people read it: 7 December 2026."""
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


@dataclass(frozen=True, slots=True)
class Edition:
    """One version as its papers name it. `standing` says in a sentence whether it is in force."""

    authority: str
    title: str
    id: str
    version: str
    sha256: str
    standing: str
    in_force: str
    dated: date
    is_invented: bool

    @property
    def check_code(self) -> str:
        """The first twelve figures of the hash, in fours: enough to tell two versions apart at a glance."""
        figures = self.sha256.removeprefix("sha256:")[:12].upper()
        return "-".join(figures[at : at + 4] for at in (0, 4, 8))

    def stem(self) -> str:
        """Return the start of every file's name."""
        return f"{self.id}-{self.version}"


def edition(framework: Framework, life: Life | None, dated: date) -> Edition:
    """Return how FRAMEWORK is named on papers made on the day DATED. Without a LIFE it is a draft."""
    effective = framework.effective
    end = f" to {day(effective.to)}" if effective.to else ""
    return Edition(
        authority=framework.authority.name,
        title=framework.title,
        id=framework.id,
        version=framework.version,
        sha256=files.sha256(framework),
        standing=_standing(life),
        in_force=f"From {day(effective.from_)}{end}",
        dated=dated,
        is_invented=_is_invented(framework),
    )


def _standing(life: Life | None) -> str:
    if life is None:
        return _STANDINGS["draft"]
    words = _STANDINGS[life.status]
    if life.status == "trial" and life.trial is not None:
        words = f"On trial from {day(life.trial.from_)} to {day(life.trial.to)}. It changes no child's band or funding."
    if life.status == "adopted" and life.adopted_on is not None:
        by = f" by {life.adopted_by}" if life.adopted_by else ""
        minute = f", minute {life.minute}" if life.minute else ""
        words = f"Adopted on {day(life.adopted_on)}{by}{minute}."
    return words


def _is_invented(framework: Framework) -> bool:
    said = (framework.authority.name, framework.title, *(source.what for source in framework.provenance))
    return any("invented" in words.lower() for words in said)
