"""Orders that say who does an action, and who helps."""

import re
from typing import Final

from isthmus.actions.orders import ME, NOBODY, Assign, GetHelp, StopHelp
from isthmus.actions.words.pieces import ON, QUOTES, SET, TO, Rule, Said, always

_NAME: Final = r"(?P<who>@?[^\W\d_][\w.'\u2019 @-]{0,60}?)"
_MOST_WORDS_OF_A_NAME: Final = 4
_NO_NAME: Final = frozenset(
    "it this that what who which where when why how there they we you he she everybody everyone "
    "a an and not now done high low urgent step blocked waiting due in on".split()
)


def _who(found: Said) -> str:
    return found["who"].strip(QUOTES)


def _assigned(found: Said) -> Assign | None:
    who = _who(found)
    plain = who.casefold()
    if plain in {"me", "i", "myself", "us"}:
        return Assign(ME)
    if plain in {"nobody", "no one", "noone"}:
        return Assign(NOBODY)
    named = plain.split(maxsplit=1)[0] not in _NO_NAME
    return Assign(who) if named and len(plain.split()) <= _MOST_WORDS_OF_A_NAME else None


def _taken(found: Said) -> Assign | None:
    """Take "Sam takes A-17", and no sentence that has the same verb by chance."""
    who = _who(found)
    return _assigned(found) if who[:1].isupper() or who.casefold() in {"i", "i'll"} else None


def _owned_by(found: Said) -> Assign | None:
    """Take "A-17 is for Sam" and "A-17 is Sam's"; "A-17 is fine" says nothing of an owner."""
    said = found.group()
    return _taken(found) if re.search(r"(?:goes|belongs) to|is for|'s(?: now)?$", said) else None


def _helped(found: Said) -> GetHelp | None:
    return None if _who(found).split()[0].casefold() in _NO_NAME else GetHelp(_who(found))


RULES: Final[tuple[Rule, ...]] = (
    (rf"(?:unassign) {ON}", always(Assign(NOBODY))),
    (
        (
            rf"(?:re-?assign|assign|give|hand|pass|delegate|transfer)(?: over)? {ON}"
            rf"(?: over)? to {_NAME}(?: instead)?"
        ),
        _assigned,
    ),
    (rf"{ON} (?:goes to|belongs to|is for|is) {_NAME}(?:'s)?(?: now)?", _owned_by),
    (
        rf"{SET}(?:the )?(?:new )?owner of {ON}{TO}{_NAME}",
        _assigned,
    ),
    (rf"{ON}[:,]? (?:new )?owner{TO}{_NAME}", _assigned),
    (rf"make {_NAME} (?:the )?owner of {ON}", _assigned),
    (rf"(?P<who>i)(?:'ll| will)? (?:take|do|own) {ON}(?: over| on)?", _assigned),
    (rf"(?:i'll )?take {ON}(?: over)?", always(Assign(ME))),
    (rf"{_NAME} (?:takes|owns|will take|will own|does|will do|takes over) {ON}(?: over)?", _taken),
    (
        rf"{_NAME} (?:no longer helps|does not help|doesn't help|stops helping)(?: with| on)? {ON}",
        lambda m: StopHelp(_who(m)),
    ),
    (rf"{_NAME} (?:helps|is helping|will help)(?: out)?(?: with| on)? {ON}", _helped),
    (rf"{ON}[:,]? with {_NAME}(?:'s help| helping)", _helped),
    (rf"{_NAME} can help(?: with)? {ON}", _helped),
    (rf"add {_NAME} (?:as (?:a )?helper )?(?:to|on) {ON}", _helped),
    (rf"remove {_NAME} (?:as (?:a )?helper )?(?:from|on|of) {ON}", lambda m: StopHelp(_who(m))),
)

LOOSE: Final[tuple[Rule, ...]] = (
    (r"(?:assign to|owner:?) (?P<who>@?\w[\w.'-]*(?: [A-Z][\w.'-]*)?)", _assigned),
)
