"""Every text that a reader sees can be translated: marked in the code, in the template, and shown in the language."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import string
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from nmanalys.errors import CatalogueError
from nmanalys.io.catalogue import load_catalogue
from nmanalys.io.store import read_table
from nmanalys.kernels.zygote import READ_AT_START
from nmanalys.pipeline.fingerprint import package_versions
from nmanalys.pipeline.messages import TEMPLATE, render_template
from nmanalys.vocabulary.translation import VARIABLE, catalogue_of

PACKAGE = Path(__file__).parents[1] / "src" / "nmanalys"
MARKS = {"_", "N_", "ngettext"}
# places whose Swedish is not the book's, each with the reason
ELSEWHERE = {
    "io/": "what an import tells those who fill in tables",
    "commands/": "what an import tells those who fill in tables",
    "vocabulary/schema.py": "what an import tells those who fill in tables",
    "vocabulary/survey_spec.py": "what an import tells those who fill in tables",
    "pipeline/new_stage.py": "the first draft of a notebook, which is Markdown",
}
NOT_SHOWN = {
    "klusterenkät:": "how the data name a survey",
    "svarande företag": "how the data name a count",
    "tillfrågade företag": "how the data name a count",
    " har i någon mån ": "a turn of phrase in the data",
    " i någon mån har ": "a turn of phrase in the data",
    "okän": "how the catalogue of tables begins what nobody has verified",
    "jämförelse": "a file's name",
    "känslighet": "a file's name",
    " eller fler": "how the data end a class of size",
    " län": "what a region may be called",
    "Värmland": "a county's name",
    "Gävleborg": "a county's name",
    "värmlands län": "what a region may be called",
    "dalarnas län": "what a region may be called",
    "gävleborgs län": "what a region may be called",
    "värmland": "what a region may be called",
    "gävleborg": "what a region may be called",
}
SWEDISH = re.compile(r"[åäö]|(?<= )(av|att|det|den|ett|finns|har|inte|med|och|som|till|vid)(?= )", re.I)
WORDS = re.compile(r"[A-Za-zÅÄÖåäö]{2,}")


@cache
def messages(root: Path) -> Catalog:
    with (root / TEMPLATE).open("rb") as file:
        return read_po(file)


@cache
def modules() -> dict[str, ast.Module]:
    return {path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text("utf-8")) for path in PACKAGE.rglob("*.py")}


def parents(tree: ast.Module) -> dict[ast.AST, ast.AST]:
    return {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}


def marked(tree: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
            for text in node.args:
                if isinstance(text, ast.Constant) and isinstance(text.value, str):
                    yield node, text.value


def texts(tree: ast.Module) -> Iterator[tuple[ast.Constant, bool]]:
    """The literal texts that are no docstring, no mark's and no error's, and whether each is part of an f-string."""
    above = parents(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        line = [node]
        while line[-1] in above:
            line.append(above[line[-1]])
        calls = [one.func for one in line if isinstance(one, ast.Call)]
        names = {one.id if isinstance(one, ast.Name) else getattr(one, "attr", "") for one in calls}
        is_told_elsewhere = any(isinstance(one, ast.Raise) for one in line) or any(n.endswith("Error") for n in names)
        is_marked = isinstance(line[1], ast.Call) and getattr(line[1].func, "id", "") in MARKS
        if not (isinstance(line[1], ast.Expr) or is_told_elsewhere or is_marked):
            yield node, isinstance(line[1], ast.JoinedStr)


@pytest.mark.parametrize("name", sorted(modules()))
def test_swedish_in_the_code_is_marked_or_declared(name: str, root: Path) -> None:
    # a declared table's words go into the template as they are, and its checks tell those who fill it in
    declares_tables = "nmanalys.vocabulary.schema" in {
        node.module for node in ast.walk(modules()[name]) if isinstance(node, ast.ImportFrom)
    }
    if name.startswith(tuple(ELSEWHERE)) or (declares_tables and name.startswith("vocabulary/")):
        return
    faults = [
        f"{name}:{node.lineno}: {node.value!r}"
        for node, is_part in texts(modules()[name])
        if SWEDISH.search(node.value) and WORDS.search(node.value) and node.value not in NOT_SHOWN
        if is_part or messages(root).get(node.value) is None
    ]
    assert not faults, "mark with _(), or N_() where it is data:\n" + "\n".join(faults)


@pytest.mark.parametrize("name", sorted(name for name in modules() if name.startswith("views/")))
def test_views_hold_no_other_sentence(name: str, root: Path) -> None:
    """In a view, whatever has several words is a reader's, whether it looks Swedish or not."""
    technical = {"offset points", "outside upper left", "lower left", "upper right", "row name", "row label",
                 "DejaVu Sans", "Nmanalys Sans", "Numba not installed", "high road", "low road", "dead end",
                 "employed > 0"}  # fmt: skip
    faults = [
        f"{name}:{node.lineno}: {node.value!r}"
        for node, is_part in texts(modules()[name])
        if re.search(r"[a-zåäö]{2,}[,.:;]? [A-Za-zåäö]{2,}", node.value) and not re.search(r"[<\\=]", node.value)
        if node.value not in technical | set(NOT_SHOWN) and not is_part and messages(root).get(node.value) is None
    ]
    assert not faults, "\n".join(faults)


def test_a_translated_text_is_no_key() -> None:
    """What is compared with data or looked up stays as the data write it; and nothing else is called `_`."""
    faults = []
    for name, tree in modules().items():
        above, words = parents(tree), {text for call, text in marked(tree) if call.func.id == "_"}
        if words:
            faults += [
                f"{name}:{node.lineno}: _"
                for node in ast.walk(tree)
                if isinstance(node, ast.Name) and node.id == "_" and isinstance(node.ctx, ast.Store)
            ]
        for node, _is_part in texts(tree):
            up = above[node]
            if isinstance(up, ast.Compare | ast.Subscript) and node.value in words:
                faults.append(f"{name}:{node.lineno}: {node.value!r}")
    assert not faults, "\n".join(faults)


def test_every_field_of_a_message_is_filled() -> None:
    faults = []
    for name, tree in modules().items():
        above = parents(tree)
        for call, text in marked(tree):
            fields = {field for _text, field, _spec, _kind in string.Formatter().parse(text) if field}
            filled = above.get(above.get(call)) if isinstance(above.get(call), ast.Attribute) else None
            given = {word.arg for word in filled.keywords} if isinstance(filled, ast.Call) else set()
            if isinstance(filled, ast.Call) and fields != given:
                faults.append(f"{name}:{call.lineno}: {sorted(fields ^ given)}")
    assert not faults, "\n".join(faults)


def test_the_template_is_up_to_date(root: Path) -> None:
    written = (root / TEMPLATE).read_text("utf-8")
    assert render_template(root) == written, "renew it: python -m nmanalys.pipeline.messages"
    assert len(messages(root)) > 1500


def test_a_catalogue_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "en.mo").write_text("no catalogue")
    for path in (tmp_path / "en.mo", tmp_path / "none.mo"):
        with pytest.raises(CatalogueError, match="pybabel compile"):
            catalogue_of(str(path))


@pytest.fixture(scope="module")
def pseudo(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A language in which every text stands between brackets of its own."""
    made = Catalog(locale="en")
    for message in messages(root):
        if message.id:
            plural = isinstance(message.id, tuple)
            words = message.id if plural else (message.id,)
            told = tuple(f"⟦{word}⟧" for word in words)
            made.add(message.id, told if plural else told[0])
    path = tmp_path_factory.mktemp("language") / "pseudo.mo"
    with path.open("wb") as file:
        write_mo(file, made)
    return path


@pytest.fixture(scope="module")
def translated(root: Path, pseudo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose stages have been run for a county in that language."""
    project = tmp_path_factory.mktemp("project")
    for folder in ("data", "notebooks"):
        shutil.copytree(root / folder, project / folder, ignore=shutil.ignore_patterns("imported"))
    command = [str(Path(sys.executable).with_name("nmanalys")), "run", "--region", "dalarna", "--project", str(project)]
    ran = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, VARIABLE: str(pseudo)}
    )
    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-3000:]
    return project


def left(text: str) -> str:
    """What stands outside the brackets."""
    while (shorter := re.sub(r"⟦[^⟦⟧]*⟧", "", text)) != text:
        text = shorter
    # where a text is cut, as a sign is from its word, a bracket is left alone
    return re.sub(r"[^.:⟦⟧]*⟧", "", text)


def test_all_that_stages_show_is_in_the_language(root: Path, translated: Path) -> None:
    """Alternative texts, headers of tables and sentences hold no Swedish but that of the catalogue, and names."""
    catalogue, alts, heads, told = load_catalogue(root, shipped=True), [], [], []
    names = {
        name
        for table in ("regions", "universities", "example_clusters")
        for name in read_table(catalogue[table])["name"]
    }
    names |= {name.removeprefix("Exempelkluster ") for name in names}
    named = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))
    pages = [json.loads(path.read_text("utf-8")) for path in (translated / "_build" / "jobs").rglob("notebook.ipynb")]
    assert len(pages) >= 8
    for output in (output for page in pages for cell in page["cells"] for output in cell.get("outputs", ())):
        about, data = output.get("metadata", {}).get("nmanalys", {}), output.get("data", {})
        if about.get("kind") == "figure":
            alts.append(about["alt"])
        heads += re.findall(r"<th[^>]*scope=\"col\"[^>]*>([^<]+)</th>", "".join(data.get("text/html", "")))
        sentences = data.get("application/vnd.nmanalys.text+json", {})
        told += [text for key, text in sentences.items() if not key.endswith("_source")]
    assert len(alts) > 20 and len(heads) > 100 and len(told) > 100
    assert not [alt for alt in alts if "⟦" not in alt]
    rests = [(text, named.sub("", left(text))) for text in (*alts, *heads, *told)]
    remains = [(text, rest) for text, rest in rests if SWEDISH.search(rest)]
    assert not remains, "\n".join(f"{text}\n    {rest}" for text, rest in remains)


def test_results_and_kernels_of_two_languages_are_kept_apart(translated: Path) -> None:
    manifest = json.loads((translated / "_build" / "manifest" / "baseline.json").read_text("utf-8"))
    assert all("the catalogue in en" in job["parts"]["versions"] for job in manifest["jobs"].values())
    assert "the catalogue in en" not in package_versions()
    assert VARIABLE.startswith(READ_AT_START)


def test_a_number_does_not_break_between_its_digits(root: Path) -> None:
    broken = [
        f"{path.name}: {found[0]}"
        for path in sorted((root / "src").rglob("*.py"))
        for found in re.finditer(r"per \d{1,3} 000\b", path.read_text("utf-8"))
    ]
    assert not broken, "write \\N{NARROW NO-BREAK SPACE} between the digits"
