"""Reminders, escalation and digests: what is said to whom, when, and whether it arrived."""
