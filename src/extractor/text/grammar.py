"""A small language for patterns over the words of an article, so that a rule of French is a row of a table.

A pattern is a row of conditions, one for each word, separated by spaces:

    ce|cette @days          a word, or one of the list `days` of word_lists.tsv; `|` separates alternatives
    ADP&@circumstantial     `&` joins conditions on the same word, `~` negates one: `ADV&~@clitics`
    NOUN, Fin               a part of speech (Universal Dependencies); a verb form: Fin, Inf, Part
    OPENING, CLOSING        a word that is the mark of a quotation
    derni*, *ant, _         a beginning, an ending, any word
    @days?                  a word that may be missing
    (DET ADJ)? (NOUN)*      parts that may be missing, or stand any number of times; `(…)*4` is four times at most
    (@days || du NUM)       a choice of parts
    !que, !(ADV que)        what must not follow here
    <, and <!,              the word right before must be a comma, must not be one; in brackets several words
    source=(DET NOUN)       the words of a part, by name

A pattern takes as many words as it can and gives some back where the rest needs them, as regular expressions do.
`docs/method.md` says why this is a matcher of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from extractor.errors import KnowledgeError
from extractor.knowledge import Row as KnowledgeRow
from extractor.knowledge import rows
from extractor.knowledge.own import kept
from extractor.knowledge.word_lists import unknown_list, word_lists, word_sequences

TAGS = frozenset("ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split())
VERB_FORMS = frozenset({"Fin", "Inf", "Part"})
MARKS = frozenset({"OPENING", "CLOSING"})

Place = int
"""The number of a word in the article."""


class Words(Protocol):
    """The words of an article as patterns see them, in parallel lists."""

    words: list[str]
    tags: list[str]
    verb_forms: list[str]

    @property
    def marks(self) -> Mapping[str, Mapping[Place, object]]:
        """The places of each kind of mark."""


# --- a pattern as written


@dataclass(frozen=True, slots=True)
class Term:
    """One condition on a word: `NOUN`, `~@days`."""

    body: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Atom:
    """The alternatives for one word, each a row of terms that all hold."""

    options: tuple[tuple[Term, ...], ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """The alternatives of a part, in order, each a row of nodes."""

    options: tuple[tuple[Node, ...], ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A part that stands from no to `most` times."""

    part: Node
    most: int


@dataclass(frozen=True, slots=True)
class Look:
    """What must, or must not, stand here or right before."""

    part: Node
    behind: bool
    negated: bool


@dataclass(frozen=True, slots=True)
class Named:
    """A part whose words are kept by name."""

    part: Node
    name: str


Node = Atom | Choice | Repeat | Look | Named

ANY_NUMBER = 10_000

_PIECES = re.compile(r"[^\s()]*\(|\)(?:\?|\*\d*)?|[^\s()]+")
_PREFIX = re.compile(r"(?P<look>!|<!?|)(?:(?P<name>[a-z_]+)=)?")


def parse(source: str) -> Choice:
    """The pattern as a tree; raises KnowledgeError that says what is wrong and how to mend it."""
    pieces = _PIECES.findall(source)
    node, rest = _choice(pieces, source)
    if rest:
        raise KnowledgeError(f"a bracket closes that none opens in {source!r}; leave out one )")
    return node


def _choice(pieces: list[str], source: str) -> tuple[Choice, list[str]]:
    options: list[list[Node]] = [[]]
    while pieces and not pieces[0].startswith(")"):
        piece, *pieces = pieces
        if piece == "||":
            options.append([])
        elif piece.endswith("("):
            inner, pieces = _choice(pieces, source)
            if not pieces:
                raise KnowledgeError(f"a bracket is never closed in {source!r}; write a ) behind its last word")
            closing, *pieces = pieces
            options[-1].append(_looked(piece[:-1], _repeated(inner, closing[1:], source), source))
        else:
            options[-1].append(_one_word(piece, source))
    if not all(options):
        raise KnowledgeError(f"nothing stands in a part of {source!r}; write a word, or leave the part out")
    return Choice(tuple(map(tuple, options))), pieces


def _one_word(piece: str, source: str) -> Node:
    prefix = _PREFIX.match(piece)
    start = prefix.end() if prefix and prefix["look"] and prefix.end() < len(piece) else 0
    body = piece[start:]
    optional = body.endswith("?") and len(body) > 1
    body = body.removesuffix("?" * optional)
    atom = Atom(tuple(tuple(map(_term, option.split("&"))) for option in body.split("|")))
    for term in (term for option in atom.options for term in option):
        _require_known(term.body, source)
    node = _entries(body[1:]) if body.startswith("@") and body[1:] in word_lists() else atom
    return _looked(piece[:start], Repeat(node, 1) if optional else node, source)


def _entries(name: str) -> Node:
    """One of the entries of a list, the longest first where they have several words: `par la suite`."""
    entries = sorted(word_sequences(name), key=len, reverse=True)
    if all(len(entry) == 1 for entry in entries):
        return Atom(((Term(f"@{name}"),),))
    return Choice(tuple(tuple(Atom(((Term(word),),)) for word in entry) for entry in entries))


def _term(body: str) -> Term:
    return Term(body[1:], negated=True) if body.startswith("~") and len(body) > 1 else Term(body)


def _require_known(body: str, source: str) -> None:
    if not body:
        raise KnowledgeError(f"a condition is empty in {source!r}; write a word on both sides of | and &")
    if body.startswith("@") and body[1:] not in word_lists():
        raise KnowledgeError(unknown_list(body[1:]))
    if body != body.lower() and not body.startswith("@") and body not in TAGS | VERB_FORMS | MARKS:
        known = ", ".join(sorted(TAGS | VERB_FORMS | MARKS))
        message = (
            f"{body!r} in {source!r} is neither a part of speech nor a word in small letters; of those in capitals"
        )
        raise KnowledgeError(f"{message} there are: {known}")


def _repeated(part: Node, suffix: str, source: str) -> Node:
    if not suffix:
        return part
    if suffix.startswith("*") and _repeats(part):
        raise KnowledgeError(f"a part with * stands in another in {source!r}; write the repetition once")
    return Repeat(part, 1 if suffix == "?" else int(suffix[1:] or ANY_NUMBER))


def _repeats(node: Node) -> bool:
    """Whether something in the node stands more than once."""
    if isinstance(node, Choice):
        return any(_repeats(part) for option in node.options for part in option)
    if isinstance(node, Repeat):
        return node.most > 1 or _repeats(node.part)
    return not isinstance(node, Atom) and _repeats(node.part)


def _looked(prefix: str, node: Node, source: str) -> Node:
    found = _PREFIX.fullmatch(prefix)
    if found is None:
        raise KnowledgeError(f"{prefix!r} before a bracket in {source!r} is not understood; separate them by a space")
    if found["name"]:
        return Named(node, found["name"])
    look = found["look"]
    if not look:
        return node
    if look.startswith("<") and width(node) is None:
        raise KnowledgeError(f"what stands behind < in {source!r} has no fixed number of words; name each of them")
    return Look(node, behind=look.startswith("<"), negated=look.endswith("!"))


def width(node: Node) -> int | None:
    """How many words the node takes, None where that is not fixed."""
    if isinstance(node, Atom):
        return 1
    if isinstance(node, Look):
        return 0
    if isinstance(node, Named):
        return width(node.part)
    if isinstance(node, Repeat):
        return None
    widths = {_sum([width(part) for part in option]) for option in node.options}
    return widths.pop() if len(widths) == 1 else None


def _sum(widths: Sequence[int | None]) -> int | None:
    known = [one for one in widths if one is not None]
    return sum(known) if len(known) == len(widths) else None


# --- a pattern at work

Groups = dict[str, tuple[Place, Place]]


class State:
    """An article while a pattern is tried on it."""

    __slots__ = ("groups", "limit", "marks", "opened", "tags", "verb_forms", "words")

    def __init__(self, article: Words, limit: Place) -> None:
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


def _end(state: State, place: Place) -> Place | None:
    return place


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


def _compile_look(node: Look, then: Matcher) -> Matcher:
    inner = _compile(node.part, _end)
    back = (width(node.part) or 0) if node.behind else 0

    def match(state: State, place: Place) -> Place | None:
        found = place >= back and inner(state, place - back) is not None
        return None if found is node.negated else then(state, place)

    return match


def _words_alone(node: Atom) -> frozenset[str] | None:
    """The words that the atom stands for, where its options are nothing but words and lists."""
    words: set[str] = set()
    for option in node.options:
        (term, *more) = option
        if more or term.negated or not _is_word(term.body):
            return None
        words |= word_lists()[term.body[1:]] if term.body.startswith("@") else {term.body}
    return frozenset(words)


def _is_word(body: str) -> bool:
    """Whether the condition is a word or a list."""
    if len(body) == 1:
        return body not in ("_", "X")
    return body not in TAGS | VERB_FORMS | MARKS and not body.startswith("*") and not body.endswith("*")


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
    if body.startswith("@") and len(body) > 1:
        words = word_lists()[body[1:]]
        return lambda state, place: state.words[place] in words
    if body in VERB_FORMS:
        return lambda state, place: state.verb_forms[place] == body
    if body in MARKS:
        return lambda state, place: place in state.marks[body]
    if body in TAGS:
        return lambda state, place: state.tags[place] == body
    if body == "_":
        return lambda state, place: True
    if len(body) > 1 and body.startswith("*"):
        return lambda state, place: state.words[place].endswith(body[1:])
    if len(body) > 1 and body.endswith("*"):
        return lambda state, place: state.words[place].startswith(body[:-1])
    return lambda state, place: state.words[place] == body


# --- many patterns

Row = TypeVar("Row")
Symbol = tuple[str, str, str, bool, bool]


class Index(Generic[Row]):
    """The rows of a table by what they can begin with, so that time does not grow with their number.

    Which rows can begin with a word is found out once for each word that they name, and once for all others, by part
    of speech, form and mark, and remembered.
    """

    def __init__(self, rows: Sequence[tuple[Pattern, Row]]) -> None:
        self.rows = rows
        self._beginnings = [(beginnings(one.tree), (one, row)) for one, row in rows]
        bodies = {term.body for atoms, _ in self._beginnings for atom in atoms or () for term in _terms(atom)}
        affixes = [body for body in bodies if _is_affix(body)]
        self._named = frozenset(word for body in bodies if body not in affixes for word in _words_of(body))
        self._prefixes = tuple(body[:-1] for body in affixes if body.endswith("*"))
        self._suffixes = tuple(body[1:] for body in affixes if body.startswith("*"))
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
            place in marks["OPENING"],
            place in marks["CLOSING"],
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


@kept()
def grammar_table(name: str) -> Index[KnowledgeRow]:
    """The rows of a table with a column `pattern`, such as `clause_exits`, with those of the user's folder."""
    return Index([(pattern(row["pattern"]), row) for row in rows(name)])


REMEMBERED = 20_000
"""Words whose rows are remembered at most, as what begins alike may be without end: `dé*`."""


def beginnings(tree: Node) -> list[Atom] | None:
    """The conditions one of which the first word of the pattern meets; None where it may take no word."""
    return _beginnings((tree,))


def _beginnings(nodes: Sequence[Node]) -> list[Atom] | None:
    atoms: list[Atom] = []
    for number, node in enumerate(nodes):
        rest = nodes[number + 1 :]
        if isinstance(node, Atom):
            return [*atoms, node]
        if isinstance(node, Choice):
            ways = [_beginnings((*option, *rest)) for option in node.options]
            known = [one for way in ways if way is not None for one in way]
            return None if None in ways else [*atoms, *known]
        if isinstance(node, Named):
            way = _beginnings((node.part, *rest))
            return None if way is None else [*atoms, *way]
        if isinstance(node, Repeat):
            way = _beginnings((node.part,))
            if way is None:
                return None
            atoms += way
    return None


def _terms(atom: Atom) -> list[Term]:
    return [term for option in atom.options for term in option]


def _is_affix(body: str) -> bool:
    return len(body) > 1 and (body.startswith("*") or body.endswith("*"))


def _words_of(body: str) -> frozenset[str]:
    """The words that a condition names."""
    if body.startswith("@") and len(body) > 1:
        return word_lists()[body[1:]]
    return frozenset({body} if _is_word(body) else ())
