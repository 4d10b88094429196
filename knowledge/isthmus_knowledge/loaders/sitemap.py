"""Sitemaps (sitemaps.org): the addresses of a site's pages, or of more sitemaps."""

from lxml import etree

from isthmus_knowledge.bundles import Sitemap
from isthmus_knowledge.documents import UnreadableError

MOST_ADDRESSES = 50_000  # what the protocol allows in one file
LONGEST_ADDRESS = 2_048


def load(content: bytes, name: str) -> Sitemap:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableError(f"{name} is a damaged sitemap: {error.msg}.") from error
    return Sitemap(_addresses(root, "url"), _addresses(root, "sitemap"))


def _addresses(root: etree._Element, kind: str) -> tuple[str, ...]:
    found = [
        (place.text or "").strip()
        for entry in root.iterchildren(f"{{*}}{kind}")
        for place in entry.iterchildren("{*}loc")
    ]
    if len(found) > MOST_ADDRESSES:
        raise UnreadableError(f"The sitemap lists more than {MOST_ADDRESSES:,} addresses.")
    return tuple(dict.fromkeys(each for each in found if 0 < len(each) <= LONGEST_ADDRESS))
