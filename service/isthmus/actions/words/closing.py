"""Orders that close an action, or open it again."""

from typing import Final

from isthmus.actions.orders import Drop, Finish, Reopen
from isthmus.actions.words.pieces import BE, IS, NOW, NUMBERS, ON, THIS, WHY, Rule, always, text_of

_DONE: Final = r"(?:done|finished|completed?|closed|resolved|solved)"
_PROOF: Final = (
    r"(?:(?: ?(?:[:;,]|\u2013|\u2014| - )| see| with(?: (?:the|a))?(?: (?:note|evidence|proof|"
    r"link))?| as shown (?:in|by|at)| because| since|(?= https?:))(?: see)? ?:? ?(?P<text>.+))?"
)
_REASON: Final = rf"(?:{WHY}(?P<text>.+))?"
_DID: Final = (
    r"(?:(?:i|we)(?:'ve| have)? )?(?:just )?(?:done|close|closed|finish|finished|complete|"
    r"completed|resolve|tick off|did)"
)

RULES: Final[tuple[Rule, ...]] = (
    (
        (
            rf"(?:(?:mark|set|report|tick|move)(?: off)? )?{ON}(?: (?:as|to)|{IS}|:){NOW} "
            rf"(?:as )?{_DONE}{_PROOF}"
        ),
        lambda m: Finish(text_of(m)),
    ),
    (rf"{_DID}(?: with)? {ON}{_PROOF}", lambda m: Finish(text_of(m))),
    (
        rf"(?:we|i|they) (?:don't|do not) need {ON}(?: any ?more| any longer)?",
        always(Drop("No longer needed.")),
    ),
    (rf"{ON} {BE} (?:no longer|not) needed(?: any ?more)?", always(Drop("No longer needed."))),
    (
        (
            rf"(?:drop|cancel|discard|reject|dismiss|scrap|abandon|withdraw) {ON}"
            rf"(?:(?:{WHY}|,? )(?P<text>.+))?"
        ),
        lambda m: Drop(text_of(m)),
    ),
    (rf"(?:re-?open|bring back) {ON}(?: again)?{_REASON}", lambda m: Reopen(text_of(m))),
    (rf"open {ON} again{_REASON}", lambda m: Reopen(text_of(m))),
    (
        rf"{ON} (?:is|are|was)(?: not|n't) (?:really |yet )?{_DONE}(?: yet)?{_REASON}",
        lambda m: Reopen(text_of(m)),
    ),
)

# Said where an action is spoken of, without naming it.
LOOSE: Final[tuple[Rule, ...]] = (
    (
        rf"(?:all |(?:i'm|i am|we are|we're) )?{_DONE}(?!(?: with)? (?:{NUMBERS}|{THIS})){_PROOF}",
        lambda m: Finish(text_of(m)),
    ),
    (
        r"(?:close|finish|complete)(?: with (?:the |a )?note:? (?P<text>.+))?",
        lambda m: Finish(text_of(m)),
    ),
    (rf"re-?open{_REASON}", lambda m: Reopen(text_of(m))),
    (r"(?:discard|drop|cancel)", always(Drop())),
)
