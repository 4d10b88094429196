"""A question asked from a page that shows checked sentences while the others are being written.

The same form, sent again after the connection was lost, asks nothing twice: it hears what came of
the first, which is kept in the conversation whoever listens, or that it has to come again for that.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from fastapi import Request

from isthmus.answers.model import Citation, Sentence, Tell
from isthmus.answers.wording import told_apart
from isthmus.edge.streaming import MEDIA_TYPE, PROBLEM, Event, Put, problem_event
from isthmus.errors import IsthmusError
from isthmus.talks.store import Key, TalkStore
from isthmus.web.pages import passage_link
from isthmus.web.passages import sentence_lines

SENTENCE: Final = "sentence"
DONE: Final = "done"
LATER: Final = "later"  # it is still being answered: nobody holds a thread for whoever waits
_PLACE: Final = "console/asked"
_STOPPED: Final = Event(
    PROBLEM, {"status": 503, "detail": "The service stopped over this question. Ask it again."}
)
Asks = Callable[[Tell], str]
"""Asks, telling each sentence; gives the address of the turn that it adds to a conversation."""


def wants_events(request: Request) -> bool:
    return MEDIA_TYPE in request.headers.get("accept", "")


@dataclass(frozen=True)
class Telling:
    """One question; ``sent`` is the same each time the same form is sent, and ``by`` who asks."""

    talks: TalkStore
    clock: Callable[[], datetime]
    sent: str
    by: str

    def told(self, what: Sequence[object], ask: Asks, put: Put) -> None:
        """Ask once, and put what comes of it; ``what`` is asked, for a form may be sent anew."""
        named = sha256(json.dumps([self.sent, *what]).encode()).hexdigest()[:32]
        key = Key(_PLACE, named, self.by)
        before = self.talks.claim(key, self.clock())
        if before is None:
            put(self._asked(key, ask, put))
        elif before.reply is None:
            put(Event(LATER, {}))
        else:
            put(Event(before.reply["event"], before.reply["data"]))

    def _asked(self, key: Key, ask: Asks, put: Put) -> Event:
        last = _STOPPED
        try:
            address = ask(lambda sentence, citations: put(sentence_event(sentence, citations)))
            last = Event(DONE, {"address": address})
        except IsthmusError as error:
            last = problem_event(error)
        finally:
            self.talks.keep(key, {"event": last.name, "data": last.data}, {})
        return last


def sentence_event(sentence: Sentence, citations: Sequence[Citation]) -> Event:
    """Give a sentence as a page shows it, with its citations; every text is shown as text."""
    told = told_apart(sentence)
    return Event(
        SENTENCE,
        {
            "subject": sentence.subject,
            "lines": [vars(each) for each in sentence_lines(told)],
            "citations": list(sentence.citations),
            "new": [
                {
                    "n": each.n,
                    "title": each.title,
                    "locator": each.locator,
                    "href": passage_link(each.passage),
                }
                for each in citations
            ],
        },
    )
