"""Footnotes and endnotes of a Word document, told where they are referred to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from isthmus_knowledge.loaders.docx_words import words
from isthmus_knowledge.loaders.outline import Outline

Element = Any  # an lxml element; python-docx gives it no type

KINDS = (
    ("Footnote", RELATIONSHIP_TYPE.FOOTNOTES, "w:footnote", "w:footnoteReference"),
    ("Endnote", RELATIONSHIP_TYPE.ENDNOTES, "w:endnote", "w:endnoteReference"),
)
REFERENCES = {qn(reference): name for name, _, _, reference in KINDS}


@dataclass
class Notes:
    """The notes by kind and id; each is told once, with the number that Word shows."""

    texts: Mapping[tuple[str, str], str]
    told: dict[tuple[str, str], int] = field(default_factory=dict)

    @classmethod
    def of(cls, related: Mapping[str, Any]) -> "Notes":
        return cls({(name, note): text for name, note, text in _all(related)})

    def write(self, element: Element, outline: Outline) -> None:
        for reference in element.iter(*REFERENCES):
            name = REFERENCES[reference.tag]
            known = (name, reference.get(qn("w:id"), ""))
            if known in self.texts and known not in self.told:
                self.told[known] = 1 + sum(1 for kind, _ in self.told if kind == name)
                outline.paragraph(f"{name} {self.told[known]}: {self.texts[known]}")


def _all(related: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for name, kind, tag, _ in KINDS:
        if kind not in related or related[kind].is_external:
            continue
        for note in parse_xml(related[kind].target_part.blob).iter(qn(tag)):
            said = filter(None, (words(each).strip() for each in note.iter(qn("w:p"))))
            if text := "\n".join(said):
                yield name, note.get(qn("w:id"), ""), text
