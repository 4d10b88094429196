"""Charts with all that a chart can hold, drawn at random."""

from datetime import date

from hypothesis import settings
from hypothesis import strategies as st

from isthmus.raci.letters import letter_set, letter_sets
from isthmus.raci.model import (
    Assignment,
    Basis,
    BasisKind,
    Chart,
    Column,
    Row,
    State,
)
from isthmus_knowledge.catalogue import Side

SOME = settings(max_examples=30, deadline=None)  # for what is slow by nature
ANY = st.text(max_size=12)
NAMED = st.text(min_size=1, max_size=12).filter(str.strip)


@st.composite
def full_charts(draw: st.DrawFn) -> Chart:
    """Draw charts with any text anywhere, and with every field filled now and then."""
    letters = draw(st.sampled_from(list(letter_sets())))
    ids = [str(number) for number in range(1, 9)]
    cut = draw(st.integers(0, len(ids)))
    rows = tuple(draw(_rows(row)) for row in ids[:cut])
    columns = tuple(draw(_columns(column)) for column in ids[cut:])
    keys = [(row.id, column.id) for row in rows for column in columns]
    chosen = draw(st.lists(st.sampled_from(keys), unique=True)) if keys else []
    return Chart(
        draw(NAMED),
        letters,
        draw(ANY),
        tuple(draw(st.lists(st.sampled_from(["1.1", "2.4"]), max_size=2))),
        draw(st.none() | st.dates(date(2026, 1, 1), date(2030, 1, 1))),
        rows,
        columns,
        {key: draw(_cells(letters)) for key in chosen},
        len(ids),
    )


def _rows(row: str) -> st.SearchStrategy[Row]:
    return st.builds(Row, st.just(row), NAMED, ANY, ANY, ANY, ANY, st.booleans())


def _columns(column: str) -> st.SearchStrategy[Column]:
    texts = st.lists(ANY, max_size=2).map(tuple)
    side = st.none() | st.sampled_from(Side)
    flags = st.booleans()
    return st.builds(Column, st.just(column), NAMED, ANY, side, texts, texts, flags, flags)


def _cells(letters: str) -> st.SearchStrategy[tuple[Assignment, ...]]:
    known = [each.letter for each in letter_set(letters).letters]
    basis = st.builds(Basis, st.sampled_from(BasisKind), ANY, ANY, ANY, ANY, ANY, ANY)
    letter = st.sampled_from([*known, "X", "to be said"])
    made = st.builds(Assignment, letter, st.none() | basis, st.sampled_from(State), ANY, ANY, ANY)
    return st.lists(made, min_size=1, max_size=3, unique_by=lambda a: a.letter).map(tuple)


def patching(**changed: object) -> Chart:
    """Give a small chart of patching: A/R, a note, each state, a section."""
    reason = Basis(
        BasisKind.PASSAGE,
        "The patching policy says so.",
        quote="The plant manager approves each patch window.",
        title="Patching policy",
        locator="4.2",
    )
    fields: dict[str, object] = {
        "title": "OT patching",
        "scope": "Servers and controllers in Leuven",
        "rows": (
            Row("1", "Approve the patch window", "2.3", "Plan", "7a"),
            Row("2", "Install patches", "2.3", "Do", "8"),
        ),
        "columns": (
            Column("3", "Plant manager"),
            Column("4", "OT engineer"),
            Column("5", "Vendor"),
        ),
        "cells": {
            ("1", "3"): (Assignment("A", reason, State.ACCEPTED),),
            ("1", "4"): (Assignment("C"),),
            ("2", "3"): (Assignment("A", state=State.ACCEPTED), Assignment("R")),
            ("2", "4"): (Assignment("R", note="with the vendor"),),
            ("2", "5"): (Assignment("I", None, State.DECLINED, reason="We are told by the CISO."),),
        },
    }
    return Chart(**{**fields, **changed})  # type: ignore[arg-type]
