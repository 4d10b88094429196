"""Markdown as policies are written in it: front matter, MkDocs notes, template placeholders."""

import re
from collections.abc import Iterable, Iterator

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from isthmus_knowledge.documents import LoadedDocument
from isthmus_knowledge.loaders import front_matter
from isthmus_knowledge.loaders.characters import decode
from isthmus_knowledge.loaders.outline import Outline

# A template's {{#condition}} or {{/condition}} alone on its line has no words of its own.
CONDITION = re.compile(r"^[ \t]*(?:\{\{[#/^][^{}\n]*\}\}[ \t]*)+$", re.MULTILINE)
NOTE = re.compile(r"^([ \t]*)(?:!!!|\?\?\?\+?)[ \t]+(\w+)[^\n\"]*(?:\"([^\"\n]*)\")?[ \t]*$")
ALERT = re.compile(r"^\[!(\w+)\]\s*")
ANCHOR = re.compile(r"\s*\{[:#][^{}]*\}\s*$")
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
LINE_BREAK = re.compile(r"<br\b", re.IGNORECASE)
NOTE_INDENT = 4


def load(content: bytes, name: str) -> LoadedDocument:
    metadata, body = front_matter.split(decode(content))
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    tokens = parser.parse(_without_notes(CONDITION.sub("", body)))
    outline = Outline()
    _write_all(SyntaxTreeNode(tokens).children, outline, depth=0)
    return outline.document(name, title=str(metadata.get("title") or ""), metadata=metadata)


def _write_all(nodes: Iterable[SyntaxTreeNode], outline: Outline, depth: int) -> None:
    for node in nodes:
        _write(node, outline, depth)


def _write(node: SyntaxTreeNode, outline: Outline, depth: int) -> None:
    match node.type:
        case "heading":
            outline.heading(ANCHOR.sub("", _words(node)), level=int(node.tag[1]))
        case "paragraph":
            outline.paragraph(ALERT.sub(_alert, _words(node)))
        case "bullet_list" | "ordered_list":
            _write_list(node, outline, depth)
        case "fence" | "code_block":
            outline.code(node.content)
        case "table":
            _write_table(node, outline)
        case "html_block":
            _write_html(node.content, outline)
        case "blockquote":
            _write_all(node.children, outline, depth)


def _alert(found: re.Match[str]) -> str:
    return f"{found[1].capitalize()}: "


def _write_list(node: SyntaxTreeNode, outline: Outline, depth: int) -> None:
    for item, mark in zip(node.children, _marks(node), strict=False):
        parts = item.children
        if parts and parts[0].type == "paragraph":
            outline.item(_words(parts[0]), mark, depth)
            parts = parts[1:]
        _write_all(parts, outline, depth + 1)


def _marks(node: SyntaxTreeNode) -> Iterator[str]:
    """Show what a reader sees: Markdown counts from the first number, whatever the others say."""
    if node.type == "bullet_list":
        yield from ("-" for _ in node.children)
        return
    start = int(node.attrs.get("start", 1))
    yield from (f"{number}{node.markup}" for number in range(start, start + len(node.children)))


def _write_table(node: SyntaxTreeNode, outline: Outline) -> None:
    rows = [
        [_words(cell) for cell in row.children] for part in node.children for row in part.children
    ]
    headers, *body = rows
    for cells in body:
        outline.row(cells, headers)


def _write_html(content: str, outline: Outline) -> None:
    if visible := COMMENT.sub("", content).strip():
        # Only a document with HTML in it pays for the parser.
        from isthmus_knowledge.loaders import html  # noqa: PLC0415

        html.write(visible, outline)


def _words(node: SyntaxTreeNode) -> str:
    match node.type:
        case "text" | "code_inline":
            return node.content
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case "html_inline":
            return "\n" if LINE_BREAK.match(node.content) else ""
        case _:
            return "".join(_words(child) for child in node.children)


def _without_notes(text: str) -> str:
    """Set notes flush: MkDocs writes one as ``!!! kind "title"`` with its text indented.

    Without this, Markdown would take the text of a note for code.
    """
    return "\n".join(_flush(text.split("\n")))


def _flush(source: list[str]) -> Iterator[str]:
    margin: str | None = None
    for line in source:
        if margin is not None and line.strip():
            if line.startswith(margin):
                yield line[NOTE_INDENT:]
                continue
            margin = None
        if note := NOTE.match(line):
            margin = note[1] + " " * NOTE_INDENT
            yield from ("", f"{note[1]}**{note[3] or note[2][:1].upper() + note[2][1:]}:**", "")
        else:
            yield line
