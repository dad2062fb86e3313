// Speaking. WeChat recognises what was said, or does not; here the browser listens where it can, and else one writes what was recognised.

import { button, h, icon } from "./dom.js";

const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;

/** openVoice asks what was said and sends it. */
export function openVoice(phone) {
  phone.sheet("说语音", (close) => {
    const words = h("textarea", { rows: 3, id: "heard", maxlength: 600, placeholder: "比如：附近有理发的吗" });
    const nothing = h("input", { type: "checkbox", role: "switch", id: "unheard", onchange: () => { words.disabled = nothing.checked; check(); } });
    const send = button("发送语音", () => {
      close();
      phone.say({ type: "voice", content: nothing.checked ? "" : words.value.trim() }).catch(() => {});
    }, "main.wide");
    const check = () => { send.disabled = !nothing.checked && words.value.trim() === ""; };
    words.addEventListener("input", check);
    check();
    return [
      Recognition ? listen(words, check) : null,
      h("label", { for: "heard" }, "说了什么？（微信识别出的文字）"), words,
      h("label.switch", { for: "unheard" }, nothing, h("span", null, "没识别出来")),
      send,
    ];
  });
}

// listen lets the browser write down what it hears.
function listen(words, heard) {
  const note = h("p.note", { role: "status" }, "由浏览器听写，声音可能会送到浏览器的厂商那里。");
  let running = null;
  const talk = h("button.talk", { type: "button", "aria-pressed": "false", onclick: () => (running ? running.stop() : start()) }, icon("mic"), h("span", null, "点一下，开始说"));
  function start() {
    const r = new Recognition();
    r.lang = "zh-CN";
    r.interimResults = true;
    r.onresult = (e) => {
      words.value = [...e.results].map((x) => x[0].transcript).join("");
      heard();
    };
    r.onerror = (e) => { note.textContent = e.error === "not-allowed" ? "浏览器没有让用话筒，请把话写在下面。" : "没听到，请再说一次，或写在下面。"; };
    r.onend = () => { running = null; show(false); };
    running = r;
    show(true);
    r.start();
  }
  function show(on) {
    talk.setAttribute("aria-pressed", String(on));
    talk.lastChild.textContent = on ? "在听……说完点一下" : "点一下，开始说";
  }
  return [talk, note];
}
