"""Readers by rota: two or three members must score each case, nobody with an interest, and the work is shared evenly.

Deterministic: the same cases, members and past give the same readers on every laptop. First each case takes those with
the least to read; then cases are passed on from who has most to who has least, straight or through others, until no
such passing is left. That is the fairest sharing that the interests allow (semi-matching: a load that no chain of
passings makes smaller is the smallest; Harvey, Ladner, Lovász and Tamir 2006).
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bandingdesk.panel.agenda.ops import Reader


class Member(NamedTuple):
    """A voting member: what they read at the last meetings, and how many cases fit in their hours (None: all).

    `is_chair`: reads only where too few others can, since the chair speaks last.
    """

    person: str
    before: int = 0
    most: int | None = None
    is_chair: bool = False


class Drawn(NamedTuple):
    """The rota's answer: readers by item, and the items for which too few members are free."""

    readers: Mapping[str, tuple[Reader, ...]]
    short: tuple[str, ...]


def draw(items: Sequence[str], members: Sequence[Member], unfit: Mapping[tuple[str, str], str], each: int) -> Drawn:
    """Return EACH readers for every one of ITEMS. UNFIT says of (item, person) why they can't read it.

    The chair reads only where fewer than EACH others can. Of equal loads the one whose name, mixed with the item's,
    comes first is taken, so that no pair always reads together.
    """
    by_id = {member.person: member for member in members}
    free = {item: [one for one in members if (item, one.person) not in unfit] for item in items}
    able = {
        item: [one.person for one in found if not one.is_chair or sum(not other.is_chair for other in found) < each]
        for item, found in free.items()
    }
    load = {member.person: member.before for member in members}
    given: dict[str, list[str]] = {}
    for item in sorted(items, key=lambda item: (len(able[item]), items.index(item))):
        chosen: list[str] = []
        for _ in range(min(each, len(able[item]))):
            rest = [one for one in able[item] if one not in chosen]
            rest = [one for one in rest if _has_room(by_id[one], given)] or rest
            person = min(rest, key=lambda one: (by_id[one].is_chair, load[one], _lot(item, one)))
            chosen.append(person)
            load[person] += 1
        given[item] = chosen
    shared = {one.person: load[one.person] for one in members if not one.is_chair}
    while _pass_on(given, able, shared, by_id):
        pass
    counts = {member.person: member.before for member in members}
    readers: dict[str, tuple[Reader, ...]] = {}
    for item in items:
        few = len(able[item]) <= each
        readers[item] = tuple(
            Reader(person, "few" if few else "turn", counts[person])
            for person in sorted(given[item], key=lambda one: (counts[one], _lot(item, one)))
        )
        for person in given[item]:
            counts[person] += 1
    return Drawn(readers, tuple(item for item in items if len(given[item]) < each))


def _lot(item: str, person: str) -> bytes:
    return hashlib.sha256(f"{item}\n{person}".encode()).digest()


def _has_room(member: Member, given: Mapping[str, Sequence[str]]) -> bool:
    if member.most is None:
        return True
    return sum(member.person in chosen for chosen in given.values()) < member.most


def _pass_on(
    given: dict[str, list[str]], able: Mapping[str, Sequence[str]], load: dict[str, int], by_id: Mapping[str, Member]
) -> bool:
    """Pass cases along one chain from a member with more to one with at least two fewer. Return whether one was found.

    The longest loads are looked at first; a breadth-first walk finds the shortest chain.
    """
    for start in sorted(load, key=lambda one: (-load[one], one)):
        came: dict[str, tuple[str, str]] = {}  # person -> (the one who passes to them, the case passed)
        queue = deque([start])
        while queue:
            giver = queue.popleft()
            for item, chosen in given.items():
                if giver not in chosen:
                    continue
                for taker in able[item]:
                    if taker in chosen or taker in came or taker == start or taker not in load:
                        continue
                    came[taker] = (giver, item)
                    if load[start] - load[taker] >= 2 and _has_room(by_id[taker], given):
                        _walk_back(given, came, start, taker)
                        load[start] -= 1
                        load[taker] += 1
                        return True
                    queue.append(taker)
    return False


def _walk_back(given: dict[str, list[str]], came: Mapping[str, tuple[str, str]], start: str, taker: str) -> None:
    while taker != start:
        giver, item = came[taker]
        given[item][given[item].index(giver)] = taker
        taker = giver
