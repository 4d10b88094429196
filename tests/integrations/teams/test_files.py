"""Files in Teams: into a person's own files once they agree, elsewhere behind a login."""

from dataclasses import replace

import pytest

from isthmus.people import OPERATOR, Rank
from isthmus.raci.desk import Hand
from kept_charts import small
from teams_of_tests import ANA, Product
from teams_service import Breaks, Conversation, DropsReply

DRAFT = "Draft a RACI for OT patching with IT Security, OT Engineering and the plant manager"
CONSENT = "application/vnd.microsoft.teams.card.file.consent"
UPLOAD = r"^PUT .*/upload/"


@pytest.fixture
def where(product: Product) -> Conversation:
    return product.alone(product.ana)


def offered(product: Product, where: Conversation) -> list[str]:
    """Give the names of files that were offered there."""
    return [
        each["name"]
        for message in product.teams.answers(where)
        for each in message.body.get("attachments") or ()
        if each["contentType"] == CONSENT
    ]


def asked_for(product: Product, where: Conversation, file: str = "Excel") -> str:
    product.ask(product.ana, where, DRAFT)
    product.press(product.ana, file, where)
    (name,) = offered(product, where)
    return name


@pytest.mark.parametrize(
    ("label", "ending", "begins"),
    [("Excel", ".xlsx", b"PK"), ("Word", ".docx", b"PK"), ("Picture", ".png", b"\x89PNG")],
)
def test_a_file_is_put_where_somebody_agreed_to_have_it(
    product: Product, where: Conversation, label: str, ending: str, begins: bytes
) -> None:
    name = asked_for(product, where, label)
    assert name.endswith(ending)
    assert not product.teams.world.uploads
    assert product.teams.consent(product.ana) == 200
    product.work()
    assert product.teams.world.uploads[name].startswith(begins)
    assert f"(file: {name})" in product.answer(where)
    assert not offered(product, where)


def test_who_may_not_read_it_any_more_is_not_given_what_was_offered_days_ago(
    product: Product, where: Conversation
) -> None:
    product.wiring.charts.begin(small("Turbine patching"), Hand(OPERATOR), readers=("plant",))
    product.ask(product.ana, where, "show the chart Turbine patching")
    product.press(product.ana, "Excel", where)
    assert offered(product, where)
    with product.wiring.access() as access:
        access.put_person(replace(ANA, groups=frozenset(), rank=Rank.READER))
    product.travel(hours=72)
    product.teams.consent(product.ana)
    product.work()
    assert not product.teams.world.uploads


def test_who_may_still_read_it_is_given_what_was_offered_days_ago(
    product: Product, where: Conversation
) -> None:
    name = asked_for(product, where)
    product.travel(hours=72)
    assert product.teams.consent(product.ana) == 200
    product.work()
    assert list(product.teams.world.uploads) == [name]


def test_what_was_declined_is_not_uploaded_and_is_in_the_console(
    product: Product, where: Conversation
) -> None:
    asked_for(product, where)
    assert product.teams.consent(product.ana, "decline") == 200
    product.work()
    assert not product.teams.world.uploads
    told = "You declined this file. [The console](http://localhost) has it, too."
    assert told in product.answer(where)


def test_agreeing_twice_says_it_once(product: Product, where: Conversation) -> None:
    name = asked_for(product, where)
    product.teams.consent(product.ana)
    product.teams.consent(product.ana)
    product.work()
    assert list(product.teams.world.uploads) == [name]
    assert product.answer(where).count(f"(file: {name})") == 1


@pytest.mark.parametrize("trouble", [Breaks(503), DropsReply()])
def test_a_failed_upload_is_told_and_can_be_tried_again(
    product: Product, where: Conversation, trouble: Breaks | DropsReply
) -> None:
    name = asked_for(product, where)
    product.teams.goes_wrong(trouble, UPLOAD)
    product.teams.consent(product.ana)
    product.work()
    assert "The file could not be put into your files" in product.answer(where)
    assert offered(product, where) == [name]
    product.teams.consent(product.ana)
    product.work()
    assert f"(file: {name})" in product.answer(where)


ELSEWHERE = (
    "",
    "https://evil.example/upload",
    "http://169.254.169.254/latest",
    "https://tenant.sharepoint.com.evil.example/x",
    "https://user@tenant.sharepoint.com/x",
    "file:///etc/passwd",
    "http://[",
)


def test_a_file_goes_to_nobody_elses_address(product: Product, where: Conversation) -> None:
    asked_for(product, where)
    message = product.teams.answers(where)[-1]
    card = message.body["attachments"][0]
    value = {"type": "fileUpload", "action": "accept", "context": card["content"]["acceptContext"]}
    for address in ELSEWHERE:
        value["uploadInfo"] = {"uploadUrl": address, "name": "x.xlsx"}
        product.teams.invoke("fileConsent/invoke", product.ana, where, value, message)
        product.work()
    told = product.answer(where).count("The file could not be put into your files")
    assert told == len(ELSEWHERE)


def test_a_file_is_for_whom_it_was_made(product: Product, where: Conversation) -> None:
    asked_for(product, where)
    message = product.teams.answers(where)[-1]
    value = {"type": "fileUpload", "action": "accept", "context": {"file": 0}}
    said = product.teams.invoke("fileConsent/invoke", product.ben, where, value, message)
    assert "for somebody else" in str(said.answer)
    assert not product.teams.world.uploads


def test_a_message_without_a_file_gives_none(product: Product, where: Conversation) -> None:
    product.ask(product.ana, where, DRAFT)
    message = product.teams.answers(where)[-1]
    value = {"type": "fileUpload", "action": "accept", "context": {"file": 7}}
    said = product.teams.invoke("fileConsent/invoke", product.ana, where, value, message)
    assert "not here any more" in str(said.answer)


def test_in_a_channel_a_file_is_behind_the_door_of_the_console(product: Product) -> None:
    where = product.channel()
    product.ask(product.ana, where, f"@Isthmus {DRAFT}")
    product.press(product.ana, "Excel", where)
    assert not offered(product, where)
    last = product.teams.answers(where)[-1]
    assert ".xlsx" in product.answer(where)
    assert "http://localhost" in str(last.body)
