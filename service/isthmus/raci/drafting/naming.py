"""Names of roles as people say them, and the roles of the catalogue that they mean."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from isthmus.raci.drafting.role_names import Ambiguous, Hint, folded, names
from isthmus.raci.rules.persons import names_a_person
from isthmus_knowledge.catalogue import Role, Side, catalogue

_SHORTEST_MISSPELT: Final = 5  # of a shorter word each slip may be a word of its own
_SHORTEST_ID: Final = 3  # "PM", "NA", "SE" and "OP" are many things to many
_ALIKE: Final = 0.84
_MOST_SLIPS: Final = 3  # letters too many or too few
_SIDE_WORDS: Final = MappingProxyType(
    {"it": Side.IT, "ict": Side.IT, "ot": Side.OT, "ics": Side.OT}
)
_STANDING_IN: Final = frozenset("deputy assistant backup vice former acting".split())


class Asks(StrEnum):
    ROLE = "role"  # whom `about` means
    SCOPE = "scope"  # what the chart is for
    ANOTHER_ROLE = "another role"  # who else should be in it
    WHO_ANSWERS = "who answers"  # for the row that `about` names: an edit of the chart


@dataclass(frozen=True)
class Question:
    """What only a person can say; ``about`` is the name that was said, in its words."""

    text: str
    choices: tuple[str, ...] = ()
    about: str = ""
    asks: Asks = Asks.ROLE


@dataclass(frozen=True)
class Named:
    """What a name was taken for; ``role`` is None where it is a role of the organisation's own.

    ``assumed`` says what was guessed, empty where nothing was. An external party of the
    organisation's own takes the place of the catalogue's role ``like``. A guess stands on one word.
    """

    said: str
    name: str
    role: Role | None = None
    side: Side | None = None
    assumed: str = ""
    question: Question | None = None
    like: str = ""
    is_person: bool = False
    is_guessed: bool = False

    @property
    def is_of_the_catalogue(self) -> bool:
        return self.role is not None


@lru_cache(maxsize=4096)
def role_of(text: str) -> Named:
    """Tell which role a name means; the name may be misspelt, abbreviated, or unknown."""
    said = _tidy(text)
    ways = (_exactly, _without_fillers, _by_id, _misspelt, _holding_a_name)
    return next((found for way in ways if (found := way(said))), None) or _of_their_own(said)


def is_known(text: str) -> bool:
    """Tell whether a text names a role: one of the catalogue, or one that plants usually have."""
    named = role_of(text)
    is_own = named.side is not None and not named.assumed
    is_ours = named.is_of_the_catalogue and not named.is_guessed
    return is_ours or named.is_person or is_own


def _exactly(said: str) -> Named | None:
    for form in _forms(said):
        if found := _looked_up(said, form):
            return found
    return None


def _looked_up(said: str, form: str) -> Named | None:
    known = names()
    if ambiguous := known.ambiguous.get(form):
        return _asked(said, ambiguous)
    if role_id := known.roles.get(form):
        role = catalogue().role(role_id)
        return Named(said, _shown(said), role, role.side)
    if side := known.own.get(form):
        return Named(said, _shown(said), side=side, like="MSP" if side is Side.EXTERNAL else "")
    return None


def _asked(said: str, ambiguous: Ambiguous) -> Named:
    """Take the first choice until somebody says which one is meant."""
    roles = [catalogue().role(each) for each in ambiguous.choices]
    listed = _either([role.in_sentence for role in roles])
    return Named(
        said,
        roles[0].name,
        roles[0],
        roles[0].side,
        assumed=f"'{said}' is taken for {roles[0].in_sentence} until you say whom you mean.",
        question=Question(
            f"Who is '{said}': {listed}?", tuple(role.name for role in roles), about=said
        ),
    )


def _without_fillers(said: str) -> Named | None:
    words = said.split()
    known = names()
    while words and words[0].casefold() in known.before:
        words = words[1:]
    while words and words[-1].casefold() in known.after:
        words = words[:-1]
    found = _exactly(" ".join(words)) if words and words != said.split() else None
    return replace(found, said=said, name=_shown_as(found, said)) if found else None


def _shown_as(found: Named, said: str) -> str:
    return found.name if found.question else _shown(said)


def _by_id(said: str) -> Named | None:
    """Find a role by its id in the catalogue, as a chart's own short name may have it."""
    role = next((each for each in catalogue().roles if each.id == said), None)
    if role is None or len(said) < _SHORTEST_ID:
        return None
    return Named(said, said, role, role.side, f"'{said}' is taken for {role.in_sentence}.")


def _misspelt(said: str) -> Named | None:
    """Find the one name that differs by a slip; "IT" and "OT" are never each other's slip."""
    plain = folded(said)
    if len(plain) < _SHORTEST_MISSPELT:
        return _transposed(said, plain)
    alike = [
        each
        for each in names().known
        if len(each) >= _SHORTEST_MISSPELT
        and abs(len(each) - len(plain)) <= _MOST_SLIPS
        and _sides(each) == _sides(plain)
    ]
    close = get_close_matches(plain, alike, 1, _ALIKE)
    if not close:
        return None
    right = names().shown[close[0]]
    found = _looked_up(right, close[0])
    return found and replace(found, said=said, assumed=f"'{said}' is read as '{right}'.")


def _transposed(said: str, plain: str) -> Named | None:
    """Find the one abbreviation of the same four letters: "CSIO"."""
    same = [each for each in names().roles if sorted(each) == sorted(plain)]
    if len(plain) < _SHORTEST_MISSPELT - 1 or len(same) != 1:
        return None
    right = names().shown[same[0]]
    found = _looked_up(right, same[0])
    return found and replace(found, said=said, assumed=f"'{said}' is read as '{right}'.")


def _holding_a_name(said: str) -> Named | None:
    """Find a name within a longer one ("Leuven maintenance crew"), what stands last first."""
    words = folded(said).split()
    if _STANDING_IN & set(words):
        return None
    for start, end in _stretches(len(words), names().longest):
        role_id = names().roles.get(" ".join(words[start:end]))
        if role_id and _fits(catalogue().role(role_id), words[:start] + words[end:]):
            role = catalogue().role(role_id)
            assumed = f"'{said}' is taken for {role.in_sentence}."
            is_guessed = end - start == 1 and end < len(words)
            return Named(said, _shown(said), role, role.side, assumed, is_guessed=is_guessed)
    return None


def _stretches(length: int, longest: int) -> Iterator[tuple[int, int]]:
    """Give stretches of words that may be a name, the longest first and of those the last first."""
    for size in range(min(length - 1, longest), 0, -1):
        for start in range(length - size, -1, -1):
            yield start, start + size


def _fits(role: Role, rest: Sequence[str]) -> bool:
    """Tell whether what else was said leaves the role on its side of IT and OT."""
    said = {_SIDE_WORDS[word] for word in rest if word in _SIDE_WORDS}
    return role.side not in {Side.IT, Side.OT} or said <= {role.side}


def _of_their_own(said: str) -> Named:
    if _is_a_persons_name(said):
        question = Question(
            f"Is '{said}' a person? A chart names roles: which role does '{said}' have?", about=said
        )
        return Named(said, said, question=question, is_person=True)
    hint = _hint(said)
    name = _shown(said)
    if hint is None:
        assumed = f"'{name}' is no role of the catalogue; it is added as one of your own."
        return Named(said, name, assumed=assumed)
    where = "an external party" if hint.side is Side.EXTERNAL else f"on the {hint.side} side"
    assumed = f"'{name}' is no role of the catalogue; it is added as one of your own, {where}."
    return Named(said, name, side=hint.side, assumed=assumed, like=hint.like)


def _is_a_persons_name(said: str) -> bool:
    return _hint(said) is None and names_a_person(said)


def _hint(said: str) -> Hint | None:
    words = set(folded(said).split())
    return next((hint for hint in names().hints if hint.words & words), None)


def _forms(said: str) -> Iterator[str]:
    """Give the name, and what it is in the singular and in the plural."""
    plain = folded(said)
    yield plain
    if plain.endswith("s"):
        yield plain.removesuffix("s")
    yield f"{plain}s"
    head, _, last = plain.rpartition(" ")
    if head and last == "leads":
        yield f"{head} lead"


def _sides(name: str) -> frozenset[str]:
    return frozenset(name.split()) & frozenset(_SIDE_WORDS)


def _tidy(text: str) -> str:
    tidy = " ".join(text.strip(" .,;:!?\"'").split())
    return tidy[1:-1] if tidy.startswith("(") and tidy.endswith(")") else tidy


def _shown(said: str) -> str:
    """Give the name as a heading: without its article, and with a capital."""
    words = said.split()
    while len(words) > 1 and words[0].casefold() in {*_POSSESSIVES, "the", "a", "an"}:
        words = words[1:]
    name = " ".join(words)
    return name[:1].upper() + name[1:]


_POSSESSIVES: Final = ("our", "its", "their", "your", "my", "all", "any", "each", "every", "both")


def _either(choices: Sequence[str]) -> str:
    return f"{', '.join(choices[:-1])} or {choices[-1]}" if len(choices) > 1 else choices[0]
