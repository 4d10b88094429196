"""RACI charts: who does what, with a reason for each letter."""
