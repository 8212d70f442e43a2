"""Run a command that shares one zygote between all the processes that it starts.

.. code-block:: shell

   python -m nmanalys.kernels make -j2 notebooks

A loop of ``papermill --engine nmanalys`` commands then forks every kernel from the same process.
"""

from __future__ import annotations

import os
import subprocess
import sys

from nmanalys.kernels.forking import SOCKET_VARIABLE, obstacle, start, stop

__all__ = ["main"]


def main() -> int:
    """Run the command given on the command line and return its exit code."""
    if len(sys.argv) < 2:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    env = dict(os.environ) if obstacle() else {**os.environ, SOCKET_VARIABLE: str(start().address)}
    try:
        return subprocess.call(sys.argv[1:], env=env)
    finally:
        stop()


if __name__ == "__main__":
    sys.exit(main())
