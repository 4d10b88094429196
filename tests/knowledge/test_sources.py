from pathlib import Path

import pytest

from isthmus_knowledge.corpus_entries import CorpusError
from isthmus_knowledge.shipped import shipped_documents
from isthmus_knowledge.sources import known_sources, mentions, read_sources


def test_each_source_is_explained_by_a_shipped_digest() -> None:
    slugs = {document.slug for document in shipped_documents()}
    assert {source.digest for source in known_sources()} <= slugs


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Do we need NIST 800-82 or IEC 62443?", ["NIST SP 800-82", "ISA/IEC 62443"]),
        ("what does 62443-3-3 say, and CIP-005-7?", ["62443-3-3", "CIP-005-7"]),
        ("map PR.AA-05 to AC-17", ["PR.AA-05", "AC-17"]),
        ("nis 2, the csf and our CAF return", ["NIS2", "NIST CSF 2.0", "NCSC CAF"]),
        ("NIS2 and NIS2 again", ["NIS2"]),
        ("Who approves vendor remote access?", []),
        ("a carafe of crappy coffee", []),
    ],
)
def test_a_text_names_sources_in_its_own_order(text: str, labels: list[str]) -> None:
    assert [mention.label for mention in mentions(text)] == labels


def test_a_wrong_pattern_is_shown_where_it_stands(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text(
        'sources:\n  - name: X\n    digest: x\n    called: ["X"]\n    ids: "("\n'
    )
    with pytest.raises(CorpusError, match=r"sources\.yaml, line 5: ids is no regular expression"):
        read_sources(tmp_path)
