"""Whether a column's name is the name of a person: only where there is evidence for it.

A false alarm keeps a good chart from being approved, so a word of roles clears any name.
"""

import re
from functools import cache

from isthmus.raci.rules.model import Vocabulary, vocabulary
from isthmus_knowledge.catalogue import catalogue

WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
SURNAME = r"(?:(?:van|de|der|den|von|da|di|le|la|O'|Mc|Mac) ?)*[A-Z][^\W\d_]*[a-zà-ÿ'][^\W\d_-]*"
INITIALS = r"(?:[A-Z]\. ?){1,3}"
SHORT = re.compile(rf"{INITIALS}{SURNAME}(?:[- ]{SURNAME})?|{SURNAME},? {INITIALS.strip()}")
IN_BRACKETS = re.compile(r"\s*[(\[].*?[)\]]")
NOT_OF_NAMES = re.compile(r"[\d&/+:;|]")
MOST_WORDS = 5  # a person's name has no more,
LONGEST = 60  # and no more characters


@cache
def names_a_person(name: str) -> bool:
    """Tell whether a column has the name of a person; what stands in brackets does not count."""
    name = name.replace("\u2019", "'")
    text = " ".join(IN_BRACKETS.sub("", name).split()) or name.strip("()[] ")
    address = text.partition("@")[0].replace(".", " ") if "@" in text else text
    words = [word.casefold() for word in WORD.findall(address)]
    too_long = len(text) > LONGEST or len(words) > MOST_WORDS
    if not words or too_long or NOT_OF_NAMES.search(address):
        return False
    if catalogue().role_named(text) or not _role_words().isdisjoint(words):
        return False
    return _looks_so(address, words, vocabulary())


def _looks_so(text: str, words: list[str], known: Vocabulary) -> bool:
    titled = words[0] in known.titles and len(words) > 1
    if (titled and not text[:2].isupper()) or SHORT.fullmatch(text):
        return True
    first = re.split(r"[\s\-.]+", text)[0].casefold()
    if first in known.given_names or (first in known.names_with_surname and len(words) > 1):
        return _written_as_names(text, known)
    last_first = "," in text and words[-1] in known.given_names
    return last_first or _has_particle(text, known)


def _written_as_names(text: str, known: Vocabulary) -> bool:
    """Tell whether all words begin alike, but for particles: "Jan van Damme", "maria lopez"."""
    words = re.split(r"[\s\-]+", text)
    small = [word for word in words if word[:1].islower()]
    return len(small) == len(words) or known.particles.issuperset(small)


def _has_particle(text: str, known: Vocabulary) -> bool:
    """Find "Xu van der Berg": a particle, in small letters, between words in capitals."""
    first, _, rest = text.partition(" ")
    particle, _, last = rest.rpartition(" ")
    return (
        first[:1].isupper()
        and last[:1].isupper()
        and particle in known.particles - {"de", "da", "di", "la", "le"}
    )


@cache
def _role_words() -> frozenset[str]:
    names = (name for role in catalogue().roles for name in (role.name, *role.aliases))
    words = {word.casefold() for name in names for word in WORD.findall(name)}
    return (vocabulary().role_words | words) - vocabulary().titles
