"""The only door to language models: what is asked of one, what may leave, what it may cost."""
