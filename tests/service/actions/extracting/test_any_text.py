"""Whatever the text: an answer comes, each quote stands in it, at its line."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isthmus.actions.dates import Asked
from isthmus.actions.extracting import find_actions

MONDAY = Asked(date(2026, 1, 5))
PIECES = st.sampled_from(
    [
        *("Maria will order the switches by Friday", "@sam please send the list", "We should go."),
        *("- [ ] ", "TODO: ", "| Action | Owner | Due |", "|---|---|---|", "| Order it | Ann | |"),
        *("# Actions", "* ", "1. ", "09:14 Sam: ", "Hi Sam,", "From: Ann <a@b.example>", "> "),
        *("could you check it?", "will do", "I'll do it tomorrow", "Regards", "Ann", " - done"),
        *("\n", "\n\n", "  ", "\t", "\u00a0", "\r\n", "\x0c", "~~", "**", "<v Ann>", "->", "\\"),
        *("(", ")", ":", ".", "@", "{", "|", "\U0001f642"),
    ]
)
TEXTS = st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=30).map("".join))


@settings(deadline=None)
@given(TEXTS, st.sampled_from(["", "Lena", "\\1"]))
def test_a_quote_is_a_part_of_the_text_and_begins_in_its_line(text: str, author: str) -> None:
    for each in find_actions(text, MONDAY, author):
        assert each.title
        assert each.quote
        line_starts = sum(len(line) + 1 for line in text.split("\n")[: each.line - 1])
        line_ends = line_starts + len(text.split("\n")[each.line - 1])
        at = text.find(each.quote, line_starts)
        assert line_starts <= at <= line_ends


@settings(deadline=None)
@given(TEXTS)
def test_the_same_text_gives_the_same_candidates_and_none_twice(text: str) -> None:
    found = find_actions(text, MONDAY)
    assert found == find_actions(text, MONDAY)
    assert len({each.title.casefold() for each in found}) == len(found)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 20_000,
        "| " * 20_000,
        "a: " * 20_000,
        "- " * 20_000,
        "@" * 20_000,
        "Maria and " * 5_000,
        "Maria, " * 5_000,
        "A" * 50_000,
        "Ab " * 20_000,
        "please " * 5_000,
        "will " * 5_000,
        "we agreed that " * 3_000,
        "~~" * 10_000,
        "**a" * 10_000,
        "The " * 10_000 + "needs to be",
        "- " + "the long thing " * 3_000 + "(",
        "\n".join(["- Ann: - - -"] * 2_000),
        "\n".join(["  " * depth + "- Ann" for depth in range(500)]),
    ],
)
def test_strange_texts_end_soon(text: str) -> None:
    assert len(find_actions(text, MONDAY)) <= 500
