"""A burst of requests at the same instant sends one message, not two hundred."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from tests.given import ADDRESS, NOW
from yuanba.kernel.verdict import Refused
from yuanba.messaging.models import Message
from yuanba.people import actions


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_parallel_requests_for_one_phone_send_one_code() -> None:
    def ask(_: int) -> None:
        try:
            actions.request_code(phone="13800000001", address=ADDRESS, now=NOW)
        except Refused:
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(ask, range(24)))
    assert Message.objects.filter(channel="SMS").count() == 1
