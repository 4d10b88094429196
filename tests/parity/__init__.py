"""What each channel makes of each command and of each element of a reply, found by trying it."""
