"""Where Teams knocks: it is seen who writes, then it is kept or answered, and nothing else."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from isthmus.channels.contract import Intake
from isthmus.errors import InvalidError
from isthmus_integrations.teams.activities import Incoming, read
from isthmus_integrations.teams.invokes import Invokes
from isthmus_integrations.teams.keys import NoKeysError
from isthmus_integrations.teams.responses import Answer
from isthmus_integrations.teams.rosters import Rosters
from isthmus_integrations.teams.verifying import NotBelievedError, Verifying

INVOKE: Final = "invoke"
_COMES_AND_GOES: Final = frozenset({"conversationUpdate", "installationUpdate"})
_SPOKEN: Final = frozenset({"message", "messageUpdate", "messageDelete"})
_NO_KEYS: Final = "The keys of Teams cannot be fetched at the moment. Send it again."


@dataclass(frozen=True)
class Door:
    verifying: Verifying
    intake: Intake
    invokes: Invokes
    rosters: Rosters

    def receive(self, authorization: str, body: bytes) -> Answer:
        """Answer a request; what was kept is answered with 200, and done later."""
        try:
            claims, key = self.verifying.claims(authorization)
            incoming = read(body)
            self.verifying.check(incoming, claims, key)
            return self._taken(incoming)
        except NotBelievedError as error:
            return _refused(error.status, str(error))
        except NoKeysError:
            return _refused(HTTPStatus.SERVICE_UNAVAILABLE, _NO_KEYS)
        except InvalidError as error:
            return _refused(HTTPStatus.BAD_REQUEST, str(error))

    def _taken(self, incoming: Incoming) -> Answer:
        if not incoming.conversation:
            raise InvalidError("An activity names its conversation.")
        if incoming.kind == INVOKE:
            return self.invokes.answer(incoming)
        if incoming.kind in _COMES_AND_GOES:
            self.rosters.forget(incoming.where)
        elif incoming.kind not in _SPOKEN or incoming.is_of_a_bot:
            return Answer()
        self.intake.accept(incoming.event())
        return Answer()


def _refused(status: HTTPStatus, said: str) -> Answer:
    return Answer(status, {"error": said})
