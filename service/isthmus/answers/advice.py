"""What would help where the documents do not answer: what to add, and who might know."""

from isthmus.answers.model import RefusalReason
from isthmus.answers.questions import Question
from isthmus_knowledge.analysis import terms
from isthmus_knowledge.catalogue import Activity, catalogue


def advice(reason: RefusalReason, question: Question) -> str:
    match reason:
        case RefusalReason.NOTHING_INDEXED:
            return "Add documents with `isthmus ingest`, or ask for access to those there are."
        case RefusalReason.NOT_A_QUESTION:
            return "Ask, for example: Who approves vendor remote access into the plant network?"
        case RefusalReason.NOT_FOUND | RefusalReason.NOT_ANSWERED:
            know = _who_might_know(question)
            return f"{know}Adding a policy or record that states it would answer it."


def activity_about(text: str) -> Activity | None:
    """Give the activity of the programme that a text speaks of; None where it names none."""
    asked = set(terms(text))
    rated = [
        (len(asked & set(terms(" ".join((*activity.about, activity.name))))), activity)
        for activity in catalogue().activities
    ]
    shared, activity = max(rated, key=lambda each: each[0])
    return activity if shared > 1 else None


def _who_might_know(question: Question) -> str:
    activity = activity_about(question.text)
    if activity is None:
        return ""
    role = catalogue().role(activity.accountable).in_sentence
    return f"Who might know: {role}, accountable for {activity.doing}. "
