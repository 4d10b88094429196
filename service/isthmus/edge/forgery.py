"""The one place where a form that somebody else's page made is told from one of ours."""

import hmac
from typing import Final

from fastapi import Request

from isthmus.edge.guards import refuse_other_origins
from isthmus.edge.sessions import visit_of
from isthmus.errors import NotAllowedError

FIELD: Final = "csrf"
HEADER: Final = "X-CSRF-Token"
HARMLESS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
FORMS: Final = ("application/x-www-form-urlencoded", "multipart/form-data")


async def refuse_forged(request: Request) -> None:
    """Refuse what changes something, unless it carries the token of this browser's cookie.

    The API takes a key in a header, which no other site's page can send, and never the cookie.
    """
    if request.method in HARMLESS or request.scope["path"].startswith("/api/"):
        return
    refuse_other_origins(request)
    said = request.headers.get(HEADER) or await _field(request)
    if not hmac.compare_digest(said.encode("utf-8", "replace"), visit_of(request).csrf.encode()):
        raise NotAllowedError(
            "This form belongs to a page from before you signed in or out. Open the page again "
            "and repeat what you did."
        )


async def _field(request: Request) -> str:
    if not request.headers.get("content-type", "").startswith(FORMS):
        return ""
    said = (await request.form()).get(FIELD)  # read once: the route gets the same form
    return said if isinstance(said, str) else ""
