// The page: people on the left, phones in the middle, the developer's drawer on the right; on a small screen one phone, and the others as sheets.

import { h, put } from "./dom.js";
import { fit, follow, know, on, refresh, reopen } from "./store.js";
import { drawPeople } from "./people.js";
import { noPhone, Phone } from "./phone.js";
import { Desk } from "./desk.js";

const room = document.getElementById("room");
const people = document.getElementById("people");
const place = document.getElementById("phones");
const deskPlace = document.getElementById("desk");
const wide = matchMedia("(min-width: 1000px)");
const phoneWidth = 320; // pixels that one needs at least
const phones = new Map();

let desk = null;

// Panels are beside the phones where there is room, and over them where there is none; then the rest waits.
function showPeople() {
  room.classList.add("showing-people");
  cover();
  people.querySelector("button")?.focus();
}

function hidePeople() {
  if (!room.classList.contains("showing-people")) return;
  room.classList.remove("showing-people");
  cover();
  place.querySelector(".phone .round")?.focus();
}

function showDesk() {
  hidePeople();
  room.classList.add("showing-desk");
  desk.open();
  cover();
  measure();
}

function hideDesk() {
  room.classList.remove("showing-desk");
  desk.close();
  cover();
  measure();
  place.querySelector(".phone .round")?.focus();
}

function cover() {
  const overPeople = room.classList.contains("showing-people") && !wide.matches;
  const overDesk = room.classList.contains("showing-desk") && !wide.matches;
  place.inert = overPeople || overDesk;
  people.inert = !wide.matches && !overPeople;
}

function measure() {
  const width = wide.matches ? place.clientWidth : 0;
  fit(Math.min(3, Math.max(1, Math.floor((width - 8) / (phoneWidth + 16)))));
  cover();
}

function drawPhones() {
  for (const [openid, phone] of phones) {
    if (know.open.includes(openid)) continue;
    phone.leave();
    phones.delete(openid);
  }
  place.querySelector(".plain")?.remove();
  for (const openid of know.open) {
    if (phones.has(openid)) continue;
    const phone = new Phone(openid, { showPeople });
    phones.set(openid, phone);
    place.append(phone.element);
    phone.list.scrollTop = phone.list.scrollHeight;
  }
  for (const openid of know.open) {
    const { element } = phones.get(openid);
    if (place.children[know.open.indexOf(openid)] !== element) place.append(element);
  }
  if (know.open.length === 0) place.append(noPhone(showPeople));
}

function count() {
  const unread = [...document.querySelectorAll(".people .badge")].length;
  document.title = unread ? `（${unread}）双拥通 · 演示手机` : "双拥通 · 演示手机";
}

async function begin() {
  for (;;) {
    try {
      await refresh();
      break;
    } catch (e) {
      put(place, h("p.plain", { role: "alert" }, e.message));
      await new Promise((done) => setTimeout(done, 1500));
    }
  }
  put(place);
  desk = new Desk(deskPlace, { closed: hideDesk });
  drawPeople(people, { done: hidePeople, showDesk });
  people.addEventListener("keydown", (e) => { if (e.key === "Escape") hidePeople(); });
  on("open", drawPhones);
  on("people", count);
  measure();
  reopen();
  new ResizeObserver(measure).observe(place);
  wide.addEventListener("change", measure);
  document.documentElement.dataset.ready = "true";
  follow();
}

begin();
