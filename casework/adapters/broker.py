"""The message broker, asked whether it answers and how many messages wait."""

from __future__ import annotations

from celery import current_app
from kombu.exceptions import OperationalError

ANSWER_WITHIN_SECONDS = 2


class BrokerSilent(Exception):
    """The broker does not answer."""


def waiting_messages() -> dict[str, int]:
    """Return how many messages wait in each queue; raise BrokerSilent when the broker does not answer."""
    # Its own short-lived connection: the pool's would go on trying for minutes.
    options = {"socket_timeout": ANSWER_WITHIN_SECONDS, "socket_connect_timeout": ANSWER_WITHIN_SECONDS}
    transport_options = {**current_app.conf.broker_transport_options, **options}
    try:
        with current_app.connection_for_read(transport_options=transport_options) as connection:
            connection.ensure_connection(max_retries=1, interval_start=0, timeout=ANSWER_WITHIN_SECONDS)
            channel = connection.default_channel
            return {queue: int(channel._size(queue)) for queue in current_app.amqp.queues}
    except (OperationalError, OSError, connection_errors()) as error:
        raise BrokerSilent(str(error)) from error


def connection_errors() -> type[Exception]:
    """Return the error of the redis library where it is the broker's."""
    from redis.exceptions import RedisError

    return RedisError
