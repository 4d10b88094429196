"""Buttons, and what they are about."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from isthmus.actions import orders as of_actions
from isthmus.messages import Button, Buttons
from isthmus.raci import orders as of_charts
from isthmus.roles import orders as of_roles
from isthmus.understanding.commands import OnAction, OnChart, OnRole, Rate
from isthmus_integrations.slack.render import limits
from isthmus_integrations.slack.render.characters import NOTHING, one_line, seen, shortened
from isthmus_integrations.slack.render.pieces import CHUNK, FEEDBACK, Means, Piece
from isthmus_integrations.slack.render.rich import Block, linked, plain, rich, section
from isthmus_integrations.slack.render.splitting import split

_BESIDE: Final = range(40, 301)  # characters of a text that its only button stands beside
_SHORT: Final = 30  # of its label: Slack cuts longer ones off on a phone
_AGREES: Final = (
    of_actions.Agree,
    of_charts.Accept,
    of_charts.Approve,
    of_roles.Approve,
    of_roles.TakeOver,
)
_DROPS: Final = (of_actions.Drop, of_charts.Decline)
_REMOVES: Final = (of_charts.RemoveRow, of_charts.RemoveColumn, of_roles.RemoveLine)


def pressing(part: Buttons, means: Means) -> Iterator[Piece]:
    """Give what buttons are about, then the buttons, those on an answer's worth apart."""
    rating = () if means.in_view else _rating(part.buttons)
    others = tuple(each for each in part.buttons if each not in rating)
    text = seen(part.text)
    if len(others) == 1 and limits.weight(text) in _BESIDE and len(others[0].label) <= _SHORT:
        yield _beside(text, others[0], means)
    else:
        yield from _below(text, others, means)
    if rating:
        yield _feedback(rating, means)


def _beside(text: str, button: Button, means: Means) -> Piece:
    block = {
        "type": "section",
        "text": plain(text),
        "accessory": _button(button, means, [button]),
    }
    return Piece((block,), f"{text} [{one_line(button.label)}]")


def _below(text: str, buttons: Sequence[Button], means: Means) -> Iterator[Piece]:
    """Give a text with the buttons below it; a label too long for a button stands there whole."""
    labels = [one_line(each.label) for each in buttons]
    are_long = any(map(_is_long, buttons))
    if are_long:
        labels = [f"{place}. {label}" for place, label in enumerate(labels, start=1)]
        text = "\n".join(filter(None, (text, *labels)))
    pieces = [Piece((_told(each, means),), each) for each in split(text, CHUNK)]
    rows = [*_rows(buttons, labels, means, named=not are_long)]
    if pieces and rows:  # the first buttons stay with what they are about
        said, pressed = pieces.pop(), rows.pop(0)
        text = f"{said.text} {pressed.text}".strip()
        pieces.append(Piece((*said.blocks, *pressed.blocks), text))
    yield from (*pieces, *rows)


def _is_long(button: Button) -> bool:
    return limits.weight(one_line(button.label)) > limits.LABEL


def _told(text: str, means: Means) -> Block:
    return rich(section(linked(text, means.console)))


def _rows(
    buttons: Sequence[Button], labels: Sequence[str], means: Means, *, named: bool
) -> Iterator[Piece]:
    paired = [
        _button(button, means, buttons, label)
        for button, label in zip(buttons, labels, strict=True)
    ]
    for start in range(0, len(paired), limits.ACTIONS):
        row = paired[start : start + limits.ACTIONS]
        text = " ".join(f"[{each['text']['text']}]" for each in row) if named else ""
        yield Piece(({"type": "actions", "elements": row},), text)


def _button(button: Button, means: Means, beside: Sequence[Button], label: str = "") -> Block:
    element: dict[str, Any] = {
        "type": "button",
        "text": plain(shortened(label or one_line(button.label), limits.LABEL)),
        "action_id": means.action(),
        "value": means.token(button),
    }
    style = _style(button, beside)
    return {**element, "style": style} if style else element


def _style(button: Button, beside: Sequence[Button]) -> str:
    """Mark what agrees to a proposal, or drops something; the label says the same.

    To take back what one did is no loss, so it is only marked beside what agrees.
    """
    if _orders(button, _REMOVES) or (_orders(button, _DROPS) and _proposes(beside)):
        return "danger"
    return "primary" if button is beside[0] and _proposes([button]) else ""


def _proposes(buttons: Sequence[Button]) -> bool:
    return any(_orders(each, _AGREES) for each in buttons)


def _orders(button: Button, kinds: tuple[type, ...]) -> bool:
    match button.command:
        case OnAction(order=order) | OnChart(order=order) | OnRole(order=order):
            return isinstance(order, kinds)
    return False


# ---- whether an answer helped


def _rating(buttons: Sequence[Button]) -> tuple[Button, ...]:
    """Find the two buttons that say whether an answer helped, the good one first."""
    found = [each for each in buttons if isinstance(each.command, Rate)]
    found.sort(key=lambda each: not (isinstance(each.command, Rate) and each.command.helpful))
    values = [isinstance(each.command, Rate) and each.command.helpful for each in found]
    return tuple(found) if values == [True, False] else ()


def _feedback(rating: tuple[Button, ...], means: Means) -> Piece:
    good, bad = rating
    element = {
        "type": "feedback_buttons",
        "action_id": FEEDBACK,
        "positive_button": _rate(good, means),
        "negative_button": _rate(bad, means),
    }
    return Piece(({"type": "context_actions", "elements": [element]},))


def _rate(button: Button, means: Means) -> Block:
    label = shortened(one_line(button.label), limits.LABEL) or NOTHING
    return {"text": plain(label), "accessibility_label": label, "value": means.token(button)}
