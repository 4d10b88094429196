"""Where a document comes from, in words (pure)."""

from urllib.parse import unquote

from isthmus.library.service import SHIPPED, UPLOADED
from isthmus.people import Person, Rank


def source_name(source: str) -> str:
    """Give the last part of a source, as a person would call the file."""
    return unquote(source.rstrip("/").rpartition("/")[2].removeprefix(UPLOADED)) or source


def source_in_words(source: str, visitor: Person) -> str:
    """Say where a document comes from; folders of the server are for administrators alone."""
    if source.startswith(SHIPPED):
        return "Comes with Isthmus"
    if source.startswith(UPLOADED):
        return f"Uploaded as {source.removeprefix(UPLOADED)}"
    if source.startswith("file:") and not visitor.rank.includes(Rank.ADMINISTRATOR):
        return f"A file on the server: {source_name(source)}"
    return source
