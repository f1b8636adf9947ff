// An article: what is clicked in the text is shown beside it. Texts only ever become text nodes, never markup.
"use strict";

(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const details = read("details");
  const words = read("words");
  const text = document.getElementById("text");
  const cards = document.getElementById("cards");
  const box = document.getElementById("mention");
  const narrow = window.matchMedia("(max-width: 60rem)");

  const element = (name, content = "", attributes = {}) => {
    const made = document.createElement(name);
    made.textContent = content;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };

  const pieces = (kind, number) => text.querySelectorAll(`[data-${kind}~="${number}"]`);

  const unmark = (...names) => {
    for (const name of names) document.querySelectorAll(`.${name}`).forEach((one) => one.classList.remove(name));
  };

  const hideMention = () => {
    box.hidden = true;
    unmark("way");
  };

  const close = () => {
    hideMention();
    unmark("chosen");
    history.replaceState(null, "", location.pathname + location.search + "#text");
  };

  // Scrolls within the column of cards only: the place in the text stays.
  const bring = (card) => {
    if (!narrow.matches) cards.scrollTop = card.offsetTop - cards.offsetTop - (box.hidden ? 0 : box.offsetHeight) - 8;
  };

  const inView = (piece) => {
    const place = piece.getBoundingClientRect();
    const bottom = narrow.matches ? window.innerHeight * 0.45 : window.innerHeight;
    if (place.top < 70 || place.bottom > bottom) {
      window.scrollTo({ top: window.scrollY + place.top - window.innerHeight * 0.25 });
    }
  };

  const chooseStatement = (number, { follow = true } = {}) => {
    const card = document.getElementById(`s${number}`);
    if (!card) return;
    hideMention();
    unmark("chosen");
    card.classList.add("chosen");
    const marked = pieces("s", number);
    marked.forEach((piece) => piece.classList.add("chosen"));
    if (follow) {
      const opening = document.getElementById(`t${number}`) || marked[0];
      if (opening) inView(opening);
    }
    bring(card);
  };

  const quoted = (surface) => `«\u00a0${surface}\u00a0»`;

  const step = (number) => element("a", quoted(details.mentions[number][1]), { href: `#m${number}`, lang: "fr" });

  const showMentions = (numbers) => {
    box.replaceChildren();
    unmark("way");
    const button = element("button", "×", { type: "button", class: "close", "aria-label": words.close });
    button.addEventListener("click", hideMention);
    box.append(button);
    // A group has a mention a member.
    for (const number of numbers) {
      const [entity, surface, kind, method, score, trail] = details.mentions[number];
      const [name, type, page] = details.entities[entity];
      const title = element("h3");
      title.append(element("span", `${quoted(surface)} `, { lang: "fr" }), element("span", `${words["kind_" + kind] || kind} · ${words[type] || type}`, { class: "muted" }));
      const means = element("p", `${words.means} `);
      means.append(page ? element("a", name, { href: `../entities/${page}`, lang: "fr" }) : element("b", name, { lang: "fr" }));
      box.append(title, means);
      if (trail.length) {
        const way = element("p", `${words.trail} `, { class: "trail" });
        way.append(step(number));
        for (const other of trail) {
          way.append(" ← ", step(other));
          pieces("m", other).forEach((piece) => piece.classList.add("way"));
        }
        box.append(way);
      }
      const found = `${words.found_by} ${words["method_" + method] || method}` + (score === null ? "" : ` · ${words.score} ${score.toFixed(2)}`);
      box.append(element("p", found, { class: "muted" }));
      pieces("m", number).forEach((piece) => piece.classList.add("way"));
    }
    box.hidden = false;
  };

  const fromAddress = () => {
    const place = /^#([smt])(\d+)$/.exec(location.hash);
    if (!place) return;
    const [, kind, number] = place;
    if (kind === "s") chooseStatement(number);
    if (kind === "t") {
      // "Close" and "in the text" lead here: on a narrow screen the card goes down again.
      if (narrow.matches) unmark("chosen");
      else chooseStatement(number);
    }
    if (kind === "m" && details.mentions[number]) {
      showMentions([number]);
      const piece = pieces("m", number)[0];
      if (piece) inView(piece);
    }
  };

  text.addEventListener("click", (event) => {
    if (event.target.closest("a") || String(window.getSelection())) return;
    const piece = event.target.closest("span[data-s], span[data-m]");
    if (!piece) return;
    if (piece.dataset.s) {
      const number = piece.dataset.s.split(" ")[0];
      history.replaceState(null, "", `${location.pathname}${location.search}#s${number}`);
      // On a narrow screen the card may come up over the place that was touched.
      chooseStatement(number, { follow: narrow.matches });
    }
    if (piece.dataset.m) showMentions(piece.dataset.m.split(" "));
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
    if (event.key === "Escape") close();
    if (event.key !== "j" && event.key !== "k") return;
    const all = [...cards.querySelectorAll("article.card")];
    if (!all.length) return;
    const at = all.findIndex((card) => card.classList.contains("chosen"));
    const next = event.key === "j" ? Math.min(at + 1, all.length - 1) : Math.max(at - 1, 0);
    const number = all[next].id.slice(1);
    history.replaceState(null, "", `${location.pathname}${location.search}#s${number}`);
    chooseStatement(number);
    all[next].focus({ preventScroll: true });
  });

  window.addEventListener("hashchange", fromAddress);
  fromAddress();
})();
