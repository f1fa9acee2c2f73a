"""A question to commit to before its answer shows: in JupyterLab, what the next cell shows appears once a choice is made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from html import escape

from autograder.figures import stage

# Where a page can hold something back, as JupyterLab's can.
HELD = "Choose first: what the next cell shows appears then."


def guess(question: str, choices: Mapping[str, str]) -> None:
    """Ask a question, and hold back what the next cell shows until it is answered.

    It is not graded, and a choice is remembered: whoever runs the cells again is not asked again.

    Args:
        question: What is asked.
        choices: What is said of each choice, once it has been made.
    """
    if not stage.watched():
        _say(question, choices)
        return
    name = "guess-" + hashlib.sha256(question.encode()).hexdigest()[:12]
    options = "".join(
        f'<div class="ag-choice"><input type="radio" name="{name}" id="{name}-{number}"><label for="{name}-{number}">{escape(choice)}</label></div>'
        for number, choice in enumerate(choices)
    )
    answers = "".join(
        f'<div class="ag-answer" data-answer="{number}" hidden>{escape(said)}</div>'
        for number, said in enumerate(choices.values())
    )
    page = (
        f'<fieldset class="ag-guess" id="{name}"><legend>{escape(question)}</legend>{options}'
        f'<div class="ag-wait" data-held="{HELD}">Choose one before you run the next cell.</div>'
        f'<div role="status">{answers}</div></fieldset>'
        f"<script>({stage.asset('guess.js')})(document.querySelectorAll('[id=\"{name}\"]'), {json.dumps(name)})</script>"
    )
    stage.show_html(page, question)


def _say(question: str, choices: Mapping[str, str]) -> None:
    """Put the question where nothing can be chosen."""
    lines = [question, *(f"  - {choice}: {said}" for choice, said in choices.items())]
    print("\n".join(lines))
