// The pictures of the README: the phone on a desk and in a hand, made anew by `make pictures`.

import { mkdir, stat } from "node:fs/promises";
import { browser, open, small, Someone, start } from "./harness.js";

const folder = process.argv[2] ?? new URL("../../docs/pictures", import.meta.url).pathname;
const largest = 300 * 1024;

const program = await start();
const chrome = await browser();
try {
  await mkdir(folder, { recursive: true });
  await save("phone.png", { width: 1360, height: 850 }, async (page) => {
    const barber = await new Someone(page, "孙国强").take();
    const waiting = await new Someone(page, "何建军").take({ beside: true });
    await barber.say("残疾军人坐公交要钱吗");
    await barber.hears("坐车");
    await barber.chat.getByRole("button", { name: "拥军先锋号有哪几路" }).click();
    await barber.hears("拥军先锋号有6条线");
    await waiting.say("查办理进度");
    await waiting.hears("您反映过的事");
    await waiting.chat.getByRole("button", { name: "编号" }).click();
    await waiting.chat.locator(".theirs").nth(1).waitFor();
    await barber.button("看菜单").click();
  });
  await save("phone-375.png", small, async (page) => {
    const who = await new Someone(page, "吴浩然").take();
    await who.more("位置");
    await who.button("用这个位置").click();
    await who.hears("位置收到了");
    await who.button("说语音").click();
    await who.phone.getByLabel("说了什么").fill("附近有理发的吗");
    await who.button("发送语音").click();
    await who.hears("理发优惠店");
  });
} finally {
  await chrome.close();
  await program.stop();
}

async function save(name, size, act) {
  const { page, context, complaints } = await open(chrome, program.url, { size });
  await act(page);
  await page.evaluate(() => document.activeElement.blur());
  await page.mouse.move(0, 0);
  await page.evaluate(() => document.getElementById("people").scrollTo(0, 0));
  await page.waitForTimeout(300);
  const path = `${folder}/${name}`;
  await page.screenshot({ path });
  await context.close();
  const { size: bytes } = await stat(path);
  if (complaints.length || bytes > largest) throw new Error(`${name}: ${bytes} bytes, ${complaints.join("; ")}`);
  console.log(`${path} (${Math.round(bytes / 1024)} KB)`);
}
