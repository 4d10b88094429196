"""One module a format: bytes become text that knows where it stands."""
