"""What became of a call, in the words of durable work; a final no says what to do about it."""

from collections.abc import Callable, Mapping
from typing import Final, TypeVar

from isthmus.errors import IsthmusError
from isthmus.jobs.handling import Refused, Sent, Unknown
from isthmus_integrations.slack.web import (
    BusyError,
    DeclinedError,
    NotReachedError,
    UnsureError,
)

T = TypeVar("T")

NOT_OURS_ANY_MORE: Final = (
    "Slack does not accept the token any more. Install the app again, and set "
    "ISTHMUS_SLACK_BOT_TOKEN or open /slack/install."
)
NOT_THERE: Final = "Isthmus is not in this channel. Invite it there, and replay this."
WHAT_TO_DO: Final[Mapping[str, str]] = {
    "channel_not_found": NOT_THERE,
    "not_in_channel": NOT_THERE,
    "user_not_in_channel": "The person has left the channel.",
    "is_archived": "The channel is archived: nothing can be said there any more.",
    "invalid_auth": NOT_OURS_ANY_MORE,
    "not_authed": NOT_OURS_ANY_MORE,
    "token_revoked": NOT_OURS_ANY_MORE,
    "token_expired": NOT_OURS_ANY_MORE,
    "account_inactive": NOT_OURS_ANY_MORE,
    "missing_scope": "The app lacks a permission. Add the scope in Slack and install it again.",
    "restricted_action": "The workspace does not let apps write in this channel.",
    "message_not_found": "The message is not there any more.",
    "cant_update_message": "The message cannot be changed any more.",
    "edit_window_closed": "The message cannot be changed any more.",
    "users_not_found": "There is no such person in the workspace any more.",
    "user_not_found": "There is no such person in the workspace any more.",
    "cannot_dm_bot": "A robot cannot be written to.",
    "messages_tab_disabled": "The app cannot write to people alone: its Messages Tab is off.",
    "user_disabled": "The person's account in Slack is switched off.",
    "msg_too_long": "The message is longer than Slack takes.",
}
ELSEWHERE: Final = frozenset({"channel_not_found", "not_in_channel", "user_not_in_channel"})


def outcome(send: Callable[[], str]) -> Sent | Refused | Unknown:
    """Send once, and say what is known of it."""
    try:
        return Sent(send())
    except BusyError as error:
        return Refused(str(error), retry_after=error.retry_after)
    except NotReachedError as error:
        return Refused(str(error))
    except UnsureError as error:
        return Unknown(f"Slack did not say whether it took it: {error}")
    except DeclinedError as error:
        return Refused(f"{_advice(error)} Slack said: {error}.".strip(), final=True)
    except IsthmusError as error:
        return Refused(str(error), final=True)


def _advice(error: DeclinedError) -> str:
    return WHAT_TO_DO.get(error.error, "")


def beforehand(look: Callable[[], T]) -> T:
    """Do what comes before the sending: where it breaks, nothing was sent yet."""
    try:
        return look()
    except UnsureError as error:
        raise NotReachedError(str(error)) from error
