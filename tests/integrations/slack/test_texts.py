"""What somebody typed is read as they see it."""

import pytest

from isthmus.people import Person
from isthmus_integrations.slack.texts import called, names_another_first, names_us, plain

NAMES = {"U1": "Sam", "U2": "Ana Berg"}


def words(text: str) -> str:
    return plain(text, lambda user: NAMES.get(user, user), "B0T")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("<@B0T> who approves it?", "who approves it?"),
        ("<@B0T|isthmus>, who approves it?", "who approves it?"),
        ("hey <@B0T> help", "hey  help"),
        ("<@U1> please call Siemens", "@Sam please call Siemens"),
        ("<@U9> please", "@U9 please"),
        ("a &amp; b &lt;c&gt;", "a & b <c>"),
        ("&amp;lt;script&amp;gt;", "&lt;script&gt;"),
        ("see <https://x.example/a|the policy>", "see the policy"),
        ("see <https://x.example/a>", "see https://x.example/a"),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
        ("<mailto:a@b.example>", "a@b.example"),
        ("in <#C1|general>", "in #general"),
        ("<!here> look", "@here look"),
        ("<!subteam^S1|@ot> look", "@ot look"),
        ("due <!date^1795379400^{date}|tomorrow>", "due tomorrow"),
        ("", ""),
        ("<@B0T>", ""),
    ],
)
def test_marks_become_words(typed: str, read: str) -> None:
    assert words(typed) == read


def test_who_is_addressed_first_counts() -> None:
    assert names_another_first(" <@U1> can you look?", "B0T")
    assert not names_another_first("<@B0T> can you look?", "B0T")
    assert not names_another_first("can <@U1> look?", "B0T")


def test_only_our_own_name_is_ours() -> None:
    assert names_us("hey <@B0T>", "B0T")
    assert names_us("hey <@B0T|isthmus>", "B0T")
    assert not names_us("hey <@B0T2> and B0T", "B0T")


def test_somebody_with_an_account_is_called_by_one_word() -> None:
    assert called(Person("sam", "Sam Okafor"), "Sam Okafor") == "sam"
    assert called(Person("sam@plant.example", "Sam Okafor"), "Sam Okafor") == "Sam"
