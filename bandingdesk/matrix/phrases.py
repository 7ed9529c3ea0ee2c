"""The sentences of an explanation, one or a few for each kind of step, as templates.

Marked for translation (context "lay") and filled by name in `wording.py`; nothing is written freely.
"""

from __future__ import annotations

from bandingdesk.errors import QT_TRANSLATE_NOOP

RATED = QT_TRANSLATE_NOOP("lay", "{strand} is at level {level}: {name}.")
RATED_POINTS = QT_TRANSLATE_NOOP("lay", "{strand} is at level {level}: {name}. Points for this: {points}.")
ASSUMED = QT_TRANSLATE_NOOP("lay", "{strand} is not rated. The scheme then takes its lowest level, {level}.")
ASSUMED_OPTIONAL = QT_TRANSLATE_NOOP(
    "lay", "{strand} is not rated, and need not be. The scheme then takes its lowest level, {level}."
)
SHARED = QT_TRANSLATE_NOOP("lay", "{strand} counts {points} in {measure}.")
CAP_HELD = QT_TRANSLATE_NOOP("lay", "{strands} count at most {max} together, so {before} becomes {after}.")
CAP_FREE = QT_TRANSLATE_NOOP("lay", "{strands} count {before} together, within their limit of {max}.")
ADDED = QT_TRANSLATE_NOOP("lay", "The scheme adds {add} to the points, because {checks}.")
NOT_ADDED = QT_TRANSLATE_NOOP("lay", "The scheme would add {add} to the points if {needs}. Here {checks}.")
ADDS_UP = QT_TRANSLATE_NOOP("lay", "The points add up to {points}.")
COUNTED = QT_TRANSLATE_NOOP("lay", "The number of strands at level {level} or more is {value}.")
TOP_LEVEL = QT_TRANSLATE_NOOP("lay", "The highest level is {value}.")
RANKED_LEVEL = QT_TRANSLATE_NOOP("lay", "Level number {rank} from the top is {value}.")
MAIN = QT_TRANSLATE_NOOP("lay", "The main area of need is {strand}, at level {level}.")
TICKED = QT_TRANSLATE_NOOP("lay", "Descriptors relied on for {measure}: {value}.")
NUMBER = QT_TRANSLATE_NOOP("lay", "{measure}: {value}.")
NUMBER_ASSUMED = QT_TRANSLATE_NOOP("lay", "{measure}: not known. The scheme then takes the least it can be, {value}.")
COST_LINE = QT_TRANSLATE_NOOP(
    "lay", "{what}: {minutes} minutes a week of {rate}, for {weeks} weeks. That comes to {money} a year."
)
COST_SHARED = QT_TRANSLATE_NOOP(
    "lay",
    "{what}: {minutes} minutes a week of {rate}, shared by {group}, for {weeks} weeks. That comes to {money} a year.",
)
COST_LIMITED = QT_TRANSLATE_NOOP(
    "lay",
    "{what}: {minutes} minutes a week of {rate} in a group of {group}, for {weeks} weeks. The scheme counts at most "
    "{limit} minutes a week of it in all. That comes to {money} a year.",
)
COST_FIXED = QT_TRANSLATE_NOOP("lay", "{what}: {money} a year.")
COST = QT_TRANSLATE_NOOP("lay", "{measure} comes to {money} a year.")
COST_ENTERED = QT_TRANSLATE_NOOP("lay", "{measure} was entered as {money} a year.")
COSTED_MAP = QT_TRANSLATE_NOOP("lay", "The costed map")
GUARD_OFF = QT_TRANSLATE_NOOP("lay", "Rule {id} does not stop this case.")
GUARD_ON = QT_TRANSLATE_NOOP("lay", "Rule {id} sends this case to people: {why}")
GUARD_QUIET = QT_TRANSLATE_NOOP("lay", "Rule {id} has nothing to point out here.")
GUARD_WARNS = QT_TRANSLATE_NOOP("lay", "Rule {id} asks people to look at this case with care: {why}")
ON_ROW = QT_TRANSLATE_NOOP("lay", "{band} covers {start} to {end}, and the figure here is {value}.")
CASE_MET = QT_TRANSLATE_NOOP("lay", "Rule {id} is met, because {checks}. It stands for {band}.")
CASE_MISSED = QT_TRANSLATE_NOOP("lay", "Rule {id} for {band} is not met: {checks}.")
PICKED = QT_TRANSLATE_NOOP("lay", "The rules give {band}.")
PICKED_REST = QT_TRANSLATE_NOOP("lay", "No rule is met. The scheme then gives {band}.")
CHOSEN = QT_TRANSLATE_NOOP(
    "lay", "A person chose the description of {band} as the best fit. Descriptors relied on: {count}."
)
WAY = QT_TRANSLATE_NOOP("lay", "Way {way} gives {band}.")
WAY_NONE = QT_TRANSLATE_NOOP("lay", "Way {way} gives no band.")
BEST = QT_TRANSLATE_NOOP("lay", "The highest band of these ways counts: {band}.")
BEST_NONE = QT_TRANSLATE_NOOP("lay", "None of these ways gives a band. People decide.")
MOVED = QT_TRANSLATE_NOOP("lay", "The band moves from {before} to {after}, because {checks}.")
MOVED_OUT = QT_TRANSLATE_NOOP("lay", "The band would move beyond {before}, where the scheme has none.")
NOT_MOVED = QT_TRANSLATE_NOOP("lay", "The band would move if {needs}. Here {checks}, so it stays at {after}.")
FLOOR_MET = QT_TRANSLATE_NOOP("lay", "The band is at least {bound}, because {checks}. It is now {after}.")
CAP_MET = QT_TRANSLATE_NOOP("lay", "The band is at most {bound}, because {checks}. It is now {after}.")
BOUND_OFF = QT_TRANSLATE_NOOP("lay", "Rule {id} about {bound} does not apply: {checks}.")
AMOUNT = QT_TRANSLATE_NOOP("lay", "The tariff gives {money} {period} for {band} ({place}).")
NO_AMOUNT = QT_TRANSLATE_NOOP("lay", "The tariff has no fixed amount for {band}. People set it for the child.")
WEIGHTED = QT_TRANSLATE_NOOP(
    "lay", "The tariff takes {base} ({place}) times {weight} for {band}. That comes to {money} {period}."
)
STRAND_AMOUNT = QT_TRANSLATE_NOOP("lay", "{strand} at level {level} stands for {money}.")
COMBINED = {
    "sum": QT_TRANSLATE_NOOP("lay", "Together that is {money} {period}."),
    "highest": QT_TRANSLATE_NOOP("lay", "Only the highest of these amounts counts: {money} {period}."),
    "primary": QT_TRANSLATE_NOOP("lay", "Only the main area of need counts: {money} {period}."),
}
HOURLY = QT_TRANSLATE_NOOP(
    "lay", "The tariff takes {rate} for {band} ({place}), times {times}. That comes to {money} {period}."
)
TIMES = QT_TRANSLATE_NOOP("lay", " times ")
MAP_AMOUNT = QT_TRANSLATE_NOOP("lay", "The amount is what the costed map comes to: {money} {period}.")
ADDED_ON = QT_TRANSLATE_NOOP("lay", "The tariff adds {add}, because {checks}. The amount is now {after}. {why}")
NOT_ADDED_ON = QT_TRANSLATE_NOOP("lay", "The tariff would add {add} if {needs}. Here {checks}.")
DEDUCTED = QT_TRANSLATE_NOOP("lay", "The setting meets the first {deduct} itself, so {before} becomes {after}. {why}")
AMOUNT_BOUND = QT_TRANSLATE_NOOP("lay", "A limit in the tariff changes {before} to {after}. {why}")
AMOUNT_FREE = QT_TRANSLATE_NOOP("lay", "The limit in the tariff is not reached.")
PRORATED = QT_TRANSLATE_NOOP("lay", "The part that is paid is {value} of {full}, so {before} becomes {after}.")
PROTECTED = QT_TRANSLATE_NOOP(
    "lay", "{paid_before} was paid before, and the amount may not fall below it until {until}. It is {after}. {why}"
)
NOT_PROTECTED = QT_TRANSLATE_NOOP(
    "lay", "{paid_before} was paid before. The protection of the tariff, until {until}, changes nothing here."
)
ROUTED = QT_TRANSLATE_NOOP("lay", "An amount above {above} goes to {to} as well. {why}")
NOT_ROUTED = QT_TRANSLATE_NOOP("lay", "The amount is not above {above}, so it does not go to {to}.")
RANGE = QT_TRANSLATE_NOOP("lay", "The result is {low} to {high} until {strands} is rated.")
RANGE_ONE = QT_TRANSLATE_NOOP("lay", "The result is {low} whichever level {strands} has.")
RANGE_REFER = QT_TRANSLATE_NOOP("lay", "Some levels of {strands} would take the case outside the scheme.")
RANGE_OPEN = QT_TRANSLATE_NOOP("lay", "The result is {low} to {high}, or outside the scheme, until {strands} is rated.")

REFERRED = {
    "above": QT_TRANSLATE_NOOP("lay", "{value} is above the scale, which ends at {edge}. People decide."),
    "below": QT_TRANSLATE_NOOP("lay", "{value} is below the scale, which starts at {edge}. People decide."),
    "gap": QT_TRANSLATE_NOOP("lay", "No band covers {value}. People decide, outside the table."),
    "overlap": QT_TRANSLATE_NOOP("lay", "More than one band covers {value}. People decide which."),
    "conflict": QT_TRANSLATE_NOOP("lay", "Rules {subject} are met together and disagree. People decide which."),
    "no_case": QT_TRANSLATE_NOOP("lay", "No rule is met, and the scheme does not say what then. People decide."),
    "otherwise": QT_TRANSLATE_NOOP("lay", "No rule is met. The scheme then leaves it to people."),
    "guard": QT_TRANSLATE_NOOP("lay", "Rule {subject} leaves this case to people."),
    "above_top": QT_TRANSLATE_NOOP("lay", "That is above the top band. People decide, outside the table."),
    "below_bottom": QT_TRANSLATE_NOOP("lay", "That is below the lowest band. People decide, outside the table."),
    "setting": QT_TRANSLATE_NOOP("lay", "{subject} is not offered in this setting. People decide."),
}  # fmt: skip

CHECKS = {
    ("strand_at_least", True): QT_TRANSLATE_NOOP("lay", "{strand} is at level {was}"),
    ("strand_at_least", False): QT_TRANSLATE_NOOP("lay", "{strand} is at level {was}, not {needed} or more"),
    ("count_at_least", True): QT_TRANSLATE_NOOP("lay", "the number of strands at level {level} or more is {was}"),
    ("count_at_least", False): QT_TRANSLATE_NOOP(
        "lay", "the number of strands at level {level} or more is {was}, not {needed}"
    ),
    ("measure", True): QT_TRANSLATE_NOOP("lay", "{measure}, which is {was}, is {between}"),
    ("measure", False): QT_TRANSLATE_NOOP("lay", "{measure}, which is {was}, is not {between}"),
    ("context", True): QT_TRANSLATE_NOOP("lay", "the {context} is {was}"),
    ("context", False): QT_TRANSLATE_NOOP("lay", "the {context} is {was}, not {needed}"),
    ("descriptor_met", True): QT_TRANSLATE_NOOP("lay", 'the description "{descriptor}" is relied on'),
    ("descriptor_met", False): QT_TRANSLATE_NOOP("lay", 'the description "{descriptor}" is not relied on'),
}
NEEDS = {
    "strand_at_least": QT_TRANSLATE_NOOP("lay", "{strand} were at level {needed} or more"),
    "count_at_least": QT_TRANSLATE_NOOP("lay", "{needed} or more strands were at level {level} or more"),
    "measure": QT_TRANSLATE_NOOP("lay", "{measure} were {between}"),
    "context": QT_TRANSLATE_NOOP("lay", "the {context} were {needed}"),
    "descriptor_met": QT_TRANSLATE_NOOP("lay", 'the description "{descriptor}" were relied on'),
}
MEASURES = {  # where the council has no word of its own
    "PointsTable": QT_TRANSLATE_NOOP("lay", "the total of points"),
    "CountTable": QT_TRANSLATE_NOOP("lay", "the number of strands at level {level} or more"),
    "HighestTable": QT_TRANSLATE_NOOP("lay", "level number {rank} from the top"),
    "PrimaryTable": QT_TRANSLATE_NOOP("lay", "the level of the main area of need"),
    "TicksTable": QT_TRANSLATE_NOOP("lay", "the number of descriptors relied on"),
    "NumberTable": QT_TRANSLATE_NOOP("lay", "the number {id}"),
    "CostTable": QT_TRANSLATE_NOOP("lay", "the costed map"),
}
TOP = QT_TRANSLATE_NOOP("lay", "the highest level")
NEEDS_EXACTLY = QT_TRANSLATE_NOOP("lay", "the number of strands at level {level} or more were {needed}")
FROM_TO = QT_TRANSLATE_NOOP("lay", "from {low} to {high}")
FROM = QT_TRANSLATE_NOOP("lay", "{low} or more")
UP_TO = QT_TRANSLATE_NOOP("lay", "{high} or less")
AND = QT_TRANSLATE_NOOP("lay", " and ")
OR = QT_TRANSLATE_NOOP("lay", " or ")

SHORT_BAND = QT_TRANSLATE_NOOP("lay", "The published scheme points to {band}.")
SHORT_POINTS = QT_TRANSLATE_NOOP("lay", "The levels add up to {points} points. The published scheme points to {band}.")
SHORT_REFER = QT_TRANSLATE_NOOP("lay", "The published scheme gives no band for these levels. {reason}")
PEOPLE = QT_TRANSLATE_NOOP(
    "lay", "This is not a decision: people decide the band. A band does not limit the support in Section F of the plan."
)
