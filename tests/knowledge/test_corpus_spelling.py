"""Ids are spelt in all shipped texts as their standards spell them."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from corpus_of_tests import texts

# The highest control of each family of NIST SP 800-53 r5, release 5.2.0.
HIGHEST_CONTROL = {
    "AC": 25,
    "AT": 6,
    "AU": 16,
    "CA": 9,
    "CM": 14,
    "CP": 13,
    "IA": 13,
    "IR": 10,
    "MA": 7,
    "MP": 8,
    "PE": 23,
    "PL": 11,
    "PM": 32,
    "PS": 9,
    "PT": 8,
    "RA": 10,
    "SA": 24,
    "SC": 51,
    "SI": 23,
    "SR": 12,
}
# The practices of ISA/IEC 62443-4-1 whose requirements are numbered in the same way.
HIGHEST_PRACTICE = {"SM": 13, "SD": 4, "DM": 6, "SG": 7}
HIGHEST_REQUIREMENT = {
    "SR": {1: 13, 2: 12, 3: 9, 4: 3, 5: 4, 6: 2, 7: 8},
    "CR": {1: 14, 2: 13, 3: 14, 4: 3, 5: 4, 6: 2, 7: 8},
}
CATEGORIES_OF_CSF_2 = set(
    """
    GV.OC GV.RM GV.RR GV.PO GV.OV GV.SC ID.AM ID.RA ID.IM PR.AA PR.AT PR.DS PR.PS PR.IR DE.CM DE.AE
    RS.MA RS.AN RS.CO RS.MI RC.RP RC.CO
    """.split()
)
CATEGORIES_ONLY_IN_CSF_1 = set(
    "ID.BE ID.GV ID.RM ID.SC PR.AC PR.IP PR.MA PR.PT DE.DP RS.RP RS.IM RC.IM".split()
)
DOMAINS_OF_C2M2 = (
    "ASSET|THREAT|RISK|ACCESS|SITUATION|RESPONSE|THIRD-PARTIES|WORKFORCE|ARCHITECTURE|PROGRAM"
)
ACTS_OF_THE_EU = {
    "2003/361",
    "2016/1148",
    "2022/2555",
    "2022/2557",
    "2023/1230",
    "2024/2690",
    "2024/2847",
    "2025/2392",
}
ACTS_OF_THE_UK = {"2018/506"}


@dataclass(frozen=True)
class Spelling:
    """``loose`` finds whatever is meant as an id of a family; ``is_right`` tells the right ones."""

    family: str
    loose: re.Pattern[str]
    is_right: Callable[[str], bool]


def _matches(pattern: str) -> Callable[[str], bool]:
    return lambda written: re.fullmatch(pattern, written) is not None


def _is_control(written: str) -> bool:
    if written == "SI-02(07)":  # quoted where a digest tells how data sets write SI-2(7)
        return True
    found = re.fullmatch(r"([A-Z]{2})-([1-9]\d?)(\([1-9]\d?\))?", written)
    highest = {**HIGHEST_PRACTICE, **HIGHEST_CONTROL}
    return found is not None and int(found[2]) <= highest.get(found[1], 0)


def _is_requirement(written: str) -> bool:
    found = re.fullmatch(r"(SR|CR) (\d)\.(\d{1,2})", written)
    return found is not None and int(found[3]) <= HIGHEST_REQUIREMENT[found[1]].get(
        int(found[2]), 0
    )


def _is_of_the_csf(written: str) -> bool:
    if written in CATEGORIES_ONLY_IN_CSF_1:
        return True
    return written[:5] in CATEGORIES_OF_CSF_2 and bool(re.fullmatch(r"(-\d\d)?", written[5:]))


def _is_an_act(written: str) -> bool:
    return written in ACTS_OF_THE_EU | ACTS_OF_THE_UK


FAMILIES = "|".join((*HIGHEST_CONTROL, *HIGHEST_PRACTICE))
SPELLINGS = (
    Spelling(
        "NERC CIP",
        re.compile(r"\bCIP[ -]?\d[\w.]*(?:-\d[\w.]*)?(?<!\.)"),
        _matches(r"CIP-0(?:0[2-9]|1[0-5])(?:-\d{1,2}(?:\.\d)?a?)?"),
    ),
    Spelling(
        "ISA/IEC 62443", re.compile(r"\b(?:SR|CR)[ -]?\d+[.]\d+", re.IGNORECASE), _is_requirement
    ),
    Spelling(
        "NIST SP 800-53",
        re.compile(
            rf"(?<![.\w-])(?:[A-Z]{{2}}-\d{{1,2}}|(?:{FAMILIES})\d{{1,2}})(?:\s?\(\d+\))*(?!\d)"
        ),
        _is_control,
    ),
    Spelling(
        "NIST CSF",
        re.compile(r"\b(?:GV|ID|PR|DE|RS|RC)[.-][A-Z]{2}\b(?:[ .-]?\d+)?"),
        _is_of_the_csf,
    ),
    Spelling("NIST SP", re.compile(r"\bSP[ -]?800[ -]?\d+"), _matches(r"SP 800-\d{2,3}")),
    Spelling(
        "MITRE ATT&CK",  # and the tasks of NICE, which start with T2
        re.compile(r"\b[TM][ -]?\d{3,4}\b"),
        _matches(r"T0[89]\d{2}|M0[89]\d{2}|T1\d{3}|T2\d{3}"),
    ),
    Spelling(
        "ISO/IEC 27001 Annex A",
        re.compile(r"\bA\.\d+(?:\.\d+)*|\b\d\.\d+ ?ENR|\b\d\.\d+ENR"),
        _matches(r"A\.[5-8]\.\d{1,2}|[578]\.\d{1,2} ENR"),
    ),
    Spelling(
        "NCSC CAF",
        re.compile(r"\b[A-D]\d[.-]?[a-f]\b"),
        _matches(r"(?:A[1-4]|B[1-6]|[CD][12])\.[a-f]"),
    ),
    Spelling(
        "C2M2",
        re.compile(rf"\b(?:{DOMAINS_OF_C2M2})[ -]?\d(?:[ -]?[a-z])?\b"),
        _matches(rf"(?:{DOMAINS_OF_C2M2})-\d[a-p]?"),
    ),
    Spelling("CISA CPG", re.compile(r"(?<=goal )\d.?[A-Za-z]\b"), _matches(r"[1-6]\.[A-X]")),
    Spelling(
        "articles", re.compile(r"\b(?:Arts?\.?|arts?\.?|articles?) ?\d\w*"), lambda _written: False
    ),
    Spelling("acts", re.compile(r"\b20\d\d/\d{3,4}\b"), _is_an_act),
)


def misspelt(text: str) -> list[str]:
    """Give what is meant as an id in a text and is not written as its standard writes it."""
    return [
        f"{spelling.family}: {match.group()}"
        for spelling in SPELLINGS
        for match in spelling.loose.finditer(text)
        if not spelling.is_right(match.group())
    ]


def test_ids_are_spelt_as_their_standard_spells_them() -> None:
    found = {name: wrong for name, text in texts() if (wrong := misspelt(text))}
    assert not found


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("CIP-5 asks", "CIP-5"),
        ("CIP 005-7 asks", "CIP 005-7"),
        ("CIP-016-1 asks", "CIP-016-1"),
        ("SR1.13 asks", "SR1.13"),
        ("SR-1.13 asks", "SR-1.13"),
        ("SR 1.14 asks", "SR 1.14"),
        ("SR 8.1 asks", "SR 8.1"),
        ("AC17 asks", "AC17"),
        ("AC-17 (1) asks", "AC-17 (1)"),
        ("AC-26 asks", "AC-26"),
        ("AC-07 asks", "AC-07"),
        ("AX-1 asks", "AX-1"),
        ("PR.AA-5 asks", "PR.AA-5"),
        ("PR.AC-01 asks", "PR.AC-01"),
        ("PR-AA-05 asks", "PR-AA-05"),
        ("SP800-82 asks", "SP800-82"),
        ("T843 is", "T843"),
        ("M-0930 is", "M-0930"),
        ("M0130 is", "M0130"),
        ("A.9.1 is", "A.9.1"),
        ("7.18ENR is", "7.18ENR"),
        ("B5c asks", "B5c"),
        ("C3.a asks", "C3.a"),
        ("ACCESS 1a asks", "ACCESS 1a"),
        ("goal 3F asks", "3F"),
        ("goal 7.A asks", "7.A"),
        ("Art. 23 asks", "Art. 23"),
        ("article 23 asks", "article 23"),
        ("Directive (EU) 2022/2556", "2022/2556"),
    ],
)
def test_a_wrong_spelling_is_found(text: str, wrong: str) -> None:
    assert any(found.endswith(f": {wrong}") for found in misspelt(text))


def test_right_spellings_pass() -> None:
    assert not misspelt(
        "CIP-007-6 R2 Part 2.3, CIP-002-5.1a, SR 1.13, CR 1.1, AC-17(1), PR.AA-01, T0843, M0930, "
        "A.8.8, 5.38 ENR, B2.a, ACCESS-1a, goal 3.F, Article 23(4)(a), SP 800-82, UTF-8."
    )


def test_categories_of_csf_1_stand_only_where_csf_1_is_named() -> None:
    for name, text in texts():
        old = {each for each in CATEGORIES_ONLY_IN_CSF_1 if re.search(rf"\b{each}\b", text)}
        assert not old or "CSF 1.1" in text, name
