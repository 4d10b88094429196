"""What a question asks for: its parts, and the kind of answer each part wants."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from isthmus_knowledge.analysis import stem, telling_stems, words

_ASKING: Final = (
    r"(?:who|whose|what|which|when|where|why|how|does|do|did|is|are|should|shall|must|may|can|"
    r"could|will)"
)
_NEXT_PART: Final = re.compile(
    rf"(?:[,;]?\s+and(?:\s+also)?|[;,])\s+(?={_ASKING}\b)", re.IGNORECASE
)
_ASKS: Final = re.compile(
    rf"^(?:(?:so|and|but|ok|okay|then|please|also) )*{_ASKING}\b|"
    r"\b(?:who|whose|whom|what|which|when|where|why|how)\b|"
    r"^(?:please )?(?:list|name|enumerate|show|give|tell|explain|describe|define|compare)\b|\?$",
    re.IGNORECASE,
)
_SHORTEST_PART: Final = 3
_MOST_PARTS: Final = 4


class Kind(StrEnum):
    DEFINITION = "definition"
    WHO = "who"
    LIST = "list"
    WHEN = "when"
    OFTEN = "often"
    LONG = "long"
    QUANTITY = "quantity"
    WHY = "why"
    YES_OR_NO = "yes-or-no"
    OTHER = "other"


_KINDS: Final = (
    (Kind.DEFINITION, r"\bwho or what (?:is|are|was|were)\b"),
    (Kind.WHO, r"\b(?:who|whos|whose|whom)\b|\bwhich (?:role|person|party|team|function)s?\b"),
    (Kind.OFTEN, r"\bhow (?:often|frequently|regularly)\b|\bwhat (?:rhythm|frequency)\b"),
    (
        Kind.LONG,
        r"\bhow (?:long|soon|quickly|fast|late|many (?:minutes|hours|days|weeks|months|years))\b",
    ),
    (
        Kind.QUANTITY,
        (
            r"\bhow (?:many|much|far|old|big|high)\b|%|\bper ?cent\b|"
            r"\bwhat (?:is|are) the (?:\w+ )?(?:target|cost|budget|price|number|share|rate|"
            r"pin|(?:phone|mobile|serial|account) number)\b|\b(?:phone|mobile|serial) numbers?\b|"
            r"\b(?:what|which) (?:(?!is |are |do |does )\w+ )?(?:port|score|share|percentage|"
            r"amount|price|salary|fee|fine|load|spend|limit|threshold)s?\b|"
            r"\bwhat (?:do|does|did|will|would) [^?]{1,60}\b(?:cost|earn|weigh)\b"
        ),
    ),
    (Kind.WHEN, r"\b(?:when|what (?:date|year|time|deadline)|by when|deadlines?)\b"),
    (Kind.WHY, r"\bwhy\b|\bfor what reason\b|\bwhat(?:'s| is) the (?:reason|point)\b"),
    (
        Kind.LIST,
        (
            r"\b(?:list|which|enumerate|name)\b.*s\b"
            r"|\bwhat (?:are|were) the\b|\bwhat \w+s (?:are|do|does|should|must)\b"
            r"|\bsteps?\b|\bphases\b"
            r"|\bwhat(?:'?s| is| (?:must|should|has to) be| goes| belongs) in(?:side|to)?\b"
            r"|^the (?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b"
        ),
    ),
    (
        Kind.DEFINITION,
        (
            r"^(?:so |and |ok |please )*(?:what(?:'?s| is| are)|define|describe|explain|"
            r"what counts as|meaning of|what do (?:you|we) mean by|difference between)\b|"
            r"^what (?:does|do) .+ (?:mean|stand for|do)(?:$|\W*$)"
        ),
    ),
    (
        Kind.YES_OR_NO,
        (
            r"^(?:so |and |ok |but |then )*(?:is|are|does|do|did|can|could|may|must|should|shall|"
            r"will|would|has|have|need|was|were)\b|, (?:is|are|does|do|can|may|must|should|will) "
        ),
    ),
)
_ORDER: Final = re.compile(
    r"^(?:please\s+)?(?:list|name|enumerate|show|give|tell|explain|describe)\s+(?:me\s+|us\s+)?"
    r"(?:about\s+)?(?:all\s+(?:of\s+)?)?(?=\S)",
    re.IGNORECASE,
)
_FOCUS: Final = re.compile(
    r"(?:\b(?:which|what(?:'s| is| are| were)?(?!\s+\w+ing\b)|how many|how much|whose)|"
    r"^(?:please\s+)?(?:list|name))\s+"
    r"(?:(?:kinds?|types?|sorts?)\s+of\s+)?(?:of\s+)?(?:(?:the|our|your|these|all|an?)\s+)*"
    r"(?P<focus>[\w/&-]+(?:\s+(?!(?:is|are|was|were|do|does|did|can|may|must|shall|should|will|would|"
    r"has|have|had|of|for|in|on|to|at|by|from|under|with|when|if|that|and|or|we|i|you|they|it)\b)"
    r"[\w/&-]+){0,2})",
    re.IGNORECASE,
)
# What an answer gives without saying the word.
_NO_FOCUS: Final = frozenset(
    (
        "happen goe belong share number percentag amount mani reason differ one step next main like"
    ).split()
)
# Words by which people ask, judge, compare and count roughly, and which no answer has to say.
_IDLE: Final = frozenset(
    map(
        stem,
        """
        need ever simply really actually usually normally generally exactly basically still already
        even also too well lot kind sort way thing things something anything someone somebody
        anybody everybody want wants know think say says said make makes take takes taken give gives
        get gets got put puts come comes coming go goes happen happens look looks let's
        work works find see speak talk talks fine ok okay good great able supposed regarding
        idea bad badly wrong better worse worst compare compared comparing
        none neither almost nearly quite rather mostly nowadays everything
        guidance concerning whats whos hows thats isn't aren't don't doesn't can't won't shouldn't
        """.split(),
    )
)
_NO_TEXT: Final = re.compile(r"[\x00\ud800-\udfff]")


@dataclass(frozen=True)
class Question:
    """``text`` as asked; ``parts`` are the questions in it; ``sought`` is what to search for."""

    text: str
    parts: tuple[str, ...]
    sought: str


def is_text(text: str) -> bool:
    """Tell whether it can be stored and embedded: no NUL, no half of a character."""
    return not _NO_TEXT.search(text)


def understand(text: str) -> Question:
    """Take a question apart; one that leans on a conversation was made self-contained before."""
    asked = " ".join(text.split())
    return Question(asked, _parts(asked), _ORDER.sub("", asked) or asked)


@lru_cache(maxsize=1_000)
def kind_of(part: str) -> Kind:
    lowered = part.lower()
    for kind, pattern in _KINDS:
        if re.search(pattern, lowered):
            return kind
    return Kind.OTHER


def tells(term: str) -> bool:
    """Tell whether a term of a question is about its matter, not about the asking."""
    return term not in _IDLE


def focus_of(part: str) -> list[str]:
    """Give the stems of what is asked for: of "security levels" in "How many security levels …"."""
    match = _FOCUS.search(part)
    return (
        [word for word in telling_stems(match["focus"]) if word not in _NO_FOCUS] if match else []
    )


def _parts(asked: str) -> tuple[str, ...]:
    """Take apart what is asked; what only leads up to a question belongs to it."""
    pieces = [piece for one in re.split(r"(?<=\?)\s+", asked) for piece in _NEXT_PART.split(one)]
    parts: list[str] = []
    for piece in filter(None, (piece.strip(" ,;") for piece in pieces)):
        if parts and _belongs_to(parts, piece):
            parts[-1] = f"{parts[-1]} {piece}"
        else:
            parts.append(piece)
    return tuple(parts) or (asked,)


def _belongs_to(parts: list[str], piece: str) -> bool:
    """Tell whether a piece is a scrap, or follows what asks nothing, or is one too many."""
    is_scrap = len(words(piece)) < _SHORTEST_PART
    return is_scrap or not _ASKS.search(parts[-1]) or len(parts) == _MOST_PARTS
