from email.message import EmailMessage

import pytest

from isthmus_knowledge.bundles import Bundle
from isthmus_knowledge.chunking import chunk
from isthmus_knowledge.documents import LoadedDocument, UnreadableError
from isthmus_knowledge.loaders import mail, mbox, sitemap

PLAIN = """\
From: =?utf-8?q?Dana_Ru=C3=ADz?= <dana@plant.example>
To: Ben <ben@plant.example>, shift@plant.example
Subject: =?iso-8859-1?q?Zug=E4nge?=
 for vendors
Date: Mon, 23 Nov 2026 09:30:00 +0100
MIME-Version: 1.0
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

Vendors need approval, f=FCr jeden Zugang. It is given by the plant mana=
ger.

* Ask first.
"""


def load(content: bytes | str | EmailMessage) -> Bundle:
    if isinstance(content, EmailMessage):
        content = content.as_bytes()
    return mail.load(content if isinstance(content, bytes) else content.encode(), "a.eml")


def document(bundle: Bundle) -> LoadedDocument:
    assert bundle.document is not None
    return bundle.document


def texts(bundle: Bundle) -> list[str]:
    return [block.text for block in document(bundle).blocks]


def message(body: str = "Text.") -> EmailMessage:
    made = EmailMessage()
    made["From"] = "dana@plant.example"
    made["Subject"] = "Plan"
    made.set_content(body)
    return made


def test_headers_and_body_are_read_whatever_they_are_written_in() -> None:
    bundle = load(PLAIN)
    assert document(bundle).title == "Zugänge for vendors"
    assert texts(bundle) == [
        "Zugänge for vendors",
        "From: Dana Ruíz\nTo: Ben, shift@plant.example\nDate: 2026-11-23 09:30+01:00",
        "Vendors need approval, für jeden Zugang. It is given by the plant manager.",
        "- Ask first.",
    ]
    assert bundle.enclosed == ()


def test_a_passage_tells_whose_e_mail_of_which_day_it_is() -> None:
    passages = chunk(document(load(PLAIN)), lambda text: len(text.split())).passages
    assert passages[0].locator == "e-mail of 2026-11-23 from Dana Ruíz, Zugänge for vendors"


def test_of_two_versions_the_plain_one_is_read_and_the_page_where_there_is_no_other() -> None:
    both = message("Plain words.")
    both.add_alternative("<h2>Scope</h2><p>Words of the page.</p>", subtype="html")
    assert texts(load(both))[2:] == ["Plain words."]
    page = message(" ")
    page.add_alternative("<h2>Scope</h2><p>Words of the page.</p>", subtype="html")
    assert texts(load(page))[2:] == ["Scope", "Words of the page."]


def test_a_script_in_a_page_says_nothing() -> None:
    page = message()
    page.set_content("<script>evil()</script><p>Words.</p>", subtype="html")
    assert texts(load(page))[2:] == ["Words."]


@pytest.mark.parametrize("charset", ["no-such-charset", "utf-8", "utf-7-broken"])
def test_a_charset_that_is_unknown_or_wrong_loses_no_words(charset: str) -> None:
    content = f"From: a@b.example\nContent-Type: text/plain; charset={charset}\n\n".encode()
    assert texts(load(content + b"f\xfcr alle"))[-1] == "für alle"


def test_attachments_are_files_of_their_own_and_pictures_in_the_text_are_none() -> None:
    made = message()
    made.add_attachment(b"# Rule", maintype="text", subtype="markdown", filename="rule.md")
    made.add_attachment(b"one", maintype="application", subtype="pdf", filename="../../x/plan.pdf")
    made.add_attachment(b"two", maintype="application", subtype="pdf", filename="plan.pdf")
    made.add_attachment(b"data", maintype="application", subtype="zip")
    made.add_attachment(
        b"logo", maintype="image", subtype="png", disposition="inline", cid="<logo@x>"
    )
    bundle = load(made)
    found = {each.name: each.read() for each in bundle.enclosed}
    assert found == {
        "rule.md": b"# Rule",
        "plan.pdf": b"one",
        "plan-2.pdf": b"two",
        "attachment.zip": b"data",
    }
    assert texts(bundle)[-1] == "Text."


def test_an_attached_e_mail_is_a_file_named_by_its_subject() -> None:
    made = message()
    made.add_attachment(message("Inner words."))
    (inner,) = load(made).enclosed
    assert inner.name == "Plan.eml"
    assert texts(load(inner.read()))[-1] == "Inner words."


def test_more_attachments_than_fifty_are_left_out_by_name() -> None:
    made = message()
    for number in range(52):
        made.add_attachment(b"x", maintype="text", subtype="csv", filename=f"{number}.csv")
    bundle = load(made)
    assert len(bundle.enclosed) == 50
    assert [each.name for each in bundle.left_out] == ["50.csv", "51.csv"]
    assert "more than 50 attachments" in bundle.left_out[0].reason


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/pkcs7-mime; smime-type=enveloped-data", "AAAA"),
        ('multipart/encrypted; boundary="b"', "--b\n\nx\n--b--"),
    ],
)
def test_an_encrypted_e_mail_is_refused_with_what_to_do(kind: str, body: str) -> None:
    with pytest.raises(UnreadableError, match="Save its text and its attachments unencrypted"):
        load(f"From: a@b.example\nContent-Type: {kind}\n\n{body}\n")


def test_parts_in_parts_without_end_are_refused() -> None:
    head = "".join(f'Content-Type: multipart/mixed; boundary="{n}"\n\n--{n}\n' for n in range(40))
    with pytest.raises(UnreadableError, match="too many parts"):
        load("From: a@b.example\n" + head + "Content-Type: text/plain\n\nText.")


def test_a_thousand_parts_are_refused() -> None:
    parts = "--b\nContent-Type: text/plain\n\nx\n" * 1_000
    with pytest.raises(UnreadableError, match="too many parts"):
        load('From: a@b.example\nContent-Type: multipart/mixed; boundary="b"\n\n' + parts)


@pytest.mark.parametrize(
    "head",
    [
        "From: =?x?b?////?= <a@b>",
        "From: " + "(" * 5_000,
        "Date: the day after\nFrom: \xff",
        "Subject: =?utf-8?b?=?= =?\nFrom: a",
        'From: a\nContent-Type: text/plain; charset="\0"',
        "From: a\nContent-Type: multipart/mixed",
        "From: a\nContent-Transfer-Encoding: base64",
        "From: a\nContent-Type: message/rfc822",
        "From: a\nContent-Type: application/x; name*0*=utf-8''%ff; name*1=x",
    ],
)
def test_malformed_headers_are_survived(head: str) -> None:
    assert document(load(head.encode("latin-1") + b"\n\nText of it.")).blocks


def test_a_mailbox_gives_each_e_mail_once_under_a_name_that_stays() -> None:
    def in_box(subject: str) -> bytes:
        head = f"From dana@plant.example Mon Nov 23 09:30:00 2026\nMessage-ID: <{subject}@x>\n"
        return (head + f"From: a@b.example\nSubject: {subject}\n\n>From here on.\n\n").encode()

    box = mbox.load(in_box("one") + in_box("two") + in_box("one"), "inbox")
    assert len(box.enclosed) == 2
    assert texts(load(box.enclosed[1].read()))[-1] == "From here on."
    assert mbox.load(in_box("two"), "inbox").enclosed[0].name == box.enclosed[1].name


def test_a_sitemap_tells_pages_and_more_sitemaps() -> None:
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    pages = f"<urlset {space}><url><loc> https://a.example/x </loc></url><url/></urlset>"
    more = f"<sitemapindex {space}><sitemap><loc>https://a.example/s.xml</loc></sitemap></sitemapindex>"
    assert sitemap.load(pages.encode(), "s").pages == ("https://a.example/x",)
    assert sitemap.load(more.encode(), "s").sitemaps == ("https://a.example/s.xml",)


def test_entities_of_a_sitemap_are_not_followed() -> None:
    evil = (
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
        b"<urlset><url><loc>&b;</loc></url></urlset>"
    )
    assert sitemap.load(evil, "s").pages == ()


def test_a_damaged_sitemap_is_refused() -> None:
    with pytest.raises(UnreadableError, match="damaged sitemap"):
        sitemap.load(b"<urlset><url>", "s")
