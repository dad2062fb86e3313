// The city's clock, and what moving it means.

import { button, h, toast } from "./dom.js";
import { advance, know, now, on } from "./store.js";
import { clockTime, dayOf, untilMorning } from "./when.js";

/** clockBox shows the time and the four ways to move it. */
export function clockBox() {
  const time = h("time.time");
  const day = h("span.day");
  const draw = () => {
    const at = now();
    time.textContent = clockTime(at);
    time.setAttribute("datetime", at.toISOString());
    day.textContent = dayOf(at);
  };
  draw();
  setInterval(draw, 1000);
  on("clock", draw);
  const move = (by) => async () => {
    try {
      await advance(by());
      toast(`现在是${dayOf(now())} ${clockTime(now())}`);
    } catch (e) {
      toast(e.message);
    }
  };
  const ways = [["＋10分钟", () => "10m"], ["＋1小时", () => "1h"], ["＋1天", () => "24h"], ["明早9点", () => `${untilMorning(now())}m`]];
  return h("section.clock", { "aria-label": "城里的时间" },
    h("p", null, h("span.unseen", null, "城里现在是"), time, day),
    know.can.clock ? h("div.moves", null, ways.map(([words, by]) => {
      const b = button(words, move(by));
      if (words === "明早9点") b.setAttribute("aria-label", "到明天上午9点");
      return b;
    })) : null,
    know.can.clock ? h("details", null, h("summary", null, "拨钟是什么意思"),
      h("p", null, "这是程序的钟，只能往后拨。拨过去，提醒会来，期限会到，约的号会过去，验证码和登录会失效，就像真过了那么久。")) : null);
}

