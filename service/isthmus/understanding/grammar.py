"""Text -> Command: what a sentence asks for, by a grammar; whatever it does not know is asked."""

import re
from typing import Final

from isthmus.understanding import of_actions, of_charts, of_reports, of_roles, of_summaries
from isthmus.understanding.asking_for_charts import is_for_a_draft
from isthmus.understanding.commands import AddAction, Ask, Command, DraftChart, FindActions, Help
from isthmus.understanding.phrases import LEAD, bare

_LONGEST_ORDER: Final = 1_000  # characters; nobody orders in more, and a grammar stays quick
_HELP: Final = re.compile(
    rf"{LEAD}(?:help(?: me)?|\?|what (?:can|do) you do(?: for me)?|how does this work)",
    re.IGNORECASE,
)


def understand(text: str) -> tuple[Command, ...]:
    """Tell what a sentence asks for; a question is what nothing else claims.

    An order without a name is meant for what the conversation is about. Where it could be for a
    chart, a role definition or an action ("undo", "accept it"), there is a command for each; where
    it could be nothing of the kind ("done"), the question is the last of them.
    """
    flat = " ".join(text.replace("\u2019", "'").split())
    if summed_up := of_summaries.summed_up(text):
        return (summed_up,)
    if not flat or len(flat) > _LONGEST_ORDER:
        is_draft = flat and is_for_a_draft(flat[:_LONGEST_ORDER])
        return (DraftChart(text) if is_draft else _of_long(text),)
    if sure := _sure(flat, text):
        return (sure,)
    if is_for_a_draft(flat):
        return (DraftChart(text.strip()),)
    asked = of_actions.requested(text) or of_actions.noted(text) or Ask(text)
    return _ordered(flat) or (asked,)


def _sure(flat: str, text: str) -> Command | None:
    """Understand what can mean one thing only."""
    known = _listed(flat) or of_roles.defined(flat) or of_reports.reported(flat) or _helped(flat)
    return known or of_actions.sure(text)


def _of_long(text: str) -> Command:
    """Tell a note that was pasted from a long question."""
    if not text.strip():
        return Ask(text)
    found = of_actions.sure(text[:_LONGEST_ORDER])
    if isinstance(found, AddAction | FindActions):
        return of_actions.sure(text) or Ask(text)
    return of_actions.noted(text) or Ask(text)


def _helped(text: str) -> Command | None:
    return Help() if _HELP.fullmatch(bare(text) or text) else None


def _listed(text: str) -> Command | None:
    return of_charts.listed(text) or of_roles.listed(text)


def _ordered(text: str) -> tuple[Command, ...]:
    """Give the orders that a sentence may be; one that says a name is no other."""
    found = [each for each in (of_roles.ordered(text), of_charts.ordered(text)) if each]
    named = [each for each in found if each.named]
    if named:
        return tuple(named[:1])
    spoken = of_actions.ordered(text)
    if spoken is None:
        return tuple(found)
    action, is_loose = spoken
    return (*found, action, *([Ask(text)] if is_loose and not found else []))
