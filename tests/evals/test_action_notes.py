"""How well the actions in notes and threads of plants are found: title, owner and due day."""

from benchmarks.action_items import NOTES, Score, figures, notes_of, overlap
from isthmus.actions.extracting.intent import THRESHOLD, chance

MOST_MISSED = 0.20
MOST_WRONG = 0.10


def test_the_notes_are_many_and_of_many_forms() -> None:
    notes = list(notes_of(NOTES))
    assert len(notes) >= 60
    assert len({form for form, _, _ in notes}) >= 6
    assert sum(held for _, held, _ in notes) * 3 >= len(notes) - 6
    assert len({note["id"] for _, _, note in notes}) == len(notes)


def test_what_is_labelled_has_a_title_that_begins_in_capitals_and_a_day_to_come() -> None:
    for _, _, note in notes_of(NOTES):
        for title, _, due in note["actions"]:
            assert title[:1].isupper(), note["id"]
            assert due is None or due.weekday() < 5 or due.day >= 28, note["id"]


def test_triples_are_found_in_the_notes_written_on_and_in_those_held_back() -> None:
    scores = dict(figures(None, NOTES))
    for name in ("triples, written on, all", "triples, held back, all"):
        assert scores[name].precision >= 1 - MOST_WRONG, name
        assert scores[name].recall >= 1 - MOST_MISSED, name


def test_titles_are_compared_by_the_words_that_they_share() -> None:
    assert overlap("Update the OT plan", "update an OT plan") == 1
    assert overlap("Update the plan", "Order switches") == 0
    assert Score(8, 2, 2).f1 == 0.8


def test_an_order_to_a_colleague_is_told_from_that_of_a_circular() -> None:
    assert chance("Please send me the list of accounts by Friday.") >= THRESHOLD
    assert chance("Could you check the firewall rules?") >= THRESHOLD
    assert chance("The historian copies its data every night.") < THRESHOLD
    assert chance("Click here to unsubscribe from our newsletter: http://a.example") < THRESHOLD
