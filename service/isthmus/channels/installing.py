"""The workspaces we are installed in, with their tokens."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from isthmus.audit.store import Act
from isthmus.channels.model import Installation
from isthmus.channels.parts import Parts
from isthmus.channels.sealing import Seal
from isthmus.channels.store import ChannelStore
from isthmus.people import SERVICE


@dataclass(frozen=True)
class Installed:
    """Keeps workspaces, their tokens encrypted; see `contract.Installations`."""

    parts: Parts
    seal: Seal

    def get(self, platform: str, team: str) -> Installation | None:
        """Give a workspace with its tokens; raises UnavailableError where the key is another."""
        with self.parts.storage.reading() as connection:
            found = ChannelStore(connection).installation(platform, team)
        return self._opened(*found) if found else None

    def all(self, platform: str) -> Sequence[Installation]:
        with self.parts.storage.reading() as connection:
            found = ChannelStore(connection).installations(platform)
        return [self._opened(*each) for each in found]

    def _opened(self, known: Installation, sealed: str) -> Installation:
        return replace(known, secrets=self.seal.open(sealed)) if sealed else known

    def put(self, installation: Installation) -> None:
        """Keep a workspace as it is now; one that had ended begins anew."""
        sealed = self.seal.close(installation.secrets)
        with self.parts.recording() as act:
            store = ChannelStore(act.connection)
            found = store.installation(installation.platform, installation.team)
            before = found[0] if found and not found[0].ended_at else None
            since = before.installed_at if before else self.parts.clock()
            kept = replace(installation, installed_at=since, ended_at=None)
            store.put_installation(kept, sealed)
            if before is None:
                self._record(act, "channel.installed", kept)

    def end(self, platform: str, team: str) -> None:
        """Forget the tokens of a workspace that removed us."""
        with self.parts.recording() as act:
            store = ChannelStore(act.connection)
            found = store.installation(platform, team)
            if found and not found[0].ended_at:
                store.put_installation(replace(found[0], ended_at=self.parts.clock()), "")
                self._record(act, "channel.removed", found[0])

    def _record(self, act: Act, what: str, installation: Installation) -> None:
        named = f"{installation.platform}:{installation.team}"
        act.audit.record(what, SERVICE, named, {"name": installation.name})
