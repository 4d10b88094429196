"""Who is there: for the API the key says it, for a page the session, and nothing else does."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any, Final, Protocol

from fastapi import Depends, Request, Response
from fastapi.routing import APIRoute
from fastapi.security import HTTPBearer
from starlette.concurrency import run_in_threadpool

from isthmus.access.model import Grant, Scope
from isthmus.edge.sessions import visit_of
from isthmus.errors import NotAllowedError, NotFoundError, UnidentifiedError
from isthmus.people import Person, Rank

LONGEST_KEY: Final = 200
NO_KEY: Final = "Send an API key: Authorization: Bearer isk_… (`isthmus keys create` makes one)."

key_in_header = HTTPBearer(
    auto_error=False, scheme_name="API key", description="A key made with `isthmus keys`."
)


class HasKeys(Protocol):
    """Tells what a key allows; raises NotAllowedError for one that allows nothing."""

    def authenticate(self, secret: str) -> Grant: ...


def needs(scope: Scope) -> type[APIRoute]:
    """Give a route class that asks for a key with this scope before it reads the body."""

    class KeyedRoute(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handle = super().get_route_handler()

            async def identified(request: Request) -> Response:
                request.state.caller = await run_in_threadpool(_admit, request, scope)
                return await handle(request)

            return identified

    return KeyedRoute


def caller_of(request: Request) -> Person:
    caller: Person = request.state.caller
    return caller


CallerPerson = Annotated[Person, Depends(caller_of)]


def visitor(request: Request) -> Person:
    """Give who is signed in, GUEST where nobody is."""
    return visit_of(request).person


TheVisitor = Annotated[Person, Depends(visitor)]


def administrator(there: TheVisitor) -> Person:
    """Give who is signed in, where that is an administrator."""
    return there.require(Rank.ADMINISTRATOR)


Administrator = Annotated[Person, Depends(administrator)]


def _admit(request: Request, scope: Scope) -> Person:
    grant = _grant(request.app.state.wiring, _secret(request.headers.get("authorization", "")))
    request.state.caller_id = grant.person.id
    return grant.require(scope)


def _grant(wiring: HasKeys, secret: str) -> Grant:
    try:
        return wiring.authenticate(secret)
    except (NotAllowedError, NotFoundError) as error:
        raise UnidentifiedError(str(error)) from error


def _secret(header: str) -> str:
    scheme, _, secret = header.partition(" ")
    if scheme.lower() != "bearer" or not secret.strip() or len(secret) > LONGEST_KEY:
        raise UnidentifiedError(NO_KEY)
    return secret.strip()
