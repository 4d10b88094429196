"""SVG: a picture that stays sharp, can be searched and is read out; it holds no script."""

from collections.abc import Iterator
from typing import assert_never
from xml.sax.saxutils import escape

from isthmus.raci.exporting.badges import RISE, STROKE, Badge, Path
from isthmus.raci.exporting.drawing import Area, Item, Mark, Picture, Text
from isthmus.raci.exporting.layout import laid_out
from isthmus.raci.exporting.lettering import width
from isthmus.raci.exporting.sheet import Sheet

FONTS = "'Open Sans', 'Noto Sans', Roboto, 'Segoe UI', Arial, sans-serif"
SCALE = 100  # badges are defined from -100 to 100


THICK = 1.4 * STROKE * SCALE  # the line through what was declined


def written(sheet: Sheet) -> bytes:
    return ("\n".join(_lines(laid_out(sheet))) + "\n").encode()


def _lines(picture: Picture) -> Iterator[str]:
    wide, high = _short(picture.width), _short(picture.height)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title desc" '
        f'width="{wide}" height="{high}" viewBox="0 0 {wide} {high}" font-family="{FONTS}">'
    )
    yield f'<title id="title">{escape(picture.title)}</title>'
    yield f'<desc id="desc">{escape(picture.description)}</desc>'
    yield '<rect width="100%" height="100%" fill="#FFFFFF"/>'
    badges = dict.fromkeys(item.badge for item in picture.items if isinstance(item, Mark))
    names = {badge: f"badge-{number}" for number, badge in enumerate(badges, start=1)}
    yield "<defs>"
    yield from (_defined(badge, name) for badge, name in names.items())
    yield "</defs>"
    yield from (_drawn(item, names) for item in picture.items)
    yield "</svg>"


def _drawn(item: Item, names: dict[Badge, str]) -> str:
    match item:
        case Area(x, y, wide, high, fill):
            box = f'x="{_short(x)}" y="{_short(y)}" width="{_short(wide)}" height="{_short(high)}"'
            return f'<rect {box} fill="#{fill}"/>'
        case Mark(x, y, half, badge):
            place = f"translate({_short(x)} {_short(y)}) scale({half / SCALE:.4g})"
            return f'<use href="#{names[badge]}" transform="{place}"/>'
        case Text():
            return _text(item)
        case _:
            assert_never(item)


def _text(text: Text) -> str:
    """Tell the width as well, so that another font cannot run over its neighbours."""
    x, y = _short(text.x), _short(text.y)
    place = f'transform="translate({x} {y}) rotate(-90)"' if text.upright else f'x="{x}" y="{y}"'
    length = _short(width(text.text, text.size, bold=text.bold))
    weight = ' font-weight="bold"' if text.bold else ""
    anchor = "" if text.anchor == "start" else f' text-anchor="{text.anchor}"'
    return (
        f'<text {place} font-size="{text.size:g}"{weight}{anchor} fill="#{text.colour}" '
        f'textLength="{length}" lengthAdjust="spacingAndGlyphs">{escape(text.text)}</text>'
    )


def _defined(badge: Badge, name: str) -> str:
    parts = [f'<g id="{name}" fill="none" stroke-linecap="round">']
    if badge.fill:
        parts.append(f'<path d="{_path(badge.body)}Z" fill="#{badge.fill}"/>')
    if badge.line:
        strokes = " ".join(map(_path, badge.outline))
        parts.append(
            f'<path d="{strokes}" stroke="#{badge.line}" stroke-width="{_short(STROKE * SCALE)}"/>'
        )
    size = badge.letter_size * SCALE
    weight = ' font-weight="bold"' if badge.look.bold else ""
    parts.append(
        f'<text y="{_short(size * RISE)}" font-size="{_short(size)}"{weight} '
        f'text-anchor="middle" fill="#{badge.look.ink}">{escape(badge.letter)}</text>'
    )
    for serif in badge.serifs:
        thick = _short(STROKE * SCALE)
        parts.append(
            f'<path d="{_path(serif)}" stroke="#{badge.look.ink}" stroke-width="{thick}"/>'
        )
    if badge.strike:
        colour, path = badge.strike
        parts.append(f'<path d="{_path(path)}" stroke="#{colour}" stroke-width="{_short(THICK)}"/>')
    return "".join((*parts, "</g>"))


def _path(points: Path) -> str:
    return "M" + "L".join(f"{_short(x * SCALE)} {_short(y * SCALE)}" for x, y in points)


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
