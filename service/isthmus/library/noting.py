"""What a person should know of a document that was indexed all the same."""

from collections.abc import Mapping
from typing import Final

from isthmus.library.model import NEED_ATTESTATION, LicenceClass, Note
from isthmus.library.publishers import publisher_of

_SHOWN: Final = 10
_PARTS: Final = {
    "pages_without_text": "Pages without text, so not read",
    "hidden_sheets": "Hidden sheets, so not read",
}


def notes_on(
    source: str, licence: LicenceClass, said_by_file: Mapping[str, object], text: str
) -> list[Note]:
    """Say what was not read of it, and whose licence it may fall under."""
    notes = [Note(source, said) for said in left_unread(said_by_file)]
    publisher = publisher_of(text) if licence not in NEED_ATTESTATION else None
    if publisher:
        notes.append(
            Note(
                source,
                f"It carries a copyright line of {publisher.name}; {publisher.because}. Unless "
                f'that is settled, say `--licence-class {publisher.suggests} --attest "WHO: '
                'WHAT GIVES THE RIGHT"`, or retire it.',
            )
        )
    return notes


def left_unread(said_by_file: Mapping[str, object]) -> list[str]:
    """Name the parts of a file that its reader left out."""
    told = []
    for key, what in _PARTS.items():
        parts = said_by_file.get(key)
        if isinstance(parts, list) and parts:
            names = ", ".join(map(str, parts[:_SHOWN]))
            told.append(f"{what}: {names}{'' if len(parts) <= _SHOWN else ' and more'}.")
    return told
