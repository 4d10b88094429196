"""A steering report as files that are sent to people who do not use Isthmus."""
