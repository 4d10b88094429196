"""Whether a sentence of a language model is supported by the passages that it cites."""

from isthmus.answers.checking.model import Backing, Checked, Evidence
from isthmus.answers.checking.service import Checking, Embed

__all__ = ["Backing", "Checked", "Checking", "Embed", "Evidence"]
