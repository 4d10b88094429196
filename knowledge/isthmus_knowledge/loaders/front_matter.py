"""The YAML between two ``---`` lines at the top of a Markdown file."""

import re
from collections.abc import Mapping
from datetime import date

import yaml

from isthmus_knowledge.documents import UnreadableError
from isthmus_knowledge.loaders.characters import clean

OPENING = re.compile(r"---[ \t]*\n(?=\s*(?:#|[\"'\w][^\n:]*:(?:\s|$)|---))")
CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)


class _PlainLoader(yaml.SafeLoader):  # type: ignore[misc]
    """Refuses anchors: a few lines of them can stand for gigabytes."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.MarkedYAMLError(
                problem="an alias (*name) is not allowed here; write the value out",
                problem_mark=self.peek_event().start_mark,
            )
        return super().compose_node(parent, index)


def split(text: str) -> tuple[Mapping[str, object], str]:
    """Return the metadata and the text below it; raise UnreadableError with the line at fault."""
    opening = OPENING.match(text)
    if opening is None:
        return {}, text
    closing = CLOSING.search(text, opening.end())
    if closing is None:
        raise UnreadableError(
            "The front matter opens with --- in line 1 and is never closed. "
            "Add a line with --- below its last entry."
        )
    return _parse(text[opening.end() : closing.start()]), text[closing.end() :]


def _parse(entries: str) -> Mapping[str, object]:
    try:
        found = yaml.load(entries, Loader=_PlainLoader)  # noqa: S506 - a SafeLoader
    except yaml.MarkedYAMLError as error:
        raise UnreadableError(_reason(error)) from error
    except (yaml.YAMLError, ValueError) as error:
        raise UnreadableError(f"The front matter is not valid YAML: {error}.") from error
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise UnreadableError("The front matter is not a list of entries such as `title: …`.")
    return {str(key): _plain(value) for key, value in found.items()}


def _reason(error: yaml.MarkedYAMLError) -> str:
    mark = error.problem_mark or error.context_mark
    where = f"line {mark.line + 2}" if mark else "its first lines"  # line 1 is the opening ---
    return (
        f"The front matter is not valid YAML in {where}: {error.problem or error.context}. "
        "Correct it, or put the value in quotes, and add the file again."
    )


def _plain(value: object) -> object:
    """Only what JSON can hold; dates as ISO strings."""
    match value:
        case bool() | int() | float() | None:
            return value
        case date():
            return value.isoformat()
        case list() | tuple() | set():
            return [_plain(entry) for entry in value]
        case dict():
            return {str(key): _plain(entry) for key, entry in value.items()}
        case _:
            return clean(str(value))
