"""An extension of IPython: parameters that were set when the kernel was started win over those in the cells.

Somebody who works with a notebook for another region or other parameters sees and saves the notebook as it is; only
what the assignments mean is changed, whenever their cell is run.
"""

from __future__ import annotations

import ast
import json
import os
from collections.abc import Mapping
from typing import Any

__all__ = ["PRESET_VARIABLE", "Preset", "load_ipython_extension"]

PRESET_VARIABLE = "NMANALYS_PARAMETERS"


class Preset:
    """Put values in the place of those that a cell assigns.

    Parameters
    ----------
    values : mapping of str to object
        The values, by name.
    tell : callable
        Takes what is to be said to who ran the cell.

    Examples
    --------
    >>> import ast
    >>> tree = Preset({"region": "17"}, print).visit(ast.parse('region = "20"; year = 2024; region = pick()'))
    Set by `nmanalys edit`: region = '17' (not '20')
    >>> ast.unparse(tree).splitlines()
    ["region = '17'", 'year = 2024', 'region = pick()']
    """

    def __init__(self, values: Mapping[str, Any], tell: Any) -> None:
        self._values = values
        self._tell = tell

    def visit(self, tree: ast.Module) -> ast.Module:
        """Change the plain assignments at the top of a cell's code."""
        changed = [text for node in tree.body if (text := self._change(node))]
        if changed:
            self._tell(f"Set by `nmanalys edit`: {', '.join(changed)}")
        return tree

    def _change(self, node: ast.stmt) -> str:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)]) if name in self._values:
                try:
                    before = ast.literal_eval(node.value)
                except ValueError:
                    return ""
                node.value = ast.copy_location(ast.parse(repr(self._values[name]), mode="eval").body, node.value)
                ast.fix_missing_locations(node)
                return f"{name} = {self._values[name]!r} (not {before!r})"
        return ""


def load_ipython_extension(shell: Any) -> None:
    """Let the values of the environment win in this shell; called by IPython."""
    values = json.loads(os.environ.get(PRESET_VARIABLE, "{}"))
    shell.ast_transformers.append(
        Preset(values, lambda text: shell.display_pub.publish({"text/plain": text}, metadata={}))
    )
