// Elements and texts that more than one view makes.

/**
 * Makes an element.
 *
 * @param {string} name
 * @param {Object<string, *>} [attributes] attributes; functions are listeners
 * @param {...(Node|string|null|undefined|false)} children
 */
export function el(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, String(value));
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

export function status(name) {
  return el("span", { class: "status" }, el("span", { class: "dot " + name, "aria-hidden": "true" }), name);
}

const RELATIVE = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "short" });
const ABSOLUTE = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });

/** How long ago, with the time itself on hovering. */
export function time(text, now = Date.now()) {
  const at = Date.parse(text);
  const seconds = (at - now) / 1000;
  const [unit, size] = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]].find(
    ([, size]) => Math.abs(seconds) >= size) ?? ["second", 1];
  return el("time", { datetime: text, title: ABSOLUTE.format(at) }, RELATIVE.format(Math.round(seconds / size), unit));
}

export function duration(from, to) {
  if (!from) return "";
  const millis = Math.max(0, (to ? Date.parse(to) : Date.now()) - Date.parse(from));
  if (millis < 1000) return millis + " ms";
  if (millis < 60_000) return (millis / 1000).toFixed(1) + " s";
  if (millis < 3_600_000) return Math.floor(millis / 60_000) + " min " + Math.round((millis % 60_000) / 1000) + " s";
  return Math.floor(millis / 3_600_000) + " h " + Math.round((millis % 3_600_000) / 60_000) + " min";
}

/** A run's id: its end tells runs apart at a glance, all of it is there for copying. */
export function shortId(id) {
  return id.length > 16 ? id.slice(0, 8) + "…" + id.slice(-5) : id;
}
