"""A verdict and its words, as plain text and as HTML.

Used from other rooms:

- `html`: `CELL`, `COLOURS`, `badge`, `html_bar`, `html_table`, `panel`, `paragraph`, `prose`,
  `text_bar`
- `verdict_panel`: `ASSERTED`, `MARKS`, `grade_of`, `headline`, `in_words`, `points_text`, `to_html`,
  `to_text`
- `words`: `count_of`, `duration`, `number_of`, `points_of`
"""
