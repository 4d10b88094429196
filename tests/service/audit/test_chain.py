"""Whatever is done to a trail is found, and the first bad entry is named."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from isthmus.audit.model import Entry, Head, Verdict, Witness, verify

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
WORDS = st.text(max_size=8)
ACTS = st.lists(
    st.tuples(WORDS, WORDS, WORDS, st.dictionaries(WORDS, WORDS, max_size=3)),
    min_size=2,
    max_size=8,
)

Acts = Sequence[tuple[str, str, str, dict[str, str]]]


def trail(acts: Acts) -> list[Entry]:
    entries, head = [], Head()
    for minutes, (person, action, subject, details) in enumerate(acts):
        at = NOW + timedelta(minutes=minutes)
        entry = Entry(0, at, person, action, subject, details).chained_to(head)
        entries.append(entry)
        head = entry.head
    return entries


def found(entries: Sequence[Entry], *heads: Head) -> Verdict:
    return verify(entries, [Witness("the head noted elsewhere", head) for head in heads])


def first_bad(entries: Sequence[Entry], *heads: Head) -> int:
    fault = found(entries, *heads).fault
    assert fault is not None, "nothing was found"
    return fault.number


@given(ACTS)
def test_what_nobody_touched_is_whole(acts: Acts) -> None:
    entries = trail(acts)
    heads = [entry.head for entry in entries]
    verdict = found(entries, *heads, Head())
    assert verdict == Verdict(len(entries), entries[-1].head)


@given(ACTS, st.data())
def test_an_edited_entry_is_found(acts: Acts, data: st.DataObject) -> None:
    entries = trail(acts)
    at = data.draw(st.integers(0, len(entries) - 1))
    edited = data.draw(
        st.sampled_from(
            [
                replace(entries[at], person=entries[at].person + "x"),
                replace(entries[at], action=entries[at].action + "x"),
                replace(entries[at], subject=entries[at].subject + "x"),
                replace(entries[at], details={**entries[at].details, "x": "y"}),
                replace(entries[at], at=entries[at].at + timedelta(microseconds=1)),
                replace(entries[at], previous_hash="1" * 64),
                replace(entries[at], hash="1" * 64),
            ]
        )
    )
    assert first_bad([*entries[:at], edited, *entries[at + 1 :]]) == at + 1


@given(ACTS, st.data())
def test_an_entry_that_was_hashed_anew_after_its_edit_is_found_by_the_next(
    acts: Acts, data: st.DataObject
) -> None:
    entries = trail(acts)
    at = data.draw(st.integers(0, len(entries) - 2))
    edited = replace(entries[at], subject=entries[at].subject + "x")
    forged = replace(edited, hash=edited.expected_hash())
    assert first_bad([*entries[:at], forged, *entries[at + 1 :]]) == at + 2


@given(ACTS, st.data())
def test_a_removed_entry_is_found(acts: Acts, data: st.DataObject) -> None:
    entries = trail(acts)
    at = data.draw(st.integers(0, len(entries) - 2))
    assert first_bad([*entries[:at], *entries[at + 1 :]]) == at + 1


@given(ACTS, st.data())
def test_a_removed_entry_is_found_where_the_rest_was_numbered_anew(
    acts: Acts, data: st.DataObject
) -> None:
    entries = trail(acts)
    at = data.draw(st.integers(0, len(entries) - 2))
    moved = [replace(each, number=each.number - 1) for each in entries[at + 1 :]]
    assert first_bad([*entries[:at], *moved]) == at + 1


@given(ACTS, st.data())
def test_entries_that_changed_places_are_found(acts: Acts, data: st.DataObject) -> None:
    entries = trail(acts)
    one, other = data.draw(
        st.lists(st.integers(0, len(entries) - 1), min_size=2, max_size=2, unique=True).map(sorted)
    )
    moved = list(entries)
    moved[one] = replace(entries[other], number=one + 1)
    moved[other] = replace(entries[one], number=other + 1)
    assume(moved != entries)
    assert first_bad(moved) == one + 1


@given(ACTS, st.data())
def test_a_trail_that_was_cut_is_found_by_any_later_head(acts: Acts, data: st.DataObject) -> None:
    entries = trail(acts)
    kept = data.draw(st.integers(0, len(entries) - 1))
    head = data.draw(st.integers(kept, len(entries) - 1))
    cut = entries[:kept]
    assert found(cut).fault is None
    assert first_bad(cut, entries[head].head) == kept + 1


@given(ACTS, st.data())
def test_a_trail_that_was_written_anew_is_found_by_a_head_noted_after_the_change(
    acts: Acts, data: st.DataObject
) -> None:
    entries = trail(acts)
    at = data.draw(st.integers(0, len(entries) - 1))
    noted = data.draw(st.integers(at, len(entries) - 1))
    edited = [(*act[:2], act[2] + ("x" if n == at else ""), act[3]) for n, act in enumerate(acts)]
    forged = trail(edited)
    assert found(forged).fault is None
    assert first_bad(forged, entries[noted].head) == noted + 1


def test_an_entry_before_the_first_is_found() -> None:
    (first,) = trail([("ana", "act", "subject", {})])
    assert first_bad([replace(first, number=0), first]) == 1


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=9))])
def test_the_hash_is_of_the_content_and_stays_the_same(zone: timezone) -> None:
    entry = Entry(1, NOW.astimezone(zone), "ana", "key.created", "isk_1", {"b": "é", "a": '"'})
    assert entry.canonical() == (
        b'{"action":"key.created","at":"2026-11-22T08:00:00.000000+00:00",'
        b'"details":{"a":"\\"","b":"\\u00e9"},"number":1,"person":"ana","previous_hash":"'
        + b"0" * 64
        + b'","subject":"isk_1"}'
    )
