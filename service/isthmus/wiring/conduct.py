"""How we behave in a place, as the assistant speaks of it: places are kept by the channels."""

from dataclasses import dataclass

from isthmus.channels.model import Answers, Manner
from isthmus.channels.placing import Places
from isthmus.errors import NotFoundError
from isthmus.hearing.parts import Conduct
from isthmus.people import Person


@dataclass(frozen=True)
class PlacesForHearing:
    """Finds places by one name, PLATFORM/TEAM/PLACE."""

    places: Places

    def conduct(self, place: str) -> Conduct:
        return _conduct(self.places.get(*_parts(place)).manner)

    def behave(self, place: str, conduct: Conduct, by: Person) -> Conduct:
        answers = Answers(conduct.answers) if conduct.answers else None
        manner = Manner(**{**vars(conduct), "answers": answers})
        return _conduct(self.places.behave(self.places.get(*_parts(place)), manner, by).manner)


def _conduct(manner: Manner) -> Conduct:
    return Conduct(**{**vars(manner), "answers": manner.answers.value if manner.answers else ""})


def _parts(place: str) -> tuple[str, str, str]:
    platform, _, rest = place.partition("/")
    team, _, named = rest.partition("/")
    if not (platform and team and named):
        raise NotFoundError("There is no such place. Ask in the channel itself.")
    return platform, team, named
