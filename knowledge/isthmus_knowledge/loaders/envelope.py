"""What the child process that reads a file writes for its parent: JSON, never pickled objects."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from isthmus_knowledge.documents import Block, BlockKind, LoadedDocument, Place, UnreadableError

ALL_OF_PLACE = tuple(field.name for field in fields(Place))
NUMBERS_OF_PLACE = ("page", "slide")


@dataclass(frozen=True)
class Failure:
    """Why a file was not read: words for a person, and the fault's name for the log."""

    reason: str
    fault: str = ""


def seal(result: LoadedDocument | Failure) -> bytes:
    if isinstance(result, Failure):
        told: Mapping[str, Any] = {"reason": result.reason, "fault": result.fault}
    else:
        told = {
            "title": result.title,
            "metadata": dict(result.metadata),
            "blocks": [_told(block) for block in result.blocks],
        }
    return json.dumps(told, ensure_ascii=False, default=str).encode("utf-8", errors="replace")


def _told(block: Block) -> list[Any]:
    known = {name: getattr(block.place, name) for name in ALL_OF_PLACE}
    place = {name: value for name, value in known.items() if value is not None}
    return [block.text, block.kind.value, block.headings, place]


def unseal(content: bytes) -> LoadedDocument | Failure:
    """Check every type: a parser that an evil file took over could have written this.

    Raises UnreadableError where the answer is not what ``seal`` writes.
    """
    try:
        told = json.loads(content)
        if "reason" in told:
            return Failure(_text(told["reason"]), _text(told["fault"]))
        blocks = tuple(_block(*parts) for parts in told["blocks"])
        return LoadedDocument(_text(told["title"]), blocks, _metadata(told["metadata"]))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnreadableError(
            "The file was not read to its end. Open it in the program that made it, save it again "
            "and add the new file."
        ) from error


def _block(text: object, kind: object, headings: object, place: object) -> Block:
    if not isinstance(headings, list) or not isinstance(place, dict):
        raise TypeError
    above = tuple(_text(heading) for heading in headings)
    known: dict[str, Any] = {
        name: _number(value) if name in NUMBERS_OF_PLACE else _text(value)
        for name, value in place.items()
    }
    return Block(_text(text), BlockKind(_text(kind)), above, Place(**known))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError
    return value


def _metadata(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise TypeError
    return value
