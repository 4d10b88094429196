"""The one route at which Teams reaches us."""

from collections.abc import Callable
from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from starlette.concurrency import run_in_threadpool

from isthmus_integrations.teams.responses import Answer

Receive = Callable[[str, bytes], Answer]
"""Answers a request, given its Authorization header and its body."""


def router(receive: Receive) -> APIRouter:
    routes = APIRouter(include_in_schema=False)

    @routes.post("/api/messages")
    async def messages(request: Request) -> Response:
        said = request.headers.get("authorization", "")
        answer = await run_in_threadpool(receive, said, await request.body())
        headers = {"Retry-After": "10"} if answer.status == HTTPStatus.SERVICE_UNAVAILABLE else {}
        if answer.body is None:
            return Response(status_code=answer.status, headers=headers)
        return JSONResponse(dict(answer.body), answer.status, headers)

    return routes
