"""Students' cells on pages that instructors open: formatted, but with no HTML of their own, and in bounded time.

Feedback pages and the Formgrader render what students wrote. A script in it would run as the instructor; and
formatting takes more than linear time on some texts, so that one long cell could stall the pages of a class.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any

from jinja2 import pass_context
from nbconvert.filters.highlight import Highlight2HTML
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

# What people write stays far below each of these; of what does not, the beginning is shown as it stands.
MAX_CELL = 20_000
MAX_LINE = 2_000
MAX_NOTEBOOK = 120_000
MAX_MATH = 200
MANY, FEW = 5_000, 500
_MATH = re.compile(r"\\\\[(\[]|\\begin|\$\$")
_RUN = re.compile(r"\s{100}|\.{50}")


def _plain(context: Any, source: str) -> str | None:
    """Give what is shown of a cell that is not formatted, or None where it is."""
    total = sum(len(cell.get("source", "")) for cell in context.get("nb", {}).get("cells", ()))
    if not (
        total > MAX_NOTEBOOK
        or len(source) > MAX_CELL
        or any(len(line) > MAX_LINE for line in source.splitlines())
        or len(_MATH.findall(source)) > MAX_MATH
        or _RUN.search(source) is not None
    ):
        return None
    # What comes after formatting, nbconvert's cleaning of links and HTML, is no faster.
    most = MANY if total <= MAX_NOTEBOOK else FEW
    more = "" if len(source) <= most else f"\n… (cut here: the notebook holds {len(source):,} characters)"
    return f"<pre>{escape(source[:most]).replace('[', '&#91;')}{more}</pre>"


@pass_context
def escaped_markdown(context: Any, source: str) -> str:
    """Turn Markdown into HTML as nbconvert does, but show raw HTML as the text that it is.

    Takes the place of nbconvert's filter `markdown2html`.
    """
    if (plain := _plain(context, source)) is not None:
        return plain
    attachments = context.get("cell", {}).get("attachments", {})
    renderer = IPythonRenderer(escape=True, allow_harmful_protocols=False, attachments=attachments)
    return str(MarkdownWithMath(renderer=renderer).render(source))


@pass_context
def highlighted_code(context: Any, source: str, metadata: Any = None) -> str:
    """Colour Python as nbconvert does. Takes the place of nbconvert's filter `highlight_code`."""
    if (plain := _plain(context, source)) is not None:
        return f'<div class="highlight">{plain}</div>'
    return str(Highlight2HTML(pygments_lexer="ipython3")(source, metadata=metadata))
