"""What a platform delivers is kept with its job, once, whatever is delivered how often."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import StatementError

from channels_of_tests import Kept, Paper, an_event
from isthmus.channels.intake import HEARD_WITHIN
from isthmus.channels.model import Event
from isthmus.channels.work import EVENTS_KEPT_FOR, EVERY_NIGHT, PRUNE, WAITED_TOO_LONG
from isthmus.errors import InvalidError
from isthmus.jobs.model import LONGEST_KEY, State, Wanted
from jobs_of_tests import MONDAY


def test_an_event_is_accepted_with_its_job_and_wakes_the_workers(kept: Kept) -> None:
    assert kept.host.intake.accept(an_event())
    job = kept.jobs()[0]
    assert (job.key, job.state) == ("channels.hear:paper:T1:E1", State.WAITING)
    assert (job.deadline, kept.woken) == (MONDAY + HEARD_WITHIN, 1)


def test_a_second_delivery_changes_nothing_also_after_it_was_handled(
    kept: Kept, paper: Paper
) -> None:
    kept.host.intake.accept(an_event())
    assert not kept.host.intake.accept(an_event())
    kept.until_idle()
    kept.travel(days=30)
    assert not kept.host.intake.accept(an_event(payload={"text": "another"}))
    kept.until_idle()
    assert (paper.handled, kept.woken) == (["E1"], 1)


def test_of_events_that_are_the_same_whichever_comes_first_is_kept(
    kept: Kept, paper: Paper
) -> None:
    mention = an_event(1, kind="app_mention", same_as="C1:17.5")
    message = an_event(2, same_as="C1:17.5")
    assert [kept.host.intake.accept(each) for each in (mention, message, message)] == [
        True,
        False,
        False,
    ]
    kept.run()
    assert paper.handled == ["E1"]


def test_the_same_id_of_another_team_or_platform_is_another_event(kept: Kept) -> None:
    same = an_event(same_as="C1:17.5")
    others = [same, replace(same, team="T2"), replace(same, platform="other")]
    assert kept.host.intake.accept_all(others) == 3


def test_what_is_kept_at_once_is_kept_in_its_order_and_counted(kept: Kept, paper: Paper) -> None:
    several = [an_event(2), an_event(1), an_event(2), an_event(3)]
    assert kept.host.intake.accept_all(several) == 3
    kept.run()
    assert paper.handled == ["E2", "E1", "E3"]


def test_without_its_job_no_event_is_kept(kept: Kept) -> None:
    unwritable = an_event(payload={"text": object()})
    with pytest.raises((StatementError, TypeError)):
        kept.host.intake.accept(unwritable)
    assert kept.jobs() == []
    assert kept.host.intake.accept(an_event())


@pytest.mark.parametrize("name", ["id", "same_as"])
def test_delivered_at_the_same_moment_by_many_it_becomes_one_job(kept: Kept, name: str) -> None:
    def deliver(number: int) -> list[bool]:
        return [kept.host.intake.accept(each) for each in deliveries(number)]

    def deliveries(number: int) -> Sequence[Event]:
        if name == "id":
            return [an_event(each) for each in range(6)]
        return [an_event(f"{number}-{each}", same_as=f"C1:{each}") for each in range(6)]

    with ThreadPoolExecutor(6) as pool:
        accepted = list(pool.map(deliver, range(6)))
    assert [sum(each) for each in zip(*accepted, strict=True)] == [1] * 6
    assert len(kept.jobs()) == 6


@pytest.mark.parametrize(
    "wrong", [{"id": ""}, {"id": "x" * 256}, {"team": "T:1"}, {"same_as": "x" * 256}]
)
def test_an_event_without_proper_ids_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(InvalidError):
        an_event(**wrong)


def test_the_longest_ids_make_a_job_too(kept: Kept, paper: Paper) -> None:
    longest = an_event(team="T" * 255, id="E" * 255, lane="C" * 255)
    assert kept.host.intake.accept(longest)
    assert len(kept.jobs()[0].key) <= LONGEST_KEY
    kept.run()
    assert len(paper.posted) == 1


def test_an_event_that_nobody_saw_for_an_hour_is_a_dead_letter_and_people_are_told(
    kept: Kept, paper: Paper
) -> None:
    kept.host.intake.accept(an_event())
    kept.travel(hours=1, seconds=1)
    kept.until_idle()
    assert kept.jobs("channels.hear")[0].state is State.DEAD
    assert paper.handled == []
    assert paper.posted == {"paper:T1:E1/apology": WAITED_TOO_LONG}


def test_old_events_are_forgotten_at_night_and_no_sooner(kept: Kept) -> None:
    assert timedelta(days=30) <= EVENTS_KEPT_FOR
    kept.host.intake.accept(an_event())
    kept.until_idle()
    kept.working.put(EVERY_NIGHT)
    kept.working.now = MONDAY + EVENTS_KEPT_FOR
    kept.working.enqueue("early", PRUNE)
    kept.run()
    assert not kept.host.intake.accept(an_event())
    kept.travel(seconds=1)
    kept.working.enqueue("late", PRUNE)
    kept.run()
    assert count(kept, "channel_events") == 0
    assert texts(kept) == ["{}"]
    kept.travel(days=400)
    kept.until_idle()
    assert count(kept, "channel_outgoing") == 0


def test_pruning_is_a_job_like_any_other(kept: Kept) -> None:
    wanted = Wanted(PRUNE, "now")
    assert kept.working.enqueue(wanted.key, wanted.kind)
    kept.run()
    assert kept.working.job("now").outcome == "0 forgotten"


def count(kept: Kept, table: str) -> int:
    with kept.parts.storage.reading() as connection:
        return int(connection.scalar(text(f"SELECT count(*) FROM {table}")))  # noqa: S608 - ours


def texts(kept: Kept) -> list[str]:
    with kept.parts.storage.reading() as connection:
        return [
            str(each) for each in connection.scalars(text("SELECT payload FROM channel_outgoing"))
        ]
