"""Charts as files and pictures that can be sent to people who do not use Isthmus."""
