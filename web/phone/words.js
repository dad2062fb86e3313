// A text as a phone shows it: addresses and telephone numbers can be tapped, and so can the numbered choices of an answer.

import { h } from "./dom.js";

const links = /(https?:\/\/[^\s<>"'，。；：！？、（）【】“”]+)|(?<![\d-])(0\d{2,3}-\d{7,8}|1[3-9]\d{9}|12345|12356|110|120)(?!\d)/gu;

/** linked turns the addresses in a text into links. */
export function linked(text) {
  const out = [];
  let from = 0;
  for (const m of text.matchAll(links)) {
    out.push(text.slice(from, m.index));
    out.push(m[1] ? page(m[1]) : h("a.tel", { href: `tel:${m[2].replaceAll("-", "")}` }, m[2]));
    from = m.index + m[0].length;
  }
  out.push(text.slice(from));
  return out;
}

function page(address) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return address;
  }
  return h("a", { href: url.href, target: "_blank", rel: "noopener noreferrer" }, address);
}

// choicesOf splits an answer into its lines; those that are numbered 1, 2, 3 … are choices.
function choicesOf(text) {
  let expected = 1;
  return text.split("\n").map((line) => {
    const m = /^(\d{1,2})[ 　、.．]\s*(\S.*)$/u.exec(line);
    if (m && Number(m[1]) === expected) {
      expected++;
      return { number: m[1], words: m[2] };
    }
    return { words: line };
  });
}

/** body is a text's content; choose is called with the number of a choice, and is left out when it is too late to choose. */
export function body(text, choose) {
  const lines = choicesOf(text);
  if (!lines.some((l) => l.number)) return [h("span.words", null, linked(text))];
  const out = [];
  let plain = [];
  const flush = () => {
    if (plain.length) out.push(h("span.words", null, linked(plain.join("\n"))));
    plain = [];
  };
  for (const l of lines) {
    if (!l.number) {
      plain.push(l.words);
      continue;
    }
    flush();
    const content = [h("span.number", null, l.number), h("span", null, l.words)];
    out.push(choose
      ? h("button.choice", { type: "button", "data-choice": l.number, onclick: () => choose(l.number) }, content)
      : h("span.choice.past", null, content));
  }
  flush();
  return out;
}
