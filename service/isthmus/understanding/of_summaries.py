"""What asks for a summary of a text that follows it."""

import re
from typing import Final

from isthmus.understanding.commands import Summarise
from isthmus.understanding.phrases import LEAD

_SUM_UP: Final = re.compile(
    rf"{LEAD}(?:(?:summari[sz]e|sum up|recap|condense|give me (?:a|the) (?:summary|recap) of)"
    r"(?: (?:the|this|these|that|our|my|following|text|notes?|minutes|mail|e-?mail|messages?|"
    r"thread|chat|discussion|conversation|transcript|meeting|here|below|for me|please|briefly))*"
    r"|tl;?dr|summary of)\s*(?::|\n)\s*(?P<text>\S.*)",
    re.IGNORECASE | re.DOTALL,
)


def summed_up(text: str) -> Summarise | None:
    """Understand "summarise: …" and what is like it; ``text`` has its lines still."""
    found = _SUM_UP.fullmatch(text.strip())
    return Summarise(found["text"].strip()) if found else None
