"""The way to a working app, step by step: what is done, what is missing, and where to do it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from isthmus.channels.contract import Host
from isthmus_integrations.teams.configured import PLATFORM, Configured


class State(StrEnum):
    DONE = "done"
    MISSING = "missing"
    YOURS = "yours"  # done elsewhere, where we cannot look


@dataclass(frozen=True)
class Step:
    """``says`` tells how it stands, without any secret; ``do`` is what an administrator does."""

    title: str
    state: State
    says: str
    do: tuple[str, ...]


def steps(configured: Configured, host: Host) -> Iterator[Step]:
    """Walk through it in the order in which an administrator does it."""
    yield _registered(configured)
    yield _proved(configured)
    yield _reachable(configured)
    yield _bot(configured)
    yield _packaged(configured)
    yield _added(host)


def _registered(configured: Configured) -> Step:
    tenant = configured.tenant
    says = f"Client id {configured.client_id}" if configured.is_set else "No client id is set."
    if configured.is_set:
        says += f", for the tenant {tenant}." if tenant else ", for every tenant."
    return Step(
        "Register an app in Microsoft Entra",
        State.DONE if configured.is_set else State.MISSING,
        says,
        (
            "Entra admin center, App registrations, New registration; name it Isthmus.",
            (
                "Accounts in this organizational directory only; no redirect address. Several "
                "tenants only where you have a bot for several from before: Azure makes no new "
                "ones."
            ),
            (
                "From its overview, set ISTHMUS_TEAMS_CLIENT_ID to the Application (client) ID "
                "and ISTHMUS_TEAMS_TENANT_ID to the Directory (tenant) ID; for several tenants "
                "leave the tenant id out."
            ),
        ),
    )


def _proved(configured: Configured) -> Step:
    proofs = {
        "A client secret is set.": bool(configured.client_secret),
        f"A certificate is set: {configured.certificate}.": bool(configured.certificate),
        "The managed identity of this machine is used.": configured.managed_identity,
    }
    found = [said for said, is_set in proofs.items() if is_set]
    says = " ".join(found) or "No proof is set."
    if len(found) > 1:
        says += " Keep one of them, and unset the others."
    return Step(
        "Give it a proof of who it is",
        State.DONE if len(found) == 1 else State.MISSING,
        says,
        (
            (
                "Either: Certificates & secrets, New client secret; set "
                "ISTHMUS_TEAMS_CLIENT_SECRET to its value, which is shown once."
            ),
            (
                "Or: upload a certificate there, and set ISTHMUS_TEAMS_CERTIFICATE to a PEM file "
                "with that certificate and its private key, which only the service may read."
            ),
            (
                "Or, on a machine in Azure: make a user-assigned managed identity, assign it to "
                "the machine, set ISTHMUS_TEAMS_MANAGED_IDENTITY=true, and take its client id in "
                "step 1."
            ),
        ),
    )


def _reachable(configured: Configured) -> Step:
    reachable = configured.is_reachable
    return Step(
        "Give the service a public https address",
        State.DONE if reachable else State.MISSING,
        f"People and Teams reach it at {configured.base_url}."
        if reachable
        else f"Teams cannot deliver to {configured.base_url}.",
        (
            (
                "Put a proxy that ends TLS before the service, and let it pass on at least "
                "/api/messages from the internet."
            ),
            "Set ISTHMUS_PUBLIC_URL to the address, such as https://isthmus.plant.example.",
        ),
    )


def _bot(configured: Configured) -> Step:
    kind = "Multi Tenant" if configured.is_set and not configured.tenant else "Single Tenant"
    if configured.managed_identity:
        kind = "User-Assigned Managed Identity"
    endpoint = configured.endpoint if configured.is_reachable else "ADDRESS/api/messages"
    return Step(
        "Make an Azure Bot for it",
        State.YOURS,
        "Whether there is one cannot be seen from here.",
        (
            (
                f"Azure portal, create an Azure Bot; type {kind}, with the existing app "
                f"registration {configured.client_id or 'of step 1'}."
            ),
            f"Configuration: set the messaging endpoint to {endpoint}",
            "Channels: add Microsoft Teams.",
        ),
    )


def _packaged(configured: Configured) -> Step:
    ready = configured.is_set and configured.is_reachable
    return Step(
        "Upload the app package",
        State.YOURS if ready else State.MISSING,
        "Whether it was uploaded cannot be seen from here."
        if ready
        else "The package can be made after the steps above.",
        (
            "Run: isthmus teams package",
            (
                "Teams admin center, Teams apps, Manage apps, Upload new app; then allow it for "
                "those who are to use it. It asks to read the messages of teams and chats it is "
                "added to; `isthmus teams package --only-mentions` makes one that does not."
            ),
        ),
    )


def _added(host: Host) -> Step:
    living = [each for each in host.installations.all(PLATFORM) if each.ended_at is None]
    return Step(
        "Add it to a team or chat, and look whether it works",
        State.DONE if living else State.MISSING,
        f"Added in: {', '.join(each.team for each in living)}."
        if living
        else "Nobody has added it yet, as far as we heard.",
        (
            "Restart the service with the settings, then run: isthmus teams check",
            "In Teams: Apps, Built for your org, Isthmus, Add. It says hello when it hears of it.",
        ),
    )
