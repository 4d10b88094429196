"""What came of a message, as the parts of a reply."""
