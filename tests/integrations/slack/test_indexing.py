"""A document that an administrator shares where nobody else is can be indexed from there."""

from dataclasses import replace

import pytest

from isthmus.jobs.model import State
from isthmus.library.model import Document
from isthmus.people import OPERATOR, Rank, alone
from isthmus_integrations.slack.addresses import Addresses
from isthmus_integrations.slack.web import Web
from slack_of_tests import ADA, LEA, Plant, over_both
from slack_workspace import Broken

POLICY = b"""Remote access policy

Vendors reach the plant network only through the gateway, never by a forgotten modem.
"""
OFFER = "Index remote.txt"


@over_both
def test_a_shared_document_is_indexed_as_the_administrator_says(there: Plant) -> None:
    there.slack.share_file("ada", "dm", "remote.txt", POLICY)
    there.work()
    assert "Shall I index this" in there.slack.sees("ada", "dm")
    there.slack.press("ada", OFFER)
    assert "remote.txt" in there.slack.sees_modal("ada")
    there.slack.fill("ada", {"It is one of": "Policies", "Who may read it": "board"})
    there.slack.submit("ada")
    assert there.slack.sees_modal("ada") == ""
    there.work()
    assert "is indexed" in there.slack.sees("ada", "dm")
    (found,) = [each for each in _documents(there) if each.source == "upload:remote.txt"]
    assert found.description.readers == {"board"}
    there.said("ben", "dm", "what about vendors and the gateway?")
    assert "forgotten modem" not in there.slack.sees("ben", "dm")
    assert there.jobs(State.DEAD) == []


def test_pressed_twice_it_is_there_once(there: Plant) -> None:
    there.slack.share_file("ada", "dm", "remote.txt", POLICY)
    there.work()
    for _ in range(2):
        there.slack.press("ada", OFFER)
        there.slack.submit("ada")
        there.work()
    assert [each.source for each in _documents(there)].count("upload:remote.txt") == 1


def test_others_are_told_who_has_documents_indexed(there: Plant) -> None:
    there.slack.share_file("ben", "dm", "remote.txt", POLICY)
    there.work()
    seen = there.slack.sees("ben", "dm")
    assert "administrators only" in seen
    assert OFFER not in seen


def test_what_is_asked_beside_a_file_is_answered(there: Plant) -> None:
    question = "what does the policy say about compensating controls?"
    for name in ("ada", "ben"):
        there.slack.share_file(name, "dm", "remote.txt", POLICY, text=question)
        there.work()
        assert "the asset owner documents" in there.slack.sees(name, "dm")
    assert OFFER in there.slack.sees("ada", "dm")
    assert OFFER not in there.slack.sees("ben", "dm")


def test_who_is_no_administrator_any_more_has_nothing_indexed(there: Plant) -> None:
    there.slack.share_file("ada", "dm", "remote.txt", POLICY)
    there.work()
    there.slack.press("ada", OFFER)
    with there.wiring.access() as access:
        access.put_person(replace(LEA, rank=Rank.ADMINISTRATOR))
        access.put_person(replace(ADA, rank=Rank.CONTRIBUTOR))
    there.slack.submit("ada")
    there.work()
    assert "is indexed" not in there.slack.sees("ada", "dm")
    assert "upload:remote.txt" not in [each.source for each in _documents(there)]


def test_what_cannot_be_read_is_said(there: Plant) -> None:
    there.slack.share_file("ada", "dm", "blank.txt", b" ")
    there.work()
    there.slack.press("ada", "Index blank.txt")
    there.slack.submit("ada")
    there.work()
    last = there.slack.sees("ada", "dm").splitlines()[-1]
    assert last.startswith("Isthmus: ")
    assert "is indexed" not in last


def test_a_file_that_is_gone_is_asked_for_again(there: Plant) -> None:
    shared = there.slack.share_file("ada", "dm", "remote.txt", POLICY)
    there.work()
    there.slack.press("ada", OFFER)
    del there.slack.state.files[shared.files[0].id]
    there.slack.submit("ada")
    there.work()
    assert "Share it once more" in there.slack.sees("ada", "dm")


def test_where_slack_is_in_trouble_it_is_fetched_later(there: Plant) -> None:
    there.slack.share_file("ada", "dm", "remote.txt", POLICY)
    there.work()
    there.slack.press("ada", OFFER)
    there.slack.misbehave("files.info", Broken(503))
    there.slack.submit("ada")
    there.work()
    there.forward(120)
    assert there.slack.sees("ada", "dm").count("is indexed") == 1


@pytest.mark.parametrize(
    ("address", "is_slacks"),
    [
        ("https://files.slack.com/files-pri/T1-F1/download/x.pdf", True),
        ("https://slack.com/x", True),
        ("http://files.slack.com/x", False),
        ("https://files.slack.com.evil.example/x", False),
        ("https://files.slack.com@evil.example/x", False),
        ("https://files.slack.com:8443/x", False),
        ("https://hooks.slack.com/x", False),
        ("file:///etc/passwd", False),
        ("https://169.254.169.254/latest", False),
        ("", False),
    ],
)
def test_only_slacks_own_hosts_are_given_the_token(address: str, *, is_slacks: bool) -> None:
    addresses = Addresses(Web("https://slack.com/api/"))
    assert addresses.is_slacks(address, "files") is is_slacks


def _documents(there: Plant) -> list[Document]:
    with there.wiring.reading(alone(OPERATOR)) as library:
        return library.documents()
