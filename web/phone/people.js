// The people whose phones can be taken, the clock, and a way to add somebody.

import * as api from "./api.js";
import { h, icon, iconButton, put, recall, remember, toast } from "./dom.js";
import { chatOf, know, on, refresh, show } from "./store.js";
import { face } from "./bubble.js";
import { clockBox } from "./clock.js";

const statuses = [["veteran", "退役军人"], ["disabled_veteran", "残疾军人"], ["military_family", "军属"], ["bereaved_family", "烈士、因公牺牲、病故军人遗属"], ["active", "现役军人（只是自己说）"], ["other", "其他"]];

/** drawPeople fills the list beside the phones. */
export function drawPeople(place, { done, showDesk }) {
  const list = h("ul.list");
  const foot = h("div.foot");
  put(place,
    h("header", null, h("div", null, h("h1", null, "双拥通", h("span.tag", null, "演示")), h("p.note", null, "人、地方、数据都是虚构的")), iconButton("close", "回到手机", done, "narrow")),
    clockBox(),
    h("h2", null, "用谁的手机"), list, foot,
    h("div.tools", null, bigger(), h("button", { type: "button", onclick: showDesk }, icon("code"), "开发者抽屉")));
  const open = (openid, beside) => {
    show(openid, beside);
    done();
  };
  const draw = () => put(list, [...know.people.values()].map((p) => row(p, open)));
  draw();
  on("people", draw);
  on("open", draw);
  drawAdd(foot, open);
}

function row(p, open) {
  if (!p.openid) {
    return h("li.nophone", null, h("span.face.grey", { "aria-hidden": "true" }, [...p.name][0]), h("div.text", null, h("b", null, p.name), h("span.status", null, "没有手机"), h("p.about", null, p.about)));
  }
  const chat = chatOf(p.openid);
  const here = know.open.includes(p.openid);
  return h(`li${here ? ".here" : ""}`, null,
    h("button.take", { type: "button", "aria-pressed": String(here), "data-openid": p.openid, onclick: () => open(p.openid, false) },
      face(p.openid),
      h("span.text", null, h("b", null, p.name), h("span.status", null, statusOf(p)), h("span.about", null, p.about)),
      chat.unread ? h("span.badge", null, h("span.unseen", null, "有"), chat.unread, h("span.unseen", null, "条没看")) : null),
    know.width > 1 && !here ? iconButton("beside", `把${p.name}的手机放在旁边`, () => open(p.openid, true), "beside") : null,
    here ? more(p) : null);
}

function statusOf(p) {
  if (!chatOf(p.openid).follows) return "还没有关注";
  if (p.statuses.length === 0) return p.stranger ? "没有登记" : "身份还没登记";
  return `${p.statuses.map((s) => (s.includes("遗属") ? "遗属" : s)).join("、")}${p.verified ? " · 已核实" : " · 未核实"}`;
}

// more is what helps to play somebody: the number of his petition and the second proof for reading it.
function more(p) {
  const facts = [p.petition ? `在办的编号 ${p.petition.replace(/(\d{3})(?=\d)/g, "$1 ")}` : "", p.tail ? `登记电话后四位 ${p.tail}` : ""].filter(Boolean);
  return facts.length ? h("div.more", null, facts.map((f) => h("p", null, f))) : null;
}

// bigger is the view for those who see badly: larger words, larger buttons.
function bigger() {
  const root = document.documentElement;
  const turn = (on) => {
    root.classList.toggle("elder", on);
    remember("localStorage", "elder", on ? "1" : "");
    b.setAttribute("aria-pressed", String(on));
  };
  const b = h("button", { type: "button", onclick: () => turn(!root.classList.contains("elder")) }, icon("big"), "大字");
  turn(recall("localStorage", "elder") === "1");
  return b;
}

function drawAdd(place, open) {
  if (!know.can.person) return;
  const name = h("input", { type: "text", id: "newname", maxlength: 20, autocomplete: "off", placeholder: "比如：张建国" });
  const status = h("select", { id: "newstatus" }, statuses.map(([value, words]) => h("option", { value }, words)));
  const verified = h("input", { type: "checkbox", id: "newverified", checked: true });
  const form = h("form.add", { hidden: true, onsubmit: (e) => { e.preventDefault(); add(); } },
    h("label", { for: "newname" }, "名字（请编一个）"), name,
    h("label", { for: "newstatus" }, "是什么人"), status,
    h("label.switch", { for: "newverified" }, verified, h("span", null, "身份核实过")),
    h("button.main.wide", { type: "submit" }, "添上，用这部手机"));
  const toggle = h("button.addtoggle", { type: "button", "aria-expanded": "false", onclick: () => fold(form.hidden) }, icon("plus"), "添一个人");
  function fold(openIt) {
    form.hidden = !openIt;
    toggle.setAttribute("aria-expanded", String(openIt));
    if (openIt) name.focus();
  }
  async function add() {
    const openid = `demo-${crypto.getRandomValues(new Uint32Array(2)).join("").slice(0, 12)}`;
    try {
      await api.person({ openid, name: name.value.trim() || "新人", status: status.value, verified: verified.checked });
      await refresh();
      fold(false);
      name.value = "";
      open(openid, false);
    } catch (e) {
      toast(e.message);
    }
  }
  put(place, toggle, form);
}

