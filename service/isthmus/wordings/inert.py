"""What a sentence of a language model may not hold: addresses, mentions, markup (pure).

Links are made by the server from ids, and by nobody else. What a chat platform or a browser would
turn into one by itself is refused, too, and so are signs that hide or turn round what is read.
"""

import re
import unicodedata
from typing import Final

_LIVE: Final = re.compile(
    r"[a-z][a-z0-9+.-]*:/"  # an address with its scheme
    r"|\b(?:mailto|data|javascript|vbscript|tel|file|sip|xmpp|slack|msteams):"
    r"|\bwww\."
    r"|\S@\S|(?<!\w)@\w"  # mail, a mention
    r"|(?<!\w)#[a-z]"  # a channel
    r"|<\s*[a-z/!@#?]|&(?:#\w+|[a-z]+);"  # markup
    r"|[\[\]{}`|~\\]|\*\S|\S\*|__",  # Markdown, templates, code
    re.IGNORECASE,
)
_HOST: Final = re.compile(r"\b[^\W_][\w-]*(?:\.[\w-]+)*\.[^\W\d_]{2,}\b")
LONGEST: Final = 600  # characters; what is longer takes long to look through
_CATEGORY: Final = re.compile(r"[A-Z]{2}\.[A-Z]{2}")  # "PR.AC", of a framework
_HIDDEN: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})


def is_inert(sentence: str, cited: str) -> bool:
    """Tell whether a sentence is plain words; ``cited`` is the text that it stands on.

    What looks like the name of a host is refused, but for "PR.AC" where that is cited.
    """
    if len(sentence) > LONGEST:
        return False
    if any(unicodedata.category(each) in _HIDDEN for each in sentence) or _LIVE.search(sentence):
        return False
    hosts = _HOST.finditer(unicodedata.normalize("NFKC", sentence))
    return all(_CATEGORY.fullmatch(host[0]) and host[0] in cited for host in hosts)
