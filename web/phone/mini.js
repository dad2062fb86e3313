// The mini-program beside the account: logging in with WeChat, who one is there, and which notices it may send.

import * as api from "./api.js";
import { button, h, put, toast } from "./dom.js";
import { mine } from "./mine.js";
import { know, now } from "./store.js";
import { lineTime } from "./when.js";

const tokens = new Map(); // of each phone, for as long as the page lives

/** openMini shows the mini-program. */
export function openMini(phone) {
  phone.sheet("小程序 · 双拥通（演示）", (close, inside) => {
    draw(phone, inside).catch((e) => toast(e.message));
    return h("p.note", null, "正在打开……");
  }, { tall: true });
}

const latest = new WeakMap(); // of each sheet, what was asked to be drawn last

async function draw(phone, inside) {
  const turn = {};
  latest.set(inside, turn);
  const token = tokens.get(phone.openid);
  const again = () => draw(phone, inside).catch((e) => toast(e.message));
  const parts = [];
  if (know.can.mini) parts.push(...(await (token ? within(phone, token, again) : outside(phone, again))));
  if (know.can.mini && know.templates.length) parts.push(h("h3", null, "让它通知您"), button("选要收的通知", () => ask(phone, inside, again), "wide"));
  if (latest.get(inside) === turn) put(inside, parts);
}

async function outside(phone, again) {
  const status = h("p.note", { role: "status" }, "用微信登录，不用记密码。");
  const login = button("微信一键登录", async () => {
    login.disabled = true;
    status.textContent = "正在登录……";
    try {
      const { code } = await api.code(phone.openid);
      const answer = await api.login(code);
      tokens.set(phone.openid, answer.token);
      again();
    } catch (e) {
      status.textContent = e.message;
      login.disabled = false;
    }
  }, "main.wide");
  return [status, login];
}

async function within(phone, token, again) {
  let session;
  try {
    session = await api.session(token);
  } catch (e) {
    if (e.status !== 401) return [h("p.note", { role: "status" }, e.message), button("再试一次", again, "main.wide")]; // he is still logged in
    tokens.delete(phone.openid);
    return [h("p.note", { role: "status" }, e.message), ...(await outside(phone, again))];
  }
  const facts = Object.entries(names).filter(([name]) => session[name]);
  const leave = button("退出登录", async () => {
    leave.disabled = true;
    try {
      await api.logout(token);
    } catch (e) {
      toast(e.message);
      leave.disabled = false;
      return;
    }
    tokens.delete(phone.openid);
    again();
  }, "wide");
  return [
    h("p.ok", { role: "status" }, "已登录"),
    ...(await mine(token, again)),
    h("h3", null, "这次登录"),
    h("dl.facts", null, facts.map(([name, words]) => h("div", null, h("dt", null, words), h("dd", null, lineTime(new Date(session[name]), now()))))),
    leave,
  ];
}

const names = { signed_in_at: "登录时间", expires_at: "登录有效到", ends_at: "最晚到" };

// ask is WeChat's own question which notices one accepts.
function ask(phone, inside, again) {
  const list = know.templates.slice(0, 5);
  const boxes = list.map((t) => h("input", { type: "checkbox", checked: true, id: `t-${t.id}` }));
  const answer = async (none) => {
    try {
      await api.popup(phone.openid, Object.fromEntries(list.map((t, i) => [t.id, !none && boxes[i].checked])));
      toast(none ? "没有同意，不会收到通知。" : "同意了。每同意一次，可以收一条。");
    } catch (e) {
      toast(e.message);
    }
    again();
  };
  put(inside,
    h("p", null, "双拥通（演示）想给您发这些通知："),
    list.map((t, i) => h("label.switch", { for: `t-${t.id}` }, boxes[i], h("span", null, t.title))),
    button("允许", () => answer(false), "main.wide"), button("取消", () => answer(true), "wide"));
  inside.querySelector("input")?.focus();
}
