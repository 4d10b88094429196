"""Whether a request comes from Slack: looked at before anything else is made of it."""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from isthmus.errors import UnidentifiedError

TIMESTAMP: Final = "x-slack-request-timestamp"
SIGNATURE: Final = "x-slack-signature"
LONGEST_AGE: Final = timedelta(minutes=5)  # Slack's own figure, both ways
_LONGEST_TIMESTAMP: Final = 12


@dataclass(frozen=True)
class Signatures:
    """Signed with ``secret`` is what Slack sent; anything odd is refused as not Slack's."""

    secret: str = field(repr=False)
    clock: Callable[[], datetime]

    def require(self, headers: Mapping[str, str], body: bytes) -> None:
        """Raise UnidentifiedError unless Slack signed exactly this body, just now."""
        said = headers.get(TIMESTAMP, "")
        if not (said.isascii() and said.isdigit() and len(said) <= _LONGEST_TIMESTAMP):
            raise UnidentifiedError("The request says no time at which Slack signed it.")
        if abs(self.clock().timestamp() - int(said)) > LONGEST_AGE.total_seconds():
            raise UnidentifiedError(
                "The request was signed at another time. Set the clock of this machine."
            )
        signature = headers.get(SIGNATURE, "")
        if not signature.isascii() or not hmac.compare_digest(signature, self.of(said, body)):
            raise UnidentifiedError(
                "The signature is not Slack's. Compare the signing secret with that of the app."
            )

    def of(self, timestamp: str, body: bytes) -> str:
        """Give the signature of a body that was signed at a time."""
        signed = b":".join((b"v0", timestamp.encode(), body))
        return "v0=" + hmac.new(self.secret.encode(), signed, sha256).hexdigest()
