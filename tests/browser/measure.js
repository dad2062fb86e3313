// What a page must be for people who see or move with difficulty, measured in the page itself.

/** tooWide are the elements that make the page, or a part of it, scroll sideways. */
export const tooWide = (page) => page.evaluate(() => {
  const out = [];
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) out.push(`page ${document.documentElement.scrollWidth} > ${width}`);
  for (const e of document.querySelectorAll("body *")) {
    if (e.closest("[hidden], [inert], svg, .unseen") || !e.checkVisibility({ visibilityProperty: true })) continue;
    const box = e.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) continue;
    if (box.right > width + 1 || box.left < -1) out.push(`${e.tagName}.${e.className} ${Math.round(box.left)}–${Math.round(box.right)}`);
    if (e.scrollWidth > e.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(e).overflowX)) out.push(`${e.tagName}.${e.className} scrolls sideways`);
  }
  return out;
});

/** tooSmall are the targets below so many pixels. Links within a text are as high as the text is; a box is as large as its label. */
export const tooSmall = (page, least, which = "button, a[href], input, select, textarea, summary, .pick") => page.evaluate(([least, which]) => {
  const out = [];
  for (const e of document.querySelectorAll(which)) {
    if (!e.checkVisibility({ visibilityProperty: true }) || e.closest("[inert], .unseen, .skip") || e.matches(".unseen, .skip") || e.closest(".words")) continue;
    const box = (e.matches("input[type=checkbox]") ? e.closest("label") : e).getBoundingClientRect();
    if (box.width < least - 0.5 || box.height < least - 0.5) out.push(`${e.tagName} ${e.getAttribute("aria-label") ?? e.textContent.slice(0, 20)} ${Math.round(box.width)}×${Math.round(box.height)}`);
  }
  return out;
}, [least, which]);

/** tooPale are the texts whose colour is less than 4.5 : 1 against what is behind them (3 : 1 when large). */
export const tooPale = (page) => page.evaluate(() => {
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = (e) => {
    for (let at = e; at; at = at.parentElement) {
      const c = rgba(getComputedStyle(at).backgroundColor);
      if (c[3] > 250) return c;
    }
    return [255, 255, 255, 255];
  };
  const out = [];
  let seen = 0;
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let t = texts.nextNode(); t; t = texts.nextNode()) {
    const e = t.parentElement;
    if (t.data.trim() === "" || e.closest("svg, script, noscript, .unseen, .skip, .toast, [inert]") || !e.checkVisibility({ visibilityProperty: true })) continue;
    const style = getComputedStyle(e);
    const [a, b] = [light(rgba(style.color)), light(behind(e))].sort((x, y) => y - x);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const ratio = (a + 0.05) / (b + 0.05);
    seen++;
    if (ratio < (large ? 3 : 4.5)) out.push(`${t.data.trim().slice(0, 20)} ${ratio.toFixed(2)}`);
  }
  if (seen === 0) out.push("no text was seen");
  return out;
});

/** nameless are the controls that a screen reader could not name. */
export const nameless = (page) => page.evaluate(() => [...document.querySelectorAll("button, a[href], input, select, textarea, [role=dialog], [role=tab]")]
  .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !(e.getAttribute("aria-label") || e.textContent.trim() || e.labels?.length || e.getAttribute("aria-labelledby")))
  .map((e) => e.outerHTML.slice(0, 120)));
