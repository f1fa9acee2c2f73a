"""Pieces of HTML that carry their own style: panels, badges, bars, tables, prose."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

# In JupyterLab the theme's own; anywhere else one that can be told apart on light and on dark pages alike.
COLOURS = {
    "passed": "var(--jp-success-color1,#2e9d52)",
    "partly": "var(--jp-warn-color1,#c98a00)",
    "failed": "var(--jp-error-color1,#d1453b)",
    "not-written": "#808080",
    "ungraded": "#7a5fd0",
    "withdrawn": "#808080",
}
# Greys that are half transparent suit any background.
LINE = "1px solid var(--jp-border-color2,rgba(128,128,128,.4))"
TINT = "var(--jp-layout-color2,rgba(128,128,128,.13))"
CODE = "font-family:var(--jp-code-font-family,monospace)"
CELL = f"padding:3px 14px 3px 0;text-align:left;vertical-align:top;white-space:pre-wrap;border:0;background:none;{CODE}"
BAR = 10


def text_bar(share: float) -> str:
    """Draw a share of the points with ten blocks."""
    filled = round(BAR * min(1.0, max(0.0, share)))
    return "█" * filled + "░" * (BAR - filled)


def html_bar(share: float, colour: str, width: str = "6em") -> str:
    """Draw a share of the points; a screen reader passes over it, since the words beside it say the same."""
    percent = round(100 * min(1.0, max(0.0, share)))
    return (
        f'<span aria-hidden="true" style="display:inline-block;width:{width};height:.6em;border:{LINE};'
        f'border-radius:.3em;overflow:hidden;background:{TINT}"><span style="display:block;width:{percent}%;height:100%;'
        f'background:{colour}"></span></span>'
    )


def badge(words: str, colour: str) -> str:
    """Write a few words in a frame."""
    return (
        f'<span style="border:1.5px solid {colour};border-radius:1em;padding:0 .6em;font-size:.9em;'
        f'white-space:nowrap">{escape(words)}</span>'
    )


def panel(name: str, label: str, colour: str, *parts: str) -> str:
    """Frame what belongs together, with a coloured edge; `label` is what a screen reader announces."""
    return (
        f'<section class="{name}" aria-label="{escape(label)}" style="border-left:4px solid {colour};'
        f'padding:4px 0 4px 12px;margin:6px 0;line-height:1.5">{"".join(parts)}</section>'
    )


def html_table(titles: Sequence[str], rows: Sequence[str]) -> str:
    """Set rows, which are HTML already, below their titles."""
    head = "".join(
        f'<th scope="col" style="{CELL};font-weight:600;border-bottom:{LINE}">{escape(title)}</th>'
        for title in titles
    )
    return (
        '<div style="overflow-x:auto"><table style="border-collapse:collapse;table-layout:auto;margin:4px 0;border:0">'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def paragraph(text: str, *, quiet: bool = False) -> str:
    """Write a few sentences."""
    return (
        f'<div style="margin:6px 0;max-width:46em;white-space:pre-wrap{";opacity:.8" if quiet else ""}">'
        f"{prose(text)}</div>"
    )


def prose(text: str) -> str:
    """Escape a message, and set what stands between backticks as code."""
    pieces = text.split("`")
    return "".join(
        f'<code style="{CODE}">{escape(piece)}</code>' if i % 2 and i < len(pieces) - 1 else escape(piece)
        for i, piece in enumerate(pieces)
    )
