"""Questions that were not answered: gathered, asked again, and told of when they are."""
