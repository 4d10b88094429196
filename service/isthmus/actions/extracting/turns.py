"""Who says which lines: a document has one voice, a mail its sender, a chat one after another."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from isthmus.actions.extracting.names import is_name
from isthmus.actions.extracting.words import words

_NAME = r"[^\W\d_][\w.'\u2019\-]*(?: [^\W\d_][\w.'\u2019\-]*){0,2}"
_TIME = r"(?:\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[APap]\.?[Mm]\.?)?)"
_DAY = r"(?:\d{1,4}[./\-]\d{1,2}(?:[./\-]\d{1,4})?,?\s+)"
_STAMP = rf"[\[(]?{_DAY}?{_TIME}[\])]?"
_SPOKEN = re.compile(rf"\s*{_STAMP}\s*[-\u2013]?\s*(?P<who>{_NAME}):(?:\s+(?P<said>.*))?$")
_STAMPED = (
    re.compile(rf"\s*\*{{0,2}}(?P<who>{_NAME})\*{{0,2}},?\s+{_STAMP}\s*$"),
    re.compile(rf"\s*{_STAMP}\s+(?P<who>{_NAME})\s*$"),
)
_VOICED = re.compile(r"\s*<v(?:\.\w+)* (?P<who>[^<>]{1,60})>(?P<said>.*?)(?:</v>)?\s*$")
_NAMED = re.compile(rf"\s*\*{{0,2}}(?P<who>{_NAME}):\*{{0,2}}\s+(?P<said>\S.*)$")
_CUE = re.compile(r"\s*(?:WEBVTT.*|\d+|[\d:.]+ --> [\d:.]+.*|\d+ repl(?:y|ies))\s*$")
_HEADER = re.compile(
    r"(?P<field>From|To|Cc|Bcc|Date|Sent|Subject"
    r"|Reply-To):\s*(?P<said>.*)$",
    re.IGNORECASE,
)
_QUOTING = re.compile(
    r"\s*(?:>|On\b.{6,120}\bwrote:\s*$|-{3,}\s*(?:Original Message"
    r"|Forwarded message))",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"\s*(?:(?:Hi|Hello|Dear|Hey|Good (?:morning|afternoon|evening)|Morning)\s+(?=.*[,!]?\s*$)"
    r"|(?=[^,]*,\s*$))"
    r"(?P<who>(?:M(?:r|s|rs|x)\.? |Dr\.? )?[A-Z][\w'\u2019\-]+)\s*[,!]?\s*$"
)
_CLOSING = re.compile(
    r"\s*(?:(?:(?:kind|best|warm|many)\s+)?(?:regards|wishes|thanks)|cheers|thanks|thank you|"
    r"sincerely|yours\b.*|best)\b[\s,.!]*"
    r"(?P<who>[A-Z][\w'\u2019\-]+(?: [A-Z][\w'\u2019\-]+)?)?\s*$",
    re.IGNORECASE,
)
_GREETED_ALL = {"all", "everyone", "everybody", "team", "folks", "colleagues", "both", "there"}
_MOST_TALK = 0.5  # the share of lines that "Name: …" has in a conversation
_FEWEST_TURNS = 4


@dataclass(frozen=True)
class Line:
    """A line as it stands in the text: ``text`` begins at ``start``, ``number`` counts from 1."""

    number: int
    start: int
    text: str

    def cut(self, begin: int, end: int | None = None) -> "Line":
        return replace(self, start=self.start + begin, text=self.text[begin:end])


@dataclass(frozen=True)
class Turn:
    """What one person says in one go; ``to`` is whom it is said to, where that is one person."""

    speaker: str
    to: str
    lines: tuple[Line, ...]
    talk: bool = False


def turns_of(text: str, author: str = "") -> list[Turn]:
    lines = list(_lines(text))
    headers = _headers(lines)
    if headers:
        return [_mail(lines, author or _person(headers.get("from", "")))]
    talked = list(_talk(lines))
    if sum(bool(turn.speaker) for turn in talked) > 1:
        return talked
    return [_mail(lines, author)]


def _lines(text: str) -> Iterator[Line]:
    start = 0
    for number, line in enumerate(text.split("\n"), start=1):
        yield Line(number, start, line.rstrip())
        start += len(line) + 1


def _headers(lines: Sequence[Line]) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in lines[:12]:
        matched = _HEADER.match(line.text)
        if matched:
            found.setdefault(matched["field"].casefold(), matched["said"].strip())
        elif line.text.strip() and found:
            break
    return found if "from" in found else {}


def _person(address: str) -> str:
    name = re.sub(r"<[^>]*>|\"|\([^)]*\)", "", address).strip()
    return "" if "@" in name else name


def _mail(lines: Sequence[Line], author: str) -> Turn:
    """Leave out headers, older mails below, the greeting and the farewell."""
    kept: list[Line] = []
    filled = 0  # of the lines that are kept
    to = ""
    for line in lines:
        if _QUOTING.match(line.text):
            if not line.text.lstrip().startswith(">"):
                break
            continue
        greeted = _GREETING.match(line.text) if filled <= 1 else None
        if greeted and not to and _is_person(greeted["who"]):
            to = greeted["who"]
        elif not (_HEADER.match(line.text) and len(kept) < 4) and not (  # noqa: PLR2004
            filled == 0 and _GREETING.match(line.text)
        ):
            kept.append(line)
            filled += bool(line.text.strip())
    kept, signed = _signed(kept)
    return Turn(author or (signed if to or signed else ""), to, tuple(kept))


def _is_person(name: str) -> bool:
    return name.casefold() not in _GREETED_ALL and is_name(name)


def _signed(lines: list[Line]) -> tuple[list[Line], str]:
    """Cut a mail at its farewell; the name below is its author's."""
    for at, line in enumerate(lines):
        matched = _CLOSING.match(line.text)
        if matched and at > 0 and line.text.strip():
            below = next((each.text.strip() for each in lines[at + 1 :] if each.text.strip()), "")
            name = matched["who"] or below
            return lines[:at], name if re.fullmatch(
                r"[A-Z][\w'\u2019\-]+( [A-Z][\w'\u2019\-]+)?", name
            ) else ""
    return lines, ""


def _talk(lines: Sequence[Line]) -> Iterator[Turn]:
    """Cut a transcript where the voice changes; nothing where it is none."""
    named = _is_dialogue(lines)
    speaker, said = "", list[Line]()
    for line in lines:
        heard = _heard(line, named=named)
        if heard is None:
            said.append(line)
            continue
        if any(each.text.strip() for each in said):
            yield Turn(speaker, "", tuple(said), talk=bool(speaker))
        speaker, rest = heard
        said = [rest]
    if any(each.text.strip() for each in said):
        yield Turn(speaker, "", tuple(said), talk=bool(speaker))


def _heard(line: Line, *, named: bool) -> tuple[str, Line] | None:
    if _CUE.match(line.text):
        return "", line.cut(len(line.text))
    for pattern in (_VOICED, _SPOKEN, *_STAMPED, *([_NAMED] if named else [])):
        matched = pattern.match(line.text)
        if matched and not _is_label(matched["who"]):
            begin, end = matched.span("said") if "said" in pattern.groupindex else (-1, -1)
            rest = line.cut(begin, end) if begin >= 0 else line.cut(len(line.text))
            return matched["who"].strip(), rest
    return None


def _is_label(said: str) -> bool:
    known = words()
    folded = said.casefold()
    return folded in known.any_of("action_labels") or folded in known.any_of("other_labels")


def _is_dialogue(lines: Sequence[Line]) -> bool:
    said = [line.text for line in lines if line.text.strip()]
    matched = [found for line in said if (found := _NAMED.match(line))]
    matched = [found for found in matched if not _is_label(found["who"])]
    names = [found["who"] for found in matched]
    return (
        len(matched) >= _FEWEST_TURNS
        and len(matched) >= _MOST_TALK * len(said)
        and len(set(names)) < len(names)
    )
