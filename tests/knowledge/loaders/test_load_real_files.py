import os
import time
from pathlib import Path

import pytest

from isthmus_knowledge import loaders
from isthmus_knowledge.documents import BlockKind, LoadedDocument, UnreadableError

SHARED = os.getenv("ISTHMUS_SHARED_DATA")  # noqa: TID251 - read where tests are collected
pytestmark = pytest.mark.skipif(
    not SHARED, reason="needs real documents in the folder that ISTHMUS_SHARED_DATA names"
)
FOLDER = Path(SHARED or ".")
REFUSED = ("examples",)  # system security plans and the like


def files(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in sorted((FOLDER / folder).rglob("*"))]
    return [path for path in found if path.is_file()]


def load(path: str) -> LoadedDocument:
    file = FOLDER / path
    document = loaders.load(file.read_bytes(), file.name)
    assert isinstance(document, LoadedDocument)
    return document


@pytest.mark.parametrize(
    "path", files("policies", "raci", "standards"), ids=lambda path: str(path.relative_to(FOLDER))
)
def test_every_real_document_is_read_into_sensible_blocks(path: Path) -> None:
    if path.parent.name in REFUSED:
        with pytest.raises(UnreadableError, match="only catalogs and profiles"):
            loaders.load_in_process(path.read_bytes(), path.name)
        return
    document = loaders.load_in_process(path.read_bytes(), path.name)
    assert isinstance(document, LoadedDocument)
    assert document.title
    assert document.blocks
    for block in document.blocks:
        assert block.text.strip()
        assert block.text == block.text.rstrip()
        assert block.kind is BlockKind.LIST_ITEM or block.text == block.text.lstrip()


def text_or_reason(path: Path) -> str:
    try:
        loaded = loaders.load(path.read_bytes(), path.name)
    except UnreadableError as refusal:
        return str(refusal)
    return loaded.blocks[0].text if isinstance(loaded, LoadedDocument) else repr(loaded)


@pytest.mark.parametrize("path", files("hostile"), ids=lambda path: str(path.relative_to(FOLDER)))
def test_every_hostile_file_is_read_or_refused_with_a_reason_in_time(path: Path) -> None:
    started = time.monotonic()
    assert text_or_reason(path)
    assert time.monotonic() - started < 10


def test_a_policy_of_jupiterone_keeps_its_lettered_statements() -> None:
    document = load("policies/jupiterone/policies/access.md.tmpl")
    assert document.title == "Access"
    found = [block for block in document.blocks if block.text.startswith("(e) MFA is required")]
    assert found[0].headings == ("Access", "Policy Statements", "Access Control Policy")


def test_a_word_template_has_one_title_and_its_table() -> None:
    document = load("policies/ms_caf/govern/security-baseline-discipline-template.docx")
    assert "Security Baseline Discipline" in document.title
    rows = [block.text for block in document.blocks if block.kind is BlockKind.TABLE_ROW]
    assert rows[0].startswith("Risk: Data breach | Description: Inadvertent exposure")


def test_a_raci_workbook_names_role_and_letter_in_each_row() -> None:
    document = load("raci/ms-caf-raci-template.xlsx")
    row = next(block for block in document.blocks if block.text.startswith("Cloud governance team"))
    assert "Governance: Accountable" in row.text
    assert str(row.place) == "sheet MVP Best Practice, B6:J6"


def test_a_pdf_guide_is_read_without_its_page_footers() -> None:
    document = load("policies/ms_caf/govern/governance-benchmark-user-guide.pdf")
    assert document.title == "Governance Benchmark User Guide"
    headings = [block.text for block in document.blocks if block.kind is BlockKind.HEADING]
    assert headings[1:] == ["User guide", "Inputs", "Process", "Outputs"]
    assert not [block for block in document.blocks if block.text.endswith("| 2")]


def test_the_nist_catalog_has_all_its_controls() -> None:
    document = load("standards/oscal_800_53/NIST_SP-800-53_rev5_catalog.v1.0.0.json")
    items = {block.place.item for block in document.blocks if block.place.item}
    assert len(items) == 1189
    remote = [block.text for block in document.blocks if block.place.item == "AC-17(4)"]
    assert remote[0] == "AC-17(4) Privileged Commands and Access"
    assert remote[1].endswith("for the following needs: [organization-defined needs]; and")


def test_attack_for_ics_tells_what_mitigates_a_technique() -> None:
    document = load("standards/attack_ics/ics-attack-18.1.json")
    told = [block.text for block in document.blocks if block.place.item == "T0886"]
    assert told[0] == "T0886 Remote Services"
    assert any(text.startswith("- M0801 Access Management mitigates T0886") for text in told)
    assert not [block for block in document.blocks if "(Citation" in block.text]
