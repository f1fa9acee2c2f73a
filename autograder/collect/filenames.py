"""What learning platforms call the files that students hand in, for `nbgrader zip_collect`.

    Moodle   Ada Lovelace_1234_assignsubmission_file_no-loops.ipynb, or a folder of that name
    Canvas   lovelaceada_12345_67890_no-loops.ipynb, with LATE_ before the numbers, and -2 at the end, at times
    other    ada_no-loops.ipynb

Where they are graded anonymously, Moodle has `Participant_101_assignsubmission_file_...`, and Canvas `anon_x7Y2z_67890_...`.

Canvas's first number is the student's for good; Moodle's is another in each assignment, so there the name counts. Whom
the gradebook knows by that number (`lms_user_id`) or name gets the work under the id that the gradebook has.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

# What is handed in with something else than files, such as a text, can have files in it that a student has named.
MOODLE = re.compile(
    r"(?P<name>[^_]+)_(?P<number>\d+)_assignsubmission_[a-z0-9]+(?:_(?P<file>.*))?", re.DOTALL
)
CANVAS = re.compile(r"(?P<name>.+?)_(?:LATE_)?(?P<user>\d+)_\d{3,}_(?P<file>.+)", re.DOTALL)
ENDING = re.compile(r"\.ipynb(?:\.\w{1,5})*$|\.(?:json|txt)$", re.IGNORECASE)
# Who is graded anonymously: Moodle's number and Canvas's letters are others in each assignment.
ANONYMOUS = re.compile(r"anon_(?:LATE_)?(?P<key>[A-Za-z0-9]+)_\d+_(?P<file>.+)", re.DOTALL)
PARTICIPANT = "participant"
MAX_NAMED = 3
LONGEST_STEM = 240  # bytes; a file system has room for 255, with the ending
COPY = re.compile(r"(?: ?\((?P<download>\d+)\)|-Copy(?P<copy>\d+)|-(?P<again>\d+))$")


@dataclass(frozen=True, kw_only=True)
class Known:
    """A student whom the gradebook knows."""

    id: str
    name: str = ""
    lms_user_id: str = ""


@dataclass(frozen=True, kw_only=True)
class HandedIn:
    """A notebook that is to be collected: whose it is, and which of the assignment's notebooks."""

    student: str
    notebook: str


@dataclass(frozen=True, kw_only=True)
class Sorted:
    """What is to be collected, by path; in a sentence each, what a human should know of the rest; and who sent only what is no notebook."""

    handed_in: Mapping[PurePath, HandedIn]
    warnings: tuple[str, ...]
    unreadable: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class _Sender:
    """Who handed in, as the platform tells it."""

    name: str = ""
    number: str = ""
    user: str = ""
    file: str = ""


def sort_out(
    paths: Iterable[PurePath],
    notebooks: Sequence[str],
    known: Sequence[Known] = (),
    rest: Iterable[PurePath] = (),
) -> Sorted:
    """Tell whose each notebook is.

    Args:
        paths: The notebooks that were extracted, relative to the folder that they were extracted to.
        notebooks: The names of the assignment's notebooks, without their endings.
        known: The students in the gradebook.
        rest: What else was extracted: whoever sent nothing but that has not sent nothing.
    """
    warnings = []
    numbered = set()
    found: dict[tuple[str, str], list[tuple[int, PurePath]]] = defaultdict(list)
    senders = {path: _sender(path, notebooks) for path in sorted(paths) if not _is_junk(path)}
    students = _Students([sender for sender in senders.values() if sender], known)
    for path, sender in senders.items():
        if sender is None:
            warnings.append(f"{path}: nobody's name is in it; rename it to `<student>_{notebooks[0]}.ipynb`")
            continue
        student = _student(sender, students)
        if sender.number and student == _numbered(sender) and not _is_participant(sender):
            numbered.add(_safe(sender.name))
        notebook, number = _notebook(sender.file or path.name, notebooks)
        if not notebook:
            if len(notebooks) != 1:
                warnings.append(f"{path}: is none of {', '.join(notebooks)}; rename it")
                continue
            notebook = notebooks[0]
            warnings.append(f"{path}: is collected as {notebook}.ipynb of {student}, whatever it is called")
            number = -1  # one that bears the right name goes first
        found[student, notebook].append((number, path))
    handed_in = {}
    for (student, notebook), copies in found.items():
        *others, (_, path) = sorted(copies)
        handed_in[path] = HandedIn(student=student, notebook=notebook)
        warnings += [f"{other}: is left out; {path} of the same student is taken" for _, other in others]
    with_notebook = {each.student for each in handed_in.values()}
    not_collected: dict[str, list[PurePath]] = defaultdict(list)
    for path in sorted(rest):
        sender = None if _is_junk(path) else _sender(path, notebooks)
        student = _student(sender, students) if sender else ""
        if student and student not in with_notebook:
            not_collected[student].append(path)
    warnings += [
        f"{student}: sent no notebook, but {', '.join(path.name for path in files[:MAX_NAMED])}: not collected"
        for student, files in not_collected.items()
    ]
    warnings += [
        f"{name}: more than one student would be called so, and who bears Moodle's number, which is another in every assignment, "
        "is not told apart by the gradebook; give them names that differ there"
        for name in sorted(numbered)
    ]
    return Sorted(handed_in=handed_in, warnings=tuple(warnings), unreadable=frozenset(not_collected))


def sent_by(path: PurePath) -> str:
    """Name the sender of something, as the outermost name that says so does; empty where none does."""
    for part in path.parts:
        if match := MOODLE.fullmatch(part):
            return f"{match['name']}_{match['number']}"
        if match := ANONYMOUS.fullmatch(part):
            return f"anon_{match['key']}"
        if match := CANVAS.fullmatch(part):
            return f"{match['name']}_{match['user']}"
    return ""


def as_notebooks(name: str) -> Iterator[str]:
    """Give names with a notebook's ending, for a name of which a browser or a mail program has made whatever it may be."""
    stem = ENDING.sub("", name).encode(errors="replace")[:LONGEST_STEM].decode(errors="ignore")
    yield f"{stem}.ipynb"
    yield from (f"{stem}-{number}.ipynb" for number in itertools.count(2))


def _is_junk(path: PurePath) -> bool:
    return any(part == "__MACOSX" or part.startswith(".") for part in path.parts)


def _sender(path: PurePath, notebooks: Sequence[str]) -> _Sender | None:
    """Read who handed in from the outermost name that says so: what lies further inside is the student's own."""
    for part in path.parts:
        inner = "" if part == path.name else path.name
        if match := MOODLE.fullmatch(part):
            return _Sender(
                name=match["name"].strip(), number=match["number"], file=inner or match["file"] or ""
            )
        if match := ANONYMOUS.fullmatch(part):
            return _Sender(name=f"anon_{match['key']}", file=inner or match["file"])
        if match := CANVAS.fullmatch(part):
            return _Sender(name=match["name"], user=match["user"], file=inner or match["file"])
    for underscore in re.finditer("_", path.name):
        student, file = path.name[: underscore.start()], path.name[underscore.end() :]
        if student and _notebook(file.partition(".")[0], notebooks)[0]:
            return _Sender(user=student, file=file)
    return None


def _notebook(file: str, notebooks: Sequence[str]) -> tuple[str, int]:
    """Tell which notebook a file is a copy of, and which copy; an empty name where it is of none."""
    stem = file.removesuffix(".ipynb").strip()
    number = 0
    while True:
        for notebook in notebooks:
            if _folded(stem) == _folded(notebook):
                return notebook, number
        match = COPY.search(stem)
        if match is None:
            return "", 0
        number = int(match["download"] or match["copy"] or match["again"])
        stem = stem[: match.start()].strip().removesuffix(".ipynb")


class _Students:
    """Whom the gradebook knows; the names under which Moodle knows several students, and those that would be somebody else's as a folder.

    Students can give themselves a name: one that is another's id, or what another is called with a number, is not theirs.
    """

    def __init__(self, senders: Sequence[_Sender], known: Sequence[Known]) -> None:
        self.of_name = _several((_folded(each.name), each.number) for each in senders)
        self._of_folder = _several((_safe(each.name).casefold(), each.number) for each in senders)
        self._ids = {each.id: each.name for each in known if each.name}
        self._with_number = {_numbered(each).casefold() for each in senders if each.number}
        self.by_user: dict[str, str] = {}
        self.by_name: defaultdict[str, list[str]] = defaultdict(list)
        for each in known:
            for user in (each.lms_user_id, each.id):
                self.by_user.setdefault(user or each.id, each.id)
            self.by_name[_folded(each.name)].append(each.id)

    def have(self, name: str) -> bool:
        """Tell whether a folder that is called as a student of that name would be is, or may be, another student's."""
        folder = _safe(name)
        others = self._ids.get(folder, name)
        taken = folder.casefold() in self._of_folder or folder.casefold() in self._with_number
        return taken or _folded(others) != _folded(name)


def _several(named: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    numbers: dict[str, set[str]] = defaultdict(set)
    for name, number in named:
        if number:
            numbers[name].add(number)
    return {name: found for name, found in numbers.items() if len(found) > 1}


def _student(sender: _Sender, students: _Students) -> str:
    """Give a sender's id: the gradebook's, where it knows just one such student."""
    if sender.user:
        return students.by_user.get(sender.user) or _safe(sender.user)
    if _is_participant(sender):
        return _numbered(sender)
    of_that_name = students.by_name.get(_folded(sender.name), [])
    if len(of_that_name) == 1 and _folded(sender.name) not in students.of_name:
        return of_that_name[0]
    return _numbered(sender) if sender.number and students.have(sender.name) else _safe(sender.name)


def _is_participant(sender: _Sender) -> bool:
    return bool(sender.number) and _folded(sender.name) == PARTICIPANT


def _numbered(sender: _Sender) -> str:
    return _safe(f"{sender.name}-{sender.number}")


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _safe(name: str) -> str:
    """Make a name that a folder can have; accents and vowel signs stay, however they are written."""
    kept = [char if _is_kept(char) else " " for char in unicodedata.normalize("NFC", name)]
    return "-".join("".join(kept).split()).strip(".-") or "student"


def _is_kept(char: str) -> bool:
    return char in "_.@-" or char.isalnum() or unicodedata.category(char).startswith("M")
