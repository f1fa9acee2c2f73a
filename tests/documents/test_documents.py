"""What the documents say exists, and what exists is said: README, the pages in `docs/`, and the site that they become."""

from __future__ import annotations

import re
import runpy
import shlex
import textwrap
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import msgspec
import pytest

from autograder.cli.main import make_parser
from autograder.course.settings import Course
from autograder.nbgrader.lab import NOT_FOR_STUDENTS, NOT_SERVED_TO_STUDENTS
from tests.support import website
from tests.support.course import ROOT
from tests.support.website import AT_THE_TOP, PAGES

README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
DOCUMENTS = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in (*AT_THE_TOP, *PAGES)}
FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)


def shell_lines() -> Iterator[tuple[str, str]]:
    """Give each line that a document tells to type into a shell, without its comment."""
    for name, text in DOCUMENTS.items():
        for language, body in FENCE.findall(text):
            if not language:
                yield from ((name, line.partition(" #")[0].strip()) for line in body.splitlines())


def inline() -> Iterator[tuple[str, str]]:
    """Give each piece of code within a sentence."""
    for name, text in DOCUMENTS.items():
        yield from ((name, code) for code in re.findall(r"`([^`\n]+)`", FENCE.sub("", text)))


def commands() -> set[str]:
    return set(re.findall(r"^    ([a-z]+) ", make_parser().format_help(), flags=re.MULTILINE))


def test_readme_is_short() -> None:
    assert len(README.splitlines()) <= 95


def test_every_command_is_shown_at_work_in_a_document_or_the_makefile() -> None:
    shown = {line.split()[1] for _, line in shell_lines() if line.startswith("autograder ")}
    assert commands() <= shown | set(re.findall(r"autograder ([a-z]+)", MAKEFILE))


@pytest.mark.parametrize(
    ("place", "line"), sorted({each for each in shell_lines() if each[1].startswith("autograder ")})
)
def test_every_command_in_the_documents_can_be_given(place: str, line: str) -> None:
    make_parser().parse_args(shlex.split(line)[1:])


@pytest.mark.parametrize(
    ("place", "code"), sorted({each for each in inline() if re.match(r"autograder [a-z]", each[1])})
)
def test_every_command_within_a_sentence_exists_with_its_options(place: str, code: str) -> None:
    command, *rest = shlex.split(code)[1:]
    assert command in commands()
    if rest:
        make_parser().parse_args([command, *rest])


def test_every_other_line_to_type_is_of_a_program_that_is_there() -> None:
    """nbgrader's commands are looked at in `test_nbgrader`."""
    known = {
        "autograder",
        "dask",
        "nbgrader",
        "make",
        "pip",
        ".venv/bin/pip",
        "sudo",
        "chmod",
        "jupyter",
        "cd",
        "cp",
        "mkdir",
        "mv",
        "python",
        "sed",
    }
    for place, line in shell_lines():
        assert not line or line.split()[0] in known, (place, line)
        if line.startswith("jupyter "):
            kind, name = line.split()[1], re.split(r"[:.]", line)[-1]
            assert name in (NOT_FOR_STUDENTS if kind == "labextension" else NOT_SERVED_TO_STUDENTS)


def test_every_example_in_python_is_python() -> None:
    """Those that name a file are built and examined by `test_verify`."""
    for name, text in DOCUMENTS.items():
        for language, body in FENCE.findall(text):
            if language == "python":
                compile(textwrap.dedent(body), name, "exec")


def test_every_make_target_in_the_documents_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, flags=re.MULTILINE))
    for place, code in (*shell_lines(), *inline()):
        if found := re.match(r"make (?:[A-Z]+=\S+ )*([a-z-]+)", code):
            assert found[1] in targets, (place, code)


def test_every_setting_in_the_documents_can_be_set() -> None:
    fields = {}

    def collect(table: type[msgspec.Struct]) -> None:
        for field in msgspec.structs.fields(table):
            fields[field.name] = field.type
            for kind in (field.type, *getattr(field.type, "__args__", ())):
                if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
                    collect(kind)

    collect(Course)
    told = [each for each in inline() if each[0] != "CHANGELOG.md"]  # which tells of students' code as well
    found = [(place, code) for place, code in told if re.match(r"[a-z_]+ = [^A-Z]", code)]
    assert len(found) > 5
    for place, code in found:
        for key, value in tomllib.loads(code).items():
            assert key in fields, (place, code)
            msgspec.convert(value, fields[key])


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_and_picture_leads_somewhere(name: str) -> None:
    text = FENCE.sub("", DOCUMENTS[name])
    for target in re.findall(r"\]\(([^)#]*)(?:#[^)]*)?\)", text):
        assert target == "" or urlsplit(target).scheme or ((ROOT / name).parent / target).is_file(), target


def test_every_file_and_folder_of_the_repository_that_is_named_exists() -> None:
    for place, code in inline():
        if "/1-first-steps" in code:  # of the course that the page lays down
            continue
        if re.fullmatch(r"(?:autograder|benchmarks|demo|docs|exercises|solutions|tests)/[\w./-]*", code):
            assert (ROOT / code).exists(), (place, code)


def test_pictures_are_small_enough_to_be_fetched_with_the_code() -> None:
    assert [path.name for path in (ROOT / "docs").glob("*.png") if path.stat().st_size > 150_000] == []


def test_the_reference_is_what_the_code_says() -> None:
    """`make docs` writes these pages anew."""
    folder = ROOT / "docs" / "reference"
    pages = runpy.run_path(str(folder / "generate.py"))["pages"]()
    assert {path.name for path in folder.glob("*.md")} == pages.keys()
    for name, text in pages.items():
        assert (folder / name).read_text(encoding="utf-8") == text, f"{name}: run `make docs`"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return website.built_once(tmp_path_factory)


class References(HTMLParser):
    """What a page loads, where its links lead, and the places in it that they can lead to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.anchors.add(named.get("id") or "")
        for attribute in ("src", "href", "srcset", "data"):
            if value := named.get(attribute):
                (self.links if tag == "a" else self.loads).append(value)


def test_every_page_is_in_the_sites_navigation() -> None:
    navigation = (ROOT / "zensical.toml").read_text(encoding="utf-8")
    assert set(re.findall(r'"([\w/-]+\.md)"', navigation)) == {
        path.relative_to(ROOT / "docs").as_posix() for path in PAGES
    }


def test_the_site_loads_nothing_from_elsewhere_and_its_links_lead_somewhere(site: Path) -> None:
    pages = {path: References(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")}
    assert len(pages) == len(PAGES) + 1  # and the one for what is not found
    for path, page in pages.items():
        for target in (*page.loads, *page.links):
            parts = urlsplit(target)
            if parts.scheme or target.startswith("//"):
                assert target in page.links, f"{path.name} loads {target}"
            elif path.name != "404.html":  # its links count from wherever it is shown
                place = (path.parent / unquote(parts.path)).resolve() if parts.path else path
                place = place / "index.html" if place.is_dir() else place
                assert place.is_file(), f"{path.name}: {target}"
                if parts.fragment:
                    assert unquote(parts.fragment) in pages[place].anchors, f"{path.name}: {target}"
    for sheet in site.rglob("*.css"):
        assert not re.search(r"url\(['\"]?(?:https?:)?//", sheet.read_text(encoding="utf-8")), sheet


def test_a_link_that_leads_nowhere_fails_the_build(tmp_path: Path) -> None:
    website.copy_sources(tmp_path)
    with (tmp_path / "docs" / "index.md").open("a", encoding="utf-8") as page:
        page.write("\n[nowhere](nowhere.md)\n")
    done = website.build(tmp_path)
    assert done.returncode != 0
    assert "page does not exist" in done.stdout + done.stderr


@pytest.mark.parametrize("document", ["ARCHITECTURE.md", "SECURITY.md"])
def test_every_module_that_is_named_by_its_room_exists(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    named = sorted(set(re.findall(r"`([a-z_]+/[a-z_/]+(?:\.py)?)`", text)))
    places = {
        name: [ROOT / "autograder" / name, ROOT / "autograder" / f"{name}.py", ROOT / name] for name in named
    }
    assert [name for name in named if not any(place.exists() for place in places[name])] == []
