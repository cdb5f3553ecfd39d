// How the page asks the engine. The token stays in this tab: in sessionStorage, and in a header of each request.

const KEY = "flowork-token";

/** What was answered instead of what was asked for: a problem as in RFC 9457. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail || problem.title || "The engine answered " + status);
    this.status = status;
    this.problem = problem;
  }
}

/** Takes a token from the address (#token=…), which is cleaned at once so that it is in no history. */
export function tokenFromAddress() {
  const found = /^#token=([^&/]+)(.*)$/.exec(location.hash);
  if (!found) return;
  sessionStorage.setItem(KEY, decodeURIComponent(found[1]));
  history.replaceState(null, "", location.pathname + (found[2] ? "#" + found[2].replace(/^&/, "") : "#/"));
}

export function hasToken() {
  return sessionStorage.getItem(KEY) !== null;
}

export function setToken(token) {
  if (token) sessionStorage.setItem(KEY, token);
  else sessionStorage.removeItem(KEY);
}

/** Asks and gives the answer's text; waits and asks again when the engine says that it needs more time. */
export async function text(path, options = {}) {
  for (let attempt = 0; ; attempt++) {
    const headers = { Authorization: "Bearer " + (sessionStorage.getItem(KEY) ?? ""), ...options.headers };
    const response = await fetch(path, { ...options, headers, cache: "no-store", credentials: "omit" });
    const body = await response.text();
    if (response.ok) return body;
    if (response.status === 429 && !options.method && attempt < 200) {
      options.onBusy?.(problem(body));
      await new Promise((resolve) => setTimeout(resolve, 50));
      continue;
    }
    throw new Refused(response.status, problem(body));
  }
}

function problem(body) {
  try {
    return JSON.parse(body);
  } catch {
    return { detail: body };
  }
}

export async function json(path, options) {
  return JSON.parse(await text(path, options));
}

export function post(path, body) {
  return json(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

/**
 * Asks again and again while the page is seen, and says when the answer is another one.
 *
 * @param {() => string} path what to ask for now
 * @param {(body: *) => void} changed
 * @param {(error: Error) => void} failed
 * @param {number} every in milliseconds
 * @returns {{stop: () => void, rest: () => void, now: () => Promise<void>}}
 */
export function poll(path, changed, failed, every) {
  let before = "";
  let timer = 0;
  let stopped = false;
  let resting = false;
  let asked = 0;
  async function ask() {
    clearTimeout(timer);
    const own = ++asked;
    try {
      const wanted = path();
      const body = await text(wanted);
      if (stopped || own !== asked) return;
      if (wanted + body !== before) {
        before = wanted + body;
        changed(JSON.parse(body));
      }
      failed(null);
    } catch (error) {
      if (!stopped && own === asked) failed(error);
    }
    if (!stopped && own === asked && !resting && document.visibilityState === "visible") timer = setTimeout(ask, every);
  }
  const seen = () => document.visibilityState === "visible" && ask();
  document.addEventListener("visibilitychange", seen);
  return {
    now() {
      resting = false;
      return ask();
    },
    /** Asks no more until there is a reason to. */
    rest() {
      resting = true;
      clearTimeout(timer);
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", seen);
    },
  };
}
