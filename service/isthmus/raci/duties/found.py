"""What is found in a sentence, and where its main clause begins."""

from dataclasses import dataclass

from isthmus.raci.duties.patterns import patterns
from isthmus.raci.letters import Part


@dataclass(frozen=True)
class Found:
    """A duty before the names are put back; ``who`` holds a mark."""

    who: str
    part: Part
    activity: str


def main_clause(text: str) -> str:
    """Leave out "after an incident, …" and the like before the main clause."""
    opens = patterns()["opener"].match(text) and "," in text
    return text.partition(",")[2].strip() if opens else text
