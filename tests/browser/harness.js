// The real program in an empty directory, and a browser before its phone.

import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

const binary = new URL("../../bin/shuangyong", import.meta.url).pathname;

/** start runs the demo on ports of its own; it answers with its address, its data directory and how to stop it. */
export async function start() {
  const dir = await mkdtemp(join(tmpdir(), "shuangyong-browser-"));
  const env = { PATH: process.env.PATH, HOME: dir, SY_HTTP_ADDR: "127.0.0.1:0", SY_ADMIN_ADDR: "127.0.0.1:0", SY_NOW: "2026-11-23T10:00:00+08:00" };
  const child = spawn(process.env.SHUANGYONG ?? binary, ["serve"], { cwd: dir, env, stdio: ["ignore", "pipe", "pipe"] });
  const gone = new Promise((done) => child.once("exit", done));
  let log = "";
  child.stderr.on("data", (d) => { log = (log + d).slice(-20000); });
  const url = await new Promise((found, failed) => {
    gone.then((code) => failed(new Error(`the program ended with ${code}:\n${log}`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      const m = /(http:\/\/\S+)\/simulator/.exec(line);
      if (m) found(m[1]);
    });
  });
  return {
    url,
    account: async () => JSON.parse(await readFile(join(dir, "data", "demo.json"), "utf8")),
    stop: async () => {
      child.kill("SIGTERM");
      const code = await gone;
      await rm(dir, { recursive: true, force: true });
      if (code !== 0) throw new Error(`the program stopped with ${code}:\n${log}`);
    },
  };
}

/** browser starts Chromium; it has no sandbox, as in containers there is none to be had. */
export const browser = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });

export const small = { width: 375, height: 667 };
export const wide = { width: 1440, height: 900 };

/**
 * open shows the phone's page. complaints gathers what no page may have: errors, uncaught exceptions, and what its policy forbids.
 * forgive is a pattern of complaints that a test asks for.
 */
export async function open(chrome, url, { size = small, letters = 100, elder = false, forgive } = {}) {
  const context = await chrome.newContext({ viewport: size, locale: "zh-CN", timezoneId: "America/New_York", reducedMotion: "reduce" });
  const page = await context.newPage();
  page.setDefaultTimeout(15000);
  const complaints = [];
  const complain = (words) => { if (!forgive?.test(words)) complaints.push(words); };
  page.on("console", (m) => { if (["error", "warning"].includes(m.type())) complain(m.text()); });
  page.on("pageerror", (e) => complain(e.message));
  page.on("request", (r) => { if (!r.url().startsWith(url) && !r.url().startsWith("blob:")) complain(`asks elsewhere: ${r.url()}`); });
  await page.exposeFunction("forbidden", complain);
  await page.addInitScript(() => document.addEventListener("securitypolicyviolation", (e) => window.forbidden(`policy: ${e.violatedDirective} ${e.blockedURI}`)));
  if (elder) await page.addInitScript(() => localStorage.setItem("elder", "1"));
  await page.goto(`${url}/simulator`);
  await page.waitForSelector("html[data-ready]");
  if (letters !== 100) await page.evaluate((n) => { document.documentElement.style.fontSize = `${n}%`; }, letters);
  return { page, context, complaints };
}

/** Someone takes a phone: what people do with it, by what they read on it. */
export class Someone {
  constructor(page, name) {
    this.page = page;
    this.name = name;
    this.phone = page.locator(`section.phone[aria-label="${name}的手机"]`);
    this.chat = this.phone.getByRole("log");
  }

  /** take opens the phone, beside others or in their place. */
  async take({ beside = false } = {}) {
    const page = this.page;
    if (await this.phone.count() === 0) {
      const sheet = page.getByRole("button", { name: "换个人、看时间" });
      if (await sheet.count() && await sheet.first().isVisible()) await sheet.first().click();
      if (beside) await page.getByRole("button", { name: `把${this.name}的手机放在旁边` }).click();
      else await page.locator(".people .take", { hasText: this.name }).first().click();
    }
    await this.phone.waitFor();
    return this;
  }

  async type() {
    const keyboard = this.phone.getByRole("button", { name: "打字、说话" });
    if (await keyboard.count()) await keyboard.click();
  }

  async say(words) {
    await this.type();
    const text = this.phone.getByLabel("说点什么");
    await text.fill(words);
    await text.press("Enter");
    await this.chat.locator(".mine", { hasText: words }).last().waitFor();
  }

  /** hears waits until the account says something with these words. */
  hears(words) {
    return this.chat.locator(".theirs", { hasText: words }).last().waitFor();
  }

  /** sees waits for a grey line of WeChat's own. */
  sees(words) {
    return this.chat.locator(".grey", { hasText: words }).last().waitFor();
  }

  async more(what) {
    await this.type();
    await this.phone.getByRole("button", { name: "图片、位置、扫一扫、小程序" }).click();
    await this.phone.locator(".way", { hasText: what }).click();
  }

  button(name) {
    return this.phone.getByRole("button", { name, exact: true });
  }
}
