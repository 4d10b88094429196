"""What people do with an answer: look at its passages, say whether it helped, ask to be told."""

from dataclasses import dataclass
from typing import Final, assert_never

from isthmus.answers.model import Answer, Outcome
from isthmus.errors import InvalidError, NotFoundError
from isthmus.feedback.model import Reason, Verdict
from isthmus.hearing.filling import Entered
from isthmus.hearing.parts import Parts
from isthmus.messages import Form, Message, Paragraph, Reply, failed, said
from isthmus.replying.answer_forms import feedback_form
from isthmus.replying.answers import passages_told
from isthmus.understanding.commands import Fill, OpenForm, Rate, ShowPassages, TellMe

_GONE: Final = (
    "This answer is not here any more, or it was given somewhere else. Ask the question again."
)
_NOT_YOURS: Final = (
    "Somebody else put this question. Ask it yourself, and you can be told when it is answered."
)
_WAITING: Final = (
    "The administrator sees this question among those that are not answered. You are told when it "
    "can be answered."
)


@dataclass(frozen=True)
class Judging:
    """For whoever asked, and for whoever is where the answer was given."""

    parts: Parts

    def handle(self, command: ShowPassages | Rate | TellMe, message: Message) -> Reply:
        match command:
            case ShowPassages():
                return self._passages(command, message)
            case Rate():
                return self._rated(command, message)
            case TellMe():
                return self._told(command, message)
        assert_never(command)

    def _passages(self, command: ShowPassages, message: Message) -> Reply:
        """Show the quotes that everybody who sees this may read at this moment."""
        given = self._given(command.answer, message)
        stands = given.citations if isinstance(given, Answer) else given.nearest
        passages = [each.passage for each in stands]
        readable = self.parts.inquiry.readable(passages, message.seen_by)
        return passages_told(given, readable, self.parts.public_url)

    def _rated(self, command: Rate, message: Message) -> Reply:
        """Keep a verdict; whoever was not helped is asked why."""
        verdict = Verdict(command.helpful, _reason(command.reason), command.text)
        self._judge(command.answer, verdict, message)
        if command.helpful:
            return said("Thank you: it is noted that this helped.")
        if command.reason or command.text:
            return said("Thank you: it is noted that this did not help, and why.")
        form = self.form(OpenForm("feedback", command.answer), message)
        return Reply((Paragraph("Noted: this did not help."), form))

    def _told(self, command: TellMe, message: Message) -> Reply:
        try:
            self.parts.inquiry.subscribe(command.answer, message.by)
        except NotFoundError:
            return failed(_NOT_YOURS)
        return said(_WAITING)

    def form(self, about: OpenForm, message: Message) -> Form:
        """Ask what there is to say of an answer, with what was said before."""
        self._given(about.id, message)
        before = self.parts.inquiry.judgements(message.by, [about.id]).get(about.id)
        return feedback_form(about, before.verdict if before else Verdict(helpful=False))

    def filled(self, fill: Fill, message: Message) -> Reply:
        entered = Entered.of(fill)
        helpful = entered["helpful"] == "yes"
        reason = None if helpful else _reason(entered["reason"])
        verdict = Verdict(helpful, reason, entered["text"])
        try:
            verdict.checked()
        except InvalidError as error:
            form = self.form(fill.form, message)
            return Reply((entered.back_in(form, {"text": str(error)}),))
        self._judge(fill.form.id, verdict, message)
        return said("Thank you: it is noted.")

    def _judge(self, answer: str, verdict: Verdict, message: Message) -> None:
        try:
            self.parts.inquiry.judge(answer, message.by, verdict, self._here(message))
        except NotFoundError as error:
            raise NotFoundError(_GONE) from error

    def _given(self, answer: str, message: Message) -> Outcome:
        try:
            return self.parts.inquiry.given(answer, message.by, self._here(message))
        except NotFoundError as error:
            raise NotFoundError(_GONE) from error

    def _here(self, message: Message) -> tuple[str, ...]:
        return self.parts.talks.inquiries(message.place)


def _reason(text: str) -> Reason | None:
    if not text:
        return None
    if text not in list(Reason):
        raise InvalidError(f"There is no reason “{text}”. There are {', '.join(Reason)}.")
    return Reason(text)
