"""What a sentence that a model wrote is held to: the person's own words and those of our forms.

A model may choose which of our sentences somebody means. It may bring along no name, number, day or
id, nothing of what others said, and no order where the person said "not".
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

from isthmus.actions.dates.phrasebook import PHRASES
from isthmus.actions.dates.tongues import readings
from isthmus.wordings.holding import is_negated, is_plain
from isthmus_knowledge.analysis import stem
from isthmus_prompts import load

PROMPT: Final = "understanding"
LONGEST: Final = 300  # characters of what somebody says in their own words, and of a sentence
NOT_SHOWN: Final = "[…]"
_QUOTED: Final = re.compile(
    r"```.*?(?:```|$)|`[^`]*(?:`|$)|“[^”]*(?:”|$)|„[^“”]*(?:[“”]|$)|«[^»]*(?:»|$)|\"[^\"]*(?:\"|$)|"
    r"\u2018[^']*(?:'|$)|(?<!\w)'[^']*(?:'(?!\w)|$)|<[^>]*(?:>|$)",
    re.DOTALL,
)
_CITED: Final = re.compile(r"\s*(?:>|&gt;|\||#|-{3}|={3})")
_FORM: Final = re.compile(r"`([^`]+)`")
_PLACE: Final = re.compile(r"<[^>]+>")
_TOKEN: Final = re.compile(r"[^\W_][\w.:/&+'-]*")
_WITHIN: Final = re.compile(r"[.:/&+'-]")
_AN_ACTION: Final = re.compile(r"a-(\d+)")
_NUMBERED: Final = r"(?:\ba[- ]?|\baction(?: item)?s? |\bmaßnahme |\bactie |\bno\.? ?|\bnr\.? ?|#)"
_NOT: Final = frozenset("nicht kein keine keinen nie niet geen nooit pas jamais nunca non".split())


def own_words(text: str) -> str:
    """Give what somebody says themselves, with a mark where they quote; "" for what is pasted.

    Several lines are pasted; so is what is longer than anybody's wish.
    """
    lines = [line for line in text.replace("\u2019", "'").splitlines() if line.strip()]
    if len(lines) != 1 or len(lines[0]) > LONGEST or _CITED.match(lines[0]):
        return ""
    return " ".join(_QUOTED.sub(f" {NOT_SHOWN} ", lines[0]).split())


@cache
def our_words() -> frozenset[str]:
    """Give the words of the sentences that the prompt lists, without what is put in there."""
    forms = (_PLACE.sub(" ", form) for form in _FORM.findall(load(PROMPT).text))
    return frozenset(each for form in forms for each in _tokens(form))


@dataclass(frozen=True)
class Own:
    """The person's own words, that a sentence has to be made of."""

    words: str

    def may_say(self, sentences: Sequence[str]) -> bool:
        """Tell whether sentences add nothing to what the person said, and leave out no "not"."""
        negated = is_negated(self.words) or bool(_NOT & self._said)
        if negated and not any(map(is_negated, sentences)):
            return False
        return all(is_plain(each, LONGEST) and self._is_made_of(each) for each in sentences)

    def _is_made_of(self, sentence: str) -> bool:
        return all(map(self._is_known, _tokens(sentence)))

    def _is_known(self, token: str) -> bool:
        if token in our_words() or token in self._said:
            return True
        if any(map(str.isdigit, token)):
            return self._is_an_action(token)
        parts = [each for each in _WITHIN.split(token) if each]
        return all(self._is_said(each) for each in parts)

    def _is_said(self, word: str) -> bool:
        return word in our_words() or word in self._said or stem(word) in self._stems

    def _is_an_action(self, token: str) -> bool:
        """Tell whether A-12 is said in another way: action 12, #12."""
        found = _AN_ACTION.fullmatch(token)
        said = rf"{_NUMBERED}{found[1]}\b" if found else ""
        return bool(found and re.search(said, self.words, re.IGNORECASE))

    @cached_property
    def _said(self) -> frozenset[str]:
        """Give the words, with the names of days and months in English, too."""
        return frozenset(_all_tokens(each.plain for each in readings(self.words, tuple(PHRASES))))

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(stem(each) for each in self._said)


def _all_tokens(texts: Iterable[str]) -> Iterable[str]:
    for text in texts:
        for token in _tokens(text):
            yield token
            if not any(map(str.isdigit, token)):
                yield from filter(None, _WITHIN.split(token))


def _tokens(text: str) -> list[str]:
    found = (each.casefold().rstrip(".:/&+'-") for each in _TOKEN.findall(text))
    return [each.removesuffix("'s") for each in found]
