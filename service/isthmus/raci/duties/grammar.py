"""The small words of a sentence, and the sentence as a row of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

ARTICLES: Final = frozenset("the a an".split())
MODALS: Final = frozenset("shall must will should may can could would might".split())
AUXILIARIES: Final = frozenset("is are was were be been being has have had does do did".split())
PREPOSITIONS: Final = frozenset(
    """
    of for on in at by to from with without before after during within under per about via through
    until upon regarding than against over into prior between along among concerning
    """.split()
)
TELLING: Final = frozenset("notify inform alert consult".split())
# What may stand right behind the name of a role.
CLOSING: Final = (
    MODALS
    | AUXILIARIES
    | PREPOSITIONS
    | frozenset(
        """
        and or nor but & / who which that whose not also jointly then only always again together if
        when unless as where while because so once has needs requires needed according other
        alone afterwards beforehand each every twice
        """.split()
    )
)
# What is no part of a name.
STOPPING: Final = (
    CLOSING
    | ARTICLES
    | frozenset(
        """
        whom no either both it this these those there it's neither cannot sure able extent however
        additionally therefore must each every any all such its their his her our your we they he
        she you i
        """.split()
    )
)
# What may stand before a function that is spoken of as those who do it ("by procurement").
OPENING: Final = TELLING | frozenset(
    """
    by from to with and or / , ; : ( that then both if when unless of once before after because via
    """.split()
)
AFTER_A_NOUN: Final = MODALS | AUXILIARIES | frozenset(["of", ".", ",", ":", ";", "(", ")", ""])
DETERMINERS: Final = ARTICLES | frozenset("all any each every its their new it them".split())
APPROVAL: Final = (
    r"(?:approvals?|consent|authori[sz]ation|permission|permit|sign-?off|clearance|go-ahead|"
    r"agreement)"
)
MARK: Final = r"⟦[\d+]+⟧"
_TOKEN: Final = re.compile(r"\w[\w&'.-]*\w'?|\w|[^\w\s]")


@dataclass(frozen=True)
class Token:
    """A word or a sign; ``word`` is as it is compared, ``owns`` tells a possessive."""

    start: int
    end: int
    text: str
    word: str
    owns: bool


@dataclass(frozen=True)
class Span:
    """Tokens from ``first`` to before ``last``; the name itself begins at ``name``."""

    first: int
    name: int
    last: int


def tokens_of(text: str) -> list[Token]:
    return [
        Token(
            match.start(),
            match.end(),
            match[0],
            match[0].casefold().removesuffix("'s").removesuffix("'"),
            match[0].endswith(("'s", "s'")),
        )
        for match in _TOKEN.finditer(text)
    ]


def singular(word: str) -> str:
    """Give the singular of a head; "process" is one."""
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ss", "us", "is")) or len(word) <= len("its"):
        return word
    return word.removesuffix("s")


def is_plural(word: str) -> bool:
    return singular(word) != word


def as_name(tokens: Sequence[Token]) -> tuple[str, ...]:
    return tuple(token.word for token in tokens)
