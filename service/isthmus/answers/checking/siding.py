"""Who does it and to whom it is done: the same, phrase by phrase, on the same side of the verb."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from isthmus.answers.checking.aligning import EXACT, SAME, Aligned, Found
from isthmus.answers.checking.doing import Deed, deeds
from isthmus.answers.checking.named import roles
from isthmus.answers.checking.phrasing import Phrase, phrases, with_owned
from isthmus.answers.checking.reading import Text
from isthmus.answers.checking.wordlists import stem_of

_GIVING: Final = frozenset(
    map(stem_of, "give send report submit hand forward provide deliver tell supply return".split())
)
_GETTING: Final = frozenset(map(stem_of, "receive get obtain".split()))
# What documents do as well as people, and of what: who or what it is said of varies freely.
_ASKING: Final = frozenset(
    map(stem_of, "need require ask demand recommend call want warn expect state say".split())
)


def faults(aligned: Aligned) -> Iterator[str]:
    """Say of which verb somebody or something else is the doer or the object."""
    text = aligned.claim.read
    named = {token.at for role in roles(text) for token in role.words}
    for deed in deeds(text):
        if deed.verb.stem in _ASKING:
            continue
        has_role = any(each.head.at in named for each in (*deed.doers, *deed.objects))
        there = _alike(aligned, deed, SAME if has_role else EXACT)
        if there and not any(_fits(found, deed, other) for found, other in there):
            yield f"In the passages “{deed.verb.written}” is said of somebody or something else."


def _alike(aligned: Aligned, deed: Deed, least: float) -> list[tuple[Found, Deed]]:
    """Give the deeds of the units that are of the same verb, or of its converse."""
    return [
        (found, other)
        for found in aligned.used
        for other in deeds(found.text)
        if _is_converse(deed, other)
        or (found.worth(deed.verb) >= least and other.verb.at in found.places(deed.verb))
    ]


def _is_converse(deed: Deed, other: Deed) -> bool:
    one, two = deed.verb.stem, other.verb.stem
    return (one in _GETTING and two in _GIVING) or (one in _GIVING and two in _GETTING)


def _fits(found: Found, deed: Deed, other: Deed) -> bool:
    """Tell whether nothing of a deed stands on another side in a unit."""
    given, there = _as_given(deed), _as_given(other)
    if not there.doers and not given.objects and _on(found, given.doers, there.objects):
        return True  # "the network moves" is the network that is moved
    return not (
        _crossed(found, given.doers, there.doers, (*there.objects, *there.to))
        or _crossed(found, given.objects, (*there.objects, *there.to), there.doers)
        or not _on(found, given.doers, there.doers)
        or (_is_transfer(deed) and not _on(found, given.to, there.to))
        or _is_exchanged(found, given, there)
        or _is_of_another(found, given, there)
    )


def _is_exchanged(found: Found, deed: Deed, there: Deed) -> bool:
    """Tell "send the server to the logs" from "send the logs to the server"."""
    return _crossed(found, deed.objects, there.objects, there.to) and _crossed(
        found, deed.to, there.to, there.objects
    )


def _is_of_another(found: Found, deed: Deed, there: Deed) -> bool:
    """Tell whether the objects are those of the same verb elsewhere: "A rates B, C rates D"."""
    if not deed.objects or not there.objects or _on(found, deed.objects, there.objects):
        return False
    others = [each for each in deeds(found.text) if each.verb.stem == there.verb.stem]
    return any(
        each != there and _on(found, deed.objects, each.objects) for each in others if each.objects
    )


def _is_transfer(deed: Deed) -> bool:
    return deed.verb.stem in _GETTING | _GIVING


def _as_given(deed: Deed) -> Deed:
    if deed.verb.stem not in _GETTING:
        return deed
    return replace(deed, doers=deed.source, to=deed.doers, source=())


def _on(found: Found, ours: Sequence[Phrase], theirs: Sequence[Phrase]) -> bool:
    """Tell whether each head is found in a phrase of that side, where the unit names one."""
    if not ours or not theirs:
        return True
    by = [each for each in phrases(found.text) if each.after == "by"]
    places = _places(found.text, (*theirs, *by))
    return all(
        bool(places & set(found.places(each.head))) or not found.worth(each.head) for each in ours
    )


def _crossed(
    found: Found, ours: Sequence[Phrase], own: Sequence[Phrase], others: Sequence[Phrase]
) -> bool:
    """Tell whether a head stands on the other side in a unit, and not on its own."""
    here, there = _places(found.text, own), _places(found.text, others)
    return any(
        bool(there & set(found.places(each.head))) and not here & set(found.places(each.head))
        for each in ours
    )


def _places(text: Text, named: Sequence[Phrase]) -> set[int]:
    return {at for each in named for at in with_owned(text, each)}
