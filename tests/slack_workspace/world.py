"""Making the world of a test: workspaces, people, channels, where the app is."""

from slack_workspace.errors import NotPossibleError
from slack_workspace.events import joined_event
from slack_workspace.installing import granted
from slack_workspace.model import Channel, Installation, Team, User
from slack_workspace.parts import Parts, Told, Where, Who


class World(Parts):
    def team(self, name: str) -> Team:
        team = Team(self.state.new_id("T"), name, name.lower().replace(" ", "-"))
        self.state.teams[team.id] = team
        return team

    @property
    def home_team(self) -> Team:
        """Give the workspace that is there from the start."""
        return next(iter(self.state.teams.values()))

    def user(
        self, real_name: str, email: str = "", team: Team | None = None, **more: object
    ) -> User:
        """Add somebody; ``more`` is any further field of `User`, such as is_restricted=True."""
        team = team or self.home_team
        handle = str(more.pop("name", real_name.lower().replace(" ", ".")))
        user = User(self.state.new_id("U"), team.id, handle, real_name, email)
        for name, value in more.items():
            if not hasattr(user, name):
                raise NotPossibleError(f"A user has no {name!r}.")
            setattr(user, name, value)
        if name_taken(self.state.users.values(), user):
            raise NotPossibleError(f"There is a {real_name} already.")
        self.state.users[user.id] = user
        return user

    def channel(
        self,
        name: str,
        members: list[Who] | tuple[Who, ...] = (),
        *,
        app: bool = True,
        **more: object,
    ) -> Channel:
        """Add a channel with these people, and the app unless told not; ``more`` as in `user`."""
        team = more.pop("team", None)
        found = [self.state.user(one) for one in members]
        team_id = team.id if isinstance(team, Team) else self.home_team.id
        channel = Channel(self.state.new_id("C"), team_id, name)
        for field, value in more.items():
            if not hasattr(channel, field):
                raise NotPossibleError(f"A channel has no {field!r}.")
            setattr(channel, field, value)
        channel.members = [one.id for one in found]
        if app:
            channel.members.append(self.state.installation(team_id).bot_user)
        self.state.channels[channel.id] = channel
        return channel

    def dm(self, user: Who) -> Channel:
        """Give somebody's conversation with the app."""
        return self._place(self.state.user(user), "dm")

    def installed(
        self, team: Team | None = None, scopes: frozenset[str] | None = None
    ) -> Installation:
        """Have the app installed without its taking part, as by Slack's own page."""
        team = team or self.home_team
        admin = User(self.state.new_id("U"), team.id, "owner", "Workspace Owner", is_admin=True)
        self.state.users.setdefault(admin.id, admin)
        return granted(self.state, admin, self.state.app.scopes if scopes is None else scopes)

    @property
    def installation(self) -> Installation:
        return self.state.installation(self.home_team.id)

    @property
    def bot(self) -> User:
        return self.state.users[self.installation.bot_user]

    def join(self, who: Who, where: Where) -> Told:
        """Have somebody, or the app itself, come into a channel."""
        return self._move(who, where, left=False)

    def leave(self, who: Who, where: Where) -> Told:
        return self._move(who, where, left=True)

    def _move(self, who: Who, where: Where, *, left: bool) -> Told:
        user, channel = self.state.user(who), self.state.channel(where)
        event = joined_event(self.state, channel, user, left=left)
        if left:
            told = self.courier.event(channel.team, event)
            channel.members.remove(user.id)
            return told
        channel.members.append(user.id)
        return self.courier.event(channel.team, event)


def name_taken(users: object, user: User) -> bool:
    return any(
        one.real_name == user.real_name and one.team == user.team
        for one in users  # type: ignore[attr-defined]
    )
