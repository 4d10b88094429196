"""YAML that knows its lines, so that a mistake in a shipped file is shown where it stands."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable

import yaml

NULL = "tag:yaml.org,2002:null"
# libyaml reads ten times as fast; a PyYAML that was built without it lacks the name.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class CorpusError(Exception):
    """What is wrong in a shipped file, with the file and the line to correct."""


@dataclass(frozen=True)
class Keys:
    """What a mapping must hold and may hold; every other key is refused."""

    required: frozenset[str]
    optional: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Origin:
    """The file that YAML text comes from; ``above`` counts the file's lines before that text."""

    file: str
    above: int = 0

    def error(self, line: int, reason: str) -> CorpusError:
        """``line`` counts from 0 within the YAML text, as PyYAML's marks do."""
        return CorpusError(f"{self.file}, line {line + self.above + 1}: {reason}")


@dataclass(frozen=True)
class Entry:
    """One mapping of a YAML file, whose values are checked as they are taken.

    Scalars are read as they are written, so 2.10 stays "2.10" and NO stays "NO". Every reader
    raises CorpusError with the line of the key at fault.
    """

    node: yaml.MappingNode
    origin: Origin
    values: Mapping[str, yaml.Node]
    lines: Mapping[str, int]

    def wrong(self, key: str, reason: str) -> CorpusError:
        return self.origin.error(self.lines[key], f"{key} {reason}")

    def text(self, key: str) -> str:
        node = self.values[key]
        if not isinstance(node, yaml.ScalarNode):
            raise self.wrong(key, "must be one text")
        if node.tag == NULL or not node.value.strip():
            raise self.wrong(key, "is empty")
        return " ".join(node.value.split())

    def optional_text(self, key: str) -> str | None:
        return self.text(key) if key in self.values else None

    def texts(self, key: str) -> tuple[str, ...]:
        texts = tuple(self._texts(key))
        if repeated := _repeated(texts):
            raise self.wrong(key, f"holds '{repeated}' twice")
        return texts

    def _texts(self, key: str) -> Iterator[str]:
        for item in self._items(key):
            if not isinstance(item, yaml.ScalarNode) or not item.value.strip():
                raise self.wrong(key, "must be a list of texts")
            yield item.value.strip()

    def optional_texts(self, key: str) -> tuple[str, ...]:
        return self.texts(key) if key in self.values else ()

    def sentence(self, key: str) -> str:
        return self._checked_sentences(key, (self.text(key),))[0]

    def sentences(self, key: str) -> tuple[str, ...]:
        """Read a list of sentences; one that is not written is empty."""
        return self._checked_sentences(key, self.optional_texts(key))

    def _checked_sentences(self, key: str, texts: tuple[str, ...]) -> tuple[str, ...]:
        for text in texts:
            if not text.endswith("."):
                raise self.wrong(key, f"holds '{text}', which must end with a full stop")
        return texts

    def choice(self, key: str, allowed: tuple[str, ...]) -> str:
        text = self.text(key)
        if text not in allowed:
            raise self.wrong(key, f"is '{text}'; it must be one of {', '.join(allowed)}")
        return text

    def number(self, key: str) -> int:
        text = self.text(key)
        if not text.isdecimal():
            raise self.wrong(key, f"is '{text}'; it must be a whole number")
        return int(text)

    def flag(self, key: str) -> bool:
        """Read a flag; one that is not written is off."""
        return key in self.values and self.choice(key, ("true", "false")) == "true"

    def day(self, key: str) -> date:
        text = self.text(key)
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise self.wrong(key, f"is '{text}'; it must be a date such as 2026-11-22") from error

    def optional_day(self, key: str) -> date | None:
        return self.day(key) if key in self.values else None

    def entry(self, key: str, keys: Keys) -> "Entry":
        return _entry(self.values[key], self.origin, keys)

    def entries(self, key: str, keys: Keys) -> tuple["Entry", ...]:
        entries = tuple(_entry(item, self.origin, keys) for item in self._items(key))
        if not entries:
            raise self.wrong(key, "is empty")
        return entries

    def optional_entries(self, key: str, keys: Keys) -> tuple["Entry", ...]:
        return self.entries(key, keys) if key in self.values else ()

    def _items(self, key: str) -> list[yaml.Node]:
        node = self.values[key]
        if not isinstance(node, yaml.SequenceNode):
            raise self.wrong(key, "must be a list")
        return list(node.value)

    def as_yaml(self) -> str:
        return str(yaml.serialize(self.node, Dumper=yaml.SafeDumper, allow_unicode=True))


def parse(text: str, origin: Origin, keys: Keys) -> Entry:
    """Read one YAML mapping; raise CorpusError where it is none, or lacks or adds a key."""
    try:
        node = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise origin.error(mark.line, f"this is not valid YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise origin.error(0, f"this is not valid YAML: {error}") from error
    return _entry(node, origin, keys)


def read(folder: Traversable, name: str, keys: Keys) -> Entry:
    """Read one YAML file of a folder."""
    return parse((folder / name).read_text(encoding="utf-8"), Origin(name), keys)


def refuse_repeated(entries: Iterable[Entry], key: str) -> None:
    seen: set[str] = set()
    for entry in entries:
        text = folded(entry.text(key))
        if text in seen:
            raise entry.wrong(key, f"'{entry.text(key)}' is used twice")
        seen.add(text)


def refuse_shared_names(entries: tuple[Entry, ...], naming: tuple[str, ...]) -> None:
    """Refuse an alias that another entry also goes by, so that a word finds one entry only."""
    owners = {folded(entry.text(key)): entry for entry in entries for key in naming}
    for entry in entries:
        for alias in entry.texts("aliases"):
            owner = owners.setdefault(folded(alias), entry)
            if owner is not entry:
                taken_by = owner.text(naming[-1])
                raise entry.wrong("aliases", f"holds '{alias}', which belongs to '{taken_by}'")


def refuse_unknown(entry: Entry, key: str, known: Iterable[str]) -> None:
    """Refuse an id in a list that nothing goes by."""
    allowed = tuple(known)
    for text in entry.texts(key):
        if text not in allowed:
            raise entry.wrong(key, f"holds '{text}'; it must be one of {', '.join(allowed)}")


def folded(text: str) -> str:
    """Give a name as it is compared: without regard to case and white space."""
    return " ".join(text.casefold().split())


def _entry(node: yaml.Node | None, origin: Origin, keys: Keys) -> Entry:
    line = node.start_mark.line if node else 0
    if not isinstance(node, yaml.MappingNode) or not _has_plain_keys(node):
        raise origin.error(line, "an entry such as `title: …` belongs here")
    entry = Entry(
        node,
        origin,
        values={key.value: value for key, value in node.value},
        lines={key.value: key.start_mark.line for key, _ in node.value},
    )
    if repeated := _repeated(tuple(key.value for key, _ in node.value)):
        raise entry.wrong(repeated, "is written twice")
    if missing := sorted(keys.required - entry.values.keys()):
        raise origin.error(line, f"{', '.join(missing)} is missing")
    known = keys.required | keys.optional
    for key in entry.values:
        if key not in known:
            raise entry.wrong(key, f"is an unknown key; known keys are {', '.join(sorted(known))}")
    return entry


def _has_plain_keys(node: yaml.MappingNode) -> bool:
    return all(isinstance(key, yaml.ScalarNode) for key, _ in node.value)


def _repeated(texts: tuple[str, ...]) -> str | None:
    folded = [text.casefold() for text in texts]
    return next((text for text in texts if folded.count(text.casefold()) > 1), None)
