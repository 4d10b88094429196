"""Events are handled and answered once; whatever goes wrong ends in words, and visibly."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy.event import listen, remove

from channels_of_tests import Kept, Paper, an_event, answer_to
from isthmus.channels.model import Event, Outgoing
from isthmus.channels.store import ChannelStore
from isthmus.channels.work import HEARD_AT_MOST, SENT_AT_MOST, UNSURE
from isthmus.edge.channels import WENT_WRONG
from isthmus.errors import NotAllowedError, UnavailableError
from isthmus.jobs.handling import NotYetError, Refused, Unknown
from isthmus.jobs.model import State
from isthmus.storage import Storage

ANSWER = "paper:T1:E1/reply"
APOLOGY = "paper:T1:E1/apology"


def test_an_event_is_handled_and_answered(kept: Kept, paper: Paper) -> None:
    kept.host.intake.accept(an_event())
    kept.run()
    assert paper.posted == {ANSWER: "You said: Question 1?"}
    assert kept.states() == ["done", "done"]
    posted = kept.host.outbox.of_event("paper:T1:E1")[0]
    assert (posted.key, posted.reference, posted.at) == (ANSWER, "ts1", kept.working.now)
    assert posted.outgoing == answer_to(an_event())


def test_what_came_of_an_event_is_found_by_its_second_name_and_by_its_reference(
    kept: Kept,
) -> None:
    kept.host.intake.accept(an_event(same_as="C1:17.5"))
    kept.run()
    by_name = kept.host.outbox.of_event("paper:T1:C1:17.5")
    assert by_name == kept.host.outbox.of_event("paper:T1:E1")
    assert kept.host.outbox.find("paper", "T1", "ts1") == by_name[0]
    assert kept.host.outbox.find("paper", "T2", "ts1") is None
    assert kept.host.outbox.of_event("paper:T1:other") == []


def test_what_came_of_events_is_found_by_how_their_keys_begin(kept: Kept) -> None:
    for known in ("C_1%:7~edit:1", "C_1%:7~edit:2", "c_1%:7~edit:3", "CX1X:7~edit:4"):
        kept.host.intake.accept(replace(an_event(), id=known))
    kept.run()
    found = kept.host.outbox.of_events("paper:T1:C_1%:7~edit:")
    assert [each.key for each in found] == [
        "paper:T1:C_1%:7~edit:1/reply", "paper:T1:C_1%:7~edit:2/reply",
    ]  # fmt: skip


def test_what_came_of_events_is_looked_up_by_an_index(storage: Storage) -> None:
    said: list[tuple[str, Any]] = []

    def hear(_c: object, _cursor: object, statement: str, given: object, *_: object) -> None:
        said.append((statement, given))

    listen(storage.engine, "before_cursor_execute", hear)
    with storage.reading() as connection:
        ChannelStore(connection).of_events("paper:T1:C_1%:7~edit:")
    remove(storage.engine, "before_cursor_execute", hear)
    (statement, given) = said[-1]
    with storage.engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        if not is_sqlite:  # where there is nothing to read, an index saves nothing
            connection.exec_driver_sql("SET enable_seqscan = off")
        explain = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN"
        plan = connection.exec_driver_sql(f"{explain} {statement}", given).all()
    told = " ".join(str(line) for line in plan)
    assert "ix_channel_outgoing_event" in told
    assert "event>" in told or "Index Cond" in told


def test_something_that_comes_of_no_event_is_sent_once_for_its_key(
    kept: Kept, paper: Paper
) -> None:
    notice = answer_to(an_event(), "A chart was approved.")
    assert kept.host.outbox.put(notice, "chart:7:approved")
    assert not kept.host.outbox.put(notice, "chart:7:approved")
    kept.run()
    assert paper.posted == {"chart:7:approved": "A chart was approved."}


def test_several_things_that_come_of_one_event_are_sent_in_their_order(storage: Storage) -> None:
    paper = Telling()
    kept = Kept(storage, paper)
    kept.host.intake.accept(an_event())
    kept.run()
    assert list(paper.posted.values()) == ["one", "two", "three"]
    assert [each.outgoing.name for each in kept.host.outbox.of_event("paper:T1:E1")] == [
        "a", "b", "c",
    ]  # fmt: skip


def test_two_things_of_one_name_are_a_mistake_that_is_seen(storage: Storage) -> None:
    paper = Telling(names="aa")
    kept = Kept(storage, paper)
    kept.host.intake.accept(an_event())
    kept.until_idle()
    assert paper.posted == {APOLOGY: WENT_WRONG}
    assert "need two names" in kept.jobs("channels.hear")[0].outcome


def test_what_was_not_said_to_us_is_not_kept(storage: Storage) -> None:
    kept = Kept(storage, Telling(names=""))
    assert kept.host.intake.accept(an_event())
    kept.run()
    assert not kept.host.intake.accept(an_event())
    with storage.reading() as connection:
        event = ChannelStore(connection).event(("paper", "T1", "E1"))
    assert event == an_event(payload={})


# ---- what goes wrong while it is handled


def test_a_failure_is_tried_again_and_nobody_notices(kept: Kept, paper: Paper) -> None:
    paper.troubles = [UnavailableError("no network"), ZeroDivisionError()]
    kept.host.intake.accept(an_event())
    kept.until_idle()
    assert paper.posted == {ANSWER: "You said: Question 1?"}


def test_a_failure_that_stays_is_a_dead_letter_and_words_in_the_thread(
    kept: Kept, paper: Paper
) -> None:
    paper.troubles = [UnavailableError("postgresql://secret")] * HEARD_AT_MOST
    kept.host.intake.accept(an_event())
    kept.until_idle()
    assert paper.posted == {APOLOGY: WENT_WRONG}
    assert (kept.jobs()[0].state, kept.jobs()[0].attempts) == (State.DEAD, HEARD_AT_MOST)


def test_what_cannot_be_is_told_at_once_in_its_own_words(kept: Kept, paper: Paper) -> None:
    paper.troubles = [NotAllowedError("This button is for Ana.")]
    kept.host.intake.accept(an_event())
    kept.run()
    assert paper.posted == {APOLOGY: "This button is for Ana."}
    job = kept.jobs()[0]
    assert (job.state, job.outcome) == (State.REJECTED, "This button is for Ana.")


def test_what_cannot_be_and_nobody_can_be_told_of_is_a_dead_letter(
    kept: Kept, paper: Paper
) -> None:
    paper.troubles = [NotAllowedError("This button is for Ana.")]
    paper.speechless = True
    kept.host.intake.accept(an_event())
    kept.until_idle()
    assert paper.posted == {}
    assert kept.jobs()[0].state is State.DEAD


def test_a_dead_letter_that_is_replayed_is_answered_after_all(kept: Kept, paper: Paper) -> None:
    paper.troubles = [ZeroDivisionError()] * HEARD_AT_MOST
    kept.host.intake.accept(an_event())
    kept.until_idle()
    replay(kept)
    kept.until_idle()
    assert list(paper.posted) == [APOLOGY, ANSWER]


def test_however_often_it_fails_people_are_told_once(kept: Kept, paper: Paper) -> None:
    kept.host.intake.accept(an_event())
    for _ in range(2):
        paper.troubles = [ZeroDivisionError()] * HEARD_AT_MOST
        kept.until_idle()
        replay(kept)
    assert list(paper.posted) == [APOLOGY]


def test_a_platform_that_is_not_set_up_any_more_makes_a_dead_letter_that_says_so(
    kept: Kept,
) -> None:
    kept.host.intake.accept(an_event(platform="gone"))
    kept.until_idle()
    job = kept.jobs()[0]
    assert job.state is State.DEAD
    assert "Nothing is set up for gone any more" in job.outcome


# ---- what goes wrong while it is sent


def test_what_may_not_be_seen_any_more_is_not_sent(kept: Kept, paper: Paper) -> None:
    paper.refusal = "Somebody joined who may not read it."
    kept.host.intake.accept(an_event())
    kept.until_idle()
    assert paper.posted == {}
    job = kept.jobs("channels.send")[0]
    assert (job.state, job.outcome) == (State.REJECTED, paper.refusal)


def test_a_lost_reply_is_no_second_message(kept: Kept, paper: Paper) -> None:
    paper.lost = True
    kept.host.intake.accept(an_event())
    kept.until_idle()
    assert paper.posted == {ANSWER: "You said: Question 1?"}
    assert kept.host.outbox.of_event("paper:T1:E1")[0].reference == "found"


def test_a_platform_that_asks_to_wait_holds_back_everything_for_that_place(
    kept: Kept, paper: Paper
) -> None:
    paper.replies = [Refused("429", timedelta(minutes=3))]
    kept.host.intake.accept_all([an_event(1), an_event(2), an_event(3, lane="C2")])
    kept.run()
    assert list(paper.posted) == ["paper:T1:E3/reply"]
    kept.travel(minutes=2)
    kept.run()
    assert len(paper.posted) == 1
    kept.travel(minutes=1)
    kept.run()
    assert list(paper.posted)[1:] == [ANSWER, "paper:T1:E2/reply"]


def test_what_the_platform_refuses_for_good_is_told_and_a_dead_letter(
    kept: Kept, paper: Paper
) -> None:
    paper.replies = [Refused("invalid_blocks", final=True)]
    kept.host.intake.accept(an_event())
    kept.until_idle()
    assert paper.posted == {APOLOGY: WENT_WRONG}
    assert kept.jobs("channels.send")[0].state is State.DEAD


def test_where_it_may_have_arrived_who_asked_is_told_so_and_it_is_not_sent_again(
    kept: Kept, paper: Paper
) -> None:
    paper.replies = [Unknown("502")] * SENT_AT_MOST
    kept.host.intake.accept(an_event())
    kept.until_idle()
    assert paper.posted == {APOLOGY: UNSURE}
    assert kept.jobs("channels.send")[0].state is State.DEAD


def test_what_can_never_be_told_keeps_nobody_waiting(kept: Kept, paper: Paper) -> None:
    paper.replies = [Unknown("502", final=True)]
    kept.host.intake.accept_all([an_event(1), an_event(2)])
    kept.run()
    assert list(paper.posted) == ["paper:T1:E2/reply", APOLOGY]
    assert kept.jobs("channels.send")[0].state is State.DEAD


def test_an_apology_that_cannot_be_sent_is_apologised_for_no_further(
    kept: Kept, paper: Paper
) -> None:
    paper.replies = [Refused("channel_not_found", final=True)] * 2
    kept.host.intake.accept(an_event())
    kept.until_idle()
    assert [job.state for job in kept.jobs("channels.send")] == [State.DEAD] * 2


def test_a_failure_before_anything_left_is_tried_again_without_asking_whether_it_arrived(
    storage: Storage,
) -> None:
    paper = Unprepared()
    kept = Kept(storage, paper)
    kept.host.intake.accept(an_event())
    kept.until_idle()
    assert (paper.tries, list(paper.posted), paper.asked) == (3, [ANSWER], 0)


def test_who_may_see_it_is_looked_at_again_no_sooner_than_the_platform_wants(
    storage: Storage,
) -> None:
    paper = Unprepared(BusyError("429"))
    kept = Kept(storage, paper)
    kept.host.intake.accept(an_event())
    kept.run()
    kept.travel(minutes=2)
    kept.run()
    assert paper.tries == 1
    kept.until_idle()
    assert list(paper.posted) == [ANSWER]


def test_an_event_is_heard_again_no_sooner_than_the_platform_wants(
    kept: Kept, paper: Paper
) -> None:
    paper.troubles = [BusyError("429")]
    kept.host.intake.accept(an_event())
    kept.run()
    kept.travel(minutes=2)
    kept.run()
    assert paper.posted == {}
    kept.travel(minutes=2)
    kept.run()
    assert list(paper.posted) == [ANSWER]


def test_what_is_to_be_sent_later_waits(storage: Storage) -> None:
    paper = Later()
    kept = Kept(storage, paper)
    kept.host.intake.accept(an_event())
    kept.run()
    assert paper.posted == {}
    kept.travel(seconds=2)
    kept.run()
    assert list(paper.posted) == [ANSWER]


def test_after_a_restore_nothing_is_sent_again(kept: Kept, paper: Paper) -> None:
    kept.host.intake.accept(an_event(1))
    kept.run()
    kept.host.intake.accept(an_event(2))
    with kept.working.changing() as store:
        store.set_aside("restored", kept.working.now)
    kept.until_idle()
    assert list(paper.posted) == [ANSWER]
    assert not kept.host.intake.accept(an_event(2))


def replay(kept: Kept) -> None:
    with kept.working.changing() as store:
        dead = store.listed([State.DEAD], "channels.hear")[0]
        store.put(dead.replayed(kept.working.now))


class Telling(Paper):
    """Posts three things for each event."""

    def __init__(self, names: str = "abc") -> None:
        super().__init__()
        self.names = names

    def handle(self, event: Event) -> list[Outgoing]:
        said = zip(self.names, ("one", "two", "three"), strict=False)
        return [replace(answer_to(event, text), name=name) for name, text in said]


class BusyError(NotYetError):
    retry_after = timedelta(minutes=3)


class Later(Paper):
    """Sends what it says two seconds later."""

    def handle(self, event: Event) -> list[Outgoing]:
        return [replace(answer_to(event), after=timedelta(seconds=2))]


class Unprepared(Paper):
    """Fails to look who may see it, twice."""

    tries = 0
    asked = 0

    def __init__(self, trouble: Exception | None = None) -> None:
        super().__init__()
        self.trouble = trouble or ConnectionError("no network")

    def prepare(self, outgoing: Outgoing) -> Outgoing:
        self.tries += 1
        if self.tries < 3:
            raise self.trouble
        return outgoing

    def find(self, outgoing: Outgoing, key: str) -> Unknown:
        self.asked += 1
        return Unknown(f"{outgoing.name} {key}")
