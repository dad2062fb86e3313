// A sheet rises in a phone and covers what is below until it is done with. Escape closes it, and the focus goes back to where it was.

import { h, iconButton, put } from "./dom.js";

let number = 0;

/**
 * openSheet shows content in a phone (or in any element). It returns a function that closes it.
 * below are the elements that cannot be reached meanwhile.
 */
export function openSheet(room, title, content, { below = [], tall = false, closed } = {}) {
  const back = document.activeElement;
  const id = `sheet-${++number}`;
  const inner = h("div.inside");
  const sheet = h(`section.sheet${tall ? ".tall" : ""}`, { role: "dialog", "aria-modal": "true", "aria-labelledby": id },
    h("header", null, h("h2", { id, tabindex: "-1" }, title), iconButton("close", "关上", () => close())),
    inner);
  const shade = h("div.shade", { onclick: () => close() });
  const outside = (e) => {
    if (e.key === "Escape" && !e.defaultPrevented) {
      e.preventDefault();
      e.stopPropagation();
      close();
    }
  };
  let open = true;
  function close() {
    if (!open) return;
    open = false;
    sheet.remove();
    shade.remove();
    for (const b of below) b.inert = false;
    closed?.();
    const to = back?.isConnected && back.checkVisibility() ? back : room.querySelector("[role=log]");
    to?.focus({ preventScroll: true });
  }
  sheet.addEventListener("keydown", outside);
  put(inner, typeof content === "function" ? content(close, inner) : content);
  for (const b of below) b.inert = true;
  room.append(shade, sheet);
  sheet.querySelector("h2").focus({ preventScroll: true });
  return close;
}
