"""Charts that somebody has already: a file or a pasted text, and what was not understood of it."""

from isthmus.raci.importing.bringing_in import read_charts, read_pasted
from isthmus.raci.importing.reading import NotUnderstood, ReadChart, Reading

__all__ = ["NotUnderstood", "ReadChart", "Reading", "read_charts", "read_pasted"]
