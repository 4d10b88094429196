"""What somebody attests who adds a text whose licence limits its use."""

from collections.abc import Mapping
from typing import Final

from isthmus.errors import InvalidError
from isthmus.library.model import NEED_ATTESTATION, LicenceClass

STATEMENTS: Final[Mapping[LicenceClass, str]] = {
    LicenceClass.LICENSED_INTERNAL: (
        "The licence allows it to be indexed here and quoted to the people who may read it."
    ),
    LicenceClass.AI_RESTRICTED: (
        "The licence, or the publisher's consent, allows it to be indexed here and quoted word "
        "for word. It is never sent to a language model."
    ),
}


def needs_attestation(licence: str | None) -> LicenceClass | None:
    """Give the class where it is one that somebody has to answer for."""
    return next((each for each in NEED_ATTESTATION if each == (licence or "").lower()), None)


def attested(text: str, licence: LicenceClass | None) -> dict[str, str]:
    """Take ``WHO: WHAT`` apart; without a ``WHAT`` the class's own statement is attested.

    Raises InvalidError where nobody is named.
    """
    who, _, what = (part.strip() for part in text.partition(":"))
    if not who:
        raise InvalidError('Say who attests what, such as --attest "Dana Ruiz: site licence 4711".')
    said = {"attested_by": who}
    statement = what or (STATEMENTS[licence] if licence else "")
    return said | ({"attestation": statement} if statement else {})
