"""The one thing in which a request differs from one that the system under test accepts.

Written in the words of the features::

    without X-Request-ID
    without X-Request-ID and X-Correlation-ID
    with an empty X-Request-ID
    with another X-Correlation-ID
    with fresh ids
    with X-Request-ID in capitals
    with X-Request-ID cut by one character
    with X-Request-ID drawn out by one character
    with X-Request-ID sent twice
    with header names in small letters | in capitals
    with Accept "application/pdf"
    with NHSD-Requesting-Software that is not Base64 | that is not JSON | of another resource type
    with the verb PUT
    with the path /nowhere
    with an id in the path that it never gave
    with the id "…" in the path
    with the parameter status "xxxx"
    without the parameter status
    with MessageHeader.reason.coding.code "xxxx"
    without Bundle.meta.versionId
    without the CarePlan entry
    with a range of 400 days
    with half of its body
    with the body "[]"
    with its body packed by gzip
    from the refused organisation

What is in quotation marks is sent as it stands.
"""

import re
from collections.abc import Callable

from bars_conformance.client import Call
from bars_conformance.differences import address, content, headers
from bars_conformance.profile import Profile
from bars_conformance.verdict import HarnessError

Difference = Callable[[Call], Call]

_VOCABULARY = (*address.VOCABULARY, *content.VOCABULARY, *headers.VOCABULARY)


def parse(text: str, profile: Profile) -> Difference:
    """What makes the difference; raises HarnessError for words that this vocabulary does not know.

    The difference itself raises NotApplicable where the profile lacks what it needs.
    """
    for pattern, make in _VOCABULARY:
        if found := re.fullmatch(pattern, text):
            words = found.groupdict()
            return lambda call: make(call, profile, **words)
    raise HarnessError(f"no difference is called '{text}'; the vocabulary is in differences.")
