// A tree of JSON values. Only the lines that are seen are elements, so a value may have any number of them.

import { THEME, count, css } from "./theme.js";

const LINE = 22;
const MOST_TEXT = 300;

const STYLE = css(`
  :host { overflow: hidden; }
  .scroll { height: 100%; overflow: auto; outline: none; position: relative; }
  .scroll:focus-visible { outline: 2px solid var(--c-accent); outline-offset: -2px; border-radius: 6px; }
  .space { position: relative; min-width: 100%; width: max-content; }
  .lines { position: absolute; inset: 0 0 auto 0; }
  .line { height: ${LINE}px; line-height: ${LINE}px; white-space: pre; font: 12px/${LINE}px ui-monospace, monospace;
    padding: 0 10px; cursor: default; }
  .line.active { background: var(--c-accent-soft); }
  .line.section { font: 600 12px/${LINE}px system-ui, sans-serif; color: var(--c-text); }
  .line.section .note { font-weight: 400; }
  .arrow { display: inline-block; width: 14px; color: var(--c-muted); }
  .key { color: var(--c-text); }
  .string { color: var(--c-done); }
  .number, .boolean { color: var(--c-accent); }
  .null, .note { color: var(--c-muted); }
  @media (forced-colors: active) { .line.active { outline: 1px solid Highlight; } }
`);

/**
 * @typedef {{name: string, value: *, cuts?: {pointer: string, size: number}[], note?: string}} Section
 */

/** The element {@code <flowork-values>}: named values, one below the other. Set {@code sections}. */
export class FloworkValues extends HTMLElement {
  /** @type {Section[]} */
  #sections = [];
  #scroll;
  #space;
  #lines;
  #rows = [];
  #active = 0;
  #open = new Map();
  #drawing = 0;
  #observer = new ResizeObserver(() => this.#draw());

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [THEME, STYLE];
    this.#scroll = div("scroll");
    this.#scroll.tabIndex = 0;
    this.#scroll.setAttribute("role", "tree");
    this.#scroll.setAttribute("aria-label", this.getAttribute("aria-label") ?? "Values");
    this.#space = div("space");
    this.#lines = div("lines");
    this.#space.setAttribute("role", "presentation");
    this.#lines.setAttribute("role", "presentation");
    this.#space.append(this.#lines);
    this.#scroll.append(this.#space);
    root.append(this.#scroll);
    this.#scroll.addEventListener("scroll", () => this.#draw(), { passive: true });
    this.#scroll.addEventListener("keydown", (event) => this.#key(event));
    this.#lines.addEventListener("click", (event) => {
      const line = event.target.closest(".line");
      if (!line) return;
      this.#active = Number(line.dataset.row);
      this.#toggle(this.#active);
    });
  }

  connectedCallback() {
    this.#observer.observe(this.#scroll);
  }

  disconnectedCallback() {
    this.#observer.disconnect();
  }

  get sections() {
    return this.#sections;
  }

  /** @param {Section[]} sections */
  set sections(sections) {
    this.#sections = sections;
    this.#flatten();
  }

  #isOpen(path, level, size) {
    return this.#open.get(path) ?? (level < 2 || (level < 4 && size <= 20));
  }

  #flatten() {
    const rows = [];
    for (const section of this.#sections) {
      const cuts = new Map((section.cuts ?? []).map((cut) => [cut.pointer, cut.size]));
      const walk = (key, value, path, pointer, level) => {
        const inside = value !== null && typeof value === "object";
        const size = inside ? (Array.isArray(value) ? value.length : Object.keys(value).length) : 0;
        const open = inside && size > 0 && this.#isOpen(path, level, size);
        rows.push({ key, value, path, level, inside, size, open, all: cuts.get(pointer), note: level ? "" : section.note });
        if (!open) return;
        const entries = Array.isArray(value) ? value.entries() : Object.entries(value);
        for (const [name, item] of entries) {
          const part = String(name).replaceAll("~", "~0").replaceAll("/", "~1");
          walk(String(name), item, path + "/" + part, pointer + "/" + part, level + 1);
        }
        if (cuts.has(pointer)) rows.push({ more: cuts.get(pointer) - size, level: level + 1, path: path + "/…" });
      };
      walk(section.name, section.value, section.name, "", 0);
    }
    this.#rows = rows;
    this.#active = Math.max(0, Math.min(this.#active, rows.length - 1));
    this.#space.style.height = rows.length * LINE + "px";
    this.#draw(true);
  }

  #draw() {
    if (this.#drawing) return;
    this.#scroll.setAttribute("aria-busy", "true"); // what is shown is about to change
    this.#drawing = requestAnimationFrame(() => {
      this.#drawing = 0;
      const first = Math.max(0, Math.floor(this.#scroll.scrollTop / LINE) - 4);
      const last = Math.min(this.#rows.length, first + Math.ceil(this.#scroll.clientHeight / LINE) + 8);
      this.#lines.style.transform = `translateY(${first * LINE}px)`;
      const shown = [];
      for (let i = first; i < last; i++) shown.push(this.#line(this.#rows[i], i));
      this.#lines.replaceChildren(...shown);
      if (this.#rows.length) this.#scroll.setAttribute("aria-activedescendant", "row-" + this.#active);
      this.#scroll.removeAttribute("aria-busy");
    });
  }

  #line(row, index) {
    const line = div("line" + (row.level === 0 ? " section" : "") + (index === this.#active ? " active" : ""));
    line.id = "row-" + index;
    line.dataset.row = String(index);
    line.setAttribute("role", "treeitem");
    line.setAttribute("aria-level", String(row.level + 1));
    line.setAttribute("aria-selected", String(index === this.#active));
    line.style.paddingLeft = 8 + row.level * 14 + "px";
    if (row.more !== undefined) {
      line.append(span("note", `… ${count(row.more)} more are not shown`));
      return line;
    }
    if (row.inside && row.size) line.setAttribute("aria-expanded", String(row.open));
    line.append(span("arrow", row.inside && row.size ? (row.open ? "▾" : "▸") : ""));
    line.append(span("key", row.key));
    if (row.value === undefined) {
      line.append(span("note", "  " + (row.note || "none")));
      return line;
    }
    line.append(row.level ? span("note", ": ") : "  ");
    if (row.inside) {
      const all = row.all ?? row.size;
      const what = Array.isArray(row.value) ? `[${count(all)}]` : row.size ? `{${count(all)}}` : "{}";
      line.append(span("note", what + (row.note ? "  " + row.note : "")));
    } else {
      const kind = row.value === null ? "null" : typeof row.value;
      let text = JSON.stringify(row.value);
      if (text.length > MOST_TEXT) text = text.slice(0, MOST_TEXT) + "…";
      line.append(span(kind, text));
      if (row.all !== undefined) line.append(span("note", `  ${count(row.all)} characters in all`));
      else if (row.note) line.append(span("note", "  " + row.note));
    }
    return line;
  }

  #toggle(index, wanted) {
    const row = this.#rows[index];
    if (row?.inside && row.size && wanted !== row.open) {
      this.#open.set(row.path, !row.open);
      this.#flatten();
    } else {
      this.#draw();
    }
  }

  #key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const row = this.#rows[this.#active];
    const page = Math.max(1, Math.floor(this.#scroll.clientHeight / LINE) - 1);
    const to = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity }[event.key];
    if (to !== undefined) {
      this.#go(this.#active + to);
    } else if (event.key === "ArrowRight" && row) {
      if (row.open) this.#go(this.#active + 1);
      else this.#toggle(this.#active, true);
    } else if (event.key === "ArrowLeft" && row) {
      if (row.open) this.#toggle(this.#active, false);
      else this.#go(this.#rows.findLastIndex((each, i) => i < this.#active && each.level < row.level));
    } else if (event.key === "Enter" || event.key === " ") {
      this.#toggle(this.#active);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  #go(index) {
    this.#active = Math.max(0, Math.min(this.#rows.length - 1, index));
    const top = this.#active * LINE;
    if (top < this.#scroll.scrollTop) this.#scroll.scrollTop = top;
    else if (top + LINE > this.#scroll.scrollTop + this.#scroll.clientHeight)
      this.#scroll.scrollTop = top + LINE - this.#scroll.clientHeight;
    this.#draw();
  }
}

function div(kind) {
  const made = document.createElement("div");
  made.className = kind;
  return made;
}

function span(kind, content) {
  const made = document.createElement("span");
  made.className = kind;
  made.textContent = content;
  return made;
}

customElements.define("flowork-values", FloworkValues);
