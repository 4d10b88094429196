"""The little markup that standards carry in their JSON: links, emphasis, citations, code."""

import re

CITATION = re.compile(r"\s*\(Citation:[^()]*(?:\([^()]*\)[^()]*)*\)")
LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*(?:\([^()]*\)[^()\s]*)*\)")
BREAK = re.compile(r"</?(?:br|p|pre)\b[^<>]*>", re.IGNORECASE)
TAG = re.compile(r"</?(?:code|b|i|em|strong|a)\b[^<>]*>", re.IGNORECASE)
EMPHASIS = re.compile(r"(\*\*|__|`)(\S(?:.*?\S)?)\1")


def paragraphs(text: str) -> list[str]:
    """Flatten markup to plain text and split it where an empty line stands."""
    plain = TAG.sub("", BREAK.sub("\n", LINK.sub(r"\1", CITATION.sub("", text))))
    plain = EMPHASIS.sub(r"\2", plain)
    return [part.strip() for part in re.split(r"\n\s*\n", plain) if part.strip()]


def flat(text: str) -> str:
    return " ".join(" ".join(paragraphs(text)).split())
