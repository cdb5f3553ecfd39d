// A picture of a workflow: its tasks, the ways between them, and where a run has been.

import { layout } from "./layout.js";
import { THEME, css } from "./theme.js";

const SVG = "http://www.w3.org/2000/svg";
const MARGIN = 14;
const SMALLEST = 0.7;

const STYLE = css(`
  :host { overflow: auto; }
  svg { display: block; font: 12px/1.3 system-ui, sans-serif; min-width: min-content; }
  .task rect { fill: var(--c-surface); stroke: var(--c-line); stroke-width: 1; }
  .task.box > rect { fill: color-mix(in srgb, var(--c-raised) 60%, transparent); stroke-dasharray: 0; }
  .task text { fill: var(--c-text); }
  .task .kind { fill: var(--c-muted); font-size: 11px; }
  .task.waiting-turn text { fill: var(--c-muted); }
  .task { cursor: pointer; outline: none; }
  .task.visited > rect { stroke: var(--c-done); }
  .task.visited:not(.box) > rect { fill: var(--c-done-soft); }
  .task.faulted > rect { stroke: var(--c-error); stroke-width: 1.5; }
  .task.faulted:not(.box) > rect { fill: var(--c-error-soft); }
  .task.current > rect { stroke: var(--c-accent); stroke-width: 2.5; }
  .task.current:not(.box) > rect { fill: var(--c-accent-soft); }
  .task:focus-visible > rect { stroke: var(--c-accent); stroke-width: 3; stroke-dasharray: 5 3; }
  .mark { font-size: 12px; font-weight: 600; }
  .task.faulted .mark { fill: var(--c-error); }
  .task.visited:not(.faulted) .mark { fill: var(--c-done); }
  .edge { fill: none; stroke: var(--c-muted); stroke-width: 1.2; }
  .edge.jump, .edge.end, .edge.exit { stroke: var(--c-accent); opacity: 0.75; }
  .edge.catch { stroke: var(--c-error); stroke-dasharray: 4 3; }
  .label { fill: var(--c-muted); font-size: 11px; paint-order: stroke; stroke: var(--c-surface); stroke-width: 3; }
  marker path { fill: context-stroke; }
  .ends { fill: var(--c-accent); }
`);

/**
 * The element {@code <flowork-diagram>}. Set {@code tasks}, then {@code place} as often as the run moves; it dispatches
 * {@code pick} with a task's reference.
 */
export class FloworkDiagram extends HTMLElement {
  #svg;
  #nodes = new Map();
  #order = [];
  #focused = 0;
  #size = [0, 0];
  #observer = new ResizeObserver(() => this.#fit());

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [THEME, STYLE];
    this.#svg = element("svg", { role: "group", "aria-label": "Diagram of the workflow" });
    root.append(this.#svg);
    this.#svg.addEventListener("keydown", (event) => this.#key(event));
    this.#svg.addEventListener("click", (event) => this.#pick(event.target));
  }

  connectedCallback() {
    this.#observer.observe(this);
  }

  disconnectedCallback() {
    this.#observer.disconnect();
  }

  /** A picture that is a little too wide is made smaller; beyond that one scrolls. */
  #fit() {
    const [width, height] = this.#size;
    const scale = Math.max(SMALLEST, Math.min(1, this.clientWidth / (width || 1)));
    this.#svg.setAttribute("width", String(width * scale));
    this.#svg.setAttribute("height", String(height * scale));
  }

  /** The tasks of the workflow, as the engine gives them. */
  set tasks(tasks) {
    const { width, height, nodes, edges } = layout(tasks);
    this.#nodes.clear();
    this.#order = tasks.map((task) => task.reference);
    this.#focused = 0;
    const wide = width + 2 * MARGIN;
    const tall = height + 2 * MARGIN;
    this.#svg.replaceChildren();
    this.#size = [wide, tall];
    this.#fit();
    this.#svg.setAttribute("viewBox", `${-MARGIN} ${-MARGIN} ${wide} ${tall}`);
    const arrow = element("marker", {
      id: "arrow", viewBox: "0 0 8 8", refX: "7", refY: "4", markerWidth: "7", markerHeight: "7", orient: "auto",
    });
    arrow.append(element("path", { d: "M0,0.5 L8,4 L0,7.5 z" }));
    const definitions = element("defs", {});
    definitions.append(arrow);
    this.#svg.append(definitions);
    for (const node of nodes.filter((each) => each.box)) this.#svg.append(this.#task(node));
    for (const edge of edges) this.#svg.append(...lines(edge));
    for (const node of nodes.filter((each) => !each.box)) this.#svg.append(this.#task(node));
  }

  #task(node) {
    const { task } = node;
    const group = element("g", { class: "task" + (node.box ? " box" : ""), role: "button", tabindex: "-1" });
    group.dataset.reference = task.reference;
    const about = task.subject ? `${task.kind} ${task.subject}` : task.kind;
    const title = element("title", {});
    title.textContent = `${task.name}: ${about}${task.conditional ? ", conditional" : ""}`;
    group.append(title);
    group.append(element("rect", { x: node.x, y: node.y, width: node.width, height: node.height, rx: node.box ? 10 : 7 }));
    const room = node.width - 34;
    if (node.box) {
      const name = shortened(task.name, room - 24);
      group.append(text(node.x + 12, node.y + 19, name, ""));
      group.append(text(node.x + 18 + wide(name), node.y + 19, shortened(about, room - 6 - wide(name)), "kind"));
    } else {
      group.append(text(node.x + 12, node.y + 19, shortened(task.name, room), ""));
      group.append(text(node.x + 12, node.y + 34, shortened((task.conditional ? "if · " : "") + about, room), "kind"));
    }
    group.append(text(node.x + node.width - 18, node.y + 19, "", "mark"));
    this.#nodes.set(task.reference, { group, task, about });
    if (task.reference === this.#order[0]) group.setAttribute("tabindex", "0");
    return group;
  }

  /**
   * Where the run is.
   *
   * @param {{current: ?string, visited: string[], faulted: string[]}} at
   */
  set place(at) {
    const visited = new Set(at.visited);
    const faulted = new Set(at.faulted);
    for (const [reference, { group, task, about }] of this.#nodes) {
      const current = reference === at.current;
      group.classList.toggle("current", current);
      group.classList.toggle("visited", visited.has(reference));
      group.classList.toggle("faulted", faulted.has(reference));
      const mark = faulted.has(reference) ? "✕" : visited.has(reference) ? "✓" : "";
      group.querySelector(".mark").textContent = mark;
      const words = [faulted.has(reference) && "faulted", visited.has(reference) && "visited", current && "current"];
      group.setAttribute("aria-label", [`${task.name}, ${about}`, ...words.filter(Boolean)].join(", "));
      if (current) group.setAttribute("aria-current", "step");
      else group.removeAttribute("aria-current");
    }
    const current = this.#nodes.get(at.current);
    if (current) this.#reveal(current.group);
  }

  /** Scrolls within this element only, and only if it must. */
  #reveal(group) {
    const rect = group.querySelector("rect");
    const scale = Math.max(SMALLEST, Math.min(1, this.clientWidth / this.#size[0]));
    const side = (name) => Number(rect.getAttribute(name)) * scale;
    const x = side("x") + MARGIN * scale;
    const y = side("y") + MARGIN * scale;
    const width = side("width");
    const height = Math.min(side("height"), this.clientHeight);
    if (y < this.scrollTop) this.scrollTop = y - MARGIN;
    else if (y + height > this.scrollTop + this.clientHeight) this.scrollTop = y + height + MARGIN - this.clientHeight;
    if (x < this.scrollLeft) this.scrollLeft = x - MARGIN;
    else if (x + width > this.scrollLeft + this.clientWidth) this.scrollLeft = x + width + MARGIN - this.clientWidth;
  }

  #key(event) {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (step) {
      this.#focus(this.#focused + step);
    } else if (event.key === "Home") {
      this.#focus(0);
    } else if (event.key === "End") {
      this.#focus(this.#order.length - 1);
    } else if (event.key === "Enter" || event.key === " ") {
      this.#pick(event.target);
    } else {
      return;
    }
    event.preventDefault();
  }

  #focus(index) {
    const next = Math.max(0, Math.min(this.#order.length - 1, index));
    this.#nodes.get(this.#order[this.#focused])?.group.setAttribute("tabindex", "-1");
    this.#focused = next;
    const group = this.#nodes.get(this.#order[next])?.group;
    group?.setAttribute("tabindex", "0");
    group?.focus();
  }

  #pick(target) {
    const group = target.closest?.(".task");
    if (!group) return;
    const reference = group.dataset.reference;
    this.#nodes.get(this.#order[this.#focused])?.group.setAttribute("tabindex", "-1");
    this.#focused = Math.max(0, this.#order.indexOf(reference));
    group.setAttribute("tabindex", "0");
    this.dispatchEvent(new CustomEvent("pick", { detail: { reference }, bubbles: true, composed: true }));
  }
}

function lines(edge) {
  const path = element("path", { class: "edge " + edge.kind, d: rounded(edge.points) });
  const found = [path];
  const [x, y] = edge.points.at(-1);
  if (edge.kind === "end" || edge.kind === "exit") {
    found.push(element("circle", { class: "ends", cx: x, cy: y, r: 3 }));
    const title = element("title", {});
    title.textContent = edge.kind === "end" ? "to the end of the workflow" : "out of this list";
    path.append(title);
  } else {
    path.setAttribute("marker-end", "url(#arrow)");
  }
  if (edge.label) {
    const [x0, y0] = edge.points[0];
    const straight = edge.points.length === 2 && edge.points[1][0] === x0;
    found.push(straight ? text(x0 + 7, (y0 + y) / 2 + 4, edge.label, "label") : text(x0 + 5, y0 - 4, edge.label, "label"));
  }
  return found;
}

function rounded(points) {
  if (points.length === 2 && points[0][0] !== points[1][0] && points[0][1] !== points[1][1]) {
    const [[x0, y0], [x1, y1]] = points;
    const middle = (y0 + y1) / 2;
    return `M${x0},${y0} C${x0},${middle} ${x1},${middle} ${x1},${y1}`;
  }
  return points.map(([x, y], i) => (i ? "L" : "M") + x + "," + y).join(" ");
}

function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

function text(x, y, content, kind) {
  const made = element("text", { x, y, class: kind });
  made.textContent = content;
  return made;
}

const pen = document.createElement("canvas").getContext("2d");
pen.font = "12px system-ui, sans-serif";

function wide(content) {
  return pen.measureText(content).width;
}

function shortened(content, room) {
  if (wide(content) <= room) return content;
  let end = content.length;
  while (end > 1 && wide(content.slice(0, end) + "…") > room) end--;
  return content.slice(0, end) + "…";
}

customElements.define("flowork-diagram", FloworkDiagram);
