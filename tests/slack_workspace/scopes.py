"""What an app may be allowed to do, and which permission lets it hear of what."""

from typing import Final

# Everything a bot can be granted here; anything else at an installation is refused.
KNOWN: Final = frozenset(
    """
    app_mentions:read assistant:write channels:history channels:join channels:read chat:write
    chat:write.public chat:write.customize commands emoji:read files:read files:write
    groups:history groups:read im:history im:read im:write links:read links:write mpim:history
    mpim:read mpim:write reactions:read reactions:write team:read users:read users:read.email
    users.profile:read usergroups:read bookmarks:read pins:read metadata.message:read
    """.split()
)

# An event reaches only an app with this permission; `{}` is the kind of its channel.
OF_EVENTS: Final = {
    "app_mention": "app_mentions:read",
    "message": "{}:history",
    "member_joined_channel": "{}:read",
    "member_left_channel": "{}:read",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "link_shared": "links:read",
    "file_shared": "files:read",
    "team_join": "users:read",
    "user_change": "users:read",
    "channel_rename": "channels:read",
}
