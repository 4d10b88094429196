"""Action lists that somebody has already: a CSV or XLSX file, and what was not understood of it."""

from isthmus.actions.importing.bringing_in import Coming, Plan, bring_in, planned
from isthmus.actions.importing.desk import Imports, Parts
from isthmus.actions.importing.model import Import, Stage
from isthmus.actions.importing.reading import NotUnderstood, Reading, Reads

__all__ = [
    "Coming",
    "Import",
    "Imports",
    "NotUnderstood",
    "Parts",
    "Plan",
    "Reading",
    "Reads",
    "Stage",
    "bring_in",
    "planned",
]
