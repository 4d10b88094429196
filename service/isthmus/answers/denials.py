"""The words by which a sentence denies, excludes or makes an exception (pure)."""

from typing import Final

from isthmus_knowledge.analysis import terms, words

_DENYING: Final = frozenset(
    "not no never without none nobody nothing neither nor cannot except unless".split()
)
_NEARLY: Final = 0.9  # of the terms of either


def denials(text: str) -> list[str]:
    """Give the words that deny, as often as they stand there; "cannot" and "don't" are a not."""
    spelt = text.lower().replace("cannot", "can not").replace("\u2019", "'").replace("n't", " not")
    return sorted(word for word in words(spelt) if word in _DENYING)


def turns_round(sentence: str, quote: str) -> bool:
    """Tell whether a sentence is nearly a quote, with a denial more or less."""
    own, quoted = ({*terms(each)} - _DENYING for each in (sentence, quote))
    is_near = len(own & quoted) >= _NEARLY * max(len(own), len(quoted), 1)
    return is_near and denials(sentence) != denials(quote)
