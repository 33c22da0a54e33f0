"""Who answered: the receiver, or the API that stands before it.

Error-Handling/BaRS-interactions--sending.page.md: a code of the API begins SEND_ or PROXY_, or has no prefix;
one that begins REC_ is the receiver's, or tells of a receiver that could not answer.
"""

from collections.abc import Sequence
from urllib.parse import urlsplit

from bars_conformance import outcome
from bars_conformance.exchange import Exchange
from bars_conformance.profile import Profile, SignedJwtAuth
from bars_conformance.verdict import Inconclusive, NonConformance, NotApplicable

_ABOUT_THE_SENDER = (401, 403)
_THROTTLED = 429
_POINTERS = "/DocumentReference"
_LEAST_FAILURE_INSIDE = 500
_NOT_IMPLEMENTED = 501


def is_in_front(profile: Profile) -> bool:
    """Whether a receiver of this profile is asked through an API: it is an API that wants a token."""
    return profile.role == "api" or isinstance(profile.auth, SignedJwtAuth)


def answered_itself(exchange: Exchange) -> bool:
    """Whether it was the API that refused, and not the receiver."""
    told = outcome.issues(exchange.answer) if exchange.answer else []
    codes = [code for issue in told for code in outcome.error_codes(issue)]
    return bool(codes) and not any(code.startswith("REC_") for code in codes)


def blamed_rightly(
    exception: BaseException, exchanges: Sequence[Exchange], *, of_the_receiver: bool = True
) -> BaseException:
    """What a finding about the receiver comes to, if the last answer is the API's own.

    Where the request was at fault, be it that it had no token, the receiver was never asked: NotApplicable.
    So it is about pointers, unless what is judged is ``of_the_receiver``: that it keeps them, not how the API
    answers for its record locator. Where the API could not or would not pass a request on, Inconclusive.
    """
    if not isinstance(exception, NonConformance) or not exchanges:
        return exception
    if not answered_itself(exchanges[-1]):
        if not of_the_receiver and _POINTERS in urlsplit(exchanges[-1].request.url).path:
            return NotApplicable(f"the API answers for its record locator, not the receiver: {exception}")
        return exception
    answer = exchanges[-1].answer
    if answer is None:
        return exception
    told = f"the API answered itself: {outcome.described(answer)}"
    failed = answer.status >= _LEAST_FAILURE_INSIDE and answer.status != _NOT_IMPLEMENTED
    not_let_in = answer.status in _ABOUT_THE_SENDER and _signed_in(exchanges[-1])
    if failed or not_let_in or answer.status == _THROTTLED:
        return Inconclusive(f"{told}; the receiver is not to blame")
    return NotApplicable(f"{told}; the receiver was not asked")


def _signed_in(exchange: Exchange) -> bool:
    return any(name.lower() == "authorization" for name, _ in exchange.request.headers)
