"""The texts of the benchmark, from checkouts of the public repositories that they come from.

    python benchmarks/rebuild_texts.py CHECKOUTS

CHECKOUTS holds the git directory of each repository, bare or with a work tree, as OWNER+NAME; what is missing is told
with the command that clones it. A file is cut into texts as the annotation's `form` says, and the text with the known
SHA-256 is written to benchmarks/gold/texts, from where `extractor evaluate --benchmark benchmarks/gold` reads it.
"""

from __future__ import annotations

import argparse
import csv
import html
import io
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from extractor.errors import ExtractorError, InputError
from extractor.evaluation.benchmark import Origin, read_standoff, sha256

GOLD = Path(__file__).parent / "gold"

Show = Callable[[str], str]
"""The content of a file of the repository by its path."""


class NoCheckout(Exception):
    """The repository, or the commit, is not where it should be."""


def git_directory(checkouts: Path, repository: str) -> Path:
    """Where the repository `owner/name` is below `checkouts`. Raises NoCheckout."""
    base = checkouts / repository.replace("/", "+")
    for place in (base, base / ".git", base / "repo", base / "repo" / ".git"):
        if (place / "HEAD").is_file():
            return place
    raise NoCheckout(f"git clone https://github.com/{repository} {base}")


def show(git: Path, commit: str, path: str) -> str:
    """A file at a commit, as UTF-8. Raises NoCheckout where the clone has not got it, InputError without git."""
    command = ["git", "--git-dir", str(git), "show", f"{commit}:{path}"]
    try:
        shown = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError:
        raise InputError("git is not installed: it reads the checkouts") from None
    if shown.returncode:
        raise NoCheckout(f"git --git-dir {git} fetch origin {commit}  # it has no {path} at that commit")
    return shown.stdout.decode("utf-8", "replace")


def tidy(text: str) -> str:
    """Without line ends, double and zero-width spaces."""
    return re.sub(r"[ \t\r\n\u200b]+", " ", text).strip()


# Forms. Each takes the content of a file and gives the paragraphs of every text in it.


def template(content: str, _: Show) -> Iterator[list[str]]:
    """Lines of document, number and paragraph, parted by tabs."""
    rows = [line.split("\t") for line in content.split("\n")]
    yield from grouped([row[0], row[-1]] for row in rows if len(row) >= 3)


def grouped(pairs: Iterable[list[str]]) -> Iterator[list[str]]:
    """Paragraphs by document, in the order of the file."""
    documents: dict[str, list[str]] = {}
    for document, *_, paragraph in pairs:
        documents.setdefault(document, []).append(tidy(paragraph))
    yield from documents.values()


def numbered_lines(content: str, file: Show) -> Iterator[list[str]]:
    """A sentence a line; the document of each is in DOCUMENT_IDS.tsv of the repository."""
    ids = [line.split("\t")[0] for line in file("DOCUMENT_IDS.tsv").split("\n") if line.strip()]
    yield from grouped([document, line] for document, line in zip(ids, content.split("\n"), strict=False))


def parallel_lines(content: str, _: Show) -> Iterator[list[str]]:
    """A sentence a line in the first of several columns, an empty line after each text, one line of headings."""
    paragraphs: list[str] = []
    for line in [*content.split("\n")[1:], ""]:
        if sentence := tidy(line.split("\t")[0]):
            paragraphs.append(sentence)
        elif paragraphs:
            yield paragraphs
            paragraphs = []


def translation_xml(content: str, _: Show) -> Iterator[list[str]]:
    """Documents with paragraphs and segments, as the shared tasks of WMT have them."""
    for document in re.findall(r'(?s)<doc [^>]*?id="[^"]+"[^>]*>(.*?)</doc>', content):
        if source := re.search(r"(?s)<src [^>]*>(.*?)</src>", document):
            paragraphs = re.findall(r"(?s)<p>(.*?)</p>", source[1])
            yield [" ".join(segments(paragraph)) for paragraph in paragraphs]


def segments(paragraph: str) -> list[str]:
    """The sentences of a paragraph of `translation_xml`."""
    return [tidy(html.unescape(one)) for one in re.findall(r"(?s)<seg[^>]*>(.*?)</seg>", paragraph)]


def table(content: str, _: Show) -> Iterator[list[str]]:
    """A row a text, in the column `text`."""
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
        for row in csv.DictReader(io.StringIO(content), delimiter="\t", quoting=quoting):
            yield [row["text"] or ""]


def article_xml(content: str, _: Show) -> Iterator[list[str]]:
    """Articles with a line a paragraph, in one of three ways to mark them."""
    for article in re.findall(r"(?s)<ARTICLE url=[^>]*>\s*(.*?)(?=</ARTICLE>|<ARTICLE |\Z)", content):
        yield [html.unescape(line) for line in article.split("\n") if line.strip()][1:]
    for pattern in (r"(?s)<doc [^>]*>(.*?)</doc>", r"(?s)<content>(.*?)</content>"):
        for article in re.findall(pattern, content):
            yield html.unescape(article).split("\n")


def orange(content: str, _: Show) -> Iterator[list[str]]:
    """A page of Orange actu, between the comments that mark the text of the article."""
    start = content.find("<!-- TEXTE -->", content.find('class="sticky-text-column"'))
    end = content.find("<!-- articleBody -->", start)
    end = end if end >= 0 else content.find("</article>", start)
    body = content[start + len("<!-- TEXTE -->") : end if end > 0 else None]
    body = re.sub(r"(?is)<(script|style|figure|iframe)\b.*?</\1>", "", body)
    body = re.sub(r"(?s)<!--.*?-->", "", body)
    body = re.sub(r'(?is)<div class="daily-motion-footer".*?</div>', "\n\n", body)
    body = re.sub(r"(?i)<br\s*/?>\s*(<br\s*/?>\s*)+", "\n\n", body)
    body = re.sub(r"(?i)<br\s*/?>", "\n", body)
    body = re.sub(r"(?i)</?(p|div|h\d|ul|ol|li|blockquote|table|tr)\b[^>]*>", "\n\n", body)
    yield re.split(r"\n\s*\n", html.unescape(re.sub(r"<[^>]+>", "", body)))


def markdown(content: str, _: Show) -> Iterator[list[str]]:
    """A page of Markdown without its front matter, pictures, links and marks."""
    text = content.replace("\r\n", "\n")
    text = re.sub(r"\A\ufeff?---\n.*?\n---[ \t]*\n", "", text, count=1, flags=re.DOTALL)
    text = re.sub(r"<!--.*?-->|\{\{.*?\}\}|!\[[^\]]*\]\([^)]*\)", "\n\n", text, flags=re.DOTALL)
    text = re.sub(r"\[([^\]]*)\]\((?:[^()]|\([^()]*\))*\)", r"\1", text)
    text = html.unescape(re.sub(r"<[^<>]*>", "", re.sub(r"(?i)<br\s*/?>", "\n", text)))
    text = re.sub(r"\\\n", "\n\n", text)
    text = re.sub(r"\\([\\`*_{}\[\]()#+.!\"'|>~-])", r"\1", text)
    paragraphs = [plain_block(block) for block in re.split(r"\n\s*\n", text)]
    yield [one for one in paragraphs if one and not re.fullmatch(r"https?://\S+|[-=\s]+", one)]


def plain_block(block: str) -> str:
    """A paragraph of Markdown without the marks of headings, quotations, lists and emphasis."""
    lines = [re.sub(r"^\s*(?:#{1,6}\s+|>\s?|[-*+]\s+)", "", line) for line in block.split("\n")]
    text = re.sub(r"\*{1,3}|(?<!\w)_{1,3}|_{1,3}(?!\w)", "", "\n".join(lines))
    return re.sub(r"\s+", " ", text).strip()


def markdown_parts(content: str, file: Show) -> Iterator[list[str]]:
    """The parts of a page of Markdown that lines of hyphens separate."""
    body = re.sub(r"\A\ufeff?---\n.*?\n---[ \t]*\n", "", content.replace("\r\n", "\n"), count=1, flags=re.DOTALL)
    for part in re.split(r"(?m)^-{4,}\s*$", body):
        yield from markdown(part, file)


def dated_blocks(content: str, _: Show) -> Iterator[list[str]]:
    """Titles, leads and dates with the body after each; a body's repeated paragraphs are dropped."""
    parts = re.split(r"\n\n\d{4}-\d\d-\d\d\n\n", content.replace("\r\n", "\n").replace("\r", "\n"))
    for body in parts[1:]:
        lines = [tidy(line) for line in body.split("\n\n")[0].split("\n")]
        yield list(dict.fromkeys(line for line in lines if line))


def tokens(content: str, _: Show) -> Iterator[list[str]]:
    """A token a line, with NoSpaceAfter and EndOfLine in the last column, as the HIPE data have them."""
    for document in re.split(r"(?m)^# hipe2022:document_id = .*$", content)[1:]:
        rows = [line.split("\t") for line in document.split("\n") if line and not line.startswith("#")]
        text = "".join(row[0] + ("" if "NoSpaceAfter" in row[-1] else " ") for row in rows)
        yield [tidy(text)]


FORMS: dict[str, Callable[[str, Show], Iterator[list[str]]]] = {
    "article_xml": article_xml,
    "dated_blocks": dated_blocks,
    "markdown": markdown,
    "markdown_parts": markdown_parts,
    "numbered_lines": numbered_lines,
    "orange": orange,
    "parallel_lines": parallel_lines,
    "table": table,
    "template": template,
    "tokens": tokens,
    "translation_xml": translation_xml,
}


def without_frame(paragraphs: list[str]) -> Iterator[str]:
    """The text without empty paragraphs, and without what an agency or a site writes around it."""
    filled = [one for one in (re.sub(r"[ \t\r\n]+", " ", one).strip() for one in paragraphs) if one]
    end = next((at for at, one in enumerate(filled) if re.match(r"Partager|Regardez l", one)), len(filled))
    for kept in (filled, filled[:end]):
        text = "\n\n".join(kept)
        for frame in (
            r"\n\n© ?20\d\d AFP$",
            r"\n\n\d\d/\d\d/\d{4} \d\d:\d\d:\d\d -(?:\n\n[^\n]*\(AFP\) -)?",
            r"\n\n© AFP$",
            r"\n\n» ?LIRE AUSSI[^\n]*",
            r"\n\n[^\n]*Regarder sur Figaro Live[^\n]*",
        ):
            text = re.sub(frame, "", text)
        yield text.strip()


def texts_of(form: str, content: str, file: Show) -> Iterator[str]:
    """Every text that a file may hold."""
    for paragraphs in FORMS[form](content, file):
        yield "\n\n".join(one for one in paragraphs if one)
        yield from without_frame(paragraphs)


def rebuild(checkouts: Path, gold: Path, out: Path) -> tuple[int, list[str], list[str]]:
    """Writes what can be rebuilt. Gives the number of texts, the articles without, and commands that may mend it."""
    known: dict[tuple[str, str, str, str], dict[str, str]] = {}
    written, missing, commands = 0, [], []
    articles = read_standoff(gold)
    out.mkdir(parents=True, exist_ok=True)
    for article in articles:
        try:
            text = found(article.text, checkouts, known)
        except NoCheckout as command:
            commands.append(str(command))
            text = None
        if text is None:
            missing.append(article.doc)
            continue
        (out / f"{article.doc}.txt").write_bytes(text.encode("utf-8"))
        written += 1
    return written, missing, list(dict.fromkeys(commands))


def found(origin: Origin, checkouts: Path, known: dict[tuple[str, str, str, str], dict[str, str]]) -> str | None:
    """The text with the hash of the annotation, or None."""
    key = (origin.repository, origin.commit, origin.path, origin.form)
    if key not in known:
        git = git_directory(checkouts, origin.repository)

        def file(path: str) -> str:
            return show(git, origin.commit, path)

        known[key] = {sha256(text): text for text in texts_of(origin.form, file(origin.path), file)}
    return known[key].get(origin.sha256)


def main() -> int:
    """Rebuilds, and tells what is missing."""
    csv.field_size_limit(10**9)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkouts", metavar="CHECKOUTS", type=Path, help="folder of the repositories")
    parser.add_argument("--benchmark", metavar="FOLDER", type=Path, default=GOLD, help="folder of the annotations")
    parser.add_argument("--out", metavar="FOLDER", type=Path, help="folder to write [default: texts in the benchmark]")
    arguments = parser.parse_args()
    try:
        written, missing, commands = rebuild(
            arguments.checkouts, arguments.benchmark, arguments.out or arguments.benchmark / "texts"
        )
    except ExtractorError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{written} texts rebuilt")
    if missing:
        print(f"{len(missing)} texts are missing: {', '.join(missing)}", file=sys.stderr)
    for command in commands:
        print(f"    {command}", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
