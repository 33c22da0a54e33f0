"""The suite as national API and receiver: what a sender under test speaks to."""
