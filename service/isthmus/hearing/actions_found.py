"""Proposals: what a text, an answer or a chart gives somebody to do, for a person to decide on."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from isthmus.actions.adding import Reading
from isthmus.actions.extracting import Candidate, find_actions
from isthmus.actions.listing import Page, Sought, Twin, sought_words
from isthmus.actions.model import Action, Draft, Party, Source, SourceKind, Status
from isthmus.actions.titling import OURS, Said, Titled
from isthmus.answers.model import Answer, Citation
from isthmus.errors import NotFoundError
from isthmus.hearing.actions_meant import ActionsMeant
from isthmus.hearing.charts_meant import ChartsMeant, no_chart
from isthmus.hearing.parts import hand, may_keep
from isthmus.messages import Byline, Paragraph, Points, Reply, failed
from isthmus.people import NOBODY
from isthmus.raci.model import Chart, Filed, Row, State
from isthmus.replying.charts import which_chart
from isthmus.replying.proposals import Proposed, proposals_told
from isthmus.understanding.commands import TrackAnswer, TrackChart

_NOTHING: Final = "Nothing in it reads like an action: no request, no promise, no action list."
_NO_ANSWER: Final = (
    "There is no answer here that could be tracked. Ask something first, or say: add action: …"
)
_LONGEST_TITLE: Final = 200
_LIKELY: Final = 0.75
_TELLING: Final = 5  # words of a quote by which it is found again
_MOST_BEFORE: Final = 50


@dataclass(frozen=True)
class Proposing:
    meant: ActionsMeant

    def from_text(self, text: str) -> Reply:
        """Propose what somebody asks for or promises in a text."""
        found = find_actions(text, self.meant.asked, self.meant.message.by.name)
        if not found:
            return failed(_NOTHING)
        readers = self._readers()
        drafts = [self._draft(each, readers) for each in found]
        said = [Said(each.title, each.quote, each.due_words) for each in found]
        return self._worded(drafts, said, "this text")

    def from_answer(self, command: TrackAnswer) -> Reply:
        """Propose an action for an answer, with the quote it stands on as its source."""
        sentence = command.sentence
        said = self._said(command.answer) if command.answer else self._last_said()
        if said is None:
            return failed(_NO_ANSWER)
        asked, cited = said
        me = Party(self.meant.message.by.name, self.meant.message.by.id)
        reading = Reading(self.meant.asked, self.meant.directory, me)
        what = sentence or f"Follow up: {asked.rstrip('?')}"
        draft = reading.understood(what).draft if sentence else Draft(what[:_LONGEST_TITLE])
        source, readers = self._source(asked, cited)
        draft = replace(draft, source=source, readers=readers)
        if sentence or not source.passage:
            return self._proposed([draft], "this answer")
        found = self.meant.parts.shown([source.passage], self.meant.message.seen_by)
        quoted = [Said(draft.title, source.quote, shown=e, is_clumsy=True) for e in found]
        return self._worded([draft], quoted, "this answer")

    def from_chart(self, command: TrackChart) -> Reply:
        """Propose to settle each finding of a chart, or to agree on each row with open letters."""
        charts = ChartsMeant(self.meant.parts)
        filed = charts.meant(command, self.meant.message)
        if not isinstance(filed, Filed):
            if command.named and not filed:
                raise no_chart(f"“{command.named}”")
            return which_chart(command, filed)
        drafts = list(self._findings(filed) if command.findings else _open_rows(filed))
        if not drafts:
            what = (
                "The rules find nothing in it" if command.findings else "Every letter is accepted"
            )
            return Reply((Paragraph(f"{what}: there is nothing to track."),))
        return self._proposed(drafts, f"the chart {filed.chart.title}")

    # ---- keeping

    def _worded(self, drafts: Sequence[Draft], said: Sequence[Said], where: str) -> Reply:
        """Propose with better titles, where a model has them for what was said."""
        message = self.meant.message
        titled = self.meant.parts.actions.titled(said, message.by, message.place)
        titles = titled.titles or tuple(each.title for each in drafts)
        pairs = zip(drafts, titles, strict=True)
        return self._proposed([replace(each, title=title) for each, title in pairs], where, titled)

    def _proposed(self, drafts: Iterable[Draft], where: str, titled: Titled = OURS) -> Reply:
        """Keep proposals, each with its like; nothing is kept for who may not."""
        wanted = list(drafts)
        if not may_keep(self.meant.message.by):
            titles = tuple(each.title for each in wanted)
            told = "They are only shown: keeping proposals needs the rank contributor."
            shown = (Paragraph(f"{len(wanted)} found in {where}. {told}"), Points("Found", titles))
            return _with_writer(Reply(shown), titled)
        actions = self.meant.parts.actions
        twins = [self._twins(each.title) for each in wanted]
        again = [_same(draft, found) for draft, found in zip(wanted, twins, strict=True)]
        if titled.was_asked:  # it may have said the same in other words before
            again = [e or self._kept_before(d) for d, e in zip(wanted, again, strict=True)]
        new = [d for d, same in zip(wanted, again, strict=True) if same is None]
        kept = iter(actions.propose(new, hand(self.meant.message), f"Found in {where}"))
        proposed = [
            Proposed(next(kept), tuple(found)) if same is None else Proposed(same)
            for found, same in zip(twins, again, strict=True)
        ]
        self.meant.come_to(proposed[-1].action)
        reply = proposals_told(proposed, where, self.meant.parts.public_url)
        return _with_writer(reply, titled)

    def _kept_before(self, draft: Draft) -> Action | None:
        """Give the proposal that was kept for the same place of the same text."""
        words = " ".join(sought_words(draft.source.quote)[:_TELLING])
        sought = Sought(statuses=(Status.PROPOSED,), sources=(draft.source.kind,), words=words)
        page = Page(limit=_MOST_BEFORE)
        found = self.meant.parts.actions.listed(self.meant.seen_by, sought, page).actions
        return next((each for each in found if _is_of(each.source, draft.source)), None)

    def _twins(self, title: str) -> list[Twin]:
        found = self.meant.parts.actions.alike(title, self.meant.seen_by)
        return [each for each in found if each.likeness >= _LIKELY]

    def _readers(self) -> tuple[str, ...]:
        """Let those read what was pasted who are in the groups of everybody who sees it here.

        Where they share none, it stays with whom it names.
        """
        return tuple(sorted(self.meant.message.reader.groups)) or (NOBODY,)

    def _draft(self, candidate: Candidate, readers: tuple[str, ...]) -> Draft:
        return Draft(
            candidate.title,
            owner=self._party(candidate.owner),
            helpers=tuple(p for e in candidate.helpers if (p := self._party(e))),
            due=candidate.due,
            due_words=candidate.due_words,
            source=Source(
                kind=SourceKind.MESSAGE,
                quote=candidate.quote,
                author=self.meant.message.by.name,
                row=f"line {candidate.line}",
                at=self.meant.parts.clock(),
            ),
            readers=readers,
        )

    def _party(self, name: str) -> Party | None:
        """Give whom a name means; one that may mean several stays as it was said."""
        if not name:
            return None
        found = self.meant.directory.people(name)
        return Party(found[0].name, found[0].id) if len(found) == 1 else Party(name)

    # ---- from an answer

    def _said(self, answer: str) -> tuple[str, tuple[Citation, ...]] | None:
        """Give what was asked and cited, to whoever asked it or is where it was told."""
        message, parts = self.meant.message, self.meant.parts
        here = parts.talks.inquiries(message.place)
        try:
            given = parts.inquiry.given(answer, message.by, here)
        except NotFoundError:
            return None
        cited = given.citations if isinstance(given, Answer) else ()
        return given.asked.question, cited

    def _last_said(self) -> tuple[str, tuple[Citation, ...]] | None:
        message, parts = self.meant.message, self.meant.parts
        known = parts.talks.inquiry(message.place, message.by.id)
        if not known:
            return None
        try:
            thread = parts.inquiry.thread(known, message.by, last=1)
        except NotFoundError:
            return None
        if not thread.said:
            return None
        last = thread.said[-1]
        cited = last.outcome.citations if isinstance(last.outcome, Answer) else ()
        return last.turn.asked, cited

    def _source(self, asked: str, cited: Iterable[Citation]) -> tuple[Source, tuple[str, ...]]:
        """Give the first quote that all who see this may read; its readers are the action's."""
        message, parts = self.meant.message, self.meant.parts
        for each in cited:
            try:
                readers = parts.readers_of(each.document, message.by)
            except NotFoundError:
                continue
            if message.seen_by.may_read(readers):
                return _quoted(each, asked), readers
        return Source(SourceKind.ANSWER, quote=asked, at=parts.clock()), self._readers()

    # ---- from a chart

    def _findings(self, filed: Filed) -> Iterator[Draft]:
        for each in self.meant.parts.charts.check(filed.chart):
            source = _of_chart(filed, SourceKind.FINDING, each.message, each.row or "")
            title = f"Settle: {each.message}"[:_LONGEST_TITLE]
            yield Draft(title, source=source, readers=filed.readers)


def _with_writer(reply: Reply, titled: Titled) -> Reply:
    """Tell whose words the titles are, where a model was asked for some."""
    if titled.writer:
        worded = f"Titles worded by {titled.writer}, each of the words of its own sentence."
        return Reply((*reply.parts, Byline(worded)))
    return Reply((*reply.parts, Paragraph(titled.note))) if titled.note else reply


def _is_of(one: Source, other: Source) -> bool:
    same_place = (one.row, one.passage) == (other.row, other.passage)
    return same_place and one.quote.strip() == other.quote.strip()


def _same(draft: Draft, twins: Iterable[Twin]) -> Action | None:
    """Give the proposal that was kept for the same words before."""
    for each in twins:
        action = each.action
        if action.status is Status.PROPOSED and action.title == draft.title:
            return action
    return None


def _quoted(citation: Citation, asked: str) -> Source:
    where = f"{citation.title}, {citation.locator}" if citation.locator else citation.title
    return Source(
        kind=SourceKind.ANSWER,
        quote=citation.quote,
        title=f"{where} (asked: {asked})",
        permalink=f"/passages/{citation.passage}",
        document=citation.document,
        revision=citation.revision,
        passage=citation.passage,
    )


def _open_rows(filed: Filed) -> Iterator[Draft]:
    """Give a draft for each row in which a letter is not accepted yet."""
    for row in filed.chart.rows:
        if waiting := _waiting(filed.chart, row):
            quote = f"{row.activity}: {waiting}"
            source = _of_chart(filed, SourceKind.CHART, quote, row.id)
            title = f"Agree who does what: {row.activity}"[:_LONGEST_TITLE]
            yield Draft(title, step=row.step, source=source, readers=filed.readers)


def _waiting(chart: Chart, row: Row) -> str:
    letters = [
        f"{each.letter} {column.name}"
        for column, each in chart.assignments(row.id)
        if each.state is not State.ACCEPTED
    ]
    return f"{', '.join(letters)} not accepted" if letters else ""


def _of_chart(filed: Filed, kind: SourceKind, quote: str, row: str) -> Source:
    return Source(
        kind=kind,
        quote=quote,
        title=filed.chart.title,
        permalink=f"/charts/{filed.id}",
        chart=filed.id,
        row=row,
    )
