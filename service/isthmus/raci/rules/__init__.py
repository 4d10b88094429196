"""The rules of a good chart: what they find in a chart, and what would put it right."""

from isthmus.raci.rules.checking import findings
from isthmus.raci.rules.model import About, Finding, Fix, Rule, Thresholds, rules

__all__ = ["About", "Finding", "Fix", "Rule", "Thresholds", "findings", "rules"]
