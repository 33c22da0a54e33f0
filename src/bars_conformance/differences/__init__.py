"""The one thing in which a request differs from one that the system under test accepts.

Written in the words of the features::

    without X-Request-ID
    without X-Request-ID and X-Correlation-ID
    without a token
    with a token that nobody gave
    with a token whose time is over
    with a token of another product
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
    with NHSD-Target-Identifier without its system
    with NHSD-Target-Identifier without its value
    with NHSD-Target-Identifier with an empty value
    with NHSD-Target-Identifier with a value that is no text
    with NHSD-Target-Identifier that is a list
    with NHSD-Target-Identifier of an unknown service
    with NHSD-Target-Identifier of an unknown system
    with NHSD-Target-Identifier of a service with two endpoints
    with the verb PUT
    with the path /nowhere
    with an id in the path that it never gave
    with the id "not-a-guid" in the path
    with the parameter status "no-such-status"
    without the parameter status
    with MessageHeader.reason.coding.code "unheard-of"
    without Bundle.meta.versionId
    without the CarePlan entry
    with the further parameter _include "Slot:no-such-thing"
    with a range of 400 days
    with the context of a service that there is not
    with the use case "a9t9"
    with the lower bound left out
    with the lower bound exclusive
    with the lower bound turned round
    with the lower bound without its prefix
    with the upper bound without its offset
    with the upper bound cut to its date
    with the upper bound on a 32nd of the month
    with the upper bound that is no time
    with its bounds reversed
    with its bounds at the offset -06:00
    with half of its body
    with the body "no JSON at all"
    with an empty list as its body
    with an empty object as its body
    with a resource of an unknown type as its body
    with a Basic as its body
    with a Patient as its body
    with Parameters as its body
    with a message whose entry is no list as its body
    with its body packed by gzip
    from the refused organisation
    from the organisation of the receiver
    with an assertion signed by another key
    with an assertion signed by nobody
    with an assertion altered after it was signed
    without a client certificate
    with a self-signed client certificate
    with an expired client certificate
    with a client certificate of an unknown authority
    with a client certificate of another environment
    with one more CarePlan entry
    with no Organization but the receiver's
    with another service as its destination
    with another organisation as its destination
    with a MessageDefinition that does not exist
    with a focus that is not in the message
    with a focus that the receiver does not hold
    with the receiver's own Encounter as its focus
    with an id of the sender's on its focus
    with Appointment.description "Changed", older than what is held
    with Appointment.start and Appointment.end written at +01:00
    with another patient
    with a patient that nobody knows
    with a patient identifier that is no NHS number
    with a patient identifier cut by one digit
    with a patient identifier without its system
    with a patient identifier without a value
    with a patient identifier of an unknown system
    with an id that it never gave
    with the receiver as custodian
    with the sender as custodian

What is in quotation marks is sent as it stands. Two differences are joined by ", and "::

    with X-Request-ID "not-a-guid", and without Bundle.meta.versionId
"""

import re
from collections.abc import Callable

from bars_conformance.client import Call
from bars_conformance.differences import (
    address,
    assertions,
    certificates,
    content,
    discovery,
    headers,
    message,
    patients,
    pointers,
    targets,
)
from bars_conformance.profile import Profile
from bars_conformance.verdict import HarnessError

Difference = Callable[[Call], Call]

_VOCABULARY = (
    *message.VOCABULARY,
    *address.VOCABULARY,
    *content.VOCABULARY,
    *discovery.VOCABULARY,
    *patients.VOCABULARY,
    *certificates.VOCABULARY,
    *assertions.VOCABULARY,
    *pointers.VOCABULARY,
    *targets.VOCABULARY,
    *headers.VOCABULARY,
)

_AND = ", and "


def parse(text: str, profile: Profile) -> Difference:
    """What makes the difference; raises HarnessError for words that this vocabulary does not know.

    The difference itself raises NotApplicable where the profile lacks what it needs.
    """
    one, _, more = text.partition(_AND)
    if more:
        first, second = parse(one, profile), parse(more, profile)
        return lambda call: second(first(call))
    for pattern, make in _VOCABULARY:
        if found := re.fullmatch(pattern, text):
            words = found.groupdict()
            return lambda call: make(call, profile, **words)
    raise HarnessError(f"no difference is called '{text}'; the vocabulary is in differences.")
