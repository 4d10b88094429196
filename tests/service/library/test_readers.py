"""Nobody finds, sees or counts what they may not read."""

from pathlib import Path

import pytest

from isthmus.errors import ConflictError, NotFoundError
from isthmus.library.reading import LibraryReading
from isthmus.library.walking import UnreadFolder, Walk
from isthmus.people import GUEST, Audience, Person
from library_of_tests import LibraryOfTests

OT = Person("olga", "Olga", frozenset({"ot"}))
CANARY = "The canary sings in the boiler room."


@pytest.fixture
def restricted(library: LibraryOfTests, folder: Path) -> LibraryOfTests:
    (folder / "open.md").write_text("Everybody may read this.")
    (folder / "ot.md").write_text(f"readers: ot\n\n{CANARY}")
    library.add(folder)
    return library


def test_a_document_for_a_group_never_appears_for_a_guest(restricted: LibraryOfTests) -> None:
    secret = next(d for d in restricted.documents() if d.source.endswith("/ot.md"))
    passage = restricted.passages(secret)[0].id
    with restricted.read_by(GUEST) as guest:
        assert [d.source.rpartition("/")[2] for d in guest.documents()] == ["open.md"]
        assert guest.hits([passage]) == []
        assert guest.audience_keys() == ["everyone"]
        assert secret.id not in guest.passage_counts()
        assert guest.failures() == []
        for look in (
            lambda: guest.document(secret.id),
            lambda: guest.revisions(secret.id),
            lambda: guest.revision(secret.revision),
            lambda: guest.passages(secret.id),
            lambda: guest.passage(passage),
        ):
            with pytest.raises(NotFoundError, match="you may not read it"):
                look()


def test_a_member_of_the_group_finds_it(restricted: LibraryOfTests) -> None:
    secret = next(d for d in restricted.documents() if d.source.endswith("/ot.md"))
    passage = restricted.passages(secret)[0].id
    with restricted.read_by(OT) as read:
        assert [hit.passage.text for hit in read.hits([passage])] == [CANARY]
        assert read.audience_keys() == ["everyone", "ot"]


def test_in_a_channel_everybody_must_be_allowed(restricted: LibraryOfTests) -> None:
    with restricted.storage.reading() as connection:
        channel = LibraryReading(connection, Audience((OT, GUEST)))
        assert channel.audience_keys() == ["everyone"]
        assert len(channel.documents()) == 1


def test_an_audience_of_nobody_reads_nothing(restricted: LibraryOfTests) -> None:
    with restricted.storage.reading() as connection:
        nobody = LibraryReading(connection, Audience(()))
        assert (nobody.documents(), nobody.audience_keys(), nobody.failures()) == ([], [], [])


def test_a_passage_of_another_document_is_not_reached_through_an_open_one(
    restricted: LibraryOfTests,
) -> None:
    open_one, secret = sorted(restricted.documents(), key=lambda d: d.source)
    with restricted.read_by(GUEST) as guest:
        assert guest.passages(open_one.id, secret.revision) == []


def test_an_upload_cannot_replace_what_its_sender_may_not_read(library: LibraryOfTests) -> None:
    library.ingest.uploaded("plan.md", b"secret", {"readers": frozenset({"ot"})}, OT)
    with pytest.raises(ConflictError, match="Choose another name"):
        library.ingest.uploaded("plan.md", b"mine", {}, GUEST)
    assert library.texts() == {"upload:plan.md": "secret"}


def test_hits_come_in_the_order_asked_for_and_once(restricted: LibraryOfTests) -> None:
    ids = [hit.id for d in restricted.documents() for hit in restricted.passages(d)]
    with restricted.read_by() as read:
        assert [hit.id for hit in read.hits([*reversed(ids), "missing", *ids])] == ids[::-1]


def test_what_lies_below_an_unread_folder_is_not_taken_for_gone(folder: Path) -> None:
    walked = Walk((), (folder,), (UnreadFolder(folder / "closed", "denied"),))
    assert not walked.covers((folder / "closed" / "a.md").as_uri())
    assert walked.covers((folder / "closed-2" / "a.md").as_uri())
