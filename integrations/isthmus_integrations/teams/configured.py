"""The settings for Teams, as they have to be for it to start."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, urlsplit

from isthmus.errors import InvalidError
from isthmus.settings import Settings
from isthmus_integrations.teams.certificates import certificate_in

PLATFORM: Final = "teams"
LOCAL: Final = frozenset({"127.0.0.1", "localhost", "::1"})
AUTHORITY: Final = "https://login.microsoftonline.com"
ANY_TENANT: Final = "botframework.com"  # where a registration for several tenants asks
_ID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Configured:
    """What was set; each is "" where it was not."""

    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    certificate: Path | None = None
    managed_identity: bool = False
    tenant: str = ""
    metadata_url: str = ""
    token_url: str = ""
    service_urls: tuple[str, ...] = ()
    base_url: str = ""

    @property
    def is_set(self) -> bool:
        return bool(self.client_id)

    @property
    def authority(self) -> str:
        """Give where our own tokens come from."""
        return self.token_url or (f"{AUTHORITY}/{self.tenant or ANY_TENANT}/oauth2/v2.0/token")

    @property
    def endpoint(self) -> str:
        """Give where Teams delivers to: the messaging endpoint of the Azure Bot."""
        return f"{self.base_url}/api/messages"

    @property
    def is_reachable(self) -> bool:
        """Tell whether Teams could deliver there, as far as an address tells."""
        parts = _split(self.base_url)
        return parts is not None and parts.scheme == "https" and parts.hostname not in LOCAL

    def checked(self) -> "Configured":
        """Give it back; raises InvalidError where Teams could not work, or could be imitated."""
        _refuse(self._contradictions())
        if self.certificate:
            certificate_in(self.certificate)
        return self

    def checked_ids(self) -> "Configured":
        """Give it back; raises InvalidError where its ids are none. A proof may be missing."""
        _refuse(self._ids())
        return self

    def _contradictions(self) -> tuple[tuple[bool, str], ...]:
        proofs = (bool(self.client_secret), bool(self.certificate), self.managed_identity)
        addresses = (self.metadata_url, self.token_url, *self.service_urls)
        return (
            *self._ids(),
            (
                sum(proofs) != 1,
                (
                    "Set one of ISTHMUS_TEAMS_CLIENT_SECRET, ISTHMUS_TEAMS_CERTIFICATE and "
                    "ISTHMUS_TEAMS_MANAGED_IDENTITY: with it we prove to Teams who we are."
                ),
            ),
            (
                bool(self.token_url) and self.managed_identity,
                (
                    "With ISTHMUS_TEAMS_MANAGED_IDENTITY the machine gives the tokens: unset "
                    "ISTHMUS_TEAMS_TOKEN_URL."
                ),
            ),
            (
                not self.service_urls,
                "ISTHMUS_TEAMS_SERVICE_URLS names no address of Teams. Unset it for Microsoft's.",
            ),
            (
                not all(_is_safe(each) for each in addresses if each),
                (
                    "ISTHMUS_TEAMS_OPENID_METADATA_URL, ISTHMUS_TEAMS_TOKEN_URL and "
                    "ISTHMUS_TEAMS_SERVICE_URLS have to begin with https://."
                ),
            ),
        )

    def _ids(self) -> tuple[tuple[bool, str], ...]:
        return (
            (
                not _ID.fullmatch(self.client_id),
                (
                    "ISTHMUS_TEAMS_CLIENT_ID is the Application (client) ID of the Entra app "
                    "registration, such as 00000000-0000-0000-0000-000000000000."
                ),
            ),
            (
                bool(self.tenant) and not _ID.fullmatch(self.tenant),
                (
                    "ISTHMUS_TEAMS_TENANT_ID is the Directory (tenant) ID, such as "
                    "00000000-0000-0000-0000-000000000000, not the tenant's name."
                ),
            ),
        )

    def trusts(self, service_url: str) -> bool:
        """Tell whether an address is one of Teams, so that our token may be sent there."""
        said = _split(service_url)
        return said is not None and any(_within(said, _split(each)) for each in self.service_urls)


def _refuse(contradictions: tuple[tuple[bool, str], ...]) -> None:
    for wrong, said in contradictions:
        if wrong:
            raise InvalidError(f"Teams is not set up completely. {said}")


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url.strip())
        _ = parts.port
    except ValueError:
        return None
    usable = parts.hostname and not (parts.username or parts.password or "\\" in url)
    return parts if usable and not (parts.query or parts.fragment) else None


def _within(said: SplitResult, allowed: SplitResult | None) -> bool:
    if allowed is None or ".." in said.path:
        return False
    same = (said.scheme, said.hostname, said.port) == (
        allowed.scheme,
        allowed.hostname,
        allowed.port,
    )
    return same and f"{said.path.rstrip('/')}/".startswith(f"{allowed.path.rstrip('/')}/")


def _is_safe(url: str) -> bool:
    """Tell whether nobody on the way reads it: by TLS, or because it does not leave this machine.

    A plain address can only be meant for a machine that plays Teams beside us.
    """
    parts = _split(url)
    return parts is not None and (parts.scheme == "https" or parts.hostname in LOCAL)


def configured(settings: Settings) -> Configured:
    """Give what the settings say of Teams, blanks around secrets left out."""
    secret = settings.teams_client_secret
    return Configured(
        client_id=settings.teams_client_id.strip().lower(),
        client_secret=secret.get_secret_value().strip() if secret else "",
        certificate=settings.teams_certificate,
        managed_identity=settings.teams_managed_identity,
        tenant=settings.teams_tenant_id.strip().lower(),
        metadata_url=settings.teams_openid_metadata_url,
        token_url=settings.teams_token_url,
        service_urls=settings.teams_service_urls,
        base_url=settings.base_url,
    )
