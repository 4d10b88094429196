"""E-mail: handed in once, to one address, without a way to slip a header in."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.actions.model import Priority
from isthmus.errors import InvalidError
from isthmus.jobs.handling import Refused, Sent, Unknown
from isthmus.jobs.model import State
from isthmus.messages import Paragraph, Points, Reply
from isthmus.people import Person
from isthmus.reminding.mail import Mail, Server, as_html
from isthmus.reminding.model import Arrival, Preference, Sort
from isthmus.reminding.ways import Letter
from isthmus.storage import Storage
from kept_reminders import ANA, BEN, EVE, SID, Chat, RemindersOfTests, lines
from mail_of_tests import PostOffice, post_office

CONSOLE = "https://isthmus.plant.example"
REPLY = Reply((Paragraph("Two are late."), Points("Overdue", ("A-17 Close <the> modem line",))))
LETTER = Letter("ben@plant.example", "Your actions: 1 overdue", REPLY)


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as opened:
        yield opened


def mail(office: PostOffice, port: int = 0) -> Mail:
    server = Server(
        "127.0.0.1", port or office.port, sender="Isthmus <isthmus@plant.example>", starttls=False
    )
    return Mail(server, CONSOLE, lambda: datetime(2026, 3, 2, 8, tzinfo=UTC), timeout=5)


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_a_letter_arrives_as_text_and_html_with_its_key(office: PostOffice) -> None:
    way = mail(office)
    assert isinstance(way.send(LETTER, "morning:ben"), Sent)
    assert isinstance(way.send(LETTER, "morning:ben"), Sent)
    first, second = office.arrived
    assert first["Message-ID"] == second["Message-ID"]
    assert first["To"] == "ben@plant.example"
    assert first["Subject"] == "Your actions: 1 overdue"
    assert body(first, "plain") == "Two are late.\n\nOverdue:\n- A-17 Close <the> modem line\n"
    html = body(first, "html")
    assert f'<a href="{CONSOLE}/actions/17">A-17</a> Close &lt;the&gt; modem line' in html


def test_what_the_server_refuses_did_not_arrive(office: PostOffice) -> None:
    office.recipient = "550 no such mailbox"
    assert mail(office).send(LETTER, "k") == Refused(
        "The mail server refused it: 550 no such mailbox.", final=True
    )
    office.recipient = "451 come back later"
    came = mail(office).send(LETTER, "k")
    assert isinstance(came, Refused)
    assert not came.final
    office.recipient, office.text = "250 known", "554 looks like spam"
    assert isinstance(mail(office).send(LETTER, "k"), Refused)


def test_a_server_that_is_away_took_nothing(office: PostOffice) -> None:
    came = mail(office, port=1).send(LETTER, "k")
    assert isinstance(came, Refused)
    assert "does not work" in came.reason


def test_a_server_that_hangs_up_after_the_text_may_have_taken_it(office: PostOffice) -> None:
    office.text = ""
    assert isinstance(mail(office).send(LETTER, "k"), Unknown)
    assert len(office.arrived) == 1


def test_the_page_of_a_chart_is_a_link_and_nobody_elses_address_is() -> None:
    page = f"{CONSOLE}/charts/0b0399a43471"
    html = as_html(
        Reply((Points("For you", (page, "https://evil.example/charts/0b0399a43471")),)), CONSOLE
    )
    assert f'<a href="{page}">{page}</a>' in html
    assert html.count("<a ") == 1


@given(st.text(max_size=300))
def test_no_text_adds_a_header_or_leaves_its_line(text: str) -> None:
    way = mail(PostOffice(port=25))
    hostile = Reply((Paragraph(text), Points(text, (text,))))
    written = way.written(Letter("ben@plant.example", text, hostile), text)
    headers = written.as_bytes().split(b"\r\n\r\n")[0].decode()
    names = [
        line.partition(":")[0] for line in headers.split("\r\n") if not line.startswith((" ", "\t"))
    ]
    assert sorted(names) == sorted(set(names))
    assert set(names) <= {
        *("Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted"),
        *("MIME-Version", "Content-Type"),
    }
    assert written.as_bytes().isascii()


@pytest.mark.parametrize("address", ["ben@x\r\nBcc: all@plant.example", "ben", "a@b, c@d"])
def test_a_letter_to_no_address_is_refused(address: str) -> None:
    with pytest.raises(InvalidError):
        mail(PostOffice(port=25)).written(replace(LETTER, to=address), "k")


def test_mail_reaches_who_gave_an_address_or_has_one_as_id(office: PostOffice) -> None:
    way = mail(office)
    assert way.reach(BEN, Preference("ben", address="ben@plant.example")) == "ben@plant.example"
    assert way.reach(BEN, Preference("ben")) == ""
    directory = Person("sid@plant.example", "Sid")
    assert way.reach(directory, Preference(directory.id)) == "sid@plant.example"


# ---- as a way of reminders


def kept_with(storage: Storage, *ways: Mail | Chat) -> RemindersOfTests:
    kept = RemindersOfTests(storage, *ways)
    kept.reminding.put_wish(Preference("ben", address="ben@plant.example"), BEN)
    kept.lead(SID)
    kept.add("Close the modem line", days=0, priority=Priority.HIGH)
    return kept


def states(kept: RemindersOfTests, sort: Sort = Sort.NEWS) -> list[tuple[str, Arrival]]:
    sent = [each for each in kept.deliveries() if (each.person, each.sort) == ("ben", sort)]
    return sorted((each.way, each.state) for each in sent)


def test_a_reply_that_is_lost_makes_no_second_letter(storage: Storage, office: PostOffice) -> None:
    kept = kept_with(storage, mail(office))
    office.text = ""
    kept.to(0, 4)
    assert len(office.arrived) == 1
    assert states(kept) == [("console", Arrival.DELIVERED), ("e-mail", Arrival.UNCERTAIN)]
    [message] = kept.messages(BEN)
    assert kept.job(f"{message.key}>e-mail").state is State.DEAD


def test_what_does_not_arrive_goes_the_next_way(storage: Storage, office: PostOffice) -> None:
    chat = Chat(reaches=frozenset({"ben"}))
    kept = kept_with(storage, mail(office), chat)
    office.recipient = "550 no such mailbox"
    kept.to(0, 1)
    assert states(kept) == [
        ("chat", Arrival.DELIVERED),
        ("console", Arrival.DELIVERED),
        ("e-mail", Arrival.FAILED),
    ]
    [message] = kept.messages(BEN)
    job = kept.job(f"{message.key}>e-mail")
    assert (job.state, job.outcome.split(":")[0]) == (State.REJECTED, "Handed on to chat")
    assert kept.reminding.messages(SID) == []


def test_the_lead_hears_of_what_arrived_by_no_way(storage: Storage, office: PostOffice) -> None:
    chat = Chat(replies=[Refused("It knows nobody there.", final=True)], reaches=frozenset({"ben"}))
    kept = kept_with(storage, chat, mail(office))
    office.recipient = "550 no such mailbox"
    kept.to(0, 1)
    [told] = kept.reminding.messages(SID)
    assert told.reply is not None
    assert lines(told.reply)["Not delivered"] == (
        (
            "A reminder to Ben did not arrive by e-mail: The mail server refused it: "
            "550 no such mailbox. It waits in the console."
        ),
    )


def test_without_any_way_everything_waits_in_the_console(storage: Storage) -> None:
    kept = kept_with(storage)
    kept.to(1)
    assert states(kept) == [("console", Arrival.DELIVERED)]
    shown = kept.reminding.messages(BEN)
    assert kept.reminding.new_messages(BEN) == len(shown) == 3
    kept.reminding.seen([each.message.id for each in shown], ANA)  # not hers
    assert kept.reminding.new_messages(BEN) == 3
    kept.reminding.seen([each.message.id for each in shown], BEN)
    assert kept.reminding.new_messages(BEN) == 0
    assert kept.reminding.messages(EVE) == []


def test_what_waits_for_a_busy_server_comes_as_soon_as_it_takes_it(
    storage: Storage, office: PostOffice
) -> None:
    kept = kept_with(storage, mail(office))
    office.recipient = "451 come back later"
    kept.travel(kept.working.now + timedelta(minutes=4))
    office.recipient = "250 known"
    kept.to(0, 0)
    assert len(office.arrived) == 1
