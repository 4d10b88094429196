"""What a question is about, without its asking words: the part a later "it" stands for (pure)."""

import re
from typing import Final

from isthmus_knowledge.analysis import STOP_WORDS

REGARDING: Final = ", regarding "
AUXILIARY: Final = (
    r"(?:is|are|was|were|be|been|do|does|did|has|have|had|can|could|should|shall|must|may|might|"
    r"will|would|cannot)"
)
ASKS: Final = re.compile(rf"\b(?:{AUXILIARY}|who|what|which|when|where|why|how)\b", re.IGNORECASE)
LONGEST_THING: Final = 7

_POLITE: Final = re.compile(
    r"^(?:(?:so|and|but|ok|okay|please|well|then|also|now|no|yes|by the way|i see|i understand|"
    r"thanks|thank you|great|interesting|good|right|sorry)\b[,\s]+)*"
    r"(?:(?:can|could|would) you (?:please )?(?:tell me|explain|describe|clarify|list|name|"
    r"show me|give me|provide)(?: to me| more)?(?: details| about| of| on)?|"
    r"are you able to tell me|do you know|what can you tell me about|tell me(?: more)?(?: about)?|"
    r"explain|describe|list|define|name|is there|are there|do we have|"
    r"i (?:want|would like|need) to know)?\s*",
    re.IGNORECASE,
)
_ASKING: Final = re.compile(
    rf"""^(?:
        (?:who|whom)\s+(?:{AUXILIARY}\s+)+
            (?:accountable|responsible|consulted|informed)\s+(?:for|about|of|on)
      | (?:who|whom)\s+(?:{AUXILIARY}\s+)+
      | who\s+(?!and\b|or\b)[a-z]+s?\s+
      | whose\s+
      | how\s+(?:many|much|often|long|soon|far|old|big|fast|quickly)\s+
      | (?:what|which|when|where|why|how)\s+(?:about\s+|happens\s+(?:if|when)\s+)?
      | {AUXILIARY}\s+
    )+""",
    re.IGNORECASE | re.VERBOSE,
)
_LEAD: Final = re.compile(
    rf"^(?:(?:{AUXILIARY}|the|a|an|any|some|our|your|my|his|her|its|their|this|that|these|those|"
    r"we|you|i|they|it|there|to|of|about|for|if|on|in|at|by|kind|types?|with)\s+)+",
    re.IGNORECASE,
)
_TRAIL: Final = re.compile(
    r"(?:\s+(?:\w+ed|done|made|held|kept|given|taken|written|mean|means|work|works|apply|applies|"
    r"say|says|called|is|are|was|were|be|do|does|to|for|of|in|on|at|by|with|from|it|there|today|"
    r"now))+$",
    re.IGNORECASE,
)
_AFTERTHOUGHT: Final = re.compile(
    r"\s*(?:[;:?!]|,\s+(?:and|or|but|as)\b|"
    r"\s+and\s+(?:who|what|when|where|why|how|is|are|does|do|did)\b).*$",
    re.IGNORECASE | re.DOTALL,
)
_PREDICATE: Final = re.compile(rf"\s+{AUXILIARY}\b.*$", re.IGNORECASE)
_NO_THING: Final = re.compile(
    r"\b(?:who|what|which|when|where|why|how|he|she|they|it|we|you|i)\b", re.IGNORECASE
)
_WORD: Final = re.compile(r"[^\W_]+")
ENDS: Final = " ?.!,"


def topic_of(question: str) -> str:
    """Give the words a question is about, in its own spelling; "" where there are none.

    "Who approves vendor remote access into the plant?" is about "vendor remote access into the
    plant", "How often are firewall rules reviewed?" about "firewall rules".
    """
    _, regarding, regarded = question.rpartition(REGARDING)
    if regarding:
        return regarded.strip(ENDS)
    asked = _last_question(" ".join(question.split())).strip(ENDS)
    rest = _ASKING.sub("", _POLITE.sub("", asked, count=1), count=1)
    rest = _LEAD.sub("", _AFTERTHOUGHT.sub("", rest)).strip()
    trimmed = _TRAIL.sub("", rest)
    return trimmed if has_content(trimmed) else rest if has_content(rest) else ""


def thing_of(question: str) -> str | None:
    """Give the topic with its article as a name that can stand in for "it"; None where none can.

    "Which controls are allowed when a patch fails?" names "controls".
    """
    topic = _PREDICATE.sub("", topic_of(question)).strip(ENDS)
    if not has_content(topic) or len(topic.split()) > LONGEST_THING or _NO_THING.search(topic):
        return None
    article = re.search(rf"\b(the|a|an|our|your)\s+{re.escape(topic)}", question, re.IGNORECASE)
    return f"{article[1].lower()} {topic}" if article else topic


def has_content(text: str) -> bool:
    return any(word.lower() not in STOP_WORDS for word in _WORD.findall(text))


def _last_question(text: str) -> str:
    """Give the last sentence that asks, where there are several ("Thanks. Who signs it?")."""
    sentences = [each for each in re.split(r"(?<=[.?!])\s+", text) if has_content(each)]
    asking = [each for each in sentences if each.endswith("?")]
    return (asking or sentences or [text])[-1]
