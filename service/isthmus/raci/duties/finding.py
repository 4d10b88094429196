"""Looks for the names of roles among the words of a sentence."""

import re
from collections.abc import Sequence
from typing import Final

from isthmus.raci.duties.grammar import (
    AFTER_A_NOUN,
    APPROVAL,
    ARTICLES,
    CLOSING,
    DETERMINERS,
    MODALS,
    OPENING,
    STOPPING,
    TELLING,
    Span,
    Token,
    as_name,
    is_plural,
    singular,
)
from isthmus.raci.duties.wording import Wording

_LONGEST_NAME: Final = 6
_NAMED_WITH_OF: Final = frozenset("head director board chief president vp".split())
_SOMEBODY: Final = ("or", "er", "ee")
_GIVING: Final = frozenset(("assign", "delegate"))
_RIGHT: Final = re.compile(rf"{APPROVAL}|responsibilit(?:y|ies)")


class Finder:
    """Knows the words of one sentence, and finds which of them name roles."""

    def __init__(self, tokens: Sequence[Token], words: Wording) -> None:
        self._tokens = tokens
        self._words = words

    def spans(self) -> list[Span]:
        places = range(len(self._tokens))
        found = [*map(self._by_head, places), *map(self._by_name, places)]
        return [span for span in found if span is not None]

    def _word(self, at: int) -> str:
        return self._tokens[at].word if 0 <= at < len(self._tokens) else ""

    def _by_head(self, at: int) -> Span | None:
        """Find a name by the word that it ends with: "OT security lead"."""
        head = singular(self._word(at))
        if head not in self._words.heads:
            return None
        last = self._end_of_name(at, head)
        is_thing = self._word(at - 1) in self._words.things.get(head, frozenset())
        if is_thing:
            return None
        start = at
        while self._modifies(start - 1) and at - start < _LONGEST_NAME:
            start -= 1
        if not (self._closes(last, at) or self._is_joined_subject(start, last)):
            return None
        name = self._without_loose(start, at)
        is_bare = name == at == last - 1
        if is_bare and (head in self._words.need_a_word or self._word(last) == "of"):
            return None
        return Span(self._with_determiner(start), name, last)

    def _is_joined_subject(self, start: int, last: int) -> bool:
        """Tell whether a plural verb follows: "the CISO and the plant manager approve"."""
        words, word = self._words, self._word(last)
        is_joined = self._word(self._with_determiner(start) - 1) in {"and", "or"}
        is_noun = word in words.also_nouns and self._word(last + 1) not in DETERMINERS
        return is_joined and word in words.verbs.base and not is_noun

    def _end_of_name(self, at: int, head: str) -> int:
        """Go on behind the head: "head of engineering", "board of directors"."""
        end = at + 2
        if head not in _NAMED_WITH_OF or self._word(at + 1) != "of" or self._tokens[at].owns:
            return at + 1
        while end <= at + 3 and self._goes_on(end):
            end += 1
        return end if end > at + 2 else at + 1

    def _goes_on(self, at: int) -> bool:
        word = self._word(at)
        return word[:1].isalnum() and word not in STOPPING | self._words.verbs.third.keys()

    def _modifies(self, at: int) -> bool:
        """Tell whether a word belongs to the name that follows it."""
        word = self._word(at)
        if word in {"/", "&"}:
            return self._modifies(at - 1) and self._tokens[at - 1].end == self._tokens[at].start
        if not word[:1].isalpha() or word.endswith("ly") or self._is_place(at):
            return False
        if word in STOPPING or word in self._words.generic:
            return self._tokens[at].owns or self._tokens[at].text == "IT"
        return not self._is_verb(at)

    def _is_place(self, at: int) -> bool:
        """Tell the "refinery's manager" from the "requestor's manager", who is somebody else's."""
        text, word = self._tokens[at].text, self._word(at)
        is_somebody = word in self._words.generic or word.endswith(_SOMEBODY)
        return text.endswith("'s") and not is_somebody

    def _is_verb(self, at: int) -> bool:
        word, verbs = self._word(at), self._words.verbs
        if word in self._words.also_nouns or word in self._words.loose:
            return self._word(at - 1) in MODALS
        if at > 0 and self._tokens[at].text[0].isupper():
            return False
        base = verbs.participle.get(word)
        if base and word not in verbs.base:
            return self._words.kind_of(base) != "does"
        return verbs.any(word) is not None

    def _without_loose(self, start: int, at: int) -> int:
        """Leave out "relevant", "designated"; "senior management" stays whole."""
        is_rank = self._word(at) in {"management", "leadership"}
        while start < at and self._word(start) in self._words.loose:
            if is_rank and self._word(start) == "senior":
                break
            start += 1
        return start

    def _with_determiner(self, start: int) -> int:
        """Begin with the article, and with "a member of the"."""
        begins = ARTICLES | self._words.loose
        while start and (self._word(start - 1) in begins or self._is_place(start - 1)):
            start -= 1
        if self._word(start - 1) == "of" and self._word(start - 2) == "member":
            return self._with_determiner(start - 2)
        return start

    def _by_name(self, at: int) -> Span | None:
        """Find a name that is known as a whole: "process safety", "SOC"."""
        if self._word(at) not in self._words.starts:
            return None
        for size in range(min(_LONGEST_NAME, len(self._tokens) - at), 0, -1):
            name, last = as_name(self._tokens[at : at + size]), at + size
            is_role = name in self._words.names and self._closes(last, last - 1)
            is_function = name in self._words.functions and self._acts(at, last)
            if (is_role or is_function) and self._is_written_so(at, size):
                return Span(self._with_determiner(at), at, last)
        return None

    def _is_written_so(self, at: int, size: int) -> bool:
        is_other_word = size == 1 and self._word(at) in self._words.capitals
        return not is_other_word or self._tokens[at].text.removesuffix("'s").isupper()

    def _acts(self, at: int, last: int) -> bool:
        """Tell whether a function is spoken of as those who do it."""
        start = self._with_determiner(at)
        before = self._word(start - 1)
        is_field = self._word(last) == "of" and before not in TELLING
        is_place = before == "to" and not self._hands_over(start)
        if (start > 0 and before not in OPENING) or is_field or is_place:
            return False
        return self._acts_next(start, last) and self._closes(last, last - 1, joined=True)

    def _hands_over(self, before: int) -> bool:
        """Tell "report it to production" from "release it to production"."""
        hands = self._words.kinds["hands"] | _GIVING
        return any(self._words.verbs.any(each.word) in hands for each in self._tokens[:before])

    def _acts_next(self, start: int, last: int) -> bool:
        """Tell "security audits the vendor" from "security audits are"."""
        verbs, word = self._words.verbs, self._word(last)
        verb = verbs.third.get(word) or verbs.base.get(word)
        if verb is None or word in CLOSING:
            return True
        if word in verbs.base and self._word(start - 1) not in {"and", "or"}:
            return False
        return verb not in self._words.also_nouns or self._word(last + 1) in DETERMINERS

    def _closes(self, last: int, head: int, *, joined: bool = False) -> bool:
        """Tell whether a name ends before ``last``: "the vendor shall", not "vendor session"."""
        word = self._word(last)
        if _RIGHT.fullmatch(word):
            return True
        if last < len(self._tokens) and self._tokens[last - 1].owns:
            return False
        if not word[:1].isalnum() or word in CLOSING or word.endswith("ly"):
            return word != "@"
        return (joined and word in self._words.verbs.base) or self._is_predicate(last, head)

    def _is_predicate(self, at: int, head: int) -> bool:
        """Tell a verb behind a name from a noun that goes on with it ("vendor reviews are …")."""
        word, verbs = self._word(at), self._words.verbs
        if word in self._words.state_forms:
            return True
        verb = verbs.third.get(word) or verbs.base.get(word)
        is_noun = verb in self._words.also_nouns and self._word(at + 1) in AFTER_A_NOUN
        if word in verbs.third:
            is_name = verb in self._words.also_nouns and self._tokens[at].text[0].isupper()
            return not is_noun and not is_name
        return is_plural(self._word(head)) and word in verbs.base and not is_noun
