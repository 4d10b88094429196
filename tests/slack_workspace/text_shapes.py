"""What texts, options, images and rich text look like in Block Kit."""

from typing import Any

from slack_workspace import limits
from slack_workspace.shapes import (
    Check,
    Problems,
    boolean,
    either,
    listed,
    not_both,
    number,
    one_of,
    shape,
    string,
    typed,
)


def plain(most: int) -> Check:
    return typed({"plain_text": shape({"text": string(most)}, {"emoji": boolean})})


def text(most: int) -> Check:
    return typed(
        {
            "plain_text": shape({"text": string(most)}, {"emoji": boolean}),
            "mrkdwn": shape({"text": string(most)}, {"verbatim": boolean}),
        }
    )


def mrkdwn(most: int) -> Check:
    return typed({"mrkdwn": shape({"text": string(most)}, {"verbatim": boolean})})


CONFIRM = shape(
    {"title": plain(limits.CONFIRM_TITLE), "text": text(limits.CONFIRM_TEXT)},
    {
        "confirm": plain(limits.CONFIRM_BUTTON),
        "deny": plain(limits.CONFIRM_BUTTON),
        "style": one_of("primary", "danger"),
    },
)
ADDRESS = string(limits.URL, pattern=r"(https?|mailto|slack)://?\S+|mailto:\S+")

_SLACK_FILE = shape({}, {"id": string(), "url": string()}, either("id", "url"))
_PICTURE = {"image_url": ADDRESS, "slack_file": _SLACK_FILE}
_ONE_PICTURE = (either("image_url", "slack_file"), not_both("image_url", "slack_file"))
IMAGE = shape({"alt_text": string(limits.ALT_TEXT)}, _PICTURE, *_ONE_PICTURE)
IMAGE_BLOCK = shape(
    {"alt_text": string(limits.ALT_TEXT)},
    {**_PICTURE, "title": plain(limits.IMAGE_TITLE), "block_id": string(limits.BLOCK_ID)},
    *_ONE_PICTURE,
)


def option(said: Check) -> Check:
    return shape(
        {"text": said, "value": string(limits.OPTION_VALUE)},
        {"description": text(limits.OPTION_TEXT), "url": ADDRESS},
    )


PLAIN_OPTION = option(plain(limits.OPTION_TEXT))
RICH_OPTION = option(text(limits.OPTION_TEXT))  # of checkboxes and radio buttons
OPTION_GROUP = shape(
    {
        "label": plain(limits.OPTION_TEXT),
        "options": listed(PLAIN_OPTION, limits.SELECT_OPTIONS),
    },
    {},
)

_STYLE_NAMES = ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight")
_STYLE = shape({}, dict.fromkeys((*_STYLE_NAMES, "unlink"), boolean))
_INLINE = typed(
    {
        "text": shape({"text": string()}, {"style": _STYLE}),
        "link": shape({"url": string()}, {"text": string(), "unsafe": boolean, "style": _STYLE}),
        "user": shape({"user_id": string()}, {"style": _STYLE}),
        "usergroup": shape({"usergroup_id": string()}, {"style": _STYLE}),
        "channel": shape({"channel_id": string()}, {"style": _STYLE}),
        "team": shape({"team_id": string()}, {"style": _STYLE}),
        "emoji": shape(
            {"name": string()},
            {"unicode": string(), "skin_tone": number(), "url": string(), "style": _STYLE},
        ),
        "broadcast": shape({"range": one_of("here", "channel", "everyone")}, {"style": _STYLE}),
        "date": shape(
            {"timestamp": number(), "format": string()},
            {"url": string(), "fallback": string(), "style": _STYLE},
        ),
        "color": shape({"value": string()}, {"style": _STYLE}),
    }
)
_SECTION = shape({"elements": listed(_INLINE, least=0)}, {})
_BORDER = number(0, 1)
RICH_TEXT_PARTS = typed(
    {
        "rich_text_section": _SECTION,
        "rich_text_list": shape(
            {
                "elements": listed(typed({"rich_text_section": _SECTION})),
                "style": one_of("bullet", "ordered"),
            },
            {"indent": number(0, 8), "offset": number(0), "border": _BORDER},
        ),
        "rich_text_preformatted": shape(
            {"elements": listed(_INLINE)}, {"border": _BORDER, "language": string()}
        ),
        "rich_text_quote": shape({"elements": listed(_INLINE)}, {"border": _BORDER}),
    }
)
RICH_TEXT = shape({"elements": listed(RICH_TEXT_PARTS)}, {"block_id": string(limits.BLOCK_ID)})

CELL = typed(
    {
        "raw_text": shape({"text": string()}, {}),
        "raw_number": shape({"value": number(), "text": string()}, {}),
        "rich_text": RICH_TEXT,
    }
)


def column(value: Any, at: str) -> Problems:  # noqa: ANN401 - JSON
    """Check how a table's column is shown; null leaves it as it is."""
    if value is not None:
        yield from shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean})(
            value, at
        )
