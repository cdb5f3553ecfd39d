// The program's text as it was recorded, with the line the run is at.

import { el } from "./dom.js";

const MOST_COLOURED = 5_000;
const TOKEN = /(#.*$)|(\$\{[^}]*\})|("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')|(^\s*(?:- )*[\w.-]+(?=\s*:(?:\s|$)))|((?<=[{,]\s*)[\w.-]+(?=\s*:\s))/g;

/**
 * Shows a text.
 *
 * @param {HTMLElement} place
 * @param {string} text
 * @param {{reference: string, line: number, endLine: number}[]} tasks
 * @param {(reference: string) => void} pick told which task's line was clicked
 */
export function program(place, text, tasks, pick) {
  const lines = text.replace(/\n$/, "").split("\n");
  const items = lines.map((line) => el("li", {}, ...(lines.length > MOST_COLOURED ? [line || " "] : coloured(line))));
  const list = el("ol", {}, ...items);
  place.replaceChildren(list);
  list.addEventListener("click", (event) => {
    if (getSelection().toString()) return;
    const at = items.indexOf(event.target.closest("li")) + 1;
    const inner = tasks.filter((task) => task.line <= at && at <= task.endLine).at(-1);
    if (inner) pick(inner.reference);
  });
  let marked = [];
  return {
    /** Marks the line of the task that the run is at. */
    current(line, reference) {
      for (const item of marked) item.classList.remove("current", "task"), item.removeAttribute("aria-current");
      marked = [];
      const task = tasks.find((each) => each.reference === reference);
      if (!line) return;
      for (let i = line; task && i <= Math.min(task.endLine, items.length); i++) {
        items[i - 1].classList.add("task");
        marked.push(items[i - 1]);
      }
      const item = items[line - 1];
      if (!item) return;
      item.classList.add("current");
      item.setAttribute("aria-current", "step");
      marked.push(item);
      const top = item.offsetTop - place.offsetTop;
      if (top < place.scrollTop || top + item.offsetHeight > place.scrollTop + place.clientHeight) {
        place.scrollTop = top - place.clientHeight / 3;
      }
    },
    /** Marks the line of the task that raised the error that ended the run. */
    failed(line) {
      items[line - 1]?.classList.add("failed");
    },
  };
}

function coloured(line) {
  if (!line) return [" "];
  const parts = [];
  let at = 0;
  for (const found of line.matchAll(TOKEN)) {
    if (found.index > at) parts.push(line.slice(at, found.index));
    const kind = found[1] ? "t-comment" : found[2] ? "t-jq" : found[3] ? (found[3].includes("${") ? "t-jq" : "t-string") : "t-key";
    parts.push(el("span", { class: kind }, found[0]));
    at = found.index + found[0].length;
  }
  if (at < line.length) parts.push(line.slice(at));
  return parts;
}
