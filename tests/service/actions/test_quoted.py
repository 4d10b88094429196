"""What an action quotes is read through it by nobody who may not read where it stands."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Final

import pytest
from sqlalchemy import Connection, event

import served
from isthmus.actions.changes import LetRead, Retitle
from isthmus.actions.exporting import Format, every, export
from isthmus.actions.listing import ALL, Order, Since, Sought
from isthmus.actions.model import Action, Draft, Party, Recurrence, Source, SourceKind
from isthmus.actions.webhooks.desk import KIND
from isthmus.actions.webhooks.sending import Telling
from isthmus.actions.webhooks.store import WebhookStore
from isthmus.errors import InvalidError
from isthmus.jobs.handling import Prepared
from isthmus.jobs.model import Job
from isthmus.library.model import Said
from isthmus.people import EVERYONE, OPERATOR, Audience, Person, alone
from isthmus.raci.desk import Hand
from kept_actions import DeskOfTests
from kept_charts import small

HAND = Hand(served.ANA)
BENS: Final = Hand(served.BEN)
QUOTE: Final = "The gatehouse modem answers to canary-9."
TOLD: Final = ("gatehouse", "Modem records", "/passages/p-9", "Rosa")


@pytest.fixture(params=["document", "chart"])
def source(request: pytest.FixtureRequest, wiring: served.FakeAnsweringWiring) -> Source:
    """Give where an action comes from that only the plant may read."""
    if request.param == "chart":
        chart = wiring.charts.begin(small(), HAND, "Begun", ["plant"])
        return Source(SourceKind.CHART, "Open the window", title="OT patching", chart=chart.id)
    with wiring.reading(alone(served.ANA)) as library:
        secret = next(each for each in library.documents() if "plant" in each.description.readers)
    return Source(SourceKind.DOCUMENT, "A modem.", title="Records", document=secret.id)


@pytest.mark.parametrize("readers", [("everyone",), ("office",), ("plant", "office")])
def test_readers_who_may_not_read_the_source_are_refused(
    wiring: served.FakeAnsweringWiring, source: Source, readers: tuple[str, ...]
) -> None:
    draft = Draft("Remove the modem", source=source, readers=readers)
    for begin in (
        lambda: wiring.actions.add(draft, HAND),
        lambda: wiring.actions.propose([draft], HAND),
    ):
        with pytest.raises(InvalidError, match="which only plant may read"):
            begin()
    assert wiring.actions.listed(served.ANA).actions == ()


def test_readers_are_not_widened_later_and_all_else_is_changed(
    wiring: served.FakeAnsweringWiring, source: Source
) -> None:
    draft = Draft("Remove the modem", source=source, readers=("plant",))
    action = wiring.actions.add(draft, HAND)
    with pytest.raises(InvalidError, match="Let no other groups read"):
        wiring.actions.edit(action.id, [LetRead(("everyone",))], HAND)
    changed = wiring.actions.edit(action.id, [Retitle("Remove both modems")], HAND)
    assert (changed.title, changed.readers) == ("Remove both modems", ("plant",))


def test_what_is_not_ours_or_gone_holds_nobody_back(wiring: served.FakeAnsweringWiring) -> None:
    for source in (
        Source(SourceKind.MESSAGE, "Do it.", permalink="https://chat.example/1"),
        Source(SourceKind.DOCUMENT, "Do it.", document="never-there"),
        Source(SourceKind.CHART, "Do it.", chart="never-there"),
    ):
        assert wiring.actions.add(Draft("Do it", source=source), HAND).source.kind is source.kind


@dataclass(frozen=True)
class Quoting:
    """An action of Ben's that quotes what everyone may read, until only the plant may."""

    wiring: served.FakeAnsweringWiring
    action: Action
    narrow: Callable[[], object]

    def ways(self, to: Person) -> dict[str, str]:
        """Give all that somebody is given of it, by the way it is given."""
        actions, since = self.wiring.actions, Since(served.NOW - timedelta(days=1))
        shown = actions.show(self.action.id, to)
        return {
            "show": repr((shown.action, shown.blockers)),
            "list": repr(actions.listed(to)),
            "channel": repr(actions.listed(Audience((served.ANA, to)))),
            "alike": repr(actions.alike(self.action.title, to)),
            "history": repr(actions.history(self.action.id, to)),
            "changes": repr(actions.changed(to, since)),
            "file": export(every(actions, to, ALL, Order.DUE), Format.CSV).decode(),
        }

    def calendar(self, of: Person) -> str:
        token = self.wiring.feeds.make(of).rpartition("/")[2].removesuffix(".ics")
        return self.wiring.feeds.calendar(token).decode()


@pytest.fixture(params=["document", "chart"])
def quoting(request: pytest.FixtureRequest, wiring: served.FakeAnsweringWiring) -> Quoting:
    source = Source(
        SourceKind.ANSWER, QUOTE, author="Rosa", permalink="/passages/p-9", title="Modem records"
    )
    narrow: Callable[[], object]
    if request.param == "chart":
        chart = wiring.charts.begin(small(), HAND, "Begun").id
        source = replace(source, chart=chart)
        narrow = partial(wiring.charts.let_read, chart, ["plant"], HAND)
    else:
        source = replace(source, document=document_for(wiring, EVERYONE))
        narrow = partial(document_for, wiring, "plant")
    draft = Draft(
        "Remove the modem",
        owner=Party("Ben", "ben"),
        due=date(2026, 12, 4),
        source=source,
        recurrence=Recurrence("every quarter"),
    )
    return Quoting(wiring, wiring.actions.add(draft, HAND), narrow)


def document_for(wiring: served.FakeAnsweringWiring, readers: str) -> str:
    """Add a document, or give it other readers."""
    said: Said = {"readers": frozenset({readers})}
    wiring.ingest.uploaded("modems.txt", QUOTE.encode(), said, served.ANA)
    with wiring.reading(alone(OPERATOR)) as library:
        return next(d.id for d in library.documents() if d.source.endswith("modems.txt"))


def told(text: str) -> list[str]:
    return [each for each in TOLD if each in text]


def test_who_may_not_read_the_source_any_more_is_not_given_what_it_says(quoting: Quoting) -> None:
    before = quoting.ways(served.BEN)
    assert all(told(text) for text in before.values())
    quoting.narrow()
    after = quoting.ways(served.BEN)
    assert not {way: told(text) for way, text in after.items() if told(text)}
    assert all("Remove the modem" in text for text in after.values())
    calendar = quoting.calendar(served.BEN)
    assert "Remove the modem" in calendar
    assert not told(calendar)


def test_its_readers_are_given_it_still(quoting: Quoting) -> None:
    before = quoting.ways(served.ANA)
    quoting.narrow()
    kept = {way: told(text) for way, text in quoting.ways(served.ANA).items()}
    del before["channel"], kept["channel"]
    assert kept == {way: told(text) for way, text in before.items()}


def test_nobody_is_given_the_words_of_a_document_that_is_gone(
    wiring: served.FakeAnsweringWiring,
) -> None:
    document = document_for(wiring, EVERYONE)
    source = Source(SourceKind.DOCUMENT, QUOTE, title="Modem records", document=document)
    action = wiring.actions.add(Draft("Remove the modem", source=source), HAND)
    assert wiring.actions.show(action.id, HAND.by).action.source == source
    wiring.retire(document, OPERATOR)
    assert wiring.actions.show(action.id, HAND.by).action.source == Source(SourceKind.DOCUMENT)


def test_what_acts_give_back_is_blank_and_the_action_keeps_its_source(quoting: Quoting) -> None:
    quoting.narrow()
    actions, number = quoting.wiring.actions, quoting.action.id
    given = (
        actions.edit(number, [Retitle("Remove both modems")], BENS),
        actions.comment(number, "On it.", BENS),
        actions.undo(number, BENS),
        *actions.bulk([number], lambda keeping, each: keeping.start(each), BENS).done,
    )
    assert [each.source for each in given] == [Source(SourceKind.ANSWER)] * 4
    assert actions.show(number, served.ANA).action.source == quoting.action.source


def test_a_recurring_action_is_closed_after_its_source_was_narrowed(quoting: Quoting) -> None:
    quoting.narrow()
    actions = quoting.wiring.actions
    closed = actions.done(quoting.action.id, BENS)
    assert actions.show(closed.followed_by, served.BEN).action.source == Source(SourceKind.ANSWER)
    assert actions.show(closed.followed_by, served.ANA).action.source == quoting.action.source


def test_no_action_is_found_by_the_words_of_what_it_quotes(quoting: Quoting) -> None:
    assert quoting.wiring.actions.listed(served.BEN, Sought(words="gatehouse")).actions == ()
    assert quoting.wiring.actions.listed(served.BEN, Sought(words="modem")).actions != ()


def test_a_refusal_does_not_say_what_is_quoted(quoting: Quoting) -> None:
    quoting.narrow()
    with pytest.raises(InvalidError, match="quotes something, which only") as refused:
        quoting.wiring.actions.edit(quoting.action.id, [LetRead(("office",))], BENS)
    assert not told(str(refused.value))
    assert "plant" not in str(refused.value)


@pytest.mark.parametrize(("readers", "expected"), [((), False), (("plant",), True)])
def test_a_webhook_sends_what_its_readers_may_read_now(
    quoting: Quoting, readers: tuple[str, ...], *, expected: bool
) -> None:
    quoting.narrow()
    wiring = quoting.wiring
    webhook = wiring.webhooks.subscribe("https://tracker.example/hook", (), readers, OPERATOR)
    payload = {"webhook": webhook.id, "action": quoting.action.id, "event": 1}
    job = Job(1, KIND, "key", payload, served.NOW, served.NOW, served.NOW)

    @contextmanager
    def looking() -> Iterator[WebhookStore]:
        raise AssertionError("Nothing is sent.")
        yield

    telling = Telling(looking, lambda *_: pytest.fail("Nothing is sent."), wiring.clock, "")
    with wiring.recording() as act:
        prepared = telling.prepare(act, job)
    assert isinstance(prepared, Prepared)
    assert bool(told(str(prepared.payload["body"]))) is expected


def test_each_database_is_asked_once_for_each_kind_of_source(desk: DeskOfTests) -> None:
    sources = [Source(SourceKind.ANSWER, QUOTE, chart=f"c{n}", document=f"d{n}") for n in range(5)]
    quoted = [Action(n, "Do it", source=source) for n, source in enumerate(sources)]
    asked: list[str] = []

    def note(_connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    with desk.actions.looking(served.ANA) as lists:
        event.listen(lists.quoting.connection, "before_cursor_execute", note)
        given = lists.quoting.actions(quoted)
    assert [each.source for each in given] == [Source(SourceKind.ANSWER)] * 5
    assert len([each for each in asked if "FROM documents" in each]) == 1
    assert len([each for each in asked if "FROM charts" in each]) == 1
