"""Who is told at what time: a schedule for each person concerned, and for each digest."""

from typing import Final

from isthmus.audit.store import Act
from isthmus.jobs.calendar import CatchUp, Rule, Schedule
from isthmus.jobs.store import JobStore
from isthmus.people import Person
from isthmus.reminding.model import Preference, Subscription
from isthmus.reminding.parts import Parts
from isthmus.reminding.records import holders
from isthmus.reminding.store import ReminderStore, Within

MORNING: Final = "reminders.morning"
DIGEST: Final = "reminders.digest"
ARRANGE: Final = "reminders.arrange"
_MORNINGS: Final = "morning:"
_DIGESTS: Final = "digest:"


def morning_of(parts: Parts, person: Person, wish: Preference) -> Schedule:
    """Give when somebody is told: at their hour, in their zone, on working days."""
    return Schedule(
        name=f"{_MORNINGS}{person.id}",
        zone=person.time_zone,
        rule=Rule(wish.at or parts.at, parts.week),
        kind=MORNING,
        payload={"person": person.id},
        catch_up=CatchUp.EACH,
    )


def digest_of(wanted: Subscription) -> Schedule:
    return Schedule(
        name=f"{_DIGESTS}{wanted.id}",
        zone=wanted.zone,
        rule=Rule(wanted.at, frozenset({wanted.weekday})),
        kind=DIGEST,
        payload={"subscription": wanted.id},
        catch_up=CatchUp.NEWEST,
    )


def arrange(act: Act, parts: Parts, person: Person) -> None:
    """Have somebody told each morning from now on."""
    wish = ReminderStore(act.connection).preference(person.id)
    JobStore(act.connection).put_schedule(morning_of(parts, person, wish), parts.clock())


def arrange_digest(act: Act, parts: Parts, wanted: Subscription) -> None:
    JobStore(act.connection).put_schedule(digest_of(wanted), parts.clock())


def cancel_digest(act: Act, wanted: Subscription) -> None:
    JobStore(act.connection).remove_schedule(digest_of(wanted).name)


def arrange_all(act: Act, parts: Parts) -> str:
    """Put a schedule for everybody concerned, and remove those of others."""
    store, jobs = ReminderStore(act.connection), JobStore(act.connection)
    concerned = store.concerned() | holders(Within(act.connection))
    people = [found for each in sorted(concerned) if (found := parts.person(each))]
    gone = {each for each in store.wishing() if parts.person(each) is None}
    store.forget(gone)
    for person in people:
        arrange(act, parts, person)
    digests = [digest_of(each) for each in store.subscriptions()]
    for digest in digests:
        jobs.put_schedule(digest, parts.clock())
    kept = {f"{_MORNINGS}{each.id}" for each in people} | {each.name for each in digests}
    for planned in jobs.planned():
        name = planned.schedule.name
        if planned.schedule.kind in {MORNING, DIGEST} and name not in kept:
            jobs.remove_schedule(name)
    return f"{len(people)} people in the morning, {len(digests)} digests"
