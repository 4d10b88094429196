"""Charts changed and answered for by forms, with the rights and versions that words have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from isthmus.errors import ConflictError, IsthmusError, NotFoundError
from isthmus.hearing.charts_meant import ChartsMeant
from isthmus.hearing.filling import Entered, Troubles
from isthmus.hearing.parts import Parts, hand
from isthmus.messages import Button, Buttons, Form, Message, Paragraph, Points, Reply
from isthmus.raci import comparing
from isthmus.raci.changes import Change, apply_all
from isthmus.raci.editing import Given, Only, letters_set, row_renamed
from isthmus.raci.model import Basis, BasisKind, Chart, Filed
from isthmus.raci.orders import Undo
from isthmus.raci.rights import editable
from isthmus.replying.chart_forms import (
    Mine,
    letters_form,
    letters_of,
    own_letters,
    row_form,
    values_of,
    which_row,
)
from isthmus.replying.charts import findings_told
from isthmus.talks.store import Kind
from isthmus.understanding.commands import Fill, OnChart, OpenForm

_MEANWHILE: Final = "Somebody changed this meanwhile to “{}”. Send yours again, or take theirs."
_GONE: Final = "This row was removed meanwhile. Choose another one."
_NO_LETTERS: Final = "No letter of yours waits for an answer in “{}”."


def seen_at(parts: Parts, filed: Filed, seen: int | None, message: Message) -> Chart:
    """Give a chart as it was when somebody saw it."""
    if seen is None or seen >= filed.number:
        return filed.chart
    return parts.charts.compare(filed.id, message.by, str(seen)).before.chart


@dataclass(frozen=True)
class RowForms:
    """``id`` of such a form is the chart's, with the row's behind a slash once it is chosen."""

    parts: Parts
    message: Message

    def form(self, about: OpenForm) -> Form:
        chart, _, row = about.id.partition("/")
        filed = self._opened(chart)
        self.parts.talks.put_about(self.message.place, Kind.CHART, filed.id)
        about = replace(about, seen=filed.number)
        return row_form(about, filed.chart, row) if row else which_row(about, filed)

    def filled(self, fill: Fill) -> Reply:
        """Change the row, all of it or nothing; what was wrong comes back at its field."""
        chart, _, row = fill.form.id.partition("/")
        entered = Entered.of(fill)
        if not row:
            chosen = replace(fill.form, id=f"{chart}/{entered['row']}")
            return Reply((self.form(chosen),))
        filed = self._opened(chart)
        if row not in {each.id for each in filed.chart.rows}:
            raise NotFoundError(_GONE)
        before = seen_at(self.parts, filed, fill.form.seen, self.message)
        merged, clashes = _merged(entered, values_of(before, row), values_of(filed.chart, row))
        troubles = Troubles(clashes)
        changes = self._changes(merged, filed.chart, row, troubles)
        if not troubles.found:
            with troubles.at("activity"):
                return self._kept(filed, changes)
        return Reply((merged.back_in(self.form(fill.form), troubles.found),))

    def _opened(self, chart: str) -> Filed:
        return editable(ChartsMeant(self.parts).opened(chart, self.message), self.message.by)

    def _changes(
        self, wanted: Entered, chart: Chart, row: str, troubles: Troubles
    ) -> tuple[Change, ...]:
        by, here = self.message.by, values_of(chart, row)
        basis = Basis(BasisKind.PERSON, f"{by.name} said so.", source=by.id)
        changes: tuple[Change, ...] = ()
        with troubles.at("activity"):
            if wanted["activity"] != here["activity"]:
                changes = tuple(row_renamed(chart, row, wanted["activity"]))
                apply_all(chart, changes)
        for column in chart.columns:
            name = letters_of(column)
            with troubles.at(name):
                if set(wanted.lines(name)) != set(here[name].splitlines()):
                    given = Given(tuple(wanted.lines(name)), basis, wanted["note"])
                    changes += letters_set(chart, row, column.id, given)
        return changes

    def _kept(self, filed: Filed, changes: tuple[Change, ...]) -> Reply:
        if not changes:
            return Reply((Paragraph("The row stands so already; nothing was changed."),))
        charts, by = self.parts.charts, hand(self.message, filed.number)
        after = charts.edit(filed.id, lambda _: changes, by, "By a form")
        self.parts.talks.put_about(self.message.place, Kind.CHART, filed.id)
        undo = OnChart(Undo(), "Undo", chart=filed.id, seen=after.number)
        told = Paragraph(f"Changed in “{after.chart.title}”: {self._changed(filed)}.")
        found = findings_told(charts.check(after.chart), after)
        return Reply((told, *found, Buttons("", (Button("Undo", undo),))))

    def _changed(self, before: Filed) -> str:
        """Say what is other since, without the name of the row: it was just chosen."""
        since = str(before.number)
        compared = self.parts.charts.compare(before.id, self.message.by, since)
        differences = [e for e in compared.differences if e.kind is not comparing.Kind.REASON]
        told = (replace(e, row="" if e.role else e.row).in_words for e in differences)
        return "; ".join(told) or "another reason"


def _merged(
    entered: Entered, seen: Mapping[str, str], here: Mapping[str, str]
) -> tuple[Entered, dict[str, str]]:
    """Give what is wanted as of now, and where somebody else changed the same meanwhile."""
    wanted, clashes = dict(here), {}
    for name, now in here.items():
        before = seen.get(name, now)
        said = entered.get(name, before)
        if _letters(said) == _letters(before):
            continue
        wanted[name] = said
        if _letters(now) not in (_letters(before), _letters(said)):
            clashes[name] = _MEANWHILE.format(", ".join(now.splitlines()) or "nothing")
    return Entered(wanted), clashes


def _letters(text: str) -> frozenset[str]:
    return frozenset(line.strip() for line in text.splitlines() if line.strip())


@dataclass(frozen=True)
class LetterForms:
    parts: Parts
    message: Message

    def form(self, about: OpenForm) -> Form:
        """Ask about each letter that waits for the person; raises NotFoundError for none."""
        filed = self._opened(about.id)
        mine = own_letters(filed.chart, self.message.by.id)
        if not mine:
            raise NotFoundError(_NO_LETTERS.format(filed.chart.title))
        self.parts.talks.put_about(self.message.place, Kind.CHART, filed.id)
        return letters_form(replace(about, seen=filed.number), filed, mine)

    def filled(self, fill: Fill) -> Reply:
        """Say yes and no; a letter that reads otherwise than it was seen is asked about again."""
        filed, entered = self._opened(fill.form.id), Entered.of(fill)
        chosen = {name: said for name, said in fill.values if said in {"accept", "question"}}
        before = seen_at(self.parts, filed, fill.form.seen, self.message)
        seen = {each.name: each for each in own_letters(before, self.message.by.id)}
        mine = {each.name: each for each in own_letters(filed.chart, self.message.by.id)}
        problems = {name: _other(seen.get(name), mine[name]) for name in chosen if name in mine}
        problems = {name: text for name, text in problems.items() if text}
        if "question" in chosen.values() and not entered["reason"]:
            problems["reason"] = "Say why: whoever drew the chart wants to know."
        if problems:
            return Reply((entered.back_in(self.form(fill.form), problems),))
        answers = [(mine[name], answer) for name, answer in chosen.items() if name in mine]
        return self._answered(filed, answers, entered["reason"])

    def _opened(self, chart: str) -> Filed:
        return ChartsMeant(self.parts).opened(chart, self.message)

    def _answered(self, filed: Filed, answers: Sequence[tuple[Mine, str]], why: str) -> Reply:
        """Answer for letter after letter; what cannot be is told, and the rest stands."""
        charts, number = self.parts.charts, filed.number
        done: dict[str, int] = {"accept": 0, "question": 0}
        refused: list[str] = []
        for each, said in answers:
            only = Only(each.row.id, each.column.id, each.assignment.letter)
            by = hand(self.message, number)
            try:
                if said == "accept":
                    number = charts.accept(filed.id, by, only).number
                else:
                    number = charts.decline(filed.id, why, by, only).number
            except ConflictError as error:
                refused.append(str(error))
                break
            except IsthmusError as error:
                refused.append(f"{each.row.activity}: {error}")
            else:
                done[said] += 1
        self.parts.talks.put_about(self.message.place, Kind.CHART, filed.id)
        return _told(filed, done, refused)


def _other(seen: Mine | None, now: Mine) -> str:
    """Say what is other about a letter than somebody saw it."""
    if seen is None:
        return "This letter is new. Say whether you take it."
    if seen.row.activity != now.row.activity:
        return f"It was for “{seen.row.activity}” when you saw it. Say it again."
    return ""


def _told(filed: Filed, done: Mapping[str, int], refused: Sequence[str]) -> Reply:
    told = [
        f"{count} {word}"
        for count, word in ((done["accept"], "accepted"), (done["question"], "questioned"))
        if count
    ]
    said = f"In “{filed.chart.title}”: {' and '.join(told) or 'nothing was answered'}."
    wrong = (Points("Not done", tuple(refused)),) if refused else ()
    return Reply((Paragraph(said), *wrong), failed=bool(refused) and not told)
