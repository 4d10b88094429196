"""Who did what and when: appended only, each entry chained to the one before by its hash."""
