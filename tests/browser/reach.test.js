// Everybody can use it: at 320 and 375 pixels, with letters twice as large, in the view for the old, and on a desk.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browser, open, small, Someone, start, wide } from "./harness.js";
import { nameless, tooPale, tooSmall, tooWide } from "./measure.js";

let program;
let chrome;

before(async () => { [program, chrome] = await Promise.all([start(), browser()]); });
after(async () => {
  await chrome?.close();
  await program?.stop();
});

const views = {
  "320 pixels": { size: { width: 320, height: 568 } },
  "375 pixels": { size: small },
  "375 pixels, letters twice as large": { size: small, letters: 200 },
  "320 pixels, letters twice as large": { size: { width: 320, height: 568 }, letters: 200 },
  "375 pixels, the view for the old": { size: small, elder: true },
  "a tablet": { size: { width: 768, height: 1024 } },
  "a desk": { size: wide },
  "a desk, letters twice as large": { size: wide, letters: 200 },
};

// What is looked at in each view, one after the other.
async function walk(page, look) {
  const who = await new Someone(page, "孙国强").take();
  await look("a chat that begins");
  await who.button("办事情").click();
  await look("the menu");
  await page.keyboard.press("Escape");
  await who.say("残疾军人坐公交要钱吗");
  await who.hears("坐车");
  await look("a chat");
  await who.button("图片、位置、扫一扫、小程序").click();
  await look("what else can be sent");
  await who.phone.locator(".way", { hasText: "位置" }).click();
  await who.button("用这个位置").waitFor();
  await look("the map");
  await page.keyboard.press("Escape");
  for (const [button, inside] of [["说语音", "没识别出来"], ["公众号资料", "发消息"]]) {
    await who.button(button).click();
    await who.phone.getByText(inside).first().waitFor();
    await look(button);
    await page.keyboard.press("Escape");
  }
  for (const [what, inside] of [["小程序", "微信一键登录"], ["扫一扫", "扫这个码"], ["图片", "从相册选"]]) {
    await who.more(what);
    await who.phone.getByText(inside).first().waitFor();
    await look(what);
    await page.keyboard.press("Escape");
  }
  const sheet = page.getByRole("button", { name: "换个人、看时间" });
  if (await sheet.isVisible()) await sheet.click();
  await page.getByRole("button", { name: "添一个人" }).click();
  await look("the people");
  await page.getByRole("button", { name: "添一个人" }).click();
  await page.getByRole("button", { name: "开发者抽屉" }).first().click();
  await page.locator(".exchanges > li summary").first().click();
  await look("the developer's drawer");
  await page.getByRole("tab", { name: "故障" }).click();
  await look("the failures");
}

for (const [name, view] of Object.entries(views)) {
  test(name, async () => {
    const { page, context, complaints } = await open(chrome, program.url, view);
    const wrong = {};
    await walk(page, async (where) => {
      const found = {
        wide: await tooWide(page), small: await tooSmall(page, 44), pale: await tooPale(page), nameless: await nameless(page),
        main: view.elder ? await tooSmall(page, 60, ".main.wide, .columns button, .talk") : [],
      };
      for (const [kind, list] of Object.entries(found)) if (list.length) wrong[`${where}: ${kind}`] = list.slice(0, 6);
    });
    await context.close();
    assert.deepEqual(wrong, {});
    assert.deepEqual(complaints, []);
  });
}
