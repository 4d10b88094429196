"""Why an authority gives us no token, in words for whoever set it up."""

import re
from collections.abc import Mapping
from typing import Any, Final

_CODE: Final = re.compile(r"AADSTS\d+")
_REASONS: Final[Mapping[str, str]] = {
    "AADSTS700016": "it knows no such app. Check ISTHMUS_TEAMS_CLIENT_ID, and ISTHMUS_TEAMS_TENANT_"
    "ID where the registration is for one tenant",
    "AADSTS7000215": "the client secret is wrong. Set ISTHMUS_TEAMS_CLIENT_SECRET to the secret's "
    "value, not to its id",
    "AADSTS7000222": "the client secret has ended. Make a new one in the app registration, and set "
    "ISTHMUS_TEAMS_CLIENT_SECRET to its value",
    "AADSTS700027": "it does not know the certificate. Upload the one that is in the file of "
    "ISTHMUS_TEAMS_CERTIFICATE to the app registration",
    "AADSTS7000112": "the app is switched off in Entra. Let an administrator switch it on",
    "AADSTS7000216": "it wants a proof. Set ISTHMUS_TEAMS_CLIENT_SECRET or ISTHMUS_TEAMS_"
    "CERTIFICATE",
    "AADSTS90002": "there is no such tenant. Check ISTHMUS_TEAMS_TENANT_ID",
    "AADSTS53003": "a rule of conditional access stops it. Let an administrator except the app",
}
_OTHERS: Final[Mapping[str, str]] = {
    "invalid_client": "the client id or its proof is wrong. Check ISTHMUS_TEAMS_CLIENT_ID, and "
    "ISTHMUS_TEAMS_CLIENT_SECRET or ISTHMUS_TEAMS_CERTIFICATE",
    "unauthorized_client": "it knows no such app there. Check ISTHMUS_TEAMS_CLIENT_ID, and "
    "ISTHMUS_TEAMS_TENANT_ID where the registration is for one tenant",
}
_UNKNOWN: Final = "it gave no reason that is known. Check what is set for Teams"
_LONGEST_NAME: Final = 40


def words_for(said: Mapping[str, Any]) -> str:
    """Say why, and what to do; of the authority's own words only its codes, which hold no secret.

    An authority may repeat what it was sent.
    """
    code = _CODE.search(str(said.get("error_description", "")))
    named = code[0] if code else str(said.get("error") or "")
    reason = _REASONS.get(named) or _OTHERS.get(str(said.get("error"))) or _UNKNOWN
    known = f" ({named})" if re.fullmatch(r"\w+", named) and len(named) <= _LONGEST_NAME else ""
    return f"The token authority refuses us{known}: {reason}."
