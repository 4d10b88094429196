"""Pages and sitemaps become documents that follow their sites."""

from collections.abc import Iterator

import pytest

from isthmus.errors import ConflictError, InvalidError
from isthmus.library.fetching import Fetcher
from isthmus.library.websites import Websites
from isthmus.people import GUEST, OPERATOR
from isthmus.storage import Storage
from isthmus_knowledge.loaders import load
from library_of_tests import Clock, LibraryOfTests, counts
from make_documents import zipped
from web_of_tests import Reply, WebOfTests, serving

LARGEST = 1_000_000


@pytest.fixture
def web() -> Iterator[WebOfTests]:
    with serving() as web:
        yield web


@pytest.fixture
def library(storage: Storage) -> LibraryOfTests:
    return LibraryOfTests(storage, load=load)


@pytest.fixture
def websites(library: LibraryOfTests) -> Websites:
    return Websites(library.ports, library.readers, Clock(), Fetcher(LARGEST, {"localhost"}))


def test_a_page_becomes_a_document_whose_source_is_its_address(
    web: WebOfTests, websites: Websites, library: LibraryOfTests
) -> None:
    address = web.page("/access", "Access", "Vendors need approval.")
    assert counts(websites.pages([address], {"owner": "CISO"})) == (1, 0, 0, 0, 0)
    document = library.only()
    assert document.source == address
    assert (document.description.title, document.description.owner) == ("Access", "CISO")
    assert document.id.startswith("access-")


def test_what_did_not_change_is_asked_for_and_not_fetched(
    web: WebOfTests, websites: Websites, library: LibraryOfTests
) -> None:
    address = web.page("/access", "Access", "one", ETag='"1"')
    websites.pages([address], {})
    assert counts(websites.pages([address], {})) == (0, 0, 1, 0, 0)
    assert web.asked[1][1]["if-none-match"] == '"1"'
    assert counts(websites.pages([address], {"owner": "CISO"})) == (0, 1, 0, 0, 0)
    assert library.only().description.owner == "CISO"
    web.page("/access", "Access", "two", ETag='"2"')
    assert counts(websites.pages([address], {})) == (0, 1, 0, 0, 0)
    assert counts(websites.pages([address], {})) == (0, 0, 1, 0, 0)
    assert web.asked[-1][1]["if-none-match"] == '"2"'


def test_the_same_content_without_a_word_from_the_server_is_no_revision(
    web: WebOfTests, websites: Websites, library: LibraryOfTests
) -> None:
    address = web.page("/access", "Access", "one")
    websites.pages([address], {})
    assert counts(websites.pages([address, address + "#part"], {})) == (0, 0, 1, 0, 0)
    with library.read_by() as read:
        assert len(read.revisions(library.only().id)) == 1


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_is_retired_and_comes_back(
    web: WebOfTests, websites: Websites, library: LibraryOfTests, status: int
) -> None:
    address = web.page("/access", "Access", "one", ETag='"1"')
    websites.pages([address], {})
    there = web.pages["/access"]
    web.pages["/access"] = Reply(status=status)
    assert counts(websites.pages([address], {})) == (0, 0, 0, 1, 0)
    assert library.documents() == []
    with library.read_by() as read:
        assert read.failures() == []
    web.pages["/access"] = there
    assert counts(websites.pages([address], {})) == (1, 0, 0, 0, 0)
    assert "if-none-match" not in web.asked[-1][1]


@pytest.mark.parametrize("status", [500, 503, 403])
def test_a_page_that_fails_for_a_while_stays(
    web: WebOfTests, websites: Websites, library: LibraryOfTests, status: int
) -> None:
    address = web.page("/access", "Access", "one")
    websites.pages([address], {})
    web.pages["/access"] = Reply(status=status)
    assert counts(websites.pages([address], {})) == (0, 0, 0, 0, 1)
    assert library.only().retired_at is None


def test_a_page_that_was_never_there_is_a_failure_with_its_address(
    web: WebOfTests, websites: Websites
) -> None:
    (failed,) = websites.pages([web.base + "/nothing"], {}).failed
    assert failed.source == web.base + "/nothing"
    assert "It is not there (404)" in failed.reason


def test_what_could_not_be_read_is_fetched_again_though_it_did_not_change(
    web: WebOfTests, websites: Websites
) -> None:
    web.pages["/a"] = Reply(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", headers={"ETag": '"1"'})
    for _ in range(2):
        assert counts(websites.pages([web.base + "/a"], {})) == (0, 0, 0, 0, 1)
    assert "if-none-match" not in web.asked[1][1]


def test_an_archive_on_the_web_is_opened_and_followed(
    web: WebOfTests, websites: Websites, library: LibraryOfTests
) -> None:
    address = web.base + "/all.zip"
    members = {"a.md": b"# A\n\ntext", "b.md": b"# B\n\ntext"}
    web.pages["/all.zip"] = Reply(zipped(members), headers={"ETag": '"1"'})
    assert counts(websites.pages([address], {})) == (2, 0, 0, 0, 0)
    assert {d.source for d in library.documents()} == {f"{address}!/a.md", f"{address}!/b.md"}
    narrowed = websites.pages([address], {"readers": frozenset({"ot"})})
    assert counts(narrowed) == (0, 2, 0, 0, 0)
    assert web.asked[1][1]["if-none-match"] == '"1"'
    assert {d.description.readers for d in library.documents()} == {frozenset({"ot"})}
    web.pages["/all.zip"] = Reply(status=404)
    websites.pages([address], {})
    assert library.documents() == []


def sitemap(*addresses: str, kind: str = "url") -> Reply:
    entries = "".join(f"<{kind}><loc>{each}</loc></{kind}>" for each in addresses)
    root = "urlset" if kind == "url" else "sitemapindex"
    return Reply(f'<?xml version="1.0"?><{root}>{entries}</{root}>'.encode())


def test_a_sitemap_and_those_it_lists_bring_their_pages_from_their_own_host(
    web: WebOfTests, websites: Websites, library: LibraryOfTests
) -> None:
    first, second = web.page("/1", "One", "text"), web.page("/2", "Two", "text")
    web.pages["/s1.xml"] = sitemap(first, "https://elsewhere.example/x", "mailto:a@b.example")
    web.pages["/s2.xml"] = sitemap(second, first)
    broken = web.base + "/broken.xml"
    web.pages["/index.xml"] = sitemap(
        f"{web.base}/s1.xml", f"{web.base}/s2.xml", broken, kind="sitemap"
    )
    summary = websites.sitemap(f"{web.base}/index.xml", {})
    assert counts(summary) == (2, 0, 0, 0, 1)
    assert summary.failed[0].source == broken
    assert [note.text for note in summary.notes] == ["1 pages of other hosts are left out."]
    assert {each.source for each in library.documents()} == {first, second}


def test_of_a_huge_sitemap_the_first_thousand_pages_are_taken_and_told(
    web: WebOfTests, websites: Websites, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("isthmus.library.websites.MOST_PAGES", 2)
    addresses = [web.page(f"/{n}", f"Page {n}", "text") for n in range(4)]
    web.pages["/s.xml"] = sitemap(*addresses)
    summary = websites.sitemap(f"{web.base}/s.xml", {})
    assert summary.added == 2
    assert "lists 4 pages; the first 2 are taken" in summary.notes[0].text


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Reply(b"<!doctype html><h1>Start</h1>"), "is no sitemap"),
        (Reply(b"<urlset><url>"), "damaged sitemap"),
        (Reply(status=404), "no sitemap at"),
    ],
)
def test_what_is_no_sitemap_is_refused(
    web: WebOfTests, websites: Websites, reply: Reply, reason: str
) -> None:
    web.pages["/s.xml"] = reply
    with pytest.raises(InvalidError, match=reason):
        websites.sitemap(f"{web.base}/s.xml", {})


def test_a_sitemap_named_as_a_page_says_how_to_follow_it(
    web: WebOfTests, websites: Websites
) -> None:
    web.pages["/s.xml"] = sitemap(web.base)
    (failed,) = websites.pages([web.base + "/s.xml"], {}).failed
    assert "--sitemap" in failed.reason


def test_a_sitemap_brings_back_nothing_that_a_person_retired(
    web: WebOfTests, websites: Websites, library: LibraryOfTests
) -> None:
    address = web.page("/1", "One", "text")
    web.pages["/s.xml"] = sitemap(address)
    websites.sitemap(f"{web.base}/s.xml", {})
    with library.changing() as records:
        records.save(library.only().retire(Clock()(), "dana"))
    assert counts(websites.sitemap(f"{web.base}/s.xml", {})) == (0, 0, 1, 0, 0)
    assert library.documents() == []
    assert counts(websites.pages([address], {})) == (1, 0, 0, 0, 0)


def test_a_person_who_adds_a_page_is_told_and_changes_nothing_hidden_from_them(
    web: WebOfTests, websites: Websites, library: LibraryOfTests
) -> None:
    address = web.page("/1", "One", "text")
    added = websites.add(address, {"readers": frozenset({"ot"})}, OPERATOR)
    assert [each.source for each in added.documents] == [address]
    with pytest.raises(ConflictError):
        websites.add(address, {}, GUEST)
    with pytest.raises(InvalidError, match="not there"):
        websites.add(web.base + "/nothing", {}, OPERATOR)
    with library.read_by() as read:
        assert read.failures() == []
