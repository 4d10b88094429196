"""PNG: the picture for chats and phones that show no SVG."""

import io
from functools import lru_cache
from math import ceil, sqrt
from typing import assert_never

from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from isthmus.raci.exporting.badges import RISE, STROKE, Badge, Path
from isthmus.raci.exporting.drawing import Area, Mark, Picture, Text
from isthmus.raci.exporting.layout import laid_out
from isthmus.raci.exporting.lettering import drawable, face
from isthmus.raci.exporting.palette import WHITE
from isthmus.raci.exporting.sheet import Sheet

LACKING = "◊"
SHARP = 3  # pixels to the unit, as a phone has
MOST = 24_000_000  # pixels; a larger picture has fewer to the unit
SMOOTH = 4  # badges are drawn this much larger, and then made smaller
ROOM = 1.15  # for a badge with its outline, in halves of its side
ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}


def written(sheet: Sheet) -> bytes:
    """Draw the picture, and say so where the font lacks a sign."""
    picture = laid_out(sheet)
    if lacking := _lacking(picture):
        picture = laid_out(sheet, [_remark(lacking)])
    image = _drawn(picture)
    about = PngInfo()
    about.add_itxt("Title", picture.title)
    about.add_itxt("Description", picture.description)
    content = io.BytesIO()
    image.save(content, "PNG", pnginfo=about, compress_level=6)
    return content.getvalue()


def _lacking(picture: Picture) -> str:
    signs = {sign for item in picture.items if isinstance(item, Text) for sign in item.text}
    return "".join(sorted(sign for sign in signs if not drawable(sign)))


def _remark(lacking: str) -> str:
    return (
        f"{LACKING} stands for what this picture's font cannot show ({len(lacking)} different "
        "signs); the SVG picture and the files show them."
    )


def _shown(text: str) -> str:
    return "".join(sign if drawable(sign) else LACKING for sign in text)


def _drawn(picture: Picture) -> Image.Image:
    scale = min(SHARP, sqrt(MOST / (picture.width * picture.height)))
    size = (round(picture.width * scale), round(picture.height * scale))
    image = Image.new("RGB", size, f"#{WHITE}")
    draw = ImageDraw.Draw(image)
    for item in picture.items:
        match item:
            case Area(x, y, wide, high, fill):
                corner = (x * scale, y * scale)
                far = ((x + wide) * scale - 1, max((y + high) * scale - 1, y * scale))
                draw.rectangle((*corner, max(far[0], corner[0]), far[1]), fill=f"#{fill}")
            case Mark(x, y, half, badge):
                sprite = _sprite(badge, half * scale)
                left, top = x * scale - sprite.width / 2, y * scale - sprite.height / 2
                image.paste(sprite, (round(left), round(top)), sprite)
            case Text():
                _write(image, draw, item, scale)
            case _:
                assert_never(item)
    return image


def _write(image: Image.Image, draw: ImageDraw.ImageDraw, text: Text, scale: float) -> None:
    font = face(text.size * scale, bold=text.bold)
    x, y, colour = text.x * scale, text.y * scale, f"#{text.colour}"
    if not text.upright:
        draw.text((x, y), _shown(text.text), fill=colour, font=font, anchor=ANCHORS[text.anchor])
        return
    above, below = font.getmetrics()
    shown = _shown(text.text)
    level = Image.new("L", (ceil(font.getlength(shown)) + 1, above + below))
    ImageDraw.Draw(level).text((0, above), shown, fill=255, font=font, anchor="ls")
    turned = level.transpose(Image.Transpose.ROTATE_90)
    image.paste(colour, (round(x) - above, round(y) - turned.height), turned)


@lru_cache(maxsize=500)
def _sprite(badge: Badge, half: float) -> Image.Image:
    """Draw a badge large and make it small, which rounds its edges."""
    large = half * SMOOTH
    side = 2 * ceil(half * ROOM) * SMOOTH
    image = Image.new("RGBA", (side, side), f"#{badge.look.ink}00")
    draw = ImageDraw.Draw(image)

    def placed(path: Path) -> list[tuple[float, float]]:
        return [(side / 2 + x * large, side / 2 + y * large) for x, y in path]

    if badge.fill:
        draw.polygon(placed(badge.body), fill=f"#{badge.fill}")
    if badge.line:
        for stroke in badge.outline:
            draw.line(placed(stroke), f"#{badge.line}", round(STROKE * large), "curve")
    draw.text(
        (side / 2, side / 2 + badge.letter_size * RISE * large),
        _shown(badge.letter),
        fill=f"#{badge.look.ink}",
        font=face(badge.letter_size * large, bold=badge.look.bold),
        anchor="ms",
    )
    for serif in badge.serifs:
        draw.line(placed(serif), f"#{badge.look.ink}", round(STROKE * large))
    if badge.strike:
        colour, path = badge.strike
        draw.line(placed(path), f"#{colour}", round(STROKE * 1.4 * large))
    return image.reduce(SMOOTH)
