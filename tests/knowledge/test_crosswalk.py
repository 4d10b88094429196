import json
import os
import re
import shutil
from pathlib import Path

import pytest

import isthmus_knowledge
from isthmus_knowledge.catalogue import catalogue
from isthmus_knowledge.corpus_entries import CorpusError
from isthmus_knowledge.crosswalk import Row, Topic, crosswalk, read_crosswalk

CORPUS = Path(isthmus_knowledge.__file__).parent / "corpus"
SHARED = os.getenv("ISTHMUS_SHARED_DATA")  # noqa: TID251 - read where tests are collected
needs_data = pytest.mark.skipif(
    not SHARED, reason="needs real documents in the folder that ISTHMUS_SHARED_DATA names"
)
TOPICS = [
    "remote-access",
    "patching",
    "segmentation",
    "monitoring",
    "incident-reporting",
    "backup-recovery",
    "supply-chain",
    "training",
    "asset-inventory",
    "accounts",
    "change-configuration",
    "physical-access",
]


def rows() -> list[tuple[Topic, Row]]:
    return [(topic, row) for topic in crosswalk().topics for row in topic.rows]


def ids_of(*standards: str) -> set[str]:
    return {each for _, row in rows() if row.standard in standards for each in row.ids}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return Path(shutil.copy(CORPUS / "catalogue" / "crosswalk.yaml", tmp_path))


def spoil(file: Path, old: str, new: str) -> int:
    """Replace the first ``old`` and return the number of its line, counted from 1."""
    before, found, after = file.read_text(encoding="utf-8").partition(old)
    assert found, f"{file.name} does not hold {old!r}"
    file.write_text(before + new + after, encoding="utf-8")
    return before.count("\n") + 1


def test_the_crosswalk_has_the_twelve_topics() -> None:
    assert [topic.id for topic in crosswalk().topics] == TOPICS


def test_the_crosswalk_is_read_once() -> None:
    assert crosswalk() is crosswalk()


def test_most_standards_speak_to_every_topic() -> None:
    for topic in crosswalk().topics:
        assert len(topic.rows) >= 9, topic.id


def test_every_standard_has_a_row_somewhere() -> None:
    assert {row.standard for _, row in rows()} == {each.name for each in crosswalk().standards}


def test_rows_stand_in_the_order_of_the_standards() -> None:
    order = [standard.name for standard in crosswalk().standards]
    for topic in crosswalk().topics:
        places = [order.index(row.standard) for row in topic.rows]
        assert places == sorted(places), topic.id


def test_no_word_for_a_topic_belongs_to_two_topics() -> None:
    words = [
        word.casefold() for topic in crosswalk().topics for word in (topic.name, *topic.aliases)
    ]
    assert len(words) == len(set(words))


def test_what_a_standard_asks_for_is_one_sentence_that_names_it() -> None:
    subjects = {standard.name: standard.subject for standard in crosswalk().standards}
    for topic, row in rows():
        assert subjects[row.standard].casefold() in row.asks.casefold(), (topic.id, row.standard)
        assert not re.search(r"\. [A-Z]", row.asks.replace("Rev. 5", "").replace("Rev. 3", ""))
        assert 12 <= len(row.asks.split()) <= 36, (topic.id, row.standard)


def test_no_two_rows_say_the_same() -> None:
    said = [row.asks for _, row in rows()]
    assert len(said) == len(set(said))


def test_every_id_stands_in_the_digest_of_its_standard() -> None:
    digests = {each.name: digest(each.digest) for each in crosswalk().standards}
    missing = [
        (topic.id, row.standard, each)
        for topic, row in rows()
        for each in row.ids
        if not is_mentioned(each, digests[row.standard])
    ]
    assert not missing


@pytest.mark.parametrize(
    ("written", "found"),
    [("AC-1", False), ("AC-17", True), ("AC-17(3)", True), ("AC-17(9)", False), ("3.F", True)],
)
def test_an_id_is_not_mentioned_where_only_a_longer_one_is(written: str, found: bool) -> None:  # noqa: FBT001
    assert is_mentioned(written, "AC-17 and AC-17(3) of goal 3.F.") is found


def digest(slug: str) -> str:
    return (CORPUS / "standards" / f"{slug}.md").read_text(encoding="utf-8")


def is_mentioned(written: str, text: str) -> bool:
    return bool(re.search(rf"(?<![\w.-]){re.escape(written)}(?![\w-])", text))


@needs_data
def test_ids_of_nist_sp_800_53_are_controls_of_the_catalog() -> None:
    folder = Path(SHARED or "") / "standards" / "oscal_800_53"
    text = (folder / "NIST_SP-800-53_rev5_catalog.v1.0.0.json").read_text(encoding="utf-8")
    current = set(controls(json.loads(text)["catalog"]))
    cited = ids_of("NIST SP 800-53 Rev. 5", "NIST SP 800-82 Rev. 3")
    cited = {each for each in cited if "-" in each}
    assert len(cited) > 30
    assert cited <= current
    assert "AC-99" not in current


def controls(part: dict[str, list[dict[str, object]]]) -> list[str]:
    """Give the ids of the controls below a part that are not withdrawn, as NIST writes them."""
    found: list[str] = []
    for each in [*part.get("groups", []), *part.get("controls", [])]:
        props = each.get("props", [])
        assert isinstance(props, list)
        told = {prop["name"]: prop["value"] for prop in props}
        if "label" in told and told.get("status", "").casefold() != "withdrawn":
            found.append(told["label"])
        found += controls(each)  # type: ignore[arg-type]
    return found


@needs_data
def test_ids_of_attack_for_ics_are_in_the_matrix_and_not_retired() -> None:
    folder = Path(SHARED or "") / "standards" / "attack_ics"
    text = (folder / "ics-attack-18.1.json").read_text(encoding="utf-8")
    current = {
        reference["external_id"]
        for each in json.loads(text)["objects"]
        if not each.get("revoked") and not each.get("x_mitre_deprecated")
        for reference in each.get("external_references", [])
        if reference["source_name"] == "mitre-attack" and "external_id" in reference
    }
    assert ids_of("MITRE ATT&CK for ICS") <= current
    assert "T0999" not in current


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("ids: [6.2.10, AC-17, MA-4]", "ids: [AC17]", "ids holds 'AC17', which is not how NIST SP"),
        ("ids: [6.2.10, AC-17, MA-4]", "ids: []", "ids is empty; name where the standard speaks"),
        ("standard: NIST CSF 2.0", "standard: COBIT", "standard is 'COBIT'; it must be one of"),
        ("standard: NIST CSF 2.0", "standard: NIST SP 800-82 Rev. 3", "standard 'NIST SP 800-82"),
        ('steps: ["2.3", "3.2"]', 'steps: ["4.1"]', "steps holds '4.1'; it must be one of 1.1,"),
        ("activities: [A28]", "activities: [A99]", "activities holds 'A99'; it must be one of A01"),
        ("id: patching", "id: remote-access", "id 'remote-access' is used twice"),
        ("aliases: [vendor remote", "aliases: [remote access, vendor remote", "aliases holds the"),
        ("aliases: [patch management", "aliases: [VPN access", "aliases holds 'VPN access', which"),
        ("asks: NIST CSF 2.0 has no", "asks: The text has no", "asks must name 'NIST CSF 2.0'"),
        ("under which vendor remote access falls.", "and more", "asks holds 'NIS2 has no"),
        ("id_pattern: '(GV|", "id_pattern: '((GV|", "id_pattern is no regular expression: "),
        ("reference: NIST CSF", "page: 3\n        reference: NIST CSF", "page is an unknown"),
    ],
)
def test_a_mistake_is_shown_with_file_and_line(file: Path, old: str, new: str, reason: str) -> None:
    line = spoil(file, old, new)
    with pytest.raises(CorpusError) as refused:
        read_crosswalk(file.parent, catalogue())
    assert str(refused.value).startswith(f"crosswalk.yaml, line {line}: {reason}")
