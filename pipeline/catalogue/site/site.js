"use strict";
(() => {
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const root = document.documentElement;
  const english = () => root.dataset.lang === "en";
  const phrase = (zh, en) => (english() ? en : zh);
  // A page opened from disk may be denied what a browser keeps.
  const store = {
    get(name) { try { return localStorage.getItem(name); } catch { return null; } },
    set(name, value) { try { localStorage.setItem(name, value); } catch { /* for this visit only */ } },
  };
  for (const node of all("[data-script]")) node.hidden = false;

  const STATES = {
    open: ["受理中", "Open"], always: ["隨時受理", "Always open"], upcoming: ["即將受理", "Upcoming"],
    closed: ["已截止", "Closed"], unknown: ["未印日期", "No date printed"],
  };
  const ORDER = Object.keys(STATES);
  const inYear = (iso, years) => iso && String(Number(iso.slice(0, 4)) + years).padStart(4, "0") + iso.slice(4);

  /** The state of one window on a day; days are ISO texts, which compare as dates do. */
  function state(window_, day) {
    if (window_.always) return "always";
    if (!window_.opens && !window_.closes) return "unknown";
    const first = Number((window_.opens || window_.closes).slice(0, 4));
    const last = window_.until ? Math.max(first, Math.min(window_.until, Number(day.slice(0, 4)) + 1)) : first;
    for (let year = first; year <= last; year += 1) {
      const opens = inYear(window_.opens, year - first), closes = inYear(window_.closes, year - first);
      if (opens && day < opens) return "upcoming";
      if (!closes || day <= closes) return "open";
    }
    return "closed";
  }
  const states = (windows, day) => new Set(windows.length ? windows.map((each) => state(each, day)) : ["unknown"]);
  const best = (found) => ORDER.find((each) => found.has(each));
  function show(node, name) {
    node.hidden = false;
    node.className = `state ${name}`;
    node.textContent = phrase(...STATES[name]);
  }

  const day = one("#day");
  const today = () => {
    const now = new Date();
    return new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  };

  /* The page of a programme */
  function showStates() {
    for (const node of all("[data-windows]")) show(node, best(states(JSON.parse(node.dataset.windows), day.value || today())));
  }

  /* The list */
  const data = one("#data") && JSON.parse(one("#data").textContent);
  const items = all(".card");
  const form = one("#filters");

  /** Each sign as search compares it, with its place in the text: no case, width, spaces or variants. */
  function folded(text) {
    const signs = [], places = [];
    let at = 0;
    for (const sign of text) {
      for (let plain of sign.normalize("NFKC").toLowerCase().replace(/\s+/gu, "")) {
        plain = data.simplified[plain] || plain;
        signs.push(plain);
        places.push(at);
      }
      at += sign.length;
    }
    places.push(text.length);
    return { text: signs.join(""), places };
  }
  const kept = new Map();
  const textsOf = (at) => {
    if (!kept.has(at)) kept.set(at, data.cards[at].texts.map(([field, source]) => ({ field, source, ...folded(source) })));
    return kept.get(at);
  };
  /** The words of a query, each of which some text of a programme must have. */
  const wordsOf = (query) => query.trim().split(/\s+/u).map((word) => folded(word).text).filter(Boolean);
  function found(at, words) {
    let first = null;
    for (const word of words) {
      const hit = textsOf(at).find((each) => each.text.includes(word));
      if (!hit) return null;
      first = first || { hit, word };
    }
    return first || {};
  }
  function snippet(node, { hit, word }) {
    node.hidden = !hit || hit.field === "name";
    node.textContent = "";
    if (node.hidden) return;
    const before = [...hit.text.slice(0, hit.text.indexOf(word))].length;
    const start = hit.places[before], end = hit.places[before + [...word].length];
    const from = Math.max(0, start - 24), to = Math.min(hit.source.length, end + 48);
    const label = document.createElement("span"), mark = document.createElement("mark");
    label.className = "soft";
    label.textContent = `${data.fields[hit.field][english() ? 1 : 0]} `;
    mark.textContent = hit.source.slice(start, end);
    node.append(label, (from ? "…" : "") + hit.source.slice(from, start), mark, hit.source.slice(end, to) + (to < hit.source.length ? "…" : ""));
  }

  function apply() {
    const on = day.value || today();
    const words = wordsOf(one("#q").value);
    const [area, kind, agency] = ["#area", "#kind", "#agency"].map((each) => one(each).value);
    const least = Number(one("#amount").value) * 10000;
    const wanted = new Set(all("input[name=state]:checked").map((box) => box.value));
    const former = one("#former")?.checked ?? true;
    const counts = Object.fromEntries(ORDER.map((each) => [each, 0]));
    let shown = 0;
    items.forEach((item, at) => {
      const card = data.cards[at];
      const now = states(card.windows, on);
      show(one(".state", item), best(now));
      let fits = (former || card.current) && (!area || card.area === area) && (!kind || card.kinds.includes(kind))
        && (!agency || card.agencies.includes(agency)) && (!least || (card.amount !== null && card.amount >= least));
      const hit = fits ? found(at, words) : null;
      fits = fits && hit !== null;
      if (fits) for (const each of now) counts[each] += 1;
      fits = fits && (!wanted.size || [...now].some((each) => wanted.has(each)));
      item.hidden = !fits;
      if (fits) snippet(one(".found", item), hit);
      shown += fits;
    });
    for (const node of all("[data-count]")) node.textContent = counts[node.dataset.count];
    one("#count").textContent = phrase(`${shown} 項計畫`, `${shown} programme${shown === 1 ? "" : "s"}`);
    one("#nothing").hidden = shown > 0;
    remember();
  }

  /* What is asked stands in the address, so that a search can be sent to someone. */
  const FIELDS = ["q", "area", "kind", "agency", "amount", "day"];
  function remember() {
    const asked = new URLSearchParams();
    for (const name of FIELDS) {
      const value = one(`#${name}`).value;
      if (value && !(name === "day" && value === today())) asked.set(name, value);
    }
    const boxes = all("input[name=state]:checked").map((box) => box.value);
    if (boxes.length) asked.set("state", boxes.join(" "));
    if (one("#former")?.checked) asked.set("former", "1");
    try { history.replaceState(null, "", `#${asked}`); } catch { /* an address that may not change */ }
  }
  function recall() {
    const asked = new URLSearchParams(location.hash.slice(1));
    for (const name of FIELDS) if (asked.has(name)) one(`#${name}`).value = asked.get(name);
    const boxes = new Set((asked.get("state") || "").split(" "));
    for (const box of all("input[name=state]")) box.checked = boxes.has(box.value);
    if (one("#former")) one("#former").checked = asked.has("former");
  }

  function refresh() {
    if (data) apply(); else if (day) showStates();
  }
  function setLanguage(language) {
    root.dataset.lang = language;
    root.lang = language === "en" ? "en" : "zh-Hant";
    for (const node of all("option[data-zh]")) node.textContent = node.dataset[language];
    store.set("catalogue:lang", language);
    refresh();
  }
  for (const button of [one("#lang"), one("#langback")]) {
    button.addEventListener("click", () => {
      setLanguage(english() ? "zh" : "en");
      (english() ? one("#langback") : one("#lang")).focus();
    });
  }
  if (day) {
    day.value = today();
    day.addEventListener("input", refresh);
  }
  if (data) {
    recall();
    form.addEventListener("input", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => { day.value = today(); apply(); }));
    addEventListener("hashchange", () => { recall(); apply(); });
    document.addEventListener("keydown", (event) => {
      if (event.key === "/" && !event.target.matches("input, select, textarea")) {
        event.preventDefault();
        one("#q").focus();
      }
    });
  }
  addEventListener("beforeprint", () => { for (const each of all("details")) each.open = true; });
  setLanguage(store.get("catalogue:lang") === "en" ? "en" : "zh");
})();
