"""What Slack takes as the manifest of an app, by the second version of its schema."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol


class Shape(Protocol):
    def wrong(self, value: Any, at: str) -> Iterator[str]: ...  # noqa: ANN401 - any value


@dataclass(frozen=True)
class OneOf:
    values: tuple[object, ...]

    def wrong(self, value: Any, at: str) -> Iterator[str]:  # noqa: ANN401 - any value
        if value not in self.values:
            yield f"{at}: none of {self.values}"


@dataclass(frozen=True)
class Text:
    most: int
    least: int = 1
    pattern: str = ".*"

    def wrong(self, value: Any, at: str) -> Iterator[str]:  # noqa: ANN401 - any value
        if not isinstance(value, str) or not self.least <= len(value) <= self.most:
            yield f"{at}: no text of {self.least} to {self.most} characters"
        elif not re.fullmatch(self.pattern, value, re.DOTALL):
            yield f"{at}: not as {self.pattern}"


@dataclass(frozen=True)
class Several:
    of: Shape
    most: int

    def wrong(self, value: Any, at: str) -> Iterator[str]:  # noqa: ANN401 - any value
        if not isinstance(value, list) or not 1 <= len(value) <= self.most:
            yield f"{at}: not 1 to {self.most}"
            return
        if any(each in value[:place] for place, each in enumerate(value)):
            yield f"{at}: something stands there twice"
        for place, each in enumerate(value):
            yield from self.of.wrong(each, f"{at}[{place}]")


@dataclass(frozen=True)
class Thing:
    needs: str = ""
    has: Mapping[str, Shape] = field(default_factory=dict)

    def wrong(self, value: Any, at: str) -> Iterator[str]:  # noqa: ANN401 - any value
        if not isinstance(value, dict):
            yield f"{at}: no object"
            return
        for name in sorted(set(self.needs.split()) - value.keys()):
            yield f"{at}.{name}: missing"
        for name, each in value.items():
            if name in self.has:
                yield from self.has[name].wrong(each, f"{at}.{name}")
            else:
                yield f"{at}.{name}: not known"


def _thing(needs: str = "", **has: Shape) -> Thing:
    return Thing(needs, has)


_FLAG: Final = OneOf((True, False))
_ADDRESS: Final = Text(3_000, pattern="https://.*")
_PROMPT: Final = _thing("title message", title=Text(255), message=Text(4_000))
_SHORTCUT: Final = _thing(
    "type name callback_id description",
    type=OneOf(("message", "global")),
    name=Text(24),
    callback_id=Text(255),
    description=Text(150),
)
_COMMAND: Final = _thing(
    "command description",
    command=Text(32, 2, "/[a-z0-9_-]+"),
    url=_ADDRESS,
    description=Text(2_000),
    usage_hint=Text(1_000),
    should_escape=_FLAG,
)
SCHEMA: Final = _thing(
    "_metadata display_information features oauth_config settings",
    _metadata=_thing(major_version=OneOf((2,)), minor_version=OneOf((1,))),
    display_information=_thing(
        "name",
        name=Text(35),
        description=Text(140),
        long_description=Text(4_000, 175),
        background_color=Text(7, 4, "#([0-9a-fA-F]{3}){1,2}"),
    ),
    features=_thing(
        "bot_user",  # there are no scopes for a bot without one
        app_home=_thing(
            home_tab_enabled=_FLAG,
            messages_tab_enabled=_FLAG,
            messages_tab_read_only_enabled=_FLAG,
        ),
        bot_user=_thing(
            "display_name", display_name=Text(80, 1, "[a-z0-9._-]+"), always_online=_FLAG
        ),
        agent_view=_thing(agent_description=Text(300), suggested_prompts=Several(_PROMPT, 4)),
        shortcuts=Several(_SHORTCUT, 10),
        slash_commands=Several(_COMMAND, 50),
        unfurl_domains=Several(Text(255, 1, "(?![.-])[-a-z0-9.]+[a-z0-9]"), 5),
    ),
    oauth_config=_thing(
        redirect_urls=Several(Text(2_500, pattern="https://.*"), 1_000),
        scopes=_thing(bot=Several(Text(50), 255)),
    ),
    settings=_thing(
        event_subscriptions=_thing(request_url=_ADDRESS, bot_events=Several(Text(50), 100)),
        interactivity=_thing("is_enabled", is_enabled=_FLAG, request_url=_ADDRESS),
        org_deploy_enabled=_FLAG,
        socket_mode_enabled=_FLAG,
        token_rotation_enabled=_FLAG,
    ),
)


def wrong_with(manifest: dict[str, Any]) -> list[str]:
    """Say what Slack would refuse of it."""
    return list(SCHEMA.wrong(manifest, "manifest"))
