// A message that WeChat is asked to deliver for the sake of trying: it meets the same limits as the program's own.

import * as api from "./api.js";
import { button, h, toast } from "./dom.js";
import { know, nameOf } from "./store.js";

const kinds = [["custom", "客服消息"], ["template", "公众号通知"], ["subscribe", "小程序通知"]];

const why = {
  43004: "他没有关注公众号", 43101: "他没同意收这种通知，或者同意的次数用完了（到小程序里选）", 45015: "48小时里他没跟公众号说过话", 45047: "这一阵能发的条数用完了",
  40001: "令牌不对", 40013: "没有这个账号", 42001: "令牌过期了",
};

/** drawTrials is a row of buttons; tried is called when one was pressed. */
export function drawTrials(tried) {
  return h("div.trials", null,
    h("h3", null, "试着送一条"),
    h("div.presets", null, kinds.map(([kind, name]) => button(name, async () => {
      const openid = know.open.at(-1);
      if (!openid) return toast("先打开一部手机");
      try {
        toast(words(name, nameOf(openid), await api.trial(openid, kind)));
      } catch (e) {
        toast(e.message);
      }
      tried();
    }))));
}

function words(name, who, answer) {
  if (!answer.answered) return `${name}：微信没有回应。`;
  if (answer.errcode === 0) return `${name}送到${who}的手机了。`;
  return `${name}：微信不送（${answer.errcode}）。${why[answer.errcode] ?? answer.errmsg}。`;
}
