"""The templates of the tests: what they hold beyond Core, and our messages after them."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("templates")
FILES = {kind: FOLDER / f"{kind}.json" for kind in ("referral", "booking", "validation")}
TEMPLATES: dict[str, dict[str, Any]] = {
    kind: json.loads(path.read_text(encoding="utf-8")) for kind, path in FILES.items()
}
