"""Nothing is read silently wrong: what is not understood is told with its cell."""

import pytest

from isthmus.errors import InvalidError
from isthmus.raci.importing import ReadChart, read_pasted
from reading_of_tests import missed, numbers, only, sections, told


def pasted(*rows: str) -> ReadChart:
    return only(read_pasted("\n".join(row.replace(",", "\t") for row in rows)))


def test_signs_that_are_no_letters() -> None:
    read = pasted("Task,CISO,SOC", "Patch,x,A", "Test,R,see the note", "Plan,?,A/X", "Run,R or A,C")
    assert told(read.chart) == {
        "Patch": {"SOC": "A"},
        "Test": {"CISO": "R"},
        "Plan": {},
        "Run": {"SOC": "C"},
    }
    assert missed(read) == [
        ("line 2, column 2", "x"),
        ("line 3, column 3", "see the note"),
        ("line 4, column 2", "?"),
        ("line 4, column 3", "A/X"),
        ("line 5, column 2", "R or A"),
    ]
    assert "Write one of R, A, C, I." in read.not_understood[0].why


GERMAN = ("Aufgabe,Werksleiter,IT,Lieferant", "Patchen,E,V,K", "Testen,I,E/V,K")


def test_letters_of_another_language_are_none_of_ours_by_chance() -> None:
    read = pasted(*GERMAN)
    assert told(read.chart) == {"Patchen": {}, "Testen": {"Werksleiter": "I"}}
    assert [text for _, text in missed(read)] == ["E", "V", "K", "E/V", "K"]
    assert "such as “E = Consulted”" in read.not_understood[0].why


def test_a_legend_in_another_language_says_what_letters_mean() -> None:
    legend = "V = verantwortlich; E = Entscheider (rechenschaftspflichtig); K = konsultiert"
    read = pasted(legend, *GERMAN)
    assert read.chart.letters == "RACI"
    assert told(read.chart) == {
        "Patchen": {"Werksleiter": "A", "IT": "R", "Lieferant": "C"},
        "Testen": {"Werksleiter": "I", "IT": "A/R", "Lieferant": "C"},
    }


def test_whole_words_in_another_language() -> None:
    read = pasted("Taak,CISO,SOC", "Patchen,eindverantwoordelijk,verantwoordelijk")
    assert told(read.chart) == {"Patchen": {"CISO": "A", "SOC": "R"}}


def test_a_check_is_one_where_somebody_does_what_is_checked() -> None:
    assert pasted("Task,CISO,SOC,IT", "Patch,A,R,V").chart.letters == "RACI-VS"


def test_sums_and_remarks() -> None:
    read = pasted("Task,CISO,SOC,Total", "Patch,A,R,2", "Test,R,A,2", "Total,2,2,4")
    assert told(read.chart) == {
        "Patch": {"CISO": "A", "SOC": "R"},
        "Test": {"CISO": "R", "SOC": "A"},
    }
    assert missed(read) == [
        ("line 2, column 4 to line 4, column 4", "Total"),
        ("line 4, column 1 to line 4, column 4", "Total; 2; 2; 4"),
    ]


def test_letters_without_a_role_or_an_activity() -> None:
    read = pasted("Task,CISO,,SOC", "Patch,A,C,R", ",R,,I", "Test,R,,A")
    assert told(read.chart) == {
        "Patch": {"CISO": "A", "SOC": "R"},
        "Test": {"CISO": "R", "SOC": "A"},
    }
    assert [cell for cell, _ in missed(read)] == [
        "line 2, column 3",
        "line 3, column 2 to line 3, column 4",
    ]


def test_a_sign_of_a_footnote_that_is_not_there() -> None:
    read = pasted("Task,CISO,SOC", "Patch,A*,R", "Test,R,A", "", "† Never used")
    assert told(read.chart)["Patch"] == {"CISO": "A (*)", "SOC": "R"}
    assert missed(read) == [("line 2, column 2", "*"), ("line 5, column 1", "† Never used")]


def test_headings_that_nothing_stands_under() -> None:
    read = pasted("Task,CISO,SOC", "Phase 1,,", "Planning,,", "Patch,A,R", "Phase 2,,", "Test,R,A")
    assert sections(read.chart) == ["Planning", "Phase 2"]
    assert missed(read) == [("line 2, column 1", "Phase 1")]


def test_a_letter_that_a_legend_gives_a_meaning_of_its_own() -> None:
    read = pasted("Task,CISO,SOC", "Patch,S,R", "Test,A,R", "", "Key: R = Responsible; S = Sponsor")
    assert told(read.chart)["Patch"] == {"CISO": "S", "SOC": "R"}
    assert missed(read) == [("line 5, column 1", "S = Sponsor")]


def test_letters_that_a_legend_turns_round() -> None:
    read = pasted(
        "Task,CISO,SOC", "Patch,V,E", "Test,E,V", "", "E = Responsible", "V = Accountable"
    )
    assert told(read.chart) == {
        "Patch": {"CISO": "A", "SOC": "R"},
        "Test": {"CISO": "R", "SOC": "A"},
    }
    assert read.chart.letters == "RACI"


def test_lines_around_a_list() -> None:
    reading = read_pasted("Hi all,\n\nPatch: CISO - A, Ann - maybe\nTest: SOC: A/R\n\nBest, Ann\n")
    assert told(only(reading).chart) == {"Patch": {"CISO": "A"}, "Test": {"SOC": "A/R"}}
    assert {text for _, text in missed(reading)} == {"Ann - maybe", "Best, Ann"}


def test_groups_of_roles_tell_apart_what_has_one_name() -> None:
    read = pasted(
        ",IT,,OT,", "Task,CISO,Manager,Manager,Shift lead", "Patch,I,A,C,R", "Test,R,A,I,C"
    )
    assert [column.name for column in read.chart.columns] == [
        "CISO",
        "IT Manager",
        "OT Manager",
        "Shift lead",
    ]
    assert [str(column.side) for column in read.chart.columns] == ["IT", "IT", "OT", "OT"]


def test_numbers_that_are_none() -> None:
    read = pasted("Task,CISO,SOC", "3 sites patched,A,R", "Test 24x7,R,A", "Agree 2 dates,R,A")
    assert numbers(read.chart) == ["", "", ""]


def test_a_guess_is_called_one() -> None:
    read = pasted("Activité,RSSI,Exploitant", "Corriger,A,R", "Tester,C,A")
    assert "The names do not tell clearly which are the roles: check this first." in read.how


@pytest.mark.parametrize(
    "text",
    [
        "Patch\tR\tA\nTest\tI\tA\n",
        "The CISO is accountable. The SOC is informed.\nA plan is made: R - responsible.",
        "Asset,Owner,Place\nPLC 1,Ann,Hall A\nPLC 2,Bob,Hall C\n",
        "A: what?\nB: no\n",
    ],
)
def test_what_is_no_chart_is_not_made_one(text: str) -> None:
    with pytest.raises(InvalidError, match="no chart that could be found"):
        read_pasted(text)
