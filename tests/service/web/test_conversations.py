"""Conversations, feedback, notices and unanswered questions as pages, without scripts."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

import served
from isthmus.people import Person, Rank, alone

PAGE = {"Accept": "text/html"}
LEA = Person("lea", "Lea", rank=Rank.LEAD)
OF_THE_PLANT = "What caused the turbine trip?"


def talk(client: TestClient, *questions: str) -> str:
    """Ask one question after the other in a conversation; gives the last page."""
    page = client.get("/").text
    for question in questions:
        (conversation,) = set(re.findall(r'name="conversation" value="([^"]+)"', page))
        said = {"question": question, "conversation": conversation}
        posted = client.post("/ask", data=said, headers=PAGE)
        assert posted.status_code == 200, posted.text
        page = posted.text
    return page


def conversation_of(page: str) -> str:
    return str(re.findall(r'name="conversation" value="([^"]+)"', page)[0])


def answer_of(page: str) -> str:
    return str(re.findall(r"/answers/([0-9a-f]{32})/", page)[-1])


@pytest.fixture
def ana(client: TestClient, wiring: served.FakeAnsweringWiring) -> TestClient:
    served.sign_in(client, wiring, served.ANA)
    return client


def test_a_thread_shows_its_turns_in_order_and_how_each_was_understood(client: TestClient) -> None:
    page = talk(client, served.QUESTION, "and for vendors?")
    assert page.index('id="turn-1"') < page.index('id="turn-2"')
    assert "Understood as: <q>Who is accountable for OT patching for vendors?</q>" in page
    assert page.index('id="turn-2"') < page.index('id="ask"')


def test_the_words_can_be_asked_as_they_stand(client: TestClient) -> None:
    page = talk(client, served.QUESTION, "and for vendors?")
    said = {
        "question": "and for vendors?",
        "conversation": conversation_of(page),
        "as_it_is": "true",
    }
    again = client.post("/ask", data=said).text
    assert again.count("Understood as") == 1
    assert 'id="turn-3"' in again


def test_a_guest_is_offered_no_feedback_no_list_and_no_sharing(client: TestClient) -> None:
    page = talk(client, served.QUESTION)
    for offered in ("/feedback", "/share", '/conversations"', "/wait"):
        assert offered not in page
    assert client.get("/conversations", headers=PAGE, follow_redirects=False).status_code == 303


def test_a_guests_address_is_enough_for_another_guest(client: TestClient) -> None:
    conversation = conversation_of(talk(client, served.QUESTION))
    served.visit(client)
    assert "The plant manager is accountable" in client.get(f"/conversations/{conversation}").text


def test_somebody_elses_conversation_is_not_there(
    ana: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    conversation = conversation_of(talk(ana, OF_THE_PLANT))
    for stranger in (served.BEN, LEA):
        served.sign_in(ana, wiring, stranger)
        page = ana.get(f"/conversations/{conversation}", headers=PAGE)
        assert page.status_code == 404
        assert "canary" not in page.text


def test_conversations_are_listed_searched_renamed_and_deleted(ana: TestClient) -> None:
    conversation = conversation_of(talk(ana, served.QUESTION))
    ana.post(f"/conversations/{conversation}/rename", data={"title": "<b>Patch</b> window"})
    listed = ana.get("/conversations?q=patching").text
    assert "&lt;b&gt;Patch&lt;/b&gt; window" in listed
    assert "Nothing holds these words" in ana.get("/conversations?q=banana").text
    ana.post(f"/conversations/{conversation}/delete")
    assert "No conversations yet" in ana.get("/conversations").text
    assert ana.get(f"/conversations/{conversation}").status_code == 404


def test_a_shared_thread_withholds_what_its_reader_may_not_read(
    ana: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    page = talk(ana, served.QUESTION, OF_THE_PLANT)
    assert "canary-7731" in page
    shared = ana.post(f"/conversations/{conversation_of(page)}/share").text
    link = re.findall(r'value="(/shared/[^"]+)"', shared)[0]
    served.sign_in(ana, wiring, served.BEN)
    seen = ana.get(link).text
    assert "The plant manager is accountable" in seen
    assert "may not read" in seen
    assert "canary" not in seen
    chip = unescape(re.findall(r'class="chip" href="([^"]+)"', seen)[0])
    assert '<mark id="quote">' in ana.get(chip).text
    served.visit(ana)
    assert ana.get(link, headers=PAGE, follow_redirects=False).status_code == 303


def test_feedback_is_said_below_the_answer_and_read_by_leads(
    ana: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    page = talk(ana, served.QUESTION)
    conversation = conversation_of(page)
    said = {"helpful": "false", "reason": "outdated", "text": "<i>old</i>"}
    said |= {"back": f"/conversations/{conversation}#turn-1"}
    after = ana.post(f"/answers/{answer_of(page)}/feedback", data=said)
    assert "Not helpful: outdated" in after.text
    served.sign_in(ana, wiring, LEA)
    listed = ana.get("/unanswered/feedback").text
    assert "&lt;i&gt;old&lt;/i&gt;" in listed
    assert "not helpful: outdated" in listed


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_after_a_form_nobody_is_led_elsewhere(ana: TestClient, back: str) -> None:
    answer = answer_of(talk(ana, served.QUESTION))
    said = {"helpful": "true", "back": back}
    posted = ana.post(f"/answers/{answer}/feedback", data=said, follow_redirects=False)
    assert posted.headers["location"] == "/"


def test_who_waits_for_an_answer_is_told_in_the_navigation_and_the_list(
    ana: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    page = talk(ana, served.UNANSWERED)
    said = {"waits": "true", "back": f"/conversations/{conversation_of(page)}"}
    waiting = ana.post(f"/answers/{answer_of(page)}/wait", data=said).text
    assert "You will find a notice here" in waiting
    wiring.ingest.uploaded("m.txt", b"The capital of Mongolia is Ulaanbaatar.", {}, served.ANA)
    wiring.inquiry.retry()
    told = ana.get("/notices").text
    assert '1<span class="visually-hidden"> new</span>' in told
    assert served.UNANSWERED in told
    answer = re.findall(r'href="(/answers/[0-9a-f]{32})"', told)[0]
    assert "Ulaanbaatar" in ana.get(answer).text
    seen = {"seen": re.findall(r'name="seen" value="([^"]+)"', told)}
    assert 'visually-hidden"> new' not in ana.post("/notices", data=seen).text


def test_a_lead_decides_on_the_page_unanswered(
    ana: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    talk(ana, served.UNANSWERED)
    own = ana.get("/unanswered").text
    assert served.UNANSWERED in own
    assert "/dismiss" not in own
    served.sign_in(ana, wiring, LEA)
    page = ana.get("/unanswered").text
    assert '<span class="badge">ana</span>' in page
    assert "The turbine trip" not in page
    group = re.findall(r"/unanswered/([0-9a-f]{32})/dismiss", page)[0]
    ana.post(f"/unanswered/{group}/dismiss", data={"note": "Not ours."})
    assert "Dismissed: Not ours." in ana.get("/unanswered?state=dismissed").text
    ana.post(f"/unanswered/{group}/reopen")
    with wiring.reading(alone(LEA)) as library:
        document = library.documents()[0]
    address = f"http://localhost/library/documents/{document.id}?page=1#top"
    ana.post(f"/unanswered/{group}/settle", data={"document": address})
    assert "OT patching policy" in ana.get("/unanswered?state=answered").text


def test_a_long_conversation_shows_its_end_and_leads_to_its_beginning(ana: TestClient) -> None:
    page = talk(ana, *[served.QUESTION] * 8)
    assert 'id="turn-8"' in page
    assert 'id="turn-2"' not in page
    conversation = conversation_of(page)
    assert "2\N{NO-BREAK SPACE}earlier questions" in page
    assert 'id="turn-1"' in ana.get(f"/conversations/{conversation}?turns=8").text


@pytest.mark.parametrize(
    "path", ["/", "/conversations", "/notices", "/unanswered", "/unanswered/feedback", ""]
)
def test_every_page_stays_below_100_kilobytes_with_what_it_loads(
    client: TestClient, wiring: served.FakeAnsweringWiring, path: str
) -> None:
    served.sign_in(client, wiring, LEA)
    talk(client, served.UNANSWERED)
    thread = talk(client, *[served.QUESTION] * 6)
    page = client.get(path or f"/conversations/{conversation_of(thread)}")
    files = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text))
    assert len(page.content) + sum(len(client.get(file).content) for file in files) < 100_000


def test_the_front_page_suggests_what_leaders_ask_by_phase(client: TestClient) -> None:
    page = client.get("/").text
    assert page.count("<summary>Phase ") == 3
    assert page.count("/blueprint/steps/") == 12
