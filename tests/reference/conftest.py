"""A receiver to test, and someone to send to it."""

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
from reference_sender import Sender

from bars_conformance.reference import Configuration, Receiver


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver whose time limit is short, so that tests of slowness are quick."""
    receiver = Receiver(Configuration(time_limit_s=0.15, slow_s=0.3))
    receiver.hooks.enabled = True
    yield receiver
    receiver.reset()


@pytest.fixture
async def sender(receiver: Receiver) -> AsyncIterator[Sender]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(receiver)) as client:
        yield Sender(client)
