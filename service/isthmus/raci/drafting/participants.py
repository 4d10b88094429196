"""The roles that a sentence names, apart from what it is about."""

import re
from collections.abc import Iterator
from typing import Final

from isthmus.raci.drafting.naming import is_known, role_of
from isthmus.raci.drafting.phrases import known_as

_IN_BRACKETS: Final = re.compile(r"\(([^()]*)\)")
_ROLES_ARE: Final = re.compile(
    r"[,;.(]?\s*\b(?:the\s+)?(?:roles?|columns?|people|ppl|participants|teams|stakeholders|parties)"
    r"(?:\s+are|\s+being|\s*:)\s*(.+)$",
    re.IGNORECASE,
)
_SCOPE_IS: Final = re.compile(
    r"[,;.]?\s*\b(?:scope|topic|subject|activity|activities|about)\s*:\s*", re.IGNORECASE
)
_WITH: Final = re.compile(
    r"(?:[,;]?\s*\b(?:with|between|involving|among|amongst|including|incl\.?|using|across"
    r"|featuring|mit|met)|\bw/)\s+",
    re.IGNORECASE,
)
_BACK_TO_SCOPE: Final = re.compile(
    r"\s+(?:for|on|about|covering|regarding|to cover)\s+", re.IGNORECASE
)
_WITH_BELONGS: Final = re.compile(
    r"\b(?:shar|exchang|agree|align|integrat|communicat|contract|negotiat|interact|connect"
    r"|coordinat|cooperat|talk|deal|together|compl|work)\w*(?:\s+\S+){0,3}$",
    re.IGNORECASE,
)
_FEWEST_UNSAID: Final = 2  # roles that make a list without a word that says so


def roles_of(text: str) -> tuple[tuple[str, ...], str]:
    """Find the list of roles, and give the text without it."""
    for way in (_said_to_be, _in_brackets, _after_with, _before_the_scope, _beside_a_colon):
        for roles, rest in way(text):
            if roles:
                return roles, _SCOPE_IS.sub("", rest).strip(" ,;")
    return _in_the_open(text)


Found = Iterator[tuple[tuple[str, ...], str]]


def _said_to_be(text: str) -> Found:
    """Read "roles: CISO, SOC; scope: removable media"."""
    for found in _ROLES_ARE.finditer(text):
        listed, *scope = _SCOPE_IS.split(found[1], maxsplit=1)
        yield tuple(_split(listed)), " ".join([text[: found.start()], *scope])


def _in_brackets(text: str) -> Found:
    for found in _IN_BRACKETS.finditer(text):
        roles = _if_roles(found[1]) or _if_alike(found[1])
        yield roles, f"{text[: found.start()]} {text[found.end() :]}"


def _after_with(text: str) -> Found:
    for found in _WITH.finditer(text):
        before, after = text[: found.start()], text[found.end() :]
        listed, *scope = _BACK_TO_SCOPE.split(after, maxsplit=1)
        pieces = _split(listed)
        is_a_boundary = before.strip() and {each.casefold() for each in pieces} <= {"it", "ot"}
        if not is_a_boundary and (not _WITH_BELONGS.search(before) or len(pieces) > 1):
            yield _if_roles(listed, is_somebody=True), " ".join([before, *scope])


def _before_the_scope(text: str) -> Found:
    """Read "the plant manager and the CISO on wireless"."""
    for found in _BACK_TO_SCOPE.finditer(text):
        listed, scope = text[: found.start()], text[found.end() :]
        pieces = _split(listed)
        if len(pieces) >= _FEWEST_UNSAID and all(_is_only_a_role(each) for each in pieces):
            yield tuple(pieces), scope


def _beside_a_colon(text: str) -> Found:
    for mark in (":", " - "):
        before, found, after = text.partition(mark)
        if found:
            yield _if_roles(after), before
            yield _if_roles(before), after


def _in_the_open(text: str) -> tuple[tuple[str, ...], str]:
    """Take roles that end a list, or are all of it, where there are two at least."""
    pieces = _split(text)
    roles = tuple(each for each in pieces if _is_only_a_role(each))
    ends_so = set(pieces[-_FEWEST_UNSAID:]) <= set(roles)
    if len(roles) < _FEWEST_UNSAID or not ends_so:
        return (), text
    return roles, ", ".join(each for each in pieces if each not in roles)


def _is_only_a_role(piece: str) -> bool:
    named = role_of(piece)
    return named.is_of_the_catalogue and not known_as(piece) and not named.is_guessed


def _if_roles(text: str, *, is_somebody: bool = False) -> tuple[str, ...]:
    """Give the names of a list of roles; none where it is a list of something else."""
    pieces = _split(text)
    known = sum(is_known(each) for each in pieces)
    if known and known * 2 >= len(pieces):
        return tuple(pieces)
    is_proper = is_somebody and len(pieces) == 1 and pieces[0][:1].isupper()
    return tuple(pieces) if is_proper and not known_as(pieces[0]) else ()


def _if_alike(text: str) -> tuple[str, ...]:
    """Give names of a list that are like roles, where nothing tells what else they are.

    One at least is nearly a role of the catalogue; the others have a side.
    """
    pieces = _split(text)
    named = [role_of(each) for each in pieces if not known_as(each)]
    of_a_side = [each for each in named if each.side is not None]
    is_likely = len(pieces) >= _FEWEST_UNSAID and len(of_a_side) == len(pieces)
    return tuple(pieces) if is_likely and any(each.role for each in named) else ()


def _split(text: str) -> list[str]:
    """Split a list, but not a name that has an "and" in it."""
    pieces: list[str] = []
    for piece in re.split(r"\s*[,;\n]\s*(?:(?:and|&|plus)\s+)?", text):
        named = role_of(piece)
        if named.is_of_the_catalogue and not named.assumed:
            pieces.append(piece)
        else:
            pieces += re.split(r"\s+(?:and|&|plus|und|en|as well as)\s+", piece)
    cleaned = (re.sub(r"^(?:and|&|plus|both)\s+", "", each.strip(" .:;,")) for each in pieces)
    return [each for each in cleaned if each]
