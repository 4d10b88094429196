"""A drawing as a PNG picture, for documents that cannot draw shapes."""

import io
from typing import Final, assert_never

from PIL import Image, ImageDraw

from isthmus.programme.drawing import Box, Drawing, Line, Shape, Text
from isthmus.programme.exporting.palette import AREAS, COLOURS, NAME_COLOURS, WHITE
from isthmus.raci.exporting.lettering import face

SCALE: Final = 3
ANCHORS: Final = {"start": "ls", "middle": "ms", "end": "rs"}
THICK: Final = 2


def written(drawing: Drawing) -> bytes:
    size = (round(drawing.width * SCALE), round(drawing.height * SCALE))
    image = Image.new("RGB", size, f"#{WHITE}")
    draw = ImageDraw.Draw(image)
    for shape in drawing.shapes:
        _draw(draw, shape)
    content = io.BytesIO()
    image.save(content, "PNG")
    return content.getvalue()


def _draw(draw: ImageDraw.ImageDraw, shape: Shape) -> None:
    match shape:
        case Box(x, y, width, height, role):
            corners = (x * SCALE, y * SCALE, (x + width) * SCALE, (y + height) * SCALE)
            draw.rectangle(corners, fill=f"#{COLOURS[role]}")
        case Line():
            _draw_line(draw, shape)
        case Text(x, y, text, role, anchor, bold, size):
            font = face(size * SCALE, bold=bold)
            at, ink = (x * SCALE, y * SCALE), f"#{NAME_COLOURS[role]}"
            draw.text(at, text, fill=ink, font=font, anchor=ANCHORS[anchor])
        case _:
            assert_never(shape)


def _draw_line(draw: ImageDraw.ImageDraw, line: Line) -> None:
    points = [(x * SCALE, y * SCALE) for x, y in line.points]
    if len(points) > 1 and line.base is not None:
        foot = line.base * SCALE
        area = [(points[0][0], foot), *points, (points[-1][0], foot)]
        draw.polygon(area, fill=f"#{AREAS[line.role]}")
    thick = 1 if line.role == "grid" else THICK * SCALE
    draw.line(points, fill=f"#{COLOURS[line.role]}", width=thick, joint="curve")
