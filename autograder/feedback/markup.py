"""Students' cells on pages that others open: formatted, but with no HTML of their own, and in bounded time.

Feedback pages and the Formgrader render what students wrote. A script in it would run as the instructor; and
formatting takes more than linear time on some texts, so that one long cell could stall the pages of a class.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from html import escape, unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from jinja2 import pass_context
from mistune.util import striptags
from nbconvert.filters.highlight import Highlight2HTML
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from autograder.common.text import shorten
from autograder.feedback.trimming import WHY_NOT, picture_in

if TYPE_CHECKING:
    from pygments.formatter import Formatter
    from pygments.lexer import Lexer

# What people write stays far below each of these; of what does not, the beginning is shown as it stands.
MAX_CELL = 20_000
MAX_LINE = 2_000
MAX_NOTEBOOK = 120_000
MAX_WORDS = 40_000  # and signs: nearly each becomes an element, in code and in formulas
MAX_MATH = 200
MAX_FORMULA = 1_000
MANY, FEW = 5_000, 500
ATTACHED = "attachment:"
PYTHON = ("python", "python3", "py", "ipython", "ipython3", "pycon")
# What opens a formula or a footnote is looked for to the text's end, each time.
_MATH = re.compile(r"\\\\[(\[]|\\begin|\$\$|\]:")
_WORD = re.compile(r"\w+|[^\w\s]")
# A file beside the notebook: no other server, and no address of this one, which a picture could have asked for all the same.
_BESIDE = re.compile(r"(?!.*\.\.)[\w .()-]+(?:/[\w .()-]+)*")
# Without one of these IPython's lexer finds what Python's does, in twice the time.
_OF_IPYTHON = re.compile(r"[%!?]")
_RUN = re.compile(r"\s{100}|\.{50}")
# LaTeX can also set links, styles and classes: none of them is needed for a formula.
MATH_ATTRIBUTES = {
    *("accent", "accentunder", "columnalign", "columnlines", "columnspacing", "depth", "display", "displaystyle"),
    *("fence", "form", "frame", "height", "largeop", "linethickness", "lspace", "mathvariant", "maxsize", "minsize"),
    *("movablelimits", "notation", "rowalign", "rowlines", "rowspacing", "rspace", "scriptlevel", "separator"),
    *("stretchy", "symmetric", "voffset", "width", "xmlns"),
}  # fmt: skip


def is_long(cells: Iterable[Mapping[str, Any]]) -> bool:
    """Tell whether a notebook is so long that all its cells are shown as they stand."""
    sources = [cell.get("source", "") for cell in cells]
    length = sum(map(len, sources))
    if length > MAX_NOTEBOOK:
        return True
    # A word has at least one character: in most notebooks none is counted.
    return length > MAX_WORDS and sum(len(_WORD.findall(source)) for source in sources) > MAX_WORDS


def is_plain(source: str) -> bool:
    """Tell whether a cell is to be shown as it stands."""
    return (
        len(source) > MAX_CELL
        or (len(source) > MAX_LINE and any(len(line) > MAX_LINE for line in source.splitlines()))
        or len(_MATH.findall(source)) > MAX_MATH
        or _RUN.search(source) is not None
    )


def beginning(source: str, most: int = MANY) -> str:
    """Give the beginning of a text as it stands, and say so where there is more."""
    more = "" if len(source) <= most else f"\n… (cut here: the cell holds {len(source):,} characters)"
    # nbconvert looks for links in what is formatted already, in more than linear time.
    return escape(source[:most]).replace("[", "&#91;") + more


def formatted(source: str, attachments: Mapping[str, Any] | None = None) -> str:
    """Turn Markdown into HTML as Jupyter does, but show raw HTML as the text that it is, and formulas as MathML.

    MathML needs no script and no network to be read.
    """
    return (
        _format_alone(source)
        if not attachments and len(source) < MANY
        else _format(source, attachments or {})
    )


def coloured(source: str) -> str:
    """Turn Python into HTML, with a class for each kind of token."""
    return beginning(source) if len(source) > MAX_CELL else _colour_bounded(source)


@pass_context
def escaped_markdown(context: Any, source: str) -> str:
    """Take the place of nbconvert's filter `markdown2html`, for the Formgrader's page of a submission."""
    if is_long(context.get("nb", {}).get("cells", ())):
        return f"<pre>{beginning(source, FEW)}</pre>"
    # As in `beginning`: beside a picture of megabytes, it is looked for links for minutes.
    return formatted(source, context.get("cell", {}).get("attachments")).replace("[", "&#91;")


def escaped_raw(source: str) -> str:
    """Take the place of nbconvert's filter `clean_html`, which parses what a raw cell holds as a page of its own."""
    return f"<pre>{beginning(source)}</pre>"


@pass_context
def highlighted_code(context: Any, source: str, metadata: Any = None) -> str:
    """Take the place of nbconvert's filter `highlight_code`, for the Formgrader's page of a submission."""
    most = FEW if is_long(context.get("nb", {}).get("cells", ())) else MANY
    if most == FEW or is_plain(source):
        return f'<div class="highlight"><pre>{beginning(source, most)}</pre></div>'
    return str(Highlight2HTML(pygments_lexer="ipython3")(source, metadata=metadata))


FILTERS = {
    "markdown2html": escaped_markdown,
    "highlight_code": highlighted_code,
    "clean_html": escaped_raw,
}


@functools.lru_cache(maxsize=1024)
def _format_alone(source: str) -> str:
    """Remember what most notebooks of a class have in common."""
    return _format(source, {})


def _format(source: str, attachments: Mapping[str, Any]) -> str:
    if is_plain(source):
        return f"<pre>{beginning(source)}</pre>"
    return str(MarkdownWithMath(renderer=_Renderer(attachments)).render(source))


@functools.lru_cache(maxsize=1024)
def _colour_bounded(source: str) -> str:
    return beginning(source) if is_plain(source) else _colour(source)


def _colour(source: str) -> str:
    from pygments import highlight

    python, ipython, formatter = _colours()
    return str(highlight(source, ipython if _OF_IPYTHON.search(source) else python, formatter))


@functools.cache
def _colours() -> tuple[Lexer, Lexer, Formatter[str]]:
    """Make what finds the kinds of tokens, in Python and in IPython's, and what writes them: none keeps anything of a text."""
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import get_lexer_by_name

    return get_lexer_by_name("python3"), get_lexer_by_name("ipython3"), HtmlFormatter(nowrap=True)


class _Renderer(IPythonRenderer):  # type: ignore[misc]
    def __init__(self, attachments: Mapping[str, Any]) -> None:
        super().__init__(escape=True, allow_harmful_protocols=False, exclude_anchor_links=True)
        self.attachments = dict(attachments)
        self._shown: set[str] = set()

    def block_code(self, code: str, info: str | None = None) -> str:
        """Colour Python alone: others' lexers take their time, and diagrams would be drawn from what is not escaped."""
        language = (info or "").split(maxsplit=1)[:1]
        if language and language[0].lower() in PYTHON:
            return f'<div class="highlight"><pre>{_colour(code)}</pre></div>'
        return f"<pre><code>{escape(code)}</code></pre>\n"

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """Show a pasted picture once; say so where it is not there, or where whoever opens the page would fetch it elsewhere."""
        if not url.startswith(ATTACHED):
            if url.startswith("data:") or _BESIDE.fullmatch(unquote(url)):
                return str(super().image(text, url, title))
            return f"<em>(a picture from elsewhere: “{escape(shorten(url, 80))}”)</em>"
        name = url.removeprefix(ATTACHED)
        name = name if name in self.attachments else unquote(name)
        bundle = self.attachments.pop(name, None)
        shown = escape(shorten(name, 80))
        if bundle is None:
            reason = "shown above" if name in self._shown else "not in the notebook that was handed in"
            return f"<em>(the picture “{shown}”: {reason})</em>"
        self._shown.add(name)
        picture = picture_in(bundle)
        if picture is None:
            return f"<em>(the picture “{shown}”: {escape(shorten(str(bundle.get(WHY_NOT, 'it is empty'))))})</em>"
        kind, data = picture
        return f'<img src="data:{kind};base64,{data}" alt="{escape(unescape(striptags(text)))}">'

    def block_math(self, body: str) -> str:
        return _formula(body, f"$${body}$$", "block")

    def inline_math(self, body: str) -> str:
        return _formula(body, f"${body}$", "inline")

    def latex_environment(self, name: str, body: str) -> str:
        source = f"\\begin{{{name}}}{body}\\end{{{name}}}"
        return _formula(source, source, "block")


def _formula(latex: str, source: str, display: str) -> str:
    """Write a formula as MathML; one that is no LaTeX stays as it was typed."""
    from latex2mathml.converter import convert_to_element

    try:
        if len(latex) > MAX_FORMULA:
            raise ValueError("too long")
        formula = convert_to_element(latex, display=display)
    except Exception:  # each mistake has an exception of its own
        return f"<code>{escape(source)}</code>"
    for element in formula.iter():
        element.text = unescape(element.text or "")  # symbols stand there as character references
        for name in element.attrib.keys() - MATH_ATTRIBUTES:
            del element.attrib[name]
    return ET.tostring(formula, encoding="unicode")
