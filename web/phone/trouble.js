// Failures on demand: what WeChat is known for on a bad day, and what pretends to be WeChat.

import * as api from "./api.js";
import { button, h, put, toast } from "./dom.js";
import { isRisky, know, nameOf, on, refresh, setRisky } from "./store.js";

const presets = [
  ["令牌失效", null],
  ["接口 40001", { path: "/cgi-bin/message/custom/send", kind: "error", code: 40001, times: 1 }],
  ["微信重试（丢回答）", { path: "push", kind: "lost_answer", times: 1 }],
  ["同一条来三次", { path: "push", kind: "twice", times: 1 }],
  ["冒充微信", { path: "push", kind: "forged", times: 1 }],
  ["接口挂断", { path: "*", kind: "hangup", times: 1 }],
  ["502 页面", { path: "*", kind: "status", code: 502, times: 1 }],
  ["慢 3 秒", { path: "*", kind: "delay", delay_ms: 3000, times: 1 }],
];

const kinds = {
  error: "回错误码", status: "回一个网页", delay: "慢", hangup: "挂断", garbage: "回乱码", cut: "只回一半", lost_answer: "回答丢了，会重发", twice: "同一条来三次",
  stale: "很久以前签的名", forged: "冒充微信", other_key: "用别的密钥加密", broken: "加密的是坏内容", slow_body: "内容一点一点来",
};
const ofPush = ["lost_answer", "twice", "stale", "forged", "other_key", "broken", "slow_body", "delay", "hangup"];
const ofAPI = ["error", "status", "delay", "hangup", "garbage", "cut"];
const places = [["push", "公众号的消息"], ["push-mini", "小程序的推送"], ["*", "所有接口"], ["/cgi-bin/message/custom/send", "客服消息"], ["/cgi-bin/stable_token", "取令牌"],
  ["/cgi-bin/message/template/send", "模板消息"], ["/cgi-bin/message/subscribe/send", "订阅消息"], ["/sns/jscode2session", "小程序登录"]];

/** drawTroubles fills the drawer's panel. */
export function drawTroubles(place) {
  const force = h("ul.force");
  const draw = () => put(force, know.troubles.length
    ? know.troubles.map((t) => h("li", null, h("span", null, words(t)), button("取消", () => act(() => api.mend(t.id)))))
    : h("li.note", null, "现在没有故障。"));
  draw();
  on("troubles", draw);
  put(place,
    h("h3", null, "一点就坏"),
    h("div.presets", null, presets.map(([name, what]) => button(name, () => act(() => (what ? api.trouble(what) : api.expireTokens()), what ? `${name}：下一次` : "令牌都失效了")))),
    h("h3", null, "正在坏的"), force, button("全部修好", () => act(() => api.mend(0)), "wide"),
    h("h3", null, "自己配一个"), form(),
    know.can.mini ? riskyPeople() : null);
}

// riskyPeople are those whose phones are open; whom WeChat takes for a risk may not log in to the mini-program.
function riskyPeople() {
  const list = h("div");
  const draw = () => put(list, know.open.map((openid) => h("label.switch", null, h("input", {
    type: "checkbox", checked: isRisky(openid),
    onchange: (e) => setRisky(openid, e.target.checked).catch((err) => { e.target.checked = !e.target.checked; toast(err.message); }),
  }), h("span", null, nameOf(openid)))));
  draw();
  on("open", draw);
  return [h("h3", null, "微信说谁有风险（小程序登录会被拒绝）"), list];
}

function words(t) {
  const where = places.find(([p]) => p === t.path)?.[1] ?? t.path;
  return [where, kinds[t.kind] ?? t.kind, t.code ? String(t.code) : "", t.delay_ms ? `${t.delay_ms / 1000}秒` : "", t.times ? `还有${t.times}次` : "一直"].filter(Boolean).join(" · ");
}

async function act(f, done) {
  try {
    await f();
    await refresh();
    if (done) toast(done);
  } catch (e) {
    toast(e.message);
  }
}

function form() {
  const path = h("select", { id: "t-path" }, places.map(([value, name]) => h("option", { value }, name)));
  const kind = h("select", { id: "t-kind" });
  const number = (id, value, max) => h("input", { type: "number", id, value, min: id === "t-code" ? -1 : 0, max, inputmode: "numeric" });
  const code = number("t-code", 0, 999999);
  const delay = number("t-delay", 0, 86400);
  const times = number("t-times", 1, 1000);
  const offer = () => put(kind, (path.value.startsWith("push") ? ofPush : ofAPI).map((k) => h("option", { value: k }, kinds[k])));
  path.addEventListener("change", offer);
  offer();
  const field = (id, name, input) => h("div", null, h("label", { for: id }, name), input);
  return h("form.grid", { onsubmit: (e) => { e.preventDefault(); act(() => api.trouble({ path: path.value, kind: kind.value, code: Number(code.value), delay_ms: Number(delay.value) * 1000, times: Number(times.value) }), "记下了"); } },
    field("t-path", "哪里", path), field("t-kind", "怎么坏", kind), field("t-code", "错误码 / 状态码", code), field("t-delay", "慢几秒 / 旧几秒", delay), field("t-times", "几次（0 一直）", times),
    h("button.main", { type: "submit" }, "让它坏"));
}
