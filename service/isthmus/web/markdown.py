"""Markdown of the shipped texts as HTML; HTML within it stays text."""

import re
from collections.abc import Sequence
from html import escape
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

_BLANK: Final = re.compile(r"\[[^\[\]]+\]")


def as_html(text: str) -> str:
    """Render Markdown; what is left to fill in, as [square brackets], is marked."""
    rendered: str = _RENDERER.render(text)
    return rendered


def _renderer() -> MarkdownIt:
    renderer = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    renderer.add_render_rule("text", _text)
    renderer.add_render_rule("table_open", _table_open)
    renderer.add_render_rule("table_close", _table_close)
    return renderer


def _text(_renderer: Any, tokens: Sequence[Token], at: int, *_: Any) -> str:  # noqa: ANN401 - theirs
    said = escape(tokens[at].content, quote=False)
    return _BLANK.sub(lambda found: f'<span class="blank">{found[0]}</span>', said)


def _table_open(*_: Any) -> str:  # noqa: ANN401 - their signature
    return '<div class="wide" tabindex="0" role="group" aria-label="Table"><table>\n'


def _table_close(*_: Any) -> str:  # noqa: ANN401 - their signature
    return "</table></div>\n"


_RENDERER: Final = _renderer()
