from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus_knowledge.analysis import stems, telling_stems
from isthmus_knowledge.corpus_entries import CorpusError
from isthmus_knowledge.synonyms import alternatives, read_synonyms, widening

GROUPS = """# Words
groups:
  - same: [approve, authorise]
    asked: [sign off, okay]
  - same: [memory, RAM]
  - same: [memory stick, removable media]
"""

NEVER_THE_SAME = [
    ("accountable", "responsible"),
    ("consulted", "informed"),
    ("information technology", "operational technology"),
    ("IT", "OT"),
    ("office IT", "plant systems"),
    ("safety", "security"),
    ("safety engineer", "OT security lead"),
    ("safety instrumented system", "industrial control system"),
    ("RTO", "RPO"),
    ("recovery time objective", "recovery point objective"),
    ("vulnerability", "threat"),
    ("vulnerability", "risk"),
    ("threat", "risk"),
    ("policy", "procedure"),
    ("policy", "standard"),
    ("zone", "conduit"),
    ("zone", "segmentation"),
    ("CISO", "CIO"),
    ("incident", "event"),
    ("incident", "attack"),
    ("authentication", "authorisation"),
    ("detection", "prevention"),
    ("backup", "redundancy"),
    ("backup", "restore"),
    ("business continuity", "disaster recovery"),
    ("disaster recovery", "incident response plan"),
    ("active scan", "passive monitoring"),
    ("active scan", "penetration test"),
    ("monitor", "log"),
    ("training", "induction"),
    ("accept the risk", "mitigate"),
    ("exception", "compensating control"),
    ("owner", "accountable"),
    ("supplier", "system integrator"),
    ("steering committee", "cross-functional team"),
    ("risk owner", "risk register"),
    ("likelihood", "impact"),
    ("PLC", "RTU"),
    ("account", "accountable"),
    ("program", "programme"),
]

STEMS_OF_TWO_MEANINGS = frozenset(
    {
        stems(word)[0]
        for word in "integrity operate product control response ids regulate execute".split()
    }
)


def ways(text: str) -> set[frozenset[str]]:
    return set(chain.from_iterable(alternatives(text).values()))


def way(text: str) -> frozenset[str]:
    return frozenset(telling_stems(text))


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("Can the vendor dial in from home?", "remote access"),
        ("Can the vendor dial in from home?", "supplier"),
        ("Who signs off a firmware fix on the PLC?", "approve"),
        ("Who signs off a firmware fix on the PLC?", "patch"),
        ("Who authorizes it?", "approve"),
        ("Which KPIs do we show?", "metric"),
        ("Can we get a waiver?", "exception"),
        ("May I run nmap here?", "active scan"),
        ("Does our AD reach that far?", "directory service"),
        ("Which box is that?", "device"),
        ("Who looks after the kit?", "equipment"),
        ("What is the logon for?", "user ID"),
        ("How much time does it take?", "effort"),
        ("Where does the money come from?", "budget"),
        ("What does my boss decide?", "executive sponsor"),
        ("Who may pull the plug?", "isolate"),
        ("Do we need 2FA?", "multi-factor authentication"),
        ("Is a USB stick fine?", "removable media"),
        ("How often is it checked?", "interval"),
        ("Is the organization ready?", "organisation"),
    ],
)
def test_a_question_in_peoples_own_words_is_answered_by_the_fields(
    asked: str, written: str
) -> None:
    assert way(written) in ways(asked)


@pytest.mark.parametrize(("one", "other"), NEVER_THE_SAME)
def test_words_that_governance_tells_apart_never_stand_for_each_other(one: str, other: str) -> None:
    assert way(other) not in ways(one) - {way(one)}
    assert way(one) not in ways(other) - {way(other)}
    assert other not in widening(one)
    assert one not in widening(other)


@pytest.mark.parametrize("text", ["box", "kit", "boss", "money", "fix", "nmap", "watch"])
def test_everyday_words_lead_to_the_fields_and_never_back(text: str) -> None:
    assert ways(text)
    assert all(way(text) not in ways(word) for word in widening(text))


@pytest.mark.parametrize(
    "question",
    [
        "How is the integrity of data kept?",
        "Who plans the operations?",
        "Does the product have a control?",
        "Who is responsible for the response?",
        "Which IDs are in the file?",
        "Which regulation is meant?",
        "What prevents code execution?",
    ],
)
def test_a_stem_that_also_means_something_else_leads_nowhere_alone(question: str) -> None:
    assert alternatives(question).keys().isdisjoint(STEMS_OF_TWO_MEANINGS)


def test_nobody_is_called_a_login_because_they_are_accountable() -> None:
    assert alternatives("Who is accountable for an account?") == {}


def test_every_term_of_a_phrase_has_its_ways() -> None:
    found = alternatives("Who has the last word?")
    assert found["last"] == found["word"]
    assert frozenset({"decid"}) in found["last"]


def test_the_longest_phrase_counts_and_its_words_no_longer_on_their_own() -> None:
    assert way("generic account") in ways("shared login")
    assert way("username") in ways("login")
    assert way("username") not in ways("shared login")


def test_words_of_a_phrase_that_stand_apart_find_nothing() -> None:
    assert alternatives("pull") == alternatives("plug the cable and pull") == {}


@pytest.mark.parametrize("text", ["", "  ?", "What is it?", "The capital of France"])
def test_a_text_without_known_words_finds_nothing(text: str) -> None:
    assert alternatives(text) == {}
    assert widening(text) == ()


def test_widening_adds_each_wording_once_and_none_that_the_text_has() -> None:
    added = widening("The vendor, a supplier, dials in; the contractor dials in too.")
    assert len(added) == len(set(added))
    assert {"vendor", "supplier", "contractor"}.isdisjoint(added)
    assert {"third party", "remote access"} <= set(added)


@given(st.text(alphabet="abcdeilnoprst '-", max_size=80))
def test_alternatives_belong_to_terms_of_the_text(text: str) -> None:
    found = alternatives(f"{text} sign off {text} memory stick")
    assert found.keys() <= set(telling_stems(f"{text} sign off {text} memory stick"))
    assert all(ways and all(ways) for ways in found.values())


def test_every_shipped_way_holds_words_that_a_search_knows() -> None:
    added = widening("Who approves a patch of the PLC for the vendor's laptop, and how often?")
    assert added
    assert all(telling_stems(words) for words in added)


def test_groups_are_read_with_their_longest_phrase_first() -> None:
    known = read_synonyms(GROUPS)
    assert known.keys() == {"approv", "authoris", "sign", "okay", "memori", "remov", "ram"}
    assert [meaning.phrase.words for meaning in known["memori"]] == ["memory stick", "memory"]
    (signed,) = known["sign"]
    assert signed.phrase.stems == tuple(stems("sign off"))
    assert signed.phrase.telling == {"sign"}
    assert [other.words for other in signed.others] == ["approve", "authorise"]


@pytest.mark.parametrize(
    ("right", "wrong", "line", "reason"),
    [
        ("groups:", "group:", 2, "groups is missing"),
        ("same: [memory, RAM]", "some: [memory, RAM]", 5, "same is missing"),
        ("asked: [sign off, okay]", "ask: [okay]", 4, "ask is an unknown key"),
        ("[memory, RAM]", "[memory]", 5, "group of 1; it must be 2 to 8"),
        ("[memory, RAM]", "[a1, b1, c1, d1, e1, f1, g1, h1, i1]", 5, "group of 9"),
        ("[approve, authorise]", "[]", 3, "same is empty"),
        ("[memory, RAM]", "[memory, Approval]", 5, "the same as 'approve' above"),
        ("[sign off, okay]", "[sign off, authorised]", 4, "the same as 'authorise' above"),
        ("[memory, RAM]", "[memory, Memory]", 5, "twice"),
        ("[memory, RAM]", "[memory, who is it]", 5, "only words that a search passes over"),
        ("[memory, RAM]", "[memory, turn off]", 5, "keeps only 'turn'; move it to asked"),
        ("[sign off, okay]", "sign off", 4, "asked must be a list"),
    ],
)
def test_a_mistake_is_shown_with_its_file_and_line(
    right: str, wrong: str, line: int, reason: str
) -> None:
    assert right in GROUPS
    with pytest.raises(CorpusError, match=rf"^synonyms\.yaml, line {line}: .*{reason}"):
        read_synonyms(GROUPS.replace(right, wrong))
