"""The inflected forms of French verbs: `conjugate("dire")["dit"][0] == "ind.pres.3s"`.

The rules of the first and second groups with their changes of spelling (both the spelling of 1990 and the older one),
and the principal parts of the families of the third group. They make `cue_forms.tsv` of the shipped cues, and the forms
of the verbs that a user adds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from extractor.errors import KnowledgeError

PERSONS = ("1s", "2s", "3s", "1p", "2p", "3p")

IMPERFECT = ("ais", "ais", "ait", "ions", "iez", "aient")
FUTURE = ("ai", "as", "a", "ons", "ez", "ont")
SUBJUNCTIVE = ("e", "es", "e", "ions", "iez", "ent")
SIMPLE_PAST = {
    "a": ("ai", "as", "a", "âmes", "âtes", "èrent"),
    "i": ("is", "is", "it", "îmes", "îtes", "irent"),
    "u": ("us", "us", "ut", "ûmes", "ûtes", "urent"),
    "in": ("ins", "ins", "int", "înmes", "întes", "inrent"),
}
IMPERFECT_SUBJUNCTIVE = {"a": ("ât", "assent"), "i": ("ît", "issent"), "u": ("ût", "ussent"), "in": ("înt", "inssent")}

# Principal parts of the third group by ending of the infinitive: the six forms of the present, the stem of the
# future, stem and vowel of the simple past, the past participle. `~` stands for what precedes the ending.
FAMILIES: dict[str, tuple[str, str, str, str]] = {
    "être": ("suis es est sommes êtes sont", "ser", "f:u", "été"),
    "avoir": ("ai as a avons avez ont", "aur", "e:u", "eu"),
    "faire": ("~fais ~fais ~fait ~faisons ~faites ~font", "~fer", "~f:i", "~fait"),
    "savoir": ("~sais ~sais ~sait ~savons ~savez ~savent", "~saur", "~s:u", "~su"),
    "vouloir": ("~veux ~veux ~veut ~voulons ~voulez ~veulent", "~voudr", "~voul:u", "~voulu"),
    "prévoir": ("prévois prévois prévoit prévoyons prévoyez prévoient", "prévoir", "prév:i", "prévu"),
    "voir": ("~vois ~vois ~voit ~voyons ~voyez ~voient", "~verr", "~v:i", "~vu"),
    "prévaloir": ("prévaux prévaux prévaut prévalons prévalez prévalent", "prévaudr", "préval:u", "prévalu"),
    "cevoir": ("~çois ~çois ~çoit ~cevons ~cevez ~çoivent", "~cevr", "~ç:u", "~çu"),
    "émouvoir": ("émeus émeus émeut émouvons émouvez émeuvent", "émouvr", "ém:u", "ému"),
    "redire": ("redis redis redit redisons redites redisent", "redir", "red:i", "redit"),
    "maudire": ("maudis maudis maudit maudissons maudissez maudissent", "maudir", "maud:i", "maudit"),
    "contredire": (
        "contredis contredis contredit contredisons contredisez contredisent",
        "contredir",
        "contred:i",
        "contredit",
    ),
    "prédire": ("prédis prédis prédit prédisons prédisez prédisent", "prédir", "préd:i", "prédit"),
    "interdire": ("interdis interdis interdit interdisons interdisez interdisent", "interdir", "interd:i", "interdit"),
    "dédire": ("dédis dédis dédit dédisons dédisez dédisent", "dédir", "déd:i", "dédit"),
    "dire": ("dis dis dit disons dites disent", "dir", "d:i", "dit"),
    "crire": ("~cris ~cris ~crit ~crivons ~crivez ~crivent", "~crir", "~criv:i", "~crit"),
    "lire": ("~lis ~lis ~lit ~lisons ~lisez ~lisent", "~lir", "~l:u", "~lu"),
    "rire": ("~ris ~ris ~rit ~rions ~riez ~rient", "~rir", "~r:i", "~ri"),
    "uire": ("~uis ~uis ~uit ~uisons ~uisez ~uisent", "~uir", "~uis:i", "~uit"),
    "croire": ("~crois ~crois ~croit ~croyons ~croyez ~croient", "~croir", "~cr:u", "~cru"),
    "clure": ("~clus ~clus ~clut ~cluons ~cluez ~cluent", "~clur", "~cl:u", "~clu"),
    "naître": ("~nais ~nais ~naît ~naissons ~naissez ~naissent", "~naîtr", "~n:u", "~nu"),
    "naitre": ("~nais ~nais ~nait ~naissons ~naissez ~naissent", "~naitr", "~n:u", "~nu"),
    "mettre": ("~mets ~mets ~met ~mettons ~mettez ~mettent", "~mettr", "~m:i", "~mis"),
    "battre": ("~bats ~bats ~bat ~battons ~battez ~battent", "~battr", "~batt:i", "~battu"),
    "prendre": ("~prends ~prends ~prend ~prenons ~prenez ~prennent", "~prendr", "~pr:i", "~pris"),
    "indre": ("~ins ~ins ~int ~ignons ~ignez ~ignent", "~indr", "~ign:i", "~int"),
    "joindre": ("~joins ~joins ~joint ~joignons ~joignez ~joignent", "~joindr", "~joign:i", "~joint"),
    "rompre": ("~romps ~romps ~rompt ~rompons ~rompez ~rompent", "~rompr", "~romp:i", "~rompu"),
    "vaincre": ("~vaincs ~vaincs ~vainc ~vainquons ~vainquez ~vainquent", "~vaincr", "~vainqu:i", "~vaincu"),
    "suivre": ("~suis ~suis ~suit ~suivons ~suivez ~suivent", "~suivr", "~suiv:i", "~suivi"),
    "dre": ("~ds ~ds ~d ~dons ~dez ~dent", "~dr", "~d:i", "~du"),
    "tenir": ("~tiens ~tiens ~tient ~tenons ~tenez ~tiennent", "~tiendr", "~t:in", "~tenu"),
    "venir": ("~viens ~viens ~vient ~venons ~venez ~viennent", "~viendr", "~v:in", "~venu"),
    "quérir": ("~quiers ~quiers ~quiert ~quérons ~quérez ~quièrent", "~querr", "~qu:i", "~quis"),
    "ffrir": ("~ffre ~ffres ~ffre ~ffrons ~ffrez ~ffrent", "~ffrir", "~ffr:i", "~ffert"),
    "couvrir": ("~couvre ~couvres ~couvre ~couvrons ~couvrez ~couvrent", "~couvrir", "~couvr:i", "~couvert"),
    "sentir": ("~sens ~sens ~sent ~sentons ~sentez ~sentent", "~sentir", "~sent:i", "~senti"),
    "mentir": ("~mens ~mens ~ment ~mentons ~mentez ~mentent", "~mentir", "~ment:i", "~menti"),
    "repentir": ("repens repens repent repentons repentez repentent", "repentir", "repent:i", "repenti"),
    "partir": ("pars pars part partons partez partent", "partir", "part:i", "parti"),
    "sortir": ("sors sors sort sortons sortez sortent", "sortir", "sort:i", "sorti"),
    # The second group: the shortest ending, so that every other family wins over it.
    "ir": ("~is ~is ~it ~issons ~issez ~issent", "~ir", "~:i", "~i"),
}
# Forms that no principal part gives.
SUBJUNCTIVE_STEMS = {
    "être": "sois sois soit soyons soyez soient",
    "avoir": "aie aies ait ayons ayez aient",
    "faire": "fasse fasses fasse fassions fassiez fassent",
    "savoir": "sache saches sache sachions sachiez sachent",
    "vouloir": "veuille veuilles veuille voulions vouliez veuillent",
    "prévaloir": "prévale prévales prévale prévalions prévaliez prévalent",
}
PRESENT_PARTICIPLES = {"être": "étant", "avoir": "ayant", "savoir": "sachant"}
IMPERFECT_STEMS = {"être": "ét"}
AUXILIARIES = ("être", "avoir")
OTHER_WORDS = frozenset({"maintenant"})
"""Forms that are another word wherever they stand."""
DOUBLING = re.compile(r"(?:app|ch|gromm)eler$|jeter$")


Form = tuple[str, str]


def first_group(infinitive: str) -> Iterator[Form]:
    """The forms of a verb in -er, with c/ç, g/ge, y/i, e/è, é/è and the doubled consonants of `appeler` and `jeter`."""
    stem = infinitive[:-2]
    soft = {"c": stem[:-1] + "ç", "g": stem + "e"}.get(stem[-1], stem)
    strong, futures = stem, [stem + "er"]
    if stem.endswith("envoy"):
        strong, futures = stem[:-1] + "i", [stem[:-3] + "verr"]
    elif stem.endswith(("oy", "uy")):
        strong = stem[:-1] + "i"
        futures = [strong + "er"]
    elif stem.endswith("ay"):
        futures.append(stem[:-1] + "ier")
    elif DOUBLING.search(infinitive):
        strong = stem + stem[-1]
        futures = [strong + "er"]
    elif match := re.search(r"([eé])((?:[bcdfgptv][lr]|qu|gu|ch|gn|[bcdfgjklmnpqrstvxz]))$", stem):
        strong = stem[: match.start()] + "è" + match[2]
        futures = [strong + "er"] if match[1] == "e" else [stem + "er", strong + "er"]
    strongs = [strong] if not stem.endswith("ay") else [stem, stem[:-1] + "i"]
    for strong in strongs:
        for ending, person in (("e", "1s"), ("es", "2s"), ("e", "3s"), ("ent", "3p")):
            yield strong + ending, "ind.pres." + person
            yield strong + ending, "subj.pres." + person
        yield strong + "e", "imp.2s"
    yield soft + "ons", "ind.pres.1p"
    yield stem + "ez", "ind.pres.2p"
    yield soft + "ons", "imp.1p"
    yield stem + "ez", "imp.2p"
    yield stem + "ions", "subj.pres.1p"
    yield stem + "iez", "subj.pres.2p"
    for ending, person in zip(IMPERFECT, PERSONS, strict=True):
        yield (stem if ending.startswith("i") else soft) + ending, "ind.impf." + person
    for ending, person in zip(SIMPLE_PAST["a"], PERSONS, strict=True):
        yield (stem if ending.startswith("è") else soft) + ending, "ind.past." + person
    for ending, person in zip(IMPERFECT_SUBJUNCTIVE["a"], ("3s", "3p"), strict=True):
        yield soft + ending, "subj.impf." + person
    for future in futures:
        yield from future_forms(future)
    yield soft + "ant", "ppres"
    yield from participles(stem + "é")
    yield infinitive, "inf"


def third_group(infinitive: str) -> Iterator[Form]:
    """The forms of any other verb by the principal parts of its family. Raises KnowledgeError for one without."""
    ending = max((e for e in FAMILIES if infinitive.endswith(e)), key=len, default=None)
    if ending is None:
        raise KnowledgeError(f"{infinitive!r} is no infinitive whose conjugation is known; write one in -er or -ir")
    root = infinitive.removesuffix(ending)
    present, future, past, participle = (part.replace("~", root) for part in FAMILIES[ending])
    presents = present.split()
    for form, person in zip(presents, PERSONS, strict=True):
        yield form, "ind.pres." + person
    whole = SUBJUNCTIVE_STEMS.get(ending)
    we, they = presents[3].removesuffix("ons"), presents[5].removesuffix("ent")
    subjunctive = (
        [root + form for form in whole.split()]
        if whole
        else [(we if e.startswith("i") else they) + e for e in SUBJUNCTIVE]
    )
    for form, person in zip(subjunctive, PERSONS, strict=True):
        yield form, "subj.pres." + person
    stem = IMPERFECT_STEMS.get(ending, we)
    for suffix, person in zip(IMPERFECT, PERSONS, strict=True):
        yield stem + suffix, "ind.impf." + person
    past_stem, vowel = past.split(":")
    for suffix, person in zip(SIMPLE_PAST[vowel], PERSONS, strict=True):
        yield past_stem + suffix, "ind.past." + person
    for suffix, person in zip(IMPERFECT_SUBJUNCTIVE[vowel], ("3s", "3p"), strict=True):
        yield past_stem + suffix, "subj.impf." + person
    yield from future_forms(future)
    for form, person in zip((presents[1], presents[3], presents[4]), ("2s", "1p", "2p"), strict=True):
        yield form, "imp." + person
    yield PRESENT_PARTICIPLES.get(ending, we + "ant"), "ppres"
    yield from participles(participle)
    yield infinitive, "inf"


def future_forms(stem: str) -> Iterator[Form]:
    """The future and the conditional, which share their stem."""
    for ending, person in zip(FUTURE, PERSONS, strict=True):
        yield stem + ending, "ind.fut." + person
    for ending, person in zip(IMPERFECT, PERSONS, strict=True):
        yield stem + ending, "cond." + person


def participles(masculine: str) -> Iterator[Form]:
    """The past participle in both genders and numbers."""
    yield masculine, "ppast.ms"
    yield masculine + "e", "ppast.fs"
    yield masculine if masculine.endswith("s") else masculine + "s", "ppast.mp"
    yield masculine + "es", "ppast.fp"


def conjugate(infinitive: str) -> dict[str, list[str]]:
    """Every inflected form of a verb with its readings: `conjugate("dire")["dit"][0] == "ind.pres.3s"`."""
    forms: dict[str, list[str]] = {}
    for form, reading in first_group(infinitive) if infinitive.endswith("er") else third_group(infinitive):
        readings = forms.setdefault(form, [])
        if reading not in readings:
            readings.append(reading)
    return forms


def head_verb(lemma: str) -> str:
    """The verb of a cue that is conjugated: `s'en prendre` → `prendre`, `mettre en garde` → `mettre`."""
    return re.sub(r"^(?:se |s')?(?:en |y )?", "", lemma).split(" ")[0]


def packed_forms(verbs: Iterable[str]) -> dict[str, str]:
    """The forms of `verbs` as `cue_forms.tsv` has them: `{"dit": "dire:ind.pres.3s,ppast.ms"}`."""
    # `sommes` is no form of `sommer` to any reader, nor `étaient` of `étayer`.
    auxiliaries = {form for verb in AUXILIARIES for form in conjugate(verb)}
    packed: dict[str, list[str]] = {}
    for verb in sorted(verbs):
        for form, readings in conjugate(verb).items():
            if form not in OTHER_WORDS and (verb in AUXILIARIES or form not in auxiliaries):
                packed.setdefault(form, []).append(f"{verb}:{','.join(readings)}")
    return {form: "|".join(packed[form]) for form in sorted(packed)}
