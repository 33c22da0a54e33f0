"""What identifiers look like, wherever a sender tells them (HTTP-Header, Content-Negotiation)."""

import re

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
SERVICE = re.compile(r"https?://fhir\.nhs\.uk/id/dos-service-id\|\S+", re.IGNORECASE)
