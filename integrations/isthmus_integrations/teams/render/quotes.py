"""Quotes: as claims that the marks of a message point to, as cards, and behind one tap."""

import json
from collections.abc import Iterable, Sequence
from typing import Final

from isthmus.messages import Quote
from isthmus_integrations.teams.render.elements import (
    CARD,
    action_set,
    block,
    card,
    container,
    lines,
    opens,
    run,
)
from isthmus_integrations.teams.render.inert import is_ours, one_line, unmarked
from isthmus_integrations.teams.render.sizes import Json, weight

MOST_CLAIMS: Final = 20  # more are refused
_LONGEST_NAME: Final = 80
_LONGEST_ABSTRACT: Final = 160
_LONGEST_QUOTE: Final = 4_000
_HIDDEN: Final = 30_000  # heavier ones are not folded away: they may need several cards


def named(quote: Quote) -> str:
    """Say where a quote stands, without its place in there."""
    return f"{quote.title}, {quote.edition}" if quote.edition else quote.title


def claims(quotes: Iterable[Quote], console: str, room: int) -> list[Json]:
    """Give what Teams shows where somebody points at a mark: where it stands, and what it says.

    The whole quote is one tap further, as long as there is room for it.
    """
    known = {each.n: each for each in quotes if each.n > 0}
    some = [known[n] for n in list(known)[:MOST_CLAIMS]]
    told = [_claim(each, console) for each in some]
    if weight(told) <= room:
        return told
    for each in told:
        del each["appearance"]["text"], each["appearance"]["encodingFormat"]
    return told


def _claim(quote: Quote, console: str) -> Json:
    whole = card(shown(quote, console, linked=False), f"{named(quote)}: {quote.text}")
    return {
        "@type": "Claim",
        "position": quote.n,
        "appearance": {
            "@type": "DigitalDocument",
            "name": unmarked(named(quote), _LONGEST_NAME) or f"[{quote.n}]",
            "abstract": unmarked(f"“{quote.text}”", _LONGEST_ABSTRACT),
            "encodingFormat": CARD,
            "text": json.dumps(whole, ensure_ascii=False, separators=(",", ":")),
            **({"url": quote.address} if is_ours(quote.address, console) else {}),
        },
    }


def shown(quote: Quote, console: str, *, linked: bool = True) -> list[Json]:
    """Show a quote: which document, the words, where in it, and the way there."""
    mark = f"[{quote.n}] " if quote.n else ""
    text = quote.text if len(quote.text) <= _LONGEST_QUOTE else f"{quote.text[:_LONGEST_QUOTE]}…"
    head = [run(mark, weight="Bolder")] if mark else []
    place = one_line(quote.locator, 300)
    return [
        block([*head, run(one_line(named(quote), 300), weight="Bolder")], spacing="Medium"),
        *lines(f"“{text}”", "", italic=True),
        *([block([run(place, isSubtle=True, size="Small")], spacing="Small")] if place else []),
        *([_way_to(quote)] if linked and is_ours(quote.address, console) else []),
    ]


def _way_to(quote: Quote) -> Json:
    what = f"Open [{quote.n}] in the console" if quote.n else "Open it in the console"
    return action_set([opens(quote.address, what)])


def folded(quotes: Sequence[Quote], console: str) -> list[Json]:
    """Put quotes behind one tap; where they are too much for that, show them."""
    all_of_them = [container(shown(each, console), separator=True) for each in quotes]
    if not all_of_them:
        return []
    if weight(all_of_them) > _HIDDEN:
        return all_of_them
    name = f"passages-{quotes[0].n}-{len(quotes)}"
    title = _title(quotes)
    toggle = {"type": "Action.ToggleVisibility", "title": title, "targetElements": [name]}
    return [action_set([toggle]), container(all_of_them, id=name, isVisible=False)]


def _title(quotes: Sequence[Quote]) -> str:
    many, plural = (f"{len(quotes)} ", "s") if len(quotes) > 1 else ("", "")
    nearest = "" if any(each.n for each in quotes) else "nearest "
    return f"Show the {many}{nearest}passage{plural}"
