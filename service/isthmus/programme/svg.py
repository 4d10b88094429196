"""A drawing as SVG that stands in a page: its colours come from the page's style sheet."""

from html import escape
from typing import assert_never

from isthmus.programme.drawing import Box, Drawing, Line, Shape, Text


def written(drawing: Drawing, name: str) -> str:
    """Give the element; ``name`` tells its title from those of other drawings of the page."""
    shapes = "".join(map(_shape, drawing.shapes))
    title = f'<title id="{name}-title">{escape(drawing.title)}</title>'
    told = f'<desc id="{name}-told">{escape(drawing.description)}</desc>'
    size = f'viewBox="0 0 {drawing.width:g} {drawing.height:g}"'
    labelled = f'aria-labelledby="{name}-title {name}-told"'
    return f'<svg class="drawn" role="img" {labelled} {size}>{title}{told}{shapes}</svg>'


def _shape(shape: Shape) -> str:
    match shape:
        case Box(x, y, width, height, role):
            size = f'width="{width:.1f}" height="{height:g}"'
            return f'<rect class="of-{role}" x="{x:.1f}" y="{y:.1f}" {size}/>'
        case Line():
            return _line(shape)
        case Text(x, y, text, role, anchor, bold):
            weight = " strong" if bold else ""
            place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
            return f'<text class="of-{role}{weight}" {place}>{escape(text)}</text>'
        case _:
            assert_never(shape)


def _line(line: Line) -> str:
    if not line.points:
        return ""
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in line.points)
    dashed = " dashed" if line.dashed else ""
    drawn = f'<polyline class="line of-{line.role}{dashed}" points="{path}"/>'
    if line.base is None:
        return drawn
    (first, _), (last, _) = line.points[0], line.points[-1]
    area = f"{first:.1f},{line.base:.1f} {path} {last:.1f},{line.base:.1f}"
    return f'<polygon class="area of-{line.role}" points="{area}"/>{drawn}'


def decoration(drawing: Drawing) -> str:
    """Give a picture of what stands beside it in words, and is not read out."""
    shapes = "".join(map(_shape, drawing.shapes))
    size = f'viewBox="0 0 {drawing.width:g} {drawing.height:g}" preserveAspectRatio="none"'
    return f'<svg class="drawn" aria-hidden="true" {size}>{shapes}</svg>'
