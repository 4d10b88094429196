"""What a person asked in one go, and how a question leans on those before it."""
