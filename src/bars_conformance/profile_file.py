"""Reads a profile from its YAML file; what is wrong with it is told in one sentence, with its line."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import yaml
from pydantic import ValidationError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

from bars_conformance.house import FIXTURES
from bars_conformance.profile import (
    Application,
    OwnTls,
    Profile,
    ProfileError,
    SignedJwtAuth,
    Templates,
    Tls,
)
from bars_conformance.profile_hooks import Trigger

_SECRETS = ("api_key", "expired_token", "other_product_token")
_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_Files = TypeVar("_Files", Tls, OwnTls, Templates, Application)


def located(path: Path) -> Path:
    """Where a profile is: a file, or one that the suite brings, by its name (nhs-int, nhs-sandbox)."""
    brought = FIXTURES / "suts" / f"{path}.yaml"
    return (
        brought if not path.exists() and str(path).startswith("nhs-") and brought.exists() else path.resolve()
    )


def load(path: Path, environment: Mapping[str, str] = os.environ) -> Profile:
    """Read a profile; ``${NAME}`` in it takes its value from the environment.

    Raises ProfileError with one sentence (file, line, mend) for whatever is wrong.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8 text"
        raise ProfileError(f"{path}: cannot be read ({reason}); name a profile with --sut.") from error
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        raise _not_yaml(path, error) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise ProfileError(f"{path}, line {line}: not YAML ({error.reason}); mend the syntax.") from error
    if not isinstance(root, yaml.MappingNode):
        raise ProfileError(f"{path}, line 1: not a profile; start from the one that `init` writes.")
    try:
        lines = _lines(root)
    except RecursionError as error:
        raise ProfileError(f"{path}, line 1: an alias holds itself; write it out.") from error
    _refuse_written_secrets(path, root)
    _expand(path, root, environment)
    try:
        profile = Profile.model_validate(_document(path, root))
    except ValidationError as error:
        first = min(error.errors(), key=lambda found: found["type"] != "extra_forbidden")
        where = _line_of(first["loc"], lines)
        raise ProfileError(f"{path}, line {where}: {_sentence(first)}.") from error
    return _beside(path.parent, profile)


def _document(path: Path, root: yaml.Node) -> object:
    """The values of the file; raises ProfileError for one that there is not, as the 31st of June."""
    for scalar in _scalars(root):
        try:
            yaml.SafeLoader("").construct_object(scalar)
        except ValueError as error:
            raise ProfileError(f"{path}, line {scalar.start_mark.line + 1}: {error}; correct it.") from error
        except yaml.MarkedYAMLError as error:
            raise _not_yaml(path, error) from error
    try:
        return yaml.SafeLoader("").construct_document(root)
    except yaml.MarkedYAMLError as error:
        raise _not_yaml(path, error) from error


def _not_yaml(path: Path, error: yaml.MarkedYAMLError) -> ProfileError:
    line = error.problem_mark.line + 1 if error.problem_mark else 1
    return ProfileError(f"{path}, line {line}: not YAML ({error.problem}); mend the syntax.")


_Place = tuple[int | str, ...]


def _lines(node: yaml.Node, at: _Place = ()) -> dict[_Place, int]:
    """The line, counted from 1, of every value and key in the file."""
    lines = {at: node.start_mark.line + 1}
    match node:
        case yaml.MappingNode():
            for key, value in node.value:
                place = (*at, str(key.value))
                lines |= _lines(value, place) | {place: key.start_mark.line + 1}
        case yaml.SequenceNode():
            for index, value in enumerate(node.value):
                lines |= _lines(value, (*at, index))
    return lines


def _line_of(place: _Place, lines: dict[_Place, int]) -> int:
    while place not in lines:
        place = place[:-1]
    return lines[place]


def _scalars(node: yaml.Node) -> list[yaml.ScalarNode]:
    match node:
        case yaml.ScalarNode():
            return [node]
        case yaml.MappingNode():
            return [scalar for _, value in node.value for scalar in _scalars(value)]
        case _:
            return [scalar for value in node.value for scalar in _scalars(value)]


def _expand(path: Path, root: yaml.Node, environment: Mapping[str, str]) -> None:
    for scalar in _scalars(root):
        for name in _VARIABLE.findall(scalar.value):
            if name not in environment:
                raise ProfileError(
                    f"{path}, line {scalar.start_mark.line + 1}: the environment variable {name} is not set; "
                    f"set it before the run."
                )
        scalar.value = _VARIABLE.sub(lambda found: environment[found[1]], scalar.value)


def _refuse_written_secrets(path: Path, root: yaml.MappingNode) -> None:
    for key, value in root.value:
        if key.value != "auth" or not isinstance(value, yaml.MappingNode):
            continue
        for name, secret in value.value:
            if name.value in _SECRETS and not _VARIABLE.fullmatch(str(secret.value)):
                raise ProfileError(
                    f"{path}, line {name.start_mark.line + 1}: {name.value} is written into the file; put it "
                    f"into an environment variable and write ${{NAME}} here."
                )


def _sentence(error: "ErrorDetails") -> str:
    place = ".".join(str(part) for part in error["loc"]) or "the profile"
    match error["type"]:
        case "extra_forbidden":
            return f"unknown key {place}; remove it or correct its spelling"
        case "missing":
            return f"{place} is missing; add it"
        case "value_error":
            return f"{place} {error['ctx']['error']}"
        case _:
            message = error["msg"][0].lower() + error["msg"][1:]
            return f"{place}: {message}; correct it"


def _beside(folder: Path, profile: Profile) -> Profile:
    """The profile with its relative paths, those of programs too, made to start at its own folder."""
    tls, templates = _files_beside(folder, profile.tls), _files_beside(folder, profile.templates)
    auth = profile.auth
    if isinstance(auth, SignedJwtAuth):
        auth = auth.model_copy(update={"private_key_file": folder / auth.private_key_file})
    own = profile.own_receiver
    if own and own.tls:
        own = own.model_copy(update={"tls": _files_beside(folder, own.tls)})
    own_tls = profile.own_tls and _files_beside(folder, profile.own_tls)
    application = profile.application and _files_beside(folder, profile.application)
    programs = {
        kind: {name: _program_beside(folder, each) for name, each in given.items()}
        for kind, given in (("hooks", profile.hooks), ("triggers", profile.triggers))
    }
    files = {
        "tls": tls,
        "auth": auth,
        "application": application,
        "templates": templates,
        "own_receiver": own,
        "own_tls": own_tls,
    }
    return profile.model_copy(update=files | programs)


def _files_beside(folder: Path, files: _Files) -> _Files:
    return files.model_copy(update={name: folder / path for name, path in files if isinstance(path, Path)})


def _program_beside(folder: Path, hook: Trigger) -> Trigger:
    if hook == "manual" or hook.command is None or "/" not in hook.command[0]:
        return hook
    return hook.model_copy(update={"command": [str(folder / hook.command[0]), *hook.command[1:]]})
