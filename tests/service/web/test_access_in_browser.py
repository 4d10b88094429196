"""From the first link to people who each see their own documents, in real Chromium."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from console_of_tests import Console, serving

PASSWORD = "correct horse battery"  # noqa: S105 - for tests
RECORDS = "Plant incident records"
POLICY = "OT patching policy"


@pytest.fixture
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    """Serve a machine where nobody has a password yet."""
    with serving(tmp_path_factory.mktemp("fresh")) as console:
        yield console


@pytest.fixture
def pages(browser: Browser) -> Iterator[list[Page]]:
    """Give three browsers that know nothing of each other."""
    contexts = [browser.new_context() for _ in range(3)]
    yield [context.new_page() for context in contexts]
    for context in contexts:
        context.close()


def choose_password(page: Page, button: str) -> None:
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("The same again").fill(PASSWORD)
    page.get_by_role("button", name=button).click()


def go_to_more(page: Page, place: str) -> None:
    page.get_by_text("More", exact=True).first.click()
    page.get_by_role("link", name=place).first.click()


def add(page: Page, person: str, groups: str) -> str:
    """Add a person on the page, and give the link for them."""
    go_to_more(page, "People and keys")
    page.get_by_label("Id", exact=True).fill(person)
    page.get_by_label("Name").fill(person.title())
    page.get_by_label("Groups").fill(groups)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(person.title())
    page.get_by_role("button", name="Make a link").click()
    return page.locator("code.secret").inner_text()


def sign_in(page: Page, address: str, person: str) -> None:
    page.goto(f"{address}/sign-in?next=/library")
    page.get_by_label("Your id").fill(person)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_from_the_first_link_to_people_who_see_their_documents_only(
    fresh: Console, pages: list[Page]
) -> None:
    root, dana, emil = pages
    invite = fresh.wiring.signing_in.first_invite()
    assert invite is not None
    root.goto(f"{fresh.address}/welcome/{invite.secret}")
    root.get_by_label("Your id").fill("root")
    root.get_by_label("Your name").fill("Root")
    choose_password(root, "Begin")
    expect(root.get_by_role("heading", name="People and keys")).to_be_visible()

    invited = {
        person: add(root, person, groups) for person, groups in (("dana", "plant"), ("emil", ""))
    }
    for page, person in ((dana, "dana"), (emil, "emil")):
        path = invited[person].partition("/welcome/")[2]
        page.goto(f"{fresh.address}/welcome/{path}")
        choose_password(page, "Choose this password")
        page.get_by_role("button", name="Sign out").first.click()
        expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
        sign_in(page, fresh.address, person)
        expect(page.get_by_role("link", name=POLICY)).to_be_visible()
    expect(dana.get_by_role("link", name=RECORDS)).to_be_visible()
    expect(emil.get_by_role("link", name=RECORDS)).to_have_count(0)
    expect(emil.locator("a[href='/people']")).to_have_count(0)
    expect(root.locator("a[href='/people']")).not_to_have_count(0)

    go_to_more(root, "Audit")
    expect(root.get_by_role("status")).to_contain_text("are as they were written")
    expect(root.locator("table.trail")).to_contain_text("person.invited")


def test_whoever_loses_a_group_is_signed_out_at_once(fresh: Console, pages: list[Page]) -> None:
    root, dana, _ = pages
    invite = fresh.wiring.signing_in.first_invite()
    assert invite is not None
    root.goto(f"{fresh.address}/welcome/{invite.secret}")
    root.get_by_label("Your id").fill("root")
    choose_password(root, "Begin")
    link = add(root, "dana", "plant")
    dana.goto(f"{fresh.address}/welcome/{link.partition('/welcome/')[2]}")
    choose_password(dana, "Choose this password")
    dana.goto(f"{fresh.address}/library")
    expect(dana.get_by_role("link", name=RECORDS)).to_be_visible()
    root.get_by_label("Groups").fill("")
    root.get_by_role("button", name="Save").click()
    expect(root.get_by_label("Groups")).to_have_value("")
    dana.reload()
    expect(dana.get_by_role("link", name="Sign in").first).to_be_visible()
    expect(dana.get_by_role("link", name=RECORDS)).to_have_count(0)
