"""How questions about a chart are worded: patterns, each with the order it makes."""

from typing import Final

from isthmus.raci.orders import (
    Check,
    WhatChanged,
    WhatHas,
    WhatIsOpen,
    WhoHas,
    WhoHolds,
    WhyLetter,
)
from isthmus.raci.phrases import (
    LETTERS,
    ROLE,
    THIS_CHART,
    WHERE,
    L,
    compiled,
    letters_in,
    role_in,
    row_in,
)

QUESTIONS: Final = compiled(
    (
        (
            (
                r"(?:who|which role|which roles) (?:is|are|has to be|must be|should be|needs to be)"
                rf" (?:the )?{L} {WHERE}"
            ),
            lambda m: WhoHas(letters_in(m), row_in(m)),
        ),
        (
            r"who (?:is|are) involved (?:in|with) (?P<row>.+)",
            lambda m: WhoHas((), row_in(m)),
        ),
        (r"who (?:holds|fills) (?P<role>.+)", lambda m: WhoHolds(role_in(m))),
        (
            (
                r"(?:(?:show|list|tell)(?: me)? )?(?:what|which letters|which rows) (?:is|are) "
                r"(?:still )?(?:not (?:yet )?accepted|un(?:accepted|answered)|open)(?: yet)?"
                r"|who has not (?:yet )?(?:accepted|answered)(?: yet)?"
            ),
            lambda _: WhatIsOpen(),
        ),
        (
            rf"what (?:is|are) {ROLE} {L} for",
            lambda m: WhatHas(role_in(m), letters_in(m)),
        ),
        (
            rf"what does {ROLE} (?:do|have|hold)(?: in (?:it|{THIS_CHART}))?",
            lambda m: WhatHas(role_in(m)),
        ),
        (
            (
                rf"why (?:is|are|does) {ROLE} (?:the |an? |have (?:an? |the"
                rf" )?)?(?P<letters>{LETTERS}) {WHERE}"
            ),
            lambda m: WhyLetter(role_in(m), row_in(m)),
        ),
        (
            (
                r"what(?:'s| has| is)? (?:changed|different|new)(?: since (?:the )?(?:last"
                r" )?(?:approved )?(?:version ?)?(?P<since>\d*)(?: ?approval)?)?"
            ),
            lambda m: WhatChanged(m["since"] or ""),
        ),
        (
            (
                r"(?:fix|mend|correct|resolve) (?:it|(?:all |all the |the )?(?:findings|errors"
                r"|warnings|problems))|"
                rf"what(?:'s| is) wrong(?: (?:with|in) (?:it|{THIS_CHART}))?|is (?:it"
                rf"|{THIS_CHART}) (?:ok|okay|valid|complete|good)"
            ),
            lambda _: Check(),
        ),
    )
)
