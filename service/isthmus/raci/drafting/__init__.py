"""Charts proposed from a sentence: what it is for, who is there, and the letters, with reasons."""
