"""Where the suite's own files are: in the checkout beside ``src``, in the wheel inside the package."""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_CHECKOUT = _PACKAGE.parent.parent

SUITE = _PACKAGE / "suite" if (_PACKAGE / "suite").is_dir() else _CHECKOUT
"""The folder that holds ``features``, ``steps``, ``fixtures`` and ``conftest.py``."""

FEATURES = SUITE / "features"
FIXTURES = SUITE / "fixtures"
STANDARD = FIXTURES / "core-1.1.4"
SCHEMAS = FIXTURES / "schemas"
