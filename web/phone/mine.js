// Who one is to the bureau, as the mini-program's API tells it: the name, how sure it is, what one holds, the code for the counter, and who looked at the file.

import * as api from "./api.js";
import { button, h, toast } from "./dom.js";
import { now } from "./store.js";
import { lineTime } from "./when.js";

/** mine draws what the bureau knows of whoever is logged in. */
export async function mine(token, again) {
  const me = await api.me(token);
  const facts = [["姓名", me.name], ["核实", me.assurance_text], ["手机号", me.phone], ["身份证号", me.id_number], ["服务站", me.station?.name]].filter(([, value]) => value);
  return [
    h("h3", null, "我的"),
    list(facts),
    ...(me.assurance === "unknown" || me.assurance === "stated" ? unproved(token, me, again) : await proved(token)),
  ];
}

// unproved says one's name, and shows the code that a clerk scans.
function unproved(token, me, again) {
  const name = h("input", { id: "own-name", autocomplete: "name", maxlength: 40, placeholder: me.name || "您的姓名" });
  const code = h("p.note", { role: "status" }, "到服务站，把号给工作人员看，带上证件，一分钟就好。");
  const show = button("到窗口出示", async () => {
    show.disabled = true;
    try {
      const made = await api.counterCode(token, crypto.randomUUID());
      code.textContent = `${made.spaced}，五分钟内有效，只用一次。`;
    } catch (e) {
      code.textContent = e.message;
    }
    show.disabled = false;
  }, "main.wide");
  const save = button("记下姓名", async () => {
    if (!name.value.trim()) return name.focus();
    save.disabled = true;
    try {
      await api.sayName(token, name.value.trim());
      again();
    } catch (e) {
      toast(e.message);
      save.disabled = false;
    }
  }, "wide");
  return [h("label", { for: "own-name" }, "您怎么称呼"), name, save, code, show];
}

async function proved(token) {
  const [held, seen] = await Promise.all([api.statuses(token), api.sights(token)]);
  const today = now();
  return [
    list(held.items.map((s) => [s.status_text, `${s.from}起${s.held ? "" : "，已结束"}`])),
    h("h3", null, "谁看过我的档案"),
    seen.items.length === 0 ? h("p.note", null, "还没有人看过。") : list(seen.items.map((s) => [lineTime(new Date(s.at), today), `${s.who}，${s.purpose}`])),
  ];
}

const list = (pairs) => h("dl.facts", null, pairs.map(([words, value]) => h("div", null, h("dt", null, words), h("dd", null, value))));
