"""Whether Teams can work: what `isthmus doctor` and `isthmus teams check` look at."""

from collections.abc import Iterator
from dataclasses import dataclass

from isthmus.channels.contract import Check, Host
from isthmus.errors import InvalidError
from isthmus_integrations.teams.certificates import certificate_in
from isthmus_integrations.teams.configured import PLATFORM, Configured
from isthmus_integrations.teams.credentials import Credentials, NoTokenError
from isthmus_integrations.teams.keys import Keys, NoKeysError


@dataclass(frozen=True)
class Checking:
    host: Host
    configured: Configured
    keys: Keys
    credentials: Credentials

    def checks(self) -> Iterator[Check]:
        yield self._keys()
        yield self._token()
        if self.configured.certificate:
            yield self._certificate()
        yield self._address()
        yield self._tenants()
        yield self._service_urls()

    def _keys(self) -> Check:
        try:
            issuer = self.keys.issuer()
        except NoKeysError:
            said = (
                "The keys by which Teams signs cannot be fetched from "
                f"{self.configured.metadata_url}, so no message would be believed. Let this "
                "machine reach that address, or correct ISTHMUS_TEAMS_OPENID_METADATA_URL."
            )
            return Check("keys", passed=False, said=said)
        return Check("keys", passed=True, said=f"Messages are signed by {issuer}.")

    def _token(self) -> Check:
        try:
            self.credentials.fresh()
        except NoTokenError as error:
            return Check("token", passed=False, said=str(error))
        return Check("token", passed=True, said="We get a token, with which we write to Teams.")

    def _certificate(self) -> Check:
        path = self.configured.certificate
        try:
            found = certificate_in(path) if path else None
        except InvalidError as error:
            return Check("certificate", passed=False, said=str(error))
        ends = f"{found.ends:%Y-%m-%d}" if found else ""
        if found and found.ends_soon(self.host.clock()):
            said = (
                f"The certificate ends on {ends}. Make a new one in time, and upload it to Entra."
            )
            return Check("certificate", passed=False, said=said)
        return Check("certificate", passed=True, said=f"It holds until {ends}.")

    def _address(self) -> Check:
        endpoint = self.configured.endpoint
        if self.configured.is_reachable:
            said = f"The messaging endpoint of the Azure Bot has to be {endpoint}."
            return Check("address", passed=True, said=said)
        said = (
            f"Teams delivers only to public https addresses, and ours is {endpoint}. Set "
            "ISTHMUS_PUBLIC_URL, and that address with /api/messages as the messaging endpoint "
            "of the Azure Bot."
        )
        return Check("address", passed=False, said=said)

    def _tenants(self) -> Check:
        living = self._living()
        if not living:
            said = (
                "Nobody has added the app yet, as far as we heard. Make it with `isthmus teams "
                "package`, upload it in the Teams admin center, and add it to a team or chat."
            )
            return Check("installed", passed=False, said=said)
        tenants = "tenant" if len(living) == 1 else "tenants"
        return Check("installed", passed=True, said=f"It was added in {len(living)} {tenants}.")

    def _service_urls(self) -> Check:
        """Look whether those who have the app can be written to, as is set now."""
        known = {str(each) for each in self._living().values()}
        strange = sorted(each for each in known if not self.configured.trusts(each))
        if strange:
            said = (
                f"The app was added by way of {', '.join(strange)}, which ISTHMUS_TEAMS_SERVICE_"
                "URLS does not name, so nothing is written there. Add it, if it is Microsoft's."
            )
            return Check("service URLs", passed=False, said=said)
        said = f"Written to at: {', '.join(self.configured.service_urls)}."
        return Check("service URLs", passed=True, said=said)

    def _living(self) -> dict[str, object]:
        """Give the service URL by which each tenant that has us is written to."""
        living = [e for e in self.host.installations.all(PLATFORM) if e.ended_at is None]
        return {each.team: each.details.get("service_url", "") for each in living}
