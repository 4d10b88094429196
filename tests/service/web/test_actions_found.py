"""Actions found in minutes: proposed with their sentence, accepted, corrected, discarded, once."""

import re
from io import BytesIO

import pytest
from docx import Document
from fastapi.testclient import TestClient

import served
from console_of_tests import CONTRIBUTOR, LEAD, READER
from isthmus.actions.listing import ALL
from isthmus.actions.model import Action, Draft, Party, SourceKind, Status
from isthmus.people import GUEST, Person, Rank
from isthmus.raci.desk import Hand
from pages_of_tests import PAGE, Shown, be, get, post, said

OUTSIDER = Person("out", "Out", frozenset({"office"}), rank=Rank.LEAD)
MINUTES = """# Steering committee

## Actions

- Con: send the asset list to the SOC by 4 December 2026
- Lea to order the jump host
- Turbotec will remove the modem before the shutdown
"""
MAIL = b"""From: Lea <lea@example.com>
To: con@example.com
Subject: Patch window
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Hello Con,

please send the patch window to production by Friday.
"""


@pytest.fixture(autouse=True)
def people(wiring: served.FakeAnsweringWiring) -> None:
    with wiring.access() as access:
        for person in (READER, CONTRIBUTOR, LEAD, OUTSIDER):
            access.put_person(person)


def give(client: TestClient, text: str = MINUTES, readers: str = "plant") -> Shown:
    return client.post("/actions/find", data={"text": text, "readers": readers}, headers=PAGE)


def upload(client: TestClient, name: str, content: bytes) -> Shown:
    files = {"file": (name, content)}
    return client.post("/actions/find", data={"readers": "plant"}, files=files, headers=PAGE)


def every(wiring: served.FakeAnsweringWiring) -> list[Action]:
    return sorted(wiring.actions.listed(LEAD, ALL).actions, key=lambda action: action.id)


def test_pasted_minutes_become_proposals_with_owner_day_and_sentence(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    be(client, wiring, CONTRIBUTOR)
    page = give(client)
    assert page.url.path == "/actions/proposed"
    assert "3 actions found in Pasted text" in said(page).replace("\N{NO-BREAK SPACE}", " ")
    sent = every(wiring)[0]
    assert sent.status is Status.PROPOSED
    assert sent.owner == Party("Con", "con")
    assert str(sent.due) == "2026-12-04"
    assert sent.source.quote in MINUTES
    assert (sent.source.kind, sent.source.row) == (SourceKind.MESSAGE, "line 5")
    assert "Pasted text, line 5" in said(page)
    modem = every(wiring)[2]
    assert modem.owner == Party("Turbotec")
    assert modem.due is None
    assert "Said: “before the shutdown”" in said(page)


def test_the_same_text_adds_nothing_twice_whatever_became_of_it(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    be(client, wiring, CONTRIBUTOR)
    give(client)
    post(client, "/actions/proposed/1/accept")
    post(client, "/actions/proposed/2/discard")
    page = give(client)
    assert "All 3 actions in Pasted text were found before" in said(page).replace("\xa0", " ")
    assert len(every(wiring)) == 3
    page = give(client, MINUTES + "- Con to label the cabinets\n")
    assert len(every(wiring)) > 3, "another text is another source"


@pytest.mark.parametrize("kind", ["docx", "md", "txt", "eml"])
def test_minutes_are_read_from_files(
    client: TestClient, wiring: served.FakeAnsweringWiring, kind: str
) -> None:
    be(client, wiring, CONTRIBUTOR)
    document = Document()
    document.add_heading("Actions", 2)
    document.add_paragraph("Con: send the patch window to production", "List Bullet")
    word = BytesIO()
    document.save(word)
    content = {"docx": word.getvalue(), "eml": MAIL}.get(kind, MINUTES.encode())
    page = upload(client, f"minutes.{kind}", content)
    assert page.url.path == "/actions/proposed", said(page)
    first = every(wiring)[0]
    assert first.owner == Party("Con", "con")
    assert (first.source.kind, first.source.title) == (SourceKind.DOCUMENT, f"minutes.{kind}")
    assert f"minutes.{kind}" in said(page)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"text": "", "readers": "plant"}, "Choose a file, or paste a text."),
        ({"text": "Con to do it", "readers": " , "}, "Name the groups"),
    ],
)
def test_nothing_to_look_through_is_told(
    client: TestClient, wiring: served.FakeAnsweringWiring, values: dict[str, str], why: str
) -> None:
    be(client, wiring, CONTRIBUTOR)
    page = post(client, "/actions/find", **values)
    assert page.status_code == 422
    assert why in said(page)
    empty = upload(client, "empty.docx", b"PK\x03\x04broken")
    assert empty.status_code == 422
    assert every(wiring) == []


def test_a_text_without_requests_says_so(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    be(client, wiring, CONTRIBUTOR)
    page = give(client, "The weather was good.")
    assert "Nothing in Pasted text asks somebody to do something" in said(page)


def test_a_proposal_is_corrected_as_it_is_accepted(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    be(client, wiring, CONTRIBUTOR)
    give(client)
    values = {"title": "Send it to the SOC", "owner": "Lea", "due": "2026-12-11", "seen": "1"}
    page = post(client, "/actions/proposed/1/accept", **values)
    assert page.url.path == "/actions/proposed"
    action = every(wiring)[0]
    assert (action.status, action.title, action.owner) == (
        Status.OPEN,
        "Send it to the SOC",
        Party("Lea", "lea"),
    )
    assert str(action.first_due) == "2026-12-11"
    refused = post(client, "/actions/proposed/2/accept", due="some day", title="Order it")
    assert refused.status_code == 422
    assert 'value="some day"' in refused.text
    assert every(wiring)[1].status is Status.PROPOSED


def test_one_that_is_there_already_is_pointed_out_and_discarded_as_the_same(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    draft = Draft("Order the jump host", owner=Party("Con", "con"), readers=("plant",))
    wiring.actions.add(draft, Hand(LEAD))
    be(client, wiring, CONTRIBUTOR)
    page = give(client)
    assert "Same as A-1 Order the jump host ? Con, open" in said(page)
    discard = re.findall(r'action="(/actions/proposed/\d+/discard\?same=A-1)"', page.text)[0]
    post(client, discard)
    dropped = [each for each in every(wiring) if each.status is Status.DROPPED]
    assert [each.reason for each in dropped] == ["Same as A-1"]


def test_proposals_are_for_those_who_may_read_what_they_come_from(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    be(client, wiring, CONTRIBUTOR)
    give(client)
    for person in (GUEST, OUTSIDER):
        be(client, wiring, person)
        assert "asset list" not in get(client, "/actions/proposed")
    assert post(client, "/actions/proposed/1/accept").status_code == 404
    be(client, wiring, READER)
    text = get(client, "/actions/proposed")
    assert "asset list" in text
    assert "Accept" not in text.replace("Accept what is agreed", "")
    assert give(client).status_code == 403


def test_markup_in_minutes_stays_text(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    be(client, wiring, CONTRIBUTOR)
    page = give(client, "Actions\n\n- Con: send the <img src=x onerror=alert(1)> list to the SOC\n")
    assert "<img src=x" not in page.text
