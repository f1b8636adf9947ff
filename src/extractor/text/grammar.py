"""A small language for patterns over the words of an article, so that a rule of French is a row of a table.

A pattern is a row of conditions, one for each word, separated by spaces:

    ce|cette @days          a word, or one of the list `days` of word_lists.tsv; `|` separates alternatives
    ADP&@circumstantial     `&` joins conditions on the same word, `~` negates one: `ADV&~@clitics`
    NOUN, Fin               a part of speech (Universal Dependencies); a verb form: Fin, Inf, Part
    OPENING, CAPITAL        a word that bears a mark: the mark of a quotation, a capital; MARKS says which there are
    {name}                  the words of a phrase of that kind that begins here, as the stage reads it
    derni*, *ant, _         a beginning, an ending, any word
    @days?                  a word that may be missing
    (DET ADJ)? (NOUN)*      parts that may be missing, or stand any number of times; `(…)*4` is four times at most
    (@days || du NUM)       a choice of parts
    !que, !(ADV que)        what must not follow here; `>que` what must
    <, and <!,              the word right before must be a comma, must not be one; in brackets several words
    source=(DET NOUN)       the words of a part, by name

A pattern takes as many words as it can and gives some back where the rest needs them, as regular expressions do.
`docs/method.md` says why this is a matcher of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Generic, NamedTuple, Protocol, TypeVar

from extractor.knowledge import Row as KnowledgeRow
from extractor.knowledge import rows
from extractor.knowledge.own import kept, own_tables
from extractor.text.patterns import (
    ANY_WORD,
    MARKS,
    TAGS,
    VERB_FORMS,
    Atom,
    Choice,
    Look,
    Named,
    Node,
    Phrase,
    Repeat,
    Term,
    beginnings,
    is_affix,
    parse,
    width,
    words_of,
)

Place = int
"""The number of a word in the article."""


class Words(Protocol):
    """The words of an article as patterns see them, in parallel lists."""

    words: list[str]
    tags: list[str]
    verb_forms: list[str]

    @property
    def marks(self) -> Mapping[str, Container[Place]]:
        """The places of each kind of mark."""

    @property
    def phrases(self) -> Mapping[str, Callable[[Place], Place | None]]:
        """The readers of phrases by kind, each of which gives the place behind the phrase that begins at a place."""


Groups = dict[str, tuple[Place, Place]]


class State:
    """An article while a pattern is tried on it."""

    __slots__ = ("article", "groups", "limit", "marks", "opened", "tags", "verb_forms", "words")

    def __init__(self, article: Words, limit: Place) -> None:
        self.article = article
        self.words = article.words
        self.tags = article.tags
        self.verb_forms = article.verb_forms
        self.marks = article.marks
        self.limit = limit
        self.groups: Groups = {}
        self.opened: list[Place] = []
        """Where the named parts begin in which the matcher stands."""


Matcher = Callable[[State, Place], Place | None]
"""The place behind what matches at a place; None where nothing does."""

Test = Callable[[State, Place], bool]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern that can be tried at a place of an article."""

    source: str
    tree: Choice
    matcher: Matcher

    def match(self, article: Words, place: Place, limit: Place | None = None) -> Place | None:
        """The place behind the words that the pattern takes from `place` on, before `limit`; None where it fits not."""
        return self.matcher(State(article, len(article.words) if limit is None else limit), place)

    def groups(self, article: Words, place: Place, limit: Place | None = None) -> Groups | None:
        """The named parts of a match at `place`, as (first, end) places; None where the pattern does not match."""
        state = State(article, len(article.words) if limit is None else limit)
        return state.groups if self.matcher(state, place) is not None else None


@kept()
def pattern(source: str) -> Pattern:
    """The pattern written so; raises KnowledgeError where it cannot be understood."""
    tree = parse(source)
    return Pattern(source, tree, _compile(tree, _end))


class WordPattern:
    """A pattern that a module names, understood when it is first asked for, with the lists of the stage at work.

    _RELATIVE = WordPattern("ADP? @relatives")
    """

    __slots__ = ("_shipped", "source")

    def __init__(self, source: str) -> None:
        self.source = source
        self._shipped: Pattern | None = None

    @property
    def pattern(self) -> Pattern:
        """The pattern as it is now."""
        if own_tables() is not None:
            return pattern(self.source)
        if self._shipped is None:
            self._shipped = pattern(self.source)
        return self._shipped

    def at(self, article: Words, place: Place, limit: Place | None = None) -> Place | None:
        """The place behind the words that it takes from `place` on, before `limit`; None where it fits not."""
        return self.pattern.match(article, place, limit) if place >= 0 else None

    def find(self, article: Words, first: Place, end: Place, until: WordPattern | None = None) -> Place | None:
        """The first place of `first` … `end` - 1 where it matches, before any where `until` does."""
        return self._first(article, range(max(first, 0), min(end, len(article.words))), until)

    def find_back(self, article: Words, end: Place, first: Place, until: WordPattern | None = None) -> Place | None:
        """The last place of `first` … `end` - 1 where it matches, behind any where `until` does."""
        return self._first(article, range(min(end, len(article.words)) - 1, max(first, 0) - 1, -1), until)

    def _first(self, article: Words, places: range, until: WordPattern | None) -> Place | None:
        state = State(article, len(article.words))
        matcher = self.pattern.matcher
        stop = _never if until is None else until.pattern.matcher
        for place in places:
            if matcher(state, place) is not None:
                return place
            if stop(state, place) is not None:
                return None
        return None

    def __repr__(self) -> str:
        return f"WordPattern({self.source!r})"


def _end(state: State, place: Place) -> Place | None:
    return place


def _never(state: State, place: Place) -> Place | None:
    return None


def _compile(node: Node, then: Matcher) -> Matcher:
    """The matcher of the node and of what follows it."""
    if isinstance(node, Atom):
        return _compile_atom(node, then)
    if isinstance(node, Choice):
        return _compile_choice(node, then)
    if isinstance(node, Repeat):
        return _compile_repeat(node, then)
    if isinstance(node, Named):
        return _compile_named(node, then)
    if isinstance(node, Phrase):
        return _compile_phrase(node, then)
    return _compile_look(node, then)


def _compile_atom(node: Atom, then: Matcher) -> Matcher:
    words = _words_alone(node)
    if words is not None:
        return lambda state, place: (
            then(state, place + 1) if place < state.limit and state.words[place] in words else None
        )
    test = atom_test(node)
    return lambda state, place: then(state, place + 1) if place < state.limit and test(state, place) else None


def _compile_choice(node: Choice, then: Matcher) -> Matcher:
    matchers = [_compile_sequence(option, then) for option in node.options]
    if len(matchers) == 1:
        return matchers[0]

    def match(state: State, place: Place) -> Place | None:
        for matcher in matchers:
            end = matcher(state, place)
            if end is not None:
                return end
        return None

    return match


def _compile_sequence(nodes: Sequence[Node], then: Matcher) -> Matcher:
    for node in reversed(nodes):
        then = _compile(node, then)
    return then


def _compile_repeat(node: Repeat, then: Matcher) -> Matcher:
    if node.most == 1:
        once = _compile(node.part, then)
        return lambda state, place: end if (end := once(state, place)) is not None else then(state, place)
    step = _compile(node.part, _end)

    def repeat(state: State, place: Place) -> Place | None:
        places = [place]
        while len(places) <= node.most:
            end = step(state, places[-1])
            if end is None or end == places[-1]:
                break
            places.append(end)
        # The longest first; where the rest does not fit behind it, a shorter one.
        return next((end for start in reversed(places) if (end := then(state, start)) is not None), None)

    return repeat


def _compile_named(node: Named, then: Matcher) -> Matcher:
    def keep(state: State, place: Place) -> Place | None:
        first = state.opened.pop()
        end = then(state, place)
        if end is not None:
            state.groups[node.name] = first, place
        state.opened.append(first)
        return end

    inner = _compile(node.part, keep)

    def match(state: State, place: Place) -> Place | None:
        state.opened.append(place)
        end = inner(state, place)
        state.opened.pop()
        return end

    return match


def _compile_phrase(node: Phrase, then: Matcher) -> Matcher:
    def match(state: State, place: Place) -> Place | None:
        read = state.article.phrases.get(node.kind) if place < state.limit else None
        end = read(place) if read is not None else None
        return None if end is None or end > state.limit else then(state, end)

    return match


def _compile_look(node: Look, then: Matcher) -> Matcher:
    inner = _compile(node.part, _end)
    back = (width(node.part) or 0) if node.behind else 0

    def match(state: State, place: Place) -> Place | None:
        found = place >= back and inner(state, place - back) is not None
        return None if found is node.negated else then(state, place)

    return match


def _words_alone(node: Atom) -> frozenset[str] | None:
    """The words that the atom stands for, where its options are nothing but words and lists."""
    terms = [term for option in node.options for term in option]
    named = [words_of(term.body) for term in terms if not term.negated]
    alone = len(terms) == len(node.options) == len(named) and all(named)
    return frozenset().union(*named) if alone else None


def atom_test(node: Atom) -> Test:
    """Whether one word meets the conditions."""
    options = [[_term_test(term) for term in option] for option in node.options]
    if len(options) == 1 and len(options[0]) == 1:
        return options[0][0]

    def test(state: State, place: Place) -> bool:
        for tests in options:
            for one in tests:
                if not one(state, place):
                    break
            else:
                return True
        return False

    return test


def _term_test(term: Term) -> Test:
    test = _body_test(term.body)
    return (lambda state, place: not test(state, place)) if term.negated else test


def _body_test(body: str) -> Test:
    if is_affix(body):
        return _affix_test(body)
    if body in VERB_FORMS:
        return lambda state, place: state.verb_forms[place] == body
    if body in MARKS:
        return lambda state, place: place in state.marks.get(body, ())
    if body in TAGS:
        return lambda state, place: state.tags[place] == body
    if body == ANY_WORD:
        return lambda state, place: True
    words = words_of(body)
    return lambda state, place: state.words[place] in words


def _affix_test(body: str) -> Test:
    if body.startswith("*"):
        return lambda state, place: state.words[place].endswith(body[1:])
    return lambda state, place: state.words[place].startswith(body[:-1])


# --- many patterns

Row = TypeVar("Row")
Symbol = tuple[str, str, str, tuple[bool, ...]]


class Index(Generic[Row]):
    """The rows of a table by what they can begin with, so that time does not grow with their number.

    Which rows can begin with a word is found out once for each word that they name, and once for all others, by part
    of speech, form and mark, and remembered.
    """

    def __init__(self, rows: Sequence[tuple[Pattern, Row]]) -> None:
        self.rows = rows
        self._beginnings = [(beginnings(one.tree), (one, row)) for one, row in rows]
        atoms = [atom for known, _ in self._beginnings for atom in known or ()]
        bodies = {term.body for atom in atoms for option in atom.options for term in option}
        self._named = frozenset().union(*map(words_of, bodies))
        self._prefixes = tuple(body[:-1] for body in bodies if is_affix(body) and body.endswith("*"))
        self._suffixes = tuple(body[1:] for body in bodies if is_affix(body) and body.startswith("*"))
        self._marks = sorted(bodies & MARKS.keys())
        self._remembered: dict[Symbol, tuple[tuple[Pattern, Row], ...]] = {}

    def beginning(self, article: Words, place: Place) -> tuple[tuple[Pattern, Row], ...]:
        """The rows that can begin with the word at `place`, in the order of the table."""
        word = article.words[place]
        named = word in self._named or word.startswith(self._prefixes) or word.endswith(self._suffixes)
        marks = article.marks
        symbol = (
            word if named else "",
            article.tags[place],
            article.verb_forms[place],
            tuple(place in marks.get(mark, ()) for mark in self._marks),
        )
        found = self._remembered.get(symbol)
        if found is None:
            if len(self._remembered) >= REMEMBERED:
                self._remembered.clear()
            state = State(article, len(article.words))
            found = tuple(
                row
                for atoms, row in self._beginnings
                if atoms is None or any(atom_test(atom)(state, place) for atom in atoms)
            )
            self._remembered[symbol] = found
        return found

    def matches(self, article: Words, place: Place, limit: Place | None = None) -> Iterator[tuple[Row, Place]]:
        """The rows of the table that match at `place`, in its order, and the place behind the words of each."""
        found = self.beginning(article, place)
        if found:
            state = State(article, len(article.words) if limit is None else limit)
            for one, row in found:
                end = one.matcher(state, place)
                if end is not None:
                    yield row, end

    def first(self, article: Words, place: Place, limit: Place | None = None) -> tuple[Row, Place] | None:
        """The first row of the table that matches at `place`, and the place behind its words."""
        return next(self.matches(article, place, limit), None)


class Step(NamedTuple):
    """A row that says what to do where its pattern matches, for a reader that goes through words step by step."""

    name: str
    when: frozenset[str]
    """What must be so for the row to hold, in the words of the reader: `inside`, `noun`."""
    then: str


class Steps:
    """The rows of a table of steps, with the columns `when`, `pattern` and `then`, or of one reader's share of them."""

    def __init__(self, table: str, **share: str) -> None:
        self._index: Index[Step] = Index(
            [
                (pattern(row["pattern"]), Step(row["name"], frozenset(row["when"].split()), row["then"]))
                for row in rows(table)
                if all(row[column] == value for column, value in share.items())
            ]
        )

    def at(self, article: Words, place: Place, limit: Place, state: Set[str]) -> Iterator[tuple[str, Place]]:
        """What to do at a place and the place behind the words, for each row that holds, in the order of the table."""
        for step, end in self._index.matches(article, place, limit):
            if step.when <= state:
                yield step.then, end

    def first(self, article: Words, place: Place, limit: Place, state: Set[str]) -> tuple[str, Place]:
        """The first of them; nothing, and the next place, where no row holds."""
        return next(self.at(article, place, limit, state), ("", place + 1))


@kept()
def grammar_table(name: str) -> Index[KnowledgeRow]:
    """The rows of a table with a column `pattern`, such as `clause_exits`, with those of the user's folder."""
    return Index([(pattern(row["pattern"]), row) for row in rows(name)])


REMEMBERED = 20_000
"""Words whose rows are remembered at most, as what begins alike may be without end: `dé*`."""
