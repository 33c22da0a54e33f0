"""Where a page of the standard can be read: NHS England's public copy of the BaRS implementation guide."""

from urllib.parse import quote

_HOME = (
    "https://github.com/NHSDigital/IOPS-FHIR-Simplifier-Backup/blob/main/"
    "NHSBookingandReferrals/backup/guides/Live-ImplementationGuide-BaRS/Home/"
)
_UNVERSIONED = "About-BaRS/"


def link(page: str) -> str | None:
    """Return the address of a page named as in the catalogue; None for a source outside the guide.

    The pages under ``About-BaRS`` hold for every version of Core and stand beside it.
    """
    if page.startswith("NHSDigital/") or not page.endswith(".md"):
        return None
    return _HOME + quote(page if page.startswith(_UNVERSIONED) else f"Core/1.1.4/{page}")
