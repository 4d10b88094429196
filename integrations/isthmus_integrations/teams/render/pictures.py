"""Which pictures Teams shows in a card."""

from typing import Final

from isthmus.messages import File

_HEAVIEST: Final = 20_000  # bytes; a card with it stays below what a message may have
_LARGEST: Final = 1_024  # dots a side
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_SIDES: Final = slice(16, 24)


def can_be_shown(file: File) -> bool:
    """Tell whether a picture is a PNG, light and small enough; others are sent as files."""
    if not file.content.startswith(_PNG) or file.media_type != "image/png":
        return False
    sides = file.content[_SIDES]
    width, height = (int.from_bytes(sides[at : at + 4]) for at in (0, 4))
    return len(file.content) <= _HEAVIEST and 0 < width <= _LARGEST and 0 < height <= _LARGEST
