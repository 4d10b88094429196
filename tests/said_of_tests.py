"""What the product really says in a channel: one of each kind of reply."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

import served
from channel_of_tests import Channel, labelled
from isthmus.actions.model import Action, Draft, Party, Priority
from isthmus.messages import Form, Reply, failed
from isthmus.raci.desk import Hand
from isthmus.raci.model import Chart
from isthmus.reminding import pressing as reminders
from isthmus.reminding.digests import Digest, Entry, Section, digest_reply
from isthmus.reminding.model import Sort, Why
from isthmus.reminding.wording import Line, View, Waiting
from isthmus.reminding.wording import reply as told
from isthmus.understanding.commands import OpenForm, ShowHome
from kept_charts import ANA, LEA, RIA, large, small
from replies_of_tests import HOSTILE

DRAFT: Final = "Draft a RACI for OT patching with IT Security, OT Engineering and the plant manager"
ADD: Final = "add action: Ben updates the OT incident response plan by next Friday, step 2.4, high"
NOTES: Final = """Minutes 23 November
- Ben sends the asset list by Friday
- Ana: check the backups
- The weather was fine"""
PATCHES: Final = "Who approves emergency patches?"
CONSOLE: Final = "http://127.0.0.1:8000"
OPEN_FORMS: Final = {
    "action": OpenForm("action", "1"),
    "track": OpenForm("track", words="Ben, please send the list by 4 December", source=("Lea", "")),
    "place": OpenForm("place", "slack/T1/C1"),
}

Says = Callable[[Channel], Reply]


def _after(*said: str) -> Says:
    """Give what is said to the last of some messages."""

    def says(channel: Channel) -> Reply:
        return [channel(each) for each in said][-1]

    return says


def _pressed(label: str, *said: str) -> Says:
    return lambda channel: channel.press(labelled(_after(*said)(channel), label))


def _kept(chart: Chart) -> Says:
    def says(channel: Channel) -> Reply:
        channel.wiring.charts.begin(chart, Hand(ANA), readers=("everyone",))
        return channel(f"show the {chart.title} chart")

    return says


def _added(channel: Channel, title: str, **of: object) -> Action:
    draft = replace(Draft(title, owner=Party("Ana", "ana")), **of)  # type: ignore[arg-type]
    return channel.wiring.actions.add(draft, Hand(ANA))


def _many_actions(channel: Channel) -> Reply:
    for number in range(18):
        due = date(2026, 11, 10) + timedelta(days=2 * number)
        _added(channel, f"Check switch {number} in the packaging hall", due=due)
    return channel("my actions")


def _home(channel: Channel) -> Reply:
    _many_actions(channel)
    filed = channel.keep("OT patching")
    channel("show the OT patching chart")
    channel("Ana holds the plant manager role")
    channel.wiring.charts.show(filed.id, ANA)
    return channel.do(ShowHome())


def _form(kind: str) -> Says:
    def says(channel: Channel) -> Reply:
        _added(channel, "Close the modem line", due=date(2026, 12, 4))
        return channel.do(OPEN_FORMS[kind], LEA)

    return says


def _letters(channel: Channel) -> Reply:
    filed = channel.keep("OT patching")
    channel("show the OT patching chart")
    channel("Ria holds the plant manager role")
    return channel.do(OpenForm("letters", filed.id), RIA)


def _rows(channel: Channel) -> Reply:
    filed = channel.keep("OT patching")
    return channel.do(OpenForm("row", filed.id), ANA)


def _digest(_channel: Channel) -> Reply:
    entries = (Entry(1, "A-1 Close the modem line (Ben)"), Entry(2, "A-2 Late one (Kai; 3 days)"))
    sections = (Section("Closed", 1, entries[:1]), Section("Overdue", 3, entries[1:]))
    since = datetime(2026, 11, 16, tzinfo=UTC)
    day = date(2026, 11, 23)
    made = Digest(since, since + timedelta(days=7), day, sections)
    return digest_reply(made, CONSOLE)


def _reminder(channel: Channel) -> Reply:
    urgent = _added(
        channel, "Check the modem line", due=date(2026, 11, 20), priority=Priority.URGENT
    )
    soon = _added(channel, "Update the plan", due=date(2026, 11, 25), step="2.4")
    lines = (Line(Why.OVERDUE, urgent), Line(Why.SOON, soon), Line(Why.SILENT, urgent))
    letters = (Waiting("c1", "OT patching", 3),)
    below = reminders.buttons((urgent, soon))
    day = date(2026, 11, 23)
    return told(
        View(
            Sort.MORNING,
            day,
            late=True,
            lines=lines,
            letters=letters,
            buttons=below,
            console=CONSOLE,
        )
    )


def _helped(channel: Channel) -> Reply:
    return channel.press(labelled(channel(PATCHES), "Not helpful"))


def _not_said_why(channel: Channel) -> Reply:
    (form,) = _helped(channel).of(Form)
    return channel.send(form, helpful="no", reason="other")


def _reviewed(channel: Channel) -> Reply:
    filed = channel.keep("OT patching")
    channel.wiring.charts.submit(filed.id, Hand(ANA))
    return channel("show the OT patching chart", LEA)


def _row_chosen(channel: Channel) -> Reply:
    filed = channel.keep("OT patching")
    form = channel.form(OpenForm("row", filed.id))
    return channel.send(form, row="1")


def _place(channel: Channel) -> Reply:
    return channel.do(OPEN_FORMS["place"], LEA)


def _place_wrong(channel: Channel) -> Reply:
    (form,) = _place(channel).of(Form)
    return channel.send(form, LEA, answers="sometimes", digest="noon")


def _hostile(channel: Channel, title: str) -> Reply:
    _added(channel, title)
    return channel("my actions")


def _hostile_document(channel: Channel) -> Reply:
    text = "title: *Policy* <!channel> :skull:\n\nTurbines\n" + "\n".join(
        f"The turbine rule says {each}." for each in HOSTILE if "\x00" not in each
    )
    said = {"collection": "policies"}
    channel.wiring.ingest.uploaded("turbine.txt", text.encode(), said, ANA)  # type: ignore[arg-type]
    return channel("What does the turbine rule say?")


def _hostile_chart(channel: Channel) -> Reply:
    chart = small("*Turbine* <!channel> <@U1>")
    first, *others = chart.rows
    rows = (replace(first, activity=" ".join(HOSTILE)[:300]), *others)
    return _kept(replace(chart, rows=rows))(channel)


SAYINGS: Final[Mapping[str, Says]] = {
    "answer": _after(PATCHES),
    "passages": _pressed("Show the passages", PATCHES),
    "passages-nearest": _pressed("Show the passages", served.UNANSWERED),
    "understood": _after(
        "Who is accountable for compensating controls?", "and for emergency patches?"
    ),
    "refusal": _after(served.UNANSWERED),
    "told": _pressed("Tell the administrator", served.UNANSWERED),
    "helped": _pressed("Helpful", PATCHES),
    "chart-draft": _after(DRAFT),
    "chart-asked": _after("Draft a RACI for OT patching with security and the plant manager"),
    "chart-small": _kept(small()),
    "chart-big": _kept(large()),
    "chart-wide": _kept(large(12, 24)),
    "chart-tall": _kept(large(110, 6)),
    "chart-reviewed": _reviewed,
    "chart-why": _after(DRAFT, "why is the plant manager accountable for row 1?"),
    "charts": _after(DRAFT, "list charts"),
    "chart-edited": _after(DRAFT, "add a column for Legal, informed everywhere"),
    "chart-file": _after(DRAFT, "send it as Excel"),
    "chart-changed": _after(DRAFT, "add a column for Legal", "what changed?"),
    "role": _after("define the OT security lead's role"),
    "roles": _after("define the OT security lead's role", "list role definitions"),
    "action": _after(ADD),
    "action-shown": _after(ADD, "show A-1"),
    "action-done": _after(ADD, "A-1 is done: https://evidence.example/17"),
    "action-history": _after(ADD, "history of A-1"),
    "action-date": _pressed("Other date", ADD),
    "action-tracked": _pressed("Track this", PATCHES),
    "action-unclear": _after(ADD, "A-1 perhaps, who knows"),
    "actions": _many_actions,
    "actions-load": _after(ADD, "who has the most to do?"),
    "actions-changed": _after(ADD, "what changed this week?"),
    "proposals": _after(f"find the actions in this: {NOTES}"),
    "digest": _digest,
    "reminder": _reminder,
    "report": _after(ADD, "report last month"),
    "report-file": _pressed("Text (Markdown)", ADD, "report last month"),
    "help": _after("help"),
    "not-found": _after("remove row 1 of the turbine chart"),
    "failed": lambda _: failed("Something went wrong here; it is noted. Please try it again."),
    "home": _home,
    "form-action": _form("action"),
    "form-track": _form("track"),
    "form-letters": _letters,
    "form-row": _rows,
    "form-row-chosen": _row_chosen,
    "form-place": _place,
    "form-place-wrong": _place_wrong,
    "form-feedback": _helped,
    "form-feedback-wrong": _not_said_why,
    "hostile-answer": _hostile_document,
    "hostile-chart": _hostile_chart,
    "hostile-bold": lambda channel: _hostile(channel, "*bold* _x_ ~y~ `z` :skull: <!channel>"),
    "hostile-long": lambda channel: _hostile(channel, "Do <@U1> & more. " * 9),
    "hostile-bidi": lambda channel: _hostile(
        channel, "\u0645\u0631\u062d\u0628\u0627 \u202eab\u202c"
    ),
}


def said_by(name: str, channel: Channel) -> Reply:
    return SAYINGS[name](channel)


def form_in(reply: Reply) -> Form | None:
    return next(iter(reply.of(Form)), None)
