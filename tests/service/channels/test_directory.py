"""Who somebody on a platform is here: by hand, else by an account's name, else a stranger."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from channels_of_tests import Kept
from isthmus.access.store import AccessStore
from isthmus.channels.directory import People
from isthmus.channels.model import Profile
from isthmus.errors import NotAllowedError, NotFoundError
from isthmus.people import EVERYONE, OPERATOR, Person, Rank
from isthmus.reminding.model import Preference
from isthmus.reminding.store import ReminderStore

ANA = Person("ana@plant.example", "Ana", frozenset({"plant"}), rank=Rank.LEAD)
BEN = Person("ben", "Ben", frozenset({"board"}), "America/New_York")
U1 = Profile("paper", "T1", "U1", "Ana P.", "Ana@Plant.example", "Europe/Berlin")
U2 = Profile("paper", "T1", "U2", "Ben", "ben@plant.example", "Europe/Berlin")
NOBODY = Profile("paper", "T1", "U9", "Guest", "guest@other.example")


@pytest.fixture
def people(kept: Kept) -> People:
    with kept.parts.storage.transaction() as connection:
        for person in (ANA, BEN):
            AccessStore(connection).save_person(person)
    return People(kept.parts)


def wants_mail_at(kept: Kept, person: str, address: str) -> None:
    with kept.parts.storage.transaction() as connection:
        AccessStore(connection).save_person(Person(person, person.title()))
        ReminderStore(connection).put_preference(Preference(person, address=address))


def test_an_account_named_by_the_address_is_theirs_in_the_platforms_zone(people: People) -> None:
    assert people.person(U1) == replace(ANA, time_zone="Europe/Berlin")


def test_an_account_that_is_named_otherwise_is_linked_and_keeps_its_own_zone(
    people: People,
) -> None:
    assert people.person(U2).id == "paper:T1:U2"
    people.link(("paper", "T1", "U2"), "ben", OPERATOR)
    assert people.person(U2) == BEN


def test_whoever_is_not_known_reads_what_everyone_may(people: People) -> None:
    stranger = people.person(NOBODY)
    assert (stranger.id, stranger.groups, stranger.rank) == (
        "paper:T1:U9",
        frozenset({EVERYONE}),
        Rank.READER,
    )
    assert stranger.admitted


def test_where_guests_are_off_whoever_has_no_account_is_not_admitted(
    kept: Kept, people: People
) -> None:
    strict = replace(people, guests=False)
    assert strict.person(U1).admitted
    assert not strict.person(NOBODY).admitted
    assert [each.admitted for each in strict.audience((U1, NOBODY)).members] == [True, False]
    with kept.parts.storage.transaction() as connection:
        AccessStore(connection).remove_person(ANA.id)
    assert not strict.person(U1).admitted


@pytest.mark.parametrize(
    "profile",
    [
        replace(U1, outside=True),
        replace(U1, email=""),
        replace(U1, email="ana@plant.example.evil.example"),
        replace(U1, email="ben"),  # an id, and no address
    ],
)
def test_without_a_verified_address_of_ours_nobody_gets_an_account(
    people: People, profile: Profile
) -> None:
    assert people.person(profile).id == "paper:T1:U1"


def test_an_address_that_two_accounts_are_named_by_is_nobodys(kept: Kept, people: People) -> None:
    with kept.parts.storage.transaction() as connection:
        AccessStore(connection).save_person(Person("ANA@plant.example", "Ana Two"))
    assert people.person(U1).id == "paper:T1:U1"


def test_where_somebody_wants_their_mail_makes_nobody_on_a_platform_them(
    kept: Kept, people: People
) -> None:
    wants_mail_at(kept, "eve", NOBODY.email)
    assert people.person(NOBODY).id == "paper:T1:U9"
    assert people.audience([NOBODY]).members[0].groups == {EVERYONE}
    assert [each.person for each in people.known(OPERATOR)] == [""]


def test_where_somebody_wants_their_mail_takes_nobody_elses_account(
    kept: Kept, people: People
) -> None:
    people.person(U2)
    people.link(("paper", "T1", "U2"), "ben", OPERATOR)
    for address in (U1.email, U2.email):
        wants_mail_at(kept, "eve", address)
        assert [people.person(each).id for each in (U1, U2)] == [ANA.id, "ben"]


def test_where_somebody_wants_their_mail_leads_to_nobody_on_a_platform(
    kept: Kept, people: People
) -> None:
    for profile in (U1, U2, NOBODY):
        people.person(profile)
        wants_mail_at(kept, "eve", profile.email.lower())
        assert people.profile_of("paper", "eve") is None


def test_a_zone_that_is_not_known_is_none(people: People) -> None:
    assert people.person(replace(U1, time_zone="Mars/Olympus")).time_zone == "UTC"


def test_a_link_by_hand_counts_more_than_the_address_also_for_people_from_outside(
    people: People,
) -> None:
    people.person(U1)
    outside = replace(U2, outside=True)
    people.person(outside)
    people.link(("paper", "T1", "U1"), "ben", OPERATOR)
    people.link(("paper", "T1", "U2"), ANA.id, OPERATOR)
    assert (people.person(U1).id, people.person(outside).id) == ("ben", ANA.id)
    people.link(("paper", "T1", "U1"), "", OPERATOR)
    assert people.person(U1).id == ANA.id


def test_only_an_administrator_links_and_only_whom_there_is(people: People) -> None:
    with pytest.raises(NotAllowedError):
        people.link(("paper", "T1", "U1"), "ben", ANA)
    with pytest.raises(NotFoundError, match="was seen as"):
        people.link(("paper", "T1", "U1"), "ben", OPERATOR)
    people.person(U1)
    with pytest.raises(NotFoundError, match="no person"):
        people.link(("paper", "T1", "U1"), "nobody", OPERATOR)


def test_a_link_to_somebody_who_was_removed_leads_nowhere(kept: Kept, people: People) -> None:
    people.person(NOBODY)
    people.link(("paper", "T1", "U9"), "ben", OPERATOR)
    with kept.parts.storage.transaction() as connection:
        AccessStore(connection).remove_person("ben")
    assert people.person(NOBODY).id == "paper:T1:U9"
    assert people.profile_of("paper", "ben") is None


def test_an_audience_is_who_they_all_are_and_nothing_is_noted(kept: Kept, people: People) -> None:
    members = people.audience([U1, U2, NOBODY]).members
    assert [each.id for each in members] == [ANA.id, "paper:T1:U2", "paper:T1:U9"]
    assert seen(kept) == 0
    assert people.audience([]).members == ()


def test_somebody_is_written_to_as_they_were_last_seen(kept: Kept, people: People) -> None:
    people.person(U1)
    kept.travel(days=1)
    again = replace(U1, team="T2")
    people.person(again)
    found = people.profile_of("paper", ANA.id)
    assert found == replace(again, email="ana@plant.example")
    assert people.profile_of("other", ANA.id) is None


def test_nobody_is_written_to_who_was_seen_from_outside_or_is_somebody_else_by_hand(
    people: People,
) -> None:
    people.person(replace(U1, outside=True))
    people.person(U2)
    people.link(("paper", "T1", "U2"), ANA.id, OPERATOR)
    assert people.profile_of("paper", "ben") is None
    found = people.profile_of("paper", ANA.id)
    assert found is not None
    assert found.id == "U2"


def test_being_seen_is_written_only_where_it_is_new_or_a_day_old(
    kept: Kept, people: People
) -> None:
    people.person(U1)
    first = seen_at(kept)
    kept.travel(hours=23)
    people.person(U1)
    assert seen_at(kept) == first
    kept.travel(hours=1)
    people.person(U1)
    assert seen_at(kept) != first
    people.person(replace(U1, name="Ana Perez"))
    assert [each.profile.name for each in people.known(OPERATOR)] == ["Ana Perez"]


def test_who_is_known_as_whom_is_for_administrators(kept: Kept, people: People) -> None:
    for profile in (U1, U2, NOBODY):
        people.person(profile)
    people.link(("paper", "T1", "U9"), "ben", OPERATOR)
    wants_mail_at(kept, "ben", U2.email)
    known = [(each.profile.id, each.person, each.by_hand) for each in people.known(OPERATOR)]
    assert known == [("U1", ANA.id, False), ("U2", "", False), ("U9", "ben", True)]
    with pytest.raises(NotAllowedError):
        people.known(ANA)


def seen(kept: Kept) -> int:
    with kept.parts.storage.reading() as connection:
        return len(connection.execute(text("SELECT 1 FROM channel_people")).all())


def seen_at(kept: Kept) -> object:
    with kept.parts.storage.reading() as connection:
        return connection.scalar(text("SELECT seen_at FROM channel_people"))
