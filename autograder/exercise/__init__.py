"""The vocabulary of the judge, as frozen values: what is asked, what came back, what is said of it, and the released examples.

Used from other rooms:

- `examples`
- `exercise`: `Case`, `Drawn`, `Exercise`, `Fact`, `Form`, `Hints`,
  `KnownMistake`, `LONG`, `Outcome`, `Picture`, `Prints`, `is_long`
- `files`: `CASES`, `EXAMPLES`
- `fingerprints`: `ANY`, `Fingerprint`, `NEAR`, `of_exception`, `of_value`, `readings`
- `format`: `raised_words`, `show`, `show_reply`, `stopped_words`
- `judging`: `Judging`, `Tolerance`
- `known`: `SOMETHING`, `join_sentences`
- `reply`: `Counts`, `MAX_ENTERED`, `MAX_LINES`, `MAX_STEPS`, `Raised`, `Reply`, `Stopped`, `Trace`,
  `as_data`, `without_words`
- `values`: `Array`, `BrokenValue`, `Impression`, `Plain`, `Rng`, `Unknown`, `pack`, `unpack`
- `verdict`: `CaseResult`, `NOT_ITS_FAULT`, `Verdict`, `disturbed`, `ungraded`, `withdrawn`
"""
