"""What a text that somebody pasted comes to: its key sentences, decisions and actions."""
