import json
from pathlib import Path

import pytest
import yaml

from asking_of_tests import AskingOfTests, wire
from command_line_of_tests import CommandLine
from isthmus import main
from isthmus.errors import NotFoundError
from isthmus.people import OPERATOR, Person
from isthmus.settings import Settings
from isthmus.wiring import Wiring
from library_of_tests import Clock

QUESTION = "Who is accountable for the patch window?"
UNANSWERED = "Why do bananas ripen on Mars?"
POLICY = (
    "title: Patching [red]\x1b[2J\n\n"
    "The plant manager is accountable for the patch window of each [bold]system.\n"
    "Vendors log in through the jump host."
)
PLANT = "title: Plant\n\nThe shift supervisor is accountable for the patch window of canary-7731."

OUTCOME = {
    *("kind", "id", "question", "text", "sentences", "citations", "notes", "reason", "nearest"),
    "seconds",
}
CITATION = {
    *("n", "document", "title", "collection", "edition", "revision", "locator", "quote"),
    *("passage_id", "url"),
}
NEAREST = {"document", "title", "locator", "passage_id", "text", "url"}
FOUND = {"rank", "score", "document", "title", "locator", "passage_id", "text"}


class Isthmus(CommandLine):
    """The command line over two documents, one of them for the plant alone."""

    def __init__(self, data: Path) -> None:
        super().__init__(data)
        self.clock = Clock()
        asking = AskingOfTests(data)
        asking.add("patching.txt", POLICY)
        asking.add("plant.txt", PLANT, "plant")
        with asking.wiring.access() as access:
            access.put_person(Person("ana", "Ana", frozenset({"plant"})))
        asking.close()

    def wiring(self) -> Wiring:
        return wire(self.data, clock=self.clock)


@pytest.fixture
def isthmus(tmp_path: Path) -> Isthmus:
    return Isthmus(tmp_path / "data")


def test_an_answer_is_json_in_the_published_form(isthmus: Isthmus) -> None:
    answer = isthmus.json("ask", QUESTION)
    assert answer.keys() == OUTCOME
    assert (answer["kind"], answer["reason"], answer["nearest"]) == ("answer", None, [])
    assert all(sentence.keys() == {"text", "citations"} for sentence in answer["sentences"])
    assert all(citation.keys() == CITATION for citation in answer["citations"])
    numbers = [citation["n"] for citation in answer["citations"]]
    assert numbers == list(range(1, len(numbers) + 1))
    assert {n for sentence in answer["sentences"] for n in sentence["citations"]} == set(numbers)
    assert all(each["quote"] in POLICY + PLANT for each in answer["citations"])
    url = "http://127.0.0.1:8000/passages/"
    assert all(each["url"] == url + each["passage_id"] for each in answer["citations"])


def test_a_refusal_is_json_in_the_published_form_and_no_failure(isthmus: Isthmus) -> None:
    refusal = isthmus.json("ask", UNANSWERED)
    assert refusal.keys() == OUTCOME
    assert (refusal["kind"], refusal["sentences"], refusal["citations"]) == ("refusal", [], [])
    assert refusal["reason"] in {"not-found", "not-answered"}
    assert refusal["nearest"]
    assert all(nearest.keys() == NEAREST for nearest in refusal["nearest"])


def test_search_is_json_in_the_published_form(isthmus: Isthmus) -> None:
    found = isthmus.json("search", "patch window", "--top", 2)
    assert [each["rank"] for each in found] == [1, 2]
    assert all(each.keys() == FOUND for each in found)
    assert [each["score"] for each in found] == sorted((e["score"] for e in found), reverse=True)


@pytest.mark.parametrize("command", ["ask", "search"])
def test_who_asks_reads_only_what_they_may(isthmus: Isthmus, command: str) -> None:
    assert "canary-7731" in isthmus(command, QUESTION, "--json")
    assert "canary-7731" in isthmus(command, QUESTION, "--as", "ana", "--json")
    for unknown in ("nobody", "guest", "Ana"):
        shown = isthmus(command, QUESTION, "--as", unknown, "--json")
        assert "canary-7731" not in shown
        assert "plant manager" in shown


def test_an_answer_is_recorded_with_who_asked(isthmus: Isthmus) -> None:
    isthmus("ask", QUESTION, "--as", "ana")
    isthmus("ask", UNANSWERED)
    listed = isthmus("answers", "list")
    assert "ana" in listed
    assert OPERATOR.id in listed


def test_an_answer_is_shown_and_listed_as_it_was_given(isthmus: Isthmus) -> None:
    given = [isthmus.json("ask", text) for text in (QUESTION, UNANSWERED)]
    assert isthmus.json("answers", "list") == given[::-1]
    assert isthmus.json("answers", "list", "--limit", 1) == given[:0:-1]
    for each in given:
        assert isthmus.json("answers", "show", each["id"]) == each


def test_for_a_person_the_answer_comes_first_and_then_its_quotes(isthmus: Isthmus) -> None:
    shown = " ".join(isthmus("ask", QUESTION, "--as", "guest").split())
    sentence = POLICY.splitlines()[2]
    assert shown.startswith(f"{sentence} [1]")
    assert f"“{sentence}”" in shown
    assert "[red]" in shown
    assert "\x1b" not in shown


def test_for_a_person_a_refusal_says_so_and_shows_what_came_nearest(isthmus: Isthmus) -> None:
    shown = isthmus("ask", UNANSWERED)
    assert shown.strip().startswith("Your documents don't say")
    assert "Nearest: " in shown


def test_for_a_person_search_counts_what_it_found(isthmus: Isthmus) -> None:
    assert isthmus("search", "patch window", "--top", 1).endswith("1 passages.\n")


@pytest.mark.parametrize("as_json", [False, True])
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ask", " "], "The question is empty"),
        (["ask", "a" * 4001], "4,000 are the most"),
        (["ask", "Who \udcff signs?"], "no text"),
        (["search", "Who \udcff signs?"], "no text"),
        (["answers", "show", "no-such"], "There is no answer no-such"),
        (["eval", "no-such.yaml"], "There is no file no-such.yaml"),
    ],
)
def test_an_error_is_one_line_and_code_two(
    isthmus: Isthmus,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    said: str,
    as_json: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    def wire_of_tests(_settings: Settings) -> Wiring:
        return wire(isthmus.data)

    monkeypatch.setattr(main, "wire", wire_of_tests)
    monkeypatch.setattr("sys.argv", ["isthmus", *arguments, *(["--json"] if as_json else [])])
    with pytest.raises(SystemExit) as ended:
        main.run()
    assert ended.value.code == 2
    printed = capsys.readouterr()
    shown = json.loads(printed.out)["error"] if as_json else printed.err
    assert said in shown
    assert shown.strip().count("\n") == 0
    assert (printed.err if as_json else printed.out) == ""


# --- isthmus eval


def labelled(folder: Path, *entries: dict[str, object]) -> Path:
    fixed = {"kind": "who"}
    rows = [fixed | {"id": f"q{n}"} | entry for n, entry in enumerate(entries)]
    file = folder / "questions.yaml"
    file.write_text(yaml.safe_dump(rows), encoding="utf-8")
    return file


def expecting(document: str, contains: str) -> dict[str, object]:
    return {"document": document, "contains": contains}


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    right = expecting("patching.txt", "PLANT MANAGER is accountable")
    return labelled(
        tmp_path,
        {"question": QUESTION, "answerable": True, "needs": "policies", "expect": [right]},
        {"question": UNANSWERED, "answerable": False, "needs": "policies"},
        {
            "question": "Who is accountable for the patch window of canary-7731?",
            "answerable": True,
            "needs": "policies",
            "expect": [expecting("plant.txt", "the moon")],
        },
        {
            "question": QUESTION,
            "answerable": True,
            "needs": "standards",
            "expect": [expecting("no-such.json", "x")],
        },
        {"question": "What does AC-99 ask for?", "answerable": False, "needs": "standards"},
        {"question": UNANSWERED, "answerable": False, "needs": "shipped"},
    )


def test_an_evaluation_counts_shows_failures_and_says_what_it_skipped(
    isthmus: Isthmus, questions: Path
) -> None:
    result = isthmus.json("eval", questions)
    counted = {(row["answerable"], row["documents"]): row for row in result["counted"]}
    assert {group: row["questions"] for group, row in counted.items()} == {
        (True, "policies"): 2,
        (False, "policies"): 1,
        (False, "shipped"): 1,
    }
    assert counted[False, "shipped"]["passed"] == counted[False, "policies"]["passed"] == 1.0
    assert result["skipped"] == [
        {"id": "q3", "needs": "standards"},
        {"id": "q4", "needs": "standards"},
    ]
    failed = {failure["id"]: failure for failure in result["failures"]}
    assert failed["q2"]["expected"] == ["plant.txt: “the moon”"]
    assert failed["q2"]["verdict"] == "answered wrongly"
    assert any("canary-7731" in line for line in failed["q2"]["came"])


def test_an_evaluation_is_shown_as_a_table_with_each_failure(
    isthmus: Isthmus, questions: Path
) -> None:
    shown = isthmus("eval", questions)
    assert "plant.txt: “the moon”" in shown
    assert "Skipped 2 questions about standards" in shown
    assert "q1 " not in shown


def test_an_evaluation_keeps_no_answers(isthmus: Isthmus, questions: Path) -> None:
    isthmus("eval", questions)
    assert isthmus.json("answers", "list") == []


def test_the_default_is_the_file_in_the_source_folder(
    isthmus: Isthmus, questions: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert isinstance(isthmus.invoke("eval").exception, NotFoundError)
    (tmp_path / "tests" / "evals").mkdir(parents=True)
    questions.rename(tmp_path / "tests" / "evals" / "questions.yaml")
    assert isthmus.json("eval")["skipped"]
