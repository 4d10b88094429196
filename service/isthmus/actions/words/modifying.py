"""What narrows a question about actions: whose, of which step, due when, how they stand."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from isthmus.actions.orders import ME, NOBODY, Find
from isthmus.actions.spans import SPAN
from isthmus.actions.words.pieces import Said, is_a_day

NAME: Final = r"(?P<owner>the [\w-]+(?: [\w-]+)?|@?[^\W\d_][\w.'-]*(?: (?-i:[A-Z])[\w.'-]*){0,3})"
NOUN: Final = r"(?:action(?: item|s item| point)?s?|to-?dos?|tasks?)"
WHOSE: Final = r"(?:(?P<owner>(?!what\b|that\b|it\b)@?[^\W\d_][\w.-]*(?: (?-i:[A-Z])[\w.-]*)?)'s?)"
OPEN: Final = r"(?:open|live|unfinished|not (?:yet )?(?:done|closed|finished)|left|outstanding)"
NO_PERSON: Final = frozenset(
    "what it that there this here which who everything anything he she let how all any now a "
    "an".split()
)
_MOST_WORDS_OF_AN_EVENT: Final = 4


Modifier = Callable[[Find, Said], Find | None]


def _set(**values: object) -> Modifier:
    def change(find: Find, _: Said) -> Find:
        return replace(find, **values)  # type: ignore[arg-type]

    return change


def _owner(find: Find, found: Said) -> Find | None:
    who = found["owner"].strip()
    if who.casefold() in {"my", "me", "mine", "i", "our", "us"}:
        return replace(find, owner=ME if who.casefold() not in {"our", "us"} else "")
    known = who.casefold().split(maxsplit=1)[0] not in NO_PERSON
    return replace(find, owner=who) if known else None


def _due(find: Find, found: Said) -> Find | None:
    said = found["due"].strip()
    led = re.match(r"(?:before|until|after) (?P<rest>.+)", said, re.IGNORECASE)
    if re.fullmatch(SPAN, said, re.IGNORECASE):
        closed = find.status in {"done", "dropped"} and not find.closed
        return replace(find, closed=said) if closed else replace(find, due=said)
    if led and len(led["rest"].split()) <= _MOST_WORDS_OF_AN_EVENT:
        return replace(find, due=said)
    return replace(find, due=said) if is_a_day(said) else None


def _closed(find: Find, found: Said) -> Find:
    status = "dropped" if re.match("drop|cancel|aband", found["how"], re.IGNORECASE) else "done"
    return replace(find, status=status, closed=found.groupdict().get("span") or "")


_FINISHED: Final = r"(?P<how>done|closed|finished|completed?|dropped|cancell?ed|abandoned)"
MODIFIERS: Final[tuple[tuple[re.Pattern[str], Modifier], ...]] = tuple(
    (re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE), change)
    for pattern, change in (
        (
            r"(?:that )?(?:have|has|with|without)(?: got)? (?:no|an?|any)? ?(?:owners?)",
            _set(owner=NOBODY),
        ),
        (
            r"nobody(?:'s| owns| has| is on)|unowned|unassigned|not assigned|of nobody",
            _set(owner=NOBODY),
        ),
        (
            (
                r"(?:that )?(?:have|has|with|without)(?: got)? (?:no |an? |any )?(?:due "
                r")?(?:date|day|"
                r"deadline)s?|undated"
            ),
            _set(undated=True),
        ),
        (
            (
                rf"(?:(?:that )?(?:was|were|have been|has been|got|we|did we|i)? ?){_FINISHED}"
                r"(?:,? "
                rf"(?:in )?(?P<span>{SPAN}))"
            ),
            _closed,
        ),
        (
            (
                rf"(?:did we|have we|what did we) (?P<how>close|finish|complete|get done|drop),? "
                rf"(?P<span>{SPAN})"
            ),
            _closed,
        ),
        (
            r"overdue|past due|(?:too |running )?late|behind(?: schedule)?|behind with",
            _set(overdue=True),
        ),
        (OPEN, _set()),
        (_FINISHED, _closed),
        (r"in progress|started|being worked on|ongoing", _set(status="in progress")),
        (
            r"proposed|proposals?|suggested|candidates?|to (?:be )?accept(?:ed)?",
            _set(status="proposed"),
        ),
        (
            (
                rf"(?:that are |is |are )?(?:waiting|waits?) (?:for|on) "
                rf"(?P<owner>[\w@][\w .'-]{{0,40}}?)(?=$| {NOUN})"
            ),
            lambda f, m: replace(f, waiting_for=m["owner"]),
        ),
        (r"blocked|stuck|held up|on hold|waiting", _set(held_up=True)),
        (
            (
                r"(?:with |of |in )?(?P<p>low|normal|high|urgent)(?:[ -]priority)?|(?:with "
                r")?priority (?P<q>low|normal|high|urgent)"
            ),
            lambda f, m: replace(f, priority=(m["p"] or m["q"]).lower()),
        ),
        (
            r"(?:in |of |for )?(?:the )?(?:phase (?P<phase>[1-4])|step (?P<step>\d\.\d))",
            lambda f, m: replace(f, step=m["phase"] or m["step"]),
        ),
        (
            (
                r"(?:with |labell?ed |tagged )?(?:the )?(?:label |tag )?#(?P<label>[\w-]+)|"
                r"(?:labell?ed|tagged|with (?:the )?(?:label|tag))(?: with| as)? "
                r"[\"\u201c']?(?P<name>[\w-]+)[\"\u201d']?"
            ),
            lambda f, m: replace(f, label=(m["label"] or m["name"]).lower()),
        ),
        (r"(?:that (?:are|is) |are |is )?due (?P<due>.+)", _due),
        (rf"(?P<due>{SPAN})", _due),
        (r"(?P<due>(?:by|before|until) .+)", _due),
        (
            (
                r"(?P<owner>mine|my)|(?:of|by|for|owned by|assigned to) (?P<me>me|mine)|"
                r"(?:that )?i "
                r"(?:own|have)"
            ),
            _set(owner=ME),
        ),
        (WHOSE, _owner),
        (rf"(?:owned by|assigned to|belonging to|of|from|by) {NAME}", _owner),
        (rf"(?:does|do|has|is) {NAME} (?:have|own|got)", _owner),
        (
            (
                r"(?:about|on|regarding|concerning|for|mentioning|with the words?) "
                r"(?P<words>[\w \"\u201c\u201d'-]+)"
            ),
            lambda f, m: replace(f, words=m["words"].strip(" \"'\u201c\u201d")),
        ),
    )
)
