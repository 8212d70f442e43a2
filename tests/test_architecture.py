"""Imports point one way only; files, figures and output stay in their rooms; modules stay small."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "nmanalys"
MODULES = sorted(PACKAGE.rglob("*.py"))
# what each room may import from the house; the facade and the entry point stand outside
ALLOWED = {
    "vocabulary": {"vocabulary"},
    "io": {"io", "vocabulary"},
    "measures": {"measures", "vocabulary"},
    "views": {"views", "vocabulary"},
    "kernels": {"kernels"},
    "pipeline": {"pipeline", "kernels", "views", "measures", "io", "vocabulary"},
    "commands": {"commands", "pipeline", "kernels", "views", "measures", "io", "vocabulary"},
}
DRAWING = {"matplotlib", "seaborn", "great_tables"}
NETWORK = {"requests", "httpx", "urllib3", "pxwebpy", "sdmx"}
LONGEST_MODULE = 300


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def room_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else ""


def imported(tree: ast.Module) -> list[str]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the module in full"
            found += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return found


@pytest.fixture(scope="module")
def trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text("utf-8")) for path in MODULES}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_point_one_way(path: Path, trees: dict[Path, ast.Module]) -> None:
    room = room_of(path)
    if not room:
        return
    rooms = {
        parts[1]
        for name in imported(trees[path])
        if (parts := name.split("."))[0] == "nmanalys" and len(parts) > 1 and (PACKAGE / parts[1]).is_dir()
    }
    assert rooms <= ALLOWED[room], f"{name_of(path)} imports {sorted(rooms - ALLOWED[room])}"


def test_there_is_no_circle(trees: dict[Path, ast.Module]) -> None:
    arrows = {}
    for path, tree in trees.items():
        targets = (PACKAGE.joinpath(*name.split(".")[1:]).with_suffix(".py") for name in imported(tree))
        arrows[path] = {target for target in targets if target.is_file() and target != path}
    done: set[Path] = set()

    def visit(path: Path, trail: tuple[Path, ...]) -> None:
        assert path not in trail, " → ".join(map(name_of, (*trail, path)))
        if path not in done:
            for target in arrows[path]:
                visit(target, (*trail, path))
            done.add(path)

    for path in arrows:
        visit(path, ())


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_files_and_figures_stay_in_their_rooms(path: Path, trees: dict[Path, ast.Module]) -> None:
    roots = {name.split(".")[0] for name in imported(trees[path])}
    calls = {node.func.attr for node in ast.walk(trees[path])
             if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)}  # fmt: skip
    if room_of(path) != "views":
        assert not roots & DRAWING, f"{name_of(path)} draws"
    if room_of(path) != "io":
        assert not roots & NETWORK, f"{name_of(path)} uses the network"
        tables = {
            "read_csv",
            "read_parquet",
            "read_excel",
            "read_file",
            "read_json",
            "read_table",
            "to_parquet",
            "to_excel",
        }
        assert not calls & tables, f"{name_of(path)} reads or writes tables: {calls & tables}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_the_library_does_not_print(path: Path, trees: dict[Path, ast.Module]) -> None:
    names = [
        node.func.id for node in ast.walk(trees[path]) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    assert "print" not in names


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_errors_are_not_hidden(path: Path, trees: dict[Path, ast.Module]) -> None:
    for node in ast.walk(trees[path]):
        assert not isinstance(node, ast.Assert), f"{name_of(path)}:{node.lineno}: assert is for tests"
        assert not (isinstance(node, ast.ExceptHandler) and node.type is None), (
            f"{name_of(path)}:{node.lineno}: bare except"
        )


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_stay_small(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("path", [p for p in MODULES if room_of(p) == "measures"], ids=name_of)
def test_measures_know_nothing_of_chance_or_files(path: Path, trees: dict[Path, ast.Module]) -> None:
    names = set(imported(trees[path]))
    assert not names & {"pathlib", "os", "io", "random"}
    calls = {node.func.attr for node in ast.walk(trees[path])
             if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)}  # fmt: skip
    assert "default_rng" not in calls, "the generator is passed in"
