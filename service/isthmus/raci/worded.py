"""How orders and questions about a chart are worded: patterns, each with the order it makes."""

import re
from collections.abc import Callable, Iterable
from typing import Final

from isthmus.raci.orders import (
    EVERYWHERE,
    Accept,
    AddColumn,
    AddRow,
    Approve,
    Check,
    Decline,
    Export,
    Give,
    Hold,
    MoveRow,
    Order,
    Redo,
    RemoveColumn,
    RemoveRow,
    RenameColumn,
    RenameRow,
    ReplaceRole,
    Retitle,
    Return,
    ReviewOn,
    Show,
    SplitRow,
    Submit,
    Take,
    Undo,
    UseLetters,
    WhatChanged,
    WhatHas,
    WhatIsOpen,
    WhoHas,
    WhoHolds,
    WhyLetter,
)

_LETTER: Final = (
    r"(?:accountable|responsible|consulted|informed|supporting|support|omitted|approver|driver|"
    r"contributor|(?:the )?decider|performer|recommender|verifier|sign(?:s)?[ -]off|[A-Z])"
)
LETTERS: Final = rf"(?:{_LETTER}(?: ?(?:[/,&+]|and) ?{_LETTER})*)"
_L: Final = rf"(?P<letters>{LETTERS})"
_FOR: Final = r"(?:for|of|on|in|at|about|regarding|when it comes to)"
_ALL: Final = (
    r"(?P<all>everywhere|throughout|in every row|in all rows|for everything|for all of it|"
    r"on everything|of everything|for all (?:rows|activities))"
)
_WHERE: Final = rf"(?:{_ALL}|{_FOR} (?P<row>.+))"
_ROLE: Final = r"(?P<role>.+?)"
_ARTICLE: Final = r"(?:(?:a|an|the|one|another|new|our|my) )*"
_ROW: Final = r"(?P<row>.+?)"
FORMATS: Final = {
    "excel": "xlsx",
    "xls": "xlsx",
    "xlsx": "xlsx",
    "spreadsheet": "xlsx",
    "word": "docx",
    "docx": "docx",
    "doc": "docx",
    "csv": "csv",
    "markdown": "md",
    "md": "md",
    "png": "png",
    "picture": "png",
    "image": "png",
    "svg": "svg",
    "json": "json",
}
FORMAT: Final = rf"(?P<format>{'|'.join(FORMATS)})"
THIS_CHART: Final = (
    r"(?:(?:the|this|that|our|my|it'?s) )?(?:(?:raci|rasci|daci) )?"
    r"(?:chart|matrix|raci|rasci)"
)
_QUOTES: Final = " \"'\u201c\u201d\u2018\u2019"
_BEFORE_A_NAME: Final = re.compile(
    r"^(?:(?:the|our|a|an) )?(?:(?:row|activity|line) (?:(?:for|about|on|called|named) "
    r"|(?=[\"\u201c'])))?"
    r"(?:(?:the|our|a|an) )?",
    re.IGNORECASE,
)
_SPLITS: Final = re.compile(r" ?(?:;|, ?and |,| and | ?/ ?) ?", re.IGNORECASE)

Said = re.Match[str]


def _letters(found: Said) -> tuple[str, ...]:
    parts = re.split(r" ?(?:[/,&+]|\band\b) ?", found["letters"], flags=re.IGNORECASE)
    return tuple(part.removeprefix("the ").strip() for part in parts if part.strip())


def _row(found: Said) -> str:
    groups = found.groupdict()
    return EVERYWHERE if groups.get("all") else _named(groups.get("row") or "")


def _named(name: str) -> str:
    """Give a name without the words around it: "the row for patching" is "patching"."""
    bare = _BEFORE_A_NAME.sub("", name.strip(_QUOTES), count=1)
    return bare.strip(_QUOTES)


def _role(found: Said, group: str = "role") -> str:
    bare = re.sub(r"^(?:role|column) (?:of )?", "", _named(found[group]), flags=re.IGNORECASE)
    return re.sub(r" (?:role|column)$", "", bare, flags=re.IGNORECASE)


def _add_row(found: Said) -> AddRow:
    groups = found.groupdict(default="")
    return AddRow(
        _named(groups["row"]),
        groups["step"],
        _named(groups["section"]),
        _named(groups["before"]),
        _named(groups["after"]),
    )


def _split(found: Said) -> SplitRow:
    into = found.groupdict().get("into") or ""
    return SplitRow(_row(found), tuple(_named(part) for part in _SPLITS.split(into) if part))


def _add_column(found: Said) -> AddColumn:
    return AddColumn(_role(found), _letters(found) if found.groupdict().get("letters") else ())


def _compiled(
    table: Iterable[tuple[str, Callable[[Said], Order | None]]],
) -> tuple[tuple[re.Pattern[str], Callable[[Said], Order | None]], ...]:
    return tuple((re.compile(pattern, re.IGNORECASE), make) for pattern, make in table)


_PLACE: Final = (
    r"(?:,? (?:at|in|under|for) step (?P<step>\d\.\d))?"
    r"(?:,? (?:in|under) (?:the )?section (?P<section>.+?))?"
    r"(?:,? (?:(?:before|above) (?P<before>.+)|(?:after|below) (?P<after>.+)))?"
)
ORDERS: Final = _compiled(
    (
        (r"undo(?: (?:that|it|this|the last change|my last change))?", lambda _: Undo()),
        (r"(?:take|roll) (?:that|it) back", lambda _: Undo()),
        (r"redo(?: (?:that|it|this|the last change|my last change))?", lambda _: Redo()),
        (rf"approve(?: (?:it|this|{THIS_CHART}))?", lambda _: Approve()),
        (
            rf"(?:submit|send)(?: (?:it|this|{THIS_CHART}))?(?: (?:for|to) (?:review|approval))?",
            lambda _: Submit(),
        ),
        (
            (
                rf"(?:return|send|put|give|hand)(?: (?:it|this|{THIS_CHART}))?"
                r" (?:back(?: to draft)?|to draft)"
                r"(?: ?(?:because|since|:|,|-) ?(?P<reason>.+))?"
            ),
            lambda m: Return(m["reason"] or ""),
        ),
        (
            (
                r"(?:decline|reject|refuse)(?: (?:my|the|our) letters?)?"
                r"(?: (?:(?:for|of|in|on) )?(?P<row>.+?))? ?(?:\bbecause\b|\bsince\b|:|\s-\s)"
                r" ?(?P<reason>.+)"
            ),
            lambda m: Decline(_row(m), m["reason"]),
        ),
        (
            (
                r"(?:decline|reject|refuse)(?: (?:my|the|our) letters?)?(?: (?:(?:for|of|in|on)"
                r" )?(?P<row>.+))?"
            ),
            lambda m: Decline(_row(m), ""),
        ),
        (
            (
                r"accept(?: (?:all|everything|it|them))?(?: (?:of )?(?:my|the|our) letters?)?"
                r"(?: (?:(?:for|of|in|on|as) )?(?P<row>.+))?"
            ),
            lambda m: Accept(_row(m)),
        ),
        (
            rf"(?:rename|call|title) {THIS_CHART} (?:to|as )?(?P<title>.+)",
            lambda m: Retitle(_named(m["title"])),
        ),
        (
            (
                r"(?:use|switch to|convert (?:it |this )?to|change (?:it |this )?to|make it an?) "
                r"(?P<name>RACI|RASCI|RACI[- ]VS|DACI|RAPID|CAIRO)(?: letters)?"
            ),
            lambda m: UseLetters(m["name"].upper().replace(" ", "-")),
        ),
        (
            (
                r"(?:(?:set )?(?:the )?(?:next )?review date(?: to| is)?|"
                rf"(?:set )?(?:the )?(?:next )?review(?: (?:it|{THIS_CHART}))?"
                r"(?= (?:to|on|by|in)\b))"
                r" (?:(?:to|on|by) )?(?P<day>.*\d.*|.*(?:year|quarter|month|week)s?)"
            ),
            lambda m: ReviewOn(m["day"]),
        ),
        (
            (
                r"(?:change|switch|set|convert) (?:the )?letters?(?: ?sets?)? to "
                r"(?P<name>RACI|RASCI|RACI[- ]VS|DACI|RAPID|CAIRO)"
            ),
            lambda m: UseLetters(m["name"].upper().replace(" ", "-")),
        ),
        (
            r"move (?P<row>.+?) (?:up )?to the (?:very )?(?:top|start|beginning)",
            lambda m: MoveRow(_row(m), before="row 1"),
        ),
        (
            r"move (?P<row>.+?) (?:down )?to the (?:very )?(?:bottom|end)",
            lambda m: MoveRow(_row(m), after="last row"),
        ),
        (
            r"split (?P<row>.+?) ?(?:\b(?:into|in|as)\b|:) ?(?P<into>.+)",
            _split,
        ),
        (r"split (?P<row>.+)", _split),
        (
            (
                r"move (?P<row>.+?) (?:to )?(?:(?:before|above) (?P<before>.+)|(?:after|below"
                r"|under) (?P<after>.+))"
            ),
            lambda m: MoveRow(_row(m), _named(m["before"] or ""), _named(m["after"] or "")),
        ),
        (
            rf"(?:rename|reword) (?:the )?(?:column|role) {_ROLE} (?:to|as|into) (?P<name>.+)",
            lambda m: RenameColumn(_role(m), _named(m["name"])),
        ),
        (
            (
                r"(?:rename|reword|rephrase|change) (?P<row>(?:the )?(?:row|activity) .+?) (?:to|as"
                r"|into) (?P<name>.+)"
            ),
            lambda m: RenameRow(_row(m), _named(m["name"])),
        ),
        (
            rf"(?:replace|swap out|exchange) {_ROLE} (?:by|with|for) (?P<by>.+)",
            lambda m: ReplaceRole(_role(m), _role(m, "by")),
        ),
        (
            (
                rf"(?:add|insert|create) {_ARTICLE}(?:row|activity|line) ?(?:to|for|about|called"
                rf"|named|:|-)? {_ROW}{_PLACE}"
            ),
            _add_row,
        ),
        (
            (
                rf"(?:add|insert|create) {_ARTICLE}(?:column|role) ?(?:for|called|named|:|-)? "
                rf"{_ROLE}(?:,| as| who is| with| being)? {_L} {_ALL}"
            ),
            _add_column,
        ),
        (
            rf"(?:add|insert|create) {_ARTICLE}(?:column|role) ?(?:for|called|named|:|-)? {_ROLE}",
            _add_column,
        ),
        (
            rf"(?:add|insert) {_ROLE} ?(?:,| as| who is) {_L}(?: {_ALL})",
            _add_column,
        ),
        (
            rf"(?:remove|delete|drop) (?:the )?(?:column|role) (?:for |of )?{_ROLE}",
            lambda m: RemoveColumn(_role(m)),
        ),
        (
            rf"(?:remove|delete|drop) {_ROLE} column",
            lambda m: RemoveColumn(_role(m)),
        ),
        (
            (
                r"(?:remove|delete|drop|take) (?:the )?(?P<letters>[A-Z](?: ?[/,&] ?[A-Z])*)"
                rf" (?:from|of|off|away from) {_ROLE} {_WHERE}"
            ),
            lambda m: Take(_role(m), _row(m), _letters(m)),
        ),
        (
            (
                r"(?:remove|delete|drop) (?P<row>(?:the )?(?:(?:row|activity|line) .+|"
                r"(?:first|second|third|fourth|fifth|last) (?:row|activity|line)))"
            ),
            lambda m: RemoveRow(_row(m)),
        ),
        (
            rf"(?:remove|delete|drop|take) {_ROLE} (?:from|off|out of) (?P<row>.+)",
            lambda m: Take(_role(m), _row(m)),
        ),
        (
            (
                rf"{_ROLE} (?:need not|needn'?t|does(?: not|n'?t) (?:need|have) to|should not"
                rf"|shouldn'?t) be {_L} {_WHERE}"
            ),
            lambda m: Take(_role(m), _row(m), _letters(m)),
        ),
        (
            (
                rf"(?:make|set|mark|put|have|let|keep) {_ROLE} (?:as |be |to (?:be )?|down as"
                rf" )?(?:an? |the )?{_L} {_WHERE}"
            ),
            lambda m: Give(_role(m), _letters(m), _row(m)),
        ),
        (
            (
                rf"{_ROLE} (?:should be|must be|becomes?|shall be|will be|has to be|needs to be"
                rf"|ought to be) (?:an? |the )?{_L} {_WHERE}"
            ),
            lambda m: Give(_role(m), _letters(m), _row(m)),
        ),
        (
            rf"(?:give|assign) {_ROLE} (?:an? |the )?{_L} {_WHERE}",
            lambda m: Give(_role(m), _letters(m), _row(m)),
        ),
        (
            rf"consult {_ROLE} {_WHERE}",
            lambda m: Give(_role(m), ("consulted",), _row(m)),
        ),
        (
            rf"(?:inform|notify|tell) (?!(?:me|us)\b){_ROLE} {_WHERE}",
            lambda m: Give(_role(m), ("informed",), _row(m)),
        ),
        (
            r"(?P<person>.+?) (?:holds|has|takes|fills) the (?P<role>.+?) role",
            lambda m: Hold(m["person"], _role(m)),
        ),
        (
            r"(?:the )?(?:role(?: of)? )?(?P<role>.+?)(?: role)? is held by (?P<person>.+)",
            lambda m: Hold(m["person"], _role(m)),
        ),
        (
            (
                rf"(?:check|lint|review|test|validate)(?: (?:it|this|{THIS_CHART}))?(?: (?:again"
                r"|now))?"
            ),
            lambda _: Check(),
        ),
        (
            (
                rf"(?:(?:show|open|display)(?: me)?(?: (?:it|this|{THIS_CHART}))?(?: again)?"
                rf"|(?:keep|save) (?:it|this|{THIS_CHART}))"
            ),
            lambda _: Show(),
        ),
        (
            (
                r"(?:export|send|give|download|get|save|make|draw)(?: (?:me|us))?(?: (?:it|this"
                rf"|{THIS_CHART}))? ?(?:as|in|to)? ?{_ARTICLE}{FORMAT}(?: (?:file|document|table"
                rf"|of it|of {THIS_CHART}))?"
            ),
            lambda m: Export(FORMATS[m["format"].lower()]),
        ),
    )
)
QUESTIONS: Final = _compiled(
    (
        (
            (
                r"(?:who|which role|which roles) (?:is|are|has to be|must be|should be|needs to be)"
                rf" (?:the )?{_L} {_WHERE}"
            ),
            lambda m: WhoHas(_letters(m), _row(m)),
        ),
        (
            r"who (?:is|are) involved (?:in|with) (?P<row>.+)",
            lambda m: WhoHas((), _row(m)),
        ),
        (r"who (?:holds|fills) (?P<role>.+)", lambda m: WhoHolds(_role(m))),
        (
            (
                r"(?:(?:show|list|tell)(?: me)? )?(?:what|which letters|which rows) (?:is|are) "
                r"(?:still )?(?:not (?:yet )?accepted|un(?:accepted|answered)|open)(?: yet)?"
                r"|who has not (?:yet )?(?:accepted|answered)(?: yet)?"
            ),
            lambda _: WhatIsOpen(),
        ),
        (
            rf"what (?:is|are) {_ROLE} {_L} for",
            lambda m: WhatHas(_role(m), _letters(m)),
        ),
        (
            rf"what does {_ROLE} (?:do|have|hold)(?: in (?:it|{THIS_CHART}))?",
            lambda m: WhatHas(_role(m)),
        ),
        (
            (
                rf"why (?:is|are|does) {_ROLE} (?:the |an? |have (?:an? |the"
                rf" )?)?(?P<letters>{LETTERS}) {_WHERE}"
            ),
            lambda m: WhyLetter(_role(m), _row(m)),
        ),
        (
            (
                r"what(?:'s| has| is)? (?:changed|different|new)(?: since (?:the )?(?:last"
                r" )?(?:approved )?(?:version ?)?(?P<since>\d*)(?: ?approval)?)?"
            ),
            lambda m: WhatChanged(m["since"] or ""),
        ),
        (
            (
                r"(?:fix|mend|correct|resolve) (?:it|(?:all |all the |the )?(?:findings|errors"
                r"|warnings|problems))|"
                rf"what(?:'s| is) wrong(?: (?:with|in) (?:it|{THIS_CHART}))?|is (?:it"
                rf"|{THIS_CHART}) (?:ok|okay|valid|complete|good)"
            ),
            lambda _: Check(),
        ),
    )
)
