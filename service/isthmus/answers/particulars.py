"""Questions for a particular: a name, a number to call, a secret, a make to buy.

Texts that govern speak about all of these without stating any, so that what comes near a question
for one is no answer to it unless it has the form of one.
"""

import re
from collections.abc import Iterable
from typing import Final

_AFTER: Final = r"(?=\s*(?:[?.!]|$|(?:of|for|to|on|in|at|from)\b))"
_SECRET: Final = re.compile(
    r"\b(?:what(?:'?s| is| are)|tell me|give me|show me)\b[^?]{0,40}?"
    r"\b(?:passwords?|pins?|passcodes?|passphrases?|credentials?|log-?ins?|user ?names?|"
    rf"(?:alarm|access|door|safe|gate) codes?|(?:private|api|secret) keys?){_AFTER}",
    re.IGNORECASE,
)
_NAME: Final = re.compile(r"\bnames? of (?:the|our|your|my)\b", re.IGNORECASE)
_NUMBER_TO_REACH: Final = re.compile(
    r"\b(?:phone|mobile|telephone|cell|fax|account|serial|badge) numbers?\b", re.IGNORECASE
)
_ADDRESS: Final = re.compile(r"\b(?:e-?mail|mail|web|home|street) address(?:es)?\b", re.IGNORECASE)
_MAKE: Final = re.compile(
    r"\b(?:which|what|whose)\b[^?]{0,30}?"
    r"\b(?:brands?|products?|makes?|vendors?|suppliers?|consultants?|consultanc\w+|compan(?:y|ies)|"
    r"firms?|integrators?|tools?)\b[^?]{0,25}?"
    r"\b(?:buy|choose|take|pick|hire|recommend|uses?|runs?|built|caused|did)\b",
    re.IGNORECASE,
)
# What a sentence holds that states one.
_TOLD: Final = (
    (_SECRET, re.compile(r"\b(?:is|are|:)\s+[\"\u201c'`]\S+")),
    (_NAME, re.compile(r"\b[A-Z][a-z]+ [A-Z][a-z]+\b")),
    (_NUMBER_TO_REACH, re.compile(r"(?<!\w)\+?\d[\d ()/-]{5,}\d")),
    (_ADDRESS, re.compile(r"\S@\S|https?://|\bwww\.|\b\d+\w? [A-Z][a-z]+")),
    (_MAKE, re.compile(r"(?<=[a-z,] )[A-Z][a-z]+")),
)


def is_missing(asked: str, units: Iterable[str]) -> bool:
    """Tell whether a particular is asked for that none of the units has the form of."""
    for question, told in _TOLD:
        if question.search(asked):
            return not any(told.search(unit) for unit in units)
    return False
