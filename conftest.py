"""What pytest needs to know of the suite: the plugin and the cast; the plugin adds the words of the role."""

pytest_plugins = ["bars_conformance.plugin", "bars_conformance.cast"]
