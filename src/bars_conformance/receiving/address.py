"""Where the suite listens for a sender: the profile's base_url, one port for each worker."""

from urllib.parse import urlsplit

from bars_conformance import certificates
from bars_conformance.profile import Profile, ProfileError
from bars_conformance.receiving.handshakes import Handshakes
from bars_conformance.reference.server import listening_socket


def address(profile: Profile, worker: int) -> tuple[str, int]:
    """Host and port of a worker, counted from 0; port 0, a free one, where the profile names none."""
    parts = urlsplit(profile.base_url)
    return parts.hostname or "", parts.port + worker if parts.port else 0


def root(profile: Profile, port: int) -> str:
    """The root as a sender has to call it: over TLS, the certificate is for this name."""
    parts = urlsplit(profile.base_url)
    return f"{parts.scheme}://{parts.hostname}:{port}"


def handshakes(profile: Profile) -> Handshakes | None:
    """The suite's side of TLS; None where base_url is no https address.

    Raises ProfileError if the profile has no certificates for it, or none that can be used.
    """
    if not profile.base_url.startswith("https:"):
        return None
    if profile.own_tls is None:
        raise ProfileError("base_url: an https address needs own_tls, what the suite shows there; add it.")
    return Handshakes(certificates.of_listener(profile.own_tls))


def refuse_unless_free(profile: Profile, workers: int) -> None:
    """Raise HarnessError with one sentence if the suite cannot listen where a sender is to find it."""
    handshakes(profile)
    for worker in range(workers):
        listening_socket(*address(profile, worker)).close()
