"""However events are delivered, each is handled once, and in its turn."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from channels_of_tests import Kept, Paper, an_event
from isthmus.channels.model import Event
from isthmus.jobs.handling import Refused, Sent, Unknown
from isthmus.storage import Storage, open_storage

LANES = ("C1", "C2")
EVENTS = st.builds(
    lambda number, team, lane, form: an_event(
        f"{number}-{form}", team=team, lane=lane, same_as=f"{lane}:{number}" if form else ""
    ),
    number=st.integers(0, 4),
    team=st.sampled_from(["T1", "T2"]),
    lane=st.sampled_from(LANES),
    form=st.integers(0, 2),
)
BROKEN: st.SearchStrategy[Sent | Refused | Unknown] = st.sampled_from(  # nothing arrived
    [Refused("429", timedelta(seconds=30)), Refused("busy"), Unknown("broken")]
)


@pytest.fixture(scope="module")
def migrated() -> Iterator[Storage]:
    with TemporaryDirectory() as folder:
        storage = open_storage(Path(folder))
        storage.migrate()
        yield storage
        storage.close()


@settings(max_examples=25, deadline=None)
@given(st.lists(EVENTS, max_size=14), st.lists(st.integers(0, 13), max_size=14), st.data())
def test_each_event_is_handled_once_in_the_order_of_its_lane(
    migrated: Storage, first: list[Event], again: list[int], data: st.DataObject
) -> None:
    paper = Paper(replies=list(data.draw(st.lists(BROKEN, max_size=4))))
    kept = Kept(migrated, paper)
    delivered = first + [first[each] for each in again if each < len(first)]
    batches = data.draw(st.lists(st.integers(1, 5), min_size=len(delivered)))
    expected = list(once(delivered))
    try:
        accepted = sum(kept.host.intake.accept_all(each) for each in cut(delivered, batches))
        assert accepted == len(expected)
        kept.until_idle()
        for lane in {(each.team, each.lane) for each in expected}:
            theirs = [each.key for each in expected if (each.team, each.lane) == lane]
            assert [key for key in seen(paper) if key in theirs] == theirs
        assert sorted(seen(paper)) == sorted(each.key for each in expected)
        assert len(paper.handled) == len(expected)
    finally:
        forget(kept)


def once(delivered: list[Event]) -> Iterator[Event]:
    """Say it in plain Python: whichever comes first of those that are the same."""
    known: set[tuple[str, ...]] = set()
    for each in delivered:
        names = {(each.team, each.id)} | (
            {(each.team, "=", each.same_as)} if each.same_as else set()
        )
        if not names & known:
            known |= names
            yield each


def cut(delivered: list[Event], sizes: list[int]) -> Iterator[list[Event]]:
    rest = delivered
    for size in sizes:
        yield rest[:size]
        rest = rest[size:]
    yield rest


def seen(paper: Paper) -> list[str]:
    return [key.removesuffix("/reply") for key in paper.posted]


def forget(kept: Kept) -> None:
    with kept.parts.storage.transaction() as connection:
        for table in ("channel_events", "channel_outgoing", "jobs"):
            connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - ours
