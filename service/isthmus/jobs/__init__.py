"""Durable work: what was accepted is done once, through crashes, restarts and replicas."""
