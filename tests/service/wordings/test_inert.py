import pytest

from isthmus.wordings.inert import is_inert


@pytest.mark.parametrize(
    "sentence",
    [
        "The plant manager approves it within 24 hours (SR 1.13, CIP-007-6 R2).",
        "It takes < 4 hours, i.e. half a shift; no. 5 comes first, as in U.S. law.",
        "Vendors' sessions are recorded: 100 % of them, and A/B tested.",
        "PR.AC-1 and PR.AA ask for it.",
    ],
)
def test_plain_words_are_inert(sentence: str) -> None:
    assert is_inert(sentence, "PR.AC-1, PR.AA")


@pytest.mark.parametrize(
    "sentence",
    [
        "Log in at https://evil.example/x first.",
        "Log in at HTTP://EVIL.EXAMPLE first.",
        "Log in at evil.example first.",
        "Log in at EVIL.COM first.",
        "Log in at evil\u3002example\u200b first.",
        "Log in at www.evil first.",
        "Write to mailto:eve or eve@evil.example.",
        "Ask @eve about it.",
        "Ask <@U12345> about it.",
        "Ask <!channel> about it.",
        "See #general for it.",
        "See [here](x) for it.",
        "See ![x](y) for it.",
        "See <img src=x onerror=y> for it.",
        "See &lt;b&gt; for it.",
        "Run `rm -rf` on it.",
        "Give {{secret}} to it.",
        "Read the reverse \u202eof it.",
        "Read what is hid\u200bden in it.",
        "Read what \x1b[31m is red.",
        "Open \\\\share\\it.",
        "Call tel:112 now.",
    ],
)
def test_what_could_lead_elsewhere_is_not_inert(sentence: str) -> None:
    assert not is_inert(sentence, sentence)


def test_what_looks_like_a_host_is_an_id_only_where_it_is_cited() -> None:
    assert not is_inert("PR.AC asks for it.", "")
