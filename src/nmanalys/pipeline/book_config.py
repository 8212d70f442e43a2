"""The two files that Jupyter Book reads, made from what the project declares.

``_config.yml`` and ``_toc.yml`` at the top of the project are this module's output for the default book (a test
compares); a book of other regions gets its own table of contents. Paths in them are relative to the folder that
`publish` assembles, ``_build/book/<scenario>``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from nmanalys.pipeline.publish_edition import TITLE
from nmanalys.pipeline.publish_explore import NAME, SOURCES
from nmanalys.vocabulary.regions import Region
from nmanalys.vocabulary.translation import _

__all__ = ["WRITTEN", "render_config", "render_default_toc", "render_toc", "write_defaults"]

INTRODUCTION = "index"
WRITTEN = {
    _("Metod och data"): ("metoder", "data", "ordlista"),
    _("Använda boken"): ("rakna-om", "egna-data", "skriv-ett-kapitel", "om", "tillganglighet"),
}
JOINT_CAPTION = _("Länen tillsammans")
NOTE = (
    "# Made by nmanalys.pipeline.book_config; do not edit. Renew with: python -m nmanalys.pipeline.book_config\n"
    "# Paths are relative to the folder that publishing assembles, _build/book/<scenario>.\n"
)
EXTENSIONS = [
    "sphinx_copybutton",
    "myst_nb",
    "jupyter_book",
    "sphinx_external_toc",
    "sphinx_book_theme",
    "sphinxcontrib.bibtex",
    "nmanalys_book",
]


def render_config() -> str:
    """Return the text of ``_config.yml``."""
    return NOTE + _yaml(
        {
            "title": TITLE,
            "author": "NM Analys",
            "copyright": "2026",
            "only_build_toc_files": True,
            "exclude_patterns": ["locales/**", "_ext/**", "_templates/**"],
            "execute": {"execute_notebooks": "off"},
            "parse": {
                "myst_enable_extensions": ["amsmath", "attrs_inline", "colon_fence", "deflist", "dollarmath"],
                "myst_url_schemes": ["http", "https", "mailto"],
            },
            "bibtex_bibfiles": ["references.bib"],
            "html": {"favicon": "_static/logo.svg", "use_multitoc_numbering": False},
            "latex": {"use_jupyterbook_latex": False},
            "sphinx": {"local_extensions": {"nmanalys_book": "_ext"}, "config": _sphinx_settings()},
        }
    )


def _sphinx_settings() -> dict[str, Any]:
    return {
        # named one by one: the default list brings scripts from other hosts
        "extensions": EXTENSIONS,
        "language": "sv",
        "numfig": False,
        "bibtex_reference_style": "author_year",
        "html_math_renderer": "mathml",
        "myst_heading_anchors": 3,
        "myst_update_mathjax": False,
        "nb_code_prompt_show": _("Visa programkod"),
        "nb_code_prompt_hide": _("Dölj programkod"),
        "copybutton_selector": "div.highlight-console pre",
        "html_copy_source": False,
        "html_show_sourcelink": False,
        "html_use_index": False,
        "html_domain_indices": False,
        "html_permalinks_icon": "#",
        "templates_path": ["_templates/book"],
        "html_sidebars": {"**": ["navbar-logo.html", "nm-search.html", "sbt-sidebar-nav.html"]},
        "html_context": {"default_mode": "auto"},
        "html_theme_options": {
            "collapse_navbar": True,
            "home_page_in_toc": False,
            "search_bar_text": _("Sök i boken"),
            "toc_title": _("På den här sidan"),
            "show_navbar_depth": 1,
            "use_download_button": False,
            "use_fullscreen_button": False,
            "article_header_start": ["toggle-primary-sidebar.html", "nm-crumbs.html"],
            "pygments_light_style": "a11y-high-contrast-light",
            "pygments_dark_style": "a11y-high-contrast-dark",
            "footer_content_items": ["nm-footer.html"],
        },
    }


def render_toc(pages: Iterable[tuple[str, Region | None]]) -> str:
    """Return the text of a table of contents.

    Parameters
    ----------
    pages : iterable of (str, Region or None)
        File name of each page without ending, and its region; None for a joint page. Regions come in the order
        in which they are first named, pages of a region in the order of their names.

    Examples
    --------
    >>> print(render_toc([("80_norra_mellansverige", None)]).split("parts:")[1].splitlines()[1])
    - caption: Länen tillsammans
    """
    places: dict[Region | None, list[str]] = {}
    for name, region in pages:
        places.setdefault(region, []).append(name)
    joint = places.pop(None, [])
    parts = [_part(region.name, f"regions/{region.slug}", names) for region, names in places.items() if region]
    if joint:
        parts.append(_part(JOINT_CAPTION, "gemensamt", joint))
    parts += [
        {"caption": caption, "chapters": [{"file": name} for name in names]} for caption, names in WRITTEN.items()
    ]
    return NOTE + _yaml({"format": "jb-book", "root": INTRODUCTION, "parts": parts})


def render_default_toc(stages: Mapping[str, Any], regions: Sequence[Region]) -> str:
    """Return the table of contents of a book of all stages for some regions.

    Parameters
    ----------
    stages : mapping of str to Stage
        As `read_stages` returns them.
    regions : sequence of Region
        The counties, in the book's order.
    """
    county = [stage for stage in stages.values() if stage.scope == "region"]
    per_region = [*(stage.page for stage in county), *(NAME for stage in county if set(stage.writes) >= SOURCES)]
    joint = [stage.page for stage in stages.values() if stage.scope == "joint"]
    return render_toc(
        [*((name, region) for region in regions for name in per_region), *((name, None) for name in joint)]
    )


def write_defaults(root: Path) -> list[Path]:
    """Write both files at the top of the project, for Värmland, Dalarna and Gävleborg."""
    from nmanalys.io.reference import load_regions
    from nmanalys.pipeline.stage import read_stages

    regions = load_regions(root)
    counties = [regions.find(code) for code in regions.find("NMS").counties]
    content = {
        root / "_config.yml": render_config(),
        root / "_toc.yml": render_default_toc(read_stages(root / "notebooks"), counties),
    }
    for path, text in content.items():
        path.write_text(text, encoding="utf-8")
    return list(content)


def _part(caption: str, folder: str, names: Iterable[str]) -> dict[str, Any]:
    return {"caption": caption, "chapters": [{"file": f"{folder}/{name}"} for name in sorted(names)]}


def _yaml(content: object) -> str:
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110)


if __name__ == "__main__":
    write_defaults(Path.cwd())
