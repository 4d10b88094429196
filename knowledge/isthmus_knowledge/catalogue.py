"""The steps, roles, activities and terms of the programme, as a governance person wrote them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from isthmus_knowledge.corpus_entries import (
    Entry,
    Keys,
    folded,
    read,
    refuse_repeated,
    refuse_shared_names,
)

LETTERS = ("accountable", "responsible", "consulted", "informed")

STEP = Keys(frozenset({"id", "phase", "phase_name", "title"}))
ROLE = Keys(frozenset({"id", "name", "in_sentence", "aliases", "side", "purpose", "reference"}))
ACTIVITY = Keys(
    frozenset({"id", "step", "activity", "doing", "basis", "about", *LETTERS}),
    frozenset({"safety_relevant"}),
)
TERM = Keys(
    frozenset({"term", "aliases", "definition", "sources"}),
    frozenset({"in_it", "in_ot"}),
)
FILES = {
    "steps": ("steps.yaml", Keys(frozenset({"steps"}))),
    "roles": ("roles.yaml", Keys(frozenset({"document", "introduction", "roles"}))),
    "activities": ("activities.yaml", Keys(frozenset({"document", "introduction", "activities"}))),
    "terms": ("glossary.yaml", Keys(frozenset({"document", "introduction", "terms"}))),
}


class Side(StrEnum):
    BUSINESS = "business"
    IT = "IT"
    OT = "OT"
    BOTH = "both"
    EXTERNAL = "external"


@dataclass(frozen=True)
class Step:
    id: str
    phase: int
    phase_name: str
    title: str


@dataclass(frozen=True)
class Role:
    """``in_sentence`` is the name with its article, as it stands within a sentence."""

    id: str
    name: str
    in_sentence: str
    aliases: tuple[str, ...]
    side: Side
    purpose: str
    reference: str


@dataclass(frozen=True)
class Activity:
    """Who does what: the letters hold ids of roles, ``step`` the id of a step.

    ``doing`` is the name as a sentence says it ("patching OT"), ``about`` what people call it.
    """

    id: str
    step: str
    name: str
    doing: str
    accountable: str
    responsible: tuple[str, ...]
    consulted: tuple[str, ...]
    informed: tuple[str, ...]
    basis: str
    about: tuple[str, ...]
    safety_relevant: bool


@dataclass(frozen=True)
class GlossaryEntry:
    term: str
    aliases: tuple[str, ...]
    definition: str
    in_it: str | None
    in_ot: str | None
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Catalogue:
    """Look-ups by id raise KeyError; look-ups by what somebody typed return None."""

    steps: tuple[Step, ...]
    roles: tuple[Role, ...]
    activities: tuple[Activity, ...]
    glossary: tuple[GlossaryEntry, ...]

    def step(self, step_id: str) -> Step:
        return {step.id: step for step in self.steps}[step_id]

    def role(self, role_id: str) -> Role:
        return {role.id: role for role in self.roles}[role_id]

    def activity(self, activity_id: str) -> Activity:
        return {activity.id: activity for activity in self.activities}[activity_id]

    def role_named(self, text: str) -> Role | None:
        """Find a role by its name or an alias; ids are no names ("PM" is many things to many)."""
        wanted = folded(text)
        names = ((role, (role.name, *role.aliases)) for role in self.roles)
        return next((role for role, known in names if wanted in map(folded, known)), None)

    def term_named(self, text: str) -> GlossaryEntry | None:
        wanted = folded(text)
        names = ((entry, (entry.term, *entry.aliases)) for entry in self.glossary)
        return next((entry for entry, known in names if wanted in map(folded, known)), None)


@cache
def catalogue() -> Catalogue:
    """Read the shipped catalogue once; raise CorpusError where a file is wrong."""
    return read_catalogue(files("isthmus_knowledge") / "corpus" / "catalogue")


def read_catalogue(folder: Traversable) -> Catalogue:
    steps = _steps(_entries(folder, "steps", STEP))
    roles = _roles(_entries(folder, "roles", ROLE))
    activities = _activities(
        _entries(folder, "activities", ACTIVITY),
        {step.id for step in steps},
        {role.id: role for role in roles},
    )
    return Catalogue(steps, roles, activities, _glossary(_entries(folder, "terms", TERM)))


def read_file(folder: Traversable, subject: str) -> Entry:
    """Read the file of one subject: its entries, and what its document says about itself."""
    name, keys = FILES[subject]
    return read(folder, name, keys)


def _entries(folder: Traversable, subject: str, keys: Keys) -> tuple[Entry, ...]:
    return read_file(folder, subject).entries(subject, keys)


def _steps(entries: tuple[Entry, ...]) -> tuple[Step, ...]:
    refuse_repeated(entries, "id")
    return tuple(
        Step(
            id=entry.text("id"),
            phase=entry.number("phase"),
            phase_name=entry.text("phase_name"),
            title=entry.text("title"),
        )
        for entry in entries
    )


def _roles(entries: tuple[Entry, ...]) -> tuple[Role, ...]:
    refuse_repeated(entries, "id")
    refuse_shared_names(entries, ("id", "name"))
    return tuple(_role(entry) for entry in entries)


def _role(entry: Entry) -> Role:
    name, in_sentence = entry.text("name"), entry.text("in_sentence")
    if name.casefold() not in in_sentence.casefold():
        raise entry.wrong("in_sentence", f"must contain the role's name, '{name}'")
    return Role(
        id=entry.text("id"),
        name=name,
        in_sentence=in_sentence,
        aliases=entry.texts("aliases"),
        side=Side(entry.choice("side", tuple(Side))),
        purpose=entry.text("purpose"),
        reference=entry.text("reference"),
    )


def _activities(
    entries: tuple[Entry, ...], steps: Iterable[str], roles: Mapping[str, Role]
) -> tuple[Activity, ...]:
    refuse_repeated(entries, "id")
    for entry in entries:
        _check_letters(entry, roles)
    return tuple(
        Activity(
            id=entry.text("id"),
            step=entry.choice("step", tuple(sorted(steps))),
            name=entry.text("activity"),
            doing=entry.text("doing"),
            accountable=entry.text("accountable"),
            responsible=entry.texts("responsible"),
            consulted=entry.texts("consulted"),
            informed=entry.texts("informed"),
            basis=entry.text("basis"),
            about=entry.texts("about"),
            safety_relevant=entry.flag("safety_relevant"),
        )
        for entry in entries
    )


def _check_letters(entry: Entry, roles: Mapping[str, Role]) -> None:
    """Refuse what is an error in any chart, and a role that would have two parts in one row."""
    letters = {letter: _letter(entry, letter) for letter in LETTERS}
    for letter, ids in letters.items():
        for role_id in ids:
            if role_id not in roles:
                known = ", ".join(sorted(roles))
                raise entry.wrong(
                    letter, f"names the unknown role '{role_id}'; known roles are {known}"
                )
    if roles[letters["accountable"][0]].side is Side.EXTERNAL:
        raise entry.wrong(
            "accountable", "names an external party; the asset owner stays accountable"
        )
    if not letters["responsible"]:
        raise entry.wrong("responsible", "is empty; somebody has to do the work")
    _refuse_two_parts(entry, letters)


def _letter(entry: Entry, letter: str) -> tuple[str, ...]:
    return (entry.text(letter),) if letter == "accountable" else entry.texts(letter)


def _refuse_two_parts(entry: Entry, letters: Mapping[str, tuple[str, ...]]) -> None:
    """Only accountable and responsible go together."""
    taken = {*letters["accountable"], *letters["responsible"]}
    for letter in ("consulted", "informed"):
        for role_id in letters[letter]:
            if role_id in taken:
                raise entry.wrong(letter, f"names '{role_id}', which has another letter already")
        taken.update(letters[letter])


def _glossary(entries: tuple[Entry, ...]) -> tuple[GlossaryEntry, ...]:
    refuse_repeated(entries, "term")
    refuse_shared_names(entries, ("term",))
    return tuple(
        GlossaryEntry(
            term=entry.text("term"),
            aliases=entry.texts("aliases"),
            definition=entry.text("definition"),
            in_it=entry.optional_text("in_it"),
            in_ot=entry.optional_text("in_ot"),
            sources=entry.texts("sources"),
        )
        for entry in entries
    )
