"""How we behave in a place, looked at and changed by whoever leads there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time
from typing import Final

from isthmus.errors import ConflictError, InvalidError, NotFoundError
from isthmus.hearing.filling import Entered
from isthmus.hearing.parts import Conduct, Parts, Places
from isthmus.messages import Form, Message, Reply, said
from isthmus.people import Rank
from isthmus.reminding.desk import Wanted
from isthmus.reminding.model import Subscription
from isthmus.replying.action_forms import split
from isthmus.replying.place_forms import ANSWERS, DAYS, place_form
from isthmus.understanding.commands import Fill, OpenForm
from isthmus_knowledge.catalogue import catalogue
from isthmus_knowledge.documents import Collection

_NONE: Final = "There is nothing to set here: this is no place where people talk."
_SAVED: Final = "Saved. It holds from now on."
_NO_DIGEST: Final = "No digest comes here any more."
_AT: Final = time(8, 30)  # where whoever asks for it is


@dataclass(frozen=True)
class PlaceForms:
    """``id`` of such a form is PLATFORM/TEAM/PLACE."""

    parts: Parts
    message: Message

    def form(self, about: OpenForm) -> Form:
        self.message.by.require(Rank.LEAD)
        conduct = self._places.conduct(about.id)
        return place_form(replace(about, seen=conduct.version), _values(conduct))

    def filled(self, fill: Fill) -> Reply:
        """Keep it; where somebody changed it meanwhile it comes back with what was entered."""
        self.message.by.require(Rank.LEAD)
        entered, known = Entered.of(fill), self._places.conduct(fill.form.id)
        problems = _problems(entered)
        if not problems:
            try:
                wanted = _conduct(entered, known, fill.form.seen)
                self._places.behave(fill.form.id, wanted, self.message.by)
            except (ConflictError, InvalidError) as error:
                problems = {"answers": str(error)}
            else:
                return said(f"{_SAVED} {self._digest(fill.form.id, wanted)}".strip())
        return Reply((entered.back_in(self.form(fill.form), problems),))

    def _digest(self, place: str, wanted: Conduct) -> str:
        """Have the digest of a place sent on the day that was chosen, and say so."""
        by, reminding = self.message.by, self.parts.reminding
        platform, _, there = place.partition("/")
        address = f"{platform}:{there}"
        known = [e for e in reminding.subscriptions(by, of_all=True) if e.place == address]
        if _as_known(wanted, known):
            return ""
        for each in known:
            reminding.unsubscribe(each.id, by)
        if not wanted.digest:
            return _NO_DIGEST
        steps = (wanted.step,) if wanted.step else ()
        try:
            reminding.subscribe(Wanted(DAYS.index(wanted.digest), _AT, "", steps, address), by)
        except (ConflictError, InvalidError) as error:
            return f"There will be no digest, though. {error}"
        return f"The digest comes here each {wanted.digest.capitalize()} at {_AT:%H:%M}."

    @property
    def _places(self) -> Places:
        if self.parts.places is None:
            raise NotFoundError(_NONE)
        return self.parts.places


def _as_known(wanted: Conduct, known: Sequence[Subscription]) -> bool:
    """Tell whether a place's digests are as they are wanted."""
    if not wanted.digest:
        return not known
    steps = (wanted.step,) if wanted.step else ()
    return [(e.weekday, e.steps) for e in known] == [(DAYS.index(wanted.digest), steps)]


def _values(conduct: Conduct) -> dict[str, str]:
    return {
        "answers": conduct.answers,
        "collections": "\n".join(conduct.collections),
        "readers": ", ".join(conduct.readers),
        "language": conduct.language,
        "digest": conduct.digest,
        "step": conduct.step,
        "site": conduct.site,
    }


def _conduct(entered: Entered, known: Conduct, seen: int | None) -> Conduct:
    """Give what was entered; what the form did not show stays as it is."""
    values = _values(known)
    wanted = {name: entered.get(name, value) for name, value in values.items()}
    return Conduct(
        answers=wanted["answers"],
        collections=tuple(wanted["collections"].splitlines()),
        readers=tuple(split(wanted["readers"])),
        language=wanted["language"],
        digest=wanted["digest"],
        step=wanted["step"],
        site=wanted["site"],
        version=known.version if seen is None else seen,
    )


def _problems(entered: Entered) -> dict[str, str]:
    """Say what is none of the choices there are."""
    steps = {each.id for each in catalogue().steps}
    known = {"answers": set(ANSWERS), "digest": set(DAYS), "step": steps}
    found = {
        name: "Choose one of the list."
        for name, choices in known.items()
        if entered[name] and entered[name] not in choices
    }
    if set(entered.lines("collections")) - set(Collection):
        found["collections"] = "Choose from the list."
    return found
