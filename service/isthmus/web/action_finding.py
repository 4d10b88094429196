"""Minutes, mails and chats, and what they ask somebody to do: found, then accepted or discarded.

What is found is kept as proposals at once, so that nothing is lost when the page is closed and
others can go on with it. The same text gives nothing twice.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from http import HTTPStatus
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, File, Form, Query, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from isthmus.actions.changes import Change
from isthmus.actions.extracting import Candidate, find_actions
from isthmus.actions.extracting.opening import text_of, within_limits
from isthmus.actions.hints import hint
from isthmus.actions.listing import Order, Page, Sought, Twin, sought_words
from isthmus.actions.model import Action, Draft, EventKind, Source, SourceKind, Status
from isthmus.actions.rights import may
from isthmus.actions.seeking import ActionLists
from isthmus.actions.titling import Said
from isthmus.errors import ConflictError, InvalidError, IsthmusError, NotAllowedError, NotFoundError
from isthmus.library.routes import one_of_few
from isthmus.people import EVERYONE, Rank
from isthmus.web.action_forms import Described, split
from isthmus.web.action_view import Here, IsHere, by_step, party_named

ON_A_PAGE: Final = 20
TELLING: Final = 5  # words of a quote by which it is found again
MOST_BEFORE: Final = 50
PASTED: Final = "Pasted text"
TOLD: Final = (InvalidError, NotFoundError, NotAllowedError, ConflictError)

router = APIRouter(prefix="/actions", include_in_schema=False, default_response_class=HTMLResponse)


@dataclass(frozen=True)
class Suggested:
    """A proposal, with those it may be the same as, and what would make its title better."""

    action: Action
    twins: tuple[Twin, ...]
    hint: str
    may_decide: bool


@dataclass(frozen=True)
class Text:
    """What somebody gave to look through, and the groups that may read what is found."""

    text: str
    title: str
    kind: SourceKind
    readers: tuple[str, ...]

    @property
    def digest(self) -> str:
        return f"sha256:{sha256(self.text.encode('utf-8', 'replace')).hexdigest()[:32]}"

    def source(self, candidate: Candidate) -> Source:
        return Source(
            kind=self.kind,
            quote=candidate.quote,
            title=self.title,
            revision=self.digest,
            row=f"line {candidate.line}",
        )


@router.get("/find")
def show_form(here: IsHere) -> Response:
    here.visitor.require(Rank.CONTRIBUTOR)
    return _form(here, "", EVERYONE)


@router.post("/find", dependencies=[Depends(one_of_few)])
def find(
    here: IsHere,
    file: Annotated[UploadFile | None, File()] = None,
    text: Annotated[str, Form(max_length=1_000_000)] = "",
    readers: Annotated[str, Form(max_length=1_000)] = "",
) -> Response:
    """Keep what a text asks somebody to do as proposals, each of them once."""
    here.visitor.require(Rank.CONTRIBUTOR)
    try:
        given = _given(file, text, tuple(split(readers)))
        found = find_actions(given.text, here.asked)
        said = [Said(each.title, each.quote, each.due_words) for each in found]
        titled = here.actions.titled(said, here.visitor)
        worded = [replace(each, title=t) for each, t in zip(found, titled.titles, strict=True)]
        kept = _kept(here, given, worded)
    except InvalidError as error:
        return _form(here, text, readers, error)
    ours = {"ours": "yes"} if titled.note else {}
    query = urlencode({"found": len(found), "new": kept, "title": given.title} | ours)
    return RedirectResponse(f"/actions/proposed?{query}", HTTPStatus.SEE_OTHER)


def _came(
    title: Annotated[str, Query(max_length=400)] = "",
    found: Annotated[int | None, Query(ge=0)] = None,
    new: Annotated[int, Query(ge=0)] = 0,
    ours: Annotated[str, Query(max_length=3)] = "",
) -> dict[str, Any]:
    """Give what came of a text that was looked through just now."""
    return {"title": title, "found": found, "new": new, "ours": bool(ours)}


@router.get("/proposed")
def show_proposed(
    here: IsHere,
    came: Annotated[dict[str, Any], Depends(_came)],
    after: Annotated[str, Query(max_length=2_000)] = "",
) -> Response:
    return _proposed(here, after, {"came": came})


@router.post("/proposed/{action}/accept")
def accept(here: IsHere, action: int, said: Annotated[Described, Form()]) -> Response:
    """Agree to a proposal, as it is or as it was corrected."""

    def act() -> Action:
        now = here.actions.show(action, here.visitor).action
        changes: list[Change] = said.changes(now, here.directory, here.asked)
        return here.actions.accept(action, here.hand(said.seen), changes)

    return _decided(here, action, said, act)


@router.post("/proposed/{action}/discard")
def discard(here: IsHere, action: int, same: Annotated[str, Query(max_length=20)] = "") -> Response:
    reason = f"Same as {same}" if same else ""
    return _decided(here, action, None, lambda: here.actions.drop(action, here.hand(), reason))


def _decided(
    here: Here, action: int, said: Described | None, act: Callable[[], Action]
) -> Response:
    here.visitor.require(Rank.READER)
    try:
        act()
    except TOLD as error:
        values = {"failed": action, "typed": said.model_dump() if said else {}}
        return _proposed(here, "", values, error)
    return RedirectResponse("/actions/proposed", HTTPStatus.SEE_OTHER)


def _given(file: UploadFile | None, text: str, readers: tuple[str, ...]) -> Text:
    if not readers:
        raise InvalidError("Name the groups who may read what is found, or `everyone`.")
    if file is not None and file.filename:
        name = file.filename.replace("\\", "/").rpartition("/")[2]
        return Text(text_of(file.file.read(), name), name, SourceKind.DOCUMENT, readers)
    if text.strip():
        plain = within_limits(text.replace("\r\n", "\n"))
        return Text(plain, PASTED, SourceKind.MESSAGE, readers)
    raise InvalidError("Choose a file, or paste a text.")


def _kept(here: Here, given: Text, found: Sequence[Candidate]) -> int:
    """Propose what the same text did not give before, in one transaction; give how many."""
    new = 0
    with here.actions.bringing_in(here.hand()) as (keeping, lists):
        for each in found:
            if not _kept_before(lists, given.source(each)):
                keeping.propose(_draft(here, given, each), f"Found in {given.title}")
                new += 1
    return new


def _draft(here: Here, given: Text, candidate: Candidate) -> Draft:
    helpers = [party_named(here, each) for each in candidate.helpers]
    return Draft(
        title=candidate.title[:300],
        owner=party_named(here, candidate.owner),
        helpers=tuple(each for each in helpers if each),
        due=candidate.due,
        due_words=candidate.due_words,
        source=given.source(candidate),
        readers=given.readers,
    )


def _kept_before(lists: ActionLists, source: Source) -> bool:
    words = " ".join(sought_words(source.quote)[:TELLING])
    sought = Sought(sources=(source.kind,), words=words)
    page = Page(Order.CREATED, limit=MOST_BEFORE)
    found = lists.listed(sought, page).actions
    return any(_same(each.source, source) for each in found)


def _same(one: Source, other: Source) -> bool:
    return (one.revision, one.quote, one.row) == (other.revision, other.quote, other.row)


def _form(here: Here, text: str, readers: str, trouble: IsthmusError | None = None) -> Response:
    waiting = here.actions.listed(
        here.visitor, Sought(statuses=(Status.PROPOSED,)), Page(limit=1)
    ).actions
    values = {"text": text, "readers": readers, "waiting": bool(waiting)}
    return here.page("actions/find.html", values, trouble)


def _proposed(
    here: Here, after: str, values: Mapping[str, Any], trouble: IsthmusError | None = None
) -> Response:
    sought = Sought(statuses=(Status.PROPOSED,))
    page = Page(Order.CREATED, limit=ON_A_PAGE, after=after)
    listing = here.actions.listed(here.visitor, sought, page)
    shown: dict[str, Any] = {
        "came": {"title": "", "found": None, "new": 0, "ours": False},
        "failed": 0,
        "typed": {},
        "found": _suggested(here, listing.actions),
        "next": listing.next,
        "names": here.names(),
    }
    return here.page("actions/proposed.html", {**shown, **values}, trouble)


def _suggested(here: Here, actions: Sequence[Action]) -> list[Suggested]:
    settings = by_step(here.actions.step_settings())
    return [
        Suggested(
            each,
            tuple(
                twin
                for twin in here.actions.alike(each.title, here.visitor, 4)
                if twin.action.id != each.id
            )[:2],
            hint(each.title),
            may(
                each,
                here.visitor,
                EventKind.ACCEPTED,
                settings[each.step].lead if each.step in settings else "",
            ),
        )
        for each in actions
    ]
