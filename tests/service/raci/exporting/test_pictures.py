import io
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from PIL import Image

from isthmus.raci.exporting.badges import Badge
from isthmus.raci.exporting.drawing import Area, Mark, Picture, Text
from isthmus.raci.exporting.formats import Format, export
from isthmus.raci.exporting.layout import laid_out
from isthmus.raci.exporting.lettering import drawable, width, wrapped
from isthmus.raci.exporting.palette import LOOKS, UNKNOWN, WHITE, Look
from isthmus.raci.exporting.sheet import Sheet
from isthmus.raci.model import Assignment, Chart, Column, Row, State
from isthmus_knowledge.catalogue import catalogue
from sheets_of_tests import SOME, full_charts, patching

SVG = "{http://www.w3.org/2000/svg}"


def large(roles: int, rows: int, letter: str = "A") -> Chart:
    names = [role.name for role in catalogue().roles]
    activities = [activity.name for activity in catalogue().activities]
    return Chart(
        "Large",
        rows=tuple(Row(f"r{n}", activities[n % len(activities)]) for n in range(rows)),
        columns=tuple(Column(f"c{n}", names[n % len(names)]) for n in range(roles)),
        cells={(f"r{n}", f"c{n % roles}"): (Assignment(letter),) for n in range(rows)},
    )


def texts(picture: Picture) -> list[str]:
    return [item.text for item in picture.items if isinstance(item, Text)]


def whole_text(picture: Picture) -> str:
    return " ".join(texts(picture))


def edges(picture: Picture) -> Iterator[tuple[float, float, float, float]]:
    """Give left, top, right and bottom of each thing in a picture."""
    for item in picture.items:
        match item:
            case Area(x, y, wide, high, _):
                yield x, y, x + wide, y + high
            case Mark(x, y, half, _):
                yield x - half, y - half, x + half, y + half
            case Text(x, y, text, size, _, bold, anchor, upright):
                long = width(text, size, bold=bold)
                if upright:
                    yield x - size, y - long, x, y
                else:
                    left = x - {"start": 0, "middle": long / 2, "end": long}[anchor]
                    yield left, y - size, left + long, y


@SOME
@given(full_charts())
def test_nothing_leaves_the_picture(chart: Chart) -> None:
    picture = laid_out(Sheet(chart))
    for left, top, right, bottom in edges(picture):
        assert left >= 0
        assert top >= 0
        assert right <= picture.width + 0.01
        assert bottom <= picture.height + 0.01


def test_twelve_roles_fit_the_width_of_a_phone_with_readable_letters() -> None:
    picture = laid_out(Sheet(large(12, 25)))
    assert picture.width <= 420
    assert min(item.size for item in picture.items if isinstance(item, Text)) >= 9
    assert "too large" not in whole_text(picture)


@pytest.mark.parametrize(("roles", "rows"), [(13, 3), (3, 26), (30, 200)])
def test_a_picture_that_no_phone_shows_says_so(roles: int, rows: int) -> None:
    assert "too large to read on a phone" in whole_text(laid_out(Sheet(large(roles, rows))))


def test_letters_do_not_touch_each_other() -> None:
    chart = patching()
    chart = replace(chart, cells={key: tuple(map(Assignment, "ARCI")) for key in chart.cells})
    marks = [item for item in laid_out(Sheet(chart)).items if isinstance(item, Mark)]
    for one, other in combinations(marks, 2):
        apart = max(abs(one.x - other.x), abs(one.y - other.y))
        assert apart >= one.half + other.half


def test_all_that_a_chart_says_stands_in_its_picture() -> None:
    said = whole_text(laid_out(Sheet(patching())))
    for words in (
        "OT patching",
        "Draft",
        "Plan",
        "7a Approve the patch window",
        "Consulted: Is heard before it is done or decided.",
        "Proposed: Nobody who holds the role has accepted it yet.",
        "Declined: Whoever holds the role has declined it.",
        "(1) R of OT engineer, 8 Install patches: with the vendor",
    ):
        assert words in said


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("look", [*LOOKS.values(), UNKNOWN])
def test_a_letter_can_be_read_on_its_ground(look: Look) -> None:
    assert contrast(look.ink, look.fill) >= 4.5
    assert look.line is None or contrast(look.line, WHITE) >= 3


@pytest.mark.parametrize(("one", "other"), list(combinations([*LOOKS.values(), UNKNOWN], 2)))
def test_no_two_parts_are_told_apart_by_colour_alone(one: Look, other: Look) -> None:
    outlines = (one.line is None) != (other.line is None)
    lightness = contrast(one.fill, other.fill) >= 1.2
    assert one.shape != other.shape or outlines or lightness or one.bold != other.bold


def test_each_state_has_an_outline_of_its_own() -> None:
    for look in LOOKS.values():
        proposed, accepted, declined = (Badge("A", look, state) for state in State)
        assert len(proposed.outline) > 1
        assert proposed.line is not None
        assert len(accepted.outline) == 1
        assert proposed.body != accepted.body
        assert (accepted.strike, declined.strike is None) == (None, False)


def tree(chart: Chart) -> ET.Element:
    return ET.fromstring(export(Sheet(chart), Format.SVG))  # noqa: S314


def test_an_svg_says_what_it_shows() -> None:
    root = tree(patching())
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "title desc"
    assert root.findtext(f"{SVG}title") == "OT patching"
    said = root.findtext(f"{SVG}desc") or ""
    assert "2 activities and 3 roles: Plant manager, OT engineer, Vendor." in said


@SOME
@given(full_charts())
def test_an_svg_is_well_formed_and_runs_nothing(chart: Chart) -> None:
    root = tree(chart)
    names = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert names <= {"svg", "title", "desc", "defs", "g", "path", "rect", "use", "text"}
    assert not [key for element in root.iter() for key in element.attrib if key.startswith("on")]
    assert all((each.get("href") or "#").startswith("#") for each in root.iter())


def test_texts_keep_their_width_in_any_font() -> None:
    drawn = [each for each in tree(patching()).iter(f"{SVG}text") if each.get("x")]
    assert drawn
    assert all(float(each.get("textLength") or 0) > 0 for each in drawn)


def image(sheet: Sheet) -> Image.Image:
    return Image.open(io.BytesIO(export(sheet, Format.PNG)))


def test_a_png_is_as_sharp_as_a_phone() -> None:
    picture = laid_out(Sheet(patching()))
    with image(Sheet(patching())) as drawn:
        assert drawn.size == (round(picture.width * 3), round(picture.height * 3))
        colours = {colour for _, colour in drawn.getcolors(100_000) or []}
    assert {(20, 54, 92), (140, 196, 234), (255, 255, 255)} <= colours


def test_a_very_large_png_stays_within_bounds() -> None:
    with image(Sheet(large(30, 300))) as drawn:
        assert 20_000_000 < drawn.width * drawn.height <= 24_100_000


def test_signs_that_the_font_lacks_are_told() -> None:
    assert drawable("ł")
    assert drawable("Я")
    assert not drawable("中")
    plain, odd = (Sheet(patching(title=title)) for title in ("Chart AB", "Chart 中文"))
    with image(plain) as one, image(odd) as other:
        assert other.height > one.height


@SOME
@given(full_charts())
def test_any_chart_can_be_drawn(chart: Chart) -> None:
    with image(Sheet(chart)) as drawn:
        assert drawn.width >= 1200


def test_a_word_without_end_is_broken() -> None:
    lines = wrapped("a" * 100 + " b", 10, 50)
    assert "".join(lines).replace(" ", "") == "a" * 100 + "b"
    assert all(width(line, 10) <= 50 for line in lines)
