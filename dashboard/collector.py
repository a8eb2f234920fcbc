"""What the server has loaded stays as long as the server: Python's collector of garbage need not look at it.

Else it does, all of it, every few seconds under load (a quarter of a million objects, most of them Altair's): some
150 ms for which no visitor is answered.
"""

from __future__ import annotations

import gc
import sys
import threading

_lock = threading.Lock()
_known = 0  # modules, when this was last done


def set_aside_what_is_loaded() -> None:
    """To be called after a page has run: does something only where that has loaded more."""
    global _known
    with _lock:
        loaded = len(sys.modules)
        if loaded > _known:
            _known = loaded
            gc.collect()  # what is garbage now would stay for ever
            gc.freeze()
