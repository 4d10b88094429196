from dataclasses import replace
from datetime import date

import pytest

from charts_of_tests import ANN, SAID, chart_of, drawn
from isthmus.errors import InvalidError, NotAllowedError, NotFoundError
from isthmus.people import Person
from isthmus.raci import editing
from isthmus.raci.changes import Change, apply_all
from isthmus.raci.editing import Given, Only
from isthmus.raci.model import Basis, BasisKind, Chart, State
from isthmus_knowledge.catalogue import Side

LATER = Basis(BasisKind.PERSON, "Bob said so.", source="bob")
BOB = Person(id="bob", name="Bob")
PATCHING = """
    | CISO | Plant manager | Integrator
    Patch servers | A+ | R+ | C
    Back up | I | A+ | R
"""


def patching() -> Chart:
    return chart_of(PATCHING.replace("\n    ", "\n"))


def after(chart: Chart, changes: tuple[Change, ...]) -> Chart:
    return apply_all(chart, changes)


def states(chart: Chart, row: str) -> str:
    """Give a row's letters, each accepted one with its +."""
    marks = {State.ACCEPTED: "+", State.DECLINED: "-", State.PROPOSED: ""}
    return " ".join(a.letter + marks[a.state] for _, a in chart.assignments(row))


def test_a_letter_that_stays_is_as_it_was_and_a_new_one_is_proposed() -> None:
    chart = patching()
    now = after(chart, editing.letters_set(chart, "r1", "c1", Given(("R", "A"), LATER, "in 2027")))
    done, decides = now.cell("r1", "c1")
    assert (done.letter, done.state, done.basis, done.note) == (
        "R",
        State.PROPOSED,
        LATER,
        "in 2027",
    )
    assert (decides.state, decides.basis, decides.note) == (State.PROPOSED, SAID, "in 2027")
    same = after(chart, editing.letters_set(chart, "r1", "c1", Given(("R", "A"), LATER)))
    assert same.cell("r1", "c1")[1].state is State.ACCEPTED


def test_letters_are_given_in_words_as_well() -> None:
    chart = patching()
    given_words = Given(("responsible", "Consulted", "R"), SAID)
    now = after(chart, editing.letters_set(chart, "r1", "c3", given_words))
    assert drawn(now)["Patch servers"] == ["A", "R", "RC"]


def test_a_letter_that_the_set_lacks_is_refused_with_those_it_has() -> None:
    with pytest.raises(InvalidError, match=r"'Z' is no letter of RACI. Its letters are R \("):
        editing.letters_set(patching(), "r1", "c1", Given(("Z",), SAID))


def test_what_is_not_there_is_named() -> None:
    with pytest.raises(NotFoundError, match="no row 'r9'"):
        editing.letters_set(patching(), "r9", "c1", Given(("A",), SAID))
    with pytest.raises(NotFoundError, match="no column 'c9'"):
        editing.made_accountable(patching(), "r1", "c9", SAID)


def test_what_changes_nothing_is_no_change() -> None:
    chart = patching()
    assert editing.letters_set(chart, "r1", "c1", Given(("A",), LATER)) == ()
    assert editing.made_accountable(chart, "r1", "c1", LATER) == ()
    assert editing.row_renamed(chart, "r1", "Patch servers") == ()
    assert editing.described(chart, title="Chart") == ()
    assert editing.letters_translated(chart, "raci") == ()


def test_who_is_made_accountable_is_so_alone() -> None:
    chart = patching()
    now = after(chart, editing.made_accountable(chart, "r1", "c2", LATER))
    assert drawn(now)["Patch servers"] == ["R", "AR", "C"]
    assert states(now, "r1") == "R A R+ C"
    now = after(now, editing.made_accountable(now, "r1", "c3", LATER))
    assert drawn(now)["Patch servers"] == ["R", "R", "A"]


def test_an_auditor_who_answered_for_it_is_asked_from_then_on() -> None:
    chart = chart_of("| Internal audit | CISO\nPatch | A | R")
    now = after(chart, editing.made_accountable(chart, "r1", "c2", SAID))
    assert drawn(now) == {"Patch": ["C", "AR"]}


def test_letters_go_from_a_cell_a_row_or_a_column() -> None:
    chart = patching()
    assert drawn(after(chart, editing.without_letters(chart, "r1", "c2"))) == {
        "Patch servers": ["A", "", "C"],
        "Back up": ["I", "A", "R"],
    }
    assert drawn(after(chart, editing.without_letters(chart, row="r1")))["Patch servers"] == [
        "",
        "",
        "",
    ]
    gone = after(chart, editing.without_letters(chart, column="c1"))
    assert [cells[0] for cells in drawn(gone).values()] == ["", ""]
    with pytest.raises(InvalidError, match="Say from which row"):
        editing.without_letters(chart)


def test_a_letter_everywhere_leaves_what_a_role_answers_for() -> None:
    chart = patching()
    told = after(chart, editing.all_in_column(chart, "c2", Given(("I",), SAID)))
    assert [cells[1] for cells in drawn(told).values()] == ["I", "A"]
    does = after(chart, editing.all_in_column(chart, "c2", Given(("R",), SAID)))
    assert [cells[1] for cells in drawn(does).values()] == ["R", "AR"]
    decides = after(chart, editing.all_in_column(chart, "c1", Given(("A",), SAID)))
    assert drawn(decides) == {"Patch servers": ["A", "R", "C"], "Back up": ["A", "R", "R"]}
    with pytest.raises(InvalidError, match="one letter"):
        editing.all_in_column(chart, "c1", Given(("R", "C"), SAID))


def test_an_activity_of_the_catalogue_brings_its_step_and_safety() -> None:
    chart = patching()
    now = after(chart, editing.row_added(chart, "decide to isolate or  stop the process"))
    assert (now.rows[-1].catalogue, now.rows[-1].step) == ("A22", "2.4")
    assert now.rows[-1].safety_relevant
    now = after(now, editing.row_added(now, " Test  restores ", step="2.4", before="r1"))
    assert (now.rows[0].activity, now.rows[0].catalogue) == ("Test restores", "")
    assert len({row.id for row in now.rows}) == 4
    with pytest.raises(NotFoundError, match=r"no step '9\.9'"):
        editing.row_added(chart, "Test", step="9.9")
    with pytest.raises(InvalidError, match="needs an activity"):
        editing.row_added(chart, " ")


def test_other_words_for_an_activity_ask_for_acceptance_again() -> None:
    chart = patching()
    now = after(chart, editing.row_renamed(chart, "r1", "Patch all servers"))
    assert [row.activity for row in now.rows] == ["Patch all servers", "Back up"]
    assert states(now, "r1") == "A R C"
    assert states(now, "r2") == "I A+ R"
    respelt = after(chart, editing.row_renamed(chart, "r1", "patch Servers"))
    assert states(respelt, "r1") == "A+ R+ C"


def test_each_part_of_a_split_row_has_its_letters() -> None:
    chart = patching()
    chart = replace(chart, rows=(replace(chart.rows[0], number="7"), chart.rows[1]), made=9)
    now = after(chart, editing.row_split(chart, "r1", ["Patch IT servers", "Patch OT servers"]))
    assert [(row.id, row.number) for row in now.rows] == [("r1", "7a"), ("10", "7b"), ("r2", "")]
    assert drawn(now)["Patch IT servers"] == drawn(now)["Patch OT servers"] == ["A", "R", "C"]
    assert states(now, "10") == states(now, "r1") == "A R C"
    for parts in (["Patch"], ["Patch", "patch"], []):
        with pytest.raises(InvalidError, match="at least two different"):
            editing.row_split(chart, "r1", parts)


def test_rows_put_together_have_one_who_answers() -> None:
    chart = patching()
    now = after(chart, editing.rows_merged(chart, ["r1", "r2"]))
    assert drawn(now) == {"Patch servers and back up": ["A", "R", "R"]}
    assert states(now, "r1") == "A R R"
    named = after(chart, editing.rows_merged(chart, ["r2", "r1"], "Keep servers"))
    assert drawn(named) == {"Keep servers": ["R", "AR", "R"]}
    with pytest.raises(InvalidError, match="at least two rows"):
        editing.rows_merged(chart, ["r1", "r1"])


def test_a_row_joins_the_section_it_comes_to() -> None:
    chart = chart_of("| CISO\nOne | A\nTwo | R\nThree | C\nFour | I")
    sections = ("Plan", "Plan", "Run", "Run")
    rows = tuple(replace(r, section=s) for r, s in zip(chart.rows, sections, strict=True))
    chart = replace(chart, rows=rows)

    def order(changes: tuple[Change, ...]) -> list[tuple[str, str]]:
        return [(row.activity, row.section) for row in after(chart, changes).rows]

    assert order(editing.row_moved(chart, "r1", before="r4"))[2] == ("One", "Run")
    assert order(editing.row_moved(chart, "r1", before="r3"))[1] == ("One", "Plan")
    assert order(editing.row_moved(chart, "r1"))[3] == ("One", "Run")
    assert order(editing.row_moved(chart, "r4", before="r1"))[0] == ("Four", "Plan")
    with pytest.raises(InvalidError, match="before itself"):
        editing.row_moved(chart, "r1", before="r1")


def test_a_row_is_removed_and_described() -> None:
    chart = patching()
    assert list(drawn(after(chart, editing.row_removed(chart, "r1")))) == ["Back up"]
    changes = editing.row_described(chart, "r1", step="3.2", safety_relevant=True)
    [row, _] = after(chart, changes).rows
    assert (row.step, row.section, row.safety_relevant) == ("3.2", "", True)


def test_the_catalogue_fills_in_what_it_knows_of_a_role() -> None:
    chart = patching()
    now = after(chart, editing.column_added(chart, "OEM", given=Given(("I",), SAID)))
    added = now.columns[-1]
    assert (added.name, added.role, added.side, added.authority) == (
        "OEM",
        "VEN",
        Side.EXTERNAL,
        False,
    )
    assert "supplier" in added.aliases
    assert [cells[-1] for cells in drawn(now).values()] == ["I", "I"]
    assert editing.column_of("IT auditor").audits
    assert editing.column_of("Head of Assurance Leuven").audits
    assert editing.column_of("Leuven works council", side=Side.BUSINESS).authority
    assert editing.column_of("Chief", role="CISO").side is Side.IT


def test_a_column_is_refused_where_it_would_stand_twice() -> None:
    chart = patching()
    with pytest.raises(InvalidError, match="a column 'CISO' already"):
        editing.column_added(chart, "ciso")
    with pytest.raises(InvalidError, match="a column 'CISO' already"):
        editing.column_renamed(chart, "c2", "ciso ")
    with pytest.raises(NotFoundError, match=r"no role 'XYZ'\. It has EXEC"):
        editing.column_added(chart, "Boss", role="XYZ")
    with pytest.raises(InvalidError, match="Name the role"):
        editing.column_added(chart, "  ")


def test_a_new_name_keeps_letters_and_holders_and_asks_them_again() -> None:
    chart = after(patching(), editing.holder_set(patching(), "c2", ["ann"]))
    own = after(chart, editing.column_renamed(chart, "c2", "Plant manager Leuven"))
    assert (own.columns[1].name, own.columns[1].role) == ("Plant manager Leuven", "PM")
    other = after(chart, editing.column_renamed(chart, "c2", "OEM"))
    assert (other.columns[1].role, other.columns[1].held_by) == ("VEN", ("ann",))
    assert not other.columns[1].authority
    assert states(own, "r2") == states(other, "r2") == "I A R"
    spelt = after(chart, editing.column_renamed(chart, "c2", chart.columns[1].name.upper()))
    assert states(spelt, "r2") == states(chart, "r2") == "I A+ R"


def test_letters_that_are_handed_over_are_proposed_again() -> None:
    chart = patching()
    now = after(chart, editing.column_replaced(chart, "c2", "c3"))
    assert drawn(now) == {"Patch servers": ["A", "R"], "Back up": ["I", "RA"]}
    assert states(now, "r2") == "I R A"
    with pytest.raises(InvalidError, match="cannot replace itself"):
        editing.column_replaced(chart, "c1", "c1")


def test_what_somebody_accepted_lasts_as_long_as_they_hold_the_role() -> None:
    chart = patching()
    both = after(chart, editing.holder_set(chart, "c2", ["ann", "bob", "ann"]))
    assert both.columns[1].held_by == ("ann", "bob")
    assert states(both, "r1") == "A+ R+ C"
    other = after(both, editing.holder_set(both, "c2", ["bob"]))
    assert states(other, "r1") == "A+ R C"


def test_a_column_is_moved_removed_and_described() -> None:
    chart = patching()
    moved = after(chart, editing.column_moved(chart, "c3", before="c1"))
    assert [column.id for column in moved.columns] == ["c3", "c1", "c2"]
    assert [c.id for c in after(chart, editing.column_removed(chart, "c1")).columns] == ["c2", "c3"]
    changes = editing.column_described(chart, "c2", Side.EXTERNAL)
    external = after(chart, changes).columns[1]
    assert (external.side, external.authority) == (Side.EXTERNAL, False)
    assert [c.id for c in after(chart, changes).columns] == ["c1", "c2", "c3"]
    changes = editing.column_described(chart, "c2", authority=False, audits=True)
    assert after(chart, changes).columns[1].audits


def test_a_chart_is_written_in_another_set_by_what_letters_do() -> None:
    chart = chart_of("| One | Two | Three | Four | Five\nWork | A+ | R+ | S+ | C+ | I+", "RASCI")
    raci = after(chart, editing.letters_translated(chart, "RACI"))
    assert states(raci, "r1") == "A+ R+ R C+ I+"
    assert raci.cell("r1", "c3")[0].note == "S (Support) in RASCI"
    daci = after(chart, editing.letters_translated(chart, "daci"))
    assert (daci.letters, states(daci, "r1")) == ("DACI", "A+ D D C+ I+")
    rapid = after(chart, editing.letters_translated(chart, "RAPID"))
    assert states(rapid, "r1") == "D P P I I"
    assert rapid.cell("r1", "c5")[0].note == "I (Informed) in RASCI"
    with pytest.raises(InvalidError, match="no set of letters named 'ABC'"):
        editing.letters_translated(chart, "ABC")


def test_what_is_nearest_gives_way_to_the_letter_itself() -> None:
    chart = chart_of("| One\nWork | SR+", "RASCI")
    raci = after(chart, editing.letters_translated(chart, "RACI"))
    assert states(raci, "r1") == "R+"
    cairo = chart_of("| One | Two\nWork | O | A", "CAIRO")
    assert drawn(after(cairo, editing.letters_translated(cairo, "RACI"))) == {"Work": ["", "A"]}


def test_a_chart_is_described() -> None:
    chart = patching()
    day = date(2027, 1, 31)
    now = after(chart, editing.described(chart, " Patching ", "Leuven", ("3.2",), day))
    assert (now.title, now.scope, now.steps, now.review) == ("Patching", "Leuven", ("3.2",), day)
    assert after(now, editing.described(now, scope="")).review == day
    with pytest.raises(InvalidError, match="needs a title"):
        editing.described(chart, title=" ")
    with pytest.raises(NotFoundError, match=r"no step '7\.7'"):
        editing.described(chart, steps=("7.7",))


def held(chart: Chart) -> Chart:
    chart = apply_all(chart, editing.holder_set(chart, "c1", ["ann"]))
    return apply_all(chart, editing.holder_set(chart, "c3", ["bob"]))


def test_somebody_accepts_the_letters_of_their_own_roles() -> None:
    chart = held(patching())
    now = after(chart, editing.accepting(chart, BOB))
    assert (states(now, "r1"), states(now, "r2")) == ("A+ R+ C+", "I A+ R+")
    assert now.cell("r1", "c3")[0].decided_by == "bob"
    one = after(chart, editing.accepting(chart, BOB, Only(row="r2", letter="R")))
    assert (states(one, "r1"), states(one, "r2")) == ("A+ R+ C", "I A+ R+")
    assert editing.accepting(now, BOB) == ()


def test_what_was_declined_is_accepted_where_it_is_named() -> None:
    chart = held(patching())
    no = after(chart, editing.declining(chart, BOB, "No staff", Only(row="r2")))
    assert states(no, "r2") == "I A+ R-"
    assert no.cell("r2", "c3")[0].reason == "No staff"
    assert states(after(no, editing.accepting(no, BOB)), "r2") == "I A+ R-"
    yes = after(no, editing.accepting(no, BOB, Only(row="r2")))
    assert states(yes, "r2") == "I A+ R+"


def test_nobody_decides_on_the_letters_of_others() -> None:
    chart = held(patching())
    with pytest.raises(NotAllowedError, match="Only whoever holds the role CISO"):
        editing.accepting(chart, BOB, Only(column="c1"))
    with pytest.raises(NotAllowedError, match="Eve holds no role of this chart"):
        editing.accepting(chart, Person(id="eve", name="Eve"))
    with pytest.raises(InvalidError, match="Say why"):
        editing.declining(chart, ANN, " ")
    with pytest.raises(InvalidError, match="no such letter"):
        editing.accepting(chart, BOB, Only(letter="A"))
    with pytest.raises(NotFoundError, match="no row"):
        editing.accepting(chart, BOB, Only(row="r9"))
