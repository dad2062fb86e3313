// The synthetic city, drawn: bus lines are its streets, dots its shops. The middle of the map is what is chosen.

import { h, iconButton, put, s } from "./dom.js";

const perDegree = 111195; // metres of latitude
const closest = 0.6; // metres a pixel
const widest = 120;

/** metresBetween is good for a city. */
export function metresBetween(a, b) {
  const north = (a[0] - b[0]) * perDegree;
  const east = (a[1] - b[1]) * perDegree * Math.cos((a[0] * Math.PI) / 180);
  return Math.hypot(north, east);
}

/** nearestOf is the thing with a name that is closest to a place. */
export function nearestOf(city, at) {
  let best = null;
  const look = (list, kind) => {
    for (const spot of list) {
      const metres = metresBetween(spot.at, at);
      if (!best || metres < best.metres) best = { name: spot.name, kind, metres };
    }
  };
  look(city.stations, "服务站");
  look(city.stops, "公交站");
  look(city.shops, "优惠店");
  return best;
}

/** distance is 320米 or 1.3公里. */
export const distance = (metres) => (metres < 1000 ? `${Math.max(10, Math.round(metres / 10) * 10)}米` : `${(metres / 1000).toFixed(1)}公里`);

/** CityMap can be dragged, zoomed and moved with the arrow keys; moved is called with [lat, lng] whenever its middle changes. */
export class CityMap {
  constructor(city, at, moved) {
    Object.assign(this, { city, at, moved, scale: 7, width: 360, height: 300 });
    this.ground = s("g");
    this.svg = s("svg.map", { role: "application", tabindex: "0", "aria-label": "地图。方向键移动，加号减号缩放，位置念在下面。", onkeydown: (e) => this.key(e) },
      s("rect.land", { x: -4000, y: -4000, width: 12000, height: 12000 }), this.ground);
    this.pin = s("svg.pin", { viewBox: "0 0 40 52", "aria-hidden": "true" }, s("path", { d: "M20 51 C20 51 36 32 36 19 A16 16 0 0 0 4 19 C4 32 20 51 20 51z" }), s("circle", { cx: 20, cy: 19, r: 6 }));
    this.element = h("div.mapbox", null, this.svg, this.pin,
      h("div.zoom", null, iconButton("plus", "放大", () => this.zoom(0.6)), iconButton("minus", "缩小", () => this.zoom(1 / 0.6)), iconButton("target", "回到市中心", () => this.go(middle(city), 7))));
    this.drag();
    this.svg.addEventListener("wheel", (e) => { e.preventDefault(); this.zoom(e.deltaY > 0 ? 1.25 : 0.8); }, { passive: false });
    this.watch = new ResizeObserver(() => this.measure());
    this.watch.observe(this.element);
  }

  /** leave stops watching its size. */
  leave() {
    this.watch.disconnect();
  }

  measure() {
    const box = this.element.getBoundingClientRect();
    this.width = Math.max(100, box.width);
    this.height = Math.max(100, box.height);
    this.draw();
  }

  /** go puts a place into the middle. */
  go(at, scale = this.scale) {
    const [[south, west], [north, east]] = this.city.bounds;
    this.at = [Math.min(north, Math.max(south, at[0])), Math.min(east, Math.max(west, at[1]))];
    this.scale = Math.min(widest, Math.max(closest, scale));
    this.draw();
    this.moved(this.at);
  }

  zoom(by) {
    this.go(this.at, this.scale * by);
  }

  key(e) {
    const step = 40;
    const way = { ArrowUp: [0, -step], ArrowDown: [0, step], ArrowLeft: [-step, 0], ArrowRight: [step, 0] }[e.key];
    if (way) this.go(this.place(this.width / 2 + way[0], this.height / 2 + way[1]));
    else if (e.key === "+" || e.key === "=") this.zoom(0.6);
    else if (e.key === "-") this.zoom(1 / 0.6);
    else return;
    e.preventDefault();
  }

  // drag moves the ground under the pin; a tap brings that place to it.
  drag() {
    let from = null;
    let far = 0;
    this.svg.addEventListener("pointerdown", (e) => {
      from = [e.clientX, e.clientY];
      far = 0;
      this.svg.setPointerCapture(e.pointerId);
    });
    this.svg.addEventListener("pointermove", (e) => {
      if (!from) return;
      const by = [e.clientX - from[0], e.clientY - from[1]];
      far = Math.max(far, Math.hypot(...by));
      if (far > 6) this.ground.setAttribute("transform", `translate(${by[0]} ${by[1]})`);
    });
    const end = (e) => {
      if (!from) return;
      const by = [e.clientX - from[0], e.clientY - from[1]];
      const box = this.svg.getBoundingClientRect();
      from = null;
      this.ground.removeAttribute("transform");
      if (far > 6) this.go(this.place(this.width / 2 - by[0], this.height / 2 - by[1]));
      else this.go(this.place(e.clientX - box.left, e.clientY - box.top));
    };
    this.svg.addEventListener("pointerup", end);
    this.svg.addEventListener("pointercancel", () => { from = null; this.ground.removeAttribute("transform"); });
  }

  // xy is where a place stands on the screen, place the inverse.
  xy([lat, lng]) {
    const k = Math.cos((this.at[0] * Math.PI) / 180);
    return [this.width / 2 + ((lng - this.at[1]) * perDegree * k) / this.scale, this.height / 2 - ((lat - this.at[0]) * perDegree) / this.scale];
  }

  place(x, y) {
    const k = Math.cos((this.at[0] * Math.PI) / 180);
    return [this.at[0] - ((y - this.height / 2) * this.scale) / perDegree, this.at[1] + ((x - this.width / 2) * this.scale) / (perDegree * k)];
  }

  draw() {
    this.svg.setAttribute("viewBox", `0 0 ${this.width} ${this.height}`);
    const lines = (which, kind) => which.map((l) => s(`polyline.${kind}`, { points: l.points.map((p) => this.xy(p).map((n) => n.toFixed(1)).join(",")).join(" ") }));
    const taken = []; // boxes of the labels, so that none is written over another
    const { city, scale } = this;
    const pioneers = city.lines.filter((l) => l.pioneer);
    put(this.ground,
      city.districts.map((d) => this.circle(d, "district", Math.max(14, 900 / scale))),
      lines(city.lines, "casing"), lines(city.lines, "street"), lines(pioneers, "pioneer"),
      scale < 22 ? this.spots(city.shops).map((p) => this.circle(p, "shop", 3.5)) : [],
      scale < 14 ? this.spots(city.stops).map((p) => this.circle(p, "stop", 3)) : [],
      this.spots(city.stations).filter((p) => p.kind !== "village" || scale < 40).map((p) => this.circle(p, `station.${p.kind}`, { city: 8, town: 6 }[p.kind] ?? 4)),
      this.labels(city.districts.map((d) => ({ ...d, kind: "district" })), taken, -16),
      this.labels(this.spots(city.stations).filter((p) => p.kind === "city" || (p.kind === "town" ? scale < 20 : scale < 6)), taken, 18),
      scale < 5 ? this.labels(this.spots(city.stops).map((p) => ({ ...p, kind: "stop" })), taken, 15) : [],
      scale < 2.5 ? this.labels(this.spots(city.shops).map((p) => ({ ...p, kind: "shop" })), taken, 15) : []);
  }

  // spots are those that are to be seen, with some room around for dragging.
  spots(list) {
    return list.filter((p) => {
      const [x, y] = this.xy(p.at);
      return x > -200 && y > -200 && x < this.width + 200 && y < this.height + 200;
    });
  }

  circle(p, kind, r) {
    const [cx, cy] = this.xy(p.at);
    return s(`circle.${kind}`, { cx: cx.toFixed(1), cy: cy.toFixed(1), r });
  }

  labels(list, taken, below) {
    const size = 0.8125 * parseFloat(getComputedStyle(document.documentElement).fontSize); // as large as the reader's letters
    const out = [];
    for (const p of list) {
      const [x, y] = this.xy(p.at);
      const half = (p.name.length * size) / 2 + 3;
      const box = [x - half, y + below - size, x + half, y + below + 4];
      if (taken.some((t) => box[0] < t[2] && box[2] > t[0] && box[1] < t[3] && box[3] > t[1])) continue;
      taken.push(box);
      out.push(s(`text.${p.kind}`, { x: x.toFixed(1), y: (y + below).toFixed(1), "text-anchor": "middle", "font-size": size }, p.name));
    }
    return out;
  }
}

/** middle is where the city's own station is. */
export function middle(city) {
  const root = city.stations.find((p) => p.kind === "city");
  if (root) return root.at;
  const [[south, west], [north, east]] = city.bounds;
  return [(south + north) / 2, (west + east) / 2];
}
