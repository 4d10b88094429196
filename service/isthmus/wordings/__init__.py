"""Wordings that a language model proposes: how they are asked for, and what they are held to."""
