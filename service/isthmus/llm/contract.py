"""Calls of language models, as JSON."""

from typing import Any

from isthmus.llm.calls import Made


def call_as_json(made: Made) -> dict[str, Any]:
    call, usage = made.call, made.usage
    return {
        "id": call.id,
        "at": made.at.isoformat(),
        "person": made.person,
        "purpose": made.purpose,
        "about": made.about,
        "model": call.model,
        "prompt": {"name": call.prompt, "version": call.version, "sha256": call.digest},
        "rules_sha256": made.rules,
        "passages": list(made.passages),
        "tokens": {"read": usage.read, "written": usage.written, "counted": usage.counted},
        "cost": made.spent.money,
        "seconds": made.seconds,
        "outcome": made.outcome,
        "detail": made.detail,
    }
