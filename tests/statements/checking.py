"""Whether the statements found in a sentence are those that its markup says, and no others."""

from __future__ import annotations

from spacy.language import Language

from extractor.annotations import Statement

from .markup import Marked, Offsets, parse

# Gold spans leave out marks and final stops; where exactly a span puts its outer punctuation is not tested.
_OUTER = " \u00a0\u202f\n\t.,;:…!?\"'«»‹›“”„‘’()–—-"


def _trimmed(text: str, span: Offsets) -> Offsets:
    start, end = span
    while start < end and text[start] in _OUTER:
        start += 1
    while end > start and text[end - 1] in _OUTER:
        end -= 1
    return start, end


def _spans(text: str, spans: list[Offsets]) -> list[Offsets]:
    """The spans without outer punctuation, those that only marks and spaces part taken together."""
    merged: list[Offsets] = []
    for span in sorted(_trimmed(text, span) for span in spans):
        if merged and not text[merged[-1][1] : span[0]].strip(_OUTER):
            span = (merged.pop()[0], span[1])
        merged.append(span)
    return merged


def _overlap(a: Offsets | None, b: Offsets) -> bool:
    return a is not None and max(a[0], b[0]) < min(a[1], b[1])


def _shown(text: str, statement: Statement) -> str:
    spans = " … ".join(text[a:b] for a, b in statement.spans)
    speaker = text[slice(*statement.speaker)] if statement.speaker else None
    cue = text[slice(*statement.cue)] if statement.cue else None
    return f"[{statement.rule}] {statement.type}: {spans!r} by {speaker!r}, cue {cue!r}"


def _check(text: str, marked: Marked, found: Statement) -> list[str]:
    """What is wrong with a statement whose spans are right."""
    wrong = []
    places: dict[str, Offsets | None] = {
        "speaker": found.speaker, "cue": found.cue, "addressee": found.addressee, "via": found.via
    }  # fmt: skip
    for role, marks in marked.places.items():
        if not any(_overlap(places[role], mark) for mark in marks):
            wanted_texts = " or ".join(text[slice(*mark)] for mark in marks)
            here = places[role]
            wrong.append(f"{role} {wanted_texts!r}, found {text[slice(*here)] if here else None!r}")
    values = {
        "type": found.type, "kind": found.speaker_kind, "act": found.speech_act, "polarity": found.polarity,
        "modality": found.modality,
    }  # fmt: skip
    for name, value in marked.expected.items():
        if name == "by":
            wanted = set() if value == "none" else set(value.split(","))
            if set(found.speaker_ids) != wanted:
                wrong.append(f"by {sorted(wanted)}, found {found.speaker_ids}")
        elif name in ("speaker", "cue"):
            if places[name] is not None:
                wrong.append(f"no {name} expected")
        elif values[name] != value:
            wrong.append(f"{name} {value}, found {values[name]}")
    return wrong


def assert_statements(nlp: Language, source: str) -> None:
    """Fails with every difference between the statements found in the marked-up text and those it is marked with."""
    text, marked = parse(source)
    found: list[Statement] = list(nlp(text)._.statements)
    wrong = []
    for number, statement in marked.items():
        wanted = _spans(text, statement.spans)
        match = next((f for f in found if _spans(text, f.spans) == wanted), None)
        if match is not None:
            found.remove(match)
            if not statement.optional:
                wrong += [f"statement {number}: {problem}" for problem in _check(text, statement, match)]
        elif not statement.optional:
            shown = " … ".join(text[a:b] for a, b in statement.spans)
            wrong.append(f"statement {number} not found: {shown!r}")
    wrong += [f"unexpected: {_shown(text, f)}" for f in found]
    assert not wrong, "\n".join([text, *wrong])
