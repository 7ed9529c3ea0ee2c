"""Clock and ids: civil dates are London's, seeded ids repeat, real ones never do."""

import re
from datetime import UTC, date, datetime, timedelta

from bandingdesk import seams

# RFC 9562 5.7: version 7 in the high nibble of octet 6, variant 10 in octet 8
UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
START = datetime(2026, 11, 23, 8, 52, tzinfo=UTC)


def test_today_is_the_day_in_london_when_summer_time_has_begun_another():
    # British Summer Time runs from the last Sunday of March: 23:30 UTC on 1 June is 00:30 on 2 June in London
    assert seams.FixedClock(datetime(2026, 6, 1, 23, 30, tzinfo=UTC)).today() == date(2026, 6, 2)
    assert seams.FixedClock(datetime(2026, 12, 1, 23, 30, tzinfo=UTC)).today() == date(2026, 12, 1)


def test_a_fixed_clock_stands_still_or_steps_as_told():
    still, stepping = seams.FixedClock(START), seams.FixedClock(START, timedelta(seconds=1))
    assert still.now() == still.now() == START
    assert stepping.now() < stepping.now()
    still.set(START + timedelta(days=1))
    assert still.today() == date(2026, 11, 24)


def test_the_system_clock_is_aware_and_in_utc():
    assert seams.SystemClock().now().utcoffset() == timedelta(0)


def test_seeded_ids_repeat_for_a_seed_and_differ_for_another():
    first, again, other = (seams.SeededIds(seed, START) for seed in (1, 1, 2))
    made = [first.new() for _ in range(50)]
    assert made == [again.new() for _ in range(50)]
    assert made[0] != other.new()
    assert len(set(made)) == 50
    assert made == sorted(made)
    assert all(UUID7.fullmatch(id_) for id_ in made)


def test_system_ids_are_version_seven_and_salts_are_sixteen_bytes():
    ids = seams.SystemIds()
    made = [ids.new() for _ in range(50)]
    assert len(set(made)) == 50
    assert all(UUID7.fullmatch(id_) for id_ in made)
    assert len(ids.salt()) == 16
    assert ids.salt() != ids.salt()
