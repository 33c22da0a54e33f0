"""The reference API: checks requests, routes them to receivers and answers in their place where they fail."""

from bars_conformance.reference.api.api import Api, Configuration
from bars_conformance.reference.api.catalogue import Endpoint, EndpointCatalogue
from bars_conformance.reference.api.site import Site, serve, serving

__all__ = ["Api", "Configuration", "Endpoint", "EndpointCatalogue", "Site", "serve", "serving"]
