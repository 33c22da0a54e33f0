"""No more requests in a second than a system under test wants."""

import threading
import time


class Pace:
    """Keeps a least time in seconds between the starts of two requests."""

    def __init__(self, interval_s: float) -> None:
        """0 seconds are no limit."""
        self._interval_s = interval_s
        self._next = 0.0
        self._lock = threading.Lock()

    def wait(self) -> None:
        """Return when it is time for the next request."""
        if not self._interval_s:
            return
        with self._lock:
            now = time.monotonic()
            start = max(now, self._next)
            self._next = start + self._interval_s
        time.sleep(start - now)
