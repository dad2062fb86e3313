// What the page knows: people, their chats, which phones are open, what time it is in the city. It follows the program's timeline and tells those who listen.

import * as api from "./api.js";
import { recall, remember, toast } from "./dom.js";

const listeners = new Map();

/** on calls f after each change of a kind: people, chat, open, clock, troubles, codes, link. */
export function on(kind, f) {
  if (!listeners.has(kind)) listeners.set(kind, new Set());
  listeners.get(kind).add(f);
  return () => listeners.get(kind).delete(f);
}

const tell = (kind, what) => listeners.get(kind)?.forEach((f) => f(what));

export const know = {
  boot: "", account: { name: "", id: "", mode: "" }, people: new Map(), menu: [], codes: [], templates: [], troubles: [], can: {},
  open: [], next: 0, linked: true, width: 1,
};
const chats = new Map();
const risky = new Set(); // whom WeChat was told to take for a risk, as far as this page knows
let cityAt = 0; // milliseconds of the city's clock …
let cityMark = 0; // … when the page's own showed this
let since = 0; // the city's time when the page was loaded: what was said before counts as read

/** now is the city's time. */
export const now = () => new Date(cityAt + (performance.now() - cityMark));

function setClock(text) {
  cityAt = Date.parse(text);
  cityMark = performance.now();
  tell("clock");
}

/** chatOf is somebody's conversation with the account. */
export function chatOf(openid) {
  if (!chats.has(openid)) {
    chats.set(openid, { openid, lines: [], unread: 0, waiting: 0, draft: "", follows: !know.people.get(openid)?.new, typing: false });
  }
  return chats.get(openid);
}

export const nameOf = (openid) => know.people.get(openid)?.name ?? openid;
export const unreadOf = (except) => [...chats.values()].filter((c) => c.openid !== except).reduce((n, c) => n + c.unread, 0);

/** refresh reads everything but the timeline anew. */
export async function refresh() {
  const s = await api.state();
  if (know.boot && know.boot !== s.boot) begin();
  const strangers = [...know.people.values()].filter((p) => p.stranger && !s.people.some((q) => q.openid === p.openid));
  Object.assign(know, { boot: s.boot, account: s.account, menu: s.menu, codes: s.codes, templates: s.templates, troubles: s.troubles, can: s.can });
  know.people = new Map([...s.people, ...strangers].map((p) => [p.openid || p.name, p]));
  setClock(s.now);
  since ||= cityAt;
  for (const kind of ["people", "troubles", "codes", "menu"]) tell(kind);
}

// begin forgets the chats of a program that is no more.
function begin() {
  chats.clear();
  know.next = 0;
  know.boot = "";
}

/** follow reads the timeline for as long as the page lives. */
export async function follow() {
  for (let tries = 0; ; ) {
    try {
      const news = await api.timeline(know.next);
      if (news.boot !== know.boot) {
        begin();
        await refresh();
        tell("chat");
        continue;
      }
      know.next = news.next;
      apply(news.items);
      link(true);
      tries = 0;
    } catch {
      link(false);
      tries = Math.min(tries + 1, 5);
      await new Promise((done) => setTimeout(done, 400 * tries));
    }
  }
}

function link(up) {
  if (know.linked === up) return;
  know.linked = up;
  tell("link");
  if (up) refresh().catch(() => {});
}

function apply(items) {
  const touched = new Set();
  for (const line of items) {
    const chat = chatOf(line.openid);
    touched.add(line.openid);
    if (line.kind === "state") {
      const of = chat.lines.findLast((l) => l.seq === line.ref);
      if (of) of.state = line.state;
      continue;
    }
    if (!know.people.has(line.openid)) stranger(line.openid);
    chat.lines.push(line);
    following(chat, line);
    if (line.by === "account" && !know.open.includes(line.openid) && Date.parse(line.at) >= since) chat.unread++;
  }
  if (items.length > 0) {
    tell("people");
    for (const openid of touched) tell("chat", openid);
  }
}

// stranger is somebody who spoke and whom nobody introduced: from the terminal, or from another program.
function stranger(openid) {
  know.people.set(openid, { openid, name: openid, about: "从别处来的。", statuses: [], verified: false, say: [], petition: "", tail: "", stranger: true });
}

// following reads from a chat whether its owner follows the account.
function following(chat, line) {
  if (line.by === "person" && line.kind !== "event") chat.follows = true;
  if (line.kind !== "event") return;
  if (line.title === "unsubscribe") chat.follows = false;
  else if (line.title === "subscribe") chat.follows = true;
}

/** say sends something as somebody. The chat shows it when the timeline does. */
export async function say(openid, what) {
  const chat = chatOf(openid);
  chat.waiting++;
  tell("chat", openid);
  try {
    return await api.message({ openid, ...what });
  } catch (e) {
    toast(e.message);
    throw e;
  } finally {
    chat.waiting--;
    tell("chat", openid);
  }
}

export const isRisky = (openid) => risky.has(openid);

/** setRisky lets WeChat take somebody for a risk. */
export async function setRisky(openid, yes) {
  await api.risky(openid, yes);
  if (yes) risky.add(openid);
  else risky.delete(openid);
}

/** show opens somebody's phone: in place of the last one, or beside it. */
export function show(openid, beside = false) {
  if (!know.people.get(openid)?.openid) return;
  chatOf(openid).unread = 0;
  if (!know.open.includes(openid)) {
    const open = [...know.open];
    if (beside && open.length < know.width) open.push(openid);
    else open.splice(Math.max(open.length - 1, 0), 1, openid);
    know.open = open;
  } else if (!beside && know.width === 1) {
    know.open = [openid];
  }
  keep();
  tell("open", openid);
  tell("people");
}

/** close puts a phone away. */
export function close(openid) {
  know.open = know.open.filter((o) => o !== openid);
  keep();
  tell("open");
  tell("people");
}

let wish = []; // the phones that would be open if there were room

/** fit says how many phones have room side by side. */
export function fit(width) {
  if (know.width === width) return;
  know.width = width;
  know.open = wish.slice(0, width);
  for (const openid of know.open) chatOf(openid).unread = 0;
  tell("people");
  tell("open");
}

function keep() {
  wish = know.open;
  remember("sessionStorage", "open", JSON.stringify(wish));
}

/** reopen gives back the phones that were open before the page was loaded anew. */
export function reopen() {
  let open = [];
  try {
    open = JSON.parse(recall("sessionStorage", "open") || "[]");
  } catch {
    // whatever was kept is no list
  }
  know.open = (Array.isArray(open) ? open : []).filter((o) => know.people.get(o)?.openid).slice(0, know.width);
  if (know.open.length === 0) know.open = [[...know.people.values()].find((p) => p.openid)?.openid].filter(Boolean);
  wish = know.open;
  tell("open");
}

/** advance moves the city's clock. */
export async function advance(by) {
  const answer = await api.advance(by);
  setClock(answer.now);
  return answer.now;
}
