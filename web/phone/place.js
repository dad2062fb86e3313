// Choosing a place: on the map, or by the name of a station, a stop or a shop.

import * as api from "./api.js";
import { button, h, put } from "./dom.js";
import { CityMap, distance, metresBetween, middle, nearestOf } from "./map.js";

let asked = null; // the city stays as it is while the page lives
const last = new Map(); // where each person was last

/** openPlace lets somebody choose where he is. */
export function openPlace(phone) {
  let map = null;
  phone.sheet("选位置", (close, inside) => {
    asked ??= api.cityMap();
    asked.then((city) => { map = choose(phone, city, close, inside); }).catch((e) => {
      asked = null;
      put(inside, h("p", null, e.message));
    });
    return h("p.note", { role: "status" }, "正在展开地图……");
  }, { tall: true, closed: () => map?.leave() });
}

function choose(phone, city, close, inside) {
  let at = last.get(phone.openid) ?? middle(city);
  let near = nearestOf(city, at);
  const where = h("p.where", { role: "status" });
  const say = () => {
    near = nearestOf(city, at);
    put(where, h("b", null, near?.name ?? "这里"), h("small", null, near ? ` ${near.kind}，${near.metres < 15 ? "就在这里" : `离这里约${distance(near.metres)}`}` : ""));
  };
  const map = new CityMap(city, at, (to) => { at = to; say(); });
  const found = h("ul.found");
  const find = h("input", { type: "search", id: "find", placeholder: "找站点、店名、地名", autocomplete: "off", oninput: () => search(city, find.value, found, (to) => { map.go(to, 4); find.value = ""; put(found); map.svg.focus(); }) });
  put(inside,
    h("label.unseen", { for: "find" }, "找地名"), find, found, map.element, where,
    button("用这个位置", () => {
      last.set(phone.openid, at);
      close();
      phone.say({ type: "location", lat: round(at[0]), lng: round(at[1]), content: near?.name ?? "" }).catch(() => {});
    }, "main.wide"),
    h("p.note.foot", null, "这座城是虚构的：橙线是拥军先锋号，白线是别的公交线，小点是优惠店。"));
  say();
  return map;
}

const round = (degrees) => Math.round(degrees * 1e6) / 1e6;

function search(city, words, found, go) {
  const wanted = words.trim();
  if (wanted === "") return put(found);
  const centre = middle(city);
  const hits = [...city.districts.map((p) => ({ ...p, what: "街镇" })), ...city.stations.map((p) => ({ ...p, what: "服务站" })), ...city.stops.map((p) => ({ ...p, what: "公交站" })), ...city.shops.map((p) => ({ ...p, what: p.kind }))]
    .filter((p) => p.name.includes(wanted))
    .sort((a, b) => metresBetween(a.at, centre) - metresBetween(b.at, centre))
    .slice(0, 6);
  return put(found, hits.length
    ? hits.map((p) => h("li", null, h("button.entry", { type: "button", onclick: () => go(p.at) }, h("span", null, h("b", null, p.name), h("small", null, p.what)))))
    : h("li.note", null, "没找到，换个名字，或在地图上点。"));
}
