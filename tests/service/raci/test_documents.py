"""Drafts take what policies state, as far as everybody who reads the chart may read it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import served
from isthmus.errors import InvalidError, NotFoundError
from isthmus.library import approved as published
from isthmus.library.approved import Approved, Prepared
from isthmus.library.model import Collection, Said
from isthmus.library.ports import Readers
from isthmus.people import alone
from isthmus.raci.desk import Charts, Hand
from isthmus.raci.drafting.drafting import Draft
from isthmus.raci.model import Assignment, BasisKind
from kept_charts import ANA, LEA

SENTENCE = "RACI for OT patching with the plant manager, the OT security lead and IT operations"
POLICY = "title: Patching policy\n\nThe OT security lead approves OT patches before installation."


@pytest.fixture
def wiring(tmp_path: Path) -> Iterator[served.FakeAnsweringWiring]:
    wiring = served.wire(tmp_path)
    wiring.make_ready()
    yield wiring
    wiring.close()


def quoted(draft: Draft) -> list[Assignment]:
    cells = draft.chart.cells.values()
    found = [each for cell in cells for each in cell if each.basis]
    return [each for each in found if each.basis and each.basis.kind is BasisKind.PASSAGE]


def drafted(charts: Charts, *readers: str) -> Draft:
    return charts.draft(SENTENCE, ANA, readers=readers or ("everyone",))


def test_what_a_policy_states_comes_before_the_catalogue_with_its_quote(
    wiring: served.FakeAnsweringWiring,
) -> None:
    assert quoted(drafted(wiring.charts)) == []
    said: Said = {"collection": Collection.POLICIES}
    wiring.ingest.uploaded("patching.txt", POLICY.encode(), said, ANA)
    (decides,) = quoted(drafted(wiring.charts))
    assert decides.letter == "A"
    assert decides.basis
    assert decides.basis.quote == "The OT security lead approves OT patches before installation."
    assert drafted(wiring.charts).stated


def test_a_document_that_not_all_readers_may_read_is_left_out(
    wiring: served.FakeAnsweringWiring,
) -> None:
    said: Said = {"collection": Collection.POLICIES, "readers": frozenset({"plant"})}
    wiring.ingest.uploaded("patching.txt", POLICY.encode(), said, ANA)
    assert quoted(drafted(wiring.charts)) == []
    assert quoted(drafted(wiring.charts, "plant", "office")) == []
    assert len(quoted(drafted(wiring.charts, "plant"))) == 1


def test_an_approved_chart_is_no_evidence_for_a_new_one(
    wiring: served.FakeAnsweringWiring,
) -> None:
    with wiring.access() as access:
        access.put_person(ANA)
        access.put_person(LEA)
    kept = wiring.charts.begin(drafted(wiring.charts).chart, Hand(ANA))
    wiring.charts.approve(kept.id, Hand(LEA))
    assert quoted(drafted(wiring.charts)) == []


def test_a_chart_is_not_opened_to_whoever_may_not_read_what_it_quotes(
    wiring: served.FakeAnsweringWiring,
) -> None:
    said: Said = {"collection": Collection.POLICIES, "readers": frozenset({"plant"})}
    wiring.ingest.uploaded("patching.txt", POLICY.encode(), said, ANA)
    shown = wiring.charts.propose(drafted(wiring.charts, "plant").chart, ANA, "Drafted", ["plant"])
    kept = wiring.charts.keep(shown, Hand(ANA), ["everyone"])
    assert kept.readers == ("plant",)
    with pytest.raises(InvalidError, match="quote “Patching policy”"):
        wiring.charts.let_read(kept.id, ["everyone"], Hand(ANA))
    with pytest.raises(NotFoundError, match="That proposal is gone"):
        wiring.charts.keep(shown, Hand(LEA))


def test_an_approval_publishes_for_those_who_read_the_chart_at_that_moment(
    wiring: served.FakeAnsweringWiring, monkeypatch: pytest.MonkeyPatch
) -> None:
    with wiring.access() as access:
        access.put_person(ANA)
        access.put_person(LEA)
    kept = wiring.charts.begin(drafted(wiring.charts).chart, Hand(ANA))
    prepare = published.prepare

    def narrowed_meanwhile(version: Approved, readers: Readers) -> Prepared:
        wiring.charts.let_read(kept.id, ["plant"], Hand(LEA))
        return prepare(version, readers)

    monkeypatch.setattr(published, "prepare", narrowed_meanwhile)
    wiring.charts.approve(kept.id, Hand(LEA))
    with wiring.reading(alone(LEA)) as library:
        (document,) = [each for each in library.documents() if each.source.startswith("chart:")]
    assert document.description.readers == {"plant"}
