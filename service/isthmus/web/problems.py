"""Errors as a page for people, as a problem document for everybody else."""

from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from isthmus.edge.problems import WORDS, detail_of, problem_of, request_id_of
from isthmus.edge.sessions import to_sign_in
from isthmus.errors import IsthmusError, UnidentifiedError
from isthmus.web.pages import pages_of


def install_problems(app: FastAPI) -> None:
    for kind in (IsthmusError, HTTPException, RequestValidationError):
        app.add_exception_handler(kind, respond)


def respond(request: Request, error: Exception) -> Response:
    if not _wants_page(request):
        return problem_of(request, error)
    return to_sign_in(request) if isinstance(error, UnidentifiedError) else _page(request, error)


def _wants_page(request: Request) -> bool:
    wants = "text/html" in request.headers.get("accept", "")
    return wants and not request.url.path.startswith("/api/v1/")


def _page(request: Request, error: Exception) -> Response:
    status, detail = detail_of(error)
    phrase = HTTPStatus(status).phrase
    values = {
        "title": "Nothing here" if status == HTTPStatus.NOT_FOUND else phrase,
        "detail": detail or WORDS.get(status, phrase),
        "request_id": request_id_of(request),
    }
    return pages_of(request).page("problem.html", values, status)
