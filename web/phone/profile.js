// The account's own page: who it is, following and no longer following.

import { button, h, put } from "./dom.js";
import { know } from "./store.js";
import { face, shortName } from "./bubble.js";
import { openScan } from "./scan.js";

/** follow is what a tap on 关注 does; scene is that of the code by which somebody came. */
export function follow(phone, scene = "") {
  phone.list.focus({ preventScroll: true }); // the button is about to go
  return phone.say({ type: "follow", content: scene }).catch(() => {});
}

/** card is the account as somebody sees it who does not follow it yet. */
export function card(phone) {
  return h("div.hello", null, face(""), h("b", null, shortName(know.account.name)), h("p.note", null, "服务号 · 演示，不是真的公众号"),
    h("p", null, "查优待、约时间、反映事情、找人，说话或打字都行。"),
    button("扫码关注", () => openScan(phone)));
}

/** openProfile shows the page. */
export function openProfile(phone) {
  phone.sheet("公众号资料", (close, inside) => {
    const follows = phone.chat.follows;
    const leave = () => put(inside,
      h("p", null, "不再关注以后，公众号会删掉从微信得到的资料，也不再给您发通知。"),
      button("不再关注", () => { close(); phone.say({ type: "unfollow" }).catch(() => {}); }, "danger.wide"),
      button("先不了", close, "wide"));
    return [
      h("div.who", null, face(""), h("div", null, h("b", null, shortName(know.account.name)), h("p.note", null, "服务号 · 演示，不是真的公众号"))),
      h("p", null, "退役军人、军属和遗属在这里查优待、约时间、反映事情、找人。"),
      h("dl.facts", null, fact("账号", know.account.id), fact("消息加密", know.account.mode)),
      follows
        ? [button("发消息", () => { close(); phone.composer.turn(true); }, "main.wide"), button("不再关注", leave, "danger.wide")]
        : [button("关注", () => { close(); follow(phone); }, "main.wide"), button("扫码关注", () => { close(); openScan(phone); }, "wide")],
    ];
  }, { tall: true });
}

function fact(name, value) {
  return value ? h("div", null, h("dt", null, name), h("dd", null, value)) : null;
}
