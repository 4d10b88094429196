"""A thread of a channel in tests: people say things and press buttons."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import count

import served
from isthmus.assistant import Assistant
from isthmus.messages import Button, Field, Form, Message, Reply, reply_as_json, reply_of
from isthmus.people import Audience, Person
from isthmus.raci.desk import Hand
from isthmus.raci.listing import Sought
from isthmus.raci.model import Filed
from isthmus.understanding.commands import Command, Fill
from kept_charts import ANA, BEN, EVE, LEA, RIA, small


class Channel:
    """A thread of a channel in which people say things and press buttons."""

    def __init__(self, wiring: served.FakeAnsweringWiring) -> None:
        with wiring.access() as access:
            for person in (ANA, BEN, LEA, RIA, EVE):
                access.put_person(person)
        self.wiring = wiring
        self.assistant: Assistant = wiring.assistant
        self._ids = count()

    def __call__(
        self, text: str, by: Person = ANA, thread: str = "t1", among: Sequence[Person] = ()
    ) -> Reply:
        return self.hear(self.message(text, by, thread, among))

    def message(
        self, text: str, by: Person = ANA, thread: str = "t1", among: Sequence[Person] = ()
    ) -> Message:
        audience = Audience((by, *among)) if among else None
        return Message(f"m{next(self._ids)}", "test", thread, by, text, audience=audience)

    def press(self, button: Button, by: Person = ANA, thread: str = "t1") -> Reply:
        return self.do(button.command, by, thread)

    def do(
        self, command: Command, by: Person = ANA, thread: str = "t1", among: Sequence[Person] = ()
    ) -> Reply:
        return self.hear(replace(self.message("", by, thread, among), command=command))

    def form(self, command: Command, by: Person = ANA) -> Form:
        (form,) = self.do(command, by).of(Form)
        return form

    def send(self, form: Form, by: Person = ANA, **entered: str) -> Reply:
        return self.do(filled_in(form, **entered), by)

    def hear(self, message: Message) -> Reply:
        """Hear a message; whatever comes of it can be kept and sent as JSON."""
        reply = self.assistant.hear(message)
        assert reply_of(reply_as_json(reply)) == reply
        return reply

    def keep(self, title: str, *readers: str, by: Person = ANA) -> Filed:
        return self.wiring.charts.begin(small(title), Hand(by), readers=readers or ("everyone",))

    def titles(self) -> list[str]:
        return [each.title for each in self.wiring.charts.listed(LEA, Sought())]

    def chart(self, chart: str) -> Filed:
        return self.wiring.charts.show(chart, ANA).filed


def labelled(reply: Reply, label: str) -> Button:
    return next(each for each in reply.buttons if label in each.label)


def filled_in(form: Form, **entered: str) -> Fill:
    """Give what comes back of a form in which some fields were filled, the others left alone."""
    known = {each.name for each in form.fields}
    assert set(entered) <= known, f"{set(entered) - known} are no fields of {known}"
    values = {each.name: entered.get(each.name, each.value) for each in form.fields}
    return Fill(form.about, tuple(values.items()))


def field_of(form: Form, name: str) -> Field:
    return next(each for each in form.fields if each.name == name)
