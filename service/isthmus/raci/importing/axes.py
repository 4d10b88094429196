"""The names of a chart's columns and rows, and what the catalogue knows of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from isthmus.raci.importing.grids import Cell
from isthmus.raci.importing.words import folded, numbered, role_named
from isthmus.raci.model import Column, Row
from isthmus_knowledge.catalogue import Activity, Side, catalogue

LONGEST_NAME = 60  # of a role; beyond that a description stands behind it
DESCRIBED = re.compile(r"\s+[-\u2013\u2014]\s+|:\s+|\s*\n\s*")
STEP = re.compile(r"(\d\.\d)(?!\d)")
MANY = 0.5  # of the names with a number: then a bare "7" before a name is one, too
AUDIT = "AUD"  # the id of the role whose work it is to check the work of others
SIDES = {side.value.casefold(): side for side in Side}


@dataclass(frozen=True)
class Named:
    """A role's name, and the description behind it, which a chart has no place for."""

    name: str
    description: str = ""


def named(header: str) -> Named:
    whole = " ".join(header.split())
    parts = DESCRIBED.split(header.strip(), maxsplit=1)
    if len(whole) <= LONGEST_NAME or len(parts) == 1 or len(parts[0]) > LONGEST_NAME:
        return Named(whole)
    return Named(" ".join(parts[0].split()), " ".join(parts[1].split()))


def column_of(column_id: str, name: str, group: str = "") -> Column:
    role = role_named(name)
    if role is None:
        return Column(column_id, name, side=SIDES.get(group.casefold()))
    names = (role.name, *role.aliases)
    aliases = tuple(each for each in names if folded(each) != folded(name))
    return Column(column_id, name, role.id, role.side, aliases, audits=role.id == AUDIT)


def activity_of(row: Row) -> Row:
    """Fill in what the catalogue knows of an activity of exactly this name."""
    known = _activity_named(row.activity)
    if known is None:
        return row
    return replace(row, catalogue=known.id, safety_relevant=known.safety_relevant)


def _activity_named(name: str) -> Activity | None:
    wanted = folded(name)
    return next((each for each in catalogue().activities if folded(each.name) == wanted), None)


def step_in(text: str) -> str:
    """Give the step of the programme that a text begins with, else the text."""
    found = STEP.match(text)
    known = {step.id for step in catalogue().steps}
    return found[1] if found and found[1] in known else text


def all_steps(cells: Sequence[Cell]) -> bool:
    said = [cell.said for cell in cells if cell.said]
    known = {step.id for step in catalogue().steps}
    return bool(said) and all(step_in(text) in known for text in said)


def split_numbers(names: Sequence[str]) -> list[tuple[str, str]]:
    """Split the numbers off names; a bare one only where most names have one."""
    split = [numbered(name) for name in names]
    usual = sum(bool(number) for number, _, _ in split) > MANY * len(names)
    return [
        (number, rest) if number and (sure or usual) else ("", name)
        for (number, rest, sure), name in zip(split, names, strict=True)
    ]
