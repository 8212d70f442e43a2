"""The papermill engine ``nmanalys``: papermill's own, with kernels that are forked.

papermill --engine nmanalys in.ipynb out.ipynb
"""

from __future__ import annotations

from typing import Any

from papermill.engines import NBClientEngine, NotebookExecutionManager

from nmanalys.kernels.manager import ForkKernelManager

__all__ = ["ForkEngine"]


class ForkEngine(NBClientEngine):
    """Runs a notebook in a forked kernel that is ended at once when the last cell has run."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: NotebookExecutionManager, kernel_name: str, **options: Any) -> Any:
        """Run every cell; see papermill's engine of the same name."""
        options = {"kernel_manager_class": ForkKernelManager, "shutdown_kernel": "immediate", **options}
        return super().execute_managed_notebook(nb_man, kernel_name, **options)
