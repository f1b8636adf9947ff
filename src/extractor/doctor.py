"""Is everything in place? One check a line, and for what is missing the command that mends it."""

from __future__ import annotations

import json
import os
import platform
import shutil
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from extractor import __version__
from extractor.analysis.model import DEFAULT_MODEL, PREFERRED_MODEL, choose_model, install_command, model_label
from extractor.errors import ExtractorError
from extractor.knowledge import read_table, table_path

State = Literal["ok", "note", "wrong"]

REINSTALL = "pip install --upgrade extractor, or make install in a checkout"

ROOM_NEEDED = 200 * 2**20
"""Free bytes below which the output folder is called nearly full."""


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at and found; `remedy` says what to do unless all is well."""

    name: str
    state: State
    found: str
    remedy: str = ""


def examine(out: Path, *, model: str | None = None, config: Path | None = None) -> list[Check]:
    """All checks, in the order in which to mend them. Nothing is written and nothing is downloaded.

    Where packages are missing, only what can be told without them is checked.
    """
    checks = [
        Check("Python", "ok", f"{platform.python_version()} on {platform.system()} {platform.machine()}"),
        Check("extractor", "ok", __version__),
        check_packages(),
    ]
    if checks[-1].state == "wrong":
        return [*checks, check_output(out)]
    from extractor.settings import Settings, read_settings

    try:
        settings = read_settings(config, model=model)
        checked = Check("settings", "ok", f"{config or 'defaults, extractor.toml and EXTRACTOR_* where given'}")
    except ExtractorError as error:
        settings = Settings.model_construct(model=model)
        checked = Check("settings", "wrong", str(error), "correct the value named here")
    return [
        *checks,
        check_model(settings.model),
        check_large_model(),
        checked,
        check_knowledge(settings.knowledge),
        check_output(out),
        *check_tables(out),
        Check("workers", "ok", f"{settings.worker_count()} by default"),
    ]


def check_packages() -> Check:
    """Every package that extractor requires, in the version that it requires."""
    if find_spec("packaging") is None:
        return Check("packages", "wrong", "packaging is missing", REINSTALL)
    from packaging.requirements import Requirement

    needed = [Requirement(line) for line in requires("extractor") or []]
    needed = [one for one in needed if one.marker is None or one.marker.evaluate({"extra": ""})]
    wrong = []
    for one in needed:
        try:
            found = version(one.name)
        except PackageNotFoundError:
            wrong.append(f"{one.name} is missing")
            continue
        if not one.specifier.contains(found, prereleases=True):
            wrong.append(f"{one.name} is {found}, needed is {one.specifier}")
    if wrong:
        return Check("packages", "wrong", "; ".join(wrong), REINSTALL)
    return Check("packages", "ok", f"all {len(needed)} installed, spaCy {version('spacy')}")


def check_model(name: str | None) -> Check:
    """The French model that a run would load, and whether it was made for the installed spaCy."""
    try:
        chosen = choose_model(name)
    except ExtractorError as error:
        return Check("model", "wrong", f"{name or DEFAULT_MODEL} is not installed", str(error).split("with: ")[-1])
    from packaging.specifiers import SpecifierSet

    spec = find_spec(chosen)
    meta_file = Path(spec.origin).parent / "meta.json" if spec and spec.origin else None
    if meta_file is None or not meta_file.is_file():
        return Check("model", "wrong", f"{chosen} is a package, but no spaCy model", install_command(DEFAULT_MODEL))
    meta = json.loads(meta_file.read_text(encoding="utf-8"))
    if meta["lang"] != "fr":
        return Check("model", "wrong", f"{chosen} is for the language {meta['lang']}", install_command(DEFAULT_MODEL))
    if not SpecifierSet(meta["spacy_version"]).contains(version("spacy"), prereleases=True):
        found = f"{model_label(chosen)} is for spaCy {meta['spacy_version']}, installed is {version('spacy')}"
        return Check("model", "wrong", found, install_command(chosen))
    return Check("model", "ok", model_label(chosen))


def check_large_model() -> Check:
    """The large model is optional."""
    if find_spec(PREFERRED_MODEL):
        return Check("large model", "ok", model_label(PREFERRED_MODEL))
    return Check(
        "large model", "note", f"{PREFERRED_MODEL} is not installed (optional)", install_command(PREFERRED_MODEL)
    )


def check_knowledge(folder: Path | None) -> Check:
    """Every shipped table can be read; the user's own are sound, and which of them are read."""
    from extractor.knowledge.check import require_sound

    paths = sorted(table_path("any").parent.glob("*.tsv"))
    try:
        count = sum(1 for path in paths for _ in read_table(path))
        if folder is not None:
            require_sound(folder)
    except ExtractorError as error:
        return Check("knowledge", "wrong", str(error), "correct the line named here: extractor knowledge tables")
    own = sorted(path.name for path in folder.glob("*.tsv")) if folder else []
    added = f", and of yours in {folder}: {', '.join(own)}" if own else ""
    return Check("knowledge", "ok", f"{count} rows in {len(paths)} tables{added}")


def check_tables(out: Path) -> list[Check]:
    """The tables are there and can be read; nothing where there are none."""
    from extractor.tables.schemas import TABLES
    from extractor.tables.store import Store

    store = Store(out)
    try:
        if not any(store.exists(name) for name in TABLES):
            return []
        store.require_whole()
        return [Check("tables", "ok", f"{store.count('documents')} articles")]
    except ExtractorError as error:
        problem, _, remedy = str(error).partition("; ")
        return [Check("tables", "wrong", problem, remedy or f"restore {out} from a backup")]


def check_output(out: Path) -> Check:
    """The output folder can be written, or made."""
    place = out
    while not place.exists():
        place = place.parent
    if not place.is_dir():
        return Check("output", "wrong", f"{place} is a file", "name a folder: extractor doctor OUT")
    if not os.access(place, os.W_OK | os.X_OK):
        return Check("output", "wrong", f"{place} cannot be written", f"chmod u+w {place}, or name another folder")
    free = shutil.disk_usage(place).free
    room = f"{free / 2**30:.1f} GiB free"
    if free < ROOM_NEEDED:
        return Check("output", "note", f"{out} can be written, but only {room}", "free some room on that disk")
    return Check("output", "ok", f"{out} can be written, {room}")
