"""Replies that the product really gives, made by saying things to it, to look at them in Teams."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Final

import served
from channel_of_tests import Channel, labelled
from isthmus.actions.listing import Page, Sought
from isthmus.messages import Form, Reply
from isthmus.raci.desk import Hand
from isthmus.reminding.model import Sort, Why
from isthmus.reminding.wording import Line, View, Waiting, reply
from isthmus.understanding.commands import OpenForm
from kept_charts import ANA, LEA, large

THREADS: Final = {"question": "t-2", "ambiguous draft": "t-3"}
CONSOLE: Final = "http://127.0.0.1:8000"
DRAFT: Final = (
    "Draft a RACI for OT patching with IT Security, OT Engineering, the plant manager and the "
    "integrator"
)
ADD: Final = "add action: Ben updates the OT incident response plan by next Friday, step 2.4, high"
NOTES: Final = """Minutes 23 November
- Ben sends the asset list by Friday
- Ana: check the backups by 1 December
- Ana: check the backups of the historian
- The weather was fine"""
SAID: Final = {
    "answer": "Who approves emergency patches?",
    "answer of several": "Who is accountable for compensating controls?",
    "refusal": served.UNANSWERED,
    "draft": DRAFT,
    "question": "draft a RACI",
    "ambiguous draft": "Draft a RACI for OT patching with security and the plant manager",
    "chart": "show the chart",
    "changed chart": "make the plant manager informed everywhere",
    "charts": "list charts",
    "chart as a file": "send it as Excel",
    "role": "define the OT security lead's role",
    "roles": "list role definitions",
    "action": ADD,
    "second action": "remind me to ask the integrator about jump hosts in two weeks",
    "third action": "add action: check the modem line yesterday, urgent",
    "shown action": "show A-1",
    "moved action": "move A-1 to end of June",
    "history": "history of A-1",
    "actions": "open actions",
    "overdue": "what is overdue?",
    "load": "who has the most to do?",
    "done": "A-2 is done: https://evidence.example/jump-hosts",
    "proposals": f"find actions in: {NOTES}",
    "not understood": "A-1 perhaps, who knows",
    "help": "help",
    "home": "home",
}


def given(wiring: served.FakeAnsweringWiring) -> dict[str, Reply]:
    """Give replies by what they show."""
    channel = Channel(wiring)
    replies: dict[str, Reply] = {}
    for name, text in SAID.items():
        replies[name] = channel(text, thread=THREADS.get(name, "t-1"))
    replies["passages"] = channel.press(labelled(replies["answer"], "passages"))
    replies["other date"] = channel.press(labelled(replies["action"], "Other date"))
    replies |= _forms(channel) | {"reminder": _reminder(wiring), "large chart": _large(channel)}
    return replies


def _forms(channel: Channel) -> dict[str, Reply]:
    asked = {
        "form of an action": OpenForm("action", "1"),
        "form of a new action": OpenForm("track", words=NOTES, source=("Ben", "")),
    }
    said: Callable[[OpenForm], Reply] = lambda form: channel.hear(  # noqa: E731
        replace(channel.message(""), command=form)
    )
    return {name: said(form) for name, form in asked.items()}


def _large(channel: Channel) -> Reply:
    channel.wiring.charts.begin(large(80, 14), Hand(ANA), readers=("everyone",))
    return channel("show the Everything chart", thread="t-large")


def _reminder(wiring: served.FakeAnsweringWiring) -> Reply:
    actions = wiring.actions.listed(LEA, Sought(), Page(limit=500)).actions
    lines = [Line(why, each) for why, each in zip(Why, actions, strict=False)]
    letters = (Waiting("c1", "OT patching", 3),)
    day = date(2026, 11, 23)
    view = View(Sort.MORNING, day, late=True, lines=tuple(lines), letters=letters, console=CONSOLE)
    return reply(view)


def forms_of(replies: dict[str, Reply]) -> list[Form]:
    return [form for each in replies.values() for form in each.of(Form)]
