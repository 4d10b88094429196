"""Items of a list: who owns them stands before, behind or in brackets, and "done" behind a dash."""

import re
from dataclasses import dataclass, replace
from functools import cache

from isthmus.actions.extracting.blocks import label, other_label
from isthmus.actions.extracting.names import NAME, is_name, somebody
from isthmus.actions.extracting.verbs import is_verb
from isthmus.actions.extracting.words import words

_ARROW = r"(?:->|→|=>|⇒|➜)"
_PARTS = re.compile(r"\s+(?:-|\u2013|\u2014|--)\s+")
_BRACKETS = re.compile(r"\s*[(\[](?P<said>[^()\[\]]{1,60})[)\]]\s*[.:]?\s*$")
_OWNER_WORD = re.compile(
    r"^(?:owner|responsible|assigned to|assignee|who|lead|resp\.?|by)\s*:\s*", re.IGNORECASE
)
_DUE_WORD = re.compile(
    r"^(?:due|by|until|till|deadline|target|before"
    r"|no later than)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Entry:
    """What a line of a list says; ``said`` stands somewhere in the line.

    ``due`` are words that may hold the day, ``sure`` tells whether a label, a box or the form of
    the line says that it is an action.
    """

    said: str
    owner: str = ""
    due: str = ""
    sure: bool = False
    finished: bool = False


def entry_of(text: str, *, sure: bool) -> Entry:
    flat = re.sub(r"\*\*|__|`", "", text.replace("\n", " ")).strip()
    bracketed = re.match(rf"\[(?P<who>{NAME})\]:?\s+(?P<verb>\w+)", flat)
    if bracketed and is_verb(bracketed["verb"]):
        flat = f"{bracketed['who']} -> {flat[bracketed.start('verb') :]}"
    entry = Entry(flat, sure=sure)
    matched = label().match(flat)
    if matched:
        entry = Entry(
            flat[matched.end() :].strip(), matched["who"] or matched["on"] or "", sure=True
        )
    elif other_label().match(flat):
        return replace(entry, finished=True)
    elif _BRACKETS.match(flat) and not sure:
        return entry
    return _owned_before(_without_ends(entry))


def _without_ends(entry: Entry) -> Entry:
    """Take "(Maria, 20 May)", "- Maria - 20 May", "- done" from the end."""
    for _ in range(4):
        bracketed = _BRACKETS.search(entry.said)
        if bracketed:
            known = _told(bracketed["said"], entry)
            if known:
                entry = replace(known, said=entry.said[: bracketed.start()])
                continue
        parts = list(_PARTS.finditer(entry.said))
        if not parts:
            break
        last = parts[-1]
        known = _told(entry.said[last.end() :], entry)
        if not known:
            break
        entry = replace(known, said=entry.said[: last.start()])
    return entry


def _told(said: str, entry: Entry) -> Entry | None:
    """Read an end as an owner, a day, a state or several of them; None where it is none."""
    for part in re.split(r"\s*[,;]\s*(?!\d{4}\b)", said.strip(" .")):
        read = _told_once(part.strip(), entry)
        if read is None:
            return None
        entry = read
    return entry


def _told_once(part: str, entry: Entry) -> Entry | None:
    folded = part.casefold().rstrip(".!")
    bare = _OWNER_WORD.sub("", part)
    if folded in words().any_of("finished") or folded.startswith(("done", "closed", "completed")):
        return replace(entry, finished=True)
    if re.match(
        r"(?:still )?(?:todo|open|in progress|ongoing|pending|tbd|tbc|not started|wip)\b", folded
    ):
        return replace(entry, sure=True)
    if _DUE_WORD.match(part) or re.match(
        r"now due\b|\d|[A-Za-z]{3,9}\.? \d{1,2}\b|end of\b|next \w+$", part
    ):
        return replace(entry, due=f"{entry.due} {part}".strip())
    if bare != part or (
        re.fullmatch(rf"(?:{somebody()})(?:\s*[/+&]\s*{NAME})*", bare)
        and is_name(bare)
        and not is_verb(bare.split()[0])
    ):
        if entry.owner or (bare == part and len(bare.split()) > 3):  # noqa: PLR2004
            return None
        return replace(entry, owner=bare, sure=True)
    return None


@cache
def _before() -> re.Pattern[str]:
    who = rf"(?:{somebody()}(?:\s*(?:/|\+|&|,|and)\s*{NAME})*|me|all)"
    return re.compile(
        rf"(?P<who>{who})\s*(?:\([^)]*\))?\s*(?P<sign>:|{_ARROW}|--"
        rf"|\s[-\u2013\u2014])\s+(?P<said>\S.*)$"
        rf"|(?P<at>(?:@[\w.\-]*\w|<@\w+(?:\|[\w .\-]+)?>))[,:]?\s+(?P<rest>\S.*)$",
        re.DOTALL,
    )


def _owned_before(entry: Entry) -> Entry:
    """Take "Maria: …", "Maria -> …", "@maria …" from the beginning."""
    matched = _before().match(entry.said)
    if matched is None or entry.owner:
        return entry
    who, said = (matched["who"] or matched["at"]), (matched["said"] or matched["rest"])
    if who != "me" and not is_name(who):
        return entry
    arrow = bool(matched["sign"]) and bool(re.fullmatch(_ARROW, matched["sign"].strip()))
    if who.startswith(("@", "<@")) and not entry.sure:
        return entry
    first = said.split()[0].strip(",.:").casefold()
    told = _told(said, entry) if _PARTS.search(f" {said}") is None else None
    if told is not None and not told.finished:
        return replace(entry, sure=False)
    if not (entry.sure or arrow or is_verb(first)) or (told is not None and told.finished):
        return replace(entry, finished=told is not None and told.finished)
    return _without_ends(replace(entry, said=said, owner=who, sure=entry.sure or arrow))
