"""Licensed texts need somebody who answers for them, and protected ones are recognised."""

from pathlib import Path

import pytest

from isthmus.errors import InvalidError
from isthmus.library.attesting import STATEMENTS, attested
from isthmus.library.model import LicenceClass
from isthmus.library.noting import notes_on
from isthmus.library.publishers import publisher_of
from library_of_tests import LibraryOfTests

INTERNAL, RESTRICTED = LicenceClass.LICENSED_INTERNAL, LicenceClass.AI_RESTRICTED


def test_who_and_what_are_told_apart() -> None:
    assert attested("Dana Ruiz: site licence 4711: 20 seats", RESTRICTED) == {
        "attested_by": "Dana Ruiz",
        "attestation": "site licence 4711: 20 seats",
    }
    assert attested("Dana Ruiz", INTERNAL)["attestation"] == STATEMENTS[INTERNAL]
    assert attested("Dana Ruiz", None) == {"attested_by": "Dana Ruiz"}
    with pytest.raises(InvalidError, match="who attests what"):
        attested(": site licence", None)


def test_who_what_and_when_are_kept_until_something_else_is_attested(
    library: LibraryOfTests, folder: Path
) -> None:
    (folder / "a.md").write_text("licence: ai-restricted\n\ntext")
    first = {"attested_by": "Dana", "attestation": "licence 1"}
    library.add(folder, **first)
    before = library.only().description
    library.add(folder, **first)
    assert library.only().description == before
    assert (before.attested_by, before.attestation) == ("Dana", "licence 1")
    library.add(folder, attestation="licence 2")
    after = library.only().description
    assert (after.attested_by, after.attestation) == ("Dana", "licence 2")
    assert after.attested_at is not None
    assert before.attested_at is not None
    assert after.attested_at > before.attested_at


def test_a_document_attests_nothing_about_itself(library: LibraryOfTests, folder: Path) -> None:
    (folder / "a.md").write_text("attestation: all is well\n\ntext")
    library.add(folder)
    assert library.only().description.attestation is None


@pytest.mark.parametrize(
    ("line", "name", "suggested"),
    [
        ("Copyright © 2013 IEC, Geneva", "IEC", RESTRICTED),
        ("© ISO/IEC 2022. All rights reserved", "ISO", INTERNAL),
        ("Copyright 2009 by ISA. All rights reserved.", "ISA", RESTRICTED),
        ("(c) INTERNATIONAL SOCIETY OF AUTOMATION", "ISA", RESTRICTED),
        ("© 2019 ISACA. All rights reserved.", "ISACA", RESTRICTED),
    ],
)
def test_a_protected_publisher_is_known_by_its_copyright_line(
    line: str, name: str, suggested: LicenceClass
) -> None:
    found = publisher_of(f"Title\n\n{'words ' * 50_000}\n{line}\n")
    assert found is not None
    assert (found.name, found.suggests) == (name, suggested)


@pytest.mark.parametrize(
    "text",
    [
        "We follow ISA/IEC 62443 and ISO 27001.",
        "Copyright 2026 Isa Müller",
        "Copyright Example plc. It refers to nothing.\nISO 27001 is named on the next line.",
        "© 2026 The isolation valve company",
    ],
)
def test_naming_a_standard_is_no_copyright_line(text: str) -> None:
    assert publisher_of(text) is None


def test_the_warning_suggests_a_class_until_one_is_said(
    library: LibraryOfTests, folder: Path
) -> None:
    (folder / "a.md").write_text("© IEC 2013\ntext")
    (note,) = library.add(folder).notes
    assert "--licence-class ai-restricted --attest" in note.text
    said = {"licence": "ai-restricted", "attested_by": "Dana"}
    (folder / "b.md").write_text("© IEC 2013\ntext")
    assert library.add(folder, **said).notes == ()


def test_what_was_not_read_is_told() -> None:
    said = {"hidden_sheets": ["Costs", "Lists"], "pages_without_text": list(range(1, 13))}
    notes = [note.text for note in notes_on("file:///a", LicenceClass.UNKNOWN, said, "text")]
    assert notes == [
        "Pages without text, so not read: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and more.",
        "Hidden sheets, so not read: Costs, Lists.",
    ]
