"""A request that comes again: on each database it makes one thing, and known for a month."""

from datetime import timedelta
from threading import Thread

import pytest

from isthmus.actions.model import Action, Draft
from isthmus.actions.repeating import Request, once, request
from isthmus.actions.service import Keeping
from isthmus.errors import ConflictError, InvalidError
from kept_actions import ANA, BEN, DeskOfTests, by

ASKED = request("key-1", "POST /api/v1/actions", b'{"title": "Order the badges"}')


def order(keeping: Keeping) -> Action:
    return keeping.add(Draft("Order the badges"))


def refuse(keeping: Keeping) -> Action:
    return keeping.add(Draft(""))


def test_what_comes_again_makes_nothing_more(desk: DeskOfTests) -> None:
    made = [once(desk.actions, by(ANA), ASKED, order).id for _ in range(3)]
    assert made == [1, 1, 1]
    assert once(desk.actions, by(BEN), ASKED, order).id == 2


def test_something_else_under_the_same_key_is_refused(desk: DeskOfTests) -> None:
    once(desk.actions, by(ANA), ASKED, order)
    for other in (
        request("key-1", "POST /api/v1/actions", b"{}"),
        request("key-1", "POST /api/v1/actions/A-1/comments", b'{"title": "Order the badges"}'),
    ):
        with pytest.raises(ConflictError, match="key-1 before"):
            once(desk.actions, by(ANA), other, order)


def test_a_key_of_what_was_refused_is_free(desk: DeskOfTests) -> None:
    with pytest.raises(InvalidError):
        once(desk.actions, by(ANA), ASKED, refuse)
    assert once(desk.actions, by(ANA), ASKED, order).id


def test_a_key_is_known_for_a_month(desk: DeskOfTests) -> None:
    first = once(desk.actions, by(ANA), ASKED, order)
    desk.now += timedelta(days=29)
    assert once(desk.actions, by(ANA), ASKED, order).id == first.id
    desk.now += timedelta(days=2)
    assert once(desk.actions, by(ANA), ASKED, order).id != first.id


def test_the_same_request_twice_at_once_makes_one(desk: DeskOfTests) -> None:
    made: list[int] = []
    threads = [
        Thread(target=lambda: made.append(once(desk.actions, by(ANA), ASKED, order).id))
        for _ in range(4)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(made) == 4
    assert len(set(made)) == 1


@pytest.mark.parametrize("key", ["", " \t", "clé", "x" * 201])
def test_what_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(InvalidError, match="Idempotency-Key"):
        Request(key, "")
