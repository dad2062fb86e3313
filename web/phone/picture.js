// A picture from the phone: made small enough here, kept by WeChat, then sent.

import * as api from "./api.js";
import { button, h, put, toast } from "./dom.js";

const longest = 1280; // pixels of the longer side
const quality = 0.85;

/** openPicture asks for one, shows it and sends it. */
export function openPicture(phone) {
  phone.sheet("发图片", (close, inside) => {
    const status = h("p.note", { role: "status" }, "挑一张照片，或现在拍一张。演示里请别用真人的照片、证件。");
    const preview = h("div.preview");
    const pick = (id, words, capture) => h("label.main.wide.pick", { for: id }, words, h("input.unseen", { type: "file", id, accept: "image/*", capture, onchange: (e) => chosen(e.target.files[0]) }));
    let small = null;
    const send = button("发送", async () => {
      send.disabled = true;
      try {
        const kept = await api.media(small);
        close();
        await phone.say({ type: "image", content: kept.url, media_id: kept.media_id });
      } catch (e) {
        toast(e.message);
        send.disabled = false;
      }
    }, "main.wide");
    async function chosen(file) {
      if (!file) return;
      status.textContent = "正在处理……";
      try {
        small = await shrink(file);
        const url = URL.createObjectURL(small);
        const shown = h("img", { src: url, alt: "要发的图片", onload: () => URL.revokeObjectURL(url) });
        put(preview, shown);
        status.textContent = `已压到 ${Math.max(1, Math.round(small.size / 1024))} KB。`;
        inside.append(send);
        send.focus();
      } catch {
        status.textContent = "这个文件打不开，换一张图片试试。";
      }
    }
    return [status, pick("album", "从相册选", undefined), pick("camera", "拍照", "environment"), preview];
  });
}

// shrink makes a JPEG of at most 1280 pixels of any picture that the browser can read.
async function shrink(file) {
  const picture = await createImageBitmap(file);
  const by = Math.min(1, longest / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * by));
  canvas.height = Math.max(1, Math.round(picture.height * by));
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff"; // JPEG knows no transparency
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((done, failed) => canvas.toBlob((b) => (b ? done(b) : failed(new Error("no JPEG"))), "image/jpeg", quality));
}
