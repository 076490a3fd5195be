// Two printed pages beside each other, or one over the other: zoom and pan move together, the changed words are marked.
const { OpenSeadragon } = window;

const options = (element) => ({
  element,
  showNavigationControl: false,
  drawer: "canvas",
  animationTime: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 0.25,
  visibilityRatio: 0.5,
  minZoomImageRatio: 0.8,
  maxZoomPixelRatio: 4,
  gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
  gestureSettingsTouch: { pinchRotate: false },
});

// The picture of a page as one tile.  It is decoded beside the thread that hears the keys: two pages of 1,600 px take 40 ms.
async function picture(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const pixels = await createImageBitmap(await answer.blob());
  const { width, height } = pixels;
  const source = new OpenSeadragon.TileSource({ width, height, tileSize: Math.max(width, height), minLevel: 0, maxLevel: 0 });
  return Object.assign(source, {
    getTileUrl: () => address,
    downloadTileStart: (asked) => asked.finish(pixels, null, "imageBitmap"),
  });
}

export class Pages {
  constructor(panes, lines) {
    this.panes = panes;
    this.lines = lines;
    this.viewers = panes.map((pane) => new OpenSeadragon.Viewer(options(pane.querySelector(".osd"))));
    this.sides = [null, null];
    this.over = null;
    this.laid = null;
    this.leading = null;
    this.turn = 0;
    this.viewers.forEach((viewer, at) => {
      viewer.innerTracker.keyHandler = null; // keys are the review's
      viewer.innerTracker.keyDownHandler = null;
      viewer.addHandler("viewport-change", () => { this.follow(at); this.join(); });
      viewer.addHandler("resize", () => this.join());
    });
  }

  // Where this viewer went, the other goes too.
  follow(at) {
    const [one, other] = [this.viewers[at], this.viewers[1 - at]];
    if (this.leading !== null && this.leading !== at) return;
    if (!this.shift || !one.world.getItemCount() || !other.world.getItemCount()) return;
    this.leading = at;
    const center = one.viewport.getCenter(true).plus(at === 0 ? this.shift : this.shift.times(-1));
    other.viewport.zoomTo(one.viewport.getZoom(true), null, true);
    other.viewport.panTo(center, true);
    other.forceRedraw();
    requestAnimationFrame(() => { this.leading = null; });
  }

  // The forms of two years have their columns at the same places: only the height differs at which the words stand.
  async show(sides, labels) {
    this.turn += 1;
    const { turn } = this;
    this.shift = null;
    this.sides = sides;
    await Promise.all(sides.map((side, at) => this.fill(at, side, labels[at], turn)));
    if (turn !== this.turn) return;
    const [before, after] = sides.map((side) => side && side.page && focus(side.page));
    this.shift = before && after ? new OpenSeadragon.Point(0, after.y - before.y) : null;
    this.home();
  }

  // The picture of a page, or the lines of its source.
  fill(at, side, label, turn) {
    const pane = this.panes[at];
    const viewer = this.viewers[at];
    const source = pane.querySelector(".source");
    pane.querySelector("figcaption").textContent = label;
    pane.querySelector(".osd").setAttribute("aria-label", label);
    pane.hidden = !side || side.absent;
    source.hidden = !(side && side.source);
    pane.querySelector(".osd").hidden = !(side && side.page);
    viewer.clearOverlays();
    if (side && side.source) {
      source.replaceChildren(...side.source.lines.map((line, number) => {
        const row = document.createElement(number === side.source.at ? "mark" : "span");
        row.textContent = `${line}\n`;
        return row;
      }));
    }
    pane.classList.remove("waiting");
    if (!side || !side.page) { viewer.close(); viewer.shown = null; return Promise.resolve(); }
    const address = `page/${at === 0 ? "before" : "after"}/${side.page.n}.png`;
    const mark = () => {
      for (const [x, y, w, h] of side.page.marks) {
        const element = document.createElement("div");
        element.className = `hit ${at === 0 ? "del" : "ins"}${side.page.exact ? "" : " soft"}`;
        viewer.addOverlay({ element, location: new OpenSeadragon.Rect(x, y * side.page.ratio, w, h * side.page.ratio) });
      }
    };
    if (viewer.shown !== address) {
      viewer.shown = address;
      pane.classList.add("waiting"); // the page that was there before is not what is written above it
      viewer.opened = picture(address).then((tileSource) => {
        if (viewer.shown !== address) return null; // the next card came first
        return new Promise((resolve) => {
          viewer.addOnceHandler("open", resolve);
          viewer.addOnceHandler("open-failed", resolve);
          viewer.open(tileSource);
        });
      }, () => { if (viewer.shown === address) { viewer.close(); viewer.shown = null; } });
    }
    return viewer.opened.then(() => {
      if (turn === this.turn) { pane.classList.remove("waiting"); mark(); }
    });
  }

  home() {
    this.leading = null;
    const at = this.sides[1] && this.sides[1].page ? 1 : 0;
    const side = this.sides[at];
    if (!side || !side.page) return this.join();
    const viewer = this.viewers[at];
    const around = focus(side.page);
    const least = this.panes.some((pane) => pane.hidden) ? 1 : 0.84; // all but the margins
    const width = Math.min(1, Math.max(least, around.width * 1.15));
    const { clientWidth: wide, clientHeight: tall } = viewer.container;
    viewer.viewport.resize(new OpenSeadragon.Point(wide, tall)); // the pane may have another size since
    const height = (width * tall) / Math.max(1, wide);
    const left = (1 - width) / 2;
    const wanted = around.height < height ? around.y + around.height / 2 - height / 2 : around.y - 0.02;
    const top = Math.max(0, Math.min(wanted, side.page.ratio - height)); // no empty room above or below the page
    viewer.viewport.fitBounds(new OpenSeadragon.Rect(left, top, width, height), true);
    this.follow(at);
    if (this.over) this.blend(...this.mix);
    return this.join();
  }

  zoom(factor) {
    const [viewer] = this.shown(); // the other follows
    viewer?.viewport.zoomBy(factor);
    viewer?.viewport.applyConstraints();
  }

  whole() { for (const viewer of this.shown()) viewer.viewport.goHome(); }

  shown() { return [1, 0].filter((at) => this.sides[at]?.page).map((at) => this.viewers[at]); }

  // The former page over the new one, at the height at which their marked words are one.
  overlay(on) {
    const [before, after] = this.sides;
    if (this.over) { this.viewers[1].world.removeItem(this.over); this.over = null; }
    const asked = {};
    this.laid = asked; // what was asked before may still be on its way
    this.panes[0].hidden = on ? true : !before || before.absent;
    this.panes[0].parentElement.classList.toggle("over", on);
    if (!on || !before?.page || !after?.page) { if (!on) this.home(); return false; }
    picture(`page/before/${before.page.n}.png`).then((tileSource) => {
      if (asked !== this.laid) return;
      this.viewers[1].addTiledImage({
        tileSource,
        y: this.shift?.y || 0,
        width: 1,
        success: ({ item }) => {
          if (asked !== this.laid) { this.viewers[1].world.removeItem(item); return; }
          this.over = item;
          this.blend(...(this.mix || [50, 100]));
        },
      });
    }, () => {}); // a page that cannot be had leaves the other alone
    this.home();
    return true;
  }

  blend(onion, curtain) {
    this.mix = [onion, curtain];
    if (!this.over) return;
    this.over.setOpacity(onion / 100);
    const { x, y } = this.over.source.dimensions;
    this.over.setClip(new OpenSeadragon.Rect(0, 0, Math.max(1, (x * curtain) / 100), y));
  }

  // A line from each marked passage to its place on the other page.
  join() {
    const [before, after] = this.sides;
    const ends = [before, after].map((side, at) => {
      if (!side?.page?.exact || this.panes[at].hidden || !this.viewers[at].world.getItemCount()) return null;
      const box = focus(side.page);
      const point = new OpenSeadragon.Point(at === 0 ? box.x + box.width : box.x, box.y + box.height / 2);
      const inside = this.viewers[at].viewport.viewportToViewerElementCoordinates(point);
      const pane = this.panes[at].querySelector(".osd").getBoundingClientRect();
      const whole = this.lines.getBoundingClientRect();
      const seen = inside.y > 0 && inside.y < pane.height;
      return seen && [Math.min(pane.width, Math.max(0, inside.x)) + pane.left - whole.left, inside.y + pane.top - whole.top];
    });
    this.lines.replaceChildren();
    if (!ends[0] || !ends[1] || Math.abs(ends[0][1] - ends[1][1]) < 24) return;
    const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
    const [[x1, y1], [x2, y2]] = ends;
    line.setAttribute("d", `M${x1},${y1} C${x1 + 40},${y1} ${x2 - 40},${y2} ${x2},${y2}`);
    this.lines.append(line);
  }
}

// What holds all marks of a page, in units of its width.
function focus(page) {
  const marks = page.marks.length ? page.marks : [[0, 0, 1, 0.3]];
  const x = Math.min(...marks.map((mark) => mark[0]));
  const y = Math.min(...marks.map((mark) => mark[1]));
  const right = Math.max(...marks.map((mark) => mark[0] + mark[2]));
  const bottom = Math.max(...marks.map((mark) => mark[1] + mark[3]));
  return new OpenSeadragon.Rect(x, y * page.ratio, right - x, (bottom - y) * page.ratio);
}
