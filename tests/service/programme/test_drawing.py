"""Pictures of the programme: what stands beside lines can be read wherever they end."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from isthmus.programme.drawing import BOTTOM, SMALL, Text, burn_up
from isthmus.programme.overview import Point
from isthmus.programme.period import Moment
from isthmus.programme.tallies import Standing

HEIGHT = 240
FIRST = datetime(2026, 11, 2, tzinfo=UTC)


@given(st.integers(0, 400), st.integers(0, 400), st.integers(0, 400))
def test_names_at_the_ends_of_lines_lie_apart_and_above_the_days(
    scope: int, done: int, late: int
) -> None:
    standing = Standing(scope, min(done, scope), scope, min(late, scope))
    days = [FIRST, FIRST + timedelta(days=7)]
    points = [Point(Moment(day, day.date()), standing) for day in days]
    drawn = burn_up(points, height=HEIGHT).shapes
    names = sorted(each.y for each in drawn if isinstance(each, Text) and each.bold)
    assert len(names) == 3
    assert names[0] >= SMALL
    assert names[-1] <= HEIGHT - BOTTOM
    assert all(below - above >= SMALL for above, below in pairwise(names))
