import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from isthmus_knowledge.catalogue import Side, catalogue
from isthmus_knowledge.competences import competences, read_competences
from isthmus_knowledge.corpus_entries import CorpusError

DATA = os.environ.get("ISTHMUS_SHARED_DATA")  # noqa: TID251 - a test's own setting


def test_every_role_of_the_catalogue_has_competences() -> None:
    assert set(competences()) == {role.id for role in catalogue().roles}


def test_lines_of_reporting_end_at_the_top_and_never_run_in_circles() -> None:
    for each in competences().values():
        assert _top(each.role) in {"EXEC", "INT", "MSP", "VEN"}


def _top(role: str) -> str:
    seen: list[str] = []
    while above := competences()[role].reports_to:
        assert above not in seen
        seen.append(above)
        role = above
    return role


def test_nobody_inside_reports_to_an_external_party() -> None:
    external = {role.id for role in catalogue().roles if role.side is Side.EXTERNAL}
    assert all(each.reports_to not in external for each in competences().values())


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ("role: CAPTAIN, decides: [A.], knows: [{what: B., nice: [K1309]}]", "role"),
        ("role: CISO, decides: [A], knows: [{what: B., nice: [K1309]}]", "full stop"),
        ("role: CISO, decides: [A.], knows: [{what: B., nice: [X1]}]", "no id"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, wrong: str, reason: str) -> None:
    (tmp_path / "competences.yaml").write_text(
        f"document: {{}}\ncompetences:\n  - {{{wrong}, learns: [C.]}}\n"
    )
    with pytest.raises(CorpusError, match=rf"line 3: .*{reason}"):
        read_competences(tmp_path, catalogue())


@pytest.mark.skipif(not DATA, reason="ISTHMUS_SHARED_DATA is not set")
def test_every_nice_id_exists() -> None:
    known = set(_nice(Path(str(DATA)) / "roles" / "nice" / "nice_2_1_0_elements.json"))
    used = {nice for each in competences().values() for know in each.knows for nice in know.nice}
    assert used
    assert used <= known


def _nice(file: Path) -> Iterator[str]:
    elements = json.loads(file.read_text())["response"]["elements"]["elements"]
    for element in elements:
        yield element["element_identifier"]
