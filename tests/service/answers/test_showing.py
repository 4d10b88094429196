from dataclasses import replace

from evidence_of_tests import Page
from isthmus.answers.composing import Chosen
from isthmus.answers.showing import Shown, nearest
from isthmus.library.model import Hit, passage_id
from isthmus_knowledge.passages import Passage

PAGE = Page(
    "Four records are kept:\n- asset register\n- zone\n  drawing\n\nNobody may erase those files."
)


def chosen(page: Page, *orders: int) -> Chosen:
    units = page.candidates()
    return Chosen(tuple(units[order] for order in orders), 0.8, 0.8)


def test_sentences_and_citations_are_numbered_as_they_are_added() -> None:
    other = Page("Vendors log in.", "other", "Other")
    shown = Shown()
    shown.add(chosen(PAGE, 3), PAGE.revision)
    shown.add(chosen(other, 0), other.revision)
    assert [(s.text, s.citations) for s in shown.sentences] == [
        ("Nobody may erase those files.", (1,)),
        ("Vendors log in.", (2,)),
    ]
    assert [(c.n, c.document, c.title) for c in shown.citations] == [
        (1, "plan", "Plan"),
        (2, "other", "Other"),
    ]


def test_a_list_has_one_citation_that_quotes_it_whole() -> None:
    shown = Shown()
    shown.add(chosen(PAGE, 0, 1, 2), PAGE.revision)
    (citation,) = shown.citations
    assert citation.quote == "Four records are kept:\n- asset register\n- zone\n  drawing"
    assert [(s.text, s.citations) for s in shown.sentences] == [
        ("Four records are kept:", (1,)),
        ("asset register", (1,)),
        ("zone drawing", (1,)),
    ]


def test_what_does_not_stand_in_the_revision_is_dropped() -> None:
    shown = Shown()
    shown.add(chosen(PAGE, 3), replace(PAGE.revision, text="Quite another text."))
    shown.add(chosen(PAGE, 3), replace(PAGE.revision, text=" " + PAGE.text))
    assert shown == Shown()
    shown.add(chosen(PAGE, 3), PAGE.revision)
    assert [citation.n for citation in shown.citations] == [1]


def test_a_citation_is_located_where_its_quote_begins() -> None:
    second = PAGE.text.index("Nobody")
    passages = (
        Passage(4, 0, second, PAGE.text[:second], (), "page 1"),
        Passage(5, second, len(PAGE.text), PAGE.text[second:], (), "page 2"),
    )
    stretch = replace(PAGE.stretch(), passages=passages)
    units = [replace(unit, stretch=stretch) for unit in PAGE.candidates()]
    shown = Shown()
    shown.add(Chosen((units[3],), 0.8, 0.8), PAGE.revision)
    shown.add(Chosen((units[1],), 0.8, 0.8), PAGE.revision)
    assert [(each.locator, each.passage) for each in shown.citations] == [
        ("page 2", passage_id("plan", 5)),
        ("page 1", passage_id("plan", 4)),
    ]


def test_the_nearest_passages_are_shown_whole_and_in_order() -> None:
    hits: list[Hit] = [PAGE.hit, Page("Vendors log in.", "other").hit]
    found = nearest(hits)
    assert [each.document for each in found] == ["plan", "other"]
    assert [each.text for each in found] == [PAGE.text, "Vendors log in."]
    assert [each.passage for each in found] == [hit.id for hit in hits]
