"""Samples of requests, for what is judged of many."""

from collections.abc import Sequence

from bars_conformance.exchange import Exchange
from bars_conformance.requester import Requester
from bars_conformance.verdict import NotApplicable


def sampled(requester: Requester, requests: Sequence[str], size: int) -> list[Exchange]:
    """Send valid requests of these names in turn, until there are ``size`` of them or a few more.

    A name that the system under test does not claim is left out; raises NotApplicable if that is all.
    Raises NonConformance if one is not accepted: how fast a refusal comes says nothing.
    """
    names, sample = list(requests), list[Exchange]()
    while names and len(sample) < size:
        for name in tuple(names):
            try:
                sample.append(requester.accepted(name).exchange)
            except NotApplicable:
                names.remove(name)
    if not sample:
        raise NotApplicable(f"none of {', '.join(requests)} is claimed")
    return sample
