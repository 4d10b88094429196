"""What reading one file may cost."""

from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """A small file is read or refused within ``seconds``; a large one gets more by its size."""

    content_bytes: int = 50 * MEGABYTE
    memory_bytes: int = 512 * MEGABYTE
    output_bytes: int = 64 * MEGABYTE
    unpacked_bytes: int = 200 * MEGABYTE  # of files inside the file
    seconds: int = 9
    seconds_a_megabyte: int = 10
    most_seconds: int = 120

    def seconds_for(self, size: int) -> int:
        """Return the budget for a file of ``size`` bytes, of processor time and by the clock."""
        return min(self.most_seconds, self.seconds + self.seconds_a_megabyte * (size // MEGABYTE))


DEFAULT = Limits()
