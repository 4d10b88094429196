"""Numbers and deadlines in the shipped texts have a reference, and are the same in all of them."""

import re

from corpus_of_tests import CORPUS, documents, sentences
from isthmus_knowledge.catalogue import catalogue
from isthmus_knowledge.obligations import Deadline, Unit, obligations
from isthmus_knowledge.shipped import Source
from isthmus_knowledge.templates import shipped_templates

NUMBER = r"(?:\d[\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten|fifteen)"
UNIT = r"(?:minutes?|hours?|days?|weeks?|months?|quarters?|years?|euros?|pounds?|US dollars|%)"
CLAIM = re.compile(
    rf"\b{NUMBER}[ -](?:calendar |business |consecutive calendar |million )?{UNIT}(?!\w)",
    re.IGNORECASE,
)
# How a text names a rule, and how a source of that rule is titled.
RULES = {
    r"\bNIS2\b": r"2022/2555",
    r"\(EU\) 2024/2690": r"2024/2690",
    r"\bCyber Resilience Act\b|\bCRA\b": r"2024/2847",
    r"\bCIP-\d|\bNERC\b": r"NERC|FERC",
    r"\bSD Pipeline|\bTSA\b": r"TSA",
    r"\bCIRCIA\b": r"CIRCIA|Critical Infrastructure Act",
    r"\bUK NIS Regulations": r"2018/506",
    r"\bSEC\b|\bForm 8-K\b": r"\bSEC\b",
    r"\bCPG\b": r"Performance Goals",
    r"\bCSF\b": r"Cybersecurity Framework",
    r"\b800-53\b": r"800-53",
    r"\b800-82\b": r"800-82",
    r"\b62443\b": r"62443",
    r"\bC2M2\b": r"C2M2",
    r"\bCAF\b": r"Cyber Assessment Framework",
    r"\bISO/IEC 27": r"ISO/IEC 27",
}


def unreferenced(sentence: str, sources: tuple[Source, ...]) -> list[str]:
    """Give the rules whose number or deadline a sentence states without a source for them."""
    if not CLAIM.search(sentence):
        return []
    titles = " | ".join(source.title for source in sources)
    return [
        rule
        for rule, title in RULES.items()
        if re.search(rule, sentence) and not re.search(title, titles)
    ]


def test_a_number_or_deadline_of_a_rule_stands_where_the_rule_is_referenced() -> None:
    stated = [
        (document, sentence)
        for document in documents()
        for sentence in sentences(document)
        if unreferenced(sentence, ())
    ]
    assert len(stated) > 100
    found = [
        (document.slug, rules, sentence)
        for document, sentence in stated
        if (rules := unreferenced(sentence, document.sources))
    ]
    assert not found


def test_templates_reference_the_rules_whose_deadlines_they_state() -> None:
    found = [
        (template.slug, rules, line)
        for template in shipped_templates()
        for line in template.body.splitlines()
        if (rules := unreferenced(line, template.sources))
    ]
    assert not found


def test_terms_and_obligations_have_a_reference() -> None:
    for term in catalogue().glossary:
        assert term.sources or not CLAIM.search(" ".join((term.definition, term.in_ot or "")))
    assert all(each.sources for each in obligations().entries)


def test_a_deadline_without_a_reference_is_found() -> None:
    nis2 = Source("Directive (EU) 2022/2555 (NIS2)", "https://example.org")
    sentence = "NIS2 and CIP-008-6 want a report within 24 hours."
    assert unreferenced(sentence, (nis2,)) == [r"\bCIP-\d|\bNERC\b"]
    assert not unreferenced("NIS2 and CIP-008-6 want a report.", ())


CLOCKS = {
    "NIS2": r"\bNIS2\b",
    "Cyber Resilience Act": r"\bCyber Resilience Act\b",
    "NERC CIP": r"\bCIP-\d{3}|\bNERC CIP\b",
    "TSA pipeline directives": r"\bSD Pipeline|\bTSA\b",
    "CIRCIA": r"\bCIRCIA\b",
    "UK NIS Regulations 2018": r"\bUK NIS Regulations|\bCyber Security and Resilience\b",
}
# Hours that a rule names and that are no deadline of an obligation in force.
OTHER_HOURS = {
    "TSA pipeline directives": {12},  # the first edition of 2021
    "UK NIS Regulations 2018": {24},  # proposed by the Bill
}
OTHER_REGIMES = r"2024/2690|\bSEC\b|\bDOE-417\b"


def hours_of(regime: str) -> set[int]:
    stated = {
        deadline.number
        for each in obligations().entries
        if each.regime == regime
        for deadline in each.deadlines
        if deadline.unit is Unit.HOURS
    }
    return stated | OTHER_HOURS.get(regime, set())


def wrong_hours(sentence: str) -> set[int]:
    """Give the hours in a sentence about rules that none of these rules has."""
    about = [regime for regime, name in CLOCKS.items() if re.search(name, sentence)]
    if not about or re.search(OTHER_REGIMES, sentence):
        return set()
    read = {"one": 1, "two": 2, "four": 4}
    stated = re.findall(r"\b(\d+|one|two|four)[ -]hours?\b", sentence)
    right = set[int]().union(*map(hours_of, about))
    return {read.get(each) or int(each) for each in stated} - right


def test_all_texts_tell_the_same_hours() -> None:
    found = [
        (document.slug, wrong, sentence)
        for document in documents()
        for sentence in sentences(document)
        if (wrong := wrong_hours(sentence))
    ]
    assert not found


def test_a_wrong_hour_is_found() -> None:
    assert wrong_hours("NIS2 requires an early warning within 48 hours.") == {48}
    assert wrong_hours("CIP-008-6 R4 requires notification within two hours.") == {2}
    assert not wrong_hours("CIP-008-6 R4 requires notification within one hour.")
    assert not wrong_hours("Shifts change every 8 hours.")


def is_told(deadline: Deadline, text: str) -> bool:
    """Tell whether a text has a deadline's number and unit, in figures or in words."""
    unit = deadline.unit.removesuffix("s").removeprefix("calendar ").removeprefix("business ")
    if deadline.unit is Unit.END_OF_DAY:
        return "end of the next calendar day" in text
    words = {1: "one|each|a|annual(?:ly)?", 2: "two", 4: "four", 7: "seven"}
    number = f"{deadline.number}|{words.get(deadline.number, deadline.number)}"
    yearly = "|annually|every year" if (deadline.number, unit) == (1, "year") else ""
    return bool(re.search(rf"\b(?:{number})[ -](?:calendar )?{unit}s?\b{yearly}", text))


def test_every_deadline_stands_in_the_digest_of_its_regime() -> None:
    digests = {
        regime.id: (CORPUS / "standards" / f"{regime.digest}.md").read_text(encoding="utf-8")
        for regime in obligations().regimes
        if regime.digest
    }
    for each in obligations().entries:
        for deadline in each.deadlines:
            told = digests.get(each.regime)
            assert told is None or is_told(deadline, told), (each.id, deadline)


def test_a_deadline_that_a_digest_does_not_have_is_found() -> None:
    deadline = Deadline("a report", None, 24, Unit.HOURS, "the alarm", "Article 1")
    assert is_told(deadline, "within 24 hours of the alarm")
    assert not is_told(deadline, "within 124 hours of the alarm or 24 days")
