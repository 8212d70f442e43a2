"""What is written in two places says the same in both."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import yaml

import nmanalys

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
README = (ROOT / "README.md").read_text("utf-8")


TEXTS = {".py", ".md", ".toml", ".yml", ".ipynb", ".css", ".js", ".lock", ".html", ".bib"}


def name_of(requirement: str) -> str:
    return re.split(r"[<>=!~\[; ]", requirement, maxsplit=1)[0].lower()


def test_conda_users_get_the_same_packages() -> None:
    entries = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]
    pip = next(entry["pip"] for entry in entries if isinstance(entry, dict))
    listed = {entry for entry in [*entries, *pip] if isinstance(entry, str)} - {"pip", "--editable ."}
    wanted = {*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["lab"], f"python{PROJECT['requires-python']}"}
    assert listed == wanted


def test_the_lock_holds_every_dependency_with_hashes_and_names_no_index() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    locked = {match[1].lower() for match in re.finditer(r"^([\w.-]+)==", lock, re.MULTILINE)}
    extras = PROJECT["optional-dependencies"]
    for requirement in [*PROJECT["dependencies"], *extras["test"], *extras["build"]]:
        assert name_of(requirement) in locked
    assert len(re.findall(r"^[\w.-]+==", lock, re.MULTILINE)) <= lock.count("--hash=sha256:")
    assert "://" not in lock


def test_the_readme_gives_a_reason_for_every_dependency() -> None:
    table = README[README.index("## Dependencies") :].lower()
    extras = [requirement for group in PROJECT["optional-dependencies"].values() for requirement in group]
    for requirement in [*PROJECT["dependencies"], *extras]:
        assert re.search(rf"\b{re.escape(name_of(requirement))}\b", table), requirement


def test_the_readme_is_short_and_its_files_exist() -> None:
    assert len(README.splitlines()) <= 100
    for picture in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README):
        assert (ROOT / picture).is_file()


def test_the_facade_exports_every_public_name_of_the_measures() -> None:
    package = Path(nmanalys.__file__).parent
    for path in sorted((package / "measures").glob("*.py")):
        if path.stem in ("frames", "panel_keys", "relatedness_arrays"):
            continue
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
                names = {name for name in ast.literal_eval(node.value) if not name.isupper()}
                assert names <= set(nmanalys.exports()), f"{path.stem}: {names - set(nmanalys.exports())}"


def test_the_project_carries_no_path_of_a_machine_and_no_registry() -> None:
    files = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split("\0")
    bad = re.compile(rf"{re.escape(str(ROOT.parent))}/|--(?:extra-)?index-url|files\.pythonhosted")
    for name in filter(None, files):
        path = ROOT / name
        if path.suffix in TEXTS and path.is_file() and path != Path(__file__):
            assert not bad.search(path.read_text("utf-8")), name
