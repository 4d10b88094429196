"""Requests to language models as tests make them."""

from isthmus.llm.model import Purpose, Request, Shown
from isthmus_prompts import Prompt

PROMPT = Prompt(
    name="asked",
    purpose="For tests.",
    inputs=("question", "passages"),
    version=3,
    text="Answer the question from the passages.\n$question\n$passages",
    digest="d" * 64,
)
SHAPE = {
    "type": "object",
    "properties": {"who": {"type": "string"}, "days": {"type": "integer"}},
    "required": ["who"],
    "additionalProperties": False,
}


def shown(text: str, licence: str = "unknown", collection: str = "policies") -> Shown:
    return Shown(f"passage of {text[:12]}", "patching", collection, licence, text)


def request(
    question: str = "Who approves patches?",
    *texts: Shown,
    by: str = "ana",
    about: str = "answer-1",
    most_tokens: int = 60,
) -> Request:
    passages = texts or (shown("The plant manager approves patches."),)
    inputs = {"question": question}
    return Request(Purpose.ANSWERING, PROMPT, inputs, by, passages, about, most_tokens)
