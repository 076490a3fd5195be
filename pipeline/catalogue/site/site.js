"use strict";
/** What all pages share: language, day, the state of a window on a day, and what goes along from page to page. */
const site = (() => {
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const root = document.documentElement;
  const english = () => root.dataset.lang === "en";
  const phrase = (zh, en) => (english() ? en : zh);
  /** A text in the language that is read, its values put in; English has another one for 1. */
  const w = (key, values = {}) => phrase(catalogueWords.zh, catalogueWords.en)[key].replace(/\{(\w+)\}/gu, (_, name) => values[name]);
  const counted = (key, n, values) => w(n === 1 ? `${key}_1` : key, { n, ...values });
  const roc = (year) => phrase(year - 1911, year);
  // A page opened from disk may be denied what a browser keeps.
  const store = {
    get(name) { try { return localStorage.getItem(name); } catch { return null; } },
    set(name, value) { try { localStorage.setItem(name, value); } catch { /* for this visit only */ } },
  };

  const ORDER = ["open", "always", "upcoming", "unknown", "former", "closed"];
  /** A day some years later; 29 February is the 28th where there is none, and the end of a month stays its end. */
  function inYear(iso, years, monthEnd = false) {
    if (!iso) return iso;
    const year = Number(iso.slice(0, 4)) + years, leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
    const end = iso.endsWith("-02-29") || (monthEnd && iso.endsWith("-02-28") && years > 0);
    const day = end ? (leap ? "-02-29" : "-02-28") : iso.slice(4);
    return String(year).padStart(4, "0") + day;
  }
  const yearOf = (iso) => Number(iso.slice(0, 4));
  const days = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / 86400000);
  const dated = (iso) => phrase(`${yearOf(iso) - 1911}/${Number(iso.slice(5, 7))}/${Number(iso.slice(8, 10))}`, iso);

  /** A window on a day: its state, and the days that bound it; days are ISO texts, which compare as dates do. */
  function stand(window_, day) {
    if (window_.always) return { state: "always" };
    if (!window_.opens && !window_.closes) return { state: "unknown" };
    const first = yearOf(window_.opens || window_.closes);
    const last = window_.until ? Math.max(first, Math.min(window_.until, yearOf(day) + 1)) : first;
    let closed = null;
    for (let year = first; year <= last; year += 1) {
      const opens = inYear(window_.opens, year - first), closes = inYear(window_.closes, year - first, window_.month_end);
      const told = { opens, closes, vague: window_.vague };
      if (opens && day < opens) return { state: "upcoming", left: days(day, opens), ...told };
      if (!closes || day <= closes) return { state: "open", left: closes ? days(day, closes) : Infinity, ...told };
      closed = { state: "closed", left: days(closes, day), ...told };
    }
    return closed;
  }
  const isOld = (year, day) => year === null || yearOf(day) > year;
  const before = (a, b) => (ORDER.indexOf(a.state) - ORDER.indexOf(b.state)) || ((a.left ?? Infinity) - (b.left ?? Infinity)) || 0;
  /** All windows of a programme on a day, the best first; a booklet of an earlier year opens nothing. */
  function stands(windows, year, day) {
    const found = windows.length ? windows.map((each, at) => ({ at, ...stand(each, day) })) : [{ state: "unknown" }];
    if (isOld(year, day)) for (const each of found) if (each.state !== "closed") each.state = "former";
    return found.sort(before);
  }
  function left({ state, left: count, opens, closes, vague }, year) {
    const day = (iso) => (vague ? w("about") : "") + dated(iso);
    if (state === "open" && closes) return count ? counted("days_left", count, { day: day(closes) }) : w("last_day", { day: day(closes) });
    if (state === "upcoming") return counted("opens_in", count, { day: day(opens) });
    if (state === "closed") return w("closed_on", { day: day(closes) });
    if (state === "former") return year === null ? w("no_year") : w("as_printed", { year: roc(year) });
    return "";
  }
  function age(year, day) {
    const years = year === null ? 0 : yearOf(day) - year;
    return years > 0 ? counted("years_old", years) : "";
  }
  function show(node, name) {
    node.hidden = false;
    node.className = `state ${name}`;
    node.textContent = w(`state_${name}`);
  }

  const today = () => {
    const now = new Date();
    return new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  };
  /** The day that a field names; a field half typed is none. */
  const dayOf = (field) => (/^\d{4}-\d\d-\d\d$/.test(field?.value || "") ? field.value : today());

  const listeners = [];
  function setLanguage(language) {
    root.dataset.lang = language;
    root.lang = language === "en" ? "en" : "zh-Hant";
    for (const node of all("[data-zh]")) node.textContent = node.dataset[language];
    for (const node of all("[data-label-zh]")) node.setAttribute("aria-label", phrase(node.dataset.labelZh, node.dataset.labelEn));
    for (const node of all("[data-zh-hint]")) node.placeholder = node.dataset[`${language}Hint`];
    store.set("catalogue:lang", language);
    for (const each of listeners) each();
  }
  /** Begin a page: ``refresh`` is called now and whenever the language changes. */
  function begin(refresh) {
    for (const node of all("[data-script]")) node.hidden = false;
    for (const node of all("[data-noscript]")) node.hidden = true;
    listeners.push(refresh);
    for (const button of [one("#lang"), one("#langback")]) {
      button.addEventListener("click", () => {
        setLanguage(english() ? "zh" : "en");
        (english() ? one("#langback") : one("#lang")).focus();
      });
    }
    addEventListener("beforeprint", () => { for (const each of all("details")) each.open = true; });
    setLanguage(store.get("catalogue:lang") === "en" ? "en" : "zh");
  }
  return { one, all, english, w, counted, roc, ORDER, stands, left, age, show, today, dayOf, isOld, begin };
})();
