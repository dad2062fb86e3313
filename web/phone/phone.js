// One phone: the account's chat as its owner sees it.

import { button, h, icon, iconButton, put } from "./dom.js";
import { chatOf, close, know, nameOf, now, on, say, unreadOf } from "./store.js";
import { lineTime } from "./when.js";
import { bubble, face, shortName } from "./bubble.js";
import { Composer } from "./composer.js";
import { card, openProfile } from "./profile.js";
import { openSheet } from "./sheet.js";

const gap = 5 * 60 * 1000; // between messages, after which the time is shown

/** Phone draws somebody's phone and keeps it up to date until it is put away. */
export class Phone {
  constructor(openid, { showPeople }) {
    this.openid = openid;
    this.drawnTo = 0;
    this.last = null;
    this.lines = h("ol.lines");
    this.below = h("div.below");
    this.list = h("div.chat", { role: "log", "aria-label": `${nameOf(openid)}和公众号的对话`, tabindex: "0" }, this.lines, this.below);
    this.title = h("h2.title");
    this.owner = h("p.owner", null, face(openid, "small"), h("span", null, nameOf(openid), h("span.long", null, "的手机")));
    this.badge = h("span.badge", { hidden: true });
    this.composer = new Composer(this);
    this.bar = h("header.bar", null,
      h("div.left", null, h("button.round.narrow", { type: "button", "aria-label": "换个人、看时间", onclick: showPeople }, icon("back"), this.badge),
        h("button.round.wide", { type: "button", "aria-label": `收起${nameOf(openid)}的手机`, title: "收起", onclick: () => close(openid) }, icon("close"))),
      h("div.middle", null, this.title, this.owner),
      h("div.left.right", null, iconButton("person", "公众号资料", () => openProfile(this))));
    this.element = h("section.phone", { "aria-label": `${nameOf(openid)}的手机`, "data-openid": openid }, this.bar, this.list, this.composer.element);
    this.ends = [
      on("chat", (who) => (who === undefined || who === openid) && this.update()),
      on("people", () => this.counts()),
      on("menu", () => this.composer.drawMenu()),
      on("link", () => this.update()),
    ];
    this.update();
    this.counts();
  }

  /** leave stops keeping it up to date. */
  leave() {
    this.ends.forEach((end) => end());
    this.composer.leave();
    this.element.remove();
  }

  get chat() {
    return chatOf(this.openid);
  }

  /** sheet opens one in this phone. */
  sheet(title, content, options = {}) {
    return openSheet(this.element, title, content, { below: [this.bar, this.list, this.composer.element], ...options });
  }

  /** say sends; the answer is shown when the timeline brings it. */
  say(what) {
    return say(this.openid, what);
  }

  counts() {
    const n = unreadOf(this.openid);
    this.badge.hidden = n === 0;
    this.badge.textContent = n > 99 ? "99+" : n;
    this.badge.setAttribute("aria-label", `别人有${n}条没看`);
  }

  update() {
    const chat = this.chat;
    const waiting = chat.waiting > 0 || chat.lines.some((l) => l.state === "sending");
    put(this.title, !know.linked ? "连不上，正在重连…" : waiting ? "对方正在输入…" : [shortName(know.account.name), h("span.tag", null, "演示")]);
    const atEnd = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 80;
    const mine = this.draw();
    this.drawBelow();
    if (atEnd || mine) this.list.scrollTop = this.list.scrollHeight;
    this.composer.update();
  }

  // draw brings the lines up to date; it tells whether the owner said something new.
  draw() {
    const lines = this.chat.lines;
    if (lines.length === 0 || (lines[0].seq !== this.first && this.first !== undefined)) {
      put(this.lines);
      this.drawn = new Map();
      this.last = null;
    }
    this.first = lines[0]?.seq;
    this.drawn ??= new Map();
    const latest = lines.findLast((l) => l.by === "account" && l.kind === "text"); // a notice in between takes no choice away
    let mine = false;
    for (const line of lines) {
      const live = line === latest && !lines.some((l) => l.seq > line.seq && l.by === "person");
      const key = `${line.state ?? ""}|${live}`;
      const old = this.drawn.get(line.seq);
      if (old?.key === key) continue;
      const element = bubble(line, live ? (number) => this.choose(number) : null);
      if (old) {
        old.element.replaceWith(element);
      } else {
        this.timeBefore(line);
        this.lines.append(element);
        mine ||= line.by === "person";
      }
      this.drawn.set(line.seq, { key, element });
    }
    return mine;
  }

  // drawBelow offers what to begin with: following, or something to say.
  drawBelow() {
    const chat = this.chat;
    const spoken = chat.lines.some((l) => l.by === "person");
    const shape = chat.follows ? (spoken ? "" : `say ${chat.lines.length > 0}`) : "follow";
    if (shape === this.belowShape) return;
    this.belowShape = shape;
    if (!chat.follows) put(this.below, card(this));
    else if (spoken) put(this.below);
    else put(this.below, hints(this, chat.lines.length > 0));
  }

  choose(number) {
    this.say({ type: "text", content: number }).catch(() => {});
    this.list.focus({ preventScroll: true });
  }

  timeBefore(line) {
    const at = Date.parse(line.at);
    if (this.last === null || at - this.last > gap) this.lines.append(h("li.time", null, lineTime(new Date(at), now())));
    this.last = at;
  }
}

// hints are what the person might say, until he has said something himself.
function hints(phone, greeted) {
  const words = know.people.get(phone.openid)?.say ?? [];
  if (words.length === 0 && greeted) return [];
  return h("div.hints", null,
    h("p", null, words.length ? "试试说一句，或者点左下角打字：" : "点下面的菜单试试，或者点左下角打字。"),
    words.map((w) => button(w, () => {
      phone.say({ type: "text", content: w }).catch(() => {});
      phone.list.focus({ preventScroll: true }); // the button is about to go
    })));
}

/** noPhone is what stands where nobody's phone is open. */
export function noPhone(showPeople) {
  return h("div.plain", null, h("p", null, "还没有打开谁的手机。"), button("挑一个人", showPeople, "main"));
}


