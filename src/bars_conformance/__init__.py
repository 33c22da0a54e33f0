"""Conformance suite for the NHS Booking and Referral Standard (BaRS), Core 1.1.4."""

__version__ = "0.1.0"
