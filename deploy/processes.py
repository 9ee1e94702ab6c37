"""Children that cannot outlive their parent."""

import ctypes
import os
import signal
from collections.abc import Callable

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def bind_to_parent(number: signal.Signals) -> None:
    """Have the kernel send this signal here when the process that started this one ends."""
    _libc.prctl(PR_SET_PDEATHSIG, number)


def ending_with_parent(number: signal.Signals) -> Callable[[], None]:
    """Return what a child runs between fork and exec (preexec_fn) to be bound to this process."""
    parent = os.getpid()

    def bind() -> None:
        bind_to_parent(number)
        signal.pthread_sigmask(signal.SIG_SETMASK, set())
        # The parent may have died before the binding; then no signal would ever come.
        if os.getppid() != parent:
            os._exit(1)

    return bind
