"""What would make a title better; never a reason to refuse one."""

from typing import Final

from isthmus.actions.extracting.verbs import gerund_base, is_verb
from isthmus_knowledge.analysis import words

_LONG: Final = 100
_FEWEST: Final = 2


def hint(title: str) -> str:
    """Give what a title lacks, in words for whoever wrote it; "" where nothing does."""
    said = words(title)
    if not said:
        return ""
    if not any(map(is_verb, said[:2])):  # "quickly check" opens with its verb too
        verb = gerund_base(said[0])
        example = f"“{verb.capitalize()} …”" if verb else "“Update …” or “Ask …”"
        return f"Start with what is to be done, such as {example}: it is clear then when it is."
    if len(said) < _FEWEST:
        return "Say what it is about too: one word is soon forgotten."
    if len(title) > _LONG:
        return "Shorten the title, and move the rest to the description."
    return ""
