"""What somebody may want to ask next, by what is due for them; whether more could be told."""

from dataclasses import dataclass
from typing import Final

from isthmus.actions.model import Action
from isthmus.hearing.home import Home
from isthmus.hearing.parts import Parts
from isthmus.messages import Message
from isthmus.people import Person
from isthmus.raci.orders import WhatHas, WhoHas, WhoHolds, WhyLetter
from isthmus.replying.home import Waiting
from isthmus.understanding.addressed import is_a_question_for_us, is_for_others, names_another
from isthmus.understanding.commands import (
    Ask,
    Command,
    FindActions,
    OnAction,
    OnChart,
    OnRole,
    Summarise,
)

MOST: Final = 4
_ASKED_OF_CHARTS: Final = (WhoHas, WhatHas, WhyLetter, WhoHolds)
_LONGEST: Final = 60  # signs of a name within a prompt
_LOOKED_AT: Final = 5  # passages: whoever reads on reads no more of them
_ALWAYS: Final = (
    "What of mine is due this week?",
    "Who approves vendor remote access into the plant network?",
    "Draft a RACI for OT patching with IT Security and the plant manager",
    "Steering report for last month",
)


@dataclass(frozen=True)
class Suggesting:
    parts: Parts

    def prompts(self, person: Person) -> tuple[str, ...]:
        """Give up to four things to say, what is due first."""
        waiting = Home(self.parts, Message("prompts", "prompts", person.id, person)).waiting()
        return tuple(dict.fromkeys((*_due(waiting), *_ALWAYS)))[:MOST]

    def looking(self, message: Message) -> str:
        """Tell through how much is looked for an answer: what all who see it may read."""
        count = self.parts.passages(message.seen_by)
        return f"Looking through {count:,} {'passage' if count == 1 else 'passages'} …"

    def could_say_more(self, question: str, message: Message) -> bool:
        """Tell whether documents that the person alone may read are among what is found."""
        search = self.parts.search
        if message.is_private or search is None:
            return False
        alone = [each.passage for each in search(question, message.by, _LOOKED_AT)]
        here = self.parts.inquiry.readable(alone, message.seen_by)
        return any(each not in here for each in alone)


def _due(waiting: Waiting) -> list[str]:
    found: list[str] = []
    if waiting.overdue:
        found.append("What of mine is overdue?")
    if waiting.letters:
        found.append(f"Show the chart “{_cut(waiting.letters[0][0].chart.title)}”")
    if waiting.reviewed:
        found.append(f"Show the chart “{_cut(waiting.reviewed[0].chart.title)}”")
    if waiting.actions:
        found.append(_about(waiting.actions[0]))
    return found


def _about(action: Action) -> str:
    return f"Show {action.name}"


def _cut(title: str) -> str:
    return title if len(title) <= _LONGEST else title[:_LONGEST].rpartition(" ")[0]


def asked_in(commands: tuple[Command, ...]) -> list[str]:
    """Give what is asked of documents, also where a chart is asked first whether it says it."""
    asked = [each.question for each in commands if isinstance(each, Ask)]
    of_charts = [each for each in commands if isinstance(each, OnChart)]
    return asked + [each.words for each in of_charts if isinstance(each.order, _ASKED_OF_CHARTS)]


def is_meant(commands: tuple[Command, ...], text: str, *, spoken_of: bool) -> bool:
    """Tell whether a sentence that names nobody is for us, by what it would ask of us.

    ``spoken_of`` tells whether the conversation is about something that its order could be for.
    What reads like a promise among people, and what could be a question to anybody, is not.
    """
    if names_another(text):
        return False
    loose = len(commands) > 1 and any(isinstance(each, Ask) for each in commands)
    match commands[0]:
        case FindActions() | Summarise():
            return False
        case Ask():
            return is_a_question_for_us(text)
        case OnChart(named="") | OnRole(named="") | OnAction(actions=()):
            return spoken_of and not loose and not is_for_others(text)
        case _:
            return True
