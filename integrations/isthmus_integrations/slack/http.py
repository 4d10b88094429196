"""The way in over HTTP: one address for everything Slack delivers."""

import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import parse_qsl

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from starlette.concurrency import run_in_threadpool

from isthmus.errors import InvalidError, UnidentifiedError
from isthmus_integrations.slack.door import Door
from isthmus_integrations.slack.signature import Signatures

PATH: Final = "/slack/events"
UNSIGNED_IS: Final = 401
UNREADABLE_IS: Final = 400
ONLY_BY_SOCKET: Final = "Slack delivers over Socket Mode here: no signing secret is set."
NOT_READABLE: Final = "Slack signed this, but it is neither JSON nor a form of Slack's."
log = structlog.get_logger("isthmus.channels")


def receiving(door: Door, signatures: Signatures | None) -> APIRouter:
    """Give the route; without a secret it refuses everything."""
    router = APIRouter(include_in_schema=False)

    async def deliver(request: Request) -> Response:
        body = await request.body()
        try:
            _require(signatures, request, body)
        except UnidentifiedError as error:
            log.warning("slack.refused", reason=str(error))
            return JSONResponse({"detail": str(error)}, UNSIGNED_IS)
        try:
            said = read(request.headers.get("content-type", ""), body)
            answer = await run_in_threadpool(delivered, door, said)
        except (InvalidError, KeyError, TypeError, AttributeError) as error:
            log.warning("slack.unreadable", reason=type(error).__name__)
            return JSONResponse({"detail": NOT_READABLE}, UNREADABLE_IS)
        return JSONResponse(answer) if answer is not None else Response()

    router.add_api_route(PATH, deliver, methods=["POST"])
    return router


def _require(signatures: Signatures | None, request: Request, body: bytes) -> None:
    if signatures is None:
        raise UnidentifiedError(ONLY_BY_SOCKET)
    signatures.require(request.headers, body)


def read(content_type: str, body: bytes) -> Mapping[str, Any]:
    """Read a body; a form of an interaction has JSON in its one field."""
    try:
        text = body.decode("utf-8")
        if content_type.startswith("application/x-www-form-urlencoded"):
            form = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=100))
            said = json.loads(form["payload"]) if "payload" in form else form
        else:
            said = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidError(NOT_READABLE) from error
    if not isinstance(said, dict):
        raise InvalidError(NOT_READABLE)
    return said


def delivered(door: Door, said: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Hand a delivery in; what nobody knows here is acknowledged, or it would come again."""
    kind = said.get("type")
    if kind == "url_verification":
        return {"challenge": str(said.get("challenge") or "")}
    if kind in {"event_callback", "app_rate_limited"}:
        return door.event(said)
    if "command" in said and kind is None:
        return door.command(said)
    return door.interaction(said)
