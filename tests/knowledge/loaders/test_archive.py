import io
import zipfile

import pytest

from isthmus_knowledge.documents import UnreadableError
from isthmus_knowledge.loaders import archive
from make_documents import docx, rezipped, zipped

WORD = docx(lambda document: document.add_paragraph("Text."))
BOMB = '<?xml version="1.0"{}?>{}<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>'


def refusal(content: bytes) -> str:
    with pytest.raises(UnreadableError) as refused:
        archive.inspect(content)
    return str(refused.value)


def test_an_office_file_is_let_through() -> None:
    assert "word/document.xml" in archive.inspect(WORD).members


def test_a_file_that_unpacks_to_far_too_much_is_refused_with_its_size() -> None:
    assert "unpacks to 300.0 MB; at most 200.0 MB" in refusal(
        zipped({"word/document.xml": bytes(300_000_000)})
    )


def test_a_small_file_that_swells_is_refused() -> None:
    assert "unpacks to 30.0 MB, as no document does" in refusal(
        zipped({"a.bin": bytes(30_000_000)})
    )


@pytest.mark.parametrize("name", ["../a.xml", "/etc/passwd", "word/../../a", "..\\a", "C:\\a"])
def test_members_that_point_outside_are_refused(name: str) -> None:
    assert "points outside" in refusal(zipped({name: b"<a/>"}))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_doubled_members_are_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as opened:
        opened.writestr("a.xml", "<a/>")
        opened.writestr("a.xml", "<b/>")
    assert "doubled parts" in refusal(file.getvalue())


@pytest.mark.parametrize(
    "part",
    [
        BOMB.format("", ""),
        BOMB.format("", "<!-- <a> --><?p <a> ?>\n"),
        BOMB.format("", "<!--" + "x" * 70_000 + "-->"),
        BOMB.format(' encoding="utf-7"', ""),
        '<?xml version="1.0" encoding="cp037"?><a/>',
    ],
)
def test_xml_that_declares_entities_or_hides_them_is_refused(part: str) -> None:
    assert "declares XML entities" in refusal(rezipped(WORD, {"word/document.xml": part.encode()}))


def test_entities_in_another_encoding_are_found() -> None:
    hidden = BOMB.format(' encoding="utf-16"', "").encode("utf-16")
    assert "declares XML entities" in refusal(rezipped(WORD, {"word/styles.xml": hidden}))


def test_a_damaged_archive_is_told() -> None:
    assert "damaged" in refusal(WORD[: len(WORD) // 2])
    assert "damaged" in refusal(b"PK\x03\x04 and no more")
