"""A document that an administrator gives us where nobody else is: indexed when they say how."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from isthmus.channels.model import Outgoing
from isthmus.errors import InvalidError, IsthmusError
from isthmus.library.descriptions import said_by
from isthmus.messages import (
    Button,
    Buttons,
    Entry,
    Field,
    Form,
    Message,
    Option,
    Paragraph,
    Points,
    Reply,
    failed,
)
from isthmus.people import EVERYONE, Person, Rank
from isthmus.understanding.commands import Fill, OpenForm
from isthmus_integrations.slack.about import INDEX
from isthmus_integrations.slack.addresses import Addresses
from isthmus_integrations.slack.means import Means
from isthmus_integrations.slack.saying import Saying
from isthmus_integrations.slack.showing import Shown, Spot, shown, spot_of, words
from isthmus_integrations.slack.web import DeclinedError
from isthmus_knowledge.documents import Collection

OFFER: Final = "Shall I index this, so that answers can stand on it?"
BUTTON: Final = "Index {}"
NOT_FOR_YOU: Final = (
    "I index documents for administrators only. Ask one of them, or add it in the console: "
    "{}/library/add"
)
NOT_YOURS: Final = "This file is not one that you gave me. Share it with me yourself."
ELSEWHERE: Final = (
    "This file lies outside Slack, where I do not fetch. Download it and share the file itself."
)
GONE: Final = "The file is not in Slack any more. Share it once more."
TOO_LARGE: Final = "The file has more than {} MB, which is the most that is indexed."
DONE: Final = "“{}” is indexed. From now on answers can stand on it."
WHO: Final = "Groups with commas between them; “everyone” is everybody with an account, and guests."
_LONGEST_LABEL: Final = 60
_MEGABYTE: Final = 1024 * 1024

File = Mapping[str, Any]


@dataclass(frozen=True)
class Indexing:
    means: Means

    def offered(self, saying: Saying, files: Sequence[File]) -> tuple[Outgoing, ...]:
        """Offer administrators to index what they share; others are told who does."""
        by = self.means.rooms.person(saying.team, saying.user)
        spot = spot_of(saying, by.id)
        if not by.rank.includes(Rank.ADMINISTRATOR):
            base = self.means.host.settings.base_url
            return () if saying.text else (words(spot, NOT_FOR_YOU.format(base)),)
        return self._offer(spot, files)

    def _offer(self, spot: Spot, files: Sequence[File]) -> tuple[Outgoing, ...]:
        buttons = tuple(
            Button(
                BUTTON.format(str(each["name"])[:_LONGEST_LABEL]),
                OpenForm(INDEX, id=f"{spot.team}/{each['id']}", words=str(each["name"])),
            )
            for each in files
        )
        return shown(spot, Shown(Reply((Buttons(OFFER, buttons),))), "offer")

    def asked(self, about: OpenForm, by: Person) -> Reply:
        """Give the form: what kind of document it is, and who may read it."""
        try:
            by.require(Rank.ADMINISTRATOR)
        except IsthmusError as error:
            return failed(str(error))
        kinds = tuple(Option(each, each.capitalize()) for each in Collection)
        kind = Field("collection", "It is one of", Entry.CHOICE, Collection.POLICIES, kinds)
        who = Field("readers", "Who may read it", value=EVERYONE, needed=True, hint=WHO)
        fields = (replace(kind, needed=True), who)
        return Reply((Form("Index a document", about, fields, "Index it", about.words),))

    def filled(self, fill: Fill, message: Message) -> Reply:
        """Fetch the file and index it, as they say; the same again changes nothing."""
        try:
            message.by.require(Rank.ADMINISTRATOR)
            return self._indexed(fill, message.by)
        except IsthmusError as error:
            return failed(str(error))

    def _indexed(self, fill: Fill, by: Person) -> Reply:
        team, _, known = fill.form.id.partition("/")
        said = said_by({name: value for name, value in fill.values if value}, "form")
        if "readers" not in said:
            raise InvalidError("Say who may read it. Press the button once more.")
        file = self._file(team, known, by)
        content = self._fetched(team, file)
        name = str(file.get("name") or fill.form.words)
        added = self.means.host.documents.uploaded(name, content, said, by)
        told = tuple(Paragraph(DONE.format(e.description.title)) for e in added.documents)
        trouble = tuple(each.reason for each in added.failed)
        notes = tuple(each.text for each in added.notes)
        return Reply((*told, *((Points("", (*trouble, *notes)),) if trouble or notes else ())))

    def _file(self, team: str, known: str, by: Person) -> File:
        try:
            answer = self.means.workspaces.read(team, "files.info", file=known)
        except DeclinedError as error:
            raise InvalidError(GONE) from error
        file: File = answer["file"]
        if self.means.rooms.known(team, str(file.get("user"))).id != by.id:
            raise InvalidError(NOT_YOURS)
        if file.get("is_external") or not file.get("url_private_download"):
            raise InvalidError(ELSEWHERE)
        return file

    def _fetched(self, team: str, file: File) -> bytes:
        most = self.means.host.settings.max_document_bytes
        too_large = InvalidError(TOO_LARGE.format(most // _MEGABYTE))
        if int(file.get("size") or 0) > most:
            raise too_large
        token = self.means.workspaces.tokens.of(team)
        address = str(file["url_private_download"])
        content = Addresses(self.means.web).fetch(address, token, most)
        if len(content) > most:
            raise too_large
        return content
