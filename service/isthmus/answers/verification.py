"""Quotes against the text they claim to come from. What fails here is never shown."""


def folded(text: str) -> str:
    """Give the text with every run of white space as one space."""
    return " ".join(text.split())


def is_quoted_from(quote: str, revision_text: str) -> bool:
    """Tell whether the quote stands in the revision, white space folded; an empty one never."""
    return bool(quote.strip()) and folded(quote) in folded(revision_text)
