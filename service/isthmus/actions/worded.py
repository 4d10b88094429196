"""A sentence as an action, for those who cannot be asked back: what is unclear is an error."""

from dataclasses import dataclass

from isthmus.actions.adding import Reading, Understood
from isthmus.actions.dates import Asked
from isthmus.actions.given import Directory, question
from isthmus.actions.model import Draft, Party
from isthmus.actions.words import added
from isthmus.errors import InvalidError


def understood(reading: Reading, sentence: str) -> Understood:
    """Understand what is to be done; words that ask for a new action are no part of it."""
    asked = added(sentence)
    return reading.understood(asked.what, asked.owner) if asked else reading.understood(sentence)


@dataclass(frozen=True)
class Worded:
    """Sentences as one person says them; ``me`` is whom "I" means."""

    asked: Asked
    directory: Directory
    me: Party

    def draft(self, sentence: str) -> Draft:
        """Give what a sentence asks for; raises InvalidError with a question where it is unclear.

        Words that say nothing but a day, a step, a priority or a label do not stay in the title.
        """
        seen = understood(Reading(self.asked, self.directory, self.me), sentence)
        if seen.unclear is not None:
            raise InvalidError(question(seen.unclear))
        if seen.owners:
            who = ", ".join(f"{each.name} ({each.id})" for each in seen.owners[:5])
            raise InvalidError(
                f"Who does it? It may be {who}. Give the id of the one who is meant."
            )
        return seen.draft
