"""The app's icons, drawn from the same mark as the console's."""

import io
import re
from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import Final

from PIL import Image, ImageDraw

SIDE: Final = 192
SMALL: Final = 32
GROUND: Final = "#0b6477"
_MARGIN: Final = 36  # around the mark: Teams cuts the icon round in places
_MARK: Final = 32.0  # the side of the mark's own drawing
_FINER: Final = 8  # drawn this much larger, then made smaller, so that edges are smooth
_STEPS: Final = 6  # straight lines for each curve
_PATH: Final = re.compile(r'<path ([^>]*)d="([^"]+)"')
_WIDTH: Final = re.compile(r'stroke-width="([\d.]+)"')

Point = tuple[float, float]


def color() -> bytes:
    """Draw the icon on its ground, 192 by 192."""
    image = Image.new("RGBA", (SIDE, SIDE), GROUND)
    image.alpha_composite(_mark(SIDE - 2 * _MARGIN), (_MARGIN, _MARGIN))
    return _png(image)


def outline() -> bytes:
    """Draw the white icon on nothing, 32 by 32."""
    return _png(_mark(SMALL))


def _mark(side: int) -> Image.Image:
    """Draw the mark in white: what is filled in it, and its shore."""
    shape = Image.new("L", (side * _FINER, side * _FINER), 0)
    draw = ImageDraw.Draw(shape)
    scale = side * _FINER / _MARK
    for attributes, path in _PATH.findall(_drawing()):
        points = [(x * scale, y * scale) for x, y in _points(path)]
        if stroke := _WIDTH.search(attributes):
            width = round(float(stroke[1]) * scale)
            draw.line([*points, *points[:2]], fill=255, width=width, joint="curve")
        else:
            draw.polygon(points, fill=255)
    made = Image.new("RGBA", (side, side), "white")
    made.putalpha(shape.resize((side, side), Image.Resampling.LANCZOS))
    return made


def _drawing() -> str:
    return (files("isthmus.web") / "static" / "mark.svg").read_text("utf-8")


def _points(path: str) -> Iterator[Point]:
    """Give the corners of a closed path of cubic curves, which begins with where it starts."""
    numbers = [float(each) for each in re.findall(r"-?[\d.]+", path)]
    pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
    start = pairs[0]
    yield start
    for at in range(1, len(pairs), 3):
        curve = (start, *pairs[at : at + 3])
        yield from (_on(curve, step / _STEPS) for step in range(1, _STEPS + 1))
        start = curve[-1]


def _on(curve: Sequence[Point], at: float) -> Point:
    """Give a point of a curve, between its ends and drawn to the two points between them."""
    left = 1 - at
    weights = (left**3, 3 * left**2 * at, 3 * left * at**2, at**3)
    x, y = (sum(w * p[axis] for w, p in zip(weights, curve, strict=True)) for axis in (0, 1))
    return x, y


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()
