"""Numbers as lists write them: 3, c, iii."""

ROMAN_VALUES = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
ROMAN_SIGNS = ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i")
ALPHABET = 26
LARGEST_ROMAN = 3999


def letters(number: int) -> str:
    """Count a, b, … z, aa, bb as word processors do."""
    if number < 1:
        return str(number)
    repeats, index = divmod(number - 1, ALPHABET)
    return chr(ord("a") + index) * min(repeats + 1, 5)


def roman(number: int) -> str:
    if not 1 <= number <= LARGEST_ROMAN:
        return str(number)
    written = ""
    for value, sign in zip(ROMAN_VALUES, ROMAN_SIGNS, strict=True):
        times, number = divmod(number, value)
        written += sign * times
    return written
