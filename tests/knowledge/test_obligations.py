import shutil
from datetime import date
from pathlib import Path

import pytest

import isthmus_knowledge
from isthmus_knowledge.catalogue import catalogue
from isthmus_knowledge.catalogue_text import deadline_sentence
from isthmus_knowledge.corpus_entries import CorpusError
from isthmus_knowledge.obligations import (
    Deadline,
    Kind,
    Obligation,
    Obligations,
    Regime,
    Unit,
    obligations,
    read_obligations,
)

CATALOGUE = Path(isthmus_knowledge.__file__).parent / "corpus" / "catalogue"
REGIMES = [
    "NIS2",
    "Implementing Regulation (EU) 2024/2690",
    "Cyber Resilience Act",
    "NERC CIP",
    "TSA pipeline directives",
    "CIRCIA",
    "UK NIS Regulations 2018",
    "SEC cybersecurity disclosure",
    "NIST CSF 2.0",
    "NIST SP 800-82",
    "ISA/IEC 62443",
    "NCSC CAF",
]


def entry(obligation_id: str) -> Obligation:
    return {each.id: each for each in obligations().entries}[obligation_id]


def regime(regime_id: str) -> Regime:
    return {each.id: each for each in obligations().regimes}[regime_id]


def said(obligation_id: str) -> list[str]:
    told = entry(obligation_id)
    return [deadline_sentence(each, regime(told.regime)) for each in told.deadlines]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return Path(shutil.copy(CATALOGUE / "obligations.yaml", tmp_path))


def spoil(file: Path, old: str, new: str) -> int:
    """Replace the first ``old`` and return the number of its line, counted from 1."""
    before, found, after = file.read_text(encoding="utf-8").partition(old)
    assert found, f"{file.name} does not hold {old!r}"
    file.write_text(before + new + after, encoding="utf-8")
    return before.count("\n") + 1


def reason_refused(file: Path) -> str:
    with pytest.raises(CorpusError) as refused:
        read_obligations(file.parent, catalogue())
    return str(refused.value)


def test_the_regimes_that_meet_a_plant_are_there() -> None:
    assert [each.id for each in obligations().regimes] == REGIMES


def test_the_obligations_are_read_once() -> None:
    assert obligations() is obligations()


def test_every_regime_has_an_obligation() -> None:
    for each in obligations().regimes:
        assert obligations().under(each), each.id


def test_a_voluntary_standard_is_no_law() -> None:
    assert [each.id for each in obligations().regimes if each.kind is Kind.VOLUNTARY] == [
        "NIST CSF 2.0",
        "NIST SP 800-82",
        "ISA/IEC 62443",
        "NCSC CAF",
    ]


def test_every_law_cites_an_article() -> None:
    for each in obligations().entries:
        assert each.article or regime(each.regime).kind is Kind.VOLUNTARY, each.id


def test_every_sentence_names_its_regime() -> None:
    for each in obligations().entries:
        subject = regime(each.regime).subject
        for sentence in each.duty:
            assert subject.casefold() in sentence.casefold(), sentence
    for told in obligations().regimes:
        names = (told.subject, "SD Pipeline-2021", "Cyber Security and Resilience Bill")
        for sentence in (told.applies_to.sentence, *told.status, *told.penalty):
            assert any(name.casefold() in sentence.casefold() for name in names), sentence


def test_an_obligation_has_what_its_regime_has_unless_it_has_its_own() -> None:
    reporting, law = entry("nis2-reporting"), regime("NIS2")
    assert reporting.applies_to is law.applies_to
    assert reporting.penalty == law.penalty
    assert reporting.sources == law.sources


def test_a_deadline_is_a_sentence_that_stands_alone() -> None:
    assert said("nis2-reporting")[0] == (
        "NIS2 requires an early warning to the CSIRT or the competent authority within 24 hours "
        "of becoming aware of a significant incident (Directive (EU) 2022/2555, "
        "Article 23(4)(a))."
    )


@pytest.mark.parametrize(
    ("obligation_id", "words"),
    [
        ("nis2-reporting", "within one month of the submission of the incident notification ("),
        ("nis2-registration", "to the competent authority within two weeks of the change ("),
        ("cra-exploited-vulnerability", "within 14 days of the availability of a corrective or"),
        ("cip-incident-reporting", "within one hour of determining that a Cyber Security Incident"),
        ("cip-incident-reporting", "by the end of the next calendar day after determining"),
        ("cip-patching", "for applicability at least once every 35 calendar days (CIP-007-6 R2"),
        ("cip-training", "at least once each calendar quarter (CIP-004-7 R1)"),
        ("tsa-reporting", "The TSA Pipeline Security Directives require a report"),
        ("tsa-assessment", "architecture design review at least once every two years ("),
        (
            "circia-ransom",
            "CIRCIA will require, once the final rule of CISA is in effect, a report",
        ),
        ("sec-incident", "on Form 8-K within four business days of determining"),
    ],
)
def test_deadlines_read_as_a_person_would_say_them(obligation_id: str, words: str) -> None:
    assert any(words in sentence for sentence in said(obligation_id)), said(obligation_id)


@pytest.mark.parametrize(
    ("number", "unit", "event", "when"),
    [
        (1, Unit.HOURS, "the alarm", "within one hour of the alarm"),
        (9, Unit.DAYS, "the alarm", "within nine days of the alarm"),
        (10, Unit.MINUTES, "the alarm", "within 10 minutes of the alarm"),
        (1, Unit.YEARS, None, "at least once each year"),
        (2, Unit.WEEKS, None, "at least once every two weeks"),
        (1, Unit.END_OF_DAY, "the day", "by the end of the next calendar day after the day"),
    ],
)
def test_when_a_deadline_is_due(number: int, unit: Unit, event: str | None, when: str) -> None:
    assert Deadline("a report", None, number, unit, event, "Article 1").when == when


@pytest.mark.parametrize(
    ("obligation_id", "facts"),
    [
        ("nis2-reporting", [(24, "hours"), (72, "hours"), (1, "months"), (1, "months")]),
        ("cra-exploited-vulnerability", [(24, "hours"), (72, "hours"), (14, "days")]),
        ("cra-severe-incident", [(24, "hours"), (72, "hours"), (1, "months")]),
        ("circia-incident", [(72, "hours")]),
        ("circia-ransom", [(24, "hours")]),
        ("uk-nis-reporting", [(72, "hours")]),
        ("sec-incident", [(4, "business days")]),
        ("tsa-reporting", [(72, "hours"), (24, "hours")]),
    ],
)
def test_the_reporting_clocks_are_these(obligation_id: str, facts: list[tuple[int, str]]) -> None:
    assert [(each.number, each.unit) for each in entry(obligation_id).deadlines] == facts


def test_what_does_not_bind_yet_says_so() -> None:
    for each in obligations().under(regime("CIRCIA")):
        assert each.since is None
        assert each.pending
    assert entry("cra-products").since == date(2027, 12, 11)


def test_obligations_can_be_made_by_hand() -> None:
    told = regime("NIS2")
    assert Obligations((told,), ()).under(told) == ()


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("kind: law", "kind: rule", "kind is 'rule'; it must be one of law, voluntary"),
        ("regime: NIS2", "regime: NIS3", "regime is 'NIS3'; it must be one of NIS2, Implementing"),
        ("unit: weeks", "unit: fortnights", "unit is 'fortnights'; it must be one of minutes,"),
        ("deadline: 2\n", "deadline: two\n", "deadline is 'two'; it must be a whole number"),
        ('step: "1.3"', 'step: "1.9"', "step is '1.9'; it must be one of 1.1, 1.2,"),
        ("activities: [A05, A25]", "activities: [A05, A99]", "activities holds 'A99'; it must be"),
        ("since: 2024-10-18", "since: soon", "since is 'soon'; it must be a date such as"),
        ("id: nis2-registration", "id: nis2-management", "id 'nis2-management' is used twice"),
        ("duty:\n", "who: all\n    duty:\n", "who is an unknown key; known keys are activities,"),
        ("id: NCSC CAF", "id: NIST CSF 2.0", "id 'NIST CSF 2.0' is used twice"),
        ("        url: https", "        url: ftp", "url is 'ftp://eur-lex.europa.eu/eli/dir/2022"),
    ],
)
def test_a_mistake_is_shown_with_file_and_line(file: Path, old: str, new: str, reason: str) -> None:
    line = spoil(file, old, new)
    assert reason_refused(file).startswith(f"obligations.yaml, line {line}: {reason}")


def test_a_deadline_without_an_event_has_to_recur(file: Path) -> None:
    line = spoil(file, "        event: the change\n", "")
    assert reason_refused(file).endswith("needs either an event or 'recurring: true', and not both")
    assert f"line {line - 4}: what " in reason_refused(file)


def test_a_deadline_with_an_event_cannot_recur(file: Path) -> None:
    spoil(file, "event: the change\n", "event: the change\n        recurring: true\n")
    assert "needs either an event or 'recurring: true'" in reason_refused(file)


def test_a_law_without_an_article_is_refused(file: Path) -> None:
    spoil(file, "    article: Article 20\n", "")
    assert "'nis2-management' needs an article, because it is law" in reason_refused(file)


def test_a_duty_without_a_full_stop_is_refused(file: Path) -> None:
    spoil(file, "oversee their implementation.", "oversee their implementation")
    assert "which must end with a full stop" in reason_refused(file)


def test_a_regime_without_an_obligation_is_refused(file: Path) -> None:
    spoil(file, "    regime: NCSC CAF\n", "    regime: NIST CSF 2.0\n")
    assert "'NCSC CAF' has no obligation; add one or drop it" in reason_refused(file)
