"""What every chat platform shares: intake, sending, people, places and buttons."""
