// The review: one list in order of worry, one card at a time; what is decided is saved at once.
import { Pages } from "./viewer.js";

const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const root = document.documentElement;
const kept = {
  get(name) { try { return localStorage.getItem(name); } catch { return null; } },
  set(name, value) { try { localStorage.setItem(name, value); } catch { /* for this visit */ } },
};

let words;
let state;
let card = null;
let current = null;
let pending = null; // a verdict that waits for its note
const waiting = [];
const wide = matchMedia("(min-width: 1000px)");
const AHEAD = 8;
let saving = Promise.resolve();
const details = new Map();
const texts = new Map();
const rows = new Map(); // the line of each card, by its key, and what a search finds in it
const pages = new Pages([one("#pane-before"), one("#pane-after")], one("#lines"));

/* Words */
const language = () => root.dataset.lang;
const gap = () => (language() === "zh_TW" ? "　" : " · ");
const w = (key, values = {}) => (words[language()][key] ?? key).replace(/\{(\w+)\}/gu, (_, name) => values[name] ?? "");
const t = (label) => (label ? (language() === "zh_TW" ? label.zh : label.en) : "");
const make = (tag, text = "", name = "") => {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  if (name) element.className = name;
  return element;
};
function translate() {
  root.lang = language() === "zh_TW" ? "zh-Hant" : "en";
  for (const element of all("[data-w]")) element.textContent = w(element.dataset.w);
  for (const element of all("[data-label]")) { element.setAttribute("aria-label", w(element.dataset.label)); element.title = w(element.dataset.label); }
  one("#search").placeholder = w("filter");
}

/* Asking the server */
async function ask(address, told) {
  let answer;
  try {
    answer = await fetch(address, told === undefined ? {} : { method: "POST", body: JSON.stringify(told), headers: { "content-type": "application/json" } });
  } catch { throw new Error(w("gone")); }
  if (answer.status === 403) throw new Error(await answer.text());
  const content = await answer.json();
  if (!answer.ok) throw new Error(language() === "zh_TW" ? content.zh : content.error);
  return content;
}
const once = (kept_, key, address) => {
  if (!kept_.has(key)) {
    const asked = ask(address);
    asked.catch(() => kept_.delete(key));
    kept_.set(key, asked);
  }
  return kept_.get(key);
};
// The words of a card are there at once; its places on the pages take a look at the file.
const detail = (key) => once(details, key, `card/${encodeURIComponent(key)}`);
const text = (key) => once(texts, key, `card/${encodeURIComponent(key)}?words`);

/* The list */
const fold = (text) => text.normalize("NFKC").toLowerCase().replaceAll("臺", "台").replace(/\s+/gu, "");
const isOpen = (each) => !each.verdict;
function title(each) {
  const name = each.programme ? `${each.number} ${each.programme}` : each.value;
  return [t(each.kind), [name, each.places ? w("places", { n: each.places }) : ""].filter(Boolean).join(gap())];
}
function mark(sign, each) {
  sign.textContent = { right: "✓", record: "✎", booklet: "!", match: "≠" }[each.verdict] || "";
  sign.className = `sign ${each.verdict || ""}`;
  sign.setAttribute("aria-label", each.verdict ? w(`verdict_${each.verdict}`) : w("undecided"));
}
function list() {
  const sections = [];
  rows.clear();
  for (const worry of state.worries) {
    const cards = state.cards.filter((each) => each.worry === worry);
    if (!cards.length) continue;
    const section = make("section", "", worry);
    const heading = make("h3");
    heading.append(make("span", w(`worry_${worry}`)), make("span", `${cards.filter((each) => !isOpen(each)).length}/${cards.length}`, "n"));
    heading.title = w(`about_${worry}`);
    const items = make("ol");
    for (const each of cards) {
      const item = make("li");
      const button = make("button", "", "row");
      button.type = "button";
      button.dataset.key = each.key;
      const [kind, name] = title(each);
      const sign = make("span");
      sign.setAttribute("role", "img");
      mark(sign, each);
      button.append(sign, make("span", kind, "kind"), make("span", name, "name"));
      button.addEventListener("click", () => go(each.key));
      rows.set(each.key, { button, text: fold(`${kind} ${name}`) });
      item.append(button);
      items.append(item);
    }
    section.append(heading, items);
    sections.push(section);
  }
  one("#cards").replaceChildren(...sections);
  narrow();
  progress();
}
function narrow() {
  const wanted = fold(one("#search").value);
  const only = one("#only-open").checked;
  let any = false;
  for (const each of state.cards) {
    const { button, text: shown } = rows.get(each.key);
    const fits = (!wanted || shown.includes(wanted)) && (!only || isOpen(each) || each.key === current);
    button.parentElement.hidden = !fits;
    any ||= fits;
  }
  for (const section of all("#cards section")) section.hidden = !one("li:not([hidden])", section);
  one("#cards .empty")?.remove();
  if (!any) one("#cards").append(make("p", w("nothing"), "empty"));
}
const row = (key) => rows.get(key)?.button;
function progress() {
  const done = state.cards.filter((each) => !isOpen(each)).length;
  one("#bar").max = Math.max(1, state.cards.length);
  one("#bar").value = done;
  one("#done").textContent = w("decided", { done, all: state.cards.length });
  one("#sign-open").classList.toggle("ready", done === state.cards.length);
  const name = w("title", { edition: state.edition.id });
  one("#title").textContent = name;
  one("#against").textContent = state.before ? w("against", { before: state.before.id }) : w("first");
  document.title = `${name} ${done}/${state.cards.length}`;
}
// One line of the list, without making the others anew: a keystroke must not cost 600 of them.
function refresh(each) {
  const button = row(each.key);
  mark(one(".sign", button), each);
  const section = button.closest("section");
  const cards = state.cards.filter((other) => other.worry === each.worry);
  one("h3 .n", section).textContent = `${cards.filter((other) => !isOpen(other)).length}/${cards.length}`;
}

/* The card */
const segment = (part, tag) => {
  if (part.h) {
    const folded = make("details", "", "skip");
    folded.append(make("summary", `⋯ ${part.t.length}`), document.createTextNode(part.t));
    return folded;
  }
  const element = part.c ? make(tag, part.t) : part.f ? make("mark", part.t) : document.createTextNode(part.t);
  if (part.c && part.f) element.classList.add("fact");
  return element;
};
function side(told, which) {
  const element = make("div", "", `side ${which}${told.absent ? " absent" : ""}`);
  element.tabIndex = 0; // it may be longer than its place, and is then scrolled by keys
  element.setAttribute("role", "group");
  element.setAttribute("aria-label", `${w(which)} ${told.edition}`);
  const heading = make("p", "", "edition");
  heading.append(make("span", w(which)), make("b", told.edition));
  element.append(heading);
  if (told.absent) { element.append(make("p", w("absent"), "none")); return element; }
  if (told.headline) {
    const line = make("p", t(told.headline), "headline");
    for (const quality of told.qualities) line.append(" ", make("small", t(quality)));
    element.append(line);
  }
  for (const each of told.rows) {
    const line = make("div", "", "line");
    if (each.label) line.append(make("span", t(each.label), "label"));
    const text = make("span", "", "text");
    text.lang = "zh-Hant";
    text.append(...each.segments.map((part) => segment(part, which === "before" ? "del" : "ins")));
    line.append(text);
    element.append(line);
  }
  return element;
}
async function go(key, { focus = true } = {}) {
  const each = state.cards.find((other) => other.key === key);
  if (!each) return;
  pending = null;
  if (current) row(current)?.removeAttribute("aria-current");
  current = key;
  row(key).setAttribute("aria-current", "true");
  row(key).scrollIntoView({ block: "nearest" });
  head(each);
  if (!wide.matches) one("#list-panel").open = false;
  if (focus) one("#card").focus({ preventScroll: wide.matches });
  const at = state.cards.indexOf(each);
  for (const next of state.cards.slice(at, at + AHEAD)) if (!details.has(next.key)) text(next.key).catch(() => {});
  card = null;
  one("#card").classList.add("loading"); // what is shown is never of another card
  try {
    if (!details.has(key)) {
      const told = await text(key);
      if (current !== key) return;
      body(each, told);
      one("#pages").classList.add("loading");
      one("#card").classList.remove("loading");
      await new Promise((resolve) => { setTimeout(resolve, 60); }); // who leafs asks for the last one's pages alone
      if (current !== key) return;
    }
    const told = await detail(key);
    if (current !== key) return;
    if (card === null) body(each, told);
    card = told;
    place(each, told);
  } catch (error) { status(error.message, true); }
}
// The next card and its pages are asked for while this one is read.
function ahead(key) {
  const at = state.cards.findIndex((each) => each.key === key);
  for (const each of state.cards.slice(at + 1, at + 2)) {
    detail(each.key).then((told) => {
      for (const [which, shown] of [["before", told.before], ["after", told.after]]) {
        if (shown.page) new Image().src = `page/${which}/${shown.page.n}.png`;
      }
    }).catch(() => {});
  }
}
function head(each) {
  const at = state.cards.findIndex((other) => other.key === each.key);
  for (const worry of state.worries) one("#card").classList.toggle(worry, worry === each.worry);
  one("#worry").textContent = w(`worry_${each.worry}`) + (each.severity ? ` · ${w(`severity_${each.severity}`)}` : "");
  one("#place").textContent = `${at + 1} / ${state.cards.length}`;
  const [kind, name] = title(each);
  one("#what").textContent = kind;
  one("#where").replaceChildren(make("span", name));
  one("#where span").lang = "zh-Hant";
  for (const button of all("[data-verdict]")) button.setAttribute("aria-pressed", String(button.dataset.verdict === each.verdict));
  one("#note").value = each.note;
  one("#note").placeholder = "";
  one("#back").hidden = !each.verdict;
  const rest = state.together.includes(each.worry) ? state.cards.filter((other) => other.worry === each.worry && isOpen(other)) : [];
  one("#together").hidden = rest.length < 2;
  one("#together").textContent = w("together", { n: rest.length });
  one("#advice").textContent = each.verdict ? w(`hint_${each.verdict}`) : "";
  status("");
}
function body(each, told) {
  const where = one("#where");
  if (told.crumbs.length) where.append(make("span", told.crumbs.map(t).join(" › "), "crumbs"));
  const extra = [];
  if (told.shift) extra.push(make("span", t(told.shift.text), `shift ${told.shift.way}`));
  if (told.remark) extra.push(make("span", t(told.remark) + (told.score === null ? "" : ` ${Math.round(told.score * 100)}%`), "remark"));
  for (const put of told.corrected) extra.push(make("span", `${w("sign_corrected")}${w("colon")}${t(put.read)} → ${t(put.printed)}`, "remark"));
  if (told.hint) {
    const hint = make("p", "", "hint");
    hint.append(make("b", w("what_to_do")), " ", told.hint[language() === "zh_TW" ? "zh" : "en"]);
    const message = make("p", "", "message");
    message.append(make("b", w("said")), " ", t(told.message), " ", make("code", told.code));
    extra.push(message, hint);
  }
  one("#told").replaceChildren(...extra);
  const finding = Boolean(told.code);
  one("#sides").className = finding || told.before.absent || told.after.absent ? "single" : "";
  one("#sides").replaceChildren(...(finding ? (told.after.rows.length ? [side(told.after, "after")] : []) : [side(told.before, "before"), side(told.after, "after")]));
  const members = one("#members");
  members.hidden = !told.members.length;
  members.open = told.members.length > 0 && told.members.length <= 4;
  one("summary", members).textContent = w("places", { n: told.members.length });
  one("ul", members).replaceChildren(...told.members.map((member) => {
    const item = make("li");
    item.append(make("span", member.number, "number"), " ", make("span", member.name), " ", make("span", member.crumbs.map(t).join(" › "), "crumbs"));
    return item;
  }));
  one("[data-verdict=match]").hidden = !told.match;
  card = told;
}
// Where it stands on the printed pages.
function place(each, told) {
  const label = (which) => {
    const shown = told[which];
    const number = shown.page ? w("page", { n: shown.page.n }) + (shown.page.printed ? w("printed_page", { n: shown.page.printed }) : "") : "";
    return [w(which), shown.edition, number || (shown.source ? w("source") : w("no_page"))].join(gap());
  };
  const both = Boolean(told.before.page && told.after.page);
  one("#pages").hidden = !["before", "after"].some((which) => told[which].page || told[which].source);
  one("#panes").className = [told.before, told.after].filter((shown) => !shown.absent && (shown.page || shown.source)).length === 1 ? "alone" : "";
  one("#overlay").hidden = !both;
  setOverlay(false);
  one("#pages").classList.remove("loading");
  one("#card").classList.remove("loading");
  pages.show([told.before, told.after], [label("before"), label("after")]).then(() => { if (current === each.key) ahead(each.key); });
}
function status(text, wrong = false) {
  one("#status").textContent = text;
  one("#status").classList.toggle("wrong", wrong);
}

/* Verdicts */
function step(by) {
  const shown = state.cards.filter((each) => !row(each.key).parentElement.hidden);
  const at = shown.findIndex((each) => each.key === current);
  const next = shown[Math.min(shown.length - 1, Math.max(0, at + by))];
  if (next && next.key !== current) go(next.key);
}
function nextOpen() {
  const at = state.cards.findIndex((each) => each.key === current);
  const order = [...state.cards.slice(at + 1), ...state.cards.slice(0, at + 1)];
  const next = order.find(isOpen);
  if (next) return go(next.key);
  one("#together").hidden = true;
  status(w("all_decided"));
  return undefined;
}
function decide(verdict) {
  const each = state.cards.find((other) => other.key === current);
  if (!each) return;
  if (verdict === "match") { openMatch(); return; }
  if (verdict === "record" && card?.correct && pending !== "record") { openCorrect(); return; }
  if (verdict !== "right" && !one("#note").value.trim()) {
    pending = verdict;
    for (const button of all("[data-verdict]")) button.setAttribute("aria-pressed", String(button.dataset.verdict === verdict));
    one("#advice").textContent = w(`hint_${verdict}`);
    one("#note").placeholder = w("note_wanted");
    one("#note").focus();
    return;
  }
  keep([each], verdict, one("#note").value.trim());
  nextOpen();
}
// Shown at once; put back where the server refuses it.
function keep(cards, verdict, note) {
  const was = cards.map((each) => [each, each.verdict, each.note]);
  for (const each of cards) { each.verdict = verdict; each.note = verdict ? note : ""; refresh(each); }
  progress();
  waiting.push({ keys: cards.map((each) => each.key), verdict, note, was });
  saving = saving.then(flush);
}
// What was decided while the last was being written goes together.
async function flush() {
  const told = waiting.splice(0);
  if (!told.length) return;
  try {
    await ask("verdict", { verdicts: told.map(({ keys, verdict, note }) => ({ keys, verdict, note })) });
    status(isDone() ? w("all_decided") : w("saved"));
  } catch (error) {
    for (const [each, verdict, note] of told.reverse().flatMap(({ was }) => was)) {
      each.verdict = verdict;
      each.note = note;
      refresh(each);
    }
    progress();
    status(`${w("failed")}${w("colon")}${error.message}`, true);
  }
}
const isDone = () => state.cards.every((each) => !isOpen(each));
function takeBack() {
  const each = state.cards.find((other) => other.key === current);
  if (!each?.verdict) return;
  keep([each], null, "");
  head(each);
  one("#where").append(make("span", (card?.crumbs || []).map(t).join(" › "), "crumbs"));
}
function together() {
  const each = state.cards.find((other) => other.key === current);
  const rest = state.cards.filter((other) => other.worry === each.worry && isOpen(other));
  if (!state.together.includes(each.worry)) { status(w("one_by_one")); return; }
  if (!rest.length) return;
  one("#ask-title").textContent = w("together_ask", { n: rest.length, what: w(`worry_${each.worry}`) });
  one("#ask form").onsubmit = () => { keep(rest, "right", ""); nextOpen(); };
  one("#ask").showModal();
  one("#ask .primary").focus();
}
function renew(told) {
  const at = Math.max(0, state.cards.findIndex((each) => each.key === current));
  const was = state.cards[at];
  state = told;
  details.clear();
  texts.clear();
  // The same card; where its words are others now, the one that took its place.
  const same = (each) => was && isOpen(each) && each.programme === was.programme && each.kind.en === was.kind.en;
  const next = (state.cards.find((each) => each.key === current) || state.cards.find(same) || state.cards.slice(at).find(isOpen)
    || state.cards.find(isOpen) || state.cards[0])?.key;
  current = null;
  list();
  if (next) go(next);
}

/* Putting a value right */
let values = [];
async function openCorrect() {
  const box = one("#correct");
  const choice = one("#c-programme");
  choice.replaceChildren(new Option(w("correct_front"), ""), ...state.programmes.map((each) => new Option(`${each.number} ${each.name}`, each.number)));
  choice.value = card?.correct?.programme ?? "";
  one(".refusal", box).textContent = "";
  one("#c-reason").value = one("#note").value;
  one("#c-note").hidden = !card;
  box.showModal();
  await fields(card?.correct?.path || "");
  (one("#c-choice").hidden ? one("#c-printed") : one("#c-choice")).focus();
}
async function fields(path) {
  values = await ask(`values?programme=${encodeURIComponent(one("#c-programme").value)}`);
  const option = (each) => {
    const shown = told(each, each.value).replace(/\s+/gu, " ");
    if (each.unread) return new Option(each.crumbs.map(t).join(" › "), each.path);
    return new Option(`${each.crumbs.map(t).join(" › ")}${w("colon")}${shown.length > 30 ? `${shown.slice(0, 30)}…` : shown}`, each.path);
  };
  const sort = (each) => (each.unread ? "correct_unread" : each.of ? "correct_typed" : "correct_words");
  one("#c-field").replaceChildren(...["correct_words", "correct_typed", "correct_unread"].map((key) => {
    const group = make("optgroup");
    group.label = w(key);
    group.append(...values.filter((each) => sort(each) === key).map(option));
    return group;
  }));
  const words_ = all("#sides ins, #sides mark").map((element) => element.textContent.trim()).filter(Boolean);
  const within = values.filter((each) => path && (each.path === path || each.path.startsWith(`${path}.`) || each.path.startsWith(`${path}[`) || path.startsWith(`${each.path}.`)));
  const best = within.find((each) => words_.some((word) => each.value.includes(word))) || within[0] || values[0];
  if (best) one("#c-field").value = best.path;
  field();
}
// A value of a closed list is said in words.
const told = (value, text) => (value.choices.length ? text.split(", ").map((word) => t(value.choices.find((each) => each.value === word)) || word).join(w("comma")) : text);
const entered = () => {
  const said = one("#c-choice").hidden ? one("#c-printed").value : [...one("#c-choice").selectedOptions].map((each) => each.value).join(", ");
  return one("#c-begins").hidden ? said : [one("#c-form").value, said].filter(Boolean).join(" ");
};
const selected = () => values.find((each) => each.path === one("#c-field").value);
function choose(choices) {
  const value = selected();
  const choice = one("#c-choice");
  choice.hidden = !choices.length;
  one("#c-printed").hidden = !choice.hidden;
  choice.multiple = Boolean(value?.several);
  const chosen = (value?.value ?? "").split(", ");
  choice.replaceChildren(...choices.map((each) => new Option(t(each), each.value, false, chosen.includes(each.value))));
}
// A condition: what it is about and how it compares, then some words of a list, a number, or nothing.
function form() {
  const begun = selected().forms.find((each) => each.value === one("#c-form").value);
  choose(begun.choices);
  one("#c-printed").value = "";
  one("#c-ends").hidden = !begun.number && !begun.choices.length;
}
function field() {
  const value = selected();
  choose(value?.choices ?? []);
  one("#c-quoted").hidden = !value?.unread;
  one("#c-was").hidden = Boolean(value?.unread);
  one("#c-is").textContent = w(value?.forms?.length ? "correct_with" : value?.unread ? "correct_value" : "correct_printed");
  one("#c-words").value = "";
  one("#c-printed").placeholder = value?.unread ? w(`form_${value.path}`) : "";
  one("#c-read").value = value ? told(value, value.value) : "";
  one("#c-printed").value = value?.value ?? "";
  const here = value?.unread && one("#c-programme").value === card?.correct?.programme;
  one("#c-page").value = (here && card.after.page?.n) || (value?.page ?? "");
  one("#c-begins").hidden = !value?.forms?.length;
  one("#c-ends").hidden = false;
  one("#c-form").replaceChildren(...(value?.forms ?? []).map((each) => new Option(t(each), each.value)));
  if (!one("#c-begins").hidden) form();
  for (const box of [one("#c-read"), one("#c-printed")]) box.rows = (value?.value.length ?? 0) > 30 ? 4 : 1;
}
one("#c-programme").addEventListener("change", () => fields(""));
one("#c-field").addEventListener("change", field);
one("#c-form").addEventListener("change", form);
one("#c-note").addEventListener("click", () => {
  one("#correct").close();
  one("#note").value = one("#c-reason").value;
  pending = "record";
  decide("record");
});
one("#correct form").addEventListener("submit", (event) => {
  event.preventDefault();
  change("correct", {
    programme: one("#c-programme").value,
    path: one("#c-field").value,
    printed: entered(),
    words: one("#c-words").value,
    page: Number(one("#c-page").value) || null,
    reason: one("#c-reason").value,
  });
});
// What has the edition extracted again takes a while, and says so.
async function extracting(box, address, told) {
  const refusal = one(".refusal", box);
  const buttons = all(".actions button", box);
  const busy = (on) => {
    refusal.classList.toggle("working", on);
    for (const each of buttons) each.disabled = on;
  };
  refusal.textContent = w("correct_working");
  busy(true);
  try {
    await saving;
    const answer = await ask(address, told);
    refusal.textContent = "";
    return answer;
  } catch (error) { refusal.textContent = error.message; } finally { busy(false); }
}
async function change(what, told) {
  const box = one(`#${what}`);
  const renewed = await extracting(box, what, told);
  if (!renewed) return;
  box.close();
  renew(renewed);
  status(w("saved"));
}
function openCorrections() {
  one("#corrections-list").replaceChildren(...state.corrections.map((each) => {
    const item = make("li");
    const button = make("button", w("withdraw"), "quiet");
    button.type = "button";
    button.addEventListener("click", async () => {
      button.disabled = true;
      try { renew(await ask("withdraw", { correction: each })); openCorrections(); } catch (error) { status(error.message, true); }
    });
    item.append(make("b", each.programme), " ", make("span", each.said.crumbs.map(t).join(" › "), "crumbs"), " ", make("del", t(each.said.read)), " ", make("ins", t(each.said.printed)), " ", make("small", [each.page && w("page", { n: each.page }), each.reason, each.who].filter(Boolean).join(gap())), button);
    return item;
  }));
  if (!state.corrections.length) one("#corrections-list").append(make("li", w("sign_none")));
  const add = make("li");
  const button = make("button", w("correct"));
  button.type = "button";
  button.addEventListener("click", () => { one("#corrections").close(); openCorrect(); });
  add.append(button);
  one("#corrections-list").append(add);
  if (!one("#corrections").open) one("#corrections").showModal();
}

/* Matches */
function openMatch() {
  if (!card?.match) { if (card) status(w("no_match")); return; }
  const { choose, options } = card.match;
  const known = choose === "to" ? card.match.from : card.match.to;
  one("#m-label").textContent = w(choose === "to" ? "match_from" : "match_to");
  one("#m-name").textContent = known ?? (choose === "to" ? card.match.to : card.match.from);
  one("#m-choice").replaceChildren(...options.map((each) => new Option(`${each.number} ${each.name}${each.alone ? w("match_alone") : ""}`, each.name)));
  one("#m-choice").selectedIndex = 0;
  one("#m-forbid").hidden = !(card.match.from && card.match.to);
  one("#m-force").hidden = !known;
  one("#m-reason").value = one("#note").value;
  one("#match .refusal").textContent = "";
  one("#match").showModal();
  one("#m-choice").focus();
}
function matched(kind) {
  const { choose, from, to } = card.match;
  const chosen = one("#m-choice").value;
  const told = kind === "forbid" ? { from, to } : choose === "to" ? { from, to: chosen } : { from: chosen, to };
  return change("match", { kind, ...told, reason: one("#m-reason").value });
}
one("#m-forbid").addEventListener("click", () => matched("forbid"));
one("#match form").addEventListener("submit", (event) => { event.preventDefault(); matched("force"); });

/* The signature */
function block(heading, items, text, open = true) {
  const element = make("details", "", "block");
  element.open = open && items.length <= 40;
  element.append(make("summary", `${heading}${gap()}${items.length}`));
  const listing = make("ul");
  for (const each of items) {
    const item = make("li");
    item.append(...[text(each)].flat());
    listing.append(item);
  }
  if (!items.length) listing.append(make("li", w("sign_none"), "none"));
  element.append(listing);
  return element;
}
const named = (each) => [...title(each), each.note && `「${each.note}」`].filter(Boolean).join(gap());
const line = (each) => `${w(`worry_${each.worry}`)}${gap()}${named(each)}`;
async function openSummary() {
  await saving;
  try { summarise(await ask("summary")); } catch (error) { status(error.message, true); }
}
function summarise(told) {
  const link = (each) => {
    const button = make("button", line(each), "quiet");
    button.type = "button";
    button.addEventListener("click", () => { one("#summary").close(); go(each.key); });
    return button;
  };
  const parts = [];
  if (told.open.length) parts.push(make("p", w("sign_wait", { n: told.open.length })), block(w("sign_open"), told.open, link));
  parts.push(block(w("sign_lost"), told.lost, named), block(w("sign_booklet"), told.booklet, line));
  if (told.record.length) parts.push(block(w("sign_record"), told.record, line));
  parts.push(block(w("sign_corrected"), told.corrections, (each) => [`${each.programme} ${each.said.crumbs.map(t).join(" › ")}${w("colon")}${t(each.said.read)} → ${t(each.said.printed)}`, each.reason, each.who].join(gap())));
  if (told.matches.length) parts.push(block(w("sign_matches"), told.matches, (each) => [`${each.from} ${each.kind === "force" ? "=" : "≠"} ${each.to}`, each.reason].join(gap())));
  const counts = state.worries.filter((worry) => told.counts[worry]).map((worry) => `${w(`worry_${worry}`)} ${told.counts[worry]}`).join(w("comma"));
  const who = Object.entries(told.who).map(([name, n]) => `${name} ${n}`).join(w("comma"));
  for (const [key, listed] of [["sign_counts", counts], ["sign_by", who]]) if (listed) parts.push(make("p", `${w(key)}${w("colon")}${listed}`));
  if (!told.signed) parts.push(make("p", told.differing === null ? w("sign_new") : w("sign_golden", { n: told.differing })));
  else parts.push(make("p", w("sign_done", { path: told.signed }), "signed"));
  one("#s-body").replaceChildren(...parts);
  one("#s-sign").disabled = told.open.length > 0 || Boolean(told.signed);
  one("#s-why").hidden = told.open.length > 0 || Boolean(told.signed);
  one("#s-sheet").href = `sheet?lang=${language()}`;
  one("#summary .refusal").textContent = "";
  if (!one("#summary").open) one("#summary").showModal();
  (told.open.length ? one("#summary .close") : told.signed ? one("#s-sheet") : one("#s-reason")).focus();
}
one("#summary form").addEventListener("submit", async (event) => {
  event.preventDefault();
  if (one("#s-sign").disabled) return;
  const told = await extracting(one("#summary"), "sign", { reason: one("#s-reason").value });
  if (!told) return;
  state.signed = told.signed;
  summarise(told);
});

/* Pages */
function setOverlay(on) {
  const shown = pages.overlay(on) || false;
  one("#overlay").setAttribute("aria-pressed", String(shown));
  one("#blend").hidden = !shown;
}
const overlay = () => { if (!one("#overlay").hidden) setOverlay(one("#overlay").getAttribute("aria-pressed") !== "true"); };
one("#overlay").addEventListener("click", overlay);
for (const name of ["onion", "curtain"]) one(`#${name}`).addEventListener("input", () => pages.blend(Number(one("#onion").value), Number(one("#curtain").value)));
one("#zoom-in").addEventListener("click", () => pages.zoom(1.4));
one("#zoom-out").addEventListener("click", () => pages.zoom(1 / 1.4));
one("#zoom-whole").addEventListener("click", () => pages.whole());

/* Buttons and keys */
for (const button of all("[data-verdict]")) button.addEventListener("click", () => decide(button.dataset.verdict));
one("#note").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.isComposing) {
    event.preventDefault();
    const each = state.cards.find((other) => other.key === current);
    const verdict = pending || each?.verdict;
    if (verdict && one("#note").value.trim()) { pending = pending || "note"; decide(verdict); } else if (verdict === "right") decide("right");
    one("#card").focus({ preventScroll: true });
  }
});
one("#previous").addEventListener("click", () => step(-1));
one("#next").addEventListener("click", () => step(1));
one("#back").addEventListener("click", takeBack);
one("#together").addEventListener("click", together);
one("#sign-open").addEventListener("click", openSummary);
one("#corrections-open").addEventListener("click", openCorrections);
one("#help-open").addEventListener("click", () => one("#help").showModal());
one("#search").addEventListener("input", narrow);
one("#search").addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "Escape") { one("#search").value = ""; narrow(); }
  const found = event.key === "Enter" && state.cards.find((each) => !row(each.key).parentElement.hidden);
  if (found) { event.preventDefault(); go(found.key); }
});
one("#only-open").addEventListener("change", narrow);
for (const button of all("dialog .close")) button.addEventListener("click", () => button.closest("dialog").close());
for (const box of all("dialog")) {
  box.addEventListener("click", (event) => { if (event.target === box) box.close(); });
  box.addEventListener("close", () => one("#card").focus({ preventScroll: true }));
}
one("#language").addEventListener("click", () => {
  root.dataset.lang = language() === "zh_TW" ? "en" : "zh_TW";
  kept.set("booklet:lang", language());
  const key = current;
  translate();
  list();
  go(key);
});
one("#theme").addEventListener("click", () => {
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  kept.set("booklet:theme", root.dataset.theme);
});
const acts = {
  1: () => decide("right"),
  2: () => decide("record"),
  3: () => decide("booklet"),
  4: () => decide("match"),
  j: () => step(1),
  k: () => step(-1),
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  n: nextOpen,
  e: () => one("#note").focus(),
  c: () => openCorrect(),
  u: takeBack,
  b: together,
  o: overlay,
  "+": () => pages.zoom(1.4),
  "=": () => pages.zoom(1.4),
  "-": () => pages.zoom(1 / 1.4),
  0: () => pages.whole(),
  "/": () => { one("#list-panel").open = true; one("#search").focus(); },
  s: openSummary,
  "?": () => one("#help").showModal(),
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || one("dialog[open]")) return;
  if (event.target.matches("input:not([type=checkbox]):not([type=range]), textarea, select")) {
    if (event.key === "Escape") one("#card").focus({ preventScroll: true });
    return;
  }
  if (event.target.matches("summary, [type=range], pre") && event.key.startsWith("Arrow")) return;
  const act = acts[event.key];
  if (act) { event.preventDefault(); act(); }
});

/* Beginning */
const fit = () => { one("#list-panel").open = wide.matches; };
wide.addEventListener("change", fit);
fit();
const theme = kept.get("booklet:theme");
if (theme === "light" || theme === "dark") root.dataset.theme = theme;
const chosen = kept.get("booklet:lang") || (navigator.language.startsWith("zh") ? "zh_TW" : "en");
root.dataset.lang = chosen === "en" ? "en" : "zh_TW";
[words, state] = await Promise.all([ask("words"), ask("state")]);
translate();
list();
const first = state.cards.find(isOpen) || state.cards[0];
if (first) go(first.key);
