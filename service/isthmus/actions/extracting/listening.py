"""Hears what one person says in one go: each table, item and sentence in its own way."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from isthmus.actions.dates import Asked
from isthmus.actions.extracting import days
from isthmus.actions.extracting.blocks import Item, Paragraph, Rows, blocks_of, label, other_label
from isthmus.actions.extracting.candidate import Candidate, Kind
from isthmus.actions.extracting.clauses import Found, actions_in
from isthmus.actions.extracting.following import Heard
from isthmus.actions.extracting.intent import THRESHOLD, chance
from isthmus.actions.extracting.lists import Entry, entry_of
from isthmus.actions.extracting.names import NAME, is_name, parties
from isthmus.actions.extracting.nesting import ANYBODY, Above, Stack, section_kind
from isthmus.actions.extracting.orders import is_order, order_in
from isthmus.actions.extracting.patterns import ADDRESSEE, MENTIONED, SPEAKER
from isthmus.actions.extracting.sentences import sentences
from isthmus.actions.extracting.tables import Row, rows_of
from isthmus.actions.extracting.titles import title_and_day
from isthmus.actions.extracting.turns import Turn

_LONGEST = 1_500  # characters; what is longer is no sentence
_URL = re.compile(r"<?https?://\S+")
_LONGEST_LINE = 160
_LONGEST_OPENING = 40
_SHALL = re.compile(r"\b(?:shall|must)\b", re.IGNORECASE)
_RULES_OF_A_POLICY = 3
_OWNER_ROOM = 30  # characters
_IS_DONE = re.compile(
    r"\b(?:is|are|was|were|has been|have been|got)(?: now| already| all)? "
    r"(?:done|merged|finished|completed?|closed|fixed|resolved)\b",
    re.IGNORECASE,
)
_DONE = re.compile(r"(?:done|merged|completed?|finished|closed|fixed|published)\b", re.IGNORECASE)
_MODAL = re.compile(
    r"^(?:will|should|shall|must|needs? to|has to|have to|is to|to)\s+(?!be\b)", re.IGNORECASE
)
_STATEMENT = re.compile(
    r"(?:\S+\s+){1,6}?(?:is|are|was|were|has|have|had|did|does|do|can|cannot|can't|could|now"
    r"|contains?|didn't|made|"
    r"\w{3,}ed)\b|https?://\S+$|[\w.'\u2019-]+:?$",
    re.IGNORECASE,
)
_NONE = re.compile(r"(?:no|none|nobody|nothing|n/?a|not)\b", re.IGNORECASE)


def is_policy(text: str) -> bool:
    return len(list(islice(_SHALL.finditer(text), _RULES_OF_A_POLICY))) == _RULES_OF_A_POLICY


@dataclass(frozen=True)
class Listener:
    """``number`` is the turn's place in the conversation; a policy tells nobody what to do."""

    text: str
    turn: Turn
    number: int
    asked: Asked
    is_policy: bool = False

    def heard(self, most: int) -> list[Heard]:
        """Give what is heard, and stop listening where that is more than ``most``."""
        heard: list[Heard] = []
        stack = Stack()
        for block in blocks_of(self.turn.lines):
            if len(heard) > most:
                break
            match block:
                case Rows(lines):
                    heard += map(self._row, rows_of(lines))
                case Item():
                    above = stack.above(block)
                    if above.is_action and _DONE.match(block.text):
                        del heard[above.heard :]
                    found = list(self._item(block, above))
                    stack.push(block, above, is_action=bool(found), heard=len(heard))
                    heard += found
                case Paragraph():
                    heard += self._paragraph(block)
        return heard

    def _row(self, row: Row) -> Heard:
        cell = days.whole(self.asked)(row.due)
        title, dated = title_and_day(row.action, days.dates(self.asked) if not row.due else _no_day)
        owner, helpers = _shared(parties(row.owner, self.turn.speaker))
        found = cell or dated
        return self._made(
            Candidate(
                title=title,
                owner=owner,
                due=found.day if found else None,
                quote=row.quote,
                line=row.number,
                kind=Kind.ROW,
                due_words=found.words if found else "",
                helpers=helpers,
            )
        )

    def _made(self, candidate: Candidate, *, open_to_anybody: bool = False) -> Heard:
        return Heard(candidate, self.number, open_to_anybody)

    def _item(self, item: Item, above: Above) -> Iterator[Heard]:
        kind = section_kind(item.section)
        if item.ticked or len(item.text) > _LONGEST or kind == "finished":
            return
        sure = item.ticked is False or (kind == "action" and not above.is_action)
        entry = entry_of(item.text, sure=sure)
        marked = item.ticked is False or bool(label().match(item.text))
        if above.owner is not None and not above.is_action and not entry.owner:
            entry = replace(entry, owner=above.owner, sure=not entry.finished)
        if (
            entry.finished
            or _IS_DONE.search(entry.said)
            or not _says_something(entry.said, marked=marked)
        ):
            return
        form = Kind.MARKED if marked else Kind.BULLET
        if not marked and (entry.said.endswith("?") or _NONE.match(entry.said)):
            yield from self._sentences(item, None)
        elif marked or self._is_action(entry, kind):
            yield from self._entry(item, entry, form)
        else:
            yield from self._sentences(item, form)

    def _is_action(self, entry: Entry, kind: str) -> bool:
        if is_order(entry.said):
            return entry.sure or (kind != "none" and not self.is_policy)
        return entry.sure and (bool(entry.owner) or not _STATEMENT.match(entry.said))

    def _entry(self, item: Item, entry: Entry, form: Kind) -> Iterator[Heard]:
        """Take a line as one action; who stands beside it comes before whom a rule names."""
        first = next(sentences(entry.said)).text
        if first.endswith("?") and form is Kind.BULLET:
            return
        heard = actions_in(first)
        if len(heard) > 1 and not entry.owner and all(each.who for each in heard):
            yield from self._sentences(item, form)
            return
        found = [each for each in heard if each.start <= max(len(first) / 2, _OWNER_ROOM)]
        said, who = _MODAL.sub("", first), parties(entry.owner, self.turn.speaker)
        if found:
            said = found[0].said
            who = who or self._who(found[0], item.text)
        title, dated = title_and_day(said, days.dates(self.asked), self._me(found))
        beside = self._beside(entry.due)
        if title:
            day = beside if beside and beside.day else dated or beside
            yield self._candidate(item, (title, form), who, day)

    def _beside(self, said: str) -> days.Dated | None:
        plain = _plain_due(said)
        return (days.dates(self.asked)(plain) or days.whole(self.asked)(plain)) if plain else None

    def _sentences(self, block: Item | Paragraph, form: Kind | None) -> Iterator[Heard]:
        for unit in sentences(block.text):
            if other_label().match(unit.text) or len(unit.text) > _LONGEST:
                continue
            found = actions_in(unit.text) or self._orders(unit.text)
            for each in found:
                place = Paragraph(
                    unit.text,
                    block.start + unit.start,
                    block.number + block.text.count("\n", 0, unit.start),
                    block.section,
                )
                yield from self._clause(place, each, form, block.text[: unit.start])

    def _orders(self, sentence: str) -> list[Found]:
        spoken = self.turn.talk or self.turn.to
        if not spoken or self.is_policy:
            return []
        found = order_in(sentence)
        return found if found and chance(sentence) >= THRESHOLD else []

    def _clause(
        self, place: Paragraph, found: Found, form: Kind | None, before: str
    ) -> Iterator[Heard]:
        title, day = title_and_day(found.said, days.dates(self.asked), self._me([found]))
        if day is None:
            day = self._day_before(place.text, found)
        if found.is_rule and self.is_policy and not (day and day.day):
            return
        who = self._who(found, before + place.text[: found.start])
        if len(title.split()) > 1 or found.kind is Kind.COMMITMENT:
            kind = found.kind if form in {None, Kind.BULLET} else form or found.kind
            yield self._candidate(place, (title, kind), who, day, found)

    def _day_before(self, sentence: str, found: Found) -> days.Dated | None:
        """Look for the day where it opens the sentence: "Before 16 October you need to …"."""
        before = sentence[: found.start].replace("\n", " ")
        if len(before) > _LONGEST_OPENING or re.search(r"[.;!?]", before):
            return None
        return days.dates(self.asked)(
            re.sub(r"\b(?:i|we|you|they)\b.*", "", before, flags=re.IGNORECASE)
        )

    def _candidate(
        self,
        place: Item | Paragraph,
        said: tuple[str, Kind],
        who: tuple[str, ...],
        day: days.Dated | None,
        found: Found | None = None,
    ) -> Heard:
        owner, helpers = _shared(who)
        end = place.start + len(place.text.rstrip())
        candidate = Candidate(
            title=said[0],
            owner=owner,
            due=day.day if day else None,
            quote=self.text[place.start : end],
            line=place.number,
            kind=said[1],
            due_words=day.words if day else "",
            helpers=helpers,
        )
        asked = found is not None and found.kind is Kind.REQUEST and not owner
        return self._made(candidate, open_to_anybody=asked)

    def _who(self, found: Found, before: str) -> tuple[str, ...]:
        match found.who:
            case "":
                return ()
            case who if who == SPEAKER:
                return (self.turn.speaker,) if self.turn.speaker else _quoted(before)
            case who if who == ADDRESSEE:
                return (self.turn.to,) if self.turn.to else ()
            case who if who == MENTIONED:
                return _last_named(before)
            case who:
                return parties(who, self.turn.speaker)

    def _me(self, found: list[Found]) -> str:
        asked = bool(found) and found[0].kind is Kind.REQUEST
        return self.turn.speaker if asked else ""

    def _paragraph(self, paragraph: Paragraph) -> Iterator[Heard]:
        kind = section_kind(paragraph.section)
        flat = paragraph.text
        if kind == "finished" or (other_label().match(flat) and "\n" not in flat):
            return
        if "\n" not in flat and len(flat) <= _LONGEST_LINE:
            entry = entry_of(flat, sure=kind == "action")
            listed = not self.turn.talk and self._is_listed(entry, kind)
            if listed and not entry.finished and not flat.endswith("?"):
                item = Item(flat, paragraph.start, paragraph.number, paragraph.section)
                yield from self._entry(item, entry, Kind.BULLET)
                return
        yield from self._sentences(paragraph, None)

    def _is_listed(self, entry: Entry, kind: str) -> bool:
        """Tell whether a line without a mark is one of a list all the same."""
        if entry.owner:
            return entry.sure
        return kind == "action" and is_order(entry.said)


def _says_something(said: str, *, marked: bool) -> bool:
    bare = said.strip(" *_:.")
    alone = bool(re.fullmatch(NAME, bare)) or bare.casefold() in ANYBODY
    return bool(bare) and (marked or not alone) and not _URL.fullmatch(bare)


def _shared(who: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    return (who[0], who[1:]) if who else ("", ())


def _no_day(_: str) -> None:
    return None


def _plain_due(said: str) -> str:
    return re.sub(
        r"^(?:now\s+)?(?:due(?: date)?|deadline"
        r"|target)\s*:?\s*",
        "",
        said,
        flags=re.IGNORECASE,
    )


def _quoted(before: str) -> tuple[str, ...]:
    """Give whose words a line of minutes gives: "Maria: I will …"."""
    matched = re.match(rf"(?P<who>{NAME}):\s", before)
    return parties(matched["who"]) if matched and is_name(matched["who"]) else ()


def _last_named(before: str) -> tuple[str, ...]:
    names = [
        each
        for each in re.findall(NAME, before)
        if is_name(each) and not re.fullmatch("[A-Z]{3,}", each)
    ]
    return parties(names[-1]) if names else ()
