// One line of a chat: bubbles left and right, notices as cards, what WeChat itself says in grey.

import { h, icon, s } from "./dom.js";
import { body, linked } from "./words.js";
import { know, nameOf } from "./store.js";

const colours = 8;

/** face is a round picture with a letter: of somebody, or of the account. */
export function face(openid, kind = "") {
  if (openid === "") return h("span.face.account", { "aria-hidden": "true" }, "双");
  const name = nameOf(openid);
  let sum = 0;
  for (const c of openid) sum = (sum * 31 + c.codePointAt(0)) % 9973;
  return h(`span.face.colour${sum % colours}${kind ? "." + kind : ""}`, { "aria-hidden": "true" }, [...name][0] ?? "人");
}

/** shortName is the account's name without the mark, which stands beside it. */
export const shortName = (name) => name.replace(/（演示(数据)?）$/u, "");

// seconds is how long somebody speaks who says so much.
const seconds = (words) => Math.min(60, Math.max(2, Math.ceil([...words].length / 3.5)));

/** bubble draws a line; choose is given when its choices are still good. */
export function bubble(line, choose) {
  if (line.by === "system" || line.kind === "event") return grey(line);
  const mine = line.by === "person";
  const who = mine ? nameOf(line.openid) : know.account.name;
  const content = (drawn[line.kind] ?? drawn.text)(line, choose);
  return h(`li.line${mine ? ".mine" : ".theirs"}`, { "data-seq": line.seq, "data-kind": line.kind, "data-state": line.state ?? "" },
    mine ? null : face(""),
    h("div.said", null,
      h("span.unseen", null, `${who}：`),
      line.side === "mini" ? h("span.via", null, "小程序") : null,
      content,
      mine ? fate(line) : null),
    mine ? face(line.openid) : null);
}

function grey(line) {
  return h("li.grey", { "data-seq": line.seq, "data-kind": line.kind }, h("span", null, line.text || "微信有一条消息"));
}

// fate is what became of what somebody sent.
function fate(line) {
  if (line.state === "sending") return h("span.fate.sending", { role: "img", "aria-label": "发送中" });
  if (line.state === "no_service") return h("span.fate.lost", { role: "img", "aria-label": "公众号没有回应", title: "公众号没有回应" }, "!");
  return null;
}

const drawn = {
  text: (line, choose) => h("div.bubble", null, line.by === "account" ? body(line.text ?? "", choose) : h("span.words", null, linked(line.text ?? ""))),
  voice(line) {
    const words = line.text ?? "";
    const long = words ? seconds(words) : 3;
    return [
      h("div.bubble.voice", { "data-long": Math.min(10, Math.ceil(long / 3)) }, icon("voice"), h("span", null, h("span.unseen", null, "语音 "), `${long}″`)),
      h("div.heard", null, words || "（没识别出文字）"),
    ];
  },
  image: (line) => line.picture
    ? h("div.photo", null, h("img", { src: line.picture, alt: "发来的图片", loading: "lazy" }))
    : h("div.bubble.photo-gone", null, icon("picture"), "图片"),
  location: (line) => h("div.card.spot", null,
    h("b", null, line.text || line.title || "我的位置"),
    h("small", null, `北纬${(line.lat ?? 0).toFixed(4)}°，东经${(line.lng ?? 0).toFixed(4)}°`),
    streets()),
  news: (line) => h("div.card.news", null, (line.articles ?? []).map((a) => linkTo(a.url, [h("b", null, a.title), h("small", null, a.description)]))),
  template: (line) => notice(line, "公众号通知"),
  subscribe: (line) => notice(line, "小程序订阅通知"),
  link: (line) => h("div.card.news", null, linkTo(line.url, [h("b", null, line.title), h("small", null, line.text)])),
  miniprogrampage: (line) => h("div.card.news", null, h("div.entry", null, h("b", null, line.title || "小程序"), h("small", null, "小程序卡片"))),
};

function notice(line, from) {
  return h("div.card.notice", null,
    h("b", null, line.title || "通知"),
    line.text && !(line.fields ?? []).length ? h("p.words", null, linked(line.text)) : null,
    h("dl", null, (line.fields ?? []).map((f) => h("div", null, h("dt", null, f.name), h("dd", null, linked(f.value))))),
    h("small.from", null, from),
    line.url ? linkTo(line.url, "查看详情") : null);
}

// linkTo makes a link only of what is a web page.
function linkTo(address, content) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return h("div.entry", null, content);
  }
  if (!/^https?:$/.test(url.protocol)) return h("div.entry", null, content);
  return h("a.entry", { href: url.href, target: "_blank", rel: "noopener noreferrer" }, content);
}

// streets is a little drawing of a map, as WeChat shows below a place.
function streets() {
  return s("svg.streets", { viewBox: "0 0 220 90", "aria-hidden": "true", preserveAspectRatio: "xMidYMid slice" },
    s("rect", { width: 220, height: 90, fill: "#eef2e6" }),
    s("path", { d: "M-5 62 C60 50 120 78 230 58 M40 -5 L64 95 M150 -5 L132 95 M-5 24 L230 18", fill: "none", stroke: "#fff", "stroke-width": 9 }),
    s("path", { d: "M-5 62 C60 50 120 78 230 58", fill: "none", stroke: "#f0c36d", "stroke-width": 3 }),
    s("path", { d: "M110 66 c0-2 14-15 14-26 a14 14 0 0 0-28 0 c0 11 14 24 14 26z", fill: "#0a7d43" }),
    s("circle", { cx: 110, cy: 40, r: 5, fill: "#fff" }));
}
