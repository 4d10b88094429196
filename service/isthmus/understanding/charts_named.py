"""Which charts somebody means by a name."""

from collections.abc import Sequence

from isthmus.raci.listing import Listed
from isthmus_knowledge.analysis import terms
from isthmus_knowledge.corpus_entries import folded


def charts_named(charts: Sequence[Listed], name: str) -> list[Listed]:
    """Give the charts a name may mean: by id, by title, by words of the title, then of the rest."""
    wanted, said = folded(name), terms(name)
    ways = (
        [each for each in charts if each.id == name],
        [each for each in charts if wanted in _titles(each)],
        [each for each in charts if said and set(said) <= set(terms(each.title))],
        [each for each in charts if said and all(f" {one} " in each.terms for one in said)],
    )
    return next((found for found in ways if found), [])


def _titles(listed: Listed) -> set[str]:
    """Give the title, with and without the name of its letters: "RACI: OT patching"."""
    return {folded(listed.title), folded(listed.title.partition(": ")[2])} - {""}
