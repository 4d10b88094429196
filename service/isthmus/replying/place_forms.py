"""The form of how we behave in a place where people talk."""

from typing import Final

from isthmus.messages import Entry, Field, Form, Option
from isthmus.replying.action_words import step_named
from isthmus.understanding.commands import OpenForm
from isthmus_knowledge.catalogue import catalogue
from isthmus_knowledge.documents import Collection

ANSWERS: Final = {
    "mention": "When I am named",
    "every question": "On every question",
    "off": "Never",
}
DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LANGUAGES: Final = {"en": "English", "de": "German", "fr": "French", "nl": "Dutch"}
_IN_IT: Final = "Days are understood in it, too, as in “bis Freitag”."
_GROUPS: Final = "Groups with commas between them; answers use what they may read. Empty: no limit."


def place_form(about: OpenForm, values: dict[str, str]) -> Form:
    steps = tuple(Option(each.id, step_named(each.id)) for each in catalogue().steps)
    collections = tuple(Option(each, each.capitalize()) for each in Collection)
    days = tuple(Option(each, each.capitalize()) for each in DAYS)
    answers = tuple(Option(*each) for each in ANSWERS.items())
    languages = tuple(Option(*each) for each in LANGUAGES.items())
    return Form(
        title="How I behave here",
        about=about,
        fields=(
            Field("answers", "I answer", Entry.CHOICE, values["answers"], answers),
            Field("collections", "From", Entry.CHOICES, values["collections"], collections),
            Field("readers", "As far as these may read", value=values["readers"], hint=_GROUPS),
            Field("language", "Language", Entry.CHOICE, values["language"], languages, hint=_IN_IT),
            Field("digest", "Weekly digest on", Entry.CHOICE, values["digest"], days),
            Field("step", "Step that is talked about", Entry.CHOICE, values["step"], steps),
            Field("site", "Site that is talked about", value=values["site"], longest=200),
        ),
        submit="Save",
    )
