"""Web pages: what a reader reads, without scripts, menus, page headers and footers."""

from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag
from isthmus_knowledge.documents import LoadedDocument
from isthmus_knowledge.loaders.characters import clean, decode
from isthmus_knowledge.loaders.outline import Outline
