"""The roles, bodies and sites that a text names."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from isthmus.answers.checking.reading import Text, Token
from isthmus.answers.checking.wordlists import heads_of_roles, lone_actors, plain_verbs, verbs

_MOST_OF_A_NAME: Final = 4
_LETTERED: Final = frozenset("accountable responsible consulted informed role owner".split())
_DOING: Final = frozenset({"leads", "guards", "sponsors"})
_PLACES: Final = frozenset({"plant", "site"})
_OFTEN_A_PART: Final = frozenset("plant site vendor supplier user operator customer shift".split())


@dataclass(frozen=True)
class Role:
    """A role, a body or a site where a text names it, the words of its name in order."""

    words: tuple[Token, ...]

    @property
    def at(self) -> int:
        return self.words[-1].at

    @property
    def stems(self) -> tuple[str, ...]:
        return tuple(token.stem for token in self.words)

    @property
    def shown(self) -> str:
        return " ".join(token.written for token in self.words)


@lru_cache(maxsize=4_096)
def roles(text: Text) -> tuple[Role, ...]:
    """Give the roles, bodies and sites that a text names, in order."""
    found: list[Role] = []
    for token in text.tokens:
        if token.word in _DOING and token.at and text.tokens[token.at - 1].word in heads_of_roles():
            continue  # "the plant manager leads"
        if token.word in lone_actors() and not _goes_on(text, token):
            found.append(Role((token,)))
        elif token.word in heads_of_roles() and not _goes_on(text, token):
            found.append(Role((*_before(text, token), token)))
    return tuple(found)


def _goes_on(text: Text, token: Token) -> bool:
    """Tell whether a word is only the beginning of a name: "plant manager", "vendor session"."""
    following = text.tokens[token.at + 1] if token.at + 1 < len(text.tokens) else None
    if token.word in _PLACES and _is_place(text, token):
        return True
    if following is None or "'s" in token.written or "\u2019s" in token.written:
        return False
    if following.word in heads_of_roles():
        return True
    is_verb = following.stem in verbs() and following.word.endswith(("s", "ed"))
    return following.tells and not is_verb and token.word in _OFTEN_A_PART


def _is_place(text: Text, token: Token) -> bool:
    before = [t.word for t in text.tokens[max(0, token.at - 2) : token.at]]
    return any(word in {"in", "at", "into", "of", "from", "on", "inside"} for word in before)


def _before(text: Text, head: Token) -> tuple[Token, ...]:
    """Give what belongs to a name before its last word; of "X and Y lead" both X and Y."""
    words: list[Token] = []
    for token in reversed(text.tokens[max(0, head.at - _MOST_OF_A_NAME) : head.at]):
        joins = token.word == "and" and words and text.tokens[token.at - 1].tells
        if joins and text.tokens[token.at - 1].word not in heads_of_roles() | lone_actors():
            continue
        if not _may_name(token) or _is_done(text, token):
            break
        words.insert(0, token)
    return tuple(words)


def _is_done(text: Text, token: Token) -> bool:
    """Tell the verb of "to terminate vendor sessions"."""
    before = text.tokens[token.at - 1].word if token.at else ""
    return token.word in plain_verbs() and before in {
        "to",
        "may",
        "must",
        "can",
        "shall",
        "should",
        "not",
    }


def _may_name(token: Token) -> bool:
    if (
        not token.tells
        or token.word in _LETTERED
        or any(letter.isdigit() for letter in token.word)
        or len(token.word) == 1
    ):
        return False
    does = token.stem in verbs() and token.word.endswith("s") and not token.word.endswith("ions")
    return not (does or token.word.endswith(("ed", "ing")) or token.word in heads_of_roles())
