"""The settings of a run: one frozen object from a file, the environment and flags, each overriding the one before.

    extractor.toml   <   EXTRACTOR_*   <   flags of the command line (or keyword arguments)

`Settings(...)` reads keyword arguments and the environment; `read_settings` adds the file. `Settings.result_hash` tells
whether two runs would write the same rows.
"""

from __future__ import annotations

import os
import tomllib
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import ByteSize, Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, EnvSettingsSource, SettingsConfigDict

from extractor import __version__
from extractor.analysis.model import choose_model, model_label
from extractor.errors import SettingsError
from extractor.knowledge import table_path
from extractor.knowledge.own import table_files

SETTINGS_FILE = Path("extractor.toml")
"""Read from the working directory when it is there and no other file is named."""

PREFIX = "EXTRACTOR_"

LEAST_MEMORY = 512 * 2**20
"""Bytes that a worker needs for short articles with the medium model; with less, it would reject every article."""

COMMANDS = (
    "compact", "doctor", "evaluate", "export", "init", "knowledge", "rejected", "report", "run", "runs", "schema",
    "search", "show",
)  # fmt: skip
"""Variables that go on with a command and an option, such as EXTRACTOR_RUN_SINCE, are that option's, and no settings;
EXTRACTOR_CONFIG names the settings file itself."""

CHANGES_RESULT = ("language", "min_characters", "max_characters")
"""The fields whose value changes what the tables hold, beside the model, the version and the knowledge."""


class Settings(BaseSettings):
    """How to run; see `extractor run --help` for the fields that have a flag."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", env_prefix=PREFIX, env_ignore_empty=True)

    model: str | None = None
    """Name of the spaCy model; by default the large French one where it is installed, else the medium one."""
    knowledge: Path | None = None
    """Folder of the user's own tables, which add to the shipped ones or override them."""
    language: str = "fr"
    """ISO 639-1 code of the language that articles have to be in."""
    min_characters: int = Field(default=20, ge=1)
    """Shorter articles are rejected, in code points."""
    max_characters: int = Field(default=1_000_000, ge=1)
    """Longer articles are rejected, in code points; spaCy's parser needs about 1 GB for 100,000 of them."""

    text_column: str | None = None
    """Column of JSON Lines, CSV or Parquet that holds the text; by default told by its name, as the others below."""
    id_column: str | None = None
    title_column: str | None = None
    url_column: str | None = None
    outlet_column: str | None = None
    author_column: str | None = None
    date_column: str | None = None

    workers: int | None = Field(default=None, ge=0)
    """Worker processes; by default one a core that this process may use. 0 works in the run's own process, where an
    article that hangs or crashes takes the run with it; pages and Parquet are read in another one all the same."""
    engine: Literal["local", "ray"] = "local"
    """Where the workers are: on this machine, or on those of a Ray cluster."""
    address: str | None = None
    """Address of the Ray cluster, such as `auto` or `10.0.0.1:6379`; by default the one of this machine."""
    batch_articles: int = Field(default=32, ge=1)
    """Articles a shard holds at most."""
    batch_characters: int = Field(default=100_000, ge=1)
    """Code points a shard holds at most, unless one article alone is longer."""
    commit_articles: int = Field(default=512, ge=1)
    """Articles after which the tables are written: what a crash costs at most, beside a minute."""
    timeout_per_article: float | None = Field(default=600.0, gt=0)
    """Seconds after which an article is given up and rejected; none for no limit."""
    memory_limit: ByteSize | None = None
    """What one worker may write to in memory, such as `4GiB` and 512MiB at least; none for no limit."""

    log_format: Literal["text", "json"] = "text"
    """How progress is written where there is no terminal."""
    quiet: bool = False
    verbose: bool = False

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.min_characters > self.max_characters:
            raise ValueError(f"min_characters ({self.min_characters}) is above max_characters ({self.max_characters})")
        if self.quiet and self.verbose:
            raise ValueError("quiet and verbose exclude each other")
        if self.memory_limit is not None and self.memory_limit < LEAST_MEMORY:
            raise ValueError(
                f"memory_limit: {int(self.memory_limit)} bytes are too few for a worker; "
                "give 512MiB at least, with the unit, such as 4GiB"
            )
        if self.engine == "ray" and self.workers == 0:
            raise ValueError("workers = 0 works in this process: leave it out with engine = ray")
        if self.knowledge is not None and not self.knowledge.is_dir():
            raise ValueError(f"the knowledge folder {self.knowledge} does not exist")
        return self

    def worker_count(self) -> int:
        """`workers`, or the number of cores this process may use."""
        if self.workers is not None:
            return self.workers
        if hasattr(os, "sched_getaffinity"):  # not on macOS and Windows
            return len(os.sched_getaffinity(0))
        return os.cpu_count() or 1

    def columns(self) -> dict[str, str]:
        """The columns that were named, by role: `text`, `id`, `title`, `url`, `outlet`, `author`, `published_at`."""
        named = {role: getattr(self, f"{role}_column") for role in ("text", "id", "title", "url", "outlet", "author")}
        named["published_at"] = self.date_column
        return {role: column for role, column in named.items() if column is not None}

    def result_hash(self) -> str:
        """SHA-256 (hex) of all that changes the result: version, model, knowledge by content, limits on articles.

        The number of workers, shards and the like are left out: they change how fast the rows come, never which.
        Raises ModelError when the model is not installed.
        """
        limits = [f"{name}={getattr(self, name)}" for name in CHANGES_RESULT]
        return sha256("\n".join([*ingredients(self.model, self.knowledge), *limits]).encode()).hexdigest()


def ingredients(model: str | None, knowledge: Path | None) -> tuple[str, ...]:
    """What is installed here that the result of an article depends on: other machines have to have the same.

    Raises ModelError when the model is not installed.
    """
    return (
        f"extractor={__version__}",
        f"model={model_label(choose_model(model))}",
        f"shipped={folder_hash(table_path('any').parent)}",
        f"knowledge={folder_hash(knowledge) if knowledge else ''}",
    )


def folder_hash(folder: Path) -> str:
    """SHA-256 (hex) of the names and contents of the tables in `folder`."""
    digest = sha256()
    for path in table_files(folder):
        digest.update(f"{path.name}\0{sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def read_settings(file: Path | None = None, **flags: object) -> Settings:
    """The settings of the file, the environment and `flags`, in rising precedence; a flag that is None is not given.

    `file` defaults to `extractor.toml` in the working directory, which need not exist. A relative knowledge folder in
    the file is relative to the file. Raises SettingsError naming the setting, where it comes from and what it may be.
    """
    environment = EnvSettingsSource(Settings)()
    _check_names(environment_names(), f"the environment variable {PREFIX}", str.upper)
    values = {**read_file(file), **environment, **{name: flag for name, flag in flags.items() if flag is not None}}
    try:
        return Settings(**values)
    except ValidationError as error:
        raise SettingsError(_one_line(error)) from None


def environment_names() -> list[str]:
    """The settings that environment variables give, by field name, whether or not there is such a field."""
    names = (name.removeprefix(PREFIX).lower() for name in sorted(os.environ) if name.startswith(PREFIX))
    options = tuple(f"{command}_" for command in COMMANDS)
    return [name for name in names if name != "config" and not name.startswith(options)]


def read_file(file: Path | None) -> dict[str, Any]:
    """The values in a settings file. Raises SettingsError when a named file is missing or it is not TOML."""
    if file is None:
        if not SETTINGS_FILE.is_file():
            return {}
        file = SETTINGS_FILE
    elif not file.is_file():
        raise SettingsError(f"there is no settings file {file}; leave --config out, or create the file")
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    # A number of thousands of digits is a ValueError too, as is what is not UTF-8 or not TOML.
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"{file} is not a TOML file: {error}") from None
    _check_names(list(values), f"{file}: ", str)
    if isinstance(values.get("knowledge"), str):
        values["knowledge"] = file.parent / values["knowledge"]
    return values


def _check_names(names: list[str], where: str, spell: Any) -> None:
    for name in names:
        if name not in Settings.model_fields:
            known = ", ".join(sorted(Settings.model_fields))
            raise SettingsError(f"{where}{spell(name)} is no setting; the settings are: {known}")


def _one_line(error: ValidationError) -> str:
    details = error.errors(include_url=False)
    return "; ".join(
        f"{'.'.join(str(part) for part in detail['loc'])}: {detail['msg']} (given: {detail['input']!r})"
        if detail["loc"]
        else detail["msg"].removeprefix("Value error, ")
        for detail in details
    )
