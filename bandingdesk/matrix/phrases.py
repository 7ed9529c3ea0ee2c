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
VALUE_IS = QT_TRANSLATE_NOOP("lay", "{which} is {value}.")
MAIN = QT_TRANSLATE_NOOP("lay", "The main area of need is {strand}, at level {level}.")
TICKED = QT_TRANSLATE_NOOP("lay", "Descriptors relied on for {measure}: {value}.")
NUMBER = QT_TRANSLATE_NOOP("lay", "{measure}: {value}.")
NUMBER_ASSUMED = QT_TRANSLATE_NOOP("lay", "{measure}: not known. The scheme then takes the least it can be, {value}.")
COST_LINE = QT_TRANSLATE_NOOP(
    "lay", '{what}: {minutes} minutes a week for {weeks} weeks, at the rate "{rate}". That comes to {money} a year.'
)
COST_SHARED = QT_TRANSLATE_NOOP(
    "lay",
    '{what}: {minutes} minutes a week shared by {group}, for {weeks} weeks, at the rate "{rate}". '
    "That comes to {money} a year.",
)
COST_LIMITED = QT_TRANSLATE_NOOP(
    "lay",
    '{what}: {minutes} minutes a week for {weeks} weeks, at the rate "{rate}". The scheme counts at most {limit} '
    "minutes a week at this rate in all. That comes to {money} a year.",
)
COST_SHARED_LIMITED = QT_TRANSLATE_NOOP(
    "lay",
    '{what}: {minutes} minutes a week shared by {group}, for {weeks} weeks, at the rate "{rate}". The scheme counts '
    "at most {limit} minutes a week for each of them at this rate in all. That comes to {money} a year.",
)
COST_FIXED = QT_TRANSLATE_NOOP("lay", "{what}: {money} a year.")
COST = QT_TRANSLATE_NOOP("lay", "{measure} comes to {money} a year.")
COST_ENTERED = QT_TRANSLATE_NOOP("lay", "{measure} was entered as {money} a year.")
COSTED_MAP = QT_TRANSLATE_NOOP("lay", "The costed map")
GUARDS_OFF = {
    "refuse": QT_TRANSLATE_NOOP("lay", "The scheme would not take these levels if {needs}. Here {checks}."),
    "refer": QT_TRANSLATE_NOOP("lay", "The scheme would leave this case to people if {needs}. Here {checks}."),
    "warn": QT_TRANSLATE_NOOP("lay", "The scheme would ask people to look with care if {needs}. Here {checks}."),
}
GUARD_ON = QT_TRANSLATE_NOOP("lay", "The scheme leaves this case to people, because {checks}. {why}")
GUARD_WARNS = QT_TRANSLATE_NOOP("lay", "The scheme asks people to look at this case with care, because {checks}. {why}")
ON_ROW = QT_TRANSLATE_NOOP("lay", "{band} covers {start} to {end}, and the figure here is {value}.")
ON_ROW_ONE = QT_TRANSLATE_NOOP("lay", "{band} is for exactly {value}, and that is the figure here.")
CASE_MET = QT_TRANSLATE_NOOP("lay", "A rule for {band} is met, because {checks}.")
CASE_MISSED = QT_TRANSLATE_NOOP("lay", "A rule for {band} is not met: {checks}.")
PICKED = QT_TRANSLATE_NOOP("lay", "The rules give {band}.")
PICKED_HIGHEST = QT_TRANSLATE_NOOP("lay", "Of the rules that are met, the highest band counts: {band}.")
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
FLOOR_OFF = QT_TRANSLATE_NOOP("lay", "The band would be at least {bound} if {needs}. Here {checks}.")
CAP_OFF = QT_TRANSLATE_NOOP("lay", "The band would be at most {bound} if {needs}. Here {checks}.")
AT_PLACE = QT_TRANSLATE_NOOP("lay", " ({place})")
AMOUNT = QT_TRANSLATE_NOOP("lay", "The tariff gives {money} {period} for {band}{at}.")
NO_AMOUNT = QT_TRANSLATE_NOOP("lay", "The tariff has no fixed amount for {band}. People set it for the child.")
WEIGHTED = QT_TRANSLATE_NOOP(
    "lay", "The tariff takes {base}{at} times {weight} for {band}. That comes to {money} {period}."
)
STRAND_AMOUNT = QT_TRANSLATE_NOOP("lay", "{strand} at level {level} stands for {money}.")
COMBINED = {
    "sum": QT_TRANSLATE_NOOP("lay", "Together that is {money} {period}."),
    "highest": QT_TRANSLATE_NOOP("lay", "Only the highest of these amounts counts: {money} {period}."),
    "primary": QT_TRANSLATE_NOOP("lay", "Only the main area of need counts: {money} {period}."),
}
HOURLY = QT_TRANSLATE_NOOP(
    "lay", "The tariff takes {rate} for {band}{at}, times {times}. That comes to {money} {period}."
)
TIMES = QT_TRANSLATE_NOOP("lay", " times ")
MAP_AMOUNT = QT_TRANSLATE_NOOP("lay", "The amount is what the costed map comes to: {money} {period}.")
ADDED_ON = QT_TRANSLATE_NOOP("lay", "The tariff adds {add}, because {checks}. The amount is now {after}. {why}")
NOT_ADDED_ON = QT_TRANSLATE_NOOP("lay", "The tariff would add {add} if {needs}. Here {checks}.")
DEDUCTED = QT_TRANSLATE_NOOP("lay", "The setting meets the first {deduct} itself, so {before} becomes {after}. {why}")
AMOUNT_BOUND = QT_TRANSLATE_NOOP("lay", "A limit in the tariff changes {before} to {after}. {why}")
AMOUNT_FREE = QT_TRANSLATE_NOOP("lay", "The limit in the tariff is not reached.")
PRORATED = QT_TRANSLATE_NOOP("lay", "The part that is paid is {value} of {full}, so {before} becomes {after}.")
PRORATED_SAME = QT_TRANSLATE_NOOP("lay", "The part that is paid is {value} of {full}. The amount stays {after}.")
PROTECTED = QT_TRANSLATE_NOOP(
    "lay", "{paid_before} was paid before, and the amount may not fall below it until {until}. It is {after}. {why}"
)
NOT_PROTECTED = QT_TRANSLATE_NOOP(
    "lay", "{paid_before} was paid before. The protection of the tariff, until {until}, changes nothing here."
)
ROUTED = QT_TRANSLATE_NOOP("lay", "An amount above {above} goes to {to} as well. {why}")
NOT_ROUTED = QT_TRANSLATE_NOOP("lay", "The amount is not above {above}, so it does not go to {to}.")
RANGE = QT_TRANSLATE_NOOP("lay", "The result is {low} to {high} while this is not known: {strands}.")
RANGE_ONE = QT_TRANSLATE_NOOP("lay", "The result is {low}, whatever is found for {strands}.")
RANGE_REFER = QT_TRANSLATE_NOOP("lay", "Whatever is found for {strands}, the scheme gives no band. People decide.")
RANGE_OPEN = QT_TRANSLATE_NOOP(
    "lay", "The result is {low} to {high}, or no band at all, while this is not known: {strands}."
)
RANGE_ONE_OPEN = QT_TRANSLATE_NOOP("lay", "The result is {low}, or no band at all, while this is not known: {strands}.")

REFERRED = {
    "above": QT_TRANSLATE_NOOP("lay", "{value} is above the scale, which ends at {edge}. People decide."),
    "below": QT_TRANSLATE_NOOP("lay", "{value} is below the scale, which starts at {edge}. People decide."),
    "gap": QT_TRANSLATE_NOOP("lay", "No band covers {value}. People decide, outside the table."),
    "overlap": QT_TRANSLATE_NOOP("lay", "More than one band covers {value}. People decide which."),
    "conflict": QT_TRANSLATE_NOOP("lay", "Rules are met together that may not be. People decide which counts."),
    "no_case": QT_TRANSLATE_NOOP("lay", "No rule is met, and the scheme does not say what then. People decide."),
    "otherwise": QT_TRANSLATE_NOOP("lay", "No rule is met. The scheme then leaves it to people."),
    "guard": QT_TRANSLATE_NOOP("lay", "The rule above leaves the band to people."),
    "above_top": QT_TRANSLATE_NOOP("lay", "That is above the top band. People decide, outside the table."),
    "below_bottom": QT_TRANSLATE_NOOP("lay", "That is below the lowest band. People decide, outside the table."),
    "setting": QT_TRANSLATE_NOOP("lay", "{subject} is not offered in this setting. People decide."),
}  # fmt: skip

CHECKS = {
    ("strand_at_least", True): QT_TRANSLATE_NOOP("lay", "{strand} is at level {was}"),
    ("strand_at_least", False): QT_TRANSLATE_NOOP("lay", "{strand} is at level {was}, not {needed} or more"),
    ("count_at_least", True): QT_TRANSLATE_NOOP("lay", "{which} is {was}"),
    ("count_at_least", False): QT_TRANSLATE_NOOP("lay", "{which} is {was}, not {needed} or more"),
    ("measure", True): QT_TRANSLATE_NOOP("lay", "{measure} is {was}, which is {between}"),
    ("measure", False): QT_TRANSLATE_NOOP("lay", "{measure} is {was}, which is not {between}"),
    ("context", True): QT_TRANSLATE_NOOP("lay", "the {context} is {was}"),
    ("context", False): QT_TRANSLATE_NOOP("lay", "the {context} is {was}, not {needed}"),
    ("descriptor_met", True): QT_TRANSLATE_NOOP("lay", 'the description "{descriptor}" is relied on'),
    ("descriptor_met", False): QT_TRANSLATE_NOOP("lay", 'the description "{descriptor}" is not relied on'),
}
CHECK_EXACTLY = QT_TRANSLATE_NOOP("lay", "{which} is {was}, not {needed}")
NEEDS = {
    "strand_at_least": QT_TRANSLATE_NOOP("lay", "{strand} were at level {needed} or more"),
    "count_at_least": QT_TRANSLATE_NOOP("lay", "{needed} or more strands were at level {level} or more"),
    "measure": QT_TRANSLATE_NOOP("lay", "{measure} were {between}"),
    "context": QT_TRANSLATE_NOOP("lay", "the {context} were {needed}"),
    "descriptor_met": QT_TRANSLATE_NOOP("lay", 'the description "{descriptor}" were relied on'),
}
NEEDS_NOT = {
    "strand_at_least": QT_TRANSLATE_NOOP("lay", "{strand} were below level {needed}"),
    "count_at_least": QT_TRANSLATE_NOOP("lay", "fewer than {needed} strands were at level {level} or more"),
    "measure": QT_TRANSLATE_NOOP("lay", "{measure} were not {between}"),
    "context": QT_TRANSLATE_NOOP("lay", "the {context} were not {needed}"),
    "descriptor_met": QT_TRANSLATE_NOOP("lay", 'the description "{descriptor}" were not relied on'),
}
NEEDS_OF = {  # a count over some strands alone, by whether it is to be met
    True: QT_TRANSLATE_NOOP("lay", "{needed} or more of {strands} were at level {level} or more"),
    False: QT_TRANSLATE_NOOP("lay", "fewer than {needed} of {strands} were at level {level} or more"),
}
NEEDS_EXACTLY = {
    True: QT_TRANSLATE_NOOP("lay", "{which} were {needed}"),
    False: QT_TRANSLATE_NOOP("lay", "{which} were not {needed}"),
}
MEASURES = {  # where the council has no word of its own
    "PointsTable": QT_TRANSLATE_NOOP("lay", "the total of points"),
    "PrimaryTable": QT_TRANSLATE_NOOP("lay", "the level of the main area of need"),
    "TicksTable": QT_TRANSLATE_NOOP("lay", "the number of descriptors relied on"),
    "NumberTable": QT_TRANSLATE_NOOP("lay", "the number {id}"),
    "CostTable": QT_TRANSLATE_NOOP("lay", "the costed map"),
}
NAMED = QT_TRANSLATE_NOOP("lay", "the figure for {name}")
COUNT = QT_TRANSLATE_NOOP("lay", "the number of strands at level {level} or more")
COUNT_OF = QT_TRANSLATE_NOOP("lay", "the number at level {level} or more among {strands}")
HIGHEST = (
    QT_TRANSLATE_NOOP("lay", "the highest level"), QT_TRANSLATE_NOOP("lay", "the second highest level"),
    QT_TRANSLATE_NOOP("lay", "the third highest level"), QT_TRANSLATE_NOOP("lay", "the fourth highest level"),
    QT_TRANSLATE_NOOP("lay", "the fifth highest level"), QT_TRANSLATE_NOOP("lay", "the sixth highest level"),
)  # fmt: skip
HIGHEST_FAR = QT_TRANSLATE_NOOP("lay", "level number {rank} from the top")
HIGHEST_OF = QT_TRANSLATE_NOOP("lay", "{highest} of {strands}")
FROM_TO = QT_TRANSLATE_NOOP("lay", "from {low} to {high}")
FROM = QT_TRANSLATE_NOOP("lay", "{low} or more")
UP_TO = QT_TRANSLATE_NOOP("lay", "{high} or less")
AND = QT_TRANSLATE_NOOP("lay", " and ")
AND_THEN = QT_TRANSLATE_NOOP("lay", ", and ")  # between parts that hold a comma
AND_ALSO = QT_TRANSLATE_NOOP("lay", "; and ")
OR = QT_TRANSLATE_NOOP("lay", " or ")
OR_ELSE = QT_TRANSLATE_NOOP("lay", ", or ")  # between parts that hold an "and"

SHORT_BAND = QT_TRANSLATE_NOOP("lay", "The published scheme points to {band}.")
SHORT_POINTS = QT_TRANSLATE_NOOP("lay", "The levels add up to {points} points. The published scheme points to {band}.")
SHORT_REFER = QT_TRANSLATE_NOOP("lay", "The published scheme gives no band for these levels. {reason}")
PEOPLE = QT_TRANSLATE_NOOP(
    "lay", "This is not a decision: people decide the band. A band does not limit the support in Section F of the plan."
)
