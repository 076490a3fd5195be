"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = (selector) => document.querySelector(selector);
  const root = document.documentElement;
  const { total } = document.body.dataset;
  const items = all(".item");
  const phrase = (node, n, m) => node.dataset[root.dataset.lang].replace("{n}", n).replace("{m}", m);

  // A page opened from disk may be denied that.
  const store = {
    get(name) { try { return localStorage.getItem(name); } catch { return null; } },
    set(name, value) { try { localStorage.setItem(name, value); } catch { /* kept for this visit only */ } },
  };
  /* Language and theme */
  const setLanguage = (lang) => {
    root.dataset.lang = lang;
    root.lang = lang === "zh" ? "zh-Hant" : "en";
    for (const node of all("[data-label-zh]")) node.setAttribute("aria-label", lang === "zh" ? node.dataset.labelZh : node.dataset.labelEn);
    for (const node of all(":is(option, title)[data-zh]")) node.textContent = node.dataset[lang];
    store.set("report:lang", lang);
    count();
  };
  const setTheme = (theme) => { root.dataset.theme = theme; store.set("report:theme", theme); };
  one("#lang").addEventListener("click", () => setLanguage(root.dataset.lang === "zh" ? "en" : "zh"));
  one("#theme").addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    setTheme(dark ? "light" : "dark");
  });

  /* Filters */
  const same = (text) => text.normalize("NFKC").toLowerCase().replaceAll("臺", "台").replace(/\s+/gu, "");
  const texts = new Map();
  const textOf = (item) => {
    if (!texts.has(item)) {
      const head = item.closest(".group")?.querySelector("h3")?.textContent || "";
      texts.set(item, same(head + item.textContent));
    }
    return texts.get(item);
  };
  const has = (listed, wanted) => wanted === "" || listed.split(" ").includes(wanted);
  const query = one("#q");
  const area = one("#area");
  const agency = one("#agency");
  const boxes = all("input[name=class]");
  let shown = items.length;

  function count() {
    one("#count").textContent = phrase(one("#count"), shown, total);
  }
  function apply() {
    const classes = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    const wanted = same(query.value);
    const inArea = area ? area.value : "";
    const inAgency = agency ? agency.value : "";
    const narrowed = wanted !== "" || inArea !== "" || inAgency !== "";
    shown = 0;
    for (const item of items) {
      const data = item.dataset;
      const fits = classes.has(data.class) && has(data.area, inArea) && has(data.agency, inAgency)
        && (wanted === "" || textOf(item).includes(wanted));
      item.hidden = !fits;
      if (fits) shown += 1;
    }
    for (const folded of wanted === "" ? [] : all(".sheet:not([hidden]) > .folded")) {
      if (textOf(folded).includes(wanted)) folded.open = true;
    }
    for (const group of all(".group")) group.hidden = !group.querySelector(".item:not([hidden])");
    for (const section of all("section.class")) {
      const any = section.querySelector(".item:not([hidden])");
      section.hidden = !any && (narrowed || !classes.has(section.className.replace("class", "").trim()));
      const folded = section.querySelector(".folded");
      if (folded && wanted !== "" && any) folded.open = true;
    }
    one("#nothing").hidden = shown !== 0;
    count();
  }
  one("#unfold")?.addEventListener("click", (event) => {
    const on = event.currentTarget.getAttribute("aria-pressed") !== "true";
    event.currentTarget.setAttribute("aria-pressed", String(on));
    for (const folded of all(".sheet > .folded")) folded.open = on;
  });
  const form = one(".filters form");
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  const wide = matchMedia("(min-width: 1000px)");
  const panel = one(".filters details");
  const fitPanel = () => { panel.open = wide.matches; };
  wide.addEventListener("change", fitPanel);
  fitPanel();

  /* The whole page */
  const dialog = one("#page");
  const sheet = one("#sheet");
  let places = [];
  let at = 0;
  function draw() {
    const { page, boxes: drawn, edition, n } = places[at].dataset;
    sheet.className = `pg-${page}`;
    one("#page-title").textContent = phrase(one("#page-title"), edition, n);
    sheet.replaceChildren(...drawn.split(";").map((box) => {
      const [x, y, w, h] = box.split(",");
      const mark = document.createElement("span");
      Object.assign(mark.style, { left: `${x}%`, top: `${y}%`, width: `${w}%`, height: `${h}%` });
      return mark;
    }));
    one("#page-prev").disabled = at === 0;
    one("#page-next").disabled = at === places.length - 1;
    sheet.firstElementChild.scrollIntoView({ block: "center" });
  }
  function openPage(button) {
    places = all("[data-page]", button.closest(".item"));
    at = places.indexOf(button);
    dialog.showModal();
    draw();
  }
  const step = (by) => {
    const next = Math.min(places.length - 1, Math.max(0, at + by));
    if (next !== at) { at = next; draw(); }
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-page]");
    if (button) openPage(button);
  });
  one("#page-prev").addEventListener("click", () => step(-1));
  one("#page-next").addEventListener("click", () => step(1));
  one("#page-close").addEventListener("click", () => dialog.close());
  one("#page-zoom").addEventListener("click", (event) => {
    const on = dialog.classList.toggle("zoomed");
    event.currentTarget.setAttribute("aria-pressed", String(on));
    sheet.firstElementChild?.scrollIntoView({ block: "center", inline: "center" });
  });
  const keys = one("#keys");
  one("#help").addEventListener("click", () => keys.showModal());
  one("#keys-close").addEventListener("click", () => keys.close());
  for (const box of [dialog, keys]) {
    box.addEventListener("click", (event) => { if (event.target === box) box.close(); });
  }

  /* Permalinks */
  function visit() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.hidden) { form.reset(); apply(); }
    for (let holder = target.closest("details"); holder; holder = holder.parentElement.closest("details")) holder.open = true;
    if (target.matches(".item")) focusOn(target); else target.scrollIntoView();
  }
  addEventListener("hashchange", visit);

  /* Keyboard */
  let current = null;
  function focusOn(item) {
    current?.classList.remove("current");
    current = item;
    item.classList.add("current");
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: item.offsetHeight > innerHeight * 0.7 ? "start" : "center" });
  }
  document.addEventListener("focusin", (event) => {
    const item = event.target.closest?.(".item");
    if (!item || item === current) return;
    current?.classList.remove("current");
    current = item;
    item.classList.add("current");
  });
  const visible = () => items.filter((item) => !item.hidden && item.checkVisibility());
  function move(by) {
    const list = visible();
    if (!list.length) return;
    const place = list.indexOf(current);
    focusOn(list[place < 0 ? (by > 0 ? 0 : list.length - 1) : Math.min(list.length - 1, Math.max(0, place + by))]);
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const typing = event.target.matches("input:not([type=checkbox]), textarea, select");
    if (dialog.open) {
      if (event.key === "ArrowLeft") step(-1);
      if (event.key === "ArrowRight") step(1);
      return;
    }
    if (keys.open) return;
    if (typing) {
      if (event.key === "Escape" && event.target === query) query.blur();
      return;
    }
    const act = {
      j: () => move(1),
      k: () => move(-1),
      "/": () => { panel.open = true; query.focus(); query.select(); },
      "?": () => keys.showModal(),
      Enter: () => {
        if (event.target !== current) return false;
        const button = all("[data-page]", current).at(-1);
        return button ? openPage(button) : false;
      },
    }[event.key];
    if (act && act() !== false) event.preventDefault();
  });

  addEventListener("beforeprint", () => {
    for (const folded of all("details.folded")) { folded.dataset.was = folded.open; folded.open = true; }
  });
  addEventListener("afterprint", () => {
    for (const folded of all("details.folded")) folded.open = folded.dataset.was === "true";
  });

  const theme = store.get("report:theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  if (store.get("report:lang") === "en") setLanguage("en");
  apply();
  if (location.hash) visit();
})();
