"""A sentence as an action, for those who cannot be asked back: what is unclear is an error."""

import re
from dataclasses import dataclass
from typing import Final

from isthmus.actions.adding import Reading
from isthmus.actions.dates import Asked
from isthmus.actions.given import Directory, question
from isthmus.actions.model import Draft, Party
from isthmus.errors import InvalidError

_ASKING: Final = re.compile(
    r"\s*(?:add(?: an?)? action(?: item)?|action|to-?do)\s*[:\u2013\u2014-]\s*", re.IGNORECASE
)


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
        said = _ASKING.sub("", sentence.strip(), count=1)
        seen = Reading(self.asked, self.directory, self.me).understood(said)
        if seen.unclear is not None:
            raise InvalidError(question(seen.unclear))
        if seen.owners:
            who = ", ".join(f"{each.name} ({each.id})" for each in seen.owners[:5])
            raise InvalidError(
                f"Who does it? It may be {who}. Give the id of the one who is meant."
            )
        return seen.draft
