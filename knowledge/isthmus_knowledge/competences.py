"""What a role definition says beside its letters: decision rights, competences, training."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType

from isthmus_knowledge.catalogue import Catalogue, catalogue
from isthmus_knowledge.corpus_entries import Entry, Keys, read, refuse_repeated

NICE_ID = re.compile(r"(?:[A-Z]{2}-WRL-\d{3}|NF-COM-\d{3}|[TKS]\d{4})")
_FILE = Keys(frozenset({"document", "competences"}))
_COMPETENCE = Keys(
    frozenset({"role", "decides", "knows", "learns"}), frozenset({"reports_to", "escalates_to"})
)
_KNOWS = Keys(frozenset({"what", "nice"}))


@dataclass(frozen=True)
class Knows:
    """``nice`` are ids of the NICE Framework, Components v2.1.0."""

    what: str
    nice: tuple[str, ...]


@dataclass(frozen=True)
class Competence:
    """``reports_to`` and ``escalates_to`` are ids of roles; None where no role is above."""

    role: str
    reports_to: str | None
    escalates_to: str | None
    decides: tuple[str, ...]
    knows: tuple[Knows, ...]
    learns: tuple[str, ...]


@cache
def competences() -> Mapping[str, Competence]:
    """Give the competences by role id; raises CorpusError where the file is wrong."""
    return read_competences(files("isthmus_knowledge") / "corpus" / "catalogue", catalogue())


def read_competences(folder: Traversable, known: Catalogue) -> Mapping[str, Competence]:
    entries = read(folder, "competences.yaml", _FILE).entries("competences", _COMPETENCE)
    refuse_repeated(entries, "role")
    roles = tuple(role.id for role in known.roles)
    return MappingProxyType({each.role: each for each in (_competence(e, roles) for e in entries)})


def _competence(entry: Entry, roles: tuple[str, ...]) -> Competence:
    return Competence(
        role=entry.choice("role", roles),
        reports_to=_above(entry, "reports_to", roles),
        escalates_to=_above(entry, "escalates_to", roles),
        decides=entry.sentences("decides"),
        knows=tuple(map(_knows, entry.entries("knows", _KNOWS))),
        learns=entry.sentences("learns"),
    )


def _above(entry: Entry, key: str, roles: tuple[str, ...]) -> str | None:
    return entry.choice(key, roles) if key in entry.values else None


def _knows(entry: Entry) -> Knows:
    for each in entry.texts("nice"):
        if not NICE_ID.fullmatch(each):
            raise entry.wrong("nice", f"holds '{each}', which is no id such as DD-WRL-009 or K1309")
    return Knows(entry.sentence("what"), entry.texts("nice"))
