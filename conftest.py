"""What pytest needs to know of the suite: the plugin, the cast and the vocabularies."""

pytest_plugins = [
    "bars_conformance.plugin",
    "bars_conformance.cast",
    "steps.answers",
    "steps.appointments",
    "steps.discovery",
    "steps.errors",
    "steps.holdings",
    "steps.inner_states",
    "steps.messages",
    "steps.pointers",
    "steps.requests",
    "steps.slots",
]
