"""Lists of actions as files: sent, and brought in."""

from typing import Annotated

from fastapi import Form, Query, Response, UploadFile

from isthmus.access.model import Scope
from isthmus.actions.contract import imported_as_json
from isthmus.actions.exporting import Format, every, export
from isthmus.actions.importing import Reads, bring_in, planned
from isthmus.actions.listing import Order
from isthmus.actions.routes.parts import (
    Json,
    TheActions,
    TheHand,
    TheMeant,
    TheSought,
    router,
)
from isthmus.edge.identity import CallerPerson
from isthmus.people import EVERYONE

sending = router(Scope.ASK)
bringing = router(Scope.WRITE)
Groups = Annotated[list[str], Form(max_length=50, description="Groups who may read them")]
LONGEST_NAME = 200


@sending.get("/file", response_class=Response)
def export_actions(
    actions: TheActions,
    by: CallerPerson,
    sought: TheSought,
    to: Annotated[Format, Query(alias="format")] = Format.XLSX,
    order: Order = Order.DUE,
) -> Response:
    """Give a list of actions as a file; filters as of the list."""
    content = export(every(actions, by, sought, order), to)
    headers = {"Content-Disposition": f'attachment; filename="actions.{to}"'}
    return Response(content, headers=headers, media_type=to.media_type)


@bringing.post("/imports")
def import_actions(  # noqa: PLR0913, PLR0917 - FastAPI's parameters
    file: UploadFile,
    actions: TheActions,
    hand: TheHand,
    meant: TheMeant,
    readers: Groups = [EVERYONE],  # noqa: B006 - FastAPI copies it
    preview: Annotated[bool, Form(description="Keep nothing")] = False,  # noqa: FBT002 - a field
    also_alike: Annotated[bool, Form(description="Also what is open already")] = False,  # noqa: FBT002
) -> Json:
    """Bring in a list from CSV or XLSX; the same file again adds nothing twice."""
    name = (file.filename or "file")[:LONGEST_NAME]
    reading = Reads(meant.asked, meant.directory, tuple(readers)).read(file.file.read(), name)
    if preview:
        plan = planned(reading.rows, actions, hand.by)
    else:
        plan = bring_in(reading.rows, actions, hand, name, also_alike=also_alike)
    return imported_as_json(reading, plan)
