"""How a notebook's outputs are told apart: declared once, for who writes them and who reads executed notebooks."""

__all__ = ["EXHIBIT", "TEXT_MIME"]

TEXT_MIME = "application/vnd.nmanalys.text+json"
"""Media type of the finished texts that stand in for the placeholders of a notebook's prose."""

EXHIBIT = "nmanalys"
"""Key of an output's metadata that holds the facts of a figure or a table."""
