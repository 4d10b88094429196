"""Which role is to be defined: one of the catalogue, or one of the organisation's own."""

from dataclasses import dataclass

from isthmus.errors import InvalidError
from isthmus.raci.drafting.naming import role_of
from isthmus.raci.listing import names_of
from isthmus.raci.model import Column
from isthmus.roles.model import Definition, Filed
from isthmus.roles.speaking import plain
from isthmus_knowledge.catalogue import Role, Side, catalogue
from isthmus_knowledge.corpus_entries import folded

LONGEST_NAME = 200


@dataclass(frozen=True)
class Subject:
    """``assumed`` says what was guessed of the name, empty where nothing was."""

    name: str
    role: Role | None = None
    side: Side | None = None
    assumed: str = ""

    @property
    def names(self) -> frozenset[str]:
        """All names of the role, folded."""
        return names_of(self.name) | (names_of(self.role.id) if self.role else frozenset())

    def is_column(self, column: Column) -> bool:
        if self.role and column.role:
            return column.role == self.role.id
        said = frozenset(map(folded, (column.name, *column.aliases)))
        return not self.names.isdisjoint(said)

    def is_of(self, definition: Definition) -> bool:
        """Tell whether a definition is one of this role."""
        if self.role and definition.role:
            return definition.role == self.role.id
        return folded(definition.name) in self.names

    def is_kept_as(self, filed: Filed) -> bool:
        return self.is_of(filed.definition)

    def assumed_for(self, definition: Definition) -> tuple[str, ...]:
        """Tell what was guessed, and where nothing at all was found."""
        nothing = f"No chart, document or entry of the catalogue says anything of {self.name} yet."
        said = (self.assumed, "" if definition.lines else nothing)
        return tuple(text for text in said if text)

    def is_named(self, text: str) -> bool:
        """Tell whether a document that says this name means the role, without a guess."""
        named = role_of(text)
        if self.role:
            return named.role == self.role and not (named.is_guessed or named.question)
        return named.role is None and folded(named.name) in self.names


def subject_of(name: str) -> Subject:
    """Find a role by a name, alias or misspelt name; InvalidError where it may mean several."""
    name = plain(name)
    if not name or len(name) > LONGEST_NAME:
        raise InvalidError(f"Name the role, in at most {LONGEST_NAME} characters.")
    named = role_of(name)
    if named.question:
        raise InvalidError(named.question.text)
    shown = named.role.name if named.role else named.name
    return Subject(shown, named.role, named.side, named.assumed)


def subject_of_column(column: Column) -> Subject:
    """Give the role of a chart's column, under the name that it has there."""
    role = next((each for each in catalogue().roles if each.id == column.role), None)
    return Subject(column.name, role, column.side)


def subject_of_definition(defined: Definition) -> Subject:
    known = next((each for each in catalogue().roles if each.id == defined.role), None)
    return Subject(defined.name, known, defined.side)
