"""Settings: precedence, errors, and the hash of what changes the result."""

from __future__ import annotations

import pickle

import pytest
from pydantic import ValidationError

from extractor.errors import ModelError, SettingsError
from extractor.settings import Settings, read_settings


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("WORKERS", "MODEL", "LANGUAGE"):
        monkeypatch.delenv(f"EXTRACTOR_{name}", raising=False)
    return tmp_path


def test_flags_override_the_environment_which_overrides_the_file(tmp_path, monkeypatch):
    (tmp_path / "extractor.toml").write_text("workers = 2\nlanguage = 'de'\nmax_characters = 100\n", encoding="utf-8")
    monkeypatch.setenv("EXTRACTOR_WORKERS", "3")
    monkeypatch.setenv("EXTRACTOR_LANGUAGE", "it")
    settings = read_settings(workers=4)
    assert (settings.workers, settings.language, settings.max_characters) == (4, "it", 100)


def test_a_flag_that_is_not_given_overrides_nothing(monkeypatch):
    monkeypatch.setenv("EXTRACTOR_WORKERS", "3")
    assert read_settings(workers=None).workers == 3


def test_without_a_file_there_are_defaults():
    assert read_settings() == Settings()


def test_a_named_file_is_read_and_its_knowledge_folder_is_relative_to_it(tmp_path):
    (tmp_path / "there" / "tables").mkdir(parents=True)
    file = tmp_path / "there" / "mine.toml"
    file.write_text('knowledge = "tables"\n', encoding="utf-8")
    assert read_settings(file).knowledge == tmp_path / "there" / "tables"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("workers = -1", "workers: .*greater than or equal to 0"),
        ("wrokers = 2", "wrokers is no setting; the settings are: .*workers"),
        ("workers = ", "is not a TOML file"),
        pytest.param("workers = " + "9" * 5000, "is not a TOML file", id="a number of 5000 digits"),
        pytest.param("workers = " + "[" * 5000 + "]" * 5000, "is not a TOML file", id="lists 5000 deep"),
        ("min_characters = 9\nmax_characters = 5", "above max_characters"),
        ("knowledge = 'nowhere'", "the knowledge folder .*nowhere does not exist"),
        ("quiet = true\nverbose = true", "exclude each other"),
        ("memory_limit = 'much'", "memory_limit"),
        ("memory_limit = 4", "memory_limit: 4 bytes are too few .* 512MiB at least, with the unit, such as 4GiB"),
        ("memory_limit = '4'", "memory_limit: 4 bytes are too few"),
        ("memory_limit = 0", "memory_limit: 0 bytes are too few"),
        ("memory_limit = '511MiB'", "are too few"),
        ("memory_limit = '-4GiB'", "memory_limit"),
    ],
)
def test_a_wrong_file_is_told_in_one_line(tmp_path, content, message):
    (tmp_path / "extractor.toml").write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match=message) as error:
        read_settings()
    assert "\n" not in str(error.value)


def test_a_missing_named_file_is_an_error(tmp_path):
    with pytest.raises(SettingsError, match="there is no settings file"):
        read_settings(tmp_path / "none.toml")


def test_an_unknown_environment_variable_is_an_error(monkeypatch):
    monkeypatch.setenv("EXTRACTOR_WROKERS", "2")
    with pytest.raises(SettingsError, match="EXTRACTOR_WROKERS is no setting"):
        read_settings()


@pytest.mark.parametrize(
    ("size", "expected"),
    [("2GiB", 2 * 2**30), ("2 GB", 2 * 10**9), ("512mib", 512 * 2**20), (2**30, 2**30), ("0.5GiB", 2**29)],
)
def test_sizes_are_written_with_units(size, expected):
    assert read_settings(memory_limit=size).memory_limit == expected


def test_settings_are_frozen():
    with pytest.raises(ValidationError):
        Settings().workers = 2


def test_settings_go_to_a_worker_as_they_are(monkeypatch):
    settings = Settings(workers=7)
    monkeypatch.setenv("EXTRACTOR_LANGUAGE", "de")
    assert pickle.loads(pickle.dumps(settings)) == settings


def test_hash_leaves_out_what_only_changes_the_speed():
    assert Settings(workers=1, batch_articles=3, verbose=True).result_hash() == Settings(workers=8).result_hash()


@pytest.mark.parametrize("change", [{"language": "any"}, {"max_characters": 500}, {"min_characters": 50}])
def test_hash_changes_with_what_articles_are_taken(change):
    assert Settings(**change).result_hash() != Settings().result_hash()


def test_hash_changes_with_the_content_of_the_knowledge_folder(tmp_path):
    table = tmp_path / "weapons.tsv"
    table.write_text("id\tname\n", encoding="utf-8")
    settings = Settings(knowledge=tmp_path)
    before = settings.result_hash()
    assert before == Settings(knowledge=tmp_path).result_hash()
    table.write_text("id\tname\nx\tX\n", encoding="utf-8")
    assert settings.result_hash() != before


def test_hash_does_not_depend_on_where_the_knowledge_folder_is(tmp_path):
    hashes = set()
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "weapons.tsv").write_text("id\n", encoding="utf-8")
        hashes.add(Settings(knowledge=tmp_path / name).result_hash())
    assert len(hashes) == 1


def test_hash_of_a_missing_model_is_a_model_error():
    with pytest.raises(ModelError, match="fr_core_news_xxl is not installed"):
        Settings(model="fr_core_news_xxl").result_hash()


def test_workers_default_to_the_cores_there_are():
    assert Settings().worker_count() >= 1
    assert Settings(workers=5).worker_count() == 5
