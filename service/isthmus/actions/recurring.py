"""What closing a recurring action opens."""

from dataclasses import replace
from datetime import date, timedelta

from isthmus.actions import dates
from isthmus.actions.cleaning import LONGEST_NAME, one_line
from isthmus.actions.model import Action, Draft, Recurrence
from isthmus.errors import InvalidError


def cleaned_recurrence(recurrence: Recurrence | None) -> Recurrence | None:
    """Give a recurrence as it is kept; raises InvalidError where its words say none."""
    if recurrence is None:
        return None
    words = one_line(recurrence.words, LONGEST_NAME, "recurrence")
    if dates.recurrence(words) is None:
        raise InvalidError(
            f"“{words}” does not say how often. Say for example “every quarter” or “each Monday”."
        )
    return replace(recurrence, words=words)


def next_draft(closed: Action, recurrence: Recurrence, today: date) -> Draft:
    """Give the next occurrence, due on the day that follows the one that is closed.

    One that is past by now is left out: who closes late is not late again at once.
    """
    anchor = recurrence.anchor or closed.due or today
    series = dates.recurrence(recurrence.words)
    if series is None:
        raise InvalidError(f"Nobody understands “{recurrence.words}” any more. Say it anew.")
    latest = max(closed.due or today, today - timedelta(days=1))
    return Draft(
        title=closed.title,
        description=closed.description,
        owner=closed.owner,
        helpers=closed.helpers,
        due=series.starting(anchor).next(latest),
        due_words=recurrence.words,
        priority=closed.priority,
        step=closed.step,
        labels=closed.labels,
        source=closed.source,
        estimate=closed.estimate,
        recurrence=replace(recurrence, anchor=anchor),
        readers=closed.readers,
    )
