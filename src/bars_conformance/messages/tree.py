"""Copies of JSON values, as they are or with other references.

No two places of a copy share an object, as those of ``copy.deepcopy`` may: a change to one place of a message
must not show in another.
"""

from collections.abc import Callable, Mapping
from typing import Any

import orjson


def copied(node: Any) -> Any:  # noqa: ANN401 - any JSON value
    """A copy of the JSON value."""
    return orjson.loads(orjson.dumps(node))


def relinked(node: Any, addresses: Mapping[str, str]) -> Any:  # noqa: ANN401 - any JSON value
    """A copy in which each text that is a key of ``addresses`` is replaced."""
    match node:
        case str():
            return addresses.get(node, node)
        case dict():
            return {name: relinked(item, addresses) for name, item in node.items()}
        case list():
            return [relinked(item, addresses) for item in node]
        case _:
            return node


def unlinked(node: Any, is_gone: Callable[[str], bool]) -> Any:  # noqa: ANN401 - any JSON value
    """A copy without the references that ``is_gone`` names.

    What else a Reference says (``display``, ``identifier``) stays; what is left empty goes.
    """
    match node:
        case str():
            return node
        case dict():
            kept = {
                name: unlinked(item, is_gone)
                for name, item in node.items()
                if not (name == "reference" and isinstance(item, str) and is_gone(item))
            }
            return {name: item for name, item in kept.items() if not _is_empty(item)}
        case list():
            return [kept for item in node if not _is_empty(kept := unlinked(item, is_gone))]
        case _:
            return node


def _is_empty(node: object) -> bool:
    return not node and node in ({}, [])
