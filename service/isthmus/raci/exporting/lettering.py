"""How wide a text is, and how it breaks into lines; measured with the font that PNGs have.

A viewer of the SVG may have another font: there each text is told the width it was given here.
"""

from functools import lru_cache
from importlib.resources import as_file, files
from unicodedata import east_asian_width

from PIL import ImageFont

FONT = files("fontpkg_open_sans") / "files" / "OpenSans[wdth,wght].ttf"
REGULAR, BOLD, FULL_WIDTH = 400, 700, 100
MEASURED = 200  # size of the letters that are measured; the others follow from it


@lru_cache(maxsize=200)
def face(size: float, *, bold: bool) -> ImageFont.FreeTypeFont:
    with as_file(FONT) as path:
        font = ImageFont.truetype(path, size)
    font.set_variation_by_axes([BOLD if bold else REGULAR, FULL_WIDTH])
    return font


@lru_cache(maxsize=20_000)
def width(text: str, size: float, *, bold: bool = False) -> float:
    """Give the width in the unit of ``size``; a sign that the font lacks is as wide as others."""
    wide = sum(east_asian_width(sign) in "WF" for sign in text)
    length = face(MEASURED, bold=bold).getlength(text)
    return (length + wide * MEASURED / 2) * size / MEASURED


@lru_cache(maxsize=2_000)
def drawable(sign: str) -> bool:
    """Tell whether the font has a sign."""
    font = face(MEASURED, bold=False)
    return sign.isspace() or bytes(font.getmask(sign)) != bytes(font.getmask("\uffff"))


def wrapped(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """Break a text between words; a word that is too long is broken where the room ends."""
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and width(joined, size, bold=bold) <= room:
            lines[-1] = joined
        else:
            lines += _pieces(word, size, room, bold=bold)
    return lines


def _pieces(word: str, size: float, room: float, *, bold: bool) -> list[str]:
    pieces: list[str] = []
    while word:
        cut = len(word)
        while cut > 1 and width(word[:cut], size, bold=bold) > room:
            cut -= 1
        pieces.append(word[:cut])
        word = word[cut:]
    return pieces


def shortened(text: str, signs: int) -> str:
    return text if len(text) <= signs else f"{text[: signs - 1].rstrip()}…"
