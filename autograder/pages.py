"""Students' text cells on pages that instructors open: formatted, but with no HTML of their own."""

from __future__ import annotations

from typing import Any

from jinja2 import pass_context
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath


@pass_context
def escaped_markdown(context: Any, source: str) -> str:
    """Turn Markdown into HTML as nbconvert does, but show raw HTML as the text that it is.

    Feedback pages and the Formgrader render a student's cells; a script in one of them would run as the
    instructor. Takes the place of nbconvert's filter `markdown2html`.
    """
    attachments = context.get("cell", {}).get("attachments", {})
    renderer = IPythonRenderer(escape=True, allow_harmful_protocols=False, attachments=attachments)
    return str(MarkdownWithMath(renderer=renderer).render(source))
