"""The small files beside the tables (`OUT/_runs`): records of runs, the journal, what is known of inputs."""

from __future__ import annotations

import os
from pathlib import Path

from extractor.locations import Location, Remote

FOLDER = "_runs"


class Records:
    """The files in `folder`. Each is there as a whole or not at all, whatever happens while it is written."""

    def __init__(self, folder: Location) -> None:
        self.folder = folder

    def make(self) -> None:
        """Makes the folder. Raises OSError."""
        if isinstance(self.folder, Path):
            self.folder.mkdir(parents=True, exist_ok=True)

    def read(self, name: str) -> bytes | None:
        """The content of a file, or None where it does not exist."""
        if isinstance(self.folder, Remote):
            if not self.exists(name):
                return None
            with (self.folder / name).open() as stream:
                return stream.read()
        path = self.folder / name
        return path.read_bytes() if path.exists() else None

    def write(self, name: str, content: bytes) -> None:
        """Writes a file so that it is on disk, whole, when this returns."""
        if isinstance(self.folder, Remote):
            with (self.folder / name).open("wb") as stream:
                stream.write(content)
            return
        path = self.folder / name
        temporary = path.with_name(f"{name}.tmp")
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
        descriptor = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def remove(self, name: str) -> None:
        """Removes a file, if it is there."""
        if isinstance(self.folder, Remote):
            if self.exists(name):
                place = self.folder / name
                place.file_system.delete_file(place.key)
            return
        (self.folder / name).unlink(missing_ok=True)

    def set_aside(self, name: str) -> str:
        """Keeps a file that cannot be read under another name, which it gives."""
        number = 1
        while self.exists(aside := f"{name}.damaged-{number}"):
            number += 1
        content = self.read(name)
        if content is not None:
            self.write(aside, content)
            self.remove(name)
        return aside

    def exists(self, name: str) -> bool:
        """Whether there is such a file."""
        if isinstance(self.folder, Remote):
            return bool((self.folder / name).info().is_file)
        return (self.folder / name).exists()

    def names(self) -> list[str]:
        """The names of all files, sorted."""
        if isinstance(self.folder, Remote):
            from pyarrow.fs import FileSelector

            selector = FileSelector(self.folder.key, allow_not_found=True)
            return sorted(info.base_name for info in self.folder.file_system.get_file_info(selector) if info.is_file)
        return sorted(path.name for path in self.folder.glob("*")) if self.folder.exists() else []
