"""What is taken out of a text before it goes to a model, and comes back."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.llm.masking import PERSONAL, SECRETS, Masking, without_secrets

SECRET = [
    "sk-proj-abcdefghijklmnop1234",
    "xoxb-1234567890-abcdefghij",
    "ghp_abcdefghijklmnopqrstuvwxyz0123",
    "AKIAABCDEFGHIJKLMNOP",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl",
]


@pytest.mark.parametrize("secret", SECRET)
def test_keys_are_known_by_their_form(secret: str) -> None:
    assert without_secrets(f"Use {secret} for it.") == "Use {secret} for it."


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("The password is Plant#2026 for now.", "The password is {secret} for now."),
        ("PLC login: admin / pwd=s3cret!x, port 22", "PLC login: admin / pwd={secret}, port 22"),
        ("API key: 'letmein'", "API key: {secret}"),
        ("Kennwort: Sommer24", "Kennwort: {secret}"),
        ("postgresql://isthmus:hunter2@db/x", "postgresql://{secret}@db/x"),
        ("Authorization: Bearer abcdefghijklmnopqrstuv", "Authorization: Bearer {secret}"),
        ('SNMP community string "pub7ic"', "SNMP community string {secret}"),
        (
            "-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc\n-----END RSA PRIVATE KEY-----\nNext.",
            "{secret}\nNext.",
        ),
        ("-----BEGIN PRIVATE KEY-----\ncut off", "{secret}"),
    ],
)
def test_secrets_are_gone(text: str, masked: str) -> None:
    masking = Masking((SECRETS,))
    assert masking.mask(text) == masked
    assert masking.restore(masked) == masked


@pytest.mark.parametrize(
    "text",
    [
        "Passwords must have at least 14 characters and are changed every 90 days.",
        "Password: must be changed at first login (IEC 62443-3-3, SR 1.7).",
        "The token is revoked within 24 hours; see CIP-007-6 R5.",
        "Secrets of the trade: none. NIST SP 800-82 Rev. 3, section 6.2.1.4.",
        "Due 2026-11-23, firmware 4.17.2, 10.20.30.40, ticket 100-2000-30.",
        "A PIN protects the panel.",
    ],
)
def test_a_policy_stays_as_it_is(text: str) -> None:
    assert Masking((SECRETS, PERSONAL)).mask(text) == text


def test_personal_data_has_a_name_and_comes_back() -> None:
    masking = Masking((PERSONAL,))
    text = "Call +49 621 60-12345 or write to jo.berg@plant.example; jo.berg@plant.example again."
    masked = masking.mask(text)
    assert masked == "Call {telephone 2} or write to {e-mail 1}; {e-mail 1} again."
    assert masking.mask("jo.berg@plant.example") == "{e-mail 1}"
    assert masking.restore(masked) == text


@pytest.mark.parametrize(
    "number",
    ["+1 555 123 4567", "0049 (621) 601234", "(0621) 60 1234", "555-123-4567", "0621 601234"],
)
def test_telephone_numbers_are_known(number: str) -> None:
    assert Masking((PERSONAL,)).mask(f"Tel. {number}.") == "Tel. {telephone 1}."


def test_a_text_cannot_call_for_what_stands_in_another() -> None:
    masking = Masking((PERSONAL,))
    masking.mask("jo.berg@plant.example")
    assert masking.restore(masking.mask("Write {e-mail 1} here.")) == "Write e-mail 1 here."


def test_nothing_is_masked_where_nothing_is_to_be() -> None:
    assert (
        Masking(()).mask("password: Plant#2026, a@b.example") == "password: Plant#2026, a@b.example"
    )


@pytest.mark.parametrize(
    "part",
    [
        "a",
        "1",
        "0123 ",
        "a@",
        "a.",
        "+1 ",
        "(123) ",
        "eyJ-",
        "sk-",
        "://a:",
        'pin"',
        "password",
        " ",
    ],
)
def test_a_text_without_an_end_is_masked_as_fast_as_others(part: str) -> None:
    """Backtracking over these took seconds to minutes of processor time."""
    began = time.process_time()
    Masking((SECRETS, PERSONAL)).mask("password" + part * 20_000)
    assert time.process_time() - began < 5


@given(st.lists(st.integers(1, 9), min_size=1), st.text(alphabet="{}ab 1", max_size=40))
def test_a_name_is_restored_however_its_pieces_fall(sizes: list[int], around: str) -> None:
    masking = Masking((PERSONAL,))
    name = masking.mask("jo.berg@plant.example")
    text = f"{around}{name}.{around}"
    pieces: list[str] = []
    at = 0
    while at < len(text):
        size = sizes[len(pieces) % len(sizes)]
        pieces.append(text[at : at + size])
        at += size
    assert "".join(masking.restored(pieces)) == masking.restore(text)
