"""The TLS handshakes of senders, and whether one came to nothing."""

import ssl

CAME_TO_NOTHING = (
    "a TLS handshake came to nothing: the sender shows no certificate that own_tls.client_ca_file vouches "
    "for, or does not trust that of own_tls.cert_file"
)


class Handshakes:
    """What greets a listener over TLS; who cannot agree with it never gets to send a request."""

    def __init__(self, context: ssl.SSLContext) -> None:
        """``context`` is the listener's."""
        self.context = context
        self._begun: list[ssl.SSLSocket | ssl.SSLObject] = []
        context.sni_callback = self._greeted

    def any_failed(self) -> bool:
        """Whether one has failed since this was last asked."""
        begun, self._begun = self._begun, []
        return not all(_is_done(each) for each in begun)

    def _greeted(self, connection: ssl.SSLSocket | ssl.SSLObject, _name: str, _context: object) -> None:
        self._begun.append(connection)


def _is_done(connection: ssl.SSLSocket | ssl.SSLObject) -> bool:
    try:
        connection.getpeercert()
    except ValueError:
        return False
    return True
