"""The Slack workspace for tests."""

from types import TracebackType
from typing import Self

from slack_workspace.acting import Acting
from slack_workspace.api import WebApi
from slack_workspace.clock import Clock
from slack_workspace.consenting import Consenting
from slack_workspace.courier import Courier, Delivery
from slack_workspace.looking import Looking
from slack_workspace.misbehaving import EVERY, Misbehaving, Misbehaviour
from slack_workspace.model import Call, Json
from slack_workspace.picture import Picturing
from slack_workspace.receiving import Client, Receiver, at, within
from slack_workspace.server import Server
from slack_workspace.sockets import Sockets
from slack_workspace.state import App, State
from slack_workspace.talking import Talking
from slack_workspace.world import World


class SlackWorkspace(World, Talking, Acting, Looking, Consenting, Picturing):
    """A workspace in which one app is tested: a server to that app, and its people to the test.

    It starts with one team, in which the app is installed unless ``installed`` is False. Time
    stands still until `forward`; ``clock`` may be one that runs.
    """

    def __init__(
        self, app: App | None = None, clock: Clock | None = None, *, installed: bool = True
    ) -> None:
        state = State(app or App(), clock or Clock())
        sockets = Sockets(state)
        super().__init__(state, Courier(state, sockets), sockets)
        self.misbehaving = Misbehaving()
        self.warnings: list[str] = []
        self.unfurled: tuple[str, ...] = ()
        self._server = Server(state, WebApi(state, self.misbehaving), sockets)
        self.team("Example Plant")
        if installed:
            self.installed()

    def __enter__(self) -> Self:
        self._server.start()
        self.courier.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.courier.stop()
        self._server.stop()

    # where it is

    @property
    def api_url(self) -> str:
        """Give the base address of the Web API, as `WebClient(base_url=...)` wants it."""
        return f"{self.state.base}/api/"

    @property
    def url(self) -> str:
        return self.state.base

    @property
    def app(self) -> App:
        return self.state.app

    @property
    def token(self) -> str:
        """Give the bot's token in the first workspace."""
        return self.installation.token

    # how the app is reached

    def connect(
        self,
        app: str | Client | Receiver,
        events: str = "/slack/events",
        interactions: str = "",
        commands: str = "",
    ) -> None:
        """Say where the app is: at an address, as a test client, or as what takes a request."""
        self.courier.by_socket = False
        self.courier.paths = {
            "events_api": events,
            "interactive": interactions or events,
            "slash_commands": commands or events,
        }
        if isinstance(app, str):
            self.courier.receiver = at(app)
        elif hasattr(app, "request"):
            self.courier.receiver = within(app)
        else:
            self.courier.receiver = app
        self.reached = app

    def use_socket_mode(self) -> None:
        """Deliver over the sockets the app has open, as switched on at Slack."""
        self.courier.by_socket = True

    # time and trouble

    def forward(self, seconds: float) -> None:
        """Let time pass, and deliver again what is due by then."""
        self.state.clock.forward(seconds)
        self.courier.move()

    def misbehave(self, method: str, how: Misbehaviour, at_call: int = 1, times: int = 1) -> None:
        """Let a method go wrong at its n-th call from now on, so many times; `*` is any method."""
        self.misbehaving.plan(method or EVERY, how, at_call, times)

    def revoke(self) -> list[Delivery]:
        """End the app's token, and tell the app."""
        installed = self.installation
        installed.revoked = True
        tokens: Json = {"oauth": [], "bot": [installed.bot_user]}
        return self.courier.event(installed.team, {"type": "tokens_revoked", "tokens": tokens})

    def uninstall(self) -> list[Delivery]:
        installed = self.installation
        installed.revoked = installed.uninstalled = True
        return self.courier.event(installed.team, {"type": "app_uninstalled"})

    def limit_rate(self) -> list[Delivery]:
        """Tell the app that it gets fewer events than there were."""
        minute = int(self.state.clock.now()) // 60 * 60
        said = {
            "token": "verification-token-of-tests",
            "type": "app_rate_limited",
            "team_id": self.home_team.id,
            "minute_rate_limited": minute,
            "api_app_id": self.app.id,
        }
        return self.courier.deliver(Delivery("events_api", said))

    # what happened

    def settle(self) -> None:
        """Wait until the app was told of all that its own calls brought about."""
        self.courier.settle()

    @property
    def calls(self) -> list[Call]:
        return list(self.state.calls)

    def calls_of(self, method: str) -> list[Call]:
        return [one for one in self.calls if one.method == method]

    @property
    def deliveries(self) -> list[Delivery]:
        return list(self.courier.deliveries)
