"""Forms of verbs: who opens the gate, it has to be opened, would you mind opening it."""

from isthmus.actions.extracting.words import words


def is_verb(word: str) -> bool:
    return word.casefold() in words()["verbs"]


def base_of_third_person(word: str) -> str:
    """Give the verb of "opens", "applies", "fixes"; "" where it is none."""
    if not word.endswith("s"):
        return ""
    tries = [word[:-1]]
    if word.endswith("ies"):
        tries.insert(0, word[:-3] + "y")
    if word.endswith("es"):
        tries.append(word[:-2])
    return _known(tries)


def base_of_participle(word: str) -> str:
    """Give the verb of "opened", "applied", "shipped", "written"; "" where it is none."""
    irregular = words().participles.get(word, "")
    if irregular or not word.endswith("ed"):
        return irregular
    stem = word[:-2]
    tries = [word[:-1], stem]
    if stem.endswith("i"):
        tries.insert(0, stem[:-1] + "y")
    if len(stem) > 2 and stem[-1] == stem[-2]:  # noqa: PLR2004 - a doubled letter
        tries.append(stem[:-1])
    return _known(tries)


def gerund_base(word: str) -> str:
    """Give the verb of "opening", "writing", "shipping"; "" where it is none."""
    if not word.endswith("ing"):
        return ""
    stem = word[:-3]
    tries = [stem, stem + "e"]
    if len(stem) > 2 and stem[-1] == stem[-2]:  # noqa: PLR2004 - a doubled letter
        tries.append(stem[:-1])
    return _known(tries)


def _known(tries: list[str]) -> str:
    known = words()["verbs"]
    return next((each for each in tries if each in known), "")
