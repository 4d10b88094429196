import io
import stat
import zipfile
from collections.abc import Callable

import pytest

from isthmus_knowledge.bundles import Bundle
from isthmus_knowledge.documents import UnreadableError
from isthmus_knowledge.loaders import zipped as loader
from make_documents import zipped


def load(content: bytes) -> Bundle:
    return loader.load(content, "all.zip")


def names(bundle: Bundle) -> list[str]:
    return [each.name for each in bundle.enclosed]


def reasons(bundle: Bundle) -> dict[str, str]:
    return {each.name: each.reason for each in bundle.left_out}


def written(write: Callable[[zipfile.ZipFile], object]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        write(archive)
    return file.getvalue()


def with_flag(content: bytes, flag: int) -> bytes:
    """Set a flag in the directory entry of the first file."""
    at = content.index(b"PK\x01\x02") + 8
    return content[:at] + bytes([content[at] | flag]) + content[at + 1 :]


def test_files_come_out_with_their_paths_and_hidden_ones_do_not() -> None:
    members = {
        "Policies/": b"",
        "Policies/Access.md": b"text",
        "./b.md": b"b",
        "back\\slash.md": b"c",
        "Shift 06:00.md": b"d",
        "__MACOSX/Policies/._Access.md": b"x",
        "Policies/.DS_Store": b"x",
        ".git/config": b"x",
        "~$open.docx": b"x",
    }
    bundle = load(zipped(members))
    assert names(bundle) == ["Policies/Access.md", "b.md", "back/slash.md", "Shift 06:00.md"]
    assert [each.read() for each in bundle.enclosed] == [b"text", b"b", b"c", b"d"]
    assert (bundle.document, bundle.left_out) == (None, ())


@pytest.mark.parametrize("path", ["../a.md", "/etc/passwd", "a/../../b.md", "..\\a.md", "C:\\a.md"])
def test_a_member_that_points_outside_is_left_out_by_name_and_the_others_are_taken(
    path: str,
) -> None:
    bundle = load(zipped({path: b"evil", "good.md": b"good"}))
    assert names(bundle) == ["good.md"]
    ((name, reason),) = reasons(bundle).items()
    assert name == path.replace("\\", "/")
    assert "points outside" in reason


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_a_link_or_a_device_is_left_out(kind: int) -> None:
    def write(archive: zipfile.ZipFile) -> None:
        member = zipfile.ZipInfo("passwords.md")
        member.external_attr = (kind | 0o777) << 16
        archive.writestr(member, "/etc/passwd")

    assert "a link or a device" in reasons(load(written(write)))["passwords.md"]


def test_an_encrypted_member_is_left_out_with_what_to_do() -> None:
    bundle = load(with_flag(zipped({"secret.md": b"x", "open.md": b"y"}), 0x1))
    assert names(bundle) == ["open.md"]
    assert "Unpack the archive with its password" in reasons(bundle)["secret.md"]


def test_a_member_that_swells_is_left_out() -> None:
    bundle = load(zipped({"bomb.txt": bytes(30_000_000), "good.md": b"good"}))
    assert names(bundle) == ["good.md"]
    assert "far more than a document does" in reasons(bundle)["bomb.txt"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_of_two_members_of_one_path_the_first_is_taken() -> None:
    def write(archive: zipfile.ZipFile) -> None:
        archive.writestr("a.md", "one")
        archive.writestr("./a.md", "two")

    bundle = load(written(write))
    assert [each.read() for each in bundle.enclosed] == [b"one"]
    assert "only the first" in reasons(bundle)["a.md"]


def test_a_damaged_member_is_told_when_it_is_taken_out() -> None:
    content = bytearray(zipped({"a.md": b"some text that is long enough"}))
    content[40] ^= 0xFF
    (member,) = load(bytes(content)).enclosed
    with pytest.raises(UnreadableError, match="damaged in the archive"):
        member.read()


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({}, "no file in all.zip"),
        ({"only/": b"", ".hidden": b"x"}, "no file in all.zip"),
        ({f"{number}.md": b"" for number in range(1_001)}, "holds 1,001 files; at most 1,000"),
        (
            {f"{number}.bin": bytes(50_000_000) for number in range(5)},
            "unpacks to 250.0 MB; at most 200 MB",
        ),
    ],
)
def test_an_archive_that_is_empty_or_too_large_is_refused(
    members: dict[str, bytes], reason: str
) -> None:
    with pytest.raises(UnreadableError) as refused:
        load(zipped(members))
    assert reason in str(refused.value)


def test_a_damaged_archive_is_refused() -> None:
    with pytest.raises(UnreadableError, match="damaged and cannot be opened"):
        load(zipped({"a.md": b"text"})[:-30])
