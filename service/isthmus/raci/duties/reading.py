"""Reads the duties in a text: sentences, lists with what leads into them, rows of tables."""

from collections.abc import Iterator, Sequence

from isthmus.raci.duties.clauses import Stating, duties_of_sentence
from isthmus.raci.duties.model import Duty
from isthmus.raci.duties.parties import mark
from isthmus.raci.duties.patterns import patterns
from isthmus.raci.duties.rows import duties_of_row, spoken
from isthmus_knowledge.sentences import Unit, split

_CELLS = " | "


def duties_in(text: str) -> list[Duty]:
    """Give the duties that a text states, each with the words that say so."""
    found: list[Duty] = []
    units = split(text)
    at = 0
    while at < len(units):
        found += _of_unit(units[at])
        items = _items(units, at)
        listed = list(_of_list(text, units[at], items)) if items else []
        found += listed
        at += 1 + (len(items) if listed else 0)
    return list(dict.fromkeys(found))


def _items(units: Sequence[Unit], at: int) -> list[Unit]:
    """Give the list that a unit leads into, up to the next one that leads into a list."""
    items: list[Unit] = []
    if not patterns()["leads"].search(units[at].text):
        return items
    for unit in units[at + 1 :]:
        if not unit.is_item or unit.text.endswith(":"):
            break
        items.append(unit)
    return items


def _of_unit(unit: Unit) -> Iterator[Duty]:
    if _CELLS in unit.text:
        yield from (Duty(*said, quote=unit.text) for said in duties_of_row(unit.text))
        return
    for sentence in split(unit.unmarked):
        for said in duties_of_sentence(sentence.text):
            yield Duty(*said, quote=sentence.text)


def _of_list(text: str, lead: Unit, items: Sequence[Unit]) -> Iterator[Duty]:
    opening = split(lead.unmarked)[-1].text
    for item in items:
        quote = text[lead.start : item.end]
        for said in _of_item(opening, item.unmarked.strip()):
            yield Duty(*said, quote=quote)


def _of_item(opening: str, item: str) -> Iterator[Stating]:
    """Read an item as if it stood in a sentence with what leads into the list."""
    if those := patterns()["those"].match(opening):
        yield from duties_of_sentence(f"{item.rstrip(' .;,')} {those['said']}.")
        return
    marked = mark(opening.rstrip(": "))
    of = patterns()["open"].search(marked.text) or patterns()["of_a_list"].search(marked.text)
    if of is None:
        return
    for name in marked.named(of["who"] or of[1]):
        if "accountab" in opening.casefold():
            yield from duties_of_sentence(f"The {name} is accountable for {item}")
        else:
            yield from duties_of_sentence(spoken(name, item))
