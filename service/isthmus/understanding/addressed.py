"""Whether something said where we talked before is meant for us, though it does not name us.

Silence when unsure: people talk to each other there, and an answer that nobody wanted costs more
than a question that has to be put again with our name.
"""

import re
from typing import Final

_I: Final = re.IGNORECASE
_SHORT: Final = 300  # characters; whoever says more tells others something
_MENTION: Final = re.compile(r"(?:^|[\s(])@\w|<[@!]|\bcc\b", _I)
_OTHER: Final = re.compile(
    r"^(?:(?:hi|hey|hello|thanks|thank you|ok|okay|yes|no|sorry|morning)[,!]? )?"
    r"(?-i:[A-Z])[\w'-]+(?: (?-i:[A-Z])[\w'-]+)?"
    r"(?:, (?:what|who|when|where|why|how|can|could|would|will|do|did|does|are|is|have|please|"
    r"you|i|we|the|your|let|any|shall|should|see|send|ask|check|look|tell|give|show|go|make|add|"
    r"move|take|draft)\b|\?$|:\s|, )",
    _I,
)
_NOT_A_NAME: Final = re.compile(
    r"^(?:and|so|but|then|also|now|ok|okay|please|what|who|when|where|why|how|if|in|for|under|"
    r"according|with|after|before|during|which|does|do|is|are|can|must|may|should|show|list|"
    r"draft|add|undo|accept|approve|submit|track|report|more|details|really|since|until|a-\d+|"
    r"otherwise|apart|besides|nis2|iec|nist|iso)\b",
    _I,
)
_CHATTER: Final = re.compile(
    r"^(?:(?:many |big |ok |okay |great |cool |perfect |super |awesome |alright |all right )?"
    r"(?:thanks?|thank you|thx|ty|cheers|danke|merci)\b.*|"
    r"(?:ok(?:ay)?|great|nice|cool|perfect|super|good|fine|sure|right|exactly|agreed|yes|yep|yeah|"
    r"no|nope|haha|lol|wow|hm+|oh|ah|same here|me too|makes sense|got it|understood|i see|"
    r"sounds good|good point|good question|good morning|hello|hi|hey|see you|bye|will do|done|"
    r"\+1|never mind|nevermind|on it|noted|interesting|good to know|really|seriously|"
    r"no worries|no problem|you're welcome|congratulations|congrats)\b[\w ,!.']{0,40}|\W+)$",
    _I,
)
_AMONG_US: Final = re.compile(
    r"\b(?:lunch|coffee|beer|dinner|holidays?|vacation|weekend|birthday|football|weather|"
    r"meet(?:ing)?s?|call|calls|zoom|invite|calendar|slot|available|free (?:on|at|this|next|"
    r"tomorrow)|join(?:ing)?|dial|parking|room|late for|on my way|out of office|sick|today's|"
    r"you guys|you all|guys|team,|folks|everyone,|anyone|anybody|somebody|someone|somewhere|"
    r"my (?:laptop|phone|boss|kids?|desk|mail)|his|her|him|he|she|they said|did they|"
    r"i (?:think|guess|will|would|have|had|was|am|saw|sent|heard|talked|asked|agree|don't|can't|"
    r"cannot|just|need|hope|wonder|doubt)|i'll|i'm|i've|i'd|let's|let us|shall we|"
    r"we (?:talked|agreed|discussed|met|spoke|decided|said)|"
    r"should we|can we|could we|do we want|are we (?:ready|late|done|on)|who wants|who's in)\b",
    _I,
)
_YOU: Final = re.compile(r"\b(?:you|your|yours|u|ur)\b", _I)
_ASKS_US: Final = re.compile(
    r"^(?:(?:and|so|ok|okay|please),? )?(?:can|could|would|will) you (?:please )?(?:also )?"
    r"(?:show|explain|list|draft|summari[sz]e|compare|add a (?:row|column|role)|export|track|"
    r"define|tell (?:me|us) (?:what|who|when|which|where|how|why)|quote|cite|be more|"
    r"say (?:it|that|more)|give (?:me|us) (?:the (?:source|passage|quote|wording)|more|details))"
    r"\b.*",
    _I,
)
_FOLLOWS: Final = re.compile(
    r"^(?:(?:and|but|so|ok|okay|also|then),? )?(?:"
    r"(?:what|how) about (?!\w+day\b|you\b|lunch|us\b|me\b|that\b|it\b|(?:this|next) \w+day).{3,}|"
    r"and (?:for|in|at|under|with|after|before|during|if|when|who|what|how|where|which|why|by|"
    r"on|from|the|a|an) .{2,}|"
    r"why|why not|why is that|since when|until when|how often|how long|how soon|by when|"
    r"by whom|who decides|who approves(?: it| that)?|says who|"
    r"where (?:does it|do they|is that|is it|does the \w+) (?:say|said|written|stated|state)"
    r"(?: (?:that|so|this))?|"
    r"(?:tell me |tell us |say |show )?more(?: (?:details?|on that|about it|about that|please))?|"
    r"(?:more )?details?|elaborate|go on|explain(?: (?:that|it|this|more))?|shorter|"
    r"in (?:short|one sentence|other words|more detail)|"
    r"(?:what(?:'s| is| are) the |which |show (?:me )?(?:the |that )?)"
    r"(?:sources?|passages?|quotes?|"
    r"references?|clauses?|exact wording)|what does it say exactly|is there an exception|"
    r"(?:does|do|is|would) (?:that|this|it|the same) (?:also )?(?:hold|apply|count|cover|include|"
    r"mean|concern|valid|true|mandatory|required|needed|allowed|enough)\b.*|"
    r"who \w+s (?:it|that|this|them)(?: \w+)?|what changed since .+|"
    r"(?:please )?(?:compare|summari[sz]e|translate|quote|shorten) (?:it|that|this|them)\b.*|"
    r"are there exceptions|(?:any|what) exceptions|and otherwise|which standard(?: says so| is "
    r"that)?|in which (?:document|standard|policy|section|edition)"
    r")\??$",
    _I,
)
_QUESTION: Final = re.compile(
    r"^(?:(?:and|but|so|ok|okay|also|then),? )?(?:who|whose|whom|what|which|when|where|why|how|"
    r"is|are|does|do|must|may|has|have|under|in|for|according|after|before|if|should|can)\b.*\?$",
    _I | re.DOTALL,
)
# What only people on the spot know: how something stands today, who did what.
_ON_THE_SPOT: Final = re.compile(
    r"\b(?:tomorrow|tonight|today|yesterday|yet|right now|now|currently|at the moment|again|back|"
    r"this (?:morning|afternoon|evening|week)|last (?:night|week|time)|online|offline|broken|"
    r"line \d)\b|^(?:who|what|which \w+) (?:broke|did|was|has|had|changed|installed|sent|took|"
    r"forgot|left|wrote|made|told|happened)\b",
    _I,
)
_IS_IT: Final = re.compile(
    r"^(?:(?:and|so|but),? )?(?:(?:when|where|why|how) )?(?:is|are|has|have|did|was|were|will)\b",
    _I,
)
_BY_RULE: Final = re.compile(
    r"^(?:is|are) there\b|\b(?:accountable|responsible|required|allowed|permitted|covered|"
    r"mandatory|obliged|needed|enough|exempt|subject to|in scope|consulted|informed|entitled|"
    r"forbidden|prohibited|supposed|approved|reviewed|tested|reported|documented|classified|"
    r"measured|handled|granted|kept|stored|assessed|decided|managed|monitored|protected|due|defined|described|applicable|sufficient|necessary)\b",
    _I,
)
_OF_THE_FIELD: Final = re.compile(
    r"\b(?:accountab\w+|approv\w+|responsib\w+|consult\w+|inform(?:ed)?|raci|rasci|chart|role|"
    r"polic\w+|standard\w*|requir\w+|audit\w*|complian\w+|obligation\w*|nis ?2|nist|iec|iso|"
    r"62443|27001|cyber\w*|securit\w+|risk\w*|incident\w*|patch\w*|vulnerab\w+|backup\w*|"
    r"recover\w*|continuity|remote access|vendor\w*|supplier\w*|integrator\w*|firewall\w*|"
    r"segment\w*|zones?|conduits?|network\w*|plc\w*|scada|dcs|hmi|ot|it/ot|ics|plant|site|"
    r"asset\w*|inventor\w+|account\w*|password\w*|access|authenti\w+|monitor\w*|log(?:s|ging)|"
    r"train\w*|awareness|governance|converg\w+|steering|report\w*|exception\w*|evidence|"
    r"step \d|phase \d|overdue|actions?|due|owner\w*|owns?|deadline\w*|change window|"
    r"maintenance|safety|emergency|change management|metric\w*|measure\w*|control\w*)\b",
    _I,
)


def names_another(text: str) -> bool:
    """Tell whether somebody else is spoken to by name, or nobody by so many words."""
    said = _flat(text)
    addressed = _OTHER.match(said) and not _NOT_A_NAME.match(said)
    return not said or len(said) > _SHORT or bool(addressed or said.startswith(("@", "<@", "<!")))


def is_for_others(text: str) -> bool:
    """Tell what is said to somebody else, or to nobody in particular."""
    said = _flat(text)
    if names_another(said) or _MENTION.search(said) or _CHATTER.match(said):
        return True
    if _ASKS_US.match(said):
        return False
    return bool(_AMONG_US.search(said) or _YOU.search(said))


def is_a_question_for_us(text: str) -> bool:
    """Tell a question that documents answer, or that goes on with an answer, from any other.

    It is taken for none where somebody else is spoken to: see ``is_for_others``.
    """
    said = _flat(text)
    if is_for_others(said):
        return False
    if _FOLLOWS.match(said) or _ASKS_US.match(said):
        return True
    if _ON_THE_SPOT.search(said) or (_IS_IT.match(said) and not _BY_RULE.search(said)):
        return False
    return bool(_QUESTION.match(said) and _OF_THE_FIELD.search(said))


def _flat(text: str) -> str:
    return " ".join(text.replace("\u2019", "'").split())
