// The developer's drawer: what went over the line, what was delivered, and what goes wrong on purpose.

import * as api from "./api.js";
import { h, iconButton, put, toast } from "./dom.js";
import { know, nameOf, on } from "./store.js";
import { drawTrials } from "./trial.js";
import { drawTroubles } from "./trouble.js";
import { pretty } from "./pretty.js";
import { clockTime } from "./when.js";

const keep = 100; // exchanges shown

/** Desk is made once and filled while it is open. */
export class Desk {
  constructor(element, { closed }) {
    this.element = element;
    this.next = 0;
    this.tab = "lines";
    this.list = h("ol.exchanges", { "aria-label": "往来，新的在上面" });
    this.ledger = h("div");
    this.troubles = h("div");
    this.panels = { lines: h("div", null, h("p.note.mode"), this.list), sent: h("div", null, drawTrials(() => this.read()), this.ledger), troubles: this.troubles };
    this.tabs = [["lines", "往来"], ["sent", "送达"], ["troubles", "故障"]].map(([id, words]) => h("button", {
      type: "button", role: "tab", id: `tab-${id}`, "aria-controls": `panel-${id}`, onclick: () => this.turn(id), onkeydown: (e) => this.key(e),
    }, words));
    put(element,
      h("header", null, h("h2", { tabindex: "-1" }, "开发者抽屉"), iconButton("close", "收起抽屉", closed)),
      h("div.tabs", { role: "tablist", "aria-label": "看什么" }, this.tabs),
      Object.entries(this.panels).map(([id, panel]) => {
        panel.id = `panel-${id}`;
        panel.setAttribute("role", "tabpanel");
        panel.setAttribute("aria-labelledby", `tab-${id}`);
        panel.classList.add("tabpanel");
        return panel;
      }));
    drawTroubles(this.troubles);
    this.turn("lines");
    on("chat", () => this.read());
    on("open", () => this.read());
    element.addEventListener("keydown", (e) => { if (e.key === "Escape") closed(); });
  }

  open() {
    this.element.hidden = false;
    this.element.querySelector("h2").focus();
    this.panels.lines.querySelector(".mode").textContent = `消息加密：${know.account.mode || "—"}`;
    this.timer = setInterval(() => this.read(), 2000); // calls of the API are no lines of a chat
    this.read();
  }

  close() {
    this.element.hidden = true;
    clearInterval(this.timer);
  }

  turn(id) {
    this.tab = id;
    for (const t of this.tabs) {
      const on_ = t.id === `tab-${id}`;
      t.setAttribute("aria-selected", String(on_));
      t.tabIndex = on_ ? 0 : -1;
    }
    for (const [name, panel] of Object.entries(this.panels)) panel.hidden = name !== id;
    this.read();
  }

  key(e) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
    if (!by) return;
    e.preventDefault();
    const at = this.tabs.indexOf(e.currentTarget);
    const to = this.tabs[(at + by + this.tabs.length) % this.tabs.length];
    to.click();
    to.focus();
  }

  async read() {
    if (this.element.hidden || this.reading) return;
    this.reading = true;
    try {
      if (this.tab === "lines") await this.readExchanges();
      else if (this.tab === "sent") await this.readLedger();
    } catch {
      // the phone's own line says that the program cannot be reached
    } finally {
      this.reading = false;
    }
  }

  async readExchanges() {
    const news = await api.exchanges(this.boot === know.boot ? this.next : 0);
    if (news.boot !== this.boot) put(this.list);
    this.boot = news.boot;
    this.next = news.next;
    for (const x of news.items) this.list.prepend(exchange(x));
    while (this.list.children.length > keep) this.list.lastChild.remove();
    if (this.list.children.length === 0) put(this.list, h("li.note.none", null, "还没有往来。在手机上说句话，这里就有。"));
    else this.list.querySelector(".none")?.remove();
  }

  async readLedger() {
    const openid = know.open.at(-1);
    if (!openid) return;
    const { items } = await api.sent(openid);
    const shape = `${openid}|${items.length}`;
    if (shape === this.shape) return;
    this.shape = shape;
    put(this.ledger, h("p.note", null, `程序请微信主动送给${nameOf(openid)}的，共${items.length}条。`),
      h("ol.exchanges", null, items.toReversed().map((i) => h("li.ledger", null, h("b", null, `${clockTime(new Date(i.at))} ${i.type}`), h("p.words", null, i.text)))));
  }
}

function exchange(x) {
  const bad = x.status === 0 || x.status >= 300 || x.trouble;
  return h("li", null, h("details", null,
    h("summary", null,
      h("span.way", null, x.push ? "微信 → 程序" : "程序 → 微信"),
      h(`span.code${bad ? ".bad" : ""}`, null, x.status || "没有回应"),
      h("span.path", null, `${x.method} ${x.path.split("?")[0]}`),
      h("span.meta", null, [clockTime(new Date(x.at)), `${x.took_ms} 毫秒`, x.side === "mini" ? "小程序" : "公众号", x.try > 1 ? `第${x.try}次` : "", x.openid].filter(Boolean).join(" · ")),
      x.trouble ? h("span.trouble", null, x.trouble) : null),
    x.path.includes("?") ? block("地址里的", x.path.slice(x.path.indexOf("?") + 1).replaceAll("&", "\n")) : null,
    block("发去的", x.request), block("发去的，解密后", x.inner), block("回来的", x.response), block("回来的，解密后", x.answer)));
}

function block(title, text) {
  if (!text) return null;
  const shown = pretty(text);
  return h("div.block", null,
    h("div.head", null, h("b", null, title), iconButton("copy", `复制${title}`, async () => {
      try {
        await navigator.clipboard.writeText(text);
        toast("复制好了");
      } catch {
        toast("浏览器不让复制，请手动选中");
      }
    })),
    h("pre", { tabindex: "0", "aria-label": title }, shown));
}

