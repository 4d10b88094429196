"""Why a letter stands where it stands, in a sentence that a leader understands."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from isthmus.raci.letters import Part
from isthmus.raci.model import Basis, BasisKind, Column, Row
from isthmus_knowledge.catalogue import Activity, Role

PERSONS: Final = frozenset(
    """
    architect auditor counsel director engineer integrator lead leader manager officer operator
    owner provider sponsor supervisor supplier vendor
    """.split()
)
_SAYING: Final = MappingProxyType(
    {
        Part.DECIDES: "gives accountability for {doing} to {role}",
        Part.DOES: "gives the work of {doing} to {role}",
        Part.ASKED: "has {role} consulted on {doing}",
        Part.TOLD: "has {role} informed about {doing}",
    }
)
_GUESSED: Final = MappingProxyType(
    {
        Part.DECIDES: "Nothing in the catalogue is near; {column} may say yes and no.",
        Part.DOES: "Nothing in the catalogue is near; {column} is here until you say who does it.",
        Part.ASKED: "Nothing in the catalogue is near; {column} speaks for its side.",
    }
)
_INSTEAD: Final = MappingProxyType(
    {
        Part.DECIDES: "{column} is the nearest of those in the chart who can answer for it",
        Part.DOES: "{column} is the nearest of those in the chart who can do it",
        Part.ASKED: "{column} speaks for that function here",
        Part.TOLD: "{column} hears of it for that function here",
    }
)

NEAR_ENOUGH: Final = 0.5  # for letters of the nearest activity to make sense in another row
# Stands in for an activity where none is near: the asset owner answers, both sides speak.
UNLIKE_ANY: Final = Activity(
    id="",
    step="",
    name="",
    doing="it",
    accountable="OTM",
    responsible=("OTL",),
    consulted=("CISO", "PM"),
    informed=(),
    basis="",
    about=(),
    safety_relevant=False,
)


@dataclass(frozen=True)
class Line:
    """What a row is about: an activity, or the one nearest to a row that ``is_other``.

    Where nothing is near, the activity has no id. ``suggested_by`` is the language model that the
    row comes from, empty where it comes from people or the catalogue.
    """

    activity: Activity
    is_other: bool = False
    suggested_by: str = ""

    def basis(self, part: Part, role: Role, column: Column, *, instead: bool = False) -> Basis:
        whose = f"The row is suggested by {self.suggested_by}. " if self.suggested_by else ""
        if not self.activity.id:
            guessed = _GUESSED[part].format(column=named(column))
            return Basis(BasisKind.RULE, f"{whose}{guessed}", "own-row")
        said = _SAYING[part].format(doing=self.activity.doing, role=_here(role, column, instead))
        start = "The catalogue "
        if self.is_other:
            start = f"No activity of the catalogue is this one; the nearest, {self.activity.id}, "
        text = f"{start}{said} ({self.activity.id}, after {_source(self.activity)})"
        if instead:
            text = f"{text}; {_INSTEAD[part].format(column=named(column))}"
        return Basis(BasisKind.CATALOGUE, f"{whose}{text}.", source=self.activity.id)


@dataclass(frozen=True)
class Planned:
    """A row to be, and what its letters come from."""

    row: Row
    line: Line


def _here(role: Role, column: Column, instead: bool) -> str:  # noqa: FBT001 - private
    """Name a role of the catalogue, and what the chart calls it where that has other words."""
    is_plain = {*column.name.casefold().split()} <= {*role.name.casefold().split()}
    return role.in_sentence if instead or is_plain else f"{role.in_sentence} (here {column.name})"


def named(column: Column) -> str:
    """Give the name as a sentence has it: "the plant manager", but "OT engineering"."""
    first, _, rest = column.name.partition(" ")
    if column.name.split()[-1].casefold() not in PERSONS:
        return column.name
    small = first if any(each.isupper() for each in first[1:]) else first.lower()
    return f"the {small} {rest}".strip()


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _source(activity: Activity) -> str:
    """Give the source without what it says in brackets, for use within brackets."""
    source = activity.basis.partition(" (")[0]
    first, _, rest = source.partition(" ")
    return f"{first.casefold()} {rest}" if first in {"The", "Programme"} else source
