"""The form in which somebody says whether an answer helped."""

from isthmus.feedback.model import LONGEST_TEXT, Reason, Verdict
from isthmus.messages import Entry, Field, Form, Option
from isthmus.understanding.commands import OpenForm

_YES_OR_NO = (Option("yes", "Yes"), Option("no", "No"))


def feedback_form(about: OpenForm, known: Verdict) -> Form:
    helpful = "yes" if known.helpful else "no"
    reasons = tuple(Option(each, each.in_words()) for each in Reason)
    return Form(
        title="Did this answer help?",
        about=about,
        fields=(
            Field("helpful", "It helped", Entry.CHOICE, helpful, _YES_OR_NO, needed=True),
            Field("reason", "What was wrong", Entry.CHOICE, known.reason or "", reasons),
            Field("text", "In your own words", Entry.TEXT, known.text, longest=LONGEST_TEXT),
        ),
        submit="Send",
    )
