"""A wrong Host header is one line in the log, not a traceback."""

import pytest
from django.test import Client


@pytest.mark.django_db
def test_a_wrong_host_is_refused_and_logged_in_one_line(caplog: pytest.LogCaptureFixture) -> None:
    assert Client().get("/", headers={"host": "evil.example"}).status_code == 400
    record = next(row for row in caplog.records if row.name == "django.security.DisallowedHost")
    assert "evil.example" in record.getMessage()
    assert record.exc_info is None
