"""Sentences as somebody would say them: whose an action is, and who helps."""

from datetime import date

import pytest

from isthmus.actions.adding import Reading
from isthmus.actions.dates import Asked
from isthmus.actions.given import Directory
from isthmus.actions.model import Party
from isthmus.people import Person

PEOPLE = (Person("maria", "Maria Keller"), Person("sam", "Sam Osei"), Person("ben", "Ben"))


def named(said: str) -> list[Person]:
    name = said.removeprefix("@").casefold()
    return [
        each
        for each in PEOPLE
        if name in {each.id, each.name.casefold(), each.name.split()[0].casefold()}
    ]


READING = Reading(Asked(date(2026, 11, 23)), Directory(named), Party("Lea", "lea"))


@pytest.mark.parametrize(
    ("sentence", "title", "people"),
    [
        ("Maria and Sam review the rules by Tuesday", "Review the rules", "maria sam"),
        ("Maria, Sam and Ben to test the restore", "Test the restore", "maria sam ben"),
        ("Maria Keller & Sam Osei should book the drill", "Book the drill", "maria sam"),
        ("Maria and Sam: order two jump hosts", "Order two jump hosts", "maria sam"),
        ("Maria updates the plan", "Update the plan", "maria"),
        ("Sam, please send the asset list", "Send the asset list", "sam"),
        ("Ben has to close the valve", "Close the valve", "ben"),
    ],
)
def test_the_first_who_is_named_owns_it_and_the_others_help(
    sentence: str, title: str, people: str
) -> None:
    draft = READING.understood(sentence).draft
    assert draft.title == title
    assert draft.owner is not None
    assert " ".join([draft.owner.person, *(each.person for each in draft.helpers)]) == people


@pytest.mark.parametrize(
    "sentence", ["Maria and Sam", "Review it with Maria", "Maria and the integrator agree on it"]
)
def test_names_that_open_nothing_own_nothing(sentence: str) -> None:
    assert READING.understood(sentence).draft.owner is None
