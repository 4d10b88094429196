"""The web pages: rendered here, usable without scripts, under a strict content policy."""
