import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from isthmus.errors import InvalidError, NotFoundError
from isthmus.library.model import Collection, LicenceClass, document_id
from isthmus.people import OPERATOR
from library_of_tests import LARGEST, LibraryOfTests, counts

if TYPE_CHECKING:
    from isthmus.library.run import Progress


def test_a_folder_becomes_documents_whose_passages_are_stretches_of_their_revision(
    library: LibraryOfTests, folder: Path
) -> None:
    (folder / "Access policy.md").write_text("Vendors need approval.\nIt ends each day.")
    assert counts(library.add(folder)) == (1, 0, 0, 0, 0)
    document = library.only()
    assert document.id.startswith("access-policy-")
    with library.read_by() as read:
        text = read.revision(document.revision).text
    hits = library.passages(document)
    assert [hit.passage.text for hit in hits] == ["Vendors need approval.", "It ends each day."]
    assert all(text[h.passage.start : h.passage.end] == h.passage.text for h in hits)


def test_a_second_run_over_the_same_folder_does_nothing(
    library: LibraryOfTests, folder: Path
) -> None:
    (folder / "a.md").write_text("one")
    library.add(folder)
    embedded = library.embedder.embedded
    with library.looking() as records:
        version = records.version()
    assert counts(library.add(folder)) == (0, 0, 1, 0, 0)
    with library.looking() as records:
        assert records.version() == version
    assert library.embedder.embedded == embedded


def test_a_changed_file_makes_a_revision_that_supersedes_the_old(
    library: LibraryOfTests, folder: Path
) -> None:
    file = folder / "a.md"
    file.write_text("old")
    library.add(folder)
    old = library.passages(library.only())[0].id
    file.write_text("new")
    assert counts(library.add(folder)) == (0, 1, 0, 0, 0)
    with library.read_by() as read:
        assert [r.number for r in read.revisions(library.only().id)] == [2, 1]
        assert read.hits([old]) == []
        assert read.passage(old).passage.text == "old"


def test_the_same_content_at_two_paths_is_two_documents(
    library: LibraryOfTests, folder: Path
) -> None:
    for name in ("a.md", "b.md"):
        (folder / name).write_text("same")
    library.add(folder)
    assert len(library.documents()) == 2


def test_what_vanished_from_a_folder_is_retired_and_comes_back_without_embedding(
    library: LibraryOfTests, folder: Path
) -> None:
    file = folder / "a.md"
    file.write_text("one")
    library.add(folder)
    file.unlink()
    assert counts(library.add(folder)) == (0, 0, 0, 1, 0)
    assert library.documents() == []
    embedded = library.embedder.embedded
    file.write_text("one")
    assert counts(library.add(folder)) == (1, 0, 0, 0, 0)
    assert library.embedder.embedded == embedded
    assert library.texts() == {"a.md": "one"}


def test_only_what_lies_below_the_folder_is_retired(library: LibraryOfTests, folder: Path) -> None:
    for name in ("plant", "plant-2", "Plant"):
        (folder / name).mkdir()
        (folder / name / "a.md").write_text(name)
    library.add(folder)
    shutil.rmtree(folder / "plant")
    (folder / "plant").mkdir()
    assert counts(library.add(folder / "plant")) == (0, 0, 0, 1, 0)
    assert {d.source.split("/")[-2] for d in library.documents()} == {"plant-2", "Plant"}


def test_naming_a_file_retires_no_other(library: LibraryOfTests, folder: Path) -> None:
    (folder / "a.md").write_text("a")
    (folder / "b.md").write_text("b")
    library.add(folder)
    (folder / "b.md").unlink()
    assert counts(library.add(folder / "a.md")) == (0, 0, 1, 0, 0)
    assert len(library.documents()) == 2


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every folder")
def test_a_folder_that_cannot_be_listed_retires_nothing(
    library: LibraryOfTests, folder: Path
) -> None:
    closed = folder / "closed"
    closed.mkdir()
    (closed / "a.md").write_text("a")
    library.add(folder)
    closed.chmod(0)
    summary = library.add(folder)
    closed.chmod(0o700)
    assert counts(summary) == (0, 0, 0, 0, 1)
    assert len(library.documents()) == 1


def test_a_file_that_fails_keeps_its_previous_revision_and_is_listed_until_it_succeeds(
    library: LibraryOfTests, folder: Path
) -> None:
    file = folder / "a.md"
    file.write_text("good")
    (folder / "other.md").write_text("other")
    library.add(folder)
    file.write_bytes(b"\0")
    summary = library.add(folder)
    assert counts(summary) == (0, 0, 1, 0, 1)
    assert summary.failed[0].reason == "It is damaged."
    assert library.texts()["a.md"] == "good"
    with library.read_by() as read:
        assert [failed.source for failed in read.failures()] == [file.as_uri()]
    file.write_text("good")
    assert counts(library.add(folder)) == (0, 0, 2, 0, 0)
    with library.read_by() as read:
        assert read.failures() == []


def test_a_failed_file_that_is_gone_is_no_failure_any_more(
    library: LibraryOfTests, folder: Path
) -> None:
    (folder / "a.md").write_bytes(b"")
    library.add(folder)
    (folder / "a.md").unlink()
    library.add(folder)
    with library.read_by() as read:
        assert read.failures() == []


def test_a_file_above_the_limit_is_refused_with_the_limit(
    library: LibraryOfTests, folder: Path
) -> None:
    (folder / "a.md").write_text("a" * (LARGEST + 1))
    assert "ISTHMUS_MAX_DOCUMENT_MB" in library.add(folder).failed[0].reason


def test_hidden_files_descriptions_and_links_are_passed_over(
    library: LibraryOfTests, folder: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("secret")
    (folder / "out.md").symlink_to(secret)
    (folder / "up").symlink_to(tmp_path)
    (folder / ".hidden.md").write_text("hidden")
    (folder / "~$open.docx").write_text("lock")
    (folder / "a.md").write_text("a")
    (folder / "in.md").symlink_to(folder / "a.md")
    (folder / "a.md.isthmus.yaml").write_text("owner: OT")
    os.mkfifo(folder / "pipe.md")
    library.add(folder)
    assert sorted(library.texts()) == ["a.md"]


def test_a_link_gives_nobody_a_restricted_document(library: LibraryOfTests, folder: Path) -> None:
    for name, readers in (("board", "board"), ("open", "everyone")):
        (folder / name).mkdir()
        (folder / name / "isthmus.yaml").write_text(f"readers: {readers}")
    (folder / "board" / "merger.md").write_text("secret")
    (folder / "open" / "harmless.md").symlink_to(Path("..", "board", "merger.md"))
    library.add(folder)
    assert library.only().description.readers == {"board"}


def test_a_path_that_is_not_there_stops_the_run_before_it_starts(
    library: LibraryOfTests, folder: Path
) -> None:
    (folder / "a.md").write_text("a")
    with pytest.raises(NotFoundError, match="no file or folder"):
        library.add(folder, folder / "missing")
    assert library.documents() == []


def test_flags_outweigh_the_sidecar_that_outweighs_front_matter_that_outweighs_the_folder(
    library: LibraryOfTests, folder: Path
) -> None:
    (folder / "isthmus.yaml").write_text(
        "owner: folder\nedition: folder\nreview_date: 2026-12-01\ncollection: records"
    )
    (folder / "a.md").write_text("owner: file\nedition: 2.10\ncollection: standards\n\ntext")
    (folder / "a.md.isthmus.yaml").write_text("owner: sidecar\ncollection: blueprint")
    library.add(folder, owner="flag")
    said = library.only().description
    assert (said.owner, said.collection, said.edition) == ("flag", Collection.BLUEPRINT, "2.10")
    assert str(said.review) == "2026-12-01"


def test_front_matter_does_not_open_what_its_folder_closed(
    library: LibraryOfTests, folder: Path
) -> None:
    (folder / "isthmus.yaml").write_text("readers: board\nlicence: attribution")
    (folder / "a.md").write_text("readers: everyone\nlicence: public-domain\n\ntext")
    library.add(folder)
    said = library.only().description
    assert (said.readers, said.licence) == (frozenset({"board"}), LicenceClass.ATTRIBUTION)


def test_front_matter_does_not_open_what_an_earlier_run_closed_but_may_close_more(
    library: LibraryOfTests, folder: Path
) -> None:
    (folder / "a.md").write_text("text")
    library.add(folder, readers=["board", "ot"])
    (folder / "a.md").write_text("readers: everyone\n\ntext two")
    library.add(folder)
    assert library.only().description.readers == {"board", "ot"}
    (folder / "a.md").write_text("readers: ot\n\ntext three")
    library.add(folder)
    assert library.only().description.readers == {"ot"}


def test_a_changed_description_alone_makes_no_revision(
    library: LibraryOfTests, folder: Path
) -> None:
    (folder / "a.md").write_text("text")
    library.add(folder)
    before = library.only()
    (folder / "a.md.isthmus.yaml").write_text("owner: OT Security\ntitle: Access")
    assert counts(library.add(folder)) == (0, 1, 0, 0, 0)
    after = library.only()
    assert (after.revision, after.description.title) == (before.revision, "Access")
    assert counts(library.add(folder)) == (0, 0, 1, 0, 0)


@pytest.mark.parametrize(
    ("entries", "reason"),
    [
        ("reader: ot", "no entry `reader`"),
        ("readers: []", "name the groups"),
        ("readers:", "name the groups"),
        ("title: " + "[" * 20_000, "nested too deeply"),
        ("collection: novels", "is none of"),
        ("review_date: soon", "is no date"),
        ("owner: [", "not valid YAML"),
        ("just text", "no entries"),
    ],
)
def test_a_wrong_sidecar_fails_its_file_and_names_the_mistake(
    library: LibraryOfTests, folder: Path, entries: str, reason: str
) -> None:
    (folder / "a.md").write_text("text")
    (folder / "a.md.isthmus.yaml").write_text(entries)
    (failed,) = library.add(folder).failed
    assert reason in failed.reason
    assert "a.md.isthmus.yaml" in failed.reason


def test_a_description_that_is_a_pipe_is_not_waited_for(
    library: LibraryOfTests, folder: Path
) -> None:
    (folder / "a.md").write_text("text")
    os.mkfifo(folder / "a.md.isthmus.yaml")
    assert "is no file" in library.add(folder).failed[0].reason


def test_a_later_run_that_does_not_name_the_readers_widens_nothing(
    library: LibraryOfTests, folder: Path
) -> None:
    (folder / "a.md").write_text("text")
    library.add(folder, readers=["ot"])
    assert counts(library.add(folder)) == (0, 0, 1, 0, 0)
    assert library.only().description.readers == {"ot"}
    library.add(folder, readers="everyone")
    assert library.only().description.readers == {"everyone"}


@pytest.mark.parametrize("licence", ["ai-restricted", "licensed-internal"])
def test_a_licensed_document_needs_somebody_who_answers_for_it(
    library: LibraryOfTests, folder: Path, licence: str
) -> None:
    (folder / "a.md").write_text(f"licence: {licence}\nattested_by: itself\n\ntext")
    (failed,) = library.add(folder).failed
    assert "--attest" in failed.reason
    assert library.documents() == []
    assert counts(library.add(folder, attested_by="Anna, legal")) == (1, 0, 0, 0, 0)
    said = library.only().description
    assert (said.licence, said.attested_by) == (LicenceClass(licence), "Anna, legal")
    assert said.attested_at is not None
    assert counts(library.add(folder, attested_by="Anna, legal")) == (0, 0, 1, 0, 0)
    assert counts(library.add(folder)) == (0, 0, 1, 0, 0)


def test_a_document_that_a_person_retired_stays_so_until_its_file_is_named(
    library: LibraryOfTests, folder: Path
) -> None:
    (folder / "a.md").write_text("text")
    library.add(folder)
    document = library.only()
    with library.changing() as records:
        records.save(document.retire(library.ingest._clock(), "anna"))  # noqa: SLF001
    (folder / "a.md").write_text("changed")
    assert counts(library.add(folder)) == (0, 0, 1, 0, 0)
    assert library.documents() == []
    assert counts(library.add(folder / "a.md")) == (1, 0, 0, 0, 0)
    assert library.texts() == {"a.md": "changed"}


def test_an_upload_of_the_same_name_is_a_new_revision(library: LibraryOfTests) -> None:
    first = library.ingest.uploaded("C:\\docs\\plan.md", b"one", {}, OPERATOR).documents[0]
    second = library.ingest.uploaded("plan.md", b"two", {}, OPERATOR).documents[0]
    assert (first.source, first.id) == ("upload:plan.md", second.id)
    assert first.revision != second.revision


def test_an_upload_that_cannot_be_read_is_told_and_leaves_nothing(library: LibraryOfTests) -> None:
    with pytest.raises(InvalidError, match="damaged"):
        library.ingest.uploaded("plan.md", b"\0", {}, OPERATOR)
    with library.read_by() as read:
        assert (read.documents(), read.failures()) == ([], [])


def test_a_document_without_any_text_is_a_failure(library: LibraryOfTests, folder: Path) -> None:
    (folder / "a.md").write_text("\n")
    assert library.add(folder).failed[0].reason == "There is no text in it."


@pytest.mark.parametrize("text", ["changed", "text"])
def test_what_was_narrowed_or_retired_during_a_run_stays_so(
    library: LibraryOfTests, folder: Path, text: str
) -> None:
    (folder / "a.md").write_text("text")
    (folder / "b.md").write_text("text")
    library.add(folder)
    first, second = library.documents()
    for name in ("a.md", "b.md"):
        (folder / name).write_text(text)
        (folder / f"{name}.isthmus.yaml").write_text("owner: OT")

    def meanwhile(progress: "Progress") -> None:
        if progress.done == 0:
            with library.changing() as records:
                narrowed = replace(first.description, readers=frozenset({"ot"}))
                records.save(replace(first, description=narrowed))
                records.save(second.retire(library.ingest._clock(), "anna"))  # noqa: SLF001

    library.ingest.paths([folder], {}, meanwhile)
    said = library.only().description
    assert (said.readers, said.owner) == (frozenset({"ot"}), "OT")


def test_files_of_one_name_do_not_share_an_id() -> None:
    ids = {document_id("README.md", f"file:///{number}/README.md") for number in range(20_000)}
    assert len(ids) == 20_000


def test_two_runs_at_once_add_each_file_once(library: LibraryOfTests, folder: Path) -> None:
    for number in range(30):
        (folder / f"{number:02}.md").write_text(f"text {number}")
    both = [LibraryOfTests(library.storage) for _ in range(2)]
    with ThreadPoolExecutor() as pool:
        ended = list(pool.map(lambda each: each.add(folder), both))
    assert [summary.failed for summary in ended] == [(), ()]
    with library.read_by() as read:
        found = [[r.number for r in read.revisions(d.id)] for d in read.documents()]
    assert found == [[1]] * 30


def test_small_files_are_embedded_together_and_reported(
    library: LibraryOfTests, folder: Path
) -> None:
    for number in range(20):
        (folder / f"{number:02}.md").write_text(f"text {number}")
    seen: list[Progress] = []
    library.ingest.paths([folder], {}, seen.append)
    assert [progress.done for progress in seen] == sorted(progress.done for progress in seen)
    assert (seen[-1].done, seen[-1].total, seen[-1].passages) == (20, 20, 20)
