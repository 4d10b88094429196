"""What people say, as typed commands: text -> Command, by a grammar."""
