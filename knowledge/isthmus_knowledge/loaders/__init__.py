"""One module a format: bytes become text that knows where it stands.

``load`` is the only way in for a file that somebody added: it never parses in this process.
"""

from importlib import import_module
from typing import Protocol, cast

from isthmus_knowledge.bundles import Loaded
from isthmus_knowledge.documents import UnreadableError
from isthmus_knowledge.loaders.limits import DEFAULT, MEGABYTE, Limits

__all__ = ["DEFAULT", "Limits", "load", "load_in_process"]


class _Loader(Protocol):
    def load(self, content: bytes, name: str) -> Loaded: ...


def load(content: bytes, name: str, limits: Limits = DEFAULT) -> Loaded:
    """Read a file in a limited process of its own.

    Raises UnreadableError, with words for the person who added it, for anything that goes wrong.
    """
    # The child imports this package, too, and has no use for what starts children.
    from isthmus_knowledge.loaders import sandbox  # noqa: PLC0415

    if len(content) > limits.content_bytes:
        raise UnreadableError(
            f"{name} has {len(content) / MEGABYTE:,.1f} MB; at most "
            f"{limits.content_bytes / MEGABYTE:,.0f} MB can be read. "
            "Split it into smaller files and add those."
        )
    return sandbox.load(content, name, limits)


def load_in_process(content: bytes, name: str) -> Loaded:
    """Read a file that we ship or wrote ourselves; nothing here limits time or memory."""
    from isthmus_knowledge.loaders.detect import detect  # noqa: PLC0415 - see load

    module = import_module(f"{__name__}.{detect(content, name)}")
    return cast("_Loader", module).load(content, name)
