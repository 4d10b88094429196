"""The pages of the blueprint over HTTP, and the programme that they walk through."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

import served
from console_of_tests import EVERYBODY
from isthmus.errors import NotFoundError
from isthmus.people import Person
from isthmus.web.chapters import parts_of
from isthmus.web.markdown import as_html
from isthmus.web.programme import in_time, shipped_programme
from isthmus_knowledge.obligations import Deadline, Unit

PAGE = {"Accept": "text/html"}
PAGES = ("", "/steps/1.1", "/roles", "/templates", "/standards", "/obligations")


@pytest.mark.parametrize("person", EVERYBODY, ids=lambda person: person.id)
@pytest.mark.parametrize("path", PAGES)
def test_everybody_may_read_the_blueprint(
    client: TestClient, wiring: served.FakeAnsweringWiring, path: str, person: Person
) -> None:
    if not person.is_guest:
        served.sign_in(client, wiring, person)
    assert client.get(f"/blueprint{path}", headers=PAGE).status_code == 200


def test_the_map_leads_to_each_step(client: TestClient) -> None:
    page = client.get("/blueprint").text
    steps = [step.id for step in shipped_programme().catalogue.steps]
    assert re.findall(r'href="/blueprint/steps/([\d.]+)"', page) == steps
    assert len(steps) == 12


def test_the_steps_can_be_walked_from_the_first_to_the_last(client: TestClient) -> None:
    walked, address = [], "/blueprint/steps/1.1"
    while address:
        page = client.get(address).text
        walked.append(address.rpartition("/")[2])
        onward = re.search(r'rel="next" href="([^"]+)"', page)
        address = onward[1] if onward else ""
    assert walked == [step.id for step in shipped_programme().catalogue.steps]


def test_a_step_tells_who_takes_part_with_which_letter(client: TestClient) -> None:
    page = client.get("/blueprint/steps/1.2").text
    row = re.search(r"Agree role definitions and RACI.*?</tr>", page, re.DOTALL)
    assert row is not None
    assert 'class="role accountable" href="/blueprint/roles#CISO"' in row[0]
    assert 'class="role responsible" href="/blueprint/roles#OTL"' in row[0]
    assert 'id="CISO"' in client.get("/blueprint/roles").text


def test_a_step_shows_every_part_of_its_chapter(client: TestClient) -> None:
    for step in shipped_programme().catalogue.steps:
        page = unescape(client.get(f"/blueprint/steps/{step.id}").text)
        for part in shipped_programme().step(step.id).chapter.parts:
            assert f">{part.title}</h2>" in page


def test_a_question_of_leaders_is_asked_with_one_form(client: TestClient) -> None:
    page = client.get("/blueprint/steps/1.2").text
    asked = re.search(r'name="question" value="(Who is accountable for patching[^"]+)"', page)
    assert asked is not None
    answered = client.post("/ask", data={"question": unescape(asked[1])}, headers=PAGE)
    assert "The plant manager is accountable for the patch window" in answered.text


def test_a_step_leads_to_its_templates_topics_and_obligations(client: TestClient) -> None:
    page = client.get("/blueprint/steps/2.4").text
    for kind in ("templates", "standards", "obligations"):
        found = re.search(rf'href="(/blueprint/{kind}/[^"#]+)', page)
        assert found is not None, kind
        assert client.get(found[1]).status_code == 200


def test_a_template_is_shown_and_downloaded_as_it_was_written(client: TestClient) -> None:
    template = shipped_programme().template("exception-request")
    shown = client.get("/blueprint/templates/exception-request").text
    assert '<span class="blank">[site]</span>' in shown
    assert shown.count(f"<h1>{template.title}</h1>") == 1
    got = client.get("/blueprint/templates/exception-request.md")
    assert got.text == template.body
    assert got.headers["content-type"].startswith("text/markdown")
    assert got.headers["content-disposition"] == 'attachment; filename="exception-request.md"'


def test_each_topic_shows_all_of_its_rows(client: TestClient) -> None:
    for topic in shipped_programme().crosswalk.topics:
        page = unescape(client.get(f"/blueprint/standards/{topic.id}").text)
        for row in topic.rows:
            assert row.asks in page


def test_each_regime_shows_all_of_its_duties_and_deadlines(client: TestClient) -> None:
    known = shipped_programme().obligations
    index = client.get("/blueprint/obligations").text
    addresses = dict.fromkeys(re.findall(r'href="(/blueprint/obligations/[^"#]+)"', index))
    assert len(addresses) == len(known.regimes)
    for regime, address in zip(known.regimes, addresses, strict=True):
        page = unescape(client.get(address).text)
        for entry in known.under(regime):
            assert all(sentence in page for sentence in entry.duty)
            assert all(deadline.what in page for deadline in entry.deadlines)


@pytest.mark.parametrize(
    "path",
    [
        "/steps/4.1",
        "/steps/1.10",
        "/templates/none",
        "/templates/none.md",
        "/templates/..%2Fexception-request",
        "/standards/none",
        "/obligations/none",
    ],
)
def test_what_is_not_there_says_so(client: TestClient, path: str) -> None:
    page = client.get(f"/blueprint{path}", headers=PAGE)
    assert page.status_code == 404
    assert "Nothing here" in page.text


@pytest.mark.parametrize(
    ("deadline", "words"),
    [
        (
            Deadline("", None, 24, Unit.HOURS, "becoming aware", ""),
            "within 24 hours of becoming aware",
        ),
        (Deadline("", None, 1, Unit.MONTHS, "the report", ""), "within 1 month of the report"),
        (Deadline("", None, 15, Unit.CALENDAR_MONTHS, None, ""), "every 15 calendar months"),
        (
            Deadline("", None, 1, Unit.END_OF_DAY, "the incident", ""),
            "by the end of the next calendar day after the incident",
        ),
    ],
)
def test_a_deadline_is_said_in_words(deadline: Deadline, words: str) -> None:
    assert in_time(deadline) == words


def test_look_ups_by_an_address_say_what_there_is() -> None:
    programme = shipped_programme()
    for look_up in (programme.step, programme.template, programme.topic, programme.regime):
        with pytest.raises(NotFoundError, match="There is no such"):
            look_up("none")


def test_a_text_is_cut_at_its_headings_and_keeps_what_stands_above_inner_ones() -> None:
    first, second = parts_of("left out\n\n## One\n\nText.\n\n### Inner\n\nMore.\n\n## Two\n")
    assert (first.title, first.text) == ("One", "Text.")
    assert [(inner.title, inner.text) for inner in first.parts] == [("Inner", "More.")]
    assert (second.title, second.text, second.parts) == ("Two", "", ())


def test_html_in_markdown_stays_text() -> None:
    shown = as_html("<script>alert(1)</script> [x](javascript:alert(1)) ![i](/i.png) <b>")
    assert "<script" not in shown
    assert "<b>" not in shown
    assert "<img" not in shown
    assert 'href="javascript' not in shown


def test_a_blank_keeps_its_marks_and_is_escaped() -> None:
    assert as_html("[name & <role>]") == (
        '<p><span class="blank">[name &amp; &lt;role&gt;]</span></p>\n'
    )
