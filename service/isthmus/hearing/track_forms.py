"""A new action by a form, filled from what a message says."""

from dataclasses import dataclass, replace
from typing import Final

from isthmus.actions.extracting import find_actions
from isthmus.actions.given import priority_meant
from isthmus.actions.model import Draft, Party, Source, SourceKind
from isthmus.errors import InvalidError, NotAllowedError
from isthmus.hearing.action_steps import SAID
from isthmus.hearing.actions_meant import ActionsMeant
from isthmus.hearing.filling import Entered, Troubles
from isthmus.hearing.parts import hand, may_keep
from isthmus.messages import Form, Message, Reply
from isthmus.people import NOBODY, Rank
from isthmus.replying.action_forms import new_form, split
from isthmus.replying.actions import added_told
from isthmus.understanding.commands import Fill, OpenForm

_LONGEST_TITLE: Final = 200
_LONGEST_QUOTE: Final = 600


@dataclass(frozen=True)
class TrackForms:
    meant: ActionsMeant

    @property
    def _message(self) -> Message:
        return self.meant.message

    def form(self, about: OpenForm) -> Form:
        """Ask for an action of what a message says: what, who, when, as far as it tells."""
        self._message.by.require(Rank.READER)
        draft = self._drafted(about)
        return new_form(about, draft, self.meant.parts.everybody(), self._told(about, draft))

    def filled(self, fill: Fill) -> Reply:
        entered, troubles = Entered.of(fill), Troubles()
        draft = self._entered(entered, fill.form, troubles)
        if not troubles.found:
            twins = self.meant.parts.actions.alike(draft.title, self.meant.seen_by)
            try:
                action = self.meant.parts.actions.add(draft, hand(self._message), SAID)
            except NotAllowedError as error:
                troubles.found["owner"] = str(error)
            except InvalidError as error:
                troubles.found["title"] = str(error)
            else:
                self.meant.come_to(action)
                return added_told(action, (), (), twins, self.meant.parts.public_url)
        return Reply((entered.back_in(self.form(fill.form), troubles.found),))

    def _drafted(self, about: OpenForm) -> Draft:
        """Read a message as an action; who may only keep their own gets it."""
        author = about.source[0] if about.source else ""
        found = find_actions(about.words, self.meant.asked, author)
        me = Party(self._message.by.name, self._message.by.id)
        title, named, due = _first_line(about.words), "", None
        if found:
            title, named, due = found[0].title, found[0].owner, found[0].due
        owner = self._known(named) if may_keep(self._message.by) else me
        return Draft(title[:_LONGEST_TITLE], owner=owner, due=due, step=self._message.step)

    def _known(self, name: str) -> Party | None:
        found = self.meant.directory.people(name) if name else ()
        return Party(found[0].name, found[0].id) if len(found) == 1 else None

    def _told(self, about: OpenForm, draft: Draft) -> str:
        flat = " ".join(about.words.split())
        cut = flat if len(flat) <= _LONGEST_QUOTE else f"{flat[:_LONGEST_QUOTE]} …"
        author = about.source[0] if about.source else ""
        quote = f"{author}: “{cut}”" if author else f"“{cut}”"
        twins = self.meant.parts.actions.alike(draft.title, self.meant.seen_by) if flat else []
        same = [f"Same as {e.action.name} “{e.action.title}”?" for e in twins]
        return " ".join((quote if flat else "", *same)).strip()

    def _entered(self, entered: Entered, about: OpenForm, troubles: Troubles) -> Draft:
        """Give the action that was entered; its readers are those who see where it was said."""
        readers = tuple(sorted(self._message.reader.groups)) or (NOBODY,)
        draft = Draft(entered["title"], entered["description"], readers=readers)
        draft = replace(draft, step=entered["step"], labels=tuple(split(entered["labels"])))
        if not draft.title:
            troubles.found["title"] = "Say what is to be done."
        with troubles.at("owner"):
            draft = replace(draft, owner=self.meant.directory.party(entered["owner"]))
        with troubles.at("due"):
            if said := entered["due"]:
                due = self.meant.directory.day(said, self.meant.asked)
                draft = replace(draft, due=due.day, due_words=due.words)
        with troubles.at("priority"):
            draft = replace(draft, priority=priority_meant(entered["priority"] or "normal"))
        return replace(draft, source=self._source(about))

    def _source(self, about: OpenForm) -> Source:
        author, permalink = (*about.source, "", "")[:2]
        kind = SourceKind.MESSAGE if about.words else SourceKind.PERSON
        at = self.meant.parts.clock()
        return Source(kind, quote=about.words, author=author, permalink=permalink, at=at)


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")
