"use strict";
/** The timeline begins at today, where today stands on it. */
(() => {
  const drawing = site.one("#timeline"), first = Number(document.body.dataset.year);
  function refresh() {
    if (!drawing) return;
    const day = site.today(), months = (Number(day.slice(0, 4)) - first) * 12 + Number(day.slice(5, 7)) - 1 + (Number(day.slice(8)) - 1) / 31;
    if (months < 0 || months >= 24) return;
    const line = document.createElementNS(drawing.namespaceURI, "line");
    const x = 190 + 34 * months;
    for (const [name, value] of Object.entries({ x1: x, x2: x, y1: 4, y2: drawing.getAttribute("height"), class: "today" })) line.setAttribute(name, value);
    drawing.append(line);
    drawing.parentElement.scrollLeft = Math.max(0, 34 * Math.floor(months));
  }
  site.begin(() => {});
  refresh();
})();
