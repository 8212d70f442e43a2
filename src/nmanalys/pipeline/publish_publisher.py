"""The publisher in the book: the parts of the accessibility statement that only the publisher can fill in."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from nmanalys.errors import PublishError
from nmanalys.pipeline.publish_notes import admonition
from nmanalys.pipeline.publish_text import inline
from nmanalys.vocabulary.language import date_text, number
from nmanalys.vocabulary.publisher import Publisher
from nmanalys.vocabulary.translation import _

__all__ = ["FILE", "publisher_parts", "read_publisher"]

FILE = Path("book") / "publisher.toml"
NOBODY = _(
    "Den aktör som publicerar boken ska ange namn, adress för synpunkter och datum i filen "
    "`book/publisher.toml`. Det som saknas är markerat med hakparenteser."
)


def read_publisher(root: Path) -> Publisher:
    """Read who publishes a project's book.

    Raises
    ------
    PublishError
        If the file cannot be read or a field is wrong: each is named.
    """
    path = root / FILE
    if not path.is_file():
        return Publisher()
    try:
        return Publisher.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise PublishError(f"{FILE}: {error}. Texts stand within quotation marks, dates do not.") from None
    except ValidationError as error:
        known = ", ".join(Publisher.model_fields)
        faults = [f"{FILE}: {'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()]
        raise PublishError("\n".join([*faults, f"Fields: {known}."])) from None


def publisher_parts(publisher: Publisher) -> dict[str, str]:
    """Return the content of each part, by path in the book's source."""
    return {
        "_generated/ansvarig.md": _responsible(publisher),
        "_generated/kontakt.md": _contact(publisher),
        "_generated/bedomd.md": _(
            "Bedömningen gjordes senast: {day}. Boken publicerades: {publisher_published}.\n"
        ).format(day=_day(publisher.assessed), publisher_published=_day(publisher.published)),
    }


def _responsible(publisher: Publisher) -> str:
    missing = not (publisher.name and publisher.feedback and publisher.assessed and publisher.published)
    notice = admonition(_("Fylls i av den som publicerar boken"), NOBODY, "warning") + "\n\n" if missing else ""
    return f"{notice}{_('Ansvarig')}: **{inline(publisher.name or _('[aktörens namn]'))}**\n"


def _contact(publisher: Publisher) -> str:
    shown = (
        f"[{inline(publisher.feedback)}](<{publisher.link}>)" if publisher.link else _("**&#91;adress saknas&#93;**")
    )
    days = number(publisher.answer_days) if publisher.answer_days else _("**&#91;antal&#93;**")
    return _("- Adress: {shown}\n- Svar lämnas normalt inom: {days} arbetsdagar\n").format(shown=shown, days=days)


def _day(day: date | None) -> str:
    return date_text(day) if day else _("**&#91;datum&#93;**")
