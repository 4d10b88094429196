"""Reminders and digests as JSON, the same for REST and the command line."""

from calendar import day_name
from typing import Any

from isthmus.messages import reply_as_json
from isthmus.reminding.desk import Shown, Wish
from isthmus.reminding.model import Delivery, Quiet, Subscription

Json = dict[str, Any]


def message_as_json(shown: Shown) -> Json:
    message = shown.message
    return {
        "id": message.id,
        "sort": message.sort,
        "at": message.at,
        "late": message.late,
        "new": shown.is_new,
        "subject": shown.subject,
        "reply": reply_as_json(shown.reply) if shown.reply else None,
    }


def delivery_as_json(delivery: Delivery) -> Json:
    names = ("message", "person", "sort", "way", "state", "reason", "at")
    return {name: getattr(delivery, name) for name in names}


def wish_as_json(wish: Wish) -> Json:
    return {
        "at": wish.at.isoformat(timespec="minutes"),
        "ways": list(wish.ways),
        "known_ways": list(wish.known),
        "address": wish.said.address,
        "mornings": wish.said.mornings,
    }


def subscription_as_json(wanted: Subscription) -> Json:
    return {
        "id": wanted.id,
        "person": wanted.person,
        "weekday": day_name[wanted.weekday].lower(),
        "at": wanted.at.isoformat(timespec="minutes"),
        "time_zone": wanted.zone,
        "steps": list(wanted.steps),
        "place": wanted.place,
    }


def quiet_as_json(quiet: Quiet) -> Json:
    return {
        "action": f"A-{quiet.action}",
        "until": quiet.until,
        "acknowledged": quiet.acknowledged,
    }
