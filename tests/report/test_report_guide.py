import pytest

from bars_conformance.report import guide

HOME = (
    "https://github.com/NHSDigital/IOPS-FHIR-Simplifier-Backup/blob/main/NHSBookingandReferrals/"
    "backup/guides/Live-ImplementationGuide-BaRS/Home/"
)


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("Index.page.md", "Core/1.1.4/Index.page.md"),
        (
            "DocumentReference-StandardPattern/Sender-DocumentReference.md",
            "Core/1.1.4/DocumentReference-StandardPattern/Sender-DocumentReference.md",
        ),
        ("About-BaRS/Versioning.guide.md", "About-BaRS/Versioning.guide.md"),
        ("A page.md", "Core/1.1.4/A%20page.md"),
    ],
)
def test_a_page_of_the_guide_has_an_address(page: str, address: str) -> None:
    assert guide.link(page) == HOME + address


@pytest.mark.parametrize(
    "page",
    [
        "NHSDigital/booking-and-referral-fhir-api: specification/booking-and-referral-1.1.0.yaml",
        "NHSDigital/elsewhere.md",
        "a sheet of paper",
    ],
)
def test_another_source_has_none(page: str) -> None:
    assert guide.link(page) is None
