"""What Teams waits for: each is answered within the request, and says why where it cannot be."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from isthmus.edge.channels import words_for
from isthmus.errors import IsthmusError
from isthmus_integrations.teams.activities import Incoming
from isthmus_integrations.teams.configured import PLATFORM
from isthmus_integrations.teams.connector import TeamsError
from isthmus_integrations.teams.dialogs import Dialogs
from isthmus_integrations.teams.files import Files
from isthmus_integrations.teams.pressing import Pressing
from isthmus_integrations.teams.responses import Answer, closes, finds_nothing, tells
from isthmus_integrations.teams.searching import Searching

_UNREACHED: Final = "Teams did not say who is asking. Try it again in a minute."
_UNKNOWN: Final = "Nothing here answers this."


@dataclass(frozen=True)
class Invokes:
    pressing: Pressing
    dialogs: Dialogs
    searching: Searching
    files: Files

    def answer(self, incoming: Incoming) -> Answer:
        ways = self._ways()
        name = incoming.at("name")
        if name not in ways:
            return Answer(HTTPStatus.BAD_REQUEST, {"error": _UNKNOWN})
        answer, refusal = ways[name]
        try:
            return answer(incoming)
        except IsthmusError as error:
            return refusal(words_for(error, PLATFORM))
        except TeamsError:
            return refusal(_UNREACHED)

    def _ways(self) -> Mapping[str, tuple[Callable[[Incoming], Answer], Callable[[str], Answer]]]:
        """Give what answers each kind of invoke, and how it is told that it cannot be done."""
        return {
            "adaptiveCard/action": (self.pressing.press, tells),
            "task/fetch": (self.dialogs.fetch, closes),
            "task/submit": (self.dialogs.submit, closes),
            "composeExtension/fetchTask": (self.dialogs.track, closes),
            "composeExtension/submitAction": (self.dialogs.submit, closes),
            "composeExtension/query": (self.searching.query, finds_nothing),
            "composeExtension/selectItem": (self.searching.choose, finds_nothing),
            "composeExtension/queryLink": (self.searching.unfold, finds_nothing),
            "message/fetchTask": (self.dialogs.ask_why, closes),
            "message/submitAction": (self.dialogs.rate, closes),
            "fileConsent/invoke": (self.files.consent, tells),
        }
