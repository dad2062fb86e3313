// What is below a chat: words, voice, a picture, a place, and the account's menu, as WeChat has them.

import { button, h, icon, iconButton, put } from "./dom.js";
import { know } from "./store.js";
import { openVoice } from "./voice.js";
import { openPicture } from "./picture.js";
import { openPlace } from "./place.js";
import { openScan } from "./scan.js";
import { openMini } from "./mini.js";
import { follow } from "./profile.js";

/** Composer belongs to one phone. */
export class Composer {
  constructor(phone) {
    this.phone = phone;
    this.typing = phone.chat.typing;
    this.more = false;
    this.opened = null; // the column of the menu whose rows are shown
    this.text = h("textarea", {
      rows: 1, "aria-label": "说点什么", placeholder: "说点什么", maxlength: 2000, enterkeyhint: "send", value: phone.chat.draft,
      oninput: () => this.typed(), onkeydown: (e) => this.key(e),
    });
    this.send = button("发送", () => this.sendText(), "main.send");
    this.plus = iconButton("plus", "图片、位置、扫一扫、小程序", () => this.toggleMore());
    this.plus.setAttribute("aria-expanded", "false");
    this.row = h("div.row");
    this.panel = h("div.panel", { hidden: true });
    this.element = h("footer.composer", null, this.row, this.panel);
    this.away = (e) => {
      if (this.opened !== null && !this.row.contains(e.target)) this.closeRows(false);
    };
    document.addEventListener("pointerdown", this.away);
    this.draw();
  }

  leave() {
    document.removeEventListener("pointerdown", this.away);
  }

  /** update follows the chat: who does not follow the account can only do that. */
  update() {
    const shape = `${this.phone.chat.follows}|${this.typing}`;
    if (shape !== this.shape) this.draw();
  }

  draw() {
    this.shape = `${this.phone.chat.follows}|${this.typing}`;
    this.opened = null;
    if (!this.phone.chat.follows) {
      put(this.row, h("div.tofollow", null, h("p", null, "还没有关注这个公众号"), button("关注公众号", () => follow(this.phone), "main.wide")));
      this.toggleMore(false);
      return;
    }
    if (this.typing || know.menu.length === 0) this.drawTyping();
    else this.drawMenu();
  }

  drawTyping() {
    put(this.row,
      know.menu.length ? iconButton("menu", "看菜单", () => this.turn(false)) : null,
      iconButton("mic", "说语音", () => openVoice(this.phone)),
      this.text, this.send, this.plus);
    this.typed();
  }

  drawMenu() {
    if (this.typing || !this.phone.chat.follows) return;
    put(this.row,
      iconButton("keyboard", "打字、说话", () => this.turn(true)),
      h("div.columns", { role: "group", "aria-label": "公众号菜单" }, know.menu.map((column, i) => this.column(column, i))));
  }

  column(column, i) {
    const rows = column.rows ?? [];
    if (rows.length === 0) return h("div.column", null, h("button", { type: "button", onclick: () => this.tap(column) }, column.name));
    const top = h("button", { type: "button", "aria-haspopup": "menu", "aria-expanded": "false", onclick: () => this.toggleRows(i) }, icon("menu"), h("span", null, column.name));
    const list = h("div.rows", { role: "menu", "aria-label": column.name, hidden: true, onkeydown: (e) => this.rowKey(e) },
      rows.map((r) => h("button", { type: "button", role: "menuitem", tabindex: "-1", onclick: () => this.tap(r) }, r.name)));
    return h("div.column", null, list, top);
  }

  toggleRows(i) {
    const wasOpen = this.opened === i;
    this.closeRows(false);
    if (wasOpen) return;
    this.opened = i;
    const column = this.row.querySelectorAll(".column")[i];
    column.querySelector(".rows").hidden = false;
    column.querySelector("[aria-haspopup]").setAttribute("aria-expanded", "true");
    column.querySelector(".rows button").focus();
  }

  closeRows(focus = true) {
    if (this.opened === null) return;
    const column = this.row.querySelectorAll(".column")[this.opened];
    this.opened = null;
    if (!column) return;
    column.querySelector(".rows").hidden = true;
    const top = column.querySelector("[aria-haspopup]");
    top.setAttribute("aria-expanded", "false");
    if (focus) top.focus();
  }

  rowKey(e) {
    const rows = [...e.currentTarget.children];
    const at = rows.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[e.key];
    if (to !== undefined) {
      e.preventDefault();
      rows[(to + rows.length) % rows.length].focus();
    } else if (e.key === "Escape" || e.key === "Tab") {
      if (e.key === "Escape") e.preventDefault();
      this.closeRows();
    }
  }

  tap(entry) {
    this.closeRows();
    if (entry.url) {
      window.open(entry.url, "_blank", "noopener,noreferrer");
      this.phone.say({ type: "view", content: entry.url }).catch(() => {});
      return;
    }
    this.phone.say({ type: "click", content: entry.key }).catch(() => {});
  }

  turn(typing) {
    this.typing = typing;
    this.phone.chat.typing = typing;
    this.toggleMore(false);
    this.draw();
    if (typing) this.text.focus();
    else this.row.querySelector("button")?.focus();
  }

  typed() {
    this.phone.chat.draft = this.text.value;
    const empty = this.text.value.trim() === "";
    this.send.hidden = empty;
    this.plus.hidden = !empty;
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, 160)}px`;
  }

  key(e) {
    if (e.key !== "Enter" || e.shiftKey || e.isComposing) return; // Enter also ends the choice of a character
    e.preventDefault();
    this.sendText();
  }

  async sendText() {
    const words = this.text.value.trim();
    if (words === "") return;
    this.text.value = "";
    this.typed();
    this.text.focus();
    try {
      await this.phone.say({ type: "text", content: words });
    } catch {
      if (this.text.value === "") { // it was not sent: nobody has to write it twice
        this.text.value = words;
        this.typed();
      }
    }
  }

  toggleMore(open = !this.more) {
    this.more = open;
    this.panel.hidden = !open;
    this.plus.setAttribute("aria-expanded", String(open));
    if (!open) return;
    const way = (name, words, f, here) => here && h("button.way", { type: "button", onclick: () => { this.toggleMore(false); f(this.phone); } }, h("span.tile", null, icon(name)), words);
    put(this.panel,
      way("picture", "图片", openPicture, true),
      way("place", "位置", openPlace, know.can.map),
      way("scan", "扫一扫", openScan, true),
      way("mini", "小程序", openMini, know.can.mini));
    this.panel.querySelector("button")?.focus();
  }
}
