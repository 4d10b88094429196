"""The pages as the server renders them, without scripts."""

import re
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient

import served

PAGE = {"Accept": "text/html"}


def test_asking_leads_to_the_answers_own_address(client: TestClient) -> None:
    posted = client.post("/ask", data={"question": served.QUESTION}, follow_redirects=False)
    assert posted.status_code == 303
    page = client.get(posted.headers["location"])
    assert "The plant manager is accountable for the patch window" in page.text
    assert served.QUESTION in page.text


def test_a_chip_leads_to_the_marked_quote_in_its_document(client: TestClient) -> None:
    page = client.post("/ask", data={"question": served.QUESTION}).text
    chip = re.findall(r'class="chip" href="([^"]+)"', page)[1].replace("&amp;", "&")
    passage = client.get(chip).text
    quote = "The plant manager is accountable for the patch window of each OT system."
    assert f'<mark id="quote">{quote}</mark>' in passage
    assert "OT patching policy" in passage
    assert "Policies · 2026.2" in passage
    assert "line 2" in passage
    assert "Licence not stated" in passage
    assert "Back to the answer" in passage


def test_a_passage_leads_on_to_its_neighbours(client: TestClient) -> None:
    page = client.post("/ask", data={"question": served.QUESTION}).text
    chip = re.findall(r'class="chip" href="([^"?]+)', page)[0]
    first = client.get(chip).text
    assert 'rel="prev"' not in first
    onward = re.search(r'href="([^"]+)" rel="next"', first)
    assert onward is not None
    assert 'rel="prev"' in client.get(onward[1]).text


def test_a_superseded_passage_says_so(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    page = client.post("/ask", data={"question": served.QUESTION}).text
    chip = re.findall(r'class="chip" href="([^"]+)"', page)[0].replace("&amp;", "&")
    changed = served.OPEN_TEXT.replace("quarter", "month").encode()
    wiring.ingest.uploaded("patching.txt", changed, {}, served.ANA)
    assert "The document has changed since" in client.get(chip).text


def test_a_refusal_shows_its_reason_what_to_add_and_the_nearest_passages(
    client: TestClient,
) -> None:
    page = client.post("/ask", data={"question": served.UNANSWERED}).text
    assert "Your documents don&#39;t say" in page
    assert "Add the document that rules this" in page
    assert page.count('class="source"') == 2


def test_document_text_is_escaped_everywhere(client: TestClient) -> None:
    page = client.post("/ask", data={"question": "hostile onerror"}).text
    chip = re.findall(r'class="chip" href="([^"]+)"', page)[0].replace("&amp;", "&")
    for text in (page, client.get(chip).text):
        assert "&lt;script&gt;" in text
        assert "<script>alert" not in text
        assert "<img src=x" not in text


def test_a_question_in_the_address_fills_the_box_and_is_escaped(client: TestClient) -> None:
    page = client.get("/", params={"question": "</textarea><script>alert(1)</script>"}).text
    assert "<script>alert" not in page
    assert "&lt;/textarea&gt;" in page


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Origin": "http://localhost.evil.example"},
    ],
)
def test_a_form_of_another_site_is_refused(client: TestClient, headers: dict[str, str]) -> None:
    data = {"question": served.QUESTION}
    refused = client.post("/ask", data=data, headers=headers | PAGE, follow_redirects=False)
    assert refused.status_code == 403
    assert "another site" in refused.text


@pytest.mark.parametrize(
    "headers", [{}, {"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://localhost"}]
)
def test_our_own_form_is_taken(client: TestClient, headers: dict[str, str]) -> None:
    data = {"question": served.QUESTION}
    assert client.post("/ask", data=data, headers=headers).status_code == 200


def test_the_footer_tells_how_much_a_guest_may_read_and_as_of_when(client: TestClient) -> None:
    page = client.get("/").text
    assert "<strong>1</strong> document, 7 passages" in page
    assert "as of <time datetime=" in page


@pytest.mark.parametrize("path", ["/", "", "/api/docs"])
def test_a_page_has_no_inline_script_or_style_and_stays_small(
    client: TestClient, path: str
) -> None:
    answered = client.post("/ask", data={"question": served.QUESTION})
    page = client.get(path) if path else answered
    inline = Inline()
    inline.feed(page.text)
    assert inline.found == []
    files = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)
    total = len(page.content) + sum(len(client.get(file).content) for file in set(files))
    assert total < 100_000


class Inline(HTMLParser):
    """Collects what the content policy would block."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attrs}
        bad_script = tag == "script" and "src" not in names
        if tag == "style" or bad_script or any(n == "style" or n.startswith("on") for n in names):
            self.found.append(f"{tag} {sorted(names)}")
