"use strict";
/** The list: what is asked stands in the address, the cards that answer it in the page, the best first. */
(() => {
  const { one, all, english, w, counted, roc, ORDER } = site;
  const data = catalogueData;
  const STEP = 30;
  const FIELDS = ["q", "staff", "capital", "turnover", "age", "kind", "region", "purpose", "series", "form", "area", "agency", "amount", "day", "sort"];
  /** Choices by which the list is narrowed and that may be followed, and where a card tells them. */
  const NARROWS = {
    purpose: (card) => card.for,
    series: (card) => [String(card.series)],
    form: (card) => [card.form],
    area: (card) => [card.area],
    agency: (card) => card.agencies,
  };
  const WIDE = { amount: null, ...Object.fromEntries(Object.keys(NARROWS).map((name) => [name, ""])) };
  const form = one("#filters"), list = one("#cards");
  const items = all(".card");
  const field = (name) => one(`#${name}`);
  const value = (name) => field(name)?.value ?? "";
  const number = (name, times = 1) => (value(name) === "" || Number.isNaN(Number(value(name))) ? null : Number(value(name)) * times);
  find.prepare(data);
  let room = STEP, dated = [];

  /** What is asked, as plain values. */
  function asked() {
    const who = {
      staff: number("staff"), capital: number("capital", 1e4), turnover: number("turnover", 1e4), age: number("age"),
      kind: value("kind") || null, region: value("region") || null,
    };
    return {
      query: value("q").trim(), words: find.words(value("q")), day: site.dayOf(field("day")),
      who: Object.values(who).some((each) => each !== null) ? who : null,
      ...Object.fromEntries(Object.keys(NARROWS).map((name) => [name, value(name)])), amount: number("amount", 1e4),
      states: new Set(all("input[name=state]:checked").map((box) => box.value)),
      former: field("former")?.checked ?? true, sort: value("sort"),
    };
  }
  const within = (card, name, want) => !want[name] || NARROWS[name](card).includes(want[name]);
  /** The programmes that answer, with their state and verdict; ``states`` apart, so that each can be counted. */
  function answers(want) {
    const found = [];
    data.cards.forEach((card, at) => {
      if (!(want.former || card.current)) return;
      if (!Object.keys(NARROWS).every((name) => within(card, name, want))) return;
      if (want.amount && !(card.grant >= want.amount)) return;
      const hit = want.words.length ? find.score(at, want.words) : { total: 0, first: null };
      if (!hit) return;
      const stands = site.stands(card.windows, card.year, want.day);
      found.push({ at, card, hit, stands, verdict: want.who ? fit.verdict(card, want.who, data.rules) : null });
    });
    return found;
  }
  const hasState = (want) => (each) => !want.states.size || each.stands.some(({ state }) => want.states.has(state));
  const byTime = (a, b) => (ORDER.indexOf(a.stands[0].state) - ORDER.indexOf(b.stands[0].state))
    || ((a.stands[0].left ?? Infinity) - (b.stands[0].left ?? Infinity)) || 0;
  const SORTS = {
    days: byTime,
    amount: (a, b) => (b.card.grant ?? -1) - (a.card.grant ?? -1),
    name: (a, b) => a.card.name.localeCompare(b.card.name, "zh-Hant"),
    booklet: () => 0,
  };
  /** Whoever says what he is reads first what he may apply for: neither what does not fit nor what is closed. */
  function rank({ verdict, stands }) {
    if (!verdict) return 0;
    if (verdict.answer === "not") return 5;
    if (stands[0].state === "closed") return 4;
    return fit.ORDER.indexOf(verdict.answer) + (["open", "always", "upcoming"].includes(stands[0].state) ? 0 : 2);
  }
  function sorted(found, want) {
    const order = want.sort ? SORTS[want.sort] : want.words.length ? (a, b) => b.hit.total - a.hit.total || byTime(a, b) : byTime;
    return found.sort((a, b) => rank(a) - rank(b) || order(a, b) || a.at - b.at);
  }

  /* What a card says */
  const said = (conditions) => [...new Set(conditions.map((each) => each.said[english() ? 1 : 0]))].join(w("semicolon"));
  function because({ answer, because: decisive, also }) {
    const reason = said(decisive) || w("no_condition");
    const more = also.length && answer !== "not" ? w("also", { said: said(also) }) : "";
    return reason + more;
  }
  function fill({ at, card, hit, stands, verdict }, want, address) {
    const item = items[at];
    site.show(one(".state", item), stands[0].state);
    one(".left", item).textContent = site.left(stands[0], card.year);
    one(".age", item).textContent = site.age(card.year, want.day);
    const judged = one(".verdict", item);
    judged.hidden = !verdict;
    if (verdict) {
      const name = document.createElement("strong");
      name.textContent = w(verdict.answer);
      judged.className = `verdict ${verdict.answer}`;
      judged.replaceChildren(name, w("colon") + because(verdict));
    }
    snippet(one(".found", item), hit.first);
    const link = one("h2 a", item);
    link.dataset.href ??= link.getAttribute("href");
    link.href = link.dataset.href + (address && `?${address}`);
    return item;
  }
  function snippet(node, first) {
    node.hidden = !first || ["name", "kind"].includes(first.each.field);
    node.textContent = "";
    if (node.hidden) return;
    const { source, text, field: name } = first.each;
    const start = text.indexOf(first.part), end = start + first.part.length;
    const from = Math.max(0, start - 24), to = Math.min(source.length, end + 48);
    const label = document.createElement("span"), mark = document.createElement("mark");
    label.className = "soft";
    label.textContent = `${data.fields[name][english() ? 1 : 0]} `;
    mark.textContent = source.slice(start, end);
    node.append(label, (from ? "…" : "") + source.slice(from, start), mark, source.slice(end, to) + (to < source.length ? "…" : ""));
  }

  /* The page */
  function apply() {
    const want = asked();
    const every = answers(want), fitting = hasState(want);
    const shown = sorted(every.filter(fitting), want);
    const counts = Object.fromEntries(ORDER.map((each) => [each, 0]));
    for (const each of every) for (const state of new Set(each.stands.map((one_) => one_.state))) counts[state] += 1;
    for (const node of all("[data-count]")) node.textContent = counts[node.dataset.count];
    const address = String(parameters());
    list.replaceChildren(...shown.slice(0, room).map((each) => fill(each, want, address)));
    one("#more").hidden = shown.length <= room;
    one("#count").textContent = tally(shown, want);
    stale(want);
    nothing(shown, want);
    subscribe(want, shown);
    remember();
  }
  function tally(shown, want) {
    const whole = counted("programmes", shown.length);
    if (!want.who) return whole;
    const told = fit.ORDER.map((each) => `${w(each)} ${shown.filter(({ verdict }) => verdict.answer === each).length}`);
    return whole + w("colon") + told.join(w("comma"));
  }
  /** Says it where every booklet is of an earlier year than the day. */
  function stale(want) {
    const newest = Math.max(...data.cards.map((card) => card.year ?? 0));
    const node = one("#stale");
    node.hidden = !newest || !site.isOld(newest, want.day);
    const years = newest ? Number(want.day.slice(0, 4)) - newest : 0;
    one("span", node).textContent = counted("stale", years, { year: roc(newest) });
    const button = one("button", node);
    button.dataset.day = `${newest}${want.day.slice(4)}`.replace("-02-29", "-02-28");
    button.textContent = w("same_day", { year: roc(newest) });
  }
  /** Where nothing is found: words that are near, and filters that are in the way. */
  function nothing(shown, want) {
    one("#nothing").hidden = shown.length > 0;
    const holder = one("#suggestions");
    holder.replaceChildren();
    if (shown.length) return;
    const loosened = [
      ["q", want.query, { words: [] }],
      ["amount", want.amount, { amount: null }],
      ...Object.keys(NARROWS).map((name) => [name, want[name], { [name]: "" }]),
    ];
    const offer = (text, change) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = text;
      button.addEventListener("click", () => { change(); room = STEP; apply(); field("q").focus(); });
      holder.append(button);
    };
    if (want.words.length && !answers({ ...want, ...WIDE }).length) {
      for (const word of find.near(want.query)) offer(word, () => { field("q").value = word; });
    }
    for (const [name, given, loose] of loosened) {
      const count = given ? answers({ ...want, ...loose }).filter(hasState(want)).length : 0;
      if (count) offer(w("counted", { text: w(`any_${name === "q" ? "words" : name}`), n: count }), () => { field(name).value = ""; });
    }
    if (want.states.size && answers(want).length) {
      offer(w("counted", { text: w("any_state"), n: answers(want).length }), () => { for (const box of all("input[name=state]")) box.checked = false; });
    }
  }
  /** The feed and the calendar of the choice that follows fewest besides what is asked: no file follows several at once. */
  function subscribe(want, shown) {
    const chosen = Object.keys(NARROWS).filter((name) => want[name]);
    const followed = (name) => data.cards.filter((card) => within(card, name, want)).length;
    const [nearest] = chosen.sort((a, b) => followed(a) - followed(b));
    const named = data.follow[nearest ? `${nearest}:${want[nearest]}` : ""];
    one("#feed").href = named.feed;
    one("#calendar").href = named.calendar;
    const exact = chosen.length < 2 && !want.words.length && !want.who && !want.amount && !want.states.size;
    const what = nearest ? w("follow_one", { name: chosenText(nearest) }) : w("follow_all");
    one("#follows").textContent = what + (exact ? "" : w("not_followed"));
    dated = eventsOf(shown);
    const count = dated.length;
    one("#events").hidden = !count;
    one("#events button").textContent = counted("download_windows", count);
  }
  const chosenText = (name) => field(name).selectedOptions[0].textContent;
  /** The windows of what is listed, and does not shut the applicant out, that are open or to come. */
  function eventsOf(shown) {
    return shown.filter(({ verdict }) => verdict?.answer !== "not").flatMap(({ card, stands }) => stands
      .filter(({ state, opens, closes }) => ["open", "upcoming"].includes(state) && (opens || closes))
      .map(({ at, opens, closes, vague }) => ({
        id: `${card.key}-${at}-${(closes || opens).slice(0, 4)}`, opens, closes, vague,
        summary: w(opens ? (closes ? "window" : "window_opens") : "window_closes") + w("colon") + card.name + (vague ? w("vague") : ""),
        told: w("confirm", { year: roc(card.year) }),
      })));
  }

  /* What is asked stands in the address, so that a search can be sent to someone. */
  function parameters() {
    const told = new URLSearchParams();
    for (const name of FIELDS) {
      const given = value(name);
      if (given && !(name === "day" && given === site.today())) told.set(name, given);
    }
    const boxes = all("input[name=state]:checked").map((box) => box.value);
    if (boxes.length) told.set("state", boxes.join(" "));
    if (field("former")?.checked) told.set("former", "1");
    return told;
  }
  function remember() {
    try { history.replaceState(null, "", `#${parameters()}`); } catch { /* an address that may not change */ }
  }
  function recall() {
    const told = new URLSearchParams(location.hash.slice(1));
    for (const name of FIELDS) if (field(name)) field(name).value = told.get(name) ?? (name === "day" ? site.today() : "");
    const boxes = new Set((told.get("state") || "").split(" "));
    for (const box of all("input[name=state]")) box.checked = boxes.has(box.value);
    if (field("former")) field("former").checked = told.has("former");
    const folded = ["turnover", "age", "kind", "region", "amount", "state", "former", ...Object.keys(NARROWS)];
    if (folded.some((name) => told.has(name))) one("#morefilters").open = true;
  }
  function again() { room = STEP; apply(); }

  field("day").value = site.today();
  recall();
  site.begin(apply);
  form.addEventListener("input", again);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => { field("day").value = site.today(); again(); }));
  one("#more button").addEventListener("click", () => {
    const first = room;
    room += STEP;
    apply();
    one("h2 a", list.children[first])?.focus();
  });
  one("a[href='#follow']").addEventListener("click", (event) => {
    event.preventDefault(); // the address says what is asked
    one("#follow").scrollIntoView();
    one("#feed").focus({ preventScroll: true });
  });
  one("#events button").addEventListener("click", () => events.download(dated, `${one("title").textContent}.ics`));
  one("#stale button").addEventListener("click", (event) => { field("day").value = event.target.dataset.day; again(); });
  addEventListener("hashchange", () => { recall(); again(); });
  addEventListener("beforeprint", () => { room = Infinity; apply(); });
  addEventListener("afterprint", again);
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.target.matches("input, select, textarea")) {
      event.preventDefault();
      field("q").focus();
    }
  });
  setTimeout(find.warm, 0);
})();
