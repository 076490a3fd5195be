"use strict";
/** The timeline begins at today, where today stands on it. */
(() => {
  site.begin(() => {});
  const drawing = site.one("#timeline");
  if (!drawing) return;
  const { first, left, month } = drawing.dataset, day = site.today();
  const months = (Number(day.slice(0, 4)) - first) * 12 + Number(day.slice(5, 7)) - 1 + (Number(day.slice(8)) - 1) / 31;
  const x = Number(left) + month * months;
  if (months < 0 || x >= Number(drawing.getAttribute("width"))) return;
  const line = document.createElementNS(drawing.namespaceURI, "line");
  for (const [name, value] of Object.entries({ x1: x, x2: x, y1: 4, y2: drawing.getAttribute("height"), class: "today" })) line.setAttribute(name, value);
  drawing.append(line);
  drawing.parentElement.scrollLeft = month * Math.floor(months);
})();
