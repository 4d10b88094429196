from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from isthmus_knowledge.documents import LoadedDocument, Place
from isthmus_knowledge.loaders import pptx as loader
from make_documents import pptx

TITLE_AND_CONTENT = 1
BLANK = 6


def deck(deck: Any) -> None:  # noqa: ANN401 - python-pptx's presentation
    first = deck.slides.add_slide(deck.slide_layouts[TITLE_AND_CONTENT])
    first.shapes.title.text = "OT access programme"
    frame = first.placeholders[1].text_frame
    frame.text = "Vendors use the jump host"
    below = frame.add_paragraph()
    below.text, below.level = "Watched by an operator", 1
    first.notes_slide.notes_text_frame.text = "Say that the pilot went well."
    second = deck.slides.add_slide(deck.slide_layouts[BLANK])
    table = second.shapes.add_table(2, 3, Inches(1), Inches(1), Inches(6), Inches(1)).table
    for cell, text in zip(
        table.iter_cells(), ("Role", "Task", "Letter", "CISO", "Rule", "A"), strict=True
    ):
        cell.text = text
    box = second.shapes.add_textbox(Inches(1), Inches(3), Inches(4), Inches(1))
    box.text_frame.text = "Decided in May."


def load() -> LoadedDocument:
    return loader.load(pptx(deck), "board.pptx")


def test_each_slides_title_heads_its_bullets_and_notes() -> None:
    document = load()
    assert document.title == "OT access programme"
    assert [(block.text, block.headings) for block in document.blocks[:5]] == [
        ("OT access programme", ()),
        ("- Vendors use the jump host", ("OT access programme",)),
        ("  - Watched by an operator", ("OT access programme",)),
        ("Notes", ("OT access programme",)),
        ("Say that the pilot went well.", ("OT access programme", "Notes")),
    ]


def test_a_slide_without_title_stands_under_no_heading() -> None:
    assert [(block.text, block.headings, block.place) for block in load().blocks[5:]] == [
        ("Role: CISO | Task: Rule | Letter: A", (), Place(slide=2)),
        ("Decided in May.", (), Place(slide=2)),
    ]


def test_a_chart_tells_its_title_and_the_numbers_it_is_drawn_from() -> None:
    def build(deck: Any) -> None:  # noqa: ANN401
        data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
        data.categories = ["Q1", "Q2"]
        data.add_series("Patched", (12, None))
        data.add_series("Open", (3.5, 4))
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        chart = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, 0, 0, 900, 900, data).chart
        chart.has_title = True
        chart.chart_title.text_frame.text = "Systems by quarter"

    document = loader.load(pptx(build), "a.pptx")
    assert [block.text for block in document.blocks] == [
        "Systems by quarter",
        "Q1 | Patched: 12 | Open: 3.5",
        "Q2 | Open: 4",
    ]
