"""The phrases by which people name what a chart is for, as a file and the catalogue say them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

import yaml

from isthmus.errors import InvalidError
from isthmus_knowledge.analysis import stem, telling_stems
from isthmus_knowledge.catalogue import Activity, catalogue

_FILE: Final = "scoping.yaml"
_ARTICLES: Final = frozenset("a an the our their its your my all any every each this that".split())
_SIDES: Final = frozenset("ot ics it plant site industrial cyber".split())
_OPEN_QUESTIONS: Final = frozenset("who what when where which how whether".split())
LONGEST_PHRASE: Final = 10  # words
_ALIKE: Final = 0.86
_MOST_SLIPS: Final = 3  # letters too many or too few
_SHORTEST_MISSPELT: Final = 5


@dataclass(frozen=True)
class Topic:
    name: str
    words: tuple[str, ...]
    activities: tuple[Activity, ...]


@dataclass(frozen=True)
class Phrase:
    """A phrase for a scope as it is written, with the name of what it stands for."""

    written: str
    name: str
    activities: tuple[Activity, ...]


@dataclass(frozen=True)
class Words:
    """The words of scopes; ``known`` has its phrases folded."""

    topics: tuple[Topic, ...]
    known: Mapping[str, Phrase]
    verbs: Mapping[str, str]
    broad: frozenset[str]
    decisions: frozenset[str]
    unsaid: frozenset[str]
    asking: re.Pattern[str]


def known_as(scope: str) -> Phrase | None:
    """Find a scope in words that are known; None of another."""
    known = words().known
    return next((known[form] for form in _forms(scope) if form in known), None)


def as_written(scope: str) -> str:
    """Write a known phrase as it is usually written ("usb sticks" is "USB sticks")."""
    known = words().known.get(folded(scope))
    is_better = known and scope.islower() and known.written.casefold() == scope
    return known.written if known and is_better and not known.written[1:].islower() else scope


def respelt(scope: str) -> str:
    """Find the known phrase that a scope is a slip of; empty where there is none."""
    said = folded(" ".join(word for word in scope.split() if word.casefold() not in _ARTICLES))
    if set(said.split()) <= words_of_scopes():
        return ""
    alike = [
        each
        for each in words().known
        if len(each) >= _SHORTEST_MISSPELT and abs(len(each) - len(said)) <= _MOST_SLIPS
    ]
    return next(iter(get_close_matches(said, alike, 1, _ALIKE)), "")


@cache
def words_of_scopes() -> frozenset[str]:
    """Give the words that are no slips."""
    return frozenset(word for phrase in words().known for word in phrase.split())


def without_asking(text: str) -> str:
    """Drop what asks for a chart and leave what it is to be about."""
    return words().asking.sub("", text).strip()


def verb_of(scope: str) -> tuple[str, str]:
    """Give the verb that a scope begins with and the rest; no verb where the scope is a field."""
    first, _, rest = _tidy(scope).partition(" ")
    verb = words().verbs.get(first.casefold(), "")
    if not verb and first.casefold().endswith("ing") and rest and not known_as(first):
        verb = infinitive(first.casefold())
    return (verb, rest) if rest and not known_as(first) else ("", scope)


def as_activity(scope: str) -> str:
    """Say a scope as an activity that begins with a verb."""
    verb, rest = verb_of(scope)
    if _OPEN_QUESTIONS & set(_tidy(scope).casefold().split()[:1]):
        return f"Decide {_tidy(scope)}"
    if verb:
        others = re.sub(r"\b(and|or) (\w+ing)\b", _joined, rest, count=1)
        return capital(f"{verb} {others}")
    words_said = _tidy(scope)
    return f"Manage {words_said}"


def _joined(found: re.Match[str]) -> str:
    known = words().verbs.get(found[2].casefold())
    return f"{found[1]} {known}" if known else found[0]


def infinitive(gerund: str) -> str:
    """Guess the verb of a gerund that is not among the known ones."""
    if known := words().verbs.get(gerund):
        return known
    root = gerund.removesuffix("ing")
    if len(root) > 2 and root[-1] == root[-2] and root[-1] not in "lsz":  # noqa: PLR2004
        return root[:-1]
    return f"{root}e" if re.search(r"(?:[aiou][tsz]|[vcgu]|[aeiou]r)$", root) else root


def _gerunds(verb: str) -> tuple[str, ...]:
    if verb.endswith("e") and not verb.endswith("ee"):
        return (f"{verb[:-1]}ing",)
    return (f"{verb}ing", f"{verb}{verb[-1]}ing")


def telling(text: str) -> list[str]:
    unsaid = {*(stem(word) for word in words().unsaid), *_SIDES}
    return [each for each in telling_stems(text) if each not in unsaid]


def _forms(scope: str) -> Iterator[str]:
    """Give ways to say the scope with fewer words that say the same, the fullest first."""
    said = folded(scope).split()
    yield " ".join(said)
    said = [word for word in said if word not in _ARTICLES]
    yield " ".join(said)
    if len(said) > 1 and words().verbs.get(said[0]) in words().broad:
        said = said[1:]
        yield " ".join(said)
    while len(said) > 1 and said[-1] in words().unsaid:
        said = said[:-1]
        yield " ".join(said)
    if len(said) > 1 and said[0] in _SIDES:
        yield " ".join(said[1:])
    yield from (
        " ".join(said[:-2])
        for _ in said[2:3]
        if said[-2] in {"in", "for", "of"} and said[-1] in _SIDES
    )


def _tidy(text: str) -> str:
    return " ".join(text.strip(" .,;:!?\"'").split())


def folded(text: str) -> str:
    return _tidy(re.sub(r"(?<=\w)-(?=\w)", " ", text.casefold().replace("&", " and ")))


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@cache
def words() -> Words:
    """Read the shipped words once; raises InvalidError where the file is wrong."""
    return read_words((files("isthmus.raci.drafting") / _FILE).read_text(encoding="utf-8"))


def read_words(text: str) -> Words:
    data = yaml.safe_load(text)
    topics = tuple(_topic(entry) for entry in data["topics"])
    known: dict[str, Phrase] = {}
    for topic in topics:
        for word in (*topic.words, topic.name):
            known.setdefault(folded(word), Phrase(word, topic.name, topic.activities))
    for step in catalogue().steps:
        of_step = tuple(each for each in catalogue().activities if each.step == step.id)
        known.setdefault(folded(step.title), Phrase(step.title, step.title, of_step))
    for activity in catalogue().activities:
        for word in ways(activity):
            known.setdefault(folded(word), Phrase(word, capital(word), (activity,)))
    all_verbs = {*data["broad"], *data["decisions"], *data["verbs"], *_first_words()}
    verbs = {form: verb for verb in all_verbs for form in (verb, *_gerunds(verb))}
    return Words(
        topics,
        MappingProxyType(known),
        MappingProxyType(verbs),
        frozenset(data["broad"]),
        frozenset(data["decisions"]),
        frozenset(data["unsaid"]),
        re.compile(
            rf"^(?:(?:{_any_of(data['asking'])})(?=[\s,:]|$)|[\s,:;\u2013-]+)+", re.IGNORECASE
        ),
    )


def _any_of(phrases: Sequence[str]) -> str:
    return "|".join(re.escape(each) for each in sorted(phrases, key=len, reverse=True))


def _first_words() -> Iterator[str]:
    return (activity.name.split()[0].casefold() for activity in catalogue().activities)


def _topic(entry: Mapping[str, Sequence[str]]) -> Topic:
    known = {activity.id: activity for activity in catalogue().activities}
    if wrong := [each for each in entry["activities"] if each not in known]:
        raise InvalidError(f"{_FILE}: the catalogue has no activity {', '.join(wrong)}.")
    activities = tuple(known[each] for each in entry["activities"])
    return Topic(str(entry["name"]), tuple(entry["words"]), activities)


def ways(activity: Activity) -> tuple[str, ...]:
    return (activity.name, activity.doing, *activity.about)
