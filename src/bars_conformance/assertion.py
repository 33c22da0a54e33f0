"""The signed JWT by which an application asks for an access token, and the form of it (RFC 7523, 2.2)."""

import time
import uuid
from pathlib import Path
from typing import Any

import jwt
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from bars_conformance.profile import ProfileError, SignedJwtAuth

ALGORITHM = "RS512"
MEMBER = "client_assertion"
"""The member of the form that holds the JWT."""

_ASSERTED_FOR_S = 270
"""The platform allows five minutes; half a minute is left for clocks that differ."""

_LEAST_BITS = 2048  # RFC 7518, 3.3


def private_key(file: Path) -> RSAPrivateKey:
    """The key of an application; raises ProfileError with one sentence if it cannot be used."""
    where = f"auth.private_key_file: {file}"
    try:
        key = load_pem_private_key(file.read_bytes(), password=None)
    except OSError as error:
        raise ProfileError(f"{where} cannot be read ({error.strerror}); name the private key.") from None
    except TypeError:
        raise ProfileError(f"{where} is encrypted; give it without a passphrase.") from None
    except (ValueError, UnsupportedAlgorithm):
        raise ProfileError(f"{where} is no private key; give one in PEM.") from None
    if not isinstance(key, RSAPrivateKey):
        raise ProfileError(f"{where} is no RSA key, and RS512 needs one; make it with `openssl genrsa 4096`.")
    if key.key_size < _LEAST_BITS:
        raise ProfileError(
            f"{where} has {key.key_size} bits, and RS512 asks for {_LEAST_BITS}; make a longer one."
        )
    return key


def signed(auth: SignedJwtAuth, key: RSAPrivateKey) -> str:
    """A new JWT of the application, signed with its key."""
    api_key = auth.api_key.get_secret_value()
    claims = {
        "iss": api_key,
        "sub": api_key,
        "aud": auth.token_url,
        "jti": str(uuid.uuid4()),
        "exp": int(time.time()) + _ASSERTED_FOR_S,
    }
    return jwt.encode(claims, key, algorithm=ALGORITHM, headers={"kid": auth.kid})


def form(assertion: str) -> dict[str, str]:
    """What is posted to the token endpoint (RFC 6749, 4.4)."""
    return {
        "grant_type": "client_credentials",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        MEMBER: assertion,
    }


def read(assertion: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims of a JWT of ours."""
    parts = jwt.decode_complete(assertion, options={"verify_signature": False})
    return parts["header"], parts["payload"]
