"""The words of a message: mentions told by name, marks of HTML taken away."""

import re
from collections.abc import Callable, Mapping
from html import escape
from html.parser import HTMLParser
from typing import Any, Final

from isthmus_integrations.teams.activities import Incoming, Mention

_BREAKS: Final = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "blockquote", "pre"})
_KNOWN: Final = _BREAKS | frozenset(
    "a at attachment b body code del em emoji font hr html i img ins ol s span strike strong sub "
    "sup systemeventmessage table tbody td th thead u ul".split()
)
_LEFT_OUT: Final = frozenset({"script", "style"})
_AT: Final = re.compile(r"</?at\b[^>]*>", re.IGNORECASE)
_SPACES: Final = re.compile(r"[^\S\n]+")


def spoken(incoming: Incoming, name: Callable[[Mention], str]) -> str:
    """Give what a person said, without our own name; ``name`` says how somebody else is called."""
    text = incoming.text
    for each in incoming.mentions:
        if each.text:
            text = text.replace(each.text, "" if each.id == incoming.us else name(each), 1)
    return plain(_AT.sub("", text))


def calling(body: dict[str, Any], whom: Mapping[str, str] | None) -> dict[str, Any]:
    """Give a message that begins with the name of somebody, who is told of it."""
    if whom is None:
        return body
    at = f"<at>{escape(whom['name'])}</at>"
    mention = {"type": "mention", "text": at, "mentioned": dict(whom)}
    entities = [*body.get("entities", ()), mention]
    return {**body, "text": f"{at}: {body.get('text', '')}", "entities": entities}


def plain(text: str) -> str:
    """Give HTML as text; what only looks like a mark, such as `a < b`, stays."""
    reader = _Reader()
    reader.feed(text.replace("\x00", ""))
    reader.close()
    lines = (_SPACES.sub(" ", line).strip() for line in "".join(reader.found).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    """Keeps the text, and the address of a link that says something else."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._silent = 0
        self._links: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _LEFT_OUT:
            self._silent += 1
        elif tag not in _KNOWN:
            self.handle_data(self.get_starttag_text() or "")
        elif tag in _BREAKS:
            self.found.append("\n")
        elif tag == "a":
            self._links.append((dict(attrs).get("href") or "", len(self.found)))
        elif tag == "img":
            self.handle_data(dict(attrs).get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _LEFT_OUT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BREAKS:
            self.found.append("\n")
        elif tag == "a" and self._links:
            address, since = self._links.pop()
            if address.startswith(("http://", "https://")):
                self._name(address, "".join(self.found[since:]))

    def _name(self, address: str, said: str) -> None:
        if address.rstrip("/") != said.strip().rstrip("/"):
            self.found.append(f" ({address})")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(data)
