// Scanning a code: one that the program asked WeChat for, or any by its scene, such as the one on a shop's door.

import * as api from "./api.js";
import { h, icon, toast } from "./dom.js";
import { know, refresh } from "./store.js";

const usual = [["shop-1", "优惠店门口的码"], ["station-1", "服务站大厅的码"], ["bus-1", "公交车上的码"]];

/** openScan lists the codes that there are. */
export function openScan(phone) {
  const scene = (code) => phone.say({ type: phone.chat.follows ? "scan" : "follow", content: code }).catch(() => {});
  phone.sheet("扫一扫", (close) => {
    const own = h("input", { type: "text", id: "scene", maxlength: 64, autocomplete: "off", placeholder: "shop-12" });
    const list = h("ul.codes");
    refresh().then(() => fill(list, phone, close)).catch((e) => toast(e.message));
    fill(list, phone, close);
    return [
      list,
      h("ul.codes", null, usual.map(([code, words]) => h("li", null, entry(words, `场景 ${code}`, () => { close(); scene(code); })))),
      h("form.inline", { onsubmit: (e) => { e.preventDefault(); if (own.value.trim()) { close(); scene(own.value.trim()); } } },
        h("label", { for: "scene" }, "别的码，写它的场景值"), own, h("button.main", { type: "submit" }, "扫这个码")),
    ];
  }, { tall: true });
}

function fill(list, phone, close) {
  const openid = phone.openid;
  list.replaceChildren(...know.codes.filter((c) => c.ticket).slice(0, 30).map((c) => h("li", null,
    entry(`公众号的码${c.expired ? "（过期了）" : ""}`, `场景 ${c.scene}`, () => { close(); api.scan(openid, c.ticket).catch((e) => toast(e.message)); }))));
}

function entry(words, small, f) {
  return h("button.entry", { type: "button", onclick: f }, icon("scan"), h("span", null, h("b", null, words), h("small", null, small)));
}

