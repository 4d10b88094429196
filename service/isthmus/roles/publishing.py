"""What answers cite of an approved definition, in sentences that stand alone when quoted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from isthmus.library.approved import ROLE, Approved
from isthmus.raci.speaking import capital, doing, small
from isthmus.roles.model import Definition, Filed, Line, SourceKind, Topic
from isthmus.roles.speaking import plain, role_in_sentence
from isthmus_knowledge.catalogue import catalogue
from isthmus_knowledge.documents import Block, BlockKind, LoadedDocument, Place

_DONE: Final = MappingProxyType(
    {
        Topic.ACCOUNTABLE: "is accountable for",
        Topic.RESPONSIBLE: "is responsible for",
        Topic.SUPPORTS: "supports",
        Topic.VERIFIES: "verifies the result of",
        Topic.SIGNS: "signs off",
        Topic.RECOMMENDS: "recommends what to decide on",
        Topic.AGREES: "has to agree to",
        Topic.CONSULTED: "is consulted on",
        Topic.INFORMED: "is informed about",
    }
)
_SAID: Final = MappingProxyType(
    {
        Topic.REPORTS_TO: "reports to",
        Topic.ESCALATES_TO: "escalates to",
        Topic.CONSULTS: "consults",
        Topic.INFORMS: "informs",
    }
)
_QUOTED: Final = MappingProxyType(
    {
        Topic.PURPOSE: "The purpose of {role} is:",
        Topic.DECIDES: "{Role} decides alone:",
        Topic.COMPETENCES: "{Role} has to know:",
        Topic.TRAINING: "The training of {role} is:",
    }
)


@dataclass(frozen=True)
class Approval:
    """A definition that is about to be approved; ``by`` is the name of who approves it."""

    filed: Filed
    by: str
    at: datetime

    @property
    def number(self) -> int:
        return self.filed.version + 1

    @property
    def day(self) -> date:
        return self.at.date()

    @property
    def title(self) -> str:
        return plain(f"Role: {self.filed.definition.name}")


def source_of(filed: Filed) -> str:
    """Give the source of the document that a definition is published as."""
    return ROLE + filed.id


def approved(approval: Approval) -> Approved:
    """Give the document that is made of an approval."""
    filed = approval.filed
    return Approved(
        source=source_of(filed),
        text=written(approval),
        number=approval.number,
        at=approval.at,
        owner=filed.owner,
        metadata={"role": filed.id},
        review=filed.definition.review,
    )


def written(approval: Approval) -> LoadedDocument:
    """Give each topic as a section, each line as a sentence that names the role."""
    definition = approval.filed.definition
    blocks = [Block(plain(text), headings=("Approval",)) for text in _introduction(approval)]
    for topic in Topic:
        if lines := definition.of(topic):
            headings = (plain(capital(f"{definition.name}: {topic}")),)
            place = Place(item=topic)
            blocks.append(Block(headings[0], BlockKind.HEADING, (), place))
            said = (f"- {plain(_sentence(definition, line))}" for line in lines)
            blocks += [Block(text, BlockKind.LIST_ITEM, headings, place) for text in said]
    return LoadedDocument(approval.title, tuple(blocks))


def _introduction(approval: Approval) -> Iterator[str]:
    definition = approval.filed.definition
    named = f"the role definition “{definition.name}”"
    yield f"Version {approval.number} of {named} was approved on {approval.day} by {approval.by}."
    if definition.review:
        yield f"The review of {named} is due on {definition.review}."


def _sentence(definition: Definition, line: Line) -> str:
    role = role_in_sentence(definition.name, definition.role)
    topic, text = line.topic, line.in_words
    if topic in _DONE:
        return _ended(f"{capital(role)} {_DONE[topic]} {doing(line.text, line.key)}")
    if topic in _SAID:
        return _ended(f"{capital(role)} {_SAID[topic]} {_whom(line)}")
    if topic is Topic.PURPOSE and _is_of_the_catalogue(line):
        return text
    if topic is Topic.DECIDES and not line.is_own:
        return _ended(f"Deciding alone, {role} {small(text)}")
    return _ended(f"{_QUOTED[topic].format(role=role, Role=capital(role))} {text}")


def _whom(line: Line) -> str:
    if line.topic not in {Topic.REPORTS_TO, Topic.ESCALATES_TO}:
        return small(line.text)
    known = next((role for role in catalogue().roles if role.name == line.text), None)
    return known.in_sentence if known else line.text


def _is_of_the_catalogue(line: Line) -> bool:
    return all(source.kind is SourceKind.CATALOGUE for source in line.sources)


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
