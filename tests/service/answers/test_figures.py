import pytest

from isthmus.answers.figures import differ, figures


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Access rights are reviewed every 90 days.", "Access rights are reviewed once a year."),
        ("Passwords have 12 characters.", "A password has at least sixteen characters."),
        ("Report within 24 hours.", "Report within three working days."),
        ("At least 80% are trained.", "At least 95 percent are trained."),
        ("Backups are tested monthly.", "Backups are tested quarterly."),
    ],
)
def test_figures_of_the_same_thing_differ(one: str, other: str) -> None:
    assert differ(one, other)
    assert differ(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Reviewed yearly.", "Reviewed every twelve months."),
        ("Report within one day.", "Report within 24 hours."),
        ("Passwords have 12 characters.", "Passwords change every 90 days."),
        ("The plant manager decides.", "Reviewed yearly."),
        ("Tested monthly and after each change within 2 days.", "Tested every month."),
    ],
)
def test_what_agrees_or_counts_another_thing_does_not_differ(one: str, other: str) -> None:
    assert not differ(one, other)


def test_a_text_without_figures_has_none() -> None:
    assert figures("The plant manager approves the change.") == frozenset()
