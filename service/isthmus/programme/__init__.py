"""The programme: how the actions of the twelve steps come along, in figures and in a report."""
