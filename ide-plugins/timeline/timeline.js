// A scrubber over the steps of a run: strands as lanes, effects, errors and waits, for 1 to 1,000,000 steps and more.

import { KINDS, THEME, count, css } from "./theme.js";

/**
 * @typedef {{t: number, kind: string, reference: string, name: string, strand: number, time: string, status: string,
 *   note: ?string}} Step
 * @typedef {{bar: number, strand: number, steps: number, effects: number, errors: number, waits: number}} Bar
 * @typedef {{steps: number, live: boolean, perBar: number, bars: Bar[],
 *   strands: {strand: number, name: string, first: number, last: number}[], errors: number[]}} Picture
 * @typedef {{picture: Picture, steps: (from: number, limit: number) => Promise<Step[]>}} Source
 */

const PAGE = 500;
const PAGES_KEPT = 40;
const LANE = 26;
const MOST_LANES = 8;
const AXIS = 20;
const OVERVIEW = 10;
const GUTTER = 96;
const EDGE = 10;
const FEWEST = 8;

const STYLE = css(`
  .frame { position: relative; outline: none; border-radius: 8px; background: var(--c-surface);
    border: 1px solid var(--c-line); touch-action: none; cursor: ew-resize; overflow: hidden; }
  .frame:focus-visible { outline: 2px solid var(--c-accent); outline-offset: 2px; }
  canvas { display: block; width: 100%; }
`);

/**
 * The element {@code <flowork-timeline>}. Give it a {@link Source}; it dispatches {@code seek} with the step's number when
 * the person goes elsewhere, by whatever means.
 */
export class FloworkTimeline extends HTMLElement {
  /** @type {?Source} */
  #source = null;
  #value = 0;
  #from = 0;
  #to = 1;
  #pages = new Map();
  #asked = new Set();
  #frame;
  #canvas;
  #live;
  #drawing = 0;
  #dragging = "";
  #saying = 0;
  #lanes = new Map();
  #generation = 0;
  #stop = new AbortController();

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [THEME, STYLE];
    this.#frame = document.createElement("div");
    this.#frame.className = "frame";
    this.#frame.tabIndex = 0;
    this.#frame.setAttribute("role", "slider");
    this.#frame.setAttribute("aria-orientation", "horizontal");
    this.#frame.setAttribute("aria-label", "Step of the run");
    this.#canvas = document.createElement("canvas");
    this.#canvas.setAttribute("aria-hidden", "true");
    this.#live = document.createElement("div");
    this.#live.className = "unseen";
    this.#live.setAttribute("aria-live", "polite");
    this.#frame.append(this.#canvas);
    root.append(this.#frame, this.#live);
    this.#frame.addEventListener("keydown", (event) => this.#key(event));
    this.#frame.addEventListener("pointerdown", (event) => this.#down(event));
    this.#frame.addEventListener("pointermove", (event) => this.#move(event));
    this.#frame.addEventListener("pointerup", () => (this.#dragging = ""));
    this.#frame.addEventListener("pointercancel", () => (this.#dragging = ""));
    this.#frame.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    this.#frame.addEventListener("dblclick", () => this.#show(0, this.last));
  }

  connectedCallback() {
    this.#stop = new AbortController();
    const resized = new ResizeObserver(() => this.#draw());
    resized.observe(this.#frame);
    this.#stop.signal.addEventListener("abort", () => resized.disconnect());
    for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)", "(prefers-contrast: more)"]) {
      matchMedia(query).addEventListener("change", () => this.#draw(), { signal: this.#stop.signal });
    }
    this.#draw();
  }

  disconnectedCallback() {
    this.#stop.abort();
    clearTimeout(this.#saying);
  }

  /** Where the steps come from. Setting another picture of the same run keeps the place. */
  get source() {
    return this.#source;
  }

  set source(source) {
    const before = this.#source;
    const all = !before || (this.#from <= 0 && this.#to >= before.picture.steps - 1);
    this.#source = source;
    this.#generation++;
    this.#asked.clear();
    if (!before || !source || source.run !== before.run) {
      this.#pages.clear();
    } else if (this.#pages.size) {
      // Only the last page can have got more steps.
      for (const [page, steps] of this.#pages) {
        if (steps.length < PAGE) this.#pages.delete(page);
      }
    }
    this.#lanes.clear();
    (source?.picture.strands ?? []).forEach((strand, i) => {
      this.#lanes.set(strand.strand, Math.min(i, MOST_LANES - 1));
    });
    this.#value = Math.min(this.#value, this.last);
    if (all) {
      this.#from = 0;
      this.#to = this.last;
    }
    this.#describe();
    this.#draw();
  }

  /** The number of the last step. */
  get last() {
    return Math.max(0, (this.#source?.picture.steps ?? 1) - 1);
  }

  /** The number of the step that is looked at. */
  get value() {
    return this.#value;
  }

  set value(t) {
    this.#set(t, false);
  }

  /** Goes to a step as a person does: whoever listens is told. */
  seek(t) {
    this.#set(t, true);
  }

  /** The number of the nearest step after the current one, or before it, that raised an error; -1 if there is none. */
  error(forwards) {
    const errors = this.#source?.picture.errors ?? [];
    const found = forwards ? errors.find((t) => t > this.#value) : errors.findLast((t) => t < this.#value);
    return found ?? -1;
  }

  focus(options) {
    this.#frame.focus(options);
  }

  #set(t, tell) {
    const next = Math.round(Math.max(0, Math.min(this.last, t)));
    const moved = next !== this.#value;
    this.#value = next;
    if (next < this.#from || next > this.#to) {
      const half = (this.#to - this.#from) / 2;
      this.#show(next - half, next + half);
    }
    if (moved) {
      this.#describe();
      this.#draw();
      if (tell) this.dispatchEvent(new CustomEvent("seek", { detail: { t: next }, bubbles: true, composed: true }));
    }
  }

  #describe() {
    const step = this.step(this.#value);
    this.#frame.setAttribute("aria-valuemin", "0");
    this.#frame.setAttribute("aria-valuemax", String(this.last));
    this.#frame.setAttribute("aria-valuenow", String(this.#value));
    const text =
      `step ${this.#value} of ${this.last}` +
      (step ? `: ${step.name} ${step.kind}${step.note ? ", " + step.note : ""}` : "");
    this.#frame.setAttribute("aria-valuetext", text);
    clearTimeout(this.#saying);
    this.#saying = setTimeout(() => (this.#live.textContent = text), 400);
  }

  /** A step, if it is known already. */
  step(t) {
    return this.#pages.get(Math.floor(t / PAGE))?.[t % PAGE];
  }

  // --- input ---

  #key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const span = this.#to - this.#from + 1;
    const far = Math.max(1, Math.round(span / 10));
    const errorAhead = this.error(true);
    const errorBehind = this.error(false);
    const ways = {
      ArrowRight: () => this.seek(this.#value + (event.shiftKey ? 10 : 1)),
      ArrowUp: () => this.seek(this.#value + 1),
      ArrowLeft: () => this.seek(this.#value - (event.shiftKey ? 10 : 1)),
      ArrowDown: () => this.seek(this.#value - 1),
      PageUp: () => this.seek(this.#value + far),
      PageDown: () => this.seek(this.#value - far),
      Home: () => this.seek(0),
      End: () => this.seek(this.last),
      e: () => errorAhead >= 0 && this.seek(errorAhead),
      E: () => errorBehind >= 0 && this.seek(errorBehind),
      "+": () => this.#zoom(0.5, this.#value),
      "=": () => this.#zoom(0.5, this.#value),
      "-": () => this.#zoom(2, this.#value),
      0: () => this.#show(0, this.last),
    };
    const way = ways[event.key];
    if (way) {
      event.preventDefault();
      event.stopPropagation();
      way();
    }
  }

  #down(event) {
    if (event.button !== 0) return;
    this.#frame.setPointerCapture(event.pointerId);
    this.#dragging = event.offsetY < OVERVIEW && this.#zoomed() ? "window" : "cursor";
    this.#move(event);
  }

  #move(event) {
    if (!this.#dragging) return;
    const box = this.#canvas.getBoundingClientRect();
    const x = event.clientX - box.left;
    if (this.#dragging === "window") {
      const half = (this.#to - this.#from) / 2;
      const middle = ((x - GUTTER) / this.#room()) * this.last;
      this.#show(middle - half, middle + half);
    } else {
      this.seek(this.#t(x));
    }
  }

  #wheel(event) {
    event.preventDefault();
    const box = this.#canvas.getBoundingClientRect();
    const span = this.#to - this.#from;
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      const by = ((event.deltaX || event.deltaY) / this.#room()) * span;
      this.#show(this.#from + by, this.#to + by);
    } else {
      this.#zoom(Math.exp(Math.max(-200, Math.min(200, event.deltaY)) / 300), this.#t(event.clientX - box.left));
    }
  }

  #zoom(factor, around) {
    const span = Math.max(FEWEST, (this.#to - this.#from) * factor);
    const share = (around - this.#from) / (this.#to - this.#from || 1);
    this.#show(around - span * share, around - span * share + span);
  }

  /** Shows a part of the run, moved and narrowed so that it is one. */
  #show(from, to) {
    const span = Math.min(Math.max(FEWEST, to - from), Math.max(FEWEST, this.last));
    this.#from = Math.max(0, Math.min(from, this.last - span));
    this.#to = this.#from + span;
    this.#draw();
  }

  #zoomed() {
    return this.#to - this.#from < this.last - 0.5;
  }

  #room() {
    return Math.max(1, this.#canvas.clientWidth - GUTTER - EDGE);
  }

  #x(t) {
    return GUTTER + ((t - this.#from) / (this.#to - this.#from || 1)) * this.#room();
  }

  #t(x) {
    return this.#from + ((x - GUTTER) / this.#room()) * (this.#to - this.#from);
  }

  // --- what is shown ---

  #load(from, to) {
    const source = this.#source;
    if (!source) return;
    const generation = this.#generation;
    for (let page = Math.floor(from / PAGE); page <= Math.floor(to / PAGE); page++) {
      if (this.#pages.has(page) || this.#asked.has(page)) continue;
      this.#asked.add(page);
      source
        .steps(page * PAGE, PAGE)
        .then((steps) => {
          if (generation !== this.#generation) return;
          this.#pages.set(page, steps);
          if (this.#pages.size > PAGES_KEPT) {
            const oldest = this.#pages.keys().next().value;
            this.#pages.delete(oldest);
          }
          this.#describe();
          this.#draw();
        })
        .catch((error) => this.dispatchEvent(new CustomEvent("trouble", { detail: { error }, bubbles: true })))
        .finally(() => this.#asked.delete(page));
    }
  }

  #draw() {
    if (this.#drawing || !this.isConnected) return;
    this.#drawing = requestAnimationFrame(() => {
      this.#drawing = 0;
      this.#paint();
    });
  }

  #paint() {
    const source = this.#source;
    const lanes = Math.max(1, Math.min(MOST_LANES, this.#lanes.size));
    const height = OVERVIEW + lanes * LANE + AXIS + 6;
    const width = this.#frame.clientWidth;
    if (!width) return;
    const ratio = devicePixelRatio || 1;
    if (this.#canvas.width !== Math.round(width * ratio) || this.#canvas.height !== Math.round(height * ratio)) {
      this.#canvas.width = Math.round(width * ratio);
      this.#canvas.height = Math.round(height * ratio);
      this.#canvas.style.height = height + "px";
    }
    const pen = this.#canvas.getContext("2d");
    const colours = this.#colours();
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.fillStyle = colours.surface;
    pen.fillRect(0, 0, width, height);
    pen.font = "11px system-ui, sans-serif";
    pen.textBaseline = "middle";
    if (!source) return;
    this.#paintLanes(pen, colours, width, lanes);
    const from = Math.max(0, Math.floor(this.#from));
    const to = Math.min(this.last, Math.ceil(this.#to));
    const perPixel = (to - from + 1) / this.#room();
    if (perPixel <= 0.7) {
      this.#load(from, to);
      this.#paintSteps(pen, colours, from, to);
    } else {
      this.#load(this.#value, this.#value);
      this.#paintBars(pen, colours, from, to);
    }
    this.#paintErrors(pen, colours);
    this.#paintAxis(pen, colours, height, from, to);
    this.#paintCursor(pen, colours, height);
    if (this.#zoomed()) this.#paintOverview(pen, colours);
  }

  #colours() {
    const style = getComputedStyle(this.#frame);
    const probe = (name) => resolved(style.getPropertyValue("--c-" + name), this.#frame, name);
    const names = ["surface", "raised", "text", "muted", "line", "accent", "step", "effect", "wait", "error", "done"];
    return Object.fromEntries(names.map((name) => [name, probe(name)]));
  }

  #top(strand) {
    return OVERVIEW + (this.#lanes.get(strand) ?? MOST_LANES - 1) * LANE + 3;
  }

  #paintLanes(pen, colours, width, lanes) {
    const names = new Map();
    for (const strand of this.#source.picture.strands) {
      const lane = this.#lanes.get(strand.strand);
      names.set(lane, names.has(lane) ? "more branches" : strand.strand === 0 ? "main" : strand.name);
    }
    for (let lane = 0; lane < lanes; lane++) {
      const top = OVERVIEW + lane * LANE;
      if (lane % 2 === 0) {
        pen.fillStyle = colours.raised;
        pen.fillRect(0, top, width, LANE);
      }
      pen.fillStyle = colours.muted;
      pen.fillText(fitted(pen, names.get(lane) ?? "", GUTTER - 20), 10, top + LANE / 2 + 1);
    }
  }

  #paintBars(pen, colours, from, to) {
    const { perBar, bars } = this.#source.picture;
    let most = 1;
    for (const bar of bars) most = Math.max(most, bar.steps);
    pen.save();
    pen.beginPath();
    pen.rect(GUTTER, 0, this.#room() + EDGE, this.#canvas.clientHeight);
    pen.clip();
    for (const bar of bars) {
      const begin = bar.bar * perBar;
      if (begin > to || begin + perBar < from) continue;
      const x = this.#x(begin);
      const wide = Math.max(1, this.#x(begin + perBar) - x + (perBar > 1 ? 0.5 : -1));
      const base = this.#top(bar.strand) + LANE - 6;
      const tall = Math.max(2, Math.sqrt(bar.steps / most) * (LANE - 7));
      pen.fillStyle = colours.step;
      pen.fillRect(x, base - tall, wide, tall);
      if (bar.effects) {
        const part = Math.max(2, tall * Math.min(1, (bar.effects / bar.steps) * 3));
        pen.fillStyle = colours.effect;
        pen.fillRect(x, base - part, wide, part);
      }
      if (bar.waits) {
        pen.fillStyle = colours.wait;
        pen.fillRect(x, base, wide, 2);
      }
      if (bar.errors) {
        pen.fillStyle = colours.error;
        pen.fillRect(x, base - tall, Math.max(2, wide), 3);
      }
    }
    pen.restore();
  }

  #paintSteps(pen, colours, from, to) {
    const wide = Math.max(1, Math.min(14, this.#x(1) - this.#x(0) - 1));
    for (let t = from; t <= to; t++) {
      const step = this.step(t);
      const x = this.#x(t) - wide / 2;
      if (!step) {
        pen.fillStyle = colours.line;
        pen.fillRect(x, OVERVIEW + LANE / 2, wide, 1);
        continue;
      }
      const [colour, tall] = KINDS[step.kind] ?? ["step", false];
      const top = this.#top(step.strand);
      pen.fillStyle = colours[colour];
      const tallness = tall ? LANE - 6 : LANE - 14;
      pen.beginPath();
      pen.roundRect(x, top + (LANE - 6 - tallness) / 2, wide, tallness, Math.min(3, wide / 2));
      pen.fill();
    }
  }

  #paintErrors(pen, colours) {
    pen.fillStyle = colours.error;
    let before = -10;
    for (const t of this.#source.picture.errors) {
      const x = this.#x(t);
      if (x < GUTTER - 1 || x > GUTTER + this.#room() + 1 || x - before < 3) continue;
      before = x;
      pen.beginPath();
      pen.moveTo(x - 4, 0);
      pen.lineTo(x + 4, 0);
      pen.lineTo(x, 7);
      pen.fill();
    }
  }

  #paintAxis(pen, colours, height, from, to) {
    const span = Math.max(1, to - from);
    const rough = span / Math.max(1, this.#room() / 90);
    const power = 10 ** Math.floor(Math.log10(Math.max(1, rough)));
    const each = Math.max(1, [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough) ?? power);
    const y = height - AXIS / 2 - 2;
    pen.textAlign = "center";
    for (let t = Math.ceil(from / each) * each; t <= to; t += each) {
      const x = this.#x(t);
      pen.fillStyle = colours.line;
      pen.fillRect(x, height - AXIS - 2, 1, 4);
      pen.fillStyle = colours.muted;
      pen.fillText(count(t), x, y + 2);
    }
    pen.textAlign = "start";
  }

  #paintCursor(pen, colours, height) {
    const x = Math.round(this.#x(this.#value));
    if (x < GUTTER - 1 || x > GUTTER + this.#room() + 1) return;
    pen.fillStyle = colours.accent;
    pen.fillRect(x - 1, 2, 2, height - AXIS - 4);
    pen.beginPath();
    pen.roundRect(x - 5, height - AXIS - 7, 10, 10, 5);
    pen.fill();
    pen.fillStyle = colours.surface;
    pen.beginPath();
    pen.roundRect(x - 2, height - AXIS - 4, 4, 4, 2);
    pen.fill();
  }

  #paintOverview(pen, colours) {
    const room = this.#room();
    const left = GUTTER + (this.#from / this.last) * room;
    const wide = Math.max(8, ((this.#to - this.#from) / this.last) * room);
    pen.fillStyle = colours.line;
    pen.fillRect(GUTTER, 4, room, 2);
    pen.fillStyle = colours.accent;
    pen.beginPath();
    pen.roundRect(left, 3, wide, 4, 2);
    pen.fill();
  }
}

const probes = new WeakMap();

/** A colour as a canvas understands it: functions such as light-dark() are worked out by an element. */
function resolved(value, near, name) {
  let probe = probes.get(near);
  if (!probe) {
    probe = document.createElement("span");
    probe.hidden = true;
    near.append(probe);
    probes.set(near, probe);
  }
  probe.style.color = `var(--c-${name})`;
  return getComputedStyle(probe).color || value;
}

function fitted(pen, text, room) {
  if (pen.measureText(text).width <= room) return text;
  let end = text.length;
  while (end > 1 && pen.measureText(text.slice(0, end) + "…").width > room) end--;
  return text.slice(0, end) + "…";
}

customElements.define("flowork-timeline", FloworkTimeline);
