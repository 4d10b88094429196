"""What a paragraph of a Word file is by its style and its looks."""

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from docx.oxml.ns import qn

from isthmus_knowledge.loaders.docx_numbering import value, whole

Element = Any  # an lxml element; python-docx gives it no type

HEADING_LEVELS = 9
DEFAULT_SIZE = 20  # half points
BY_LOOKS = HEADING_LEVELS + 1
LARGER = 1.08
LONGEST_HEADING = 110


@dataclass(frozen=True)
class Style:
    name: str = ""
    level: int | None = None  # of a heading, 1 is the outermost
    list_number: str | None = None
    list_depth: int | None = None
    bold: bool = False
    size: int = DEFAULT_SIZE


@dataclass
class Styles:
    """Resolves styles through what they are based on."""

    root: Element
    _known: dict[str, Style] = field(default_factory=dict)

    @cached_property
    def elements(self) -> dict[str, Element]:
        return {style.get(qn("w:styleId")): style for style in self.root.findall(qn("w:style"))}

    @cached_property
    def default(self) -> Style:
        defaults = self.root.find(qn("w:docDefaults"))
        size = whole(value(defaults, "w:rPrDefault", "w:rPr", "w:sz"), DEFAULT_SIZE)
        normal = [one for one in self.elements.values() if one.get(qn("w:default")) == "1"]
        normal = [one for one in normal if one.get(qn("w:type")) == "paragraph"]
        return _over(Style(size=size), normal[0]) if normal else Style(size=size)

    def of(self, paragraph: Element) -> Style:
        """Return the paragraph's style with what the paragraph itself adds to it."""
        properties = paragraph.find(qn("w:pPr"))
        style = self._named(value(properties, "w:pStyle"))
        return style if properties is None else _with_properties(style, properties)

    def _named(self, style_id: str | None, depth: int = 0) -> Style:
        element = self.elements.get(style_id or "")
        if style_id is None or element is None or depth > len(self.elements):
            return self.default
        if style_id not in self._known:
            below = self._named(value(element, "w:basedOn"), depth + 1)
            self._known[style_id] = _over(below, element)
        return self._known[style_id]

    def looks(self, paragraph: Element) -> "Look":
        """Tell whether all its words are bold, and the size of most of them."""
        style = self.of(paragraph)
        sizes: Counter[int] = Counter()
        bold = True
        for run in paragraph.iter(qn("w:r")):
            letters = sum(len((text.text or "").strip()) for text in run.findall(qn("w:t")))
            if letters:
                bold &= _is_on(run.find(qn("w:rPr")), "w:b", default=style.bold)
                sizes[whole(value(run, "w:rPr", "w:sz"), style.size)] += letters
        most = sizes.most_common(1)
        return Look(most[0][0], bold) if most else Look(0)


@dataclass(frozen=True, order=True)
class Look:
    size: int  # half points
    bold: bool = False


@dataclass(frozen=True)
class Looks:
    """Tells headings that somebody made by hand, larger or bold, from the text around them."""

    styles: Styles
    body: Look
    larger: tuple[Look, ...]  # of what looks like a heading, the largest first
    has_styled_headings: bool

    @classmethod
    def of(cls, body: Element, styles: Styles) -> "Looks":
        letters: Counter[Look] = Counter()
        short: Counter[Look] = Counter()
        styled = False
        for paragraph in body.iter(qn("w:p")):
            length = sum(len(text.text or "") for text in paragraph.iter(qn("w:t")))
            styled |= styles.of(paragraph).level is not None
            look = styles.looks(paragraph)
            letters[look] += length
            short[look] += length <= LONGEST_HEADING
        usual = letters.most_common(1)[0][0] if letters else Look(DEFAULT_SIZE)
        larger = sorted((look for look in short if _stands_out(look, usual)), reverse=True)
        return cls(styles, usual, tuple(larger), styled)

    def level(self, paragraph: Element, text: str) -> int | None:
        """Rank a heading by its look; below all others where the document has styled ones."""
        if len(text) > LONGEST_HEADING or "\n" in text or text[-1] in ".:;," or text[0] in "[<{(":
            return None
        look = self.styles.looks(paragraph)
        if not _stands_out(look, self.body):
            return None
        return BY_LOOKS if self.has_styled_headings else self.larger.index(look) + 1


def _stands_out(look: Look, usual: Look) -> bool:
    bolder = look.bold and not usual.bold and look.size >= usual.size
    return bolder or look.size >= LARGER * usual.size


def first_row_is_marked(table: Element, styles: Styles) -> bool:
    """Recognize a table style that sets the first row in bold."""
    properties = table.find(qn("w:tblPr"))
    look = properties.find(qn("w:tblLook")) if properties is not None else None
    if look is None or look.get(qn("w:firstRow"), "1") != "1":
        return False
    style = styles.elements.get(value(properties, "w:tblStyle") or "")
    rules = style.findall(qn("w:tblStylePr")) if style is not None else []
    first = [rule for rule in rules if rule.get(qn("w:type")) == "firstRow"]
    return any(_is_on(rule.find(qn("w:rPr")), "w:b", default=False) for rule in first)


def _over(below: Style, element: Element) -> Style:
    name = (value(element, "w:name") or "").lower()
    style = replace(below, name=name)
    if name.startswith("heading ") and name[8:].isdecimal():
        style = replace(style, level=int(name[8:]))
    style = replace(
        style,
        bold=_is_on(element.find(qn("w:rPr")), "w:b", default=style.bold),
        size=whole(value(element, "w:rPr", "w:sz"), style.size),
    )
    properties = element.find(qn("w:pPr"))
    return style if properties is None else _with_properties(style, properties)


def _with_properties(style: Style, properties: Element) -> Style:
    outline = whole(value(properties, "w:outlineLvl"), -1)
    if outline >= 0:
        style = replace(style, level=outline + 1 if outline < HEADING_LEVELS else None)
    numbering = properties.find(qn("w:numPr"))
    if numbering is None:
        return style
    depth = value(numbering, "w:ilvl")
    return replace(
        style,
        list_number=value(numbering, "w:numId") or style.list_number,
        list_depth=whole(depth, 0) if depth is not None else style.list_depth,
    )


def _is_on(properties: Element | None, name: str, *, default: bool) -> bool:
    element = properties.find(qn(name)) if properties is not None else None
    if element is None:
        return default
    return element.get(qn("w:val"), "1") not in ("0", "false", "off")
