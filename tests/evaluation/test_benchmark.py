"""The benchmark: annotations apart from their texts, read with them, measured, and rebuilt from repositories."""

from __future__ import annotations

import importlib.util
import json
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from extractor.annotations import NAMED_KINDS
from extractor.errors import InputError
from extractor.evaluation.benchmark import (
    Origin,
    docs_by_source,
    read_benchmark,
    read_sources,
    read_standoff,
    sha256,
    to_gold,
    to_standoff,
)
from extractor.evaluation.gold import read_gold

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "benchmarks" / "gold"
DATA = ROOT / "tests" / "data"
TEXT = "Le ministre Jean Martin a dit que « tout » allait bien en France."


def script(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "benchmarks" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


rebuilding = script("rebuild_texts")


def place(surface, text=TEXT):
    return [text.index(surface), text.index(surface) + len(surface)]


def article(doc="a1", source="press", text=TEXT, **changes):
    return {
        "doc": doc,
        "source": source,
        "text": {
            "repository": "owner/name",
            "path": "a.md",
            "commit": "0" * 40,
            "sha256": sha256(text),
            "form": "markdown",
            "characters": len(text),
        },
        "entities": {
            "p1": {"type": "PERSON", "names": [place("Jean Martin"), "Jean-Luc Martin"]},
            "c1": {"type": "COUNTRY", "iso": "FR"},
        },
        "mentions": [[*place("Jean Martin"), "p1", "name"], [*place("France"), "c1", "name"]],
        "statements": [{"spans": [place("« tout » allait bien en France")], "type": "mixed", "by": ["p1"]}],
        **changes,
    }


SOURCES = {
    "press": {"split": "open", "what": "A paper", "terms": "free"},
    "radio": {"split": "held-back", "what": "A radio", "terms": "free"},
}


@pytest.fixture
def folder(tmp_path):
    """A benchmark of three articles: one of the press, one of a radio, and one whose text is not there."""
    (tmp_path / "sources.json").write_text(json.dumps(SOURCES), encoding="utf-8")
    (tmp_path / "texts").mkdir()
    for one in (article("a1"), article("a2", "radio"), article("a3")):
        (tmp_path / f"{one['doc']}.json").write_text(json.dumps(one), encoding="utf-8")
        if one["doc"] != "a3":
            (tmp_path / "texts" / f"{one['doc']}.txt").write_bytes(TEXT.encode())
    return tmp_path


def test_the_articles_of_a_split_come_with_their_texts(folder):
    benchmark = read_benchmark(folder)
    assert [gold.doc_id for gold in benchmark.golds] == ["a1"]
    assert benchmark.missing == ["a3"]
    (gold,) = benchmark.golds
    assert gold.entities["p1"].names == ("Jean Martin", "Jean-Luc Martin")
    assert [TEXT[one.start : one.end] for one in gold.mentions] == ["Jean Martin", "France"]
    assert [TEXT[slice(*span)] for one in gold.statements for span in one.spans] == ["« tout » allait bien en France"]


@pytest.mark.parametrize(
    ("chosen", "docs"),
    [
        ({"split": "held-back"}, ["a2"]),
        ({"split": "all"}, ["a1", "a2"]),
        ({"split": "all", "sources": ["radio"]}, ["a2"]),
        ({"sources": ["press", "radio"]}, ["a1"]),
    ],
)
def test_articles_are_chosen_by_split_and_source(folder, chosen, docs):
    assert [gold.doc_id for gold in read_benchmark(folder, **chosen).golds] == docs


def test_texts_may_be_elsewhere(folder, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "a3.txt").write_bytes(TEXT.encode())
    benchmark = read_benchmark(folder, texts=elsewhere)
    assert ([gold.doc_id for gold in benchmark.golds], benchmark.missing) == (["a3"], ["a1"])


def test_sources_are_told_with_their_articles(folder):
    assert docs_by_source(read_benchmark(folder, split="all")) == {"press": ["a1"], "radio": ["a2"]}


def test_none_of_the_texts_is_told_with_what_to_do(folder):
    with pytest.raises(InputError, match="holds none of the 2 texts: rebuild them with benchmarks/rebuild_texts.py"):
        read_benchmark(folder, texts=folder / "nowhere")


@pytest.mark.parametrize("changed", [TEXT + " ", TEXT.replace("’", "'") + "\n", "", TEXT[:-1]])
def test_another_text_is_told(folder, changed):
    (folder / "texts" / "a1.txt").write_bytes(changed.encode())
    with pytest.raises(InputError, match=r"a1\.txt is not the text that was annotated"):
        read_benchmark(folder)


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        ({"split": "closed"}, "the split is one of open, held-back, all, not 'closed'"),
        ({"sources": ["tv"]}, "no source 'tv'; its sources are: press, radio"),
        ({"sources": ["radio"]}, "no article of the split 'open' in radio"),
    ],
)
def test_a_wrong_choice_is_told(folder, chosen, message):
    with pytest.raises(InputError, match=message):
        read_benchmark(folder, **chosen)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"mentions": [[0, 999, "p1", "name"]]}, "is no place in the text"),
        ({"mentions": [[5, 5, "p1", "name"]]}, "is no place in the text"),
        ({"mentions": [[0, 5, "p9", "name"]]}, "there is no entity 'p9'"),
        ({"mentions": [[0, 5, "p1", "nom"]]}, "mentions.0"),
        ({"mentions": [["Martin", 1, "p1", "name"]]}, "mentions.0"),
        ({"statements": [{"spans": [], "type": "direct"}]}, "statements.0.spans"),
        ({"statements": [{"spans": [[0, 5]], "type": "oral"}]}, "statements.0.type"),
        ({"statements": [{"spans": [[0, 5]], "type": "direct", "by": ["x1"]}]}, "there is no entity 'x1'"),
        ({"statements": [{"spans": [[0, 5]], "type": "direct", "cue": [9, 2]}]}, "is no place in the text"),
        ({"entities": {"Martin": {"type": "PERSON", "names": ["x"]}}}, "entities.Martin"),
        ({"entities": {"p1": {"type": "PERSON"}, "c1": {"type": "COUNTRY", "iso": "FR"}}}, "p1 has no names"),
        ({"entities": {"p1": {"type": "PERSON", "names": ["x"]}, "c1": {"type": "COUNTRY"}}}, "c1 has no iso"),
        ({"source": "tv"}, "the source 'tv' is not in sources.json"),
        ({"doc": "a2"}, r"a2 is also in"),
        ({"doc": "../a1"}, "doc: "),
        ({"file": "a1.txt"}, "file"),
    ],
)
def test_what_is_off_in_an_annotation_is_told_with_its_file(folder, changes, message):
    (folder / "a1.json").write_text(json.dumps(article(**changes)), encoding="utf-8")
    with pytest.raises(InputError, match=rf"(?s)a[12]\.json: .*{message}"):
        read_standoff(folder)


def test_a_file_with_many_problems_tells_the_first_and_how_many_more(folder):
    wrong = article(mentions=[[5, 5, "p1", "name"]] * 9)
    (folder / "a1.json").write_text(json.dumps(wrong), encoding="utf-8")
    with pytest.raises(InputError, match=r"a1\.json: (\(5, 5\) is no place in the text; ){5}and 4 more$"):
        read_standoff(folder)


@pytest.mark.parametrize(
    ("key", "value"),
    [("repository", "somewhere"), ("commit", "HEAD"), ("sha256", "x"), ("characters", 0), ("licence", "free")],
)
def test_an_origin_that_leads_nowhere_is_told(folder, key, value):
    content = article()
    content["text"][key] = value
    (folder / "a1.json").write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(InputError, match=rf"a1\.json: text\.{key}: "):
        read_standoff(folder)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a1.json", "{", "a1.json is no JSON"),
        ("a1.json", "[]", "a1.json: it: "),
        ("sources.json", "[]", "has to be an object"),
        ("sources.json", '{"press": {"split": "closed"}}', "sources.json: press.split"),
    ],
)
def test_a_broken_file_is_told(folder, name, content, message):
    (folder / name).write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_benchmark(folder)


def test_a_folder_that_is_no_benchmark_is_told(tmp_path):
    with pytest.raises(InputError, match=r"is no benchmark: it has no sources\.json"):
        read_benchmark(tmp_path)
    with pytest.raises(InputError, match="nowhere is no folder"):
        read_benchmark(tmp_path / "nowhere")


def test_an_annotation_is_the_same_without_its_text_and_with_it_again(tmp_path):
    (gold,) = read_gold([DATA / "trilateral.json"])
    origin = Origin(
        repository="owner/name",
        path="trilateral.txt",
        commit="0" * 40,
        sha256=sha256(gold.text),
        form="markdown",
        characters=len(gold.text),
    )
    content = to_standoff(gold, source="press", origin=origin)
    (tmp_path / "sources.json").write_text(json.dumps(SOURCES), encoding="utf-8")
    (tmp_path / "trilateral.json").write_text(json.dumps(content), encoding="utf-8")
    (read,) = read_standoff(tmp_path)
    again = to_gold(read, gold.text)
    ids = dict(zip(gold.entities, again.entities, strict=True))
    assert [entity.names for entity in again.entities.values()] == [
        entity.names if entity.type != "COUNTRY" else () for entity in gold.entities.values()
    ]
    assert [(one.start, one.end, one.entity, one.kind, one.type) for one in again.mentions] == [
        (one.start, one.end, ids[one.entity], one.kind, one.type) for one in gold.mentions
    ]
    assert [(one.spans, one.cue, one.speaker, one.type, one.optional) for one in again.statements] == [
        (one.spans, one.cue, one.speaker, one.type, one.optional) for one in gold.statements
    ]
    assert [one.by for one in again.statements] == [tuple(ids[by] for by in one.by) for one in gold.statements]


ARTICLES = read_standoff(GOLD)


def test_the_benchmark_of_the_project_is_whole():
    assert len(ARTICLES) >= 274
    assert {article.source for article in ARTICLES} == set(read_sources(GOLD))
    assert {article.text.form for article in ARTICLES} <= set(rebuilding.FORMS)
    assert all((GOLD / f"{article.doc}.json").is_file() for article in ARTICLES)


def test_every_source_is_in_the_table_of_the_page_with_its_numbers():
    page = (ROOT / "docs" / "benchmark.md").read_text(encoding="utf-8")
    for name, source in read_sources(GOLD).items():
        articles = [article for article in ARTICLES if article.source == name]
        spans = sum(len(one.spans) for article in articles for one in article.statements if not one.optional)
        named = Counter(
            article.entities[entity].type
            for article in articles
            for _, _, entity, kind in article.mentions
            if kind in NAMED_KINDS
        )
        numbers = (len(articles), spans, named["WEAPON"], named["AGREEMENT"])
        assert f"| `{name}` | {source.split} | {' | '.join(map(str, numbers))} |" in page


def test_the_benchmark_of_the_project_holds_no_texts():
    """Names that no text writes in full are the only words; a name that stands in its text is given by its place."""
    assert [file for file in GOLD.rglob("*") if file.suffix not in {".json", ".md"} and "texts" not in file.parts] == []
    names = [name for article in ARTICLES for one in article.entities.values() for name in one.names]
    letters = sum(len(name) for name in names if isinstance(name, str))
    assert letters < 0.005 * sum(article.text.characters for article in ARTICLES)
    assert all(len(name) < 80 for name in names if isinstance(name, str))


def test_the_texts_of_the_benchmark_are_kept_out_of_the_repository():
    assert "/benchmarks/gold/texts/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()


# Rebuilding

CONTENTS = {
    "template": "d1\t1\tUn.\nd1\t2\tDeux.\nd2\t1\tTrois.\n",
    "numbered_lines": "Un.\nDeux.\nTrois.\n",
    "parallel_lines": "fr\tfon\nUn.\tx\nDeux.\ty\n\nTrois.\tz\n",
    "translation_xml": """
        <doc a="1" id="d1"><src lang="fr"><p><seg id="1">Un.</seg></p><p><seg id="2">Deux.</seg></p></src></doc>
        <doc a="1" id="d2"><src lang="fr"><p><seg id="1">Trois.</seg></p></src></doc>""",
    "table": 'text\tlabel\n"Un.\n\nDeux."\tx\nTrois.\ty\n',
    "article_xml": """<ARTICLE url="u" date="d">
Titre
Un.
Deux.
</ARTICLE>
<ARTICLE url="u" date="d">
Titre
Trois.
</ARTICLE>""",
    "markdown": "---\ntitle: x\n---\n# Un.\n\n![image](a.png)\n> **Deux.**\n",
    "markdown_parts": "---\ntitle: x\n---\nUn.\n\n[Deux](http://x).\n\n-----\n\nTrois.\n",
    "dated_blocks": "Titre\n\nChapeau\n\n2020-03-05\n\nUn.\nDeux.\nUn.\n\nTitre\n\n\n2020-03-06\n\nTrois.\n",
    "tokens": """T\tM
# hipe2022:document_id = d1
# x
Un\tNoSpaceAfter
.\tEndOfLine
Deux\t_
# hipe2022:document_id = d2
Trois\tNoSpaceAfter
.\t_
""",
    "orange": """<p class="sticky-text-column"><!-- TEXTE -->
        <p>Un.</p><style>x</style><p>Deux&nbsp;!</p><!-- articleBody -->""",
}
TEXTS = {
    "markdown": ["Un.\n\nDeux."],
    "tokens": ["Un. Deux", "Trois."],
    "table": ["Un. Deux.", "Trois."],
    "orange": ["Un.\n\nDeux\u00a0!"],
}


@pytest.mark.parametrize("form", sorted(rebuilding.FORMS))
def test_a_file_of_each_form_is_cut_into_its_texts(form):
    found = list(rebuilding.texts_of(form, CONTENTS[form], lambda path: "d1\t1\nd1\t2\nd2\t1\n"))
    assert set(TEXTS.get(form, ["Un.\n\nDeux.", "Trois."])) <= set(found)


@pytest.fixture
def checkouts(tmp_path):
    """A repository owner/name with a file of Markdown, changed after the commit of the annotation."""
    repository = tmp_path / "checkouts" / "owner+name"
    repository.mkdir(parents=True)

    def git(*arguments):
        identity = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"]
        done = subprocess.run(
            ["git", *identity, *arguments], cwd=repository, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    git("init", "-q")
    (repository / "a.md").write_text(f"---\ntitle: x\n---\n{TEXT}\n", encoding="utf-8")
    git("add", ".")
    git("commit", "-qm", "one")
    commit = git("rev-parse", "HEAD")
    (repository / "a.md").write_text("changed\n", encoding="utf-8")
    git("commit", "-qam", "two")
    return tmp_path / "checkouts", commit


def test_texts_are_rebuilt_from_the_commit_that_was_annotated(folder, checkouts):
    place, commit = checkouts
    for file in folder.glob("a*.json"):
        content = json.loads(file.read_text(encoding="utf-8"))
        content["text"]["commit"] = commit
        file.write_text(json.dumps(content), encoding="utf-8")
    written, missing, commands = rebuilding.rebuild(place, folder, folder / "texts")
    assert (written, missing, commands) == (3, [], [])
    assert (folder / "texts" / "a3.txt").read_bytes().decode() == TEXT
    assert read_benchmark(folder).missing == []


def test_what_cannot_be_rebuilt_is_told_with_the_command_that_fetches_it(folder, checkouts):
    place, _ = checkouts
    written, missing, commands = rebuilding.rebuild(place, folder, folder / "texts")
    assert (written, missing) == (0, ["a1", "a2", "a3"])
    assert len(commands) == 1
    assert f"fetch origin {'0' * 40}" in commands[0]
    _, _, commands = rebuilding.rebuild(place / "none", folder, folder / "texts")
    assert commands == [f"git clone https://github.com/owner/name {place / 'none' / 'owner+name'}"]


def test_a_machine_without_git_is_told_to_install_it(folder, checkouts, monkeypatch, capsys):
    place, _ = checkouts
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("sys.argv", ["rebuild_texts.py", str(place), "--benchmark", str(folder)])
    assert rebuilding.main() == 2
    assert "git is not installed" in capsys.readouterr().err


def test_a_folder_that_is_no_benchmark_is_told_by_the_script(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["rebuild_texts.py", str(tmp_path), "--benchmark", str(tmp_path)])
    assert rebuilding.main() == 2
    assert "it has no sources.json" in capsys.readouterr().err
    assert not (tmp_path / "texts").exists()


def test_an_annotation_becomes_part_of_the_benchmark(tmp_path, monkeypatch, capsys):
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "sources.json").write_text(json.dumps(SOURCES), encoding="utf-8")
    origin = {"source": "press", "repository": "o/n", "path": "x", "commit": "0" * 40, "form": "markdown"}
    (tmp_path / "origins.json").write_text(json.dumps({"trilateral": origin}), encoding="utf-8")
    arguments = ["standoff.py", str(DATA), str(tmp_path / "origins.json"), "--benchmark", str(tmp_path / "gold")]
    monkeypatch.setattr("sys.argv", arguments)
    assert script("standoff").main() == 0
    assert "1 articles in" in capsys.readouterr().out
    (read,) = read_standoff(tmp_path / "gold")
    assert read.doc == "trilateral"
    (tmp_path / "origins.json").write_text("{}", encoding="utf-8")
    assert script("standoff").main() == 2
    assert "does not say where the text of trilateral comes from" in capsys.readouterr().err
