"""Which articles are processed: those with some words, not beyond the limit, in the language that was asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace

from extractor.articles.article import Article
from extractor.articles.decoding import check_storable
from extractor.articles.language import ANY, detect_language, has_words
from extractor.errors import ArticleError

SURE = 0.5
"""Probability from which another language is believed; a short text in capitals may look like anything."""

CERTAIN = 1.0
"""Probability of a language of which figures and symbols have none; whoever has it need not be looked through."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """The conditions, lengths in code points."""

    language: str
    min_characters: int
    max_characters: int

    def check(self, article: Article) -> Article:
        """The article with its language. Raises ArticleError with the code of the reason when it is not admitted."""
        text = article.text
        check_storable(text)
        if not text or text.isspace():
            raise ArticleError("empty", "there is no text")
        if len(text) < self.min_characters:
            raise ArticleError("too_short", f"{len(text)} characters, fewer than {self.min_characters}")
        if len(text) > self.max_characters:
            raise ArticleError("too_long", f"{len(text)} characters, more than {self.max_characters}")
        language, score = detect_language(text)
        if score < CERTAIN and not has_words(text):
            raise ArticleError("no_text", "hardly a word among the figures and symbols")
        if self.language not in (ANY, language) and score >= SURE:
            raise ArticleError(
                "language", f"in {language} (probability {score:.2f}), not {self.language}; --language any accepts all"
            )
        return replace(article, language=language, language_score=score)
