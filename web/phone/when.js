// Times as WeChat writes them, always of the city: Shanghai, whatever the zone of the browser.

const zone = "Asia/Shanghai";
const parts = new Intl.DateTimeFormat("zh-CN", {
  timeZone: zone, year: "numeric", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23", weekday: "short",
});

function split(at) {
  const p = Object.fromEntries(parts.formatToParts(at).map((x) => [x.type, x.value]));
  return { ...p, day: Number(p.day), month: Number(p.month), year: Number(p.year) };
}

const dayNumber = (p) => Date.UTC(p.year, p.month - 1, p.day) / 86400000;

/** clockTime is 10:05. */
export function clockTime(at) {
  const p = split(at);
  return `${p.hour}:${p.minute}`;
}

/** dayOf is 11月23日 周一. */
export function dayOf(at) {
  const p = split(at);
  return `${p.month}月${p.day}日 ${p.weekday}`;
}

/** lineTime is what stands between messages: 10:05, 昨天 10:05, 11月20日 10:05. */
export function lineTime(at, now) {
  const p = split(at);
  const n = split(now);
  const days = dayNumber(n) - dayNumber(p);
  if (days === 0) return `${p.hour}:${p.minute}`;
  if (days === 1) return `昨天 ${p.hour}:${p.minute}`;
  if (p.year === n.year) return `${p.month}月${p.day}日 ${p.hour}:${p.minute}`;
  return `${p.year}年${p.month}月${p.day}日 ${p.hour}:${p.minute}`;
}

/** untilMorning is the minutes to tomorrow, 9 o'clock in the city. */
export function untilMorning(now) {
  const p = split(now);
  return 24 * 60 - (Number(p.hour) * 60 + Number(p.minute)) + 9 * 60;
}
