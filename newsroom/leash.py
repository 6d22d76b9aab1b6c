"""Becomes another program that ends when the runner ends, even by SIGKILL: ``leash.py PID PROGRAM ARGUMENTS…``.

A file of its own without imports from the house, because it runs before every child and should cost milliseconds.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def tie(runner: int) -> None:
    """Ask Linux for a SIGTERM at the runner's death; elsewhere the next start finds what was left behind."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != runner:
        sys.exit("The runner has ended.")


if __name__ == "__main__":
    tie(int(sys.argv[1]))
    os.execv(sys.argv[2], sys.argv[2:])  # noqa: S606
