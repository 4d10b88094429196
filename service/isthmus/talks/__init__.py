"""Conversations of channels: what each is about, and what came of its messages."""
