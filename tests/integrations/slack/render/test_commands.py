"""Whatever is asked for, in hostile words too: what the product answers is something Slack takes.

The commands and orders are found by their types, so none that is added later is left out.
"""

from collections.abc import Iterator
from dataclasses import MISSING, fields
from datetime import date
from typing import Any, Final, get_args

import pytest

from blocks_of_tests import all_addresses, all_texts, broken_message, broken_view
from channel_of_tests import Channel
from isthmus.actions import orders as of_actions
from isthmus.actions.model import Draft, Party
from isthmus.messages import Form, Reply
from isthmus.people import Person
from isthmus.raci import orders as of_charts
from isthmus.raci.desk import Hand
from isthmus.roles import orders as of_roles
from isthmus.understanding import commands
from isthmus.understanding.commands import Command, OpenForm, SendFile
from isthmus.understanding.plans import steps_in
from isthmus_integrations.slack.render import home, modal, passages, posted
from kept_charts import ANA, LEA
from replies_of_tests import HOSTILE, tokens, told_by

CONSOLE: Final = "http://127.0.0.1:8000"
BAD: Final = "<!channel> *x* :skull: \u202egnp <https://evil.example|here> & "
PLAIN: Final[dict[str, Any]] = {  # for each field of an order or a command what is said there
    "activity": "Close the modem line", "blockers": (2,), "by": "CISO", "day": "next Friday",
    "field": "due", "findings": True, "form": OpenForm("action", "1"), "format": "docx",
    "helper": "Ben", "helpful": True, "hours": "3 h", "kind": "action", "label": "ot",
    "letters": ("R",), "line": "1", "name": "Site lead", "owner": "Ben", "person": "Ben",
    "priority": "high", "question": "Who approves emergency patches?", "reason": "No budget",
    "rhythm": "every month", "role": "plant manager", "row": "row 1", "rule": "several-accountable",
    "sentence": "Ben closes the modem line by Friday", "shown": "https://evidence.example/17",
    "since": "event 1", "span": "this week", "step": "2.4", "text": "Ben sends the list by Friday",
    "title": "Another title", "topic": "purpose", "values": (("title", "Another title"),),
    "waiting_for": "the vendor", "what": "row 1", "words": "patching", "answer": "", "chart": "",
}  # fmt: skip
OURS: Final = {"answer", "chart", "field", "format", "kind", "rule"}  # nobody words these
EVIL: Final = {
    name: BAD + value
    for name, value in PLAIN.items()
    if isinstance(value, str) and name not in OURS
}
FORMS: Final = ("action", "track", "row", "letters", "feedback", "place")
FILES: Final = (
    *(("chart", to) for to in ("xlsx", "docx", "png")),
    *(("report", to) for to in ("pptx", "docx", "pdf", "md")),
    ("role", "docx"),
)
ASKS: Final = (
    *(commands.OnChart, commands.OnRole, commands.OnAction, commands.AskActions),
    commands.CarryOut,
)
LATER: Final = "2999-01-01T00:00:00+00:00"


class Busy:
    """A thread in which there is something of everything."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        for title in ("Close the modem line", "Check <!channel> switches", "Ask the vendor"):
            draft = Draft(title, owner=Party("Ana", "ana"), due=date(2026, 11, 20))
            channel.wiring.actions.add(draft, Hand(ANA))
        self.chart = channel.keep("OT patching")
        channel("define the OT security lead's role")
        (answer,) = [e.command for e in channel("Who approves emergency patches?").buttons[:1]]
        assert isinstance(answer, commands.ShowPassages)
        self.known = {"answer": answer.answer, "chart": self.chart.id}

    def made(self, kind: type[Any], said: dict[str, Any]) -> Any:  # noqa: ANN401 - of any kind
        """Make a command or an order with all that it cannot do without."""
        needed = [
            each.name
            for each in fields(kind)
            if each.default is MISSING and each.default_factory is MISSING
        ]
        return kind(**{name: (said | self.known)[name] for name in needed})

    def asked(self, said: dict[str, Any]) -> Iterator[Command]:
        yield from (self.made(e, said) for e in get_args(Command) if e not in ASKS)
        steps = steps_in("undo; redo; what is overdue?")
        yield commands.CarryOut("p1", ANA.id, LATER, steps)
        for order in get_args(of_charts.Order):
            yield commands.OnChart(self.made(order, said), "words", chart=self.chart.id)
        for order in get_args(of_roles.Order):
            yield commands.OnRole(self.made(order, said), "words")
        for order in get_args(of_actions.Order):
            yield commands.OnAction(self.made(order, said), "words", (1,))
        for question in get_args(of_actions.Question):
            yield commands.AskActions(self.made(question, said), "words")


def wrong_with(reply: Reply) -> Iterator[str]:
    """Say what Slack would not take of a reply, shown in each of the ways there are."""
    first = posted(reply, tokens(), CONSOLE)
    for each in (first, *first.more):
        yield from broken_message(each.blocks, each.text, CONSOLE)
    for view in (home(reply, tokens(), CONSOLE), passages(reply, CONSOLE)):
        yield from broken_view(view, CONSOLE)
    for form in reply.of(Form):
        yield from broken_view(modal(form, ""), CONSOLE)
    files = [file.name for each in (first, *first.more) for file in each.files]
    shown = [all_texts(e.blocks) + all_addresses(e.blocks) for e in (first, *first.more)]
    if not files:
        words = (word.strip("().") if "://" in word else word for word in told_by(reply))
        yield from (f"{word} is lost" for word in words if word not in "\n".join(shown))


@pytest.fixture
def busy(channel: Channel) -> Busy:
    return Busy(channel)


@pytest.mark.parametrize("said", [PLAIN, PLAIN | EVIL], ids=["plain", "hostile"])
@pytest.mark.parametrize("by", [ANA, LEA], ids=["contributor", "lead"])
def test_every_command_and_order_is_answered_with_what_slack_takes(
    said: dict[str, Any], by: Person, busy: Busy
) -> None:
    found, answered = {}, 0
    for command in busy.asked(said):
        reply = busy.channel.do(command, by)
        answered += not reply.failed
        if problems := list(wrong_with(reply)):
            found[repr(command)] = problems
    assert found == {}
    assert answered > len(get_args(of_actions.Order))  # most of all this can be done


def test_every_form_is_a_window_slack_takes(busy: Busy) -> None:
    about = {"action": "1", "row": busy.chart.id, "letters": busy.chart.id}
    about |= {"feedback": busy.known["answer"], "place": "slack/T1/C1"}
    forms = [OpenForm(kind, about.get(kind, "")) for kind in FORMS]
    forms += [OpenForm("track", words=words, source=(words, "")) for words in HOSTILE]
    assert [list(wrong_with(busy.channel.do(form, LEA))) for form in forms] == [[]] * len(forms)


@pytest.mark.parametrize(("kind", "to"), FILES)
def test_every_file_is_sent_beside_a_message_slack_takes(kind: str, to: str, busy: Busy) -> None:
    about = {"chart": busy.chart.id, "role": "", "report": "last month"}
    reply = busy.channel.do(SendFile(kind, about[kind], to))
    assert list(wrong_with(reply)) == []
    assert [each.name for each in posted(reply, tokens(), CONSOLE).files] or reply.failed
