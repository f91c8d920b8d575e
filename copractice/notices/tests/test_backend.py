from typing import Any

import pytest
from django.core.mail import EmailMessage

from copractice.notices.models import Notice
from copractice.people.models import Person


@pytest.fixture(autouse=True)
def outbox(settings: Any) -> None:
    """Give mail the site's own backend back; the test runner puts a stand-in in its place."""
    settings.EMAIL_BACKEND = "copractice.notices.backend.OutboxBackend"


@pytest.mark.django_db
def test_any_mail_waits_in_the_outbox_once_for_each_address() -> None:
    ana = Person.objects.create_user("ana@example.org")
    mail = EmailMessage("Hello", "Good day.", None, ["ana@example.org"], bcc=["luis@example.org"])
    assert mail.send() == 1
    rows = Notice.objects.order_by("pk").values_list("kind", "person", "address", "subject", "text", "secret")
    assert list(rows) == [
        ("mail", ana.pk, "ana@example.org", "Hello", "Good day.", False),
        ("mail", None, "luis@example.org", "Hello", "Good day.", False),
    ]


@pytest.mark.django_db
def test_a_mail_says_what_it_is_and_that_it_is_secret() -> None:
    headers = {"X-Notice-Kind": "login_code", "X-Notice-Hidden": "yes"}
    EmailMessage("Code", "ABCD", None, ["ana@example.org"], headers=headers).send()
    assert list(Notice.objects.values_list("kind", "secret")) == [("login_code", True)]


@pytest.mark.django_db
def test_a_mail_with_a_file_is_refused_rather_than_sent_without() -> None:
    mail = EmailMessage("Hello", "See the file.", None, ["ana@example.org"])
    mail.attach("report.pdf", b"%PDF", "application/pdf")
    with pytest.raises(ValueError, match="plain text only"):
        mail.send()
    assert not Notice.objects.exists()
