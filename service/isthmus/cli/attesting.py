"""Asks who answers for a text whose licence limits its use."""

import sys

import typer

from isthmus.cli.output import show_line
from isthmus.library.attesting import STATEMENTS, attested, needs_attestation


def attestation(licence: str | None, attest: str | None, *, ask: bool) -> dict[str, str]:
    """Give what is attested: from the flag, else from whoever sits at the terminal.

    Where nobody sits there, each document that lacks an attestation is refused with the reason.
    """
    needed = needs_attestation(licence)
    if attest is not None:
        return attested(attest, needed)
    if needed and ask and sys.stdin.isatty():
        show_line(f"Texts of the licence class {needed} need somebody who answers for their use:")
        show_line(f"  {STATEMENTS[needed]}", "italic")
        who = typer.prompt("Who attests this (name)")
        what = typer.prompt("On what ground", default=STATEMENTS[needed], show_default=False)
        return attested(f"{who}: {what}", needed)
    return {}
