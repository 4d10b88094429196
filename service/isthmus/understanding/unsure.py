"""Where the grammar is unsure, so that a language model may be asked; it costs seconds and money.

That is: an order of which only the object was understood; words in another language; and what the
grammar leaves as a question though it has not the form of one. Questions, bare topics ("vendor
remote access"), pasted and quoted texts are not. Nor is an order that may be for things of several
kinds ("undo"): what is meant is asked of the person, who knows, and a model does not.
"""

import re
from typing import Final

from isthmus.actions.extracting.verbs import is_verb
from isthmus.understanding.commands import Ask, Command
from isthmus.understanding.grounding import NOT_SHOWN, own_words
from isthmus.understanding.plans import is_clear

_FEWEST_WORDS: Final = 3
_LEAD: Final = re.compile(
    r"(?:(?:please|pls|ok(?:ay)?|now|hey|hi|hello|and|so|also),?\s+)+", re.IGNORECASE
)
_EXPLAIN: Final = (
    r"(?:explain|describe|compare|tell|say|summari[sz]e|quote|cite|show|list|give|find|help|"
    r"elaborate|clarify|define|outline|know|understand|see|hear|learn|ask|read|look|check|think|"
    r"inform|keep|remind)"
)
_POLITE: Final = re.compile(
    rf"(?:can|could|would|will) you (?:please |kindly |just )?(?!{_EXPLAIN}\b)\w", re.IGNORECASE
)
_QUESTION: Final = re.compile(
    r"(?:who|whose|whom|what|which|when|where|why|how|is|are|was|were|does|do|did|can|could|would|"
    r"will|should|shall|may|might|must|has|have|had|if|under|according|what's|who's|how's)\b",
    re.IGNORECASE,
)
_ASKS_FOR_WORDS: Final = re.compile(
    rf"(?:(?:i|we)(?:'d| would)? (?:like|want|need|wish|have|love) to {_EXPLAIN}|{_EXPLAIN}|"
    r"(?:i|we) wonder|more|details|sources?|why|really)\b",
    re.IGNORECASE,
)
_STATES: Final = re.compile(
    r"^(?:i|we|let|let's|lets|my|our|it|this|that|everybody|everyone|nobody)\b|"
    r"\b(?:is|are|was|were|be|been|has|have|can|should|must|needs?|wants?|will|shall|got|gets|"
    r"i'd|we'd|i'm|it's|i've|we've)\b|\ba-\d+\b|\baction \d+\b",
    re.IGNORECASE,
)
_POINTS_AT: Final = re.compile(
    r"\b(?:the|a|an|it|that|this|these|those|them|all|my|our|me|us|everything|both|him|her|"
    r"row \d+|rows|[rasci]|a-\d+)\b",
    re.IGNORECASE,
)
# Words that only one language has and that no sentence does without; not those English has, too.
_FOREIGN: Final = frozenset(
    """
    der das dem den ein eine einen einer einem und ist sind wir ich mir uns bitte nicht mit für auf
    zum zur wer wie wann wo warum welche welcher sollen kann können zeig zeige mach mache gib
    het een en zijn wij ik mij ons alsjeblieft niet met voor op naar wie wat hoe wanneer waar welke
    kun kan toon maak geef laat
    le les un une des du et est sont nous je moi avec pour dans sur qui que quoi comment quand où
    quel quelle quelles montre montrez fais faites donne ajoute
    el los las una y es son nosotros por con para que quién cuándo dónde cómo muestra haz añade
    il lo gli una e è sono noi per con che chi quando dove come mostra
    """.split()
)
_ENGLISH: Final = frozenset(
    """
    the of and is are to for with what who which how when where why by on from it this that an i we
    you me us not can should does do please show add make my our give all be have has
    """.split()
)


def is_unsure(text: str, meant: tuple[Command, ...]) -> bool:
    """Tell whether a model may be asked what a text means that the grammar takes for ``meant``."""
    said = own_words(text)
    words = said.replace(NOT_SHOWN, " ").split()
    if len(words) < _FEWEST_WORDS:
        return False
    if len(meant) > 1:
        return False
    if not isinstance(meant[0], Ask):
        return not is_clear(meant[0])
    return _is_foreign(words) or not _asks(said)


def _is_foreign(words: list[str]) -> bool:
    plain = {each.casefold().strip(".,;:!?") for each in words}
    return bool(plain & _FOREIGN) and not plain & _ENGLISH


def _asks(said: str) -> bool:
    """Tell a question, and a topic that is looked for, from an order and from what is told."""
    bare = _LEAD.sub("", said, count=1) if _LEAD.match(said) else said
    if _POLITE.match(bare):
        return False
    if said.endswith("?") or _QUESTION.match(bare) or _ASKS_FOR_WORDS.match(bare):
        return True
    first = bare.split()[0].strip(",.:;!").casefold() if bare.split() else ""
    is_order = is_verb(first) and bool(_POINTS_AT.search(bare))
    return not (is_order or _STATES.search(bare))
