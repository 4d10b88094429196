"""A sentence as somebody would say it, as an action; what it leaves open is asked about beside it.

Nothing is lost where a day or a name is not clear: the action has none of it yet, and what is to be
asked comes with it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Final

from isthmus.actions.dates import (
    Asked,
    Relative,
    Unclear,
    find_due,
    find_recurrence,
    resolved,
    spoken,
)
from isthmus.actions.extracting import find_actions
from isthmus.actions.extracting.verbs import base_of_third_person, is_verb
from isthmus.actions.given import NOBODY, Directory
from isthmus.actions.model import Draft, Party, Priority, Recurrence
from isthmus.actions.orders import ME
from isthmus.actions.words import numbers_in
from isthmus.actions.words.pieces import NUMBERS
from isthmus.people import Person

_NAMES: Final = r"(?P<names>@?\w[\w.'-]*(?:(?:, | and | & | )@?(?-i:[A-Z@])[\w.'-]*)*)"
_OPENS: Final = r"(?:^|\s*[,;(]\s*|\s+)"
_BESIDE: Final = r"\s*[,;(]\s*(?:and\s+)?"
_ENDS: Final = r"\)?(?=\s*(?:$|[,;.)(]))"
_PRIORITY: Final = r"(?P<priority>low|normal|high|urgent)"
_POLITE: Final = re.compile(
    r"^(?:(?:please|pls|kindly|that|to|we (?:should|need to|have to|must)|someone (?:should|has "
    r"to)|"
    r"somebody (?:should|has to))\s+)+",
    re.IGNORECASE,
)
_OPENING_NAME: Final = re.compile(
    r"(?P<name>@?[^\W\d_][\w.'-]*(?: [^\W\d_][\w.'-]*)??)(?P<mark>\s*[,:]|\s+-)?\s+"
    r"(?P<modal>(?:to|please|should|will|must|has to|needs to|can you|could you) )?"
    r"(?P<verb>[a-z][\w-]*)(?P<rest>\b.*)",
    re.IGNORECASE | re.DOTALL,
)
_MODAL: Final = re.compile(
    r"^(?:-\s*)?(?:to|please|should|will|must|ha(?:s|ve) to|needs? to|can you|could you)\s+",
    re.IGNORECASE,
)
_MENTIONED: Final = re.compile(r"\s*(?<![\w.])@(?P<name>\w[\w.-]*\w)")
_FOLLOWS: Final = re.compile(r"^(?:after|when|once|as soon as|following)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Understood:
    """What a sentence says of an action, and what is to be asked about it.

    ``unclear`` is the day that is not clear; ``owners`` are those who may be meant, where they are
    several; ``notes`` are worth telling.
    """

    draft: Draft
    unclear: Unclear | None = None
    owners: tuple[Person, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """Sentences as one person says them."""

    asked: Asked
    directory: Directory
    me: Party

    def understood(self, sentence: str, owner: str = "") -> Understood:
        """Give what a sentence asks for; ``owner`` is whose it is, where that is said beside it."""
        first, _, rest = sentence.strip().partition("\n")
        said, seen = self._asides(" ".join(first.split()), owner)
        steps = (self._repeated, self._due, self._titled)
        said, seen = reduce(lambda state, step: step(*state), steps, (said, seen))
        return replace(seen, draft=replace(seen.draft, description=rest.strip()))

    # ---- beside the sentence

    def _asides(self, said: str, owner: str) -> tuple[str, Understood]:
        """Take out what stands beside the sentence: ", step 2.4, high, #patching"."""
        seen = self._owned(Understood(Draft("")), owner)
        for pattern, take in _ASIDES:
            while found := pattern.search(said):
                seen = take(self, seen, found)
                said = _without(said, found)
        if not seen.draft.step and (named := re.search(r"\bstep (\d\.\d)\b", said, re.IGNORECASE)):
            seen = _drafted(seen, step=named[1])
        return said, seen

    def labelled(self, seen: Understood, found: re.Match[str]) -> Understood:
        return _drafted(seen, labels=(*seen.draft.labels, found["label"].lower()))

    def put_in_step(self, seen: Understood, found: re.Match[str]) -> Understood:
        return _drafted(seen, step=found["step"])

    def prioritised(self, seen: Understood, found: re.Match[str]) -> Understood:
        return _drafted(seen, priority=Priority(found["priority"].lower()))

    def estimated(self, seen: Understood, found: re.Match[str]) -> Understood:
        return _drafted(seen, estimate=float(found["hours"]))

    def waiting(self, seen: Understood, found: re.Match[str]) -> Understood:
        numbers = (*seen.draft.depends_on, *numbers_in(found["actions"]))
        return _drafted(seen, depends_on=tuple(dict.fromkeys(numbers)))

    def helped(self, seen: Understood, found: re.Match[str]) -> Understood:
        """Take each helper whom the directory knows; of several who may be meant, only the name."""
        names = re.split(r",? and |, ?| & ", re.sub(r"'s$", "", found["names"]))
        parties = tuple(self._helper(each) for each in names if each.strip())
        return _drafted(seen, helpers=(*seen.draft.helpers, *parties))

    def owned_beside(self, seen: Understood, found: re.Match[str]) -> Understood:
        return self._owned(seen, found["names"])

    def _helper(self, name: str) -> Party:
        found = [self._me] if name.casefold() in {"me", "my"} else self._known(name)
        return found[0] if len(found) == 1 else Party(name.strip().removeprefix("@"))

    # ---- how often, and when

    def _repeated(self, said: str, seen: Understood) -> tuple[str, Understood]:
        found = find_recurrence(said, self.asked)
        if found is None:
            return said, seen
        first = found.recurrence.next(self.asked.today)
        seen = _drafted(
            seen, recurrence=Recurrence(found.recurrence.words), due=first, due_words=""
        )
        note = f"It comes again {found.recurrence.words}, first on {spoken(first)}."
        return found.cut(said), _noting(seen, note)

    def _due(self, said: str, seen: Understood) -> tuple[str, Understood]:
        found = find_due(said, self.asked)
        if found is None:
            return said, seen
        meaning, cut = found.meaning, found.cut(said)
        if isinstance(meaning, Relative):
            if _FOLLOWS.match(meaning.words):
                after = (*seen.draft.depends_on, meaning.action)
                seen = _drafted(seen, depends_on=tuple(dict.fromkeys(after)))
            meaning = resolved(meaning, self.directory.due_of, self.asked)
        if isinstance(meaning, Unclear):
            waits = bool(seen.draft.depends_on) and not meaning.choices
            unclear = None if waits else meaning
            return cut, replace(_drafted(seen, due=None, due_words=meaning.words), unclear=unclear)
        seen = _drafted(seen, due=meaning.day, due_words=meaning.words)
        return cut, _noting(seen, meaning.note)

    # ---- what, and whose

    def _titled(self, said: str, seen: Understood) -> tuple[str, Understood]:
        said = said.strip(" ,;:-\u2013\u2014")
        if seen.draft.owner is None and not seen.owners:
            said, seen = self._owner_in(said, seen)
        title = _POLITE.sub("", said).strip(" ,;:-\u2013\u2014").rstrip(".!")
        return said, _drafted(seen, title=title[:1].upper() + title[1:])

    def _owner_in(self, said: str, seen: Understood) -> tuple[str, Understood]:
        """Find whose it is in the words themselves: "Maria updates …", "… @sam", "I will …"."""
        if opened := self._opening(said):
            said, (owner, *others) = opened
            helpers = tuple(map(self._helper, others))
            seen = self._owned(seen, owner)
            return said, _drafted(seen, helpers=(*seen.draft.helpers, *helpers))
        found = find_actions(said, self.asked, self.me.name)
        if len(found) == 1 and found[0].owner:
            seen = self._owned(seen, found[0].owner)
            for helper in found[0].helpers:
                seen = _drafted(seen, helpers=(*seen.draft.helpers, self._helper(helper)))
            return found[0].title, seen
        if mentioned := _MENTIONED.search(said):
            return _without(said, mentioned), self._owned(seen, mentioned["name"])
        return said, seen

    def _opening(self, said: str) -> tuple[str, list[str]] | None:
        """Give what is to be done and the names before it that the directory knows."""
        words = said.split()
        last, ends, names = self._names(words)
        if not names or ends == len(words):
            return None
        done = _MODAL.sub("", " ".join(words[ends:]))
        verb, _, object_ = done.partition(" ")
        base = base_of_third_person(verb.casefold()) or verb
        if not _OPENING_NAME.match(" ".join(words[last:])):
            return None
        is_opening = is_verb(base.casefold()) or words[ends - 1][-1] in ",:"
        return (f"{base} {object_}".strip(), names) if is_opening else None

    def _names(self, words: Sequence[str]) -> tuple[int, int, list[str]]:
        """Give the names that a sentence opens with, where the last begins, and where it ends."""
        names: list[str] = []
        last = ends = at = 0
        while width := self._name_at(words, at):
            names.append(" ".join(words[at : at + width]).rstrip(",:"))
            last, ends = at, at + width
            listed = words[ends - 1].endswith(",")
            joined = ends < len(words) and words[ends] in {"and", "&"}
            at = ends + joined if listed or joined else len(words)
        return last, ends, names

    def _name_at(self, words: Sequence[str], at: int) -> int:
        """Give how many words the name is long that stands there; 0 where none does."""
        named = (w for w in (2, 1) if len(words) >= at + w and self._is_known(words[at : at + w]))
        return next(named, 0)

    def _is_known(self, words: Sequence[str]) -> bool:
        return bool(self._known(" ".join(words).rstrip(",:")))

    def _owned(self, seen: Understood, name: str) -> Understood:
        name = " ".join(name.split()).strip(" \"'\u201c\u201d")
        if not name or name.casefold() in NOBODY:
            return seen
        if name.casefold() in {ME, "myself", "i", self.me.name.casefold()}:
            return _drafted(seen, owner=self.me)
        people = self.directory.people(name)
        if len(people) > 1:
            return replace(seen, owners=tuple(people))
        if people:
            return _drafted(seen, owner=Party(people[0].name, people[0].id))
        kept = name.removeprefix("@")
        note = f"\u201c{kept}\u201d is not in the directory; the name is kept as it was said."
        return _noting(_drafted(seen, owner=Party(kept)), note)

    def _known(self, name: str) -> list[Party]:
        return [Party(each.name, each.id) for each in self.directory.people(name)]

    @property
    def _me(self) -> Party:
        return self.me


def _drafted(seen: Understood, **values: object) -> Understood:
    return replace(seen, draft=replace(seen.draft, **values))  # type: ignore[arg-type]


def _noting(seen: Understood, note: str) -> Understood:
    return replace(seen, notes=(*seen.notes, note)) if note else seen


def _without(said: str, found: re.Match[str]) -> str:
    before, after = said[: found.start()].rstrip(), said[found.end() :].lstrip()
    joint = "" if not before or after[:1] in {"", ",", ";", ".", ")"} else " "
    return f"{before}{joint}{after}".strip(" ,;")


Take = Callable[[Reading, Understood, re.Match[str]], Understood]
_ASIDES: Final[tuple[tuple[re.Pattern[str], Take], ...]] = tuple(
    (re.compile(pattern, re.IGNORECASE), take)
    for pattern, take in (
        (r"(?:^|(?<=[\s,;(]))[,;(]?\s*#(?P<label>[^\W\d_][\w-]*)\)?", Reading.labelled),
        (rf"{_BESIDE}(?:in |for |of )?step (?P<step>\d\.\d){_ENDS}", Reading.put_in_step),
        (r"\s+(?:in|under|for) step (?P<step>\d\.\d)\)?$", Reading.put_in_step),
        (
            rf"{_BESIDE}(?:it is |it's )?(?:priority:? )?{_PRIORITY}(?:[ -]priority)?{_ENDS}",
            Reading.prioritised,
        ),
        (
            rf"\s+(?:(?:with|at|as) )?(?:priority:? )?{_PRIORITY}[ -]priority{_ENDS}",
            Reading.prioritised,
        ),
        (rf"[\s,;(]+priority:? {_PRIORITY}{_ENDS}", Reading.prioritised),
        (
            (
                rf"{_BESIDE}(?:about |~ ?|estimate:? |takes )?(?P<hours>\d{{1,4}}(?:\.\d)?) "
                rf"?h(?:ours?)?{_ENDS}"
            ),
            Reading.estimated,
        ),
        (
            (
                rf"{_OPENS}(?:it )?(?:is )?(?:blocked by|depends on|depending on|waits for|"
                rf"waiting for) "
                rf"(?P<actions>{NUMBERS})\)?"
            ),
            Reading.waiting,
        ),
        (
            (
                rf"{_OPENS}(?:with (?:the )?help (?:of|from)|helped by|supported by|helpers?:) "
                rf"{_NAMES}{_ENDS}"
            ),
            Reading.helped,
        ),
        (rf"{_OPENS}with {_NAMES}(?:'s help| helping| as helpers?){_ENDS}", Reading.helped),
        (
            rf"{_OPENS}(?:owner:?|owned by|assigned to|assign (?:it )?to) {_NAMES}{_ENDS}",
            Reading.owned_beside,
        ),
        (rf"{_BESIDE}for (?=(?-i:[A-Z@])){_NAMES}{_ENDS}", Reading.owned_beside),
    )
)
