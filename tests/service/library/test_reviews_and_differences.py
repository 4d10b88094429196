"""What is due for review, and what changed between revisions."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from isthmus.errors import InvalidError, NotFoundError
from isthmus.library.differences import Kind, compared, difference
from isthmus.library.reviews import due
from isthmus.people import GUEST
from library_of_tests import LibraryOfTests

TODAY = date(2026, 11, 23)


def test_reviews_come_the_most_urgent_first_and_only_for_what_one_may_read(
    library: LibraryOfTests, folder: Path
) -> None:
    for name, review, readers in (
        ("late", "2026-11-01", "everyone"),
        ("today", "2026-11-23", "everyone"),
        ("soon", "2026-12-23", "everyone"),
        ("far", "2026-12-24", "everyone"),
        ("secret", "2026-11-02", "board"),
    ):
        (folder / name).write_text(f"review: {review}\nreaders: {readers}\nowner: CISO\n\ntext")
    (folder / "never").write_text("text")
    library.add(folder)
    with library.read_by() as read:
        found = due(read, TODAY, timedelta(days=30))
    assert [(r.document.source.rpartition("/")[2], r.days, r.is_overdue) for r in found] == [
        ("late", -22, True),
        ("secret", -21, True),
        ("today", 0, False),
        ("soon", 30, False),
    ]
    assert found[0].owner == "CISO"
    with library.read_by(GUEST) as read:
        assert len(due(read, TODAY, timedelta(days=30))) == 3


def told(before: str, after: str) -> list[tuple[Kind, str, str]]:
    return [
        (
            change.kind,
            "".join(f"[{f.text}]" if f.marked else f.text for f in change.before),
            "".join(f"[{f.text}]" if f.marked else f.text for f in change.after),
        )
        for change in compared(before, after)
    ]


def test_changed_words_are_marked_and_what_is_near_is_shown() -> None:
    before = "Start.\n\nFar.\n\nNear.\n\nThe CISO approves access.\n\nOld rule.\n\nEnd."
    after = "Start.\n\nFar.\n\nNear.\n\nThe plant manager approves access.\n\nEnd.\n\nNew words."
    assert told(before, after) == [
        (Kind.LEFT_OUT, "", ""),
        (Kind.SAME, "Near.", "Near."),
        (
            Kind.CHANGED,
            "The [CISO] approves access.",
            "The [plant manager] approves access.",
        ),
        (Kind.REMOVED, "[Old rule.]", ""),
        (Kind.SAME, "End.", "End."),
        (Kind.ADDED, "", "[New words.]"),
    ]
    assert next(iter(compared(before, after))).count == 2


def test_all_words_of_both_revisions_are_there_where_all_is_shown() -> None:
    before, after = "a b\nc d\ne", "a x b\ne\nf g\nc d"
    changes = list(compared(before, after, context=99))
    for text, side in ((before, "before"), (after, "after")):
        lines = ["".join(f.text for f in getattr(change, side)) for change in changes]
        assert [line for line in lines if line] == text.split("\n")


def test_the_newest_revision_is_compared_with_the_one_before_or_as_asked(
    library: LibraryOfTests, folder: Path
) -> None:
    for text in ("one", "two", "three"):
        (folder / "a.md").write_text(text)
        library.add(folder)
    document = library.only().id
    with library.read_by() as read:
        newest = difference(read, document)
        assert (newest.before.number, newest.after.number) == (2, 3)
        assert newest.count(Kind.ADDED) == newest.count(Kind.REMOVED) == 1
        asked = difference(read, document, 1, 2)
        assert (asked.before.text, asked.after.text) == ("one", "two")
        with pytest.raises(NotFoundError, match="no revision 9; there are 1, 2, 3"):
            difference(read, document, 9)
    (folder / "b.md").write_text("only")
    library.add(folder / "b.md")
    with library.read_by() as read:
        single = next(each for each in read.documents() if each.id != document)
        with pytest.raises(InvalidError, match="only one revision"):
            difference(read, single.id)
