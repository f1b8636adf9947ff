"""Patterns as they are written: the language of `extractor.text.grammar` as a tree."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractor.errors import KnowledgeError
from extractor.knowledge.word_lists import word_list, word_sequences

TAGS = frozenset("ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split())
VERB_FORMS = frozenset({"Fin", "Inf", "Part"})
MARKS_OF_CUES: Mapping[str, str] = {
    "CUE_BARE": "is a verb of saying whose infinitive has no preposition: `souhaiter partir`",
    "CUE_QUE": "begins another verb of saying that takes a `que` clause",
    "CUE_QUOTATION": "begins another finite verb of saying that takes quoted words",
    "FRAME": "begins a frame: `selon X`",
    "GERUND": "begins a gerund of saying: `ajoutant`",
    "IN_CLAUSE": "is the subject, the conjunction or an adverb of its clause",
    "INCISE": "begins an incise: `, a-t-il dit`",
    "INNER": "the opening mark of a quotation inside another",
    "OF_VERB": "depends on the verb at which the row is tried",
    "SPEECH": "the opening mark of a quotation of some length, which is no name or term",
    "WITH_OBJECT": "the verb has an object before this word",
}
"""The marks that rows of `constructions.tsv` know besides."""

MARKS_OF_ORGANISATIONS: Mapping[str, str] = {
    "ACRONYM": "a word of capitals behind the first words of the phrase",
    "AGREES": "no participle with a complement of its own: `unies` in `Nations unies`, not `dotée` in `dotée de`",
    "BEHIND_HEAD": "stands right behind the head of the phrase and its nationality",
    "DEMONYM": "says of which state something is: `turc`",
    "DEPENDENT": "depends on the head of the phrase, directly or not",
    "FIELD": "can be the field of a ministry",
    "FOREIGN": "a town that says where an organisation is and is no part of its name",
    "HYPHEN": "a hyphen that is a word of its own",
    "NAMELIKE": "can be a word of a proper name: a capital, in no country's, weapon's or agreement's name",
    "NOMINAL": "can be the noun of a complement: a noun, a name or an adjective that begins no sentence",
    "OTHER": "another organisation's name begins here",
    "PARALLEL": "depends on a word behind the head and has a capital if that has one",
    "PAST": "a participle of the past",
    "PLACE": "a town or another place, for the model",
    "SOMEBODY": "a person's name stands here, for the model or by its first name",
    "STRANGER": "a person's name that is no part of the name read",
}
"""The marks that rows of `phrases.tsv` know besides."""

MARKS: Mapping[str, str] = {
    "OPENING": "the opening mark of a quotation",
    "CLOSING": "its closing mark",
    "START": "begins its sentence",
    "CAPITAL": "begins with a capital",
    "CAPITALS": "all in capitals",
    "LOWER": "begins with a small letter",
    "SMALL": "all in small letters",
    "GLUED": "no space stands before it",
    "BLANK": "a space that is a word of its own, such as a no-break space",
    "LINE": "begins a line",
    "LONG": "has more than three letters",
    "TITLE": "is a title: `M.`, `général`",
    "NAME": "a name of somebody or something begins here",
    "NAME_END": "such a name ends here",
    "IN_NAME": "stands in such a name",
    "PERSON": "a person's name begins here",
    "PERSON_END": "a person's name ends here",
    "FUNCTION": "stands in a person's function: `ministre`",
    "MEDIUM": "the name of a paper, a broadcaster or an agency begins here",
    "SPEAKING": "can speak: stands in a name or a function, or is a noun such as `armée`",
    "PLURAL": "is in the plural",
    **MARKS_OF_CUES,
    **MARKS_OF_ORGANISATIONS,
}
"""What a word can be besides its part of speech, by the name that patterns give it. A stage knows those that it needs;
no word of it bears the others."""

CAPITALS = frozenset(TAGS | VERB_FORMS | MARKS.keys())
"""The conditions that are written in capitals."""

ANY_WORD = "_"


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


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words of a phrase of a kind."""

    kind: str


Node = Atom | Choice | Repeat | Look | Named | Phrase

ANY_NUMBER = 10_000

_PIECES = re.compile(r"[^\s()]*\(|\)(?:\?|\*\d*)?|[^\s()]+")
_PREFIX = re.compile(r"(?P<look>!|>|<!?|)(?:(?P<name>[a-z_]+)=)?")
_PHRASE = re.compile(r"\{([a-z_]+)\}")


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
    marked = prefix is not None and (prefix["look"] or prefix["name"]) and prefix.end() < len(piece)
    start = prefix.end() if prefix is not None and marked else 0
    body = piece[start:]
    optional = body.endswith("?") and len(body) > 1
    body = body.removesuffix("?" * optional)
    whole = _PHRASE.fullmatch(body)
    node = Phrase(whole[1]) if whole else _condition(body, source)
    return _looked(piece[:start], Repeat(node, 1) if optional else node, source)


def _condition(body: str, source: str) -> Node:
    """What one word must meet; a list alone may have entries of several words."""
    options = tuple(tuple(map(_term, option.split("&"))) for option in body.split("|"))
    for term in (term for option in options for term in option):
        _require_known(term.body, source)
    if is_list(body) and len(options) == len(options[0]) == 1:
        return _entries(body[1:])
    long = [term.body for option in options for term in option if is_list(term.body) and _has_phrases(term.body[1:])]
    if long:
        advice = f"let it stand alone: ({long[0]} || …)"
        raise KnowledgeError(f"{long[0]} in {source!r} has entries of several words; {advice}")
    return Atom(options)


def _has_phrases(name: str) -> bool:
    return any(len(entry) > 1 for entry in word_sequences(name))


def _entries(name: str) -> Node:
    """One of the entries of a list, the longest first where they have several words: `par la suite`."""
    if not _has_phrases(name):
        return Atom(((Term(f"@{name}"),),))
    entries = sorted(word_sequences(name), key=len, reverse=True)
    return Choice(tuple(tuple(Atom(((Term(word),),)) for word in entry) for entry in entries))


def _term(body: str) -> Term:
    return Term(body[1:], negated=True) if body.startswith("~") and len(body) > 1 else Term(body)


def _require_known(body: str, source: str) -> None:
    if not body:
        raise KnowledgeError(f"a condition is empty in {source!r}; write a word on both sides of | and &")
    if is_list(body):
        word_list(body[1:])
    elif body != body.lower() and body not in CAPITALS:
        known = ", ".join(sorted(CAPITALS))
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
    return not isinstance(node, (Atom, Phrase)) and _repeats(node.part)


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
    if isinstance(node, (Repeat, Phrase)):
        return None
    widths = {_sum([width(part) for part in option]) for option in node.options}
    return widths.pop() if len(widths) == 1 else None


def _sum(widths: Sequence[int | None]) -> int | None:
    known = [one for one in widths if one is not None]
    return sum(known) if len(known) == len(widths) else None


# --- what a pattern can begin with


def beginnings(*nodes: Node) -> list[Atom] | None:
    """The conditions one of which the first word that the nodes take meets; None where they may take no word."""
    if not nodes:
        return None
    first, *rest = nodes
    if isinstance(first, Atom):
        return [first]
    if isinstance(first, Phrase):
        return None
    if isinstance(first, Choice):
        return _joined([beginnings(*option, *rest) for option in first.options])
    if isinstance(first, Named):
        return beginnings(first.part, *rest)
    behind = beginnings(*rest)
    return _joined([beginnings(first.part), behind]) if isinstance(first, Repeat) else behind


def _joined(ways: Sequence[list[Atom] | None]) -> list[Atom] | None:
    known = [way for way in ways if way is not None]
    return [atom for way in known for atom in way] if len(known) == len(ways) else None


def is_list(body: str) -> bool:
    """Whether the condition is a list: `@days`."""
    return body.startswith("@") and len(body) > 1


def is_affix(body: str) -> bool:
    """Whether the condition is a beginning or an ending: `derni*`, `*ant`."""
    return len(body) > 1 and (body.startswith("*") or body.endswith("*"))


def words_of(body: str) -> frozenset[str]:
    """The words that the condition names, none where it is about something else."""
    if is_list(body):
        return word_list(body[1:])
    other = body in CAPITALS or body == ANY_WORD or is_affix(body)
    return frozenset(() if other else (body,))
