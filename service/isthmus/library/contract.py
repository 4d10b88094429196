"""Documents, revisions and passages as JSON."""

from typing import Any

from isthmus.library.adding import Added
from isthmus.library.model import Document, Hit, Revision
from isthmus.library.walking import shown


def document_as_json(document: Document) -> dict[str, Any]:
    said = document.description
    return {
        "id": document.id,
        "title": said.title,
        "collection": said.collection,
        "edition": said.edition,
        "licence": said.licence,
        "paraphrase_of": said.paraphrase_of,
        "attested_by": said.attested_by,
        "attested_at": said.attested_at,
        "attestation": said.attestation,
        "owner": said.owner,
        "readers": sorted(said.readers),
        "effective": said.effective,
        "review": said.review,
        "revision": document.revision,
        "retired_at": document.retired_at,
    }


def added_as_json(added: Added) -> dict[str, Any]:
    """Give the document, and what else came with it where something did."""
    first, *inside = added.documents
    told = {
        "inside": [document_as_json(each) for each in inside],
        "failed": [{"path": shown(each.source), "reason": each.reason} for each in added.failed],
        "notes": [each.text for each in added.notes],
    }
    return document_as_json(first) | {name: value for name, value in told.items() if value}


def revision_as_json(revision: Revision) -> dict[str, Any]:
    return {
        "id": revision.id,
        "number": revision.number,
        "title": revision.title,
        "content_hash": revision.content_hash,
        "added_at": revision.added_at,
        "characters": len(revision.text),
    }


def passage_as_json(hit: Hit) -> dict[str, Any]:
    return {
        "passage_id": hit.id,
        "ordinal": hit.passage.ordinal,
        "headings": list(hit.passage.headings),
        "locator": hit.passage.locator,
        "text": hit.passage.text,
    }
