// What the page asks the program. A refusal becomes an Error whose message is Chinese and fit to show.

async function call(method, path, body, headers = {}) {
  let response;
  try {
    response = await fetch(path, { method, body, headers, cache: "no-store" });
  } catch {
    throw new Error("连不上程序，请看看它是不是停了。");
  }
  if (response.status === 204) return null;
  let answer = null;
  try {
    answer = await response.json();
  } catch {
    if (response.ok) throw new Error("程序的回答没有收全，请再试一次。");
  }
  if (response.ok) return answer;
  const fields = (answer?.fields ?? []).map((f) => f.detail).join("；");
  const error = new Error([answer?.detail ?? `程序没有办成（${response.status}）。`, fields].filter(Boolean).join(""));
  error.status = response.status;
  throw error;
}

const get = (path, headers) => call("GET", path, undefined, headers);
const post = (path, what = {}, headers = {}) => call("POST", path, JSON.stringify(what), { "Content-Type": "application/json", ...headers });
const drop = (path, headers) => call("DELETE", path, undefined, headers);
const upload = (path, blob) => call("POST", path, blob, { "Content-Type": blob.type || "application/octet-stream" });

const base = "/simulator/api";
export const state = () => get(`${base}/state`);
export const timeline = (after) => get(`${base}/timeline?after=${after}`);
export const exchanges = (after) => get(`${base}/exchanges?after=${after}`);
export const cityMap = () => get(`${base}/map`);
export const sent = (openid) => get(`${base}/sent?openid=${encodeURIComponent(openid)}`);
export const message = (what) => post(`${base}/message`, what);
export const media = (blob) => upload(`${base}/media`, blob);
export const code = (openid) => post(`${base}/code`, { openid });
export const scan = (openid, ticket) => post(`${base}/scan`, { openid, ticket });
export const popup = (openid, accept) => post(`${base}/popup`, { openid, accept });
export const risky = (openid, yes) => post(`${base}/risky`, { openid, risky: yes });
export const trial = (openid, kind) => post(`${base}/trial`, { openid, kind });
export const trouble = (what) => post(`${base}/trouble`, what);
export const mend = (id) => drop(`${base}/trouble/${id}`);
export const expireTokens = () => post(`${base}/tokens/expire`);
export const person = (who) => post("/api/demo/v1/person", who);
export const advance = (by) => post("/api/demo/v1/clock", { advance: by });
export const login = (code) => post("/api/v1/login", { code });
const as = (token) => ({ Authorization: `Bearer ${token}` });
export const session = (token) => get("/api/v1/session", as(token));
export const logout = (token) => drop("/api/v1/session", as(token));
export const me = (token) => get("/api/v1/me", as(token));
export const sayName = (token, name) => call("PATCH", "/api/v1/me", JSON.stringify({ name }), { "Content-Type": "application/json", ...as(token) });
export const statuses = (token) => get("/api/v1/me/statuses", as(token));
export const sights = (token) => get("/api/v1/me/sights?limit=10", as(token));
export const counterCode = (token, key) => post("/api/v1/counter-code", {}, { "Idempotency-Key": key, ...as(token) });
