"""Archives and e-mails become documents, one for each file in them."""

from email.message import EmailMessage
from pathlib import Path

import pytest

from isthmus.errors import ConflictError, InvalidError
from isthmus.library.walking import shown
from isthmus.people import GUEST, OPERATOR
from isthmus.storage import Storage
from isthmus_knowledge.bundles import Bundle, Enclosed
from isthmus_knowledge.loaders import load
from library_of_tests import Clock, LibraryOfTests, counts
from make_documents import zipped

LARGEST = 1_000_000
POLICIES = {"a.md": b"# A\n\nFirst.", "sub dir/b.md": b"# B\n\nSecond."}


@pytest.fixture
def library(storage: Storage) -> LibraryOfTests:
    return LibraryOfTests(storage, load=load, largest=LARGEST)


def mail(*attached: tuple[str, bytes], body: str = "See the attachment.") -> bytes:
    made = EmailMessage()
    made["From"] = "Dana <dana@plant.example>"
    made["Subject"] = "New rule"
    made["MIME-Version"] = "1.0"
    made.set_content(body)
    for name, content in attached:
        made.add_attachment(content, maintype="application", subtype="x", filename=name)
    return made.as_bytes()


def inside(library: LibraryOfTests) -> set[str]:
    """Give what the live documents are, below the test's folder."""
    return {shown(each.source).partition("/documents/")[2] for each in library.documents()}


def reasons(library: LibraryOfTests) -> dict[str, str]:
    with library.read_by() as read:
        return {shown(f.source).partition("/documents/")[2]: f.reason for f in read.failures()}


def test_each_file_of_an_archive_is_a_document_with_its_path(
    library: LibraryOfTests, folder: Path
) -> None:
    (folder / "all.zip").write_bytes(zipped(POLICIES))
    assert counts(library.add(folder)) == (2, 0, 0, 0, 0)
    assert inside(library) == {"all.zip!/a.md", "all.zip!/sub dir/b.md"}
    assert counts(library.add(folder)) == (0, 0, 2, 0, 0)
    assert {each.description.title for each in library.documents()} == {"A", "B"}


def test_a_changed_archive_changes_only_what_changed_in_it(
    library: LibraryOfTests, folder: Path
) -> None:
    (folder / "all.zip").write_bytes(zipped(POLICIES | {"gone.md": b"# Gone\n\nText."}))
    library.add(folder)
    before = library.embedder.embedded
    changed = {"a.md": b"# A\n\nChanged.", "c.md": b"# C\n\nNew."}
    (folder / "all.zip").write_bytes(zipped(POLICIES | changed))
    assert counts(library.add(folder)) == (1, 1, 1, 1, 0)
    assert inside(library) == {"all.zip!/a.md", "all.zip!/c.md", "all.zip!/sub dir/b.md"}
    assert library.embedder.embedded - before == 4


def test_an_archive_that_vanished_takes_its_documents_along_and_brings_them_back(
    library: LibraryOfTests, folder: Path
) -> None:
    file = folder / "all.zip"
    file.write_bytes(zipped(POLICIES))
    library.add(folder)
    file.unlink()
    assert counts(library.add(folder)) == (0, 0, 0, 2, 0)
    file.write_bytes(zipped(POLICIES))
    assert counts(library.add(folder)) == (2, 0, 0, 0, 0)


def test_an_archive_that_is_damaged_for_a_while_retires_nothing(
    library: LibraryOfTests, folder: Path
) -> None:
    (folder / "all.zip").write_bytes(zipped(POLICIES))
    library.add(folder)
    (folder / "all.zip").write_bytes(zipped(POLICIES)[:-30])
    assert counts(library.add(folder)) == (0, 0, 0, 0, 1)
    assert len(library.documents()) == 2


def test_what_cannot_be_taken_out_is_listed_by_name_until_it_can(
    library: LibraryOfTests, folder: Path
) -> None:
    file = folder / "all.zip"
    file.write_bytes(zipped({"../out.md": b"x", "picture.png": b"\x89PNG\r\n\0", **POLICIES}))
    assert counts(library.add(folder)) == (2, 0, 0, 0, 2)
    told = reasons(library)
    assert "points outside" in told["all.zip!/../out.md"]
    assert "an image" in told["all.zip!/picture.png"]
    file.write_bytes(zipped(POLICIES))
    assert counts(library.add(folder)) == (0, 0, 2, 0, 0)
    assert reasons(library) == {}


def test_an_archive_in_an_archive_is_opened_and_one_inside_that_is_not(
    library: LibraryOfTests, folder: Path
) -> None:
    third = zipped({"deep.md": b"# Deep\n\nText."})
    second = zipped({"third.zip": third, "b.md": b"# B\n\nText."})
    (folder / "all.zip").write_bytes(zipped({"second.zip": second}))
    assert counts(library.add(folder)) == (1, 0, 0, 0, 1)
    assert inside(library) == {"all.zip!/second.zip!/b.md"}
    ((name, reason),) = reasons(library).items()
    assert name == "all.zip!/second.zip!/third.zip!/deep.md"
    assert "inside a third" in reason
    (folder / "all.zip").write_bytes(zipped({"b.md": b"# B\n\nText."}))
    library.add(folder)
    assert (inside(library), reasons(library)) == ({"all.zip!/b.md"}, {})


def test_archives_in_an_archive_do_not_multiply(storage: Storage, folder: Path) -> None:
    def load_many(_content: bytes, name: str) -> Bundle:
        names = ["second.zip"] if name == "all.zip" else [f"{n}.md" for n in range(2_000)]
        return Bundle(None, tuple(Enclosed(each, lambda: b"x") for each in names))

    (folder / "all.zip").write_bytes(b"x")
    (failed,) = LibraryOfTests(storage, load=load_many).add(folder).failed
    assert failed.source.endswith("all.zip!/second.zip")
    assert "More than 2,000 files" in failed.reason


def test_what_is_said_of_an_archive_holds_for_what_is_in_it(
    library: LibraryOfTests, folder: Path
) -> None:
    own = b"---\nreaders: everyone\ntitle: Own\n---\n\nText."
    (folder / "all.zip").write_bytes(zipped({"a.md": own, "isthmus.yaml": b"readers: everyone"}))
    (folder / "all.zip.isthmus.yaml").write_text("readers: ot\nowner: CISO\ntitle: All of it")
    library.add(folder)
    said = library.only().description
    assert (said.readers, said.owner, said.title) == (frozenset({"ot"}), "CISO", "Own")


def test_an_e_mail_is_a_document_and_so_is_what_is_attached(
    library: LibraryOfTests, folder: Path
) -> None:
    content = mail(("rule.md", b"# Rule\n\nText."), ("logo.png", b"\x89PNG\r\n\0"))
    (folder / "rule.eml").write_bytes(content)
    assert counts(library.add(folder)) == (2, 0, 0, 0, 1)
    assert inside(library) == {"rule.eml", "rule.eml!/rule.md"}
    assert counts(library.add(folder)) == (0, 0, 2, 0, 1)
    (folder / "rule.eml").unlink()
    assert counts(library.add(folder)) == (0, 0, 0, 2, 0)
    (folder / "rule.eml").write_bytes(content)
    assert counts(library.add(folder)) == (2, 0, 0, 0, 1)


def test_readers_narrowed_for_an_unchanged_e_mail_are_narrowed_for_its_attachments(
    library: LibraryOfTests, folder: Path
) -> None:
    (folder / "rule.eml").write_bytes(mail(("rule.md", b"# Rule\n\nText.")))
    library.add(folder)
    assert counts(library.add(folder, readers="ot")) == (0, 2, 0, 0, 0)
    assert {each.description.readers for each in library.documents()} == {frozenset({"ot"})}


def test_an_e_mail_attached_to_an_e_mail_is_read_and_what_is_attached_to_that(
    library: LibraryOfTests, folder: Path
) -> None:
    third = mail(body="The third.")
    second = mail(("third.eml", third), ("deep.md", b"# Deep\n\nText."), body="The second.")
    (folder / "first.eml").write_bytes(mail(("second.eml", second)))
    library.add(folder)
    assert inside(library) == {
        "first.eml",
        "first.eml!/second.eml",
        "first.eml!/second.eml!/third.eml",
        "first.eml!/second.eml!/deep.md",
    }


def test_a_file_of_an_archive_that_a_person_retired_stays_so(
    library: LibraryOfTests, folder: Path
) -> None:
    (folder / "all.zip").write_bytes(zipped(POLICIES))
    library.add(folder)
    first = library.documents()[0]
    with library.changing() as records:
        records.save(first.retire(Clock()(), "dana"))
    assert counts(library.add(folder)) == (0, 0, 2, 0, 0)
    assert len(library.documents()) == 1


def test_an_uploaded_archive_tells_what_was_added_and_what_was_not(
    library: LibraryOfTests,
) -> None:
    content = zipped(POLICIES | {"/etc/passwd": b"x"})
    added = library.ingest.uploaded("all.zip", content, {}, OPERATOR)
    assert [each.source for each in added.documents] == [
        "upload:all.zip!/a.md",
        "upload:all.zip!/sub%20dir/b.md",
    ]
    assert "points outside" in added.failed[0].reason
    with library.read_by() as read:
        assert read.failures() == []
    with pytest.raises(InvalidError, match="points outside"):
        library.ingest.uploaded("bad.zip", zipped({"../a.md": b"x"}), {}, OPERATOR)


def test_an_upload_does_not_touch_what_lies_hidden_in_an_archive_of_its_name(
    library: LibraryOfTests,
) -> None:
    board = {"readers": frozenset({"board"})}
    library.ingest.uploaded("all.zip", zipped(POLICIES), board, OPERATOR)  # type: ignore[arg-type]
    with pytest.raises(ConflictError):
        library.ingest.uploaded("all.zip", zipped(POLICIES), {}, GUEST)


def test_a_sitemap_in_a_folder_is_no_document(library: LibraryOfTests, folder: Path) -> None:
    (folder / "sitemap.xml").write_text("<urlset/>")
    assert "--sitemap" in library.add(folder).failed[0].reason
