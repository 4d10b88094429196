"""The one table from errors to HTTP, and what a client reads when something goes wrong."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Final

import structlog
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from isthmus.errors import (
    BusyError,
    ConflictError,
    InvalidError,
    IsthmusError,
    NotAllowedError,
    NotFoundError,
    StaleError,
    TooManyError,
    UnavailableError,
    UnidentifiedError,
)

MEDIA_TYPE: Final = "application/problem+json"
ERRORS_SHOWN: Final = 10
LONGEST_MESSAGE: Final = 200

log = structlog.get_logger("isthmus.problems")


STATUSES: Final[dict[type[IsthmusError], HTTPStatus]] = {
    UnidentifiedError: HTTPStatus.UNAUTHORIZED,
    NotAllowedError: HTTPStatus.FORBIDDEN,
    NotFoundError: HTTPStatus.NOT_FOUND,
    ConflictError: HTTPStatus.CONFLICT,
    StaleError: HTTPStatus.PRECONDITION_FAILED,
    InvalidError: HTTPStatus.UNPROCESSABLE_ENTITY,
    TooManyError: HTTPStatus.TOO_MANY_REQUESTS,
    BusyError: HTTPStatus.SERVICE_UNAVAILABLE,
    UnavailableError: HTTPStatus.SERVICE_UNAVAILABLE,
}

WORDS: Final[dict[int, str]] = {
    HTTPStatus.BAD_REQUEST: "The request could not be read.",
    HTTPStatus.NOT_FOUND: "There is nothing here, or nothing that you may know of.",
    HTTPStatus.METHOD_NOT_ALLOWED: "This address does not take that method.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The request is larger than this service takes.",
    HTTPStatus.UNPROCESSABLE_ENTITY: "Some values are missing or not as they should be.",
    HTTPStatus.INTERNAL_SERVER_ERROR: (
        "Something went wrong here. It was logged under the request id."
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: (
        "A part of this service does not work at the moment. Try again in a few minutes; its log "
        "says why."
    ),
}


# What the reference tells of errors; the last one replaces FastAPI's own form.
PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {
    401: {"description": "No API key, or none that is known"},
    403: {"description": "The API key lacks the scope"},
    404: {"description": "Not there, or not for this person"},
    422: {"description": "Values are missing or wrong; the problem says which"},
}


def status_of(error: IsthmusError) -> HTTPStatus:
    """Give the status of an error, or of the nearest class it descends from."""
    for kind in type(error).__mro__:
        if kind in STATUSES:
            return STATUSES[kind]
    return HTTPStatus.INTERNAL_SERVER_ERROR


def problem(
    status: int,
    detail: str | None,
    request_id: str,
    errors: Sequence[dict[str, str]] = (),
) -> JSONResponse:
    """Give a problem document (RFC 9457) with the request id a person can name to an operator."""
    content: dict[str, Any] = {
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "detail": detail or WORDS.get(status, HTTPStatus(status).phrase),
        "request_id": request_id,
    }
    if errors:
        content["errors"] = list(errors)
    headers = {"WWW-Authenticate": "Bearer"} if status == HTTPStatus.UNAUTHORIZED else None
    return JSONResponse(content, int(status), headers, media_type=MEDIA_TYPE)


def request_id_of(request: Request) -> str:
    return str(getattr(request.state, "request_id", ""))


def detail_of(error: Exception) -> tuple[int, str | None]:
    """Give the status and the words for any error that reached the edge."""
    match error:
        case UnavailableError():  # its words may name the database's address or a folder
            log.error("request.unavailable", reason=str(error))
            return status_of(error), None
        case IsthmusError():
            return status_of(error), str(error) or None
        case HTTPException():
            return error.status_code, _own_words(error)
        case RequestValidationError():
            return HTTPStatus.UNPROCESSABLE_ENTITY, None
        case _:
            return HTTPStatus.INTERNAL_SERVER_ERROR, None


def _own_words(error: HTTPException) -> str | None:
    """Give the detail unless it is only the phrase of the status, which the title says already."""
    said = str(error.detail)
    return None if said == HTTPStatus(error.status_code).phrase else said


def problem_of(request: Request, error: Exception) -> JSONResponse:
    """Give the problem document for an error that a route raised."""
    status, detail = detail_of(error)
    response = problem(status, detail, request_id_of(request), _errors_of(error))
    if isinstance(error, HTTPException) and error.headers:
        response.headers.update(error.headers)
    return response


def _errors_of(error: Exception) -> list[dict[str, str]]:
    if not isinstance(error, RequestValidationError):
        return []
    return [_one_error(one) for one in error.errors()[:ERRORS_SHOWN]]


def _one_error(error: dict[str, Any]) -> dict[str, str]:
    """Say where and what, never the value itself: it may be huge, or a secret."""
    where = ".".join(str(part) for part in error.get("loc", ()))
    return {
        "at": where[:LONGEST_MESSAGE],
        "message": str(error.get("msg", ""))[:LONGEST_MESSAGE],
    }
