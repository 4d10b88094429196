"""What a sentence of a document gives somebody to do."""

from dataclasses import dataclass

from isthmus.raci.letters import Part


@dataclass(frozen=True)
class Duty:
    """A role, what it does in an activity, and the words that say so.

    ``quote`` is a stretch of the text it was read from, word by word.
    """

    who: str
    part: Part
    activity: str
    quote: str
