"use strict";
/** The page of a programme: states on the day that was asked, ways to carry on, and values shown on their page. */
(() => {
  const { one, all, w } = site;
  const day = one("#day"), year = Number(document.body.dataset.year) || null;
  const asked = new URLSearchParams(location.search);

  function refresh() {
    const on = site.dayOf(day);
    for (const node of all("[data-windows]")) {
      const best = site.stands(JSON.parse(node.dataset.windows), year, on)[0];
      site.show(one(".state", node), best.state);
      const left = one(".left", node);
      if (left) left.textContent = site.left(best, year);
    }
    one("#age").textContent = site.age(year, on);
    if (on === site.today()) asked.delete("day"); else asked.set("day", on);
    for (const link of all("[data-back]")) link.href = `${link.dataset.back}#${asked}`;
  }

  /* A value's address: what it lies in unfolds, and its place on the printed page is drawn. */
  function mark(value) {
    for (const box of all(".box")) box.remove();
    for (const [page, x, y, width, height] of JSON.parse(value.dataset.boxes || "[]")) {
      const sheet = one(`#page-${page} a`);
      if (!sheet) continue;
      const box = document.createElement("span");
      box.className = "box";
      Object.assign(box.style, { left: `${x}%`, top: `${y}%`, width: `${width}%`, height: `${height}%` });
      sheet.append(box);
    }
  }
  function reveal() {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let node = target; node; node = node.parentElement) if (node.matches("details")) node.open = true;
    if (!target.matches("figure")) mark(target);
    target.scrollIntoView({ block: "center" });
  }

  for (const link of all("[data-of]")) link.addEventListener("click", () => mark(document.getElementById(link.dataset.of)));

  /* Copy, share, print */
  const address = () => one("link[rel=canonical]")?.href || location.href.split("?")[0];
  async function done(button, work) {
    let went = true;
    try { await work(); } catch { went = false; }
    one("#told").textContent = went ? ("done" in button.dataset ? w("copied") : "") : w("denied");
  }
  const copied = () => `${one("h1").innerText}\n${all(".glance > div").map((row) => row.innerText.replace(/\s*\n\s*/g, " ")).join("\n")}\n${one(".edition").innerText}\n${address()}`;
  one("#copy").addEventListener("click", (event) => done(event.currentTarget, () => navigator.clipboard.writeText(copied())));
  one("#share").hidden = !navigator.share;
  one("#share").addEventListener("click", (event) => done(event.currentTarget, () => navigator.share({ title: document.title, url: address() })));
  one("#print").addEventListener("click", () => print());

  day.value = /^\d{4}-\d\d-\d\d$/.test(asked.get("day") || "") ? asked.get("day") : site.today();
  day.addEventListener("input", refresh);
  addEventListener("hashchange", reveal);
  site.begin(refresh);
  reveal();
})();
