// Making elements. Whatever is text goes in as a text node: nothing that somebody wrote is ever read as HTML.

const SVG = "http://www.w3.org/2000/svg";

/** h makes an element: h("button.main", { type: "button", onclick: f }, "发送"). */
export function h(what, props, ...children) {
  const [tag, ...classes] = what.split(".");
  return fill(document.createElement(tag), classes, props, children);
}

/** s makes an element of a drawing. */
export function s(what, props, ...children) {
  const [tag, ...classes] = what.split(".");
  return fill(document.createElementNS(SVG, tag), classes, props, children);
}

function fill(element, classes, props, children) {
  if (classes.length) element.setAttribute("class", classes.join(" "));
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value" || name === "checked" || name === "textContent") element[name] = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false));
  return element;
}

/** put replaces what is in an element. */
export function put(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false));
  return element;
}

// The icons, all drawn on 24 by 24 with one line.
const paths = {
  back: "M15 5l-7 7 7 7",
  close: "M6 6l12 12M18 6L6 18",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.500 20c.8-3.600 3.800-5.500 7.500-5.500s6.700 1.900 7.500 5.500",
  people: "M9 11.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM2.500 19.500c.6-3.200 3.200-5 6.500-5s5.900 1.800 6.500 5M16 5a3.300 3.300 0 0 1 0 6.300M18 14.800c2 .7 3.200 2.300 3.600 4.700",
  keyboard: "M3 7.500A1.500 1.500 0 0 1 4.500 6h15A1.500 1.500 0 0 1 21 7.500v9a1.500 1.500 0 0 1-1.500 1.500h-15A1.500 1.500 0 0 1 3 16.500zM7 10h.01M10.300 10h.01M13.700 10h.01M17 10h.01M8 14h8",
  menu: "M5 7h14M5 12h14M5 17h9",
  mic: "M12 14.500a3 3 0 0 0 3-3v-5a3 3 0 0 0-6 0v5a3 3 0 0 0 3 3zM6 11.500a6 6 0 0 0 12 0M12 17.500V21",
  plus: "M12 5v14M5 12h14",
  picture: "M4 6.500A1.500 1.500 0 0 1 5.500 5h13A1.500 1.500 0 0 1 20 6.500v11a1.500 1.500 0 0 1-1.500 1.500h-13A1.500 1.500 0 0 1 4 17.500zM4.500 17l4.500-5 3.500 3.500 2.500-2.500 4.500 4.500M15.500 9.500h.01",
  place: "M12 21s6.500-6 6.500-11a6.500 6.500 0 0 0-13 0c0 5 6.500 11 6.500 11zM12 12.200a2.300 2.300 0 1 0 0-4.600 2.300 2.300 0 0 0 0 4.600z",
  scan: "M4 8V5.500A1.500 1.500 0 0 1 5.500 4H8M16 4h2.500A1.500 1.500 0 0 1 20 5.500V8M20 16v2.500a1.500 1.500 0 0 1-1.500 1.500H16M8 20H5.500A1.500 1.500 0 0 1 4 18.500V16M4 12h16",
  mini: "M12 20.500a8.500 8.500 0 1 0 0-17 8.500 8.500 0 0 0 0 17zM14.800 9a2.300 2.300 0 1 0-2.800 2.200v1.600a2.300 2.300 0 1 1-2.800 2.200",
  voice: "M8 10.500a3 3 0 0 1 0 3M11 8a7 7 0 0 1 0 8M14 5.500a11 11 0 0 1 0 13",
  copy: "M9 9h9a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H9a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1zM5 15V6a1 1 0 0 1 1-1h9",
  code: "M8 8l-4 4 4 4M16 8l4 4-4 4M13.500 6l-3 12",
  clock: "M12 20.500a8.500 8.500 0 1 0 0-17 8.500 8.500 0 0 0 0 17zM12 7.500V12l3 2",
  beside: "M4 6h7v12H4zM16.500 9v6M13.500 12h6",
  big: "M3 19L8.500 5 14 19M5 14.500h7M16 19l2.700-7 2.800 7M17 16.800h3.600",
  minus: "M5 12h14",
  target: "M12 19a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM12 2.500V5M12 19v2.500M2.500 12H5M19 12h2.500",
};

/** icon is decoration: the button that holds it has a name of its own. */
export function icon(name) {
  return s("svg.icon", { viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" }, s("path", { d: paths[name] }));
}

/** button is one with words. */
export function button(words, onclick, kind = "") {
  return h(`button${kind ? "." + kind : ""}`, { type: "button", onclick }, words);
}

/** iconButton is one with an icon; its name is for those who do not see it. */
export function iconButton(name, label, onclick, kind = "") {
  return h(`button.round${kind ? "." + kind : ""}`, { type: "button", "aria-label": label, title: label, onclick }, icon(name));
}

/** remember keeps a choice for the next time, where the browser lets it; recall gives it back. */
export function remember(where, name, value) {
  try {
    window[where].setItem(name, value);
  } catch {
    // it is chosen anew next time
  }
}

export function recall(where, name) {
  try {
    return window[where].getItem(name) ?? "";
  } catch {
    return "";
  }
}

let fading;

/** toast says something for a moment. */
export function toast(words) {
  const place = document.getElementById("toast");
  place.textContent = words;
  place.classList.add("shown");
  clearTimeout(fading);
  fading = setTimeout(() => place.classList.remove("shown"), 4000);
}
