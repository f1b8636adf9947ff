// The search: rows come from the files in data/, are folded once, and are looked through at each key.
// Texts only ever become text nodes, never markup.
"use strict";

const articles = [];
const entities = [];
const statements = [];

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[’ʼ]/g, "'").replace(/œ/gi, "oe").replace(/æ/gi, "ae").toLowerCase();

// Called by each of the files in data/.
function extractorRows(kind, rows) {
  if (kind === "article") {
    for (const [number, title, outlet, date, page] of rows) articles[number] = { title, outlet, date, page };
  } else if (kind === "entity") {
    for (const [number, name, type, page, id] of rows) entities[number] = { name, type, page, id, folded: fold(name) };
  } else {
    for (const [article, number, speakers, unnamed, state, verb, act, about, text, score] of rows) {
      const by = speakers.length ? speakers.map((one) => entities[one].name).join(", ") : unnamed;
      statements.push({ article: articles[article], number, speakers, by, state, verb, act, about, text, score, folded: fold(`${by} ${text}`), foldedBy: fold(by) });
    }
  }
}

document.addEventListener("DOMContentLoaded", () => {
  const words = JSON.parse(document.getElementById("words").textContent);
  const language = document.documentElement.lang;
  const form = document.getElementById("search");
  const fields = ["q", "by", "about", "act", "state", "outlet", "since", "until"];
  const count = document.getElementById("count");
  const list = document.getElementById("results");
  const more = document.getElementById("more");
  const named = document.getElementById("entities");
  const PAGE = 50;
  let found = [];
  let shown = 0;
  let asked = [];

  const element = (name, content = "", attributes = {}) => {
    const made = document.createElement(name);
    made.textContent = content;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };

  // Who is meant by what was typed: an entity's id, else all whose names have it; null where nothing was typed.
  const meant = (typed) => {
    if (!typed) return null;
    const ids = new Set();
    entities.forEach((entity, number) => {
      if (entity.id === typed) ids.add(number);
    });
    if (ids.size) return { ids, words: null };
    const folded = fold(typed);
    entities.forEach((entity, number) => {
      if (entity.folded.includes(folded)) ids.add(number);
    });
    return { ids, words: folded };
  };

  // The text with what was asked for marked. Folding may change lengths, so that places are found in the text itself.
  const marked = (text) => {
    const folded = [];
    const places = [];
    let at = 0;
    for (const sign of text) {
      for (const one of fold(sign)) {
        folded.push(one);
        places.push(at);
      }
      at += sign.length;
    }
    places.push(text.length);
    const plain = folded.join("");
    const hits = [];
    // Offsets of code units into `plain` and of signs in `folded` are the same as long as no sign takes two.
    if (plain.length === folded.length) {
      for (const word of asked) {
        for (let start = plain.indexOf(word); start >= 0; start = plain.indexOf(word, start + word.length)) hits.push([places[start], places[start + word.length]]);
      }
    }
    hits.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
    const nodes = [];
    let done = 0;
    for (const [start, end] of hits) {
      if (start < done) continue;
      nodes.push(text.slice(done, start), element("mark", text.slice(start, end)));
      done = end;
    }
    nodes.push(text.slice(done));
    return nodes;
  };

  const shorten = (text) => (text.length > 700 && !asked.length ? `${text.slice(0, 700)} …` : text);

  const item = (one) => {
    const row = element("li");
    const who = element("p", "", { class: "who" });
    const first = entities[one.speakers[0]];
    who.append(first ? element("a", one.by, { href: `entities/${first.page}` }) : one.by || words.unnamed);
    const about = [words[`act_${one.act}`] || one.act, one.article.date, one.article.outlet].filter(Boolean);
    who.append(element("span", ` · ${about.join(" · ")}`, { class: "muted" }));
    const quote = element("blockquote", "", { lang: "fr" });
    const link = element("a", "", { href: `articles/${one.article.page}#s${one.number}` });
    link.append(...marked(shorten(one.text)));
    quote.append(link);
    row.append(who, quote);
    return row;
  };

  const showMore = () => {
    list.append(...found.slice(shown, shown + PAGE).map(item));
    shown = Math.min(shown + PAGE, found.length);
    more.hidden = shown >= found.length;
  };

  const look = () => {
    const value = Object.fromEntries(fields.map((name) => [name, form.elements[name].value.trim()]));
    asked = fold(value.q).split(/\s+/).filter(Boolean);
    const by = meant(value.by);
    const about = meant(value.about);
    found = statements.filter(
      (one) =>
        asked.every((word) => one.folded.includes(word)) &&
        (!by || one.speakers.some((id) => by.ids.has(id)) || (by.words !== null && one.foldedBy.includes(by.words))) &&
        (!about || one.about.some((id) => about.ids.has(id))) &&
        (!value.act || one.act === value.act) &&
        (!value.state || one.state === value.state) &&
        (!value.outlet || one.article.outlet === value.outlet) &&
        (!value.since || (one.article.date && one.article.date >= value.since)) &&
        (!value.until || (one.article.date && one.article.date <= value.until)),
    );
    const write = (number) => number.toLocaleString(language);
    count.textContent = words.found_count.replace("{count}", write(found.length)).replace("{total}", write(statements.length));
    list.replaceChildren();
    shown = 0;
    showMore();
    named.replaceChildren();
    const whole = fold(value.q);
    if (whole.length > 1) {
      for (const entity of entities.filter((one) => one.folded.includes(whole)).slice(0, 8)) {
        named.append(element("a", entity.name, { href: `entities/${entity.page}`, class: `tag ${entity.type}`, lang: "fr" }), " ");
      }
    }
    // The address names the question, so that it can be kept and sent. A page of a folder may change its fragment only.
    const kept = new URLSearchParams(Object.entries(value).filter(([, given]) => given));
    history.replaceState(null, "", `#${kept}`);
  };

  const fill = () => {
    const given = new URLSearchParams(location.hash.length > 1 ? location.hash.slice(1) : location.search);
    for (const name of fields) form.elements[name].value = given.get(name) || "";
    look();
  };

  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 80);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    look();
  });
  form.addEventListener("reset", () => setTimeout(look));
  more.addEventListener("click", showMore);
  window.addEventListener("hashchange", fill);
  fill();
});
