"""Weapons: what defence news calls them, and what only looks like one.

The sentences are marked up: `[S-400]` is a mention of a weapon; nothing else in them is one.
"""

from __future__ import annotations

import re

import pytest
import spacy

from extractor import knowledge
from extractor.analysis.folding import fold
from extractor.annotations import set_extensions
from extractor.entities.designations import (
    CODE,
    class_number_end,
    code_keys,
    is_acronym_of,
    name_place,
    sentence_around,
    series,
    variant_end,
)
from extractor.entities.weapons import forms, slug

from ..counting import lines

_MARK = re.compile(r"\[([^\]]*)\]")

SENTENCES = [
    "Le président ukrainien a réclamé des missiles [SCALP-EG] et [Storm Shadow] supplémentaires.",
    "La France livrera six canons [Caesar] et deux systèmes [SAMP/T] à l'Ukraine.",
    "L'Inde a commandé 26 [Rafale Marine] pour son porte-avions [INS Vikrant].",
    "Les États-Unis fourniront des chars [M1 Abrams], des blindés [Bradley] et des véhicules [Stryker].",
    "L'armée russe a tiré un missile hypersonique [Kinjal] contre Kiev, a indiqué l'état-major.",
    "Moscou a lancé 120 drones de type [Shahed] et douze missiles de croisière [Kalibr].",
    "Un missile balistique de portée intermédiaire baptisé « [Orechnik] » a frappé Dnipro.",
    "Le missile [Orechnik], capable d'emporter plusieurs ogives, sera déployé en Biélorussie.",
    "La Corée du Nord a testé un missile balistique intercontinental [Hwasong-20].",
    "Pyongyang a tiré un missile balistique intercontinental à combustible solide nord-coréen de type [Hwasong-21].",
    "Des [F-16] et des [Mirage 2000-5] ont été livrés à Kiev.",
    "Deux [F-35A Lightning II] ont décollé de la base d'Amendola.",
    "Berlin commande dix [F-35] de plus, selon le ministère de la Défense.",
    "La Turquie, exclue du programme [F-35], a acheté des [S-400] russes.",
    "Les batteries [Patriot] et [Iris-T] ont intercepté la plupart des projectiles.",
    "Le système de défense antiaérienne de fabrication allemande [IRIS-T SLM] arrivera en mai.",
    "Le [PAC-3 MSE] et l'[AIM-120 AMRAAM] seront produits au Japon.",
    "Le missile [PAC-3 Missile Segment Enhancement], ou [MSE], de Lockheed Martin sera produit sur place.",
    "Le missile air-air à moyenne portée avancé [AIM-120] de Raytheon, ou [AMRAAM], équipe ces avions.",
    "Les lance-roquettes multiples [Himars] ont détruit un dépôt de munitions.",
    "Washington a autorisé l'emploi des [ATACMS] sur le territoire russe.",
    "Le porte-avions [Charles-de-Gaulle] a appareillé de Toulon.",
    "Le porte-avions nucléaire [Charles de Gaulle] et son escorte ont franchi le canal de Suez. Le "
    "[Charles de Gaulle] restera six semaines en mer Rouge.",
    "Le sous-marin nucléaire d'attaque [Suffren] a rejoint Brest.",
    "Des sous-marins de [classe Barracuda] seront construits à Cherbourg.",
    "La frégate de défense et d'intervention [Amiral Ronarc'h] a été livrée à la Marine nationale.",
    "La frégate [Languedoc] a abattu deux drones en mer Rouge.",
    "Le destroyer américain [USS Carney] a intercepté trois missiles.",
    "Le porte-avions américain [USS Dwight D. Eisenhower] est arrivé en mer Rouge.",
    "L'[USS Gerald R. Ford], le plus grand porte-avions du monde, croise au large de la Norvège.",
    "Le [HMS Diamond] a tiré un missile [Sea Viper].",
    "Des destroyers chinois de [Type 055] ont été repérés près de Taïwan.",
    "Un sous-marin de la [classe Virginia] fera escale à Perth.",
    "Le sous-marin russe de [projet 636.3] a été touché dans le port de Sébastopol.",
    "Les hélicoptères [Tigre] et [Caïman] engagés au Sahel sont rentrés.",
    "Deux hélicoptères d'attaque [Apache] ont survolé la frontière.",
    "Les [Leclerc] engagés en Roumanie participent à l'exercice avec des chars [Leopard 2A6].",
    "Des chars lourds allemands [Leopard 2] sont arrivés en Pologne.",
    "Rheinmetall présentera son char [KF51 Panther] au salon.",
    "La Grèce veut acquérir des missiles antinavires [Exocet MM40].",
    "Les rebelles houthis disent avoir abattu un drone américain [MQ-9 Reaper].",
    "L'Iran a dévoilé le missile hypersonique [Fattah-2] et le drone [Gaza].",
    "Téhéran a tiré des missiles [Kheibar Shekan], [Emad] et [Ghadr].",
    "Le [Dôme de fer] a intercepté la plupart des roquettes tirées depuis Gaza.",
    "Israël a utilisé son système antimissile [Arrow 3] et la [Fronde de David].",
    "Donald Trump a présenté le « [Dôme d'or] », un bouclier antimissile.",
    "Le programme [SCAF] oppose Dassault et Airbus.",
    "Le [Système de combat aérien du futur] ([Scaf]) est dans l'impasse.",
    "Paris et Berlin discutent du futur char [MGCS].",
    "Le drone [Bayraktar TB2], fabriqué par Baykar, a fait ses preuves.",
    "Les [TB2] turcs ont détruit des blindés.",
    "La Chine a présenté le [DF-61], un missile balistique intercontinental.",
    "Pékin a fait défiler des missiles [DF-17], [DF-26] et [YJ-21].",
    "L'avion de chasse furtif chinois [J-20] a été déployé près du détroit.",
    "Des avions de chasse [J-10C] pakistanais auraient abattu un [Rafale].",
    "L'Inde a tiré des missiles [BrahMos] sur des bases pakistanaises.",
    "Le bombardier stratégique [Tu-95MS] a tiré des missiles [Kh-101].",
    "Un avion de surveillance [A-50] a été détruit au sol.",
    "Des [MiG-31K] porteurs de missiles [Kinjal] ont décollé.",
    "L'Ukraine a frappé avec son nouveau missile [Flamingo], capable de parcourir 3 000 kilomètres.",
    "Des drones navals [Magura V5] ont touché un patrouilleur.",
    "Le croiseur [Moskva], navire amiral de la flotte de la mer Noire, a coulé.",
    "Le fusil d'assaut [HK416F] remplace le [Famas].",
    "Il était armé d'une [kalachnikov] et d'un fusil [AR-15].",
    "Les soldats ont reçu des missiles antichars [Javelin], [NLAW] et [Milan].",
    "Les lance-roquettes [RPG-7] et les mitrailleuses étaient dissimulés dans une cave.",
    "L'agent innervant [Novitchok] a été utilisé à Salisbury.",
    "La bombe guidée [AASM Hammer] équipe les [MiG-29] ukrainiens.",
    "Des bombardiers furtifs [B-2] ont largué des bombes antibunker [GBU-57].",
    "Les [B-2 Spirit] ont décollé du Missouri.",
    "Le missile balistique [M51.3] est entré en service à bord du SNLE [Le Téméraire].",
    "Le missile nucléaire [ASMPA rénové] est emporté par le [Rafale].",
    "La Suède a donné des véhicules [CV90] et des canons [Archer].",
    "Séoul livrera des chars [K2], des obusiers [K9] et des lance-roquettes [Chunmoo] à Varsovie.",
    "Le Danemark a offert ses 19 obusiers [Caesar].",
    "Le missile de croisière [Taurus], réclamé par Kiev, ne sera pas livré, a répété le chancelier.",
    "Le [Bourevestnik], un missile de croisière à propulsion nucléaire, aurait volé 14 000 kilomètres.",
    "Le [Bourane-M], un missile de croisière d'un nouveau type, aurait été essayé dans l'Arctique.",
    "La torpille nucléaire [Poséidon] a été testée, selon Vladimir Poutine.",
    "Trois [Su-35] et un [Su-30SM2] ont escorté le bombardier [Tu-160].",
    "Le futur avion de combat [GCAP] sera développé par le Japon, l'Italie et le Royaume-Uni.",
    "Le [SAMP/T NG] et le radar [Ground Fire 300] ont été présentés au ministre.",
    "Le système antidrones [Parade] de Thales sera livré avant les Jeux.",
    "Des véhicules blindés [Griffon], [Serval] et [Jaguar] défileront sur les Champs-Élysées.",
    "Le missile [Mistral 3] a été choisi par l'Estonie.",
    "Trois porte-hélicoptères de [classe Mistral] sont en service.",
    "Le porte-hélicoptères amphibie [Tonnerre] a mouillé à Beyrouth.",
    "Les sous-marins [Scorpène] et les corvettes [Gowind] de Naval Group s'exportent bien.",
    "Le sous-marin nucléaire lanceur d'engins [HMS Vengeance] a tiré un [Trident II D5] au large de la Floride.",
    "Le chasseur de cinquième génération [KAAN] a effectué son premier vol.",
    "Le drone de combat [Kizilelma] a tiré son premier missile.",
    "La défense aérienne a détruit des [Geran-2] et des leurres [Gerbera].",
    "Le système électronique [Krasoukha-4] brouille les communications.",
    "Des roquettes [Katioucha] sont tombées sur la Galilée.",
    "Le [Type 076 Sichuan] a commencé ses essais en mer.",
    "L'armée a perdu un hélicoptère [Mi-8] et deux avions [Su-25].",
    "Des chars [T-90M] et [T-72B3] ont été filmés près de Pokrovsk.",
    "La France a déployé des batteries sol-air [Mamba] en Roumanie.",
    "L'avion ravitailleur [A330 MRTT Phénix] a accompagné les quatre [Rafale B].",
    "[Griffon], [Serval] et [Jaguar] ont défilé devant les blindés [VBCI].",
    "L'armée de Terre recevra 92 [Griffon] et 38 [Jaguar] de plus, et cédera ses [VAB].",
    "Le sous-marin nucléaire d'attaque (SNA) [Tourville] a rallié Toulon ; le [Tourville] y restera un mois.",
    "Des sous-marins nucléaires, type [Suffren], remplaceront la [classe Rubis].",
    "Les défenses ont abattu 300 [Shaheds] sur les 330 drones [Shahed] engagés.",
    "Les missiles anti-[Shahed] manquent, a reconnu l'état-major.",
    "L'[USS Carney] a tiré deux missiles. Le [Carney], un destroyer, croisait au large de Hodeïda.",
    "Le [Shandong] et le [Liaoning], les deux porte-avions chinois, ont navigué de conserve.",
    "Deux destroyers de [classe 052D] ont franchi le détroit.",
    "Un pétrolier ravitailleur de [Type 901] accompagnait la frégate [Type 054A].",
    "Le système de défense aérienne [S-400] « [Triumph] » a été livré à Ankara.",
    "Le missile [Sarmat], aussi appelé « [Satan II] », a échoué lors de son essai.",
    "Le [NH90], baptisé « [Caïman] », est l'hélicoptère de manœuvre de l'armée de Terre.",
    "La Russie a testé le véhicule sous-marin à énergie nucléaire [Poseidon].",
    "Il pilotait un [F 16] belge lors de l'exercice.",
    "Kiev a reçu des chars [Leopard 2], des [Challenger 2] britanniques et 31 [Abrams].",
    "Des [Su-75] et un [Tu-300] ont été montrés au salon de Moscou.",
    "Le bombardier [B-21 Raider] doit remplacer le [B-1B].",
    "L'armée a dévoilé le drone de combat « [Karagöl] ».",
    "La corvette russe [Sergueï Kotov] a été coulée par des drones navals.",
    "Deux frégates italiennes, la [Carlo Margottini] et la [Caio Duilio], se relaieront en mer Rouge.",
    "LES MISSILES [PATRIOT] ARRIVENT EN POLOGNE",
    "Les missiles [SCALP‑EG] et les avions [F‑16] seront livrés.",
    "Le [Konarak], un navire de soutien logistique, a été touché.",
    "Le sous-marin [Le Terrible] est rentré. L'équipage du [Terrible] est fatigué.",
]

TRAPS = [
    "L'émission sera diffusée sur TF1 et M6 dimanche soir.",
    "Le lanceur d'alerte Edward Snowden vit en Russie.",
    "Les chasseurs alpins défileront à Chambéry.",
    "Un tir de LBD a blessé un manifestant.",
    "Le général Leclerc est entré dans Strasbourg en novembre 1944.",
    "Le magasin Leclerc de la ville a fermé ses portes.",
    "Michel-Édouard Leclerc a critiqué la hausse des prix.",
    "Charles de Gaulle a prononcé son discours à Londres.",
    "L'aéroport Charles-de-Gaulle a été évacué.",
    "Le mistral soufflera à plus de 100 km/h, la rafale la plus forte atteignant 130 km/h.",
    "Le PSG affrontera Milan mardi soir.",
    "Une tigresse et un Tigre du Bengale ont été sauvés.",
    "Emmanuel Macron est en tête à J-10 du second tour.",
    "Le Boeing 737 MAX de la compagnie a fait demi-tour.",
    "Un Airbus A320 d'Air France s'est posé en urgence.",
    "La Ford F-150 reste le véhicule le plus vendu du pays.",
    "La fusée Ariane 6 a décollé de Kourou avec un satellite à bord.",
    "Une Jaguar et une Porsche ont été saisies par les enquêteurs.",
    "Le char du carnaval de Nice représentait Donald Trump.",
    "La Bretagne et la Normandie ont été placées en vigilance orange.",
    "Le député Javelin n'a pas souhaité répondre.",
    "L'autoroute A10 et la route D30 sont coupées.",
    "Les députés de la Nupes et le groupe Horizons ont voté contre.",
    "L'étude a été publiée dans The Lancet.",
    "Le président égyptien Abdel Fattah al-Sissi a reçu son homologue.",
    "Stacey Abrams a reconnu sa défaite en Géorgie.",
    "Le G7 et le G20 se réuniront à l'automne.",
    "Le Patriot Act a été prolongé par le Congrès.",
    "Les missiles ont été tirés depuis Téhéran contre Israël.",
    "Des drones ont frappé Kiev et Odessa dans la nuit.",
    "Le drone a survolé Moscou avant d'être abattu.",
    "La bombe H et la bombe A ont changé la guerre.",
    "La frégate de la Marine nationale a quitté Toulon.",
    "Le canon de 155 mm équipe les forces françaises.",
    "Le sous-marin a plongé au large de Brest.",
    "Le ministre a pris l'avion pour Washington.",
    "La tempête Patriot a fait deux morts.",
    "La loi Caesar impose des sanctions à Damas.",
    "Le Premier ministre indien a visité le Shandong en mars.",
    "Le pistolet à impulsion électrique a été utilisé.",
    "La mine de Carmaux a fermé en 1997.",
    "Les batteries de la Tesla Model 3 sont fabriquées en Chine.",
    "Le système Parcoursup a été critiqué par les syndicats.",
    "Le programme Erasmus a été prolongé jusqu'en 2027.",
    "La vedette Catherine Deneuve était présente.",
    "Les Vingt-Sept ont adopté un accord sur les munitions.",
    "Le projet Manhattan Beach a été abandonné par le promoteur.",
    "Son appareil Nikon a été confisqué par la police.",
    "Le navire humanitaire Ocean Viking a secouru 80 personnes.",
    "Un pétrolier, le Sounion, a été touché au large du Yémen.",
    "L'armée a tiré des missiles, le Pentagone n'a pas réagi.",
    "Trois frégates, le Premier ministre l'a confirmé, seront livrées.",
    "Des bouchons se sont formés sur l'A10 au péage de Virsac, a indiqué le préfet.",
    "La Chevrolet Corvette C7 Shooting Brake sera présentée au Salon.",
    "L'équipe de hockey a perdu. Les Blackhawks ont attaqué trop tard.",
    "« Tank Man » reste une image célèbre.",
]


def read(marked: str) -> tuple[str, list[tuple[int, str]]]:
    """The text without marks, and start and surface of each mention."""
    expected, text, place = [], "", 0
    for mark in _MARK.finditer(marked):
        text += marked[place : mark.start()]
        expected.append((len(text), mark[1]))
        text += mark[1]
        place = mark.end()
    return text + marked[place:], expected


def weapons(doc) -> list[tuple[int, str]]:
    found = [m for m in doc._.mentions if m.type == "WEAPON"]
    return sorted((m.start, doc.text[m.start : m.end]) for m in found)


def entities(doc) -> dict[str, str]:
    """Entity id by surface."""
    return {doc.text[m.start : m.end]: m.entity_id for m in doc._.mentions if m.type == "WEAPON"}


@pytest.fixture(scope="module")
def found(nlp) -> dict[str, list[tuple[int, str]]]:
    """The weapons of every sentence, by its text; read in one go, which is faster."""
    texts = [read(marked)[0] for marked in (*SENTENCES, *TRAPS)]
    return {doc.text: weapons(doc) for doc in nlp.pipe(texts)}


@pytest.mark.parametrize("marked", SENTENCES)
def test_weapons_are_found_without_their_head_noun(found, marked):
    text, expected = read(marked)
    assert found[text] == expected


@pytest.mark.parametrize("text", TRAPS)
def test_what_only_looks_like_a_weapon_is_none(found, text):
    assert found[text] == []


def test_straight_and_curly_apostrophes_and_no_break_spaces_give_the_same(nlp):
    curly = nlp("L’armée a déployé des F‑16, l’USS\u00a0Carney et des missiles «\u00a0Kinjal\u00a0».")
    straight = nlp("L'armée a déployé des F-16, l'USS Carney et des missiles \"Kinjal\".")
    assert sorted(entities(curly).values()) == sorted(entities(straight).values())
    assert [surface for _, surface in weapons(curly)] == ["F‑16", "USS\u00a0Carney", "Kinjal"]


def test_spellings_of_one_system_share_an_id_across_documents(nlp):
    first = entities(nlp("Kiev a reçu des F-16 et des missiles Kinjal."))
    second = entities(nlp("Un F-16AM a abattu un missile Kinzhal (Kh-47M2)."))
    assert first["F-16"] == second["F-16AM"] == "weapon:f-16-fighting-falcon"
    assert first["Kinjal"] == second["Kinzhal"] == second["Kh-47M2"]


def test_acronym_in_apposition_is_the_same_weapon(nlp):
    doc = nlp("Le missile PAC-3 Missile Segment Enhancement, ou MSE, sera produit au Japon.")
    ids = entities(doc)
    assert ids["MSE"] == ids["PAC-3 Missile Segment Enhancement"] == "weapon:pac-3-mse"


def test_acronym_of_an_unknown_system_is_linked_to_it(nlp):
    ids = entities(nlp("Le missile Karagöl Naval Strike (KNS) a été dévoilé."))
    assert ids["KNS"] == ids["Karagöl Naval Strike"] == "weapon:karagol-naval-strike"


def test_surfaces_are_among_the_names_of_the_entity(nlp):
    doc = nlp("Des Mirage 2000-9 ont décollé avec des bombes GBU-39B.")
    for surface, entity_id in entities(doc).items():
        entity = doc._.entities[entity_id]
        assert surface in (entity.name, *entity.aliases)


def test_entity_of_an_unknown_system_takes_its_origin_from_the_adjective(nlp):
    doc = nlp("Le nouveau missile balistique iranien Zelzal-99 a été montré.")
    entity = doc._.entities["weapon:zelzal-99"]
    assert (entity.name, entity.country) == ("Zelzal-99", "IR")


def test_origin_of_a_known_system_is_its_state(nlp):
    doc = nlp("Des S-400 protègent la base.")
    assert doc._.entities["weapon:s-400-triumf"].country == "RU"


def test_joint_programme_belongs_to_no_single_state(nlp):
    doc = nlp("Paris et Berlin négocient le SCAF.")
    assert doc._.entities["weapon:scaf"].country is None


def test_homonyms_are_told_apart_by_the_head_noun(nlp):
    assert entities(nlp("Des missiles Mistral ont été tirés."))["Mistral"] == "weapon:mistral-missile"
    assert entities(nlp("Le porte-hélicoptères Mistral a appareillé."))["Mistral"] == "weapon:mistral-bpc"
    assert entities(nlp("Des véhicules blindés Puma sont arrivés."))["Puma"] == "weapon:puma-vci"
    assert entities(nlp("Un hélicoptère Puma s'est posé."))["Puma"] == "weapon:sa330-puma"


def test_ambiguous_name_counts_after_its_first_full_mention(nlp):
    doc = nlp("L'armée a engagé des chars Leclerc. Le ministre a salué leur équipage. Le Leclerc reste une référence.")
    assert [surface for _, surface in weapons(doc)] == ["Leclerc", "Leclerc"]


def test_unknown_name_is_remembered_in_the_article(nlp):
    doc = nlp("Séoul a testé le missile Baekdu-7. Selon le ministère, le Baekdu-7 a atteint sa cible.")
    assert [surface for _, surface in weapons(doc)] == ["Baekdu-7", "Baekdu-7"]


def test_users_table_adds_and_overrides(tmp_path):
    (tmp_path / "weapons.tsv").write_text(
        "id\tname\taliases\tclass\tmaker\torigin\tambiguous\nzorglub\tZorglub-9\tZorg\tdrone\t\tBE\tZorg\n"
        "leclerc\tLeclerc\t\tchar\t\tFR\t\n",
        encoding="utf-8",
    )
    by_text = {}
    for form in forms(tmp_path):
        by_text.setdefault((form.entity.id, form.text), form)
    assert by_text["weapon:zorglub", "Zorglub-9"].entity.country == "BE"
    assert by_text["weapon:zorglub", "Zorg"].needs_context
    assert not by_text["weapon:leclerc", "Leclerc"].needs_context


def test_an_ambiguous_name_of_the_users_counts_beside_words_of_its_own_family(tmp_path):
    (tmp_path / "weapons.tsv").write_text(
        "id\tname\tclass\tmaker\tambiguous\naquilon\tAquilon\tfrégate\tChantiers Nordet\tAquilon\n", "utf-8"
    )
    nlp = spacy.blank("fr")
    set_extensions()
    nlp.add_pipe("extractor_gazetteer", config={"knowledge": str(tmp_path)})
    nlp.add_pipe("extractor_weapons", config={"knowledge": str(tmp_path)})
    ship = nlp("L'Aquilon escorte deux corvettes de la marine.")
    wind = nlp("L'Aquilon souffle sur la plaine, où roulent deux chars.")
    assert [m.entity_id for m in ship._.mentions] == ["weapon:aquilon"]
    assert wind._.mentions == []


def test_component_works_alone_on_a_blank_pipeline():
    set_extensions()
    blank = spacy.blank("fr")
    blank.add_pipe("extractor_gazetteer")
    blank.add_pipe("extractor_weapons")
    doc = blank("Des missiles Scalp et un système inconnu de type Zorbak-3, le missile Zorbak-4.")
    assert [surface for _, surface in weapons(doc)] == ["Scalp", "Zorbak-4"]


def test_the_work_is_linear_on_a_text_of_names():
    set_extensions()
    blank = spacy.blank("fr")
    blank.max_length = 10_000_000
    blank.add_pipe("extractor_gazetteer")
    component = blank.add_pipe("extractor_weapons")
    sentence = "Des missiles Scalp, Aster et Exocet, le Tigre, la frégate Aconit et un drone Zorbak-3 ; "

    def work(repeats: int) -> int:
        doc = blank.make_doc(sentence * repeats)
        return lines(component, blank.get_pipe("extractor_gazetteer")(doc))

    work(10)
    assert work(200) < 1.2 * 8 * work(25)


# The tables


def test_table_holds_six_hundred_systems_and_is_sound():
    rows = knowledge.rows("weapons")
    heads = {row["id"] for row in knowledge.rows("weapon_heads")}
    assert len(rows) >= 600
    for row in rows:
        names = [row["name"], *knowledge.split(row["aliases"])]
        assert row["id"] == slug(row["id"]), row["id"]
        assert row["class"] in heads, row
        assert re.fullmatch(r"[A-Z]{2}(\|[A-Z]{2})*", row["origin"]), row
        assert row["source"], row
        assert len(set(names)) == len(names), row
        assert set(knowledge.split(row["ambiguous"])) <= set(names), row


def test_a_form_of_two_systems_is_ambiguous_in_both():
    systems: dict[str, set[str]] = {}
    plain: set[str] = set()
    for form in forms():
        systems.setdefault(fold(form.text), set()).add(form.entity.id)
        if not form.needs_context:
            plain.add(fold(form.text))
    assert {text for text, ids in systems.items() if len(ids) > 1} & plain == set()


@pytest.mark.parametrize("table", ["weapon_heads", "weapon_series", "ship_prefixes", "weapon_verbs", "weapon_vetoes"])
def test_rows_of_the_tables_name_their_source(table):
    rows = knowledge.rows(table)
    assert rows
    assert all(row["source"] for row in rows)


# The grammar of designations


@pytest.mark.parametrize("code", ["F-16", "F/A-18F", "Su-30SM2", "Kh-47M2", "T-72B3M", "2S19", "S-300PMU-2", "B61-12"])
def test_codes_are_matched_whole(code):
    match = CODE.search(f"des {code}, dit-on")
    assert match
    assert match.group() == code


@pytest.mark.parametrize("text", ["un texte de 2019", "le 17 avril", "à 100%", "Covid-dix-neuf", "avant-1945"])
def test_numbers_are_no_codes(text):
    assert CODE.search(text) is None


def test_keys_of_a_code_never_lose_its_digits():
    assert list(code_keys("Su-30SM2")) == ["su30sm2", "su30sm", "su30s", "su30"]


def test_series_need_hyphen_and_number_in_range():
    table = {"Su": (2, 2, 0, 100), "S": (3, 3, 300, 900)}
    assert series("Su-75", table) == "Su"
    assert series("Su75", table) is None
    assert series("S-600", table) == "S"
    assert series("S-120", table) is None


def place(text: str, head: str, **tables) -> str | None:
    """What stands where the name governed by `head` begins."""
    options = {"breaks": {"qui", "contre"}, "function_words": {"à", "la", "de", "qui", "contre"}, "generics": {"MALE"}}
    found = name_place(text, text.index(head) + len(head), **{**options, **tables})
    return text[found.start :] if found else None


def test_name_stands_behind_qualifiers_markers_quotes_and_acronyms():
    assert place("un missile balistique à longue portée Zorb", "missile") == "Zorb"
    assert place("un drone MALE de type « Zorb »", "drone") == "Zorb »"
    assert place("un sous-marin (SNA) Zorb", "sous-marin") == "Zorb"
    assert place("un sous-marin (SNA), type Zorb", "sous-marin") == "Zorb"
    assert place("un destroyer de classe 055", "destroyer") == "055"


def test_name_does_not_stand_behind_the_end_of_the_noun_phrase():
    assert place("un missile qui vise Paris", "missile") is None
    assert place("un missile contre Paris", "missile") is None
    assert place("un missile. Zorb", "missile") is None
    assert place("un missile de Zorb", "missile") is None
    assert place("un missile\nZorb", "missile") is None


def test_class_is_part_of_the_name():
    text = "un sous-marin de classe Zorb"
    found = name_place(text, text.index(" de"), breaks=(), function_words={"de"}, generics=())
    assert found
    assert found.class_start is not None
    assert text[found.class_start :] == "classe Zorb"
    assert class_number_end("classe 055, dit-on", 7) == 10


def test_versions_belong_to_the_name():
    assert variant_end("le Rafale F5 vole", 9) == 12
    assert variant_end("le F-16 Block 70 vole", 7) == 16
    assert variant_end("le Rafale vole", 9) == 9


def test_acronyms_are_initials_in_order():
    assert is_acronym_of("MSE", "PAC-3 Missile Segment Enhancement")
    assert not is_acronym_of("MBDA", "Missile Segment Enhancement")


def test_sentence_is_bounded():
    text = "Un. " * 500 + "Le Tigre vole. " + "Deux. " * 500
    at = text.index("Tigre")
    low, high = sentence_around(text, at, at + 5)
    assert text[low:high] == "Le Tigre vole"
