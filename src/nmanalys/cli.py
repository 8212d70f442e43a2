"""Run the stages, publish the book, and bring a region's own data.

Whatever is wrong with a request is told in one message, with the remedy and without a traceback; the exit code
is 2 when nothing was run, 1 when a job or the book failed, 130 after Ctrl-C.
"""

from __future__ import annotations

import typer

from nmanalys.commands import build, desk, imports, project, proof, scenarios

__all__ = ["app", "main"]

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
COMMANDS = (
    build.build, build.run, build.explain, scenarios.compare, scenarios.sweep, proof.verify,
    imports.survey_template, imports.import_survey, imports.template,
    desk.edit, desk.new_stage, project.check, project.serve, project.pdf, project.clean,
)  # fmt: skip
for command in COMMANDS:
    app.command()(command)
app.command("import")(imports.import_tables)


def main() -> None:
    """Run the command line."""
    app()
