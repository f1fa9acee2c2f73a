"""What students hand in through the exchange, copied: plain files, and no more of them than anybody needs."""

from __future__ import annotations

from pathlib import Path

from autograder.collect import inbound


def test_folders_in_folders_without_end_are_not_all_opened(tmp_path: Path) -> None:
    deepest = tmp_path.joinpath("in", *"d" * 30)
    deepest.mkdir(parents=True)
    (tmp_path / "in" / "a.ipynb").write_text("{}")
    left_out = inbound.copy_plain(tmp_path / "in", tmp_path / "out", 1000, own=True)
    assert [words.partition(" (")[2] for words in left_out] == ["in more than 20 folders)"]
    assert len([*(tmp_path / "out").rglob("d")]) == inbound.MAX_DEPTH
    assert (tmp_path / "out" / "a.ipynb").is_file()
