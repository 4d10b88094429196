"""Role definitions as replies."""

from collections.abc import Iterator
from typing import Final

from isthmus.messages import Paragraph, Part, Points, Reply
from isthmus.roles.desk import Drafted
from isthmus.roles.model import Line, Topic

_MOST_LINES: Final = 8  # of a topic: the whole definition is for the console and for files


def definition_told(drafted: Drafted) -> Reply:
    """Tell a definition that nobody keeps yet, each line with what it stands on."""
    return Reply(tuple(_parts(drafted)))


def _parts(drafted: Drafted) -> Iterator[Part]:
    known = drafted.definition
    yield Paragraph(
        f"{known.name}: a proposal from the charts, the catalogue and the documents. It is not "
        "kept; keep and edit it in the console."
    )
    for topic in Topic:
        if lines := known.of(topic):
            yield Points(topic.capitalize(), tuple(_told(lines)))
    if drafted.assumed:
        yield Points("Assumed", drafted.assumed)


def _told(lines: tuple[Line, ...]) -> Iterator[str]:
    for line in lines[:_MOST_LINES]:
        sources = "; ".join(source.in_words for source in line.sources)
        yield f"{line.in_words} ({sources})" if sources else line.in_words
    if len(lines) > _MOST_LINES:
        yield f"And {len(lines) - _MOST_LINES} more."
