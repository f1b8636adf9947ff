"""The tables in the forms of other tools, read back by what reads those forms."""

from __future__ import annotations

import csv
import json
import re

import pyarrow as pa
import pytest

from extractor.errors import UsageError
from extractor.exports import FOLDERS, FORMATS, export
from extractor.exports.files import file_name
from extractor.exports.nested import articles
from extractor.tables.read import Corpus


@pytest.fixture(scope="module")
def corpus(hand_annotated_output):
    return Corpus(hand_annotated_output)


def by_id(corpus):
    return {article["doc_id"]: article for article in articles(corpus)}


def test_articles_have_their_own_rows_and_copies_those_of_the_original(corpus):
    nested = by_id(corpus)
    assert [len(nested[doc_id]["statements"]) for doc_id in ("a", "dossier/b 2", "c", "d")] == [2, 1, 0, 2]
    assert [row["mention_id"] for row in nested["a"]["mentions"]] == [0, 1, 2, 3, 4]
    assert nested["dossier/b 2"]["statements"][0]["speech_act"] == "deny"


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_every_form_has_every_article(corpus, tmp_path, form):
    path = tmp_path / "new" / ("folder" if form in FOLDERS else f"file.{form}")
    assert export(corpus, path, form) == 4
    assert path.exists()


def test_the_suffix_tells_the_form(corpus, tmp_path):
    export(corpus, tmp_path / "x.jsonl")
    assert (tmp_path / "x.jsonl").read_text(encoding="utf-8").startswith("{")


@pytest.mark.parametrize(
    ("name", "form", "message"),
    [
        ("x", None, "does not tell the format; name it with --format: jsonl, csv"),
        ("x.csv", None, "does not tell the format"),
        ("x", "xml", "there is no format 'xml'"),
        ("file", "brat", "is written to a folder, and .* is a file"),
        ("folder", "jsonl", "is written to one file, and .* is a folder"),
    ],
)
def test_what_cannot_be_written_is_told(corpus, tmp_path, name, form, message):
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    with pytest.raises(UsageError, match=message):
        export(corpus, tmp_path / name, form)


def test_json_lines_have_one_article_a_line(corpus, tmp_path):
    export(corpus, tmp_path / "x.jsonl")
    lines = (tmp_path / "x.jsonl").read_text(encoding="utf-8").splitlines()
    read = {article["doc_id"]: article for article in map(json.loads, lines)}
    assert read.keys() == by_id(corpus).keys()
    span = read["a"]["statements"][0]["spans"][0]
    assert read["a"]["text"][span["start"] : span["end"]] == "La Corée du Nord menace la paix"
    assert read["a"]["published_at"] == "2024-05-31T06:00:00+00:00"


def test_csv_has_every_row_and_who_said_what(corpus, tmp_path):
    export(corpus, tmp_path / "x", "csv")
    with (tmp_path / "x" / "documents.csv").open(encoding="utf-8", newline="") as file:
        documents = {row["doc_id"]: row for row in csv.DictReader(file)}
    assert documents["dossier/b 2"]["text"] == corpus.text("dossier/b 2")
    with (tmp_path / "x" / "who_said_what.csv").open(encoding="utf-8", newline="") as file:
        said = list(csv.DictReader(file))
    assert [row["act"] for row in said] == ["assert", "promise", "deny"]
    assert json.loads(said[0]["about_ids"]) == ["country:KP"]
    assert said[2]["function"] == ""


def test_brat_marks_have_the_text_at_their_places(corpus, tmp_path):
    export(corpus, tmp_path, "brat")
    declared = (tmp_path / "annotation.conf").read_text(encoding="utf-8")
    files = sorted(tmp_path.glob("*.ann"))
    assert len(files) == 4
    for path in files:
        # As brat does: line breaks are not translated.
        text = path.with_suffix(".txt").read_bytes().decode("utf-8")
        lines = path.read_bytes().decode("utf-8").split("\n")[:-1]
        marks = set()
        for line in lines:
            key, what, *rest = line.split("\t")
            if key.startswith("T"):
                label, places = what.split(" ", 1)
                assert re.search(rf"^{label}$", declared, re.MULTILINE)
                offsets = [tuple(map(int, place.split())) for place in places.split(";")]
                assert " ".join(text[start:end] for start, end in offsets) == rest[0]
                assert not re.search(r"[\r\n]", rest[0])
                marks.add(key)
            else:
                assert set(re.findall(r"\bT\d+\b", what)) <= marks
    denial = next(path for path in files if path.name.startswith("dossier")).read_text(encoding="utf-8")
    assert re.search(r"^T\d+\tStatement \d+ \d+;\d+ \d+\tla Chine ait livré", denial, re.MULTILINE)
    assert re.search(r"^R\d+\tspeaker Arg1:T\d+ Arg2:T\d+$", denial, re.MULTILINE)
    assert re.search(r"^N\d+\tReference T\d+ Wikidata:Q423\tCorée du Nord$", denial, re.MULTILINE)


def read_conllu(path):
    """Sentences as dictionaries of comments and rows, checked for what the format asks."""
    content = path.read_text(encoding="utf-8")
    assert content.endswith("\n\n")
    for block in content[:-2].split("\n\n"):
        comments = [line for line in block.split("\n") if line.startswith("#")]
        rows = [line.split("\t") for line in block.split("\n") if not line.startswith("#")]
        assert all(len(row) == 10 for row in rows)
        assert [row[0] for row in rows] == [str(number) for number in range(1, len(rows) + 1)]
        yield comments, rows


def test_conllu_tokens_and_spaces_spell_the_sentence(corpus, tmp_path):
    export(corpus, tmp_path / "x.conllu")
    documents = 0
    texts = {article["doc_id"]: article["text"] for article in articles(corpus)}
    for comments, rows in read_conllu(tmp_path / "x.conllu"):
        for comment in comments:
            if comment.startswith("# newdoc id = "):
                documents += 1
                text = texts[comment.removeprefix("# newdoc id = ")]
        for row in rows:
            misc = dict(item.split("=", 1) for item in row[9].split("|"))
            start, end = map(int, misc["TokenRange"].split(":"))
            assert text[start:end] == row[1]
            following = re.match(r"\s*", text[end:]).group()
            assert (following == "") == (misc.get("SpaceAfter") == "No") or end == len(text)
    assert documents == 4


def test_conllu_brackets_hold_the_mentions_and_statements(corpus, tmp_path):
    export(corpus, tmp_path / "x.conllu")
    inside: dict[str, list[str]] = {}
    for comments, rows in read_conllu(tmp_path / "x.conllu"):
        if any(comment == "# newdoc id = a" for comment in comments):
            inside = {}
            head = comments
        elif any(comment.startswith("# newdoc") for comment in comments) and inside:
            break
        for row in rows:
            for item in row[9].split("|"):
                name, value = item.split("=", 1)
                if name in ("Entity", "Statement", "Speaker", "Cue"):
                    inside.setdefault(name, []).append(value)
    assert inside["Statement"] == ["(s1", "s1)", "(s2)"]
    assert inside["Cue"] == ["(s1", "s1)", "(s2", "s2)"]
    assert len(inside["Entity"]) == 7
    assert any("= country:KP COUNTRY Corée du Nord" in comment for comment in head)
    assert "# statement s1 = direct assert by person:fumio-kishida" in head


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # in the reader of rdflib itself
def test_json_ld_is_rdf_with_quotations(corpus, tmp_path):
    import rdflib

    export(corpus, tmp_path / "x.jsonld")
    graph = rdflib.Graph().parse(tmp_path / "x.jsonld", format="json-ld")
    schema = rdflib.Namespace("https://schema.org/")
    quotations = set(graph.subjects(rdflib.RDF.type, schema.Quotation))
    assert len(quotations) == 3  # the one in a copy of the article too
    said = rdflib.URIRef("urn:extractor:article:a/statement/0")
    assert set(graph.objects(said, schema.spokenByCharacter)) == {rdflib.URIRef("urn:extractor:person:fumio-kishida")}
    assert set(graph.objects(said, schema.about)) == {rdflib.URIRef("urn:extractor:country:KP")}
    quoted = rdflib.URIRef("http://www.w3.org/ns/prov#wasQuotedFrom")
    assert set(graph.objects(said, quoted)) == {rdflib.URIRef("urn:extractor:article:a")}
    korea = rdflib.URIRef("urn:extractor:country:KP")
    assert set(graph.objects(korea, schema.sameAs)) == {rdflib.URIRef("http://www.wikidata.org/entity/Q423")}
    assert set(graph.objects(korea, rdflib.RDF.type)) == {schema.Country}


def test_json_ld_declares_every_prefix_and_defines_every_node_it_points_to(corpus, tmp_path):
    export(corpus, tmp_path / "x.jsonld")
    document = json.loads((tmp_path / "x.jsonld").read_text(encoding="utf-8"))
    nodes = {node["@id"]: node for node in document["@graph"]}
    assert len(nodes) == len(document["@graph"])
    prefixes = {key.split(":")[0] for node in document["@graph"] for key in node if ":" in key}
    assert prefixes <= set(document["@context"])
    for node in document["@graph"]:
        for key in ("about", "mentions", "spokenByCharacter", "prov:wasGeneratedBy", "prov:wasQuotedFrom"):
            targets = node.get(key, [])
            assert set([targets] if isinstance(targets, str) else targets) <= nodes.keys()


def test_names_of_files_are_safe_and_no_two_the_same():
    ids = ["a", "a/b", "a_b", "../x", "é", "e", ".hidden", "x" * 300, "x" * 301, "a b.txt"]
    names = [file_name(one) for one in ids]
    assert len(set(names)) == len(ids)
    assert all(re.fullmatch(r"[A-Za-z0-9_-][\w.-]*", name, re.ASCII) and len(name) < 140 for name in names)
    assert names[0] == "a"


@pytest.fixture
def hostile(hand_annotated):
    """The tables with texts that would act on who opens what is written of them."""
    from extractor.tables.read import Extraction

    documents = hand_annotated["documents"].to_pylist()
    documents[0] |= {
        "title": '=HYPERLINK("https://e.org","x")',
        "outlet": "</script><script>alert(1)</script><!--",
        "author": "\x1b[2J\u202e@moi",
        "url": "javascript://e.org/%0aalert(1)",
    }
    statements = hand_annotated["statements"].to_pylist()
    statements[0] |= {"text": "-1+1", "score": -0.5}
    tables = {
        "documents": pa.Table.from_pylist(documents, schema=hand_annotated["documents"].schema),
        "statements": pa.Table.from_pylist(statements, schema=hand_annotated["statements"].schema),
    }
    return Extraction({**hand_annotated, **tables})


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_csv_holds_no_formula_and_its_numbers_stay_numbers(hostile, tmp_path):
    export(hostile, tmp_path, "csv")
    document = rows_of(tmp_path / "documents.csv")[0]
    assert document["title"] == '\'=HYPERLINK("https://e.org","x")'
    statement = rows_of(tmp_path / "statements.csv")[0]
    assert statement["text"] == "'-1+1"
    assert float(statement["score"]) == -0.5
    for path in tmp_path.glob("*.csv"):
        for row in rows_of(path):
            for value in row.values():
                assert not re.match(r"\s*[=+@-]", value) or float(value) < 0


def test_json_ld_may_stand_in_a_page_and_links_to_the_web_only(hostile, tmp_path):
    export(hostile, tmp_path / "x.jsonld")
    text = (tmp_path / "x.jsonld").read_text(encoding="utf-8")
    assert not re.search("[<>\x1b\u202e]", text)
    article = next(node for node in json.loads(text)["@graph"] if node.get("identifier") == "a")
    assert article["publisher"]["name"] == "</script><script>alert(1)</script><!--"
    assert article["author"] == "\x1b[2J\u202e@moi"
    assert "url" not in article


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_no_answer_of_a_search_acts_on_a_terminal(hostile, capsys, form):
    from extractor.views.answers import print_said

    said = hostile.search()
    said["title"] = "\x1b[2J\x07\x9b\x7f\u202e\r"
    said["outlet"] = "\x1b]0;x\x07"
    said["quotation"] = "-1+1"
    print_said(said, form=form)
    printed = capsys.readouterr().out
    assert "-1+1" in printed
    assert not {"\x1b", "\x07", "\x9b", "\x7f", "\u202e", "\r"} & set(printed)
    if form == "csv":
        assert {row["quotation"] for row in csv.DictReader(printed.splitlines(keepends=True))} == {"'-1+1"}
    if form == "json":
        assert json.loads(printed.splitlines()[0])["title"] == "\x1b[2J\x07\x9b\x7f\u202e\r"
