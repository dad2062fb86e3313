// What people do with the phone in the browser.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { browser, open, small, Someone, start, wide } from "./harness.js";
import { tooPale, tooWide } from "./measure.js";

let program;
let chrome;
let opened = [];

before(async () => { [program, chrome] = await Promise.all([start(), browser()]); });
after(async () => {
  await chrome?.close();
  await program?.stop();
});
afterEach(async () => {
  const all = opened;
  opened = [];
  for (const o of all) {
    await o.context.close();
    assert.deepEqual(o.complaints, [], "the page complained");
  }
});

async function show(options) {
  const o = await open(chrome, program.url, options);
  opened.push(o);
  return o.page;
}

// everyone is somebody nobody has spoken as, so that tests do not stand in each other's way.
let count = 0;
async function guest(page, name = `客人${++count}`, status = "veteran", verified = true) {
  const openid = `guest-${Date.now()}-${++count}`;
  const made = await page.request.post(`${program.url}/api/demo/v1/person`, { data: { openid, name, status, verified } });
  assert.equal(made.status(), 204);
  await page.reload();
  await page.waitForSelector("html[data-ready]");
  const who = await new Someone(page, name).take();
  who.openid = openid;
  return who;
}

test("a stranger follows, is greeted, and taps a choice", async () => {
  const page = await show();
  const who = await new Someone(page, "新来的人").take();
  await who.button("关注公众号").click();
  await who.sees("您已关注公众号");
  await who.hears("您好，这里是青梧市");
  await who.chat.getByRole("button", { name: "我能享受什么" }).click();
  await who.chat.locator(".mine", { hasText: "：1" }).waitFor();
  await who.hears("您是哪种情况");
  assert.equal(await who.chat.locator("button[data-choice]").first().textContent(), "1退役军人", "the choices of the last answer are live");
  assert.equal(await who.chat.locator(".theirs").first().locator("button").count(), 0, "those of an earlier one are not");
  assert.equal(await who.chat.locator("a[href='tel:06405550100']").first().textContent(), "0640-5550100");
});

test("words that look like a page stay words", async () => {
  const page = await show();
  const who = await guest(page, "<img src=x onerror=forbidden('ran')>");
  await who.say("<script>forbidden('ran')</script><b>粗</b> javascript:alert(1) https://example.com/?a=1&b=<i>");
  await who.chat.locator(".theirs").waitFor();
  assert.equal(await page.locator("section.phone script, section.phone b, section.phone img, .people img").count(), 0);
  assert.equal(await who.chat.locator(".mine a").getAttribute("href"), "https://example.com/?a=1&b=");
  assert.equal(await who.chat.locator(".mine a").getAttribute("rel"), "noopener noreferrer");
});

test("a voice with and without what was recognised", async () => {
  const page = await show();
  const who = await guest(page);
  await who.type();
  await who.button("说语音").click();
  assert.equal(await who.button("发送语音").isDisabled(), true);
  await who.phone.getByLabel("说了什么").fill("残疾军人坐公交要钱吗");
  await who.button("发送语音").click();
  await who.chat.locator(".heard", { hasText: "残疾军人坐公交要钱吗" }).waitFor();
  await who.hears("坐车");
  assert.match(await who.chat.locator(".voice").last().textContent(), /3″/);
  await who.button("说语音").click();
  await who.phone.getByLabel("没识别出来").check();
  await who.button("发送语音").click();
  await who.chat.locator(".heard", { hasText: "没识别出文字" }).waitFor();
  await who.chat.locator(".theirs").nth(1).waitFor();
});

test("a picture is made small, sent and shown", async () => {
  const page = await show();
  const who = await guest(page);
  await who.more("图片");
  const large = await page.evaluate(async () => {
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width: 3000, height: 1500 });
    canvas.getContext("2d").fillRect(0, 0, 1500, 1500);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
    return [...new Uint8Array(await blob.arrayBuffer())];
  });
  await page.setInputFiles("#album", { name: "照片.png", mimeType: "image/png", buffer: Buffer.from(large) });
  await who.button("发送").click();
  const shown = who.chat.locator(".mine img");
  await shown.waitFor();
  await page.waitForFunction((e) => e.complete, await shown.elementHandle());
  assert.equal(await shown.evaluate((e) => `${e.naturalWidth}×${e.naturalHeight}`), "1280×640");
  await who.chat.locator(".theirs").waitFor();
  await who.more("图片");
  await page.setInputFiles("#album", { name: "文件.txt", mimeType: "text/plain", buffer: Buffer.from("no picture") });
  await who.phone.getByText("这个文件打不开").waitFor();
});

test("a place is chosen on the map: by tapping, by keys, by name", async () => {
  const page = await show();
  const who = await guest(page);
  await who.more("位置");
  const where = who.phone.locator(".where");
  await where.getByText("市服务中心").waitFor();
  const first = await where.textContent();
  const map = who.phone.getByRole("application");
  const box = await map.boundingBox();
  await page.mouse.click(box.x + 40, box.y + 40);
  await page.waitForFunction((before) => document.querySelector(".where").textContent !== before, first);
  await map.focus();
  const tapped = await where.textContent();
  for (let i = 0; i < 12; i++) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("+");
  assert.notEqual(await where.textContent(), tapped);
  await who.phone.getByLabel("找地名").fill("火车站");
  await who.phone.locator(".found button").first().click();
  await where.getByText("火车站").waitFor();
  await who.button("用这个位置").click();
  await who.chat.locator(".mine .spot", { hasText: "火车站" }).waitFor();
  await who.hears("位置收到了");
});

test("the account's menu, with a finger and with keys", async () => {
  const page = await show();
  const who = await guest(page);
  await who.button("查优待").click();
  await page.getByRole("menuitem", { name: "坐公交优惠" }).click();
  await who.hears("坐车");
  await who.button("找帮助").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowDown");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "最近的服务站");
  await page.keyboard.press("Escape");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "找帮助");
  assert.equal(await page.getByRole("menu").count(), 0);
});

test("no longer following, and coming back by a code", async () => {
  const page = await show();
  const who = await guest(page);
  await who.say("你好");
  await who.hears("您想办哪样");
  await who.button("公众号资料").click();
  await who.button("不再关注").click();
  await who.button("不再关注").click();
  await who.sees("您已取消关注");
  await who.button("扫码关注").click();
  await who.phone.getByLabel("别的码").fill("shop-12");
  await who.button("扫这个码").click();
  await who.sees("您已关注公众号");
  const send = await official();
  await send("qrcode/create", { expire_seconds: 600, action_name: "QR_STR_SCENE", action_info: { scene: { scene_str: "shop-99" } } });
  await who.more("扫一扫");
  await who.phone.getByRole("button", { name: "场景 shop-99" }).click();
  await who.sees("您扫了公众号的二维码");
});

test("a notice comes by itself, also to a phone that is not open", async () => {
  const page = await show({ size: wide });
  const who = await guest(page);
  const send = await official();
  const notice = { touser: who.openid, template_id: "demo-appointment", data: Object.fromEntries(Object.entries({ thing1: "办优待证", time2: "2026年11月26日 09:30", thing3: "东街服务站", phrase4: "已约好" }).map(([k, value]) => [k, { value }])) };
  const since = Date.now();
  assert.equal((await send("message/template/send", notice)).errcode, 0);
  await who.chat.locator(".notice", { hasText: "东街服务站" }).waitFor();
  assert.ok(Date.now() - since < 1500, "within about a second");
  await new Someone(page, "吴浩然").take();
  assert.equal((await send("message/template/send", notice)).errcode, 0);
  const row = page.locator(".people li", { hasText: who.name });
  await row.locator(".badge").waitFor();
  await who.take();
  assert.equal(await row.locator(".badge").count(), 0, "read");
});

test("whoever has no code to write can have a notice sent, and reads why it is not", async () => {
  const page = await show({ size: wide });
  const who = await guest(page);
  await page.getByRole("button", { name: "开发者抽屉" }).click();
  await page.getByRole("tab", { name: "送达" }).click();
  const send = (name) => page.locator(".trials").getByRole("button", { name }).click();
  await send("公众号通知");
  await who.chat.locator(".notice", { hasText: "预约提醒" }).waitFor();
  await send("小程序通知");
  await page.locator("#toast", { hasText: "43101" }).waitFor();
  await who.say("你好");
  await who.hears("您想办哪样");
  await send("客服消息");
  await who.hears("试着送的一条");
});

// official calls WeChat's API as the account.
async function official() {
  const a = await program.account();
  const ask = async (path, body) => (await fetch(`${a.api_base}${path}`, { method: "POST", body: JSON.stringify(body) })).json();
  const { access_token } = await ask("/cgi-bin/stable_token", { grant_type: "client_credential", appid: a.app_id, secret: a.secret });
  return (path, body) => ask(`/cgi-bin/${path}?access_token=${access_token}`, body);
}

test("two people side by side", async () => {
  const page = await show({ size: wide });
  const sun = await new Someone(page, "孙国强").take();
  const he = await new Someone(page, "何建军").take({ beside: true });
  await sun.say("残疾军人坐公交要钱吗");
  await he.say("查办理进度");
  await sun.hears("残疾军人坐车");
  await he.hears("您反映过的事");
  assert.equal(await sun.chat.getByText("您反映过的事").count(), 0);
  await page.reload();
  await he.hears("您反映过的事");
  await page.getByRole("button", { name: "收起孙国强的手机" }).click();
  assert.equal(await page.locator("section.phone").count(), 1);
});

test("the clock is moved, and phones show the new time", async () => {
  const page = await show({ size: wide });
  const who = await guest(page);
  await who.say("你好");
  const time = async () => (await (await page.request.get(`${program.url}/api/demo/v1/clock`)).json()).now;
  const before = Date.parse(await time());
  await page.getByRole("button", { name: "＋1小时" }).click();
  await page.getByRole("button", { name: "＋10分钟" }).click();
  await page.getByText("11:1").first().waitFor();
  await page.getByRole("button", { name: "到明天上午9点" }).click();
  await page.locator("time.time", { hasText: "09:0" }).waitFor();
  assert.match(await time(), /T09:0[01]:/);
  assert.ok(Date.parse(await time()) > before);
  await who.say("早上好");
  await who.chat.locator("li.time").nth(1).waitFor();
});

test("somebody is added with a status", async () => {
  const page = await show({ size: wide });
  await page.getByRole("button", { name: "添一个人" }).click();
  await page.getByLabel("名字").fill("郑卫国");
  await page.getByLabel("是什么人").selectOption("disabled_veteran");
  await page.getByRole("button", { name: "添上，用这部手机" }).click();
  const who = new Someone(page, "郑卫国");
  await who.phone.waitFor();
  await page.locator(".people li", { hasText: "残疾军人 · 已核实" }).filter({ hasText: "郑卫国" }).waitFor();
  await who.say("坐公交要钱吗");
  await who.hears("残疾军人坐车");
});

test("logging in to the mini-program, its notices, and who is refused", async () => {
  const page = await show({ size: wide, forgive: /status of 403/ });
  const who = await guest(page);
  await who.more("小程序");
  await who.button("微信一键登录").click();
  await who.phone.getByText("已登录").waitFor();
  await who.phone.getByText("登录有效到").waitFor();
  await who.button("选要收的通知").click();
  await who.button("允许").click();
  await page.getByText("同意了").waitFor();
  await who.button("退出登录").click();
  await who.button("微信一键登录").waitFor();
  await who.button("关上").click();
  await page.getByRole("button", { name: "开发者抽屉" }).click();
  await page.getByRole("tab", { name: "故障" }).click();
  await page.getByRole("checkbox", { name: who.name }).check();
  await who.more("小程序");
  await who.button("微信一键登录").click();
  await who.phone.getByText("有风险，不能在这里登录").waitFor();
  assert.equal(await who.phone.getByText("已登录").count(), 0);
});

test("who one is: a name that is only said, a minute at the counter, and who looked", async () => {
  const page = await show({ size: small });
  const who = await guest(page, "演示来宾", "veteran", false);
  await who.more("小程序");
  await who.button("微信一键登录").click();
  await who.phone.getByText("自己填的，还没核实").or(who.phone.getByText("还不知道您是谁")).waitFor();
  await who.phone.getByLabel("您怎么称呼").fill("演示来宾");
  await who.button("记下姓名").click();
  await who.phone.getByText("自己填的，还没核实").waitFor();
  await who.button("到窗口出示").click();
  const shown = await who.phone.getByText("五分钟内有效").textContent();
  await page.evaluate(async (code) => { // the clerk's side, who has a screen of his own one day
    const ask = async (path, body, token) => {
      const headers = { "Content-Type": "application/json", "Idempotency-Key": crypto.randomUUID(), ...(token && { Authorization: `Bearer ${token}` }) };
      const answer = await fetch(path, { method: "POST", body: JSON.stringify(body), headers });
      if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
      return answer.json();
    };
    const { token } = await ask("/api/demo/v1/staff", { login: "demo-town" });
    const { ticket } = await ask("/api/desk/v1/counter", { code }, token);
    const { id } = await ask("/api/desk/v1/counter/confirm", {
      ticket, new: { name: "演示来宾", born_on: "1950-03-02" }, papers: ["identity_card", "discharge"],
    }, token);
    await ask(`/api/desk/v1/people/${id}/open`, { purpose: "benefit" }, token);
  }, shown.match(/\d{3} \d{3} \d{3}/)[0]);
  await who.button("关上").click();
  await who.more("小程序");
  await who.phone.getByText("已当面核实").waitFor();
  await who.phone.getByText(/\d{4}-\d\d-\d\d起/).waitFor();
  await who.phone.getByText("办理优待").first().waitFor();
  assert.deepEqual(await tooWide(page), []);
  assert.deepEqual(await tooPale(page), []);
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/mine.png` });
});

test("a lost answer is asked for again, an impostor gets none, and both are seen at the desk", async () => {
  const page = await show({ size: wide });
  const who = await guest(page);
  await page.getByRole("button", { name: "开发者抽屉" }).first().click();
  const desk = page.locator("#desk");
  await desk.getByRole("tab", { name: "故障" }).click();
  await desk.getByRole("button", { name: "微信重试（丢回答）" }).click();
  await desk.locator(".force li", { hasText: "回答丢了" }).waitFor();
  await who.say("你好");
  await who.phone.getByText("对方正在输入…").waitFor();
  await who.hears("您想办哪样");
  assert.equal(await who.chat.locator(".theirs").count(), 1, "one answer, though the message came twice");
  await desk.getByRole("tab", { name: "往来" }).click();
  const lines = desk.locator(".exchanges > li", { hasText: who.openid });
  await lines.filter({ hasText: "第2次" }).waitFor();
  await lines.first().locator("summary").click();
  await lines.first().locator("pre", { hasText: "<Content>" }).first().waitFor();
  await desk.getByRole("tab", { name: "故障" }).click();
  await desk.getByLabel("怎么坏").selectOption("forged");
  await desk.getByLabel("几次（0 一直）").fill("0");
  await desk.getByRole("button", { name: "让它坏" }).click();
  await desk.locator(".force li", { hasText: "冒充微信" }).waitFor();
  await who.say("坐公交要钱吗");
  await who.sees("暂时无法提供服务");
  await desk.locator(".force li", { hasText: "冒充微信" }).getByRole("button", { name: "取消" }).click();
  await desk.getByText("现在没有故障。").waitFor();
  await who.say("坐公交要钱吗");
  await who.hears("坐车");
});

test("keys alone are enough", async () => {
  const page = await show({ size: wide });
  const who = await guest(page);
  await page.reload();
  await who.chat.waitFor();
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "跳到手机");
  await page.keyboard.press("Enter");
  const until = async (name, keys = "Tab") => {
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press(keys);
      if (await page.evaluate((n) => (document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent) === n, name)) return;
    }
    assert.fail(`Tab never reached ${name}`);
  };
  await until("打字、说话");
  await page.keyboard.press("Enter");
  await page.keyboard.type("附近的优惠店");
  await page.keyboard.press("Enter");
  await who.hears("位置");
  await until("公众号资料", "Shift+Tab");
  await page.keyboard.press("Enter");
  await who.phone.getByRole("dialog", { name: "公众号资料" }).waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await who.phone.getByRole("dialog").count(), 0);
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "公众号资料", "the focus is back where it was");
  await who.more("位置");
  await who.button("用这个位置").waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("role")), "log", "or at the chat, when that is gone");
});

test("a program that was away is found again", async () => {
  const page = await show({ size: small, forgive: /ERR_INTERNET_DISCONNECTED/ });
  const who = await guest(page);
  await page.context().setOffline(true);
  await page.request.post(`${program.url}/simulator/api/message`, { data: { openid: who.openid, type: "text", content: "断网时说的" } });
  await page.context().setOffline(false);
  await who.chat.locator(".mine", { hasText: "断网时说的" }).waitFor();
});
