"""Documents and revisions as records: what is indexed, for whom, under which licence."""
