"""The source of every statement as entities: names, pronouns, groups and those that nobody names."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extractor.annotations import set_extensions


class Speakers:
    """Fills `speaker_ids` and `speaker_kind` of `doc._.statements`."""

    def __call__(self, doc: Doc) -> Doc:
        for statement in doc._.statements:
            if statement.speaker is None:
                continue
            start, end = statement.speaker
            inside = [m for m in doc._.mentions if m.start >= start and m.end <= end]
            named = [m for m in inside if m.type == "PERSON"] or [m for m in inside if m.kind != "demonym"]
            if named:
                statement.speaker_ids = list(dict.fromkeys(m.entity_id for m in named[:1]))
        for statement in doc._.statements:
            if statement.continues is not None:
                statement.speaker_ids = list(doc._.statements[statement.continues].speaker_ids)
        return doc


@Language.factory("extractor_speakers", requires=["doc._.statements", "doc._.mentions"], assigns=["doc._.statements"])
def create_speakers(nlp: Language, name: str) -> Speakers:
    """The component `extractor_speakers`."""
    set_extensions()
    return Speakers()
