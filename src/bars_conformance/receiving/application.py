"""The application that a sender signs in as: its key id and public key, as the profile tells them."""

from dataclasses import dataclass

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from bars_conformance.profile import Profile, ProfileError


@dataclass(frozen=True)
class Registered:
    """What the platform would know of an application."""

    kid: str
    key: RSAPublicKey


def registered(profile: Profile) -> Registered | None:
    """The application of a profile, if it names one; raises ProfileError if its key cannot be used."""
    application = profile.application
    if application is None:
        return None
    where = f"application.public_key_file: {application.public_key_file}"
    try:
        key = load_pem_public_key(application.public_key_file.read_bytes())
    except OSError as error:
        raise ProfileError(f"{where} cannot be read ({error.strerror}); name the public key.") from None
    except (ValueError, UnsupportedAlgorithm):
        raise ProfileError(f"{where} is no public key; give one in PEM.") from None
    if not isinstance(key, RSAPublicKey):
        raise ProfileError(f"{where} is no RSA key, and RS512 needs one; give that of the application.")
    return Registered(application.kid, key)
