"""A profile with what it must have and no more, and how a text becomes one."""

from pathlib import Path

from bars_conformance.profile import Profile
from bars_conformance.profile_file import load

PLAIN = """\
spec: core-1.1.4
name: ACME Urgent Care 3.2
supplier: ACME Health Ltd
role: receiver
base_url: https://bars-int-x26.acme.example/FHIR/R4/
ods_code: X26
services:
  bookable: {system: https://fhir.nhs.uk/Id/dos-service-id, value: "2000072489"}
patients:
  - nhs_number: "9990548609"
    family: Example
    given: Alex
    gender: female
    birth_date: 1988-04-02
    postcode: LS1 4AP
supports: [booking, referral]
sender:
  ods_code: A1001
  name: Conformance Suite
  endpoint: {system: https://fhir.nhs.uk/Id/dos-service-id, value: "1000000001"}
"""


def loaded(file: Path, text: str, **environment: str) -> Profile:
    """The profile that a file of this text gives."""
    file.write_text(text, encoding="utf-8")
    return load(file, environment)
