"""The API's reference page, rendered here from its OpenAPI document: no scripts, no network."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from isthmus.web.pages import Pages, pages_of

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Schema = Mapping[str, Any]
_BODIES: Final = {"application/json": "JSON", "multipart/form-data": "form"}


@dataclass(frozen=True)
class Value:
    """A parameter, or a field of a body."""

    name: str
    place: str
    kind: str
    is_required: bool
    note: str


@dataclass(frozen=True)
class Operation:
    id: str
    method: str
    path: str
    tag: str
    summary: str
    description: str
    values: tuple[Value, ...]
    statuses: tuple[tuple[str, str], ...]


@router.get("/api/docs")
def show_reference(request: Request, pages: Annotated[Pages, Depends(pages_of)]) -> Response:
    document = request.app.openapi()
    listed = list(operations(document))
    values = {"info": document["info"], "operations": listed, "shared": shared_statuses(listed)}
    return pages.page("reference.html", values)


def operations(document: Schema) -> Iterator[Operation]:
    """Give every operation of an OpenAPI document in its order, numbered from 1."""
    listed = (
        (path, method, said)
        for path, methods in document["paths"].items()
        for method, said in methods.items()
    )
    for number, (path, method, said) in enumerate(listed, start=1):
        yield Operation(
            id=f"o{number}",
            method=method.upper(),
            path=path,
            tag=", ".join(said.get("tags", [])),
            summary=said.get("summary", ""),
            description=said.get("description", ""),
            values=(*_parameters(said), *_fields(said, document)),
            statuses=tuple((code, one["description"]) for code, one in said["responses"].items()),
        )


def shared_statuses(listed: Sequence[Operation]) -> dict[str, str]:
    """Give what most operations may answer, so that it need not be said of each."""
    counted = Counter(each for one in listed for each in one.statuses)
    return {code: words for (code, words), count in counted.items() if count > len(listed) / 2}


def _parameters(operation: Schema) -> Iterator[Value]:
    """Give the parameters; those of the path stand in it, so only what is to be said of them."""
    for one in operation.get("parameters", []):
        note = one.get("description", "")
        if note or one["in"] != "path":
            yield Value(
                one["name"], one["in"], _kind(one["schema"]), one.get("required", False), note
            )


def _fields(operation: Schema, document: Schema) -> Iterator[Value]:
    for media, said in operation.get("requestBody", {}).get("content", {}).items():
        schema = _resolved(said["schema"], document)
        for name, field in schema.get("properties", {}).items():
            required = name in schema.get("required", [])
            yield Value(
                name,
                _BODIES.get(media, media),
                _kind(field),
                required,
                field.get("description", ""),
            )


def _resolved(schema: Schema, document: Schema) -> Schema:
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    found: Schema = document["components"]["schemas"][name] if name else schema
    return found


def _kind(schema: Schema) -> str:
    """Say a schema's type and bounds in few words."""
    choices = [one for one in schema.get("anyOf", [schema]) if one.get("type") != "null"]
    shown = choices[0] if choices else schema
    kind = shown.get("format") or ("file" if "contentMediaType" in shown else shown.get("type", ""))
    bounds = (
        f"{words} {shown[name]}"
        for name, words in (
            ("minimum", "from"),
            ("maximum", "to"),
            ("maxLength", "at most"),
        )
        if name in shown
    )
    return " ".join((str(kind), *bounds))
