"""Where the suite listens for a sender: the profile's base_url, one port for each worker."""

from urllib.parse import urlsplit

from bars_conformance.profile import Profile, ProfileError
from bars_conformance.reference.server import listening_socket


def address(profile: Profile, worker: int) -> tuple[str, int]:
    """Host and port of a worker, counted from 0; port 0, a free one, where the profile names none."""
    parts = urlsplit(profile.base_url)
    return parts.hostname or "", parts.port + worker if parts.port else 0


def refuse_unless_free(profile: Profile, workers: int) -> None:
    """Raise HarnessError with one sentence if the suite cannot listen where a sender is to find it."""
    if profile.base_url.startswith("https:"):
        raise ProfileError("base_url: the suite does not listen over TLS yet; give an http address.")
    for worker in range(workers):
        listening_socket(*address(profile, worker)).close()
