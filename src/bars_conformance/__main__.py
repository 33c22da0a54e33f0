"""Lets ``python -m bars_conformance`` stand for the command ``bars-conformance``."""

import sys

from bars_conformance.cli import main

sys.exit(main())
