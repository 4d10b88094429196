from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from isthmus.answers.model import (
    Answer,
    Asked,
    Citation,
    Cover,
    Covering,
    Nearest,
    Outcome,
    Refusal,
    RefusalReason,
    Sentence,
    Writing,
)
from isthmus.answers.store import AnswerStore
from isthmus.answers.store import answers as answers_kept
from isthmus.errors import NotFoundError
from isthmus.people import OPERATOR, Person
from isthmus.storage import Storage

AT = datetime(2026, 11, 22, 8, tzinfo=UTC)
ANA = Person("ana", "Ana")
BEN = Person("ben", "Ben", frozenset({"plant"}))
ODD = "\"quoted\" 'so' \\ back\nline\r\ttab \u2028 😀 é e\u0301 \u202e %s {x} <b>; -- \x7f"

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
names = st.text(min_size=1, max_size=8, alphabet="abc.@-é")
asked = st.builds(
    Asked,
    texts,
    names,
    st.lists(names, max_size=3).map(tuple),
    st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30))])),
)
citations = st.builds(
    Citation,
    *[st.integers(1, 99), texts, texts, texts, st.none() | texts],
    *[texts, texts, texts, texts],
)
sentences = st.builds(Sentence, texts, st.lists(st.integers(1, 99), max_size=3).map(tuple))
seconds = st.floats(0.0, 1e6)
answers = st.builds(
    Answer,
    st.just("one"),
    asked,
    st.lists(sentences, max_size=3).map(tuple),
    st.lists(citations, max_size=3).map(tuple),
    seconds,
)
refusals = st.builds(
    Refusal,
    st.just("one"),
    asked,
    st.sampled_from(RefusalReason),
    texts,
    st.lists(st.builds(Nearest, *[texts] * 5), max_size=3).map(tuple),
    seconds,
)


def answer(name: str, asker: Person = ANA, at: datetime = AT, text: str = ODD) -> Answer:
    question = Asked(text, asker.id, (asker.id, "ben"), at)
    cited = Citation(1, "plan", text, "policies", text, "r1", text, text, "r1-0000")
    return Answer(name, question, (Sentence(text, (1,)),), (cited,), 0.1)


def refusal(name: str) -> Refusal:
    near = Nearest("plan", ODD, ODD, "r1-0000", ODD)
    question = answer(name).asked
    return Refusal(name, question, RefusalReason.NOT_FOUND, ODD, (near,), 0.1)


@pytest.fixture
def store(storage: Storage) -> AnswerStore:
    return AnswerStore(storage)


@pytest.mark.parametrize("make", [answer, refusal])
def test_an_outcome_is_given_back_as_it_was(
    store: AnswerStore, make: Callable[[str], Outcome]
) -> None:
    store.save(make("one"))
    assert store.get("one", ANA) == make("one")


def test_what_a_model_wrote_and_what_is_covered_is_given_back(store: AnswerStore) -> None:
    said = (Sentence(ODD, (1,), "CIP", written=True), Sentence("So.", (1,)))
    writing = Writing("openai:m", "answering", 1, "d1", "c1")
    rows = (Covering(0, (1,), Cover.COVERED), Covering(1, (), Cover.NOT_FOUND))
    kept = replace(answer("one"), sentences=said, writing=writing, coverage=rows)
    store.save(kept)
    assert store.get("one", ANA) == kept


def test_an_answer_that_was_kept_before_models_wrote_is_given_back_as_it_was(
    store: AnswerStore, storage: Storage
) -> None:
    store.save(answer("one"))
    with storage.transaction() as connection:
        (row,) = connection.execute(select(answers_kept))
        older = {
            name: row.content[name] for name in row.content if name not in {"writing", "coverage"}
        }
        for each in older["sentences"]:
            del each["written"], each["subject"]
        connection.execute(update(answers_kept).values(content=older))
    assert store.get("one", ANA) == answer("one")


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(answers | refusals)
def test_any_outcome_is_given_back_as_it_was(store: AnswerStore, outcome: Outcome) -> None:
    kept = replace(outcome, id=uuid4().hex)
    store.save(kept)
    assert store.get(kept.id, OPERATOR) == kept


def test_only_who_asked_and_the_operator_see_an_answer(store: AnswerStore) -> None:
    store.save(answer("one"))
    assert store.get("one", ANA) == store.get("one", OPERATOR)
    for stranger in (BEN, Person("Ana", "Ana"), Person("", ""), Person("ana ", "Ana")):
        with pytest.raises(NotFoundError):
            store.get("one", stranger)


def test_an_answer_of_somebody_else_and_one_that_never_was_look_alike(store: AnswerStore) -> None:
    store.save(answer("one"))
    with pytest.raises(NotFoundError) as anothers:
        store.get("one", BEN)
    with pytest.raises(NotFoundError) as none:
        store.get("two", BEN)
    assert str(anothers.value) == str(none.value).replace("two", "one")


def test_an_answer_is_never_written_over(store: AnswerStore) -> None:
    store.save(answer("one"))
    with pytest.raises(IntegrityError):
        store.save(replace(answer("one"), seconds=9.0))
    assert store.get("one", ANA) == answer("one")


def test_the_latest_come_first_and_only_ones_own(store: AnswerStore) -> None:
    for hour, (name, asker) in enumerate([("a", ANA), ("b", BEN), ("c", ANA), ("d", ANA)]):
        store.save(answer(name, asker, AT + timedelta(hours=hour)))
    assert [each.id for each in store.latest(ANA, 2)] == ["d", "c"]
    assert [each.id for each in store.latest(BEN, 9)] == ["b"]
    assert [each.id for each in store.latest(OPERATOR, 9)] == ["d", "c", "b", "a"]
    assert store.latest(Person("cy", "Cy"), 9) == []
