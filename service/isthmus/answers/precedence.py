"""Whose word comes first: what was approved, the organisation's own, standards, the blueprint."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from isthmus.answers.composing import Chosen, Rated
from isthmus.answers.figures import differ
from isthmus.library.approved import was_approved
from isthmus.library.model import Collection, Document, Hit

_RANKS: Final = {
    Collection.POLICIES: 1,
    Collection.RECORDS: 1,
    Collection.STANDARDS: 2,
    Collection.BLUEPRINT: 3,
}
# A higher authority has to answer nearly as well, and to speak of the same thing.
_AS_GOOD: Final = {0: 0.75, 1: 0.88, 2: 0.95}
_SAME_POINT: Final = 0.60
_STILL_TO_THE_POINT: Final = 0.75
TEMPLATES: Final = "templates"
_ASKS_FOR_A_TEMPLATE: Final = re.compile(
    r"\b(?:templates?|(?:blank|empty|standard|sample) (?:forms?|sheets?|charters?|plans?)|"
    r"forms? (?:for|to)|outlines?|samples?|skeletons?|blanks?|boilerplate|questionnaires?|"
    r"copy (?:from|of an?)|to copy|start from|fill(?:s|ed)? in)\b",
    re.IGNORECASE,
)
_EDITION: Final = re.compile(
    r"\b(?:v(?:er(?:sion)?)?\.?\s*)?\d+(?:\.\d+)*\b|\b(?:rev|edition)\b\.?"
)
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")


def led_by_authority(ranking: Sequence[Rated]) -> list[Rated]:
    """Put the unit with the highest authority among the best first; ``ranking`` is best first.

    Where something approved leads, what we propose in its place is left out.
    """
    leading = _leading(ranking)
    if leading is None:
        return []
    rest = [each for each in ranking if each is not leading]
    if was_approved(leading.candidate.stretch.hit.document):
        rest = [each for each in rest if not _is_proposed(each) or not _same_point(each, leading)]
    return [leading, *rest]


def _is_proposed(rated: Rated) -> bool:
    document = rated.candidate.stretch.hit.document
    return document.description.collection is Collection.BLUEPRINT


def _leading(ranking: Sequence[Rated]) -> Rated | None:
    if not ranking:
        return None
    best = ranking[0]
    for rank, share in _AS_GOOD.items():
        if authority(best.candidate.stretch.hit.document) <= rank:
            return best
        for each in ranking:
            if each.rating < share * best.rating:
                break
            if authority(each.candidate.stretch.hit.document) == rank and _same_point(each, best):
                return each
    return best


def authority(document: Document) -> int:
    """Give 0 for what was approved here, more for those whose words stand behind it."""
    return 0 if was_approved(document) else _RANKS[document.description.collection]


def dissenting(ranking: Sequence[Rated], chosen: Sequence[Chosen]) -> Chosen | None:
    """Give a unit of less authority that states another figure than the answer's first unit."""
    leading = next(iter(ranking), None)
    if leading is None or not chosen or not chosen[0].holds(leading.candidate):
        return None
    first = leading.candidate
    for each in ranking[1:]:
        if (
            each.rating >= _STILL_TO_THE_POINT * leading.rating
            and authority(each.candidate.stretch.hit.document)
            > authority(first.stretch.hit.document)
            and _same_point(each, leading)
            and differ(first.shown, each.candidate.shown)
            and not any(one.holds(each.candidate) for one in chosen)
        ):
            return Chosen((each.candidate,), each.cosine, each.rating)
    return None


def of_statements(hits: Sequence[Hit], sought: str) -> list[Hit]:
    """Leave out the list of templates, which states nothing, unless one is asked for."""
    asked = _ASKS_FOR_A_TEMPLATE.search(sought)
    return [hit for hit in hits if asked or hit.document.id != TEMPLATES]


def in_force(hits: Sequence[Hit]) -> list[Hit]:
    """Leave out documents of which a later edition is among the hits."""
    latest: dict[str, Document] = {}
    for hit in hits:
        work = _work(hit.document)
        if _since(hit.document) > _since(latest.setdefault(work, hit.document)):
            latest[work] = hit.document
    return [hit for hit in hits if _since(hit.document) >= _since(latest[_work(hit.document)])]


def _work(document: Document) -> str:
    """Give the title without its edition, which tells editions of one work.

    What was approved is a work of its own, whatever numbers are in its title.
    """
    if was_approved(document):
        return document.source
    title = _EDITION.sub(" ", document.description.title.casefold())
    return f"{document.description.collection}: {' '.join(title.split())}"


def _since(document: Document) -> date:
    """Give the day from which an edition holds, as far as it is told."""
    described = document.description
    if described.effective:
        return described.effective
    years = _YEAR.findall(f"{described.title} {described.edition or ''}")
    return date(int(max(years)), 1, 1) if years else date.min


def _same_point(one: Rated, other: Rated) -> bool:
    return float(one.vector @ other.vector) >= _SAME_POINT
