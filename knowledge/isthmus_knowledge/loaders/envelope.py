"""What the child process that reads a file writes for its parent: JSON, never pickled objects."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from isthmus_knowledge.bundles import LeftOut, Sitemap
from isthmus_knowledge.documents import Block, BlockKind, LoadedDocument, Place, UnreadableError

ALL_OF_PLACE = tuple(field.name for field in fields(Place))
NUMBERS_OF_PLACE = ("page", "slide")


@dataclass(frozen=True)
class Failure:
    """Why a file was not read: words for a person, and the fault's name for the log."""

    reason: str
    fault: str = ""


@dataclass(frozen=True)
class Packed:
    """A bundle whose files stand one after another in a second file; (name, bytes) of each."""

    document: LoadedDocument | None
    sizes: tuple[tuple[str, int], ...]
    left_out: tuple[LeftOut, ...]


Result = LoadedDocument | Packed | Sitemap | Failure


def seal(result: Result) -> bytes:
    return json.dumps(_as_json(result), ensure_ascii=False, default=str).encode(
        "utf-8", errors="replace"
    )


def _as_json(result: Result) -> Mapping[str, Any]:
    match result:
        case Failure():
            return {"reason": result.reason, "fault": result.fault}
        case Sitemap():
            return {"pages": result.pages, "sitemaps": result.sitemaps}
        case Packed():
            left_out = [[each.name, each.reason] for each in result.left_out]
            document = _as_json(result.document) if result.document else None
            return {"enclosed": result.sizes, "left_out": left_out, "document": document}
        case LoadedDocument():
            return {
                "title": result.title,
                "metadata": dict(result.metadata),
                "blocks": [_told(block) for block in result.blocks],
            }


def _told(block: Block) -> list[Any]:
    known = {name: getattr(block.place, name) for name in ALL_OF_PLACE}
    place = {name: value for name, value in known.items() if value is not None}
    return [block.text, block.kind.value, block.headings, place]


def unseal(content: bytes) -> Result:
    """Check every type: a parser that an evil file took over could have written this.

    Raises UnreadableError where the answer is not what ``seal`` writes.
    """
    try:
        told = json.loads(content)
        if "reason" in told:
            return Failure(_text(told["reason"]), _text(told["fault"]))
        if "sitemaps" in told:
            return Sitemap(_texts(told["pages"]), _texts(told["sitemaps"]))
        return _packed(told) if "enclosed" in told else _document(told)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnreadableError(
            "The file was not read to its end. Open it in the program that made it, save it again "
            "and add the new file."
        ) from error


def _packed(told: Mapping[str, Any]) -> Packed:
    document = None if told["document"] is None else _document(told["document"])
    sizes = tuple((_text(name), _number(size)) for name, size in told["enclosed"])
    if any(size < 0 for _, size in sizes):
        raise ValueError
    left_out = tuple(LeftOut(_text(name), _text(reason)) for name, reason in told["left_out"])
    return Packed(document, sizes, left_out)


def _document(told: Mapping[str, Any]) -> LoadedDocument:
    blocks = tuple(_block(*parts) for parts in told["blocks"])
    return LoadedDocument(_text(told["title"]), blocks, _metadata(told["metadata"]))


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


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError
    return tuple(map(_text, value))


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError
    return value


def _metadata(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise TypeError
    return value
