"""The reference sender over mutual TLS; run with where its certificate is, and whom to refer where."""

import ssl
import sys
from pathlib import Path

import httpx

from bars_conformance.reference.sender import Errand, GivenUp, Sender


class TlsSender(Sender):
    """Trusts the authorities in a folder, and shows the certificate of this name, if any."""

    def __init__(self, folder: Path, certificate: str) -> None:
        super().__init__()
        context = ssl.create_default_context(cafile=folder / "authorities.pem")
        if certificate != "none":
            context.load_cert_chain(folder / f"{certificate}.pem", folder / f"{certificate}.key")
        self.http.close()
        self.http = httpx.Client(trust_env=False, timeout=self.timeout_s, verify=context)


def main(folder: str, certificate: str, task: str, *about: str) -> int:
    """Do one thing, and tell by the exit code whether it came about."""
    sender = TlsSender(Path(folder), certificate)
    try:
        sender.perform(task, Errand(*about))
    except GivenUp:
        return 1
    finally:
        sender.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
