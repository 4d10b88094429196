"""How orders about a chart are worded: patterns, each with the order it makes."""

import re
from typing import Final

from isthmus.raci.orders import (
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
)
from isthmus.raci.phrases import (
    ALL,
    ARTICLE,
    FORMAT,
    FORMATS,
    ROLE,
    ROW,
    THIS_CHART,
    WHERE,
    L,
    Said,
    compiled,
    letters_in,
    named,
    role_in,
    row_in,
)

_SPLITS: Final = re.compile(r" ?(?:;|, ?and |,| and | ?/ ?) ?", re.IGNORECASE)


def _add_row(found: Said) -> AddRow:
    groups = found.groupdict(default="")
    return AddRow(
        named(groups["row"]),
        groups["step"],
        named(groups["section"]),
        named(groups["before"]),
        named(groups["after"]),
    )


def _split(found: Said) -> SplitRow:
    into = found.groupdict().get("into") or ""
    return SplitRow(row_in(found), tuple(named(part) for part in _SPLITS.split(into) if part))


def _add_column(found: Said) -> AddColumn:
    return AddColumn(role_in(found), letters_in(found) if found.groupdict().get("letters") else ())


_PLACE: Final = (
    r"(?:,? (?:at|in|under|for) step (?P<step>\d\.\d))?"
    r"(?:,? (?:in|under) (?:the )?section (?P<section>.+?))?"
    r"(?:,? (?:(?:before|above) (?P<before>.+)|(?:after|below) (?P<after>.+)))?"
)
ORDERS: Final = compiled(
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
            lambda m: Decline(row_in(m), m["reason"]),
        ),
        (
            (
                r"(?:decline|reject|refuse)(?: (?:my|the|our) letters?)?(?: (?:(?:for|of|in|on)"
                r" )?(?P<row>.+))?"
            ),
            lambda m: Decline(row_in(m), ""),
        ),
        (
            (
                r"accept(?: (?:all|everything|it|them))?(?: (?:of )?(?:my|the|our) letters?)?"
                r"(?: (?:(?:for|of|in|on|as) )?(?P<row>.+))?"
            ),
            lambda m: Accept(row_in(m)),
        ),
        (
            rf"(?:rename|call|title) {THIS_CHART} (?:to|as )?(?P<title>.+)",
            lambda m: Retitle(named(m["title"])),
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
            lambda m: MoveRow(row_in(m), before="row 1"),
        ),
        (
            r"move (?P<row>.+?) (?:down )?to the (?:very )?(?:bottom|end)",
            lambda m: MoveRow(row_in(m), after="last row"),
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
            lambda m: MoveRow(row_in(m), named(m["before"] or ""), named(m["after"] or "")),
        ),
        (
            rf"(?:rename|reword) (?:the )?(?:column|role) {ROLE} (?:to|as|into) (?P<name>.+)",
            lambda m: RenameColumn(role_in(m), named(m["name"])),
        ),
        (
            (
                r"(?:rename|reword|rephrase|change) (?P<row>(?:the )?(?:row|activity) .+?) (?:to|as"
                r"|into) (?P<name>.+)"
            ),
            lambda m: RenameRow(row_in(m), named(m["name"])),
        ),
        (
            rf"(?:replace|swap out|exchange) {ROLE} (?:by|with|for) (?P<by>.+)",
            lambda m: ReplaceRole(role_in(m), role_in(m, "by")),
        ),
        (
            (
                rf"(?:add|insert|create) {ARTICLE}(?:row|activity|line) ?(?:to|for|about|called"
                rf"|named|:|-)? {ROW}{_PLACE}"
            ),
            _add_row,
        ),
        (
            (
                rf"(?:add|insert|create) {ARTICLE}(?:column|role) ?(?:for|called|named|:|-)? "
                rf"{ROLE}(?:,| as| who is| with| being)? {L} {ALL}"
            ),
            _add_column,
        ),
        (
            rf"(?:add|insert|create) {ARTICLE}(?:column|role) ?(?:for|called|named|:|-)? {ROLE}",
            _add_column,
        ),
        (
            rf"(?:add|insert) {ROLE} ?(?:,| as| who is) {L}(?: {ALL})",
            _add_column,
        ),
        (
            rf"(?:remove|delete|drop) (?:the )?(?:column|role) (?:for |of )?{ROLE}",
            lambda m: RemoveColumn(role_in(m)),
        ),
        (
            rf"(?:remove|delete|drop) {ROLE} column",
            lambda m: RemoveColumn(role_in(m)),
        ),
        (
            (
                r"(?:remove|delete|drop|take) (?:the )?(?P<letters>[A-Z](?: ?[/,&] ?[A-Z])*)"
                rf" (?:from|of|off|away from) {ROLE} {WHERE}"
            ),
            lambda m: Take(role_in(m), row_in(m), letters_in(m)),
        ),
        (
            (
                r"(?:remove|delete|drop) (?P<row>(?:the )?(?:(?:row|activity|line) .+|"
                r"(?:first|second|third|fourth|fifth|last) (?:row|activity|line)))"
            ),
            lambda m: RemoveRow(row_in(m)),
        ),
        (
            rf"(?:remove|delete|drop|take) {ROLE} (?:from|off|out of) (?P<row>.+)",
            lambda m: Take(role_in(m), row_in(m)),
        ),
        (
            (
                rf"{ROLE} (?:need not|needn'?t|does(?: not|n'?t) (?:need|have) to|should not"
                rf"|shouldn'?t) be {L} {WHERE}"
            ),
            lambda m: Take(role_in(m), row_in(m), letters_in(m)),
        ),
        (
            (
                rf"(?:make|set|mark|put|have|let|keep) {ROLE} (?:as |be |to (?:be )?|down as"
                rf" )?(?:an? |the )?{L} {WHERE}"
            ),
            lambda m: Give(role_in(m), letters_in(m), row_in(m)),
        ),
        (
            (
                rf"{ROLE} (?:should be|must be|becomes?|shall be|will be|has to be|needs to be"
                rf"|ought to be) (?:an? |the )?{L} {WHERE}"
            ),
            lambda m: Give(role_in(m), letters_in(m), row_in(m)),
        ),
        (
            rf"(?:give|assign) {ROLE} (?:an? |the )?{L} {WHERE}",
            lambda m: Give(role_in(m), letters_in(m), row_in(m)),
        ),
        (
            rf"consult {ROLE} {WHERE}",
            lambda m: Give(role_in(m), ("consulted",), row_in(m)),
        ),
        (
            rf"(?:inform|notify|tell) (?!(?:me|us)\b){ROLE} {WHERE}",
            lambda m: Give(role_in(m), ("informed",), row_in(m)),
        ),
        (
            r"(?P<person>.+?) (?:holds|has|takes|fills) the (?P<role>.+?) role",
            lambda m: Hold(m["person"], role_in(m)),
        ),
        (
            r"(?:the )?(?:role(?: of)? )?(?P<role>.+?)(?: role)? is held by (?P<person>.+)",
            lambda m: Hold(m["person"], role_in(m)),
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
                rf"|{THIS_CHART}))? ?(?:as|in|to)? ?{ARTICLE}{FORMAT}(?: (?:file|document|table"
                rf"|of it|of {THIS_CHART}))?"
            ),
            lambda m: Export(FORMATS[m["format"].lower()]),
        ),
    )
)
