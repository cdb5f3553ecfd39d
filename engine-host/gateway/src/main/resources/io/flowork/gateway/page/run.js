// One run: what it is, what went wrong, its timeline, and at each step its diagram, its state and its text.

import "./timeline/timeline.js";
import "./timeline/diagram.js";
import "./timeline/values.js";
import { json, poll, post } from "./api.js";
import { duration, el, status, time } from "./dom.js";
import { program as programText } from "./program.js";

const BARS = 1000;
const NONE = { value: undefined };

/**
 * Shows a run.
 *
 * @param {HTMLElement} place
 * @param {string} id
 * @param {URLSearchParams} query {@code t}: the step to be at
 * @param {(error: ?Error) => void} trouble
 * @returns {() => void} ends it
 */
export function run(place, id, query, trouble) {
  const path = "/v1/runs/" + encodeURIComponent(id);
  const states = new Map();
  let known = null;
  let picture = null;
  let tasks = [];
  let wanted = query.has("t") ? Number(query.get("t")) : -1;
  let ended = false;
  let asking = 0;
  let text = null;

  const head = el("div", { class: "run-head" });
  const fault = el("section", { class: "fault", "aria-label": "Error", hidden: true });
  const timeline = document.createElement("flowork-timeline");
  const diagram = document.createElement("flowork-diagram");
  const values = document.createElement("flowork-values");
  const number = el("input", { type: "text", inputmode: "numeric", "aria-label": "Step", change: () => timeline.seek(Number(number.value) || 0) });
  const of = el("span", { class: "muted number" });
  const about = el("output", { "aria-live": "off" });
  const go = (name, label, act) => el("button", { type: "button", "aria-label": label, title: label, click: act }, name);
  const nextError = go("next error", "Next error (e)", () => timeline.error(true) >= 0 && timeline.seek(timeline.error(true)));
  const position = el("div", { class: "position", role: "group", "aria-label": "Position" },
    go("|◀", "First step (Home)", () => timeline.seek(0)),
    go("◀", "Step back (←)", () => timeline.seek(timeline.value - 1)),
    go("▶", "Step forward (→)", () => timeline.seek(timeline.value + 1)),
    go("▶|", "Last step (End)", () => timeline.seek(timeline.last)),
    el("span", { class: "muted" }, "step"), number, of, nextError, about);
  const textPlace = el("div", { class: "program", tabindex: "0", role: "region", "aria-label": "Program text as recorded" });
  const panes = el("div", { class: "panes" });
  const pane = (name, body) => el("section", { class: "sheet pane", "aria-label": name }, el("h2", {}, name), body);
  values.setAttribute("aria-label", "State at this step");
  place.replaceChildren(head, fault,
    el("section", { class: "where", "aria-label": "Timeline" }, position, timeline,
      el("p", { class: "note" }, el("kbd", {}, "←"), " ", el("kbd", {}, "→"), " step  ", el("kbd", {}, "PgUp"), " ", el("kbd", {}, "PgDn"), " far  ",
        el("kbd", {}, "Home"), " ", el("kbd", {}, "End"), "  ", el("kbd", {}, "e"), " next error  ", el("kbd", {}, "+"), " ", el("kbd", {}, "−"), " zoom",
        el("span", { class: "legend", "aria-hidden": "true" }, ...["step", "completed", "effect", "wait", "error"].map((kind) => el("span", { class: kind }, kind))))),
    panes);
  panes.append(pane("Workflow", diagram), pane("State at this step", values), pane("Text as recorded", textPlace));

  timeline.addEventListener("seek", () => moved(true));
  timeline.addEventListener("trouble", (event) => trouble(event.detail.error));
  diagram.addEventListener("pick", (event) => visit(event.detail.reference));

  const askTimeline = () => json(`${path}/timeline?bars=${BARS}`, { onBusy: (problem) => (about.textContent = problem.detail ?? "") });
  let early = askTimeline(); // beside the run itself, so that the first look takes one way and not two
  early.catch(() => {}); // whoever waits for it is told
  const refresh = poll(() => path, follow, failed, 1500);
  refresh.now();
  json(path + "/program").then((found) => {
    tasks = found.tasks;
    diagram.tasks = tasks;
    text = programText(textPlace, found.text, tasks, (reference) => visit(reference));
    if (known) showFault();
    moved(false);
  }).catch(failed);

  function failed(error) {
    if (error?.status === 404) {
      place.replaceChildren(el("p", { class: "empty" }, error.message, " ", el("a", { href: "#/" }, "All runs")));
      refresh.stop();
      place.dataset.ready = "true";
    } else {
      trouble(error);
    }
  }

  /** The run stands elsewhere than before, or this is the first look at it. */
  function follow(found) {
    known = found;
    showHead();
    showFault();
    readTimeline();
    if (["completed", "faulted", "cancelled"].includes(found.status)) refresh.rest();
  }

  async function readTimeline() {
    const own = ++asking;
    try {
      const asked = early ?? askTimeline();
      early = null;
      const found = await asked;
      if (ended || own !== asking) return;
      const first = !picture;
      const atEnd = first || timeline.value === timeline.last;
      if (picture && picture.steps !== found.steps) states.clear();
      picture = found;
      timeline.source = { run: id, picture, steps: (from, limit) => json(`${path}/steps?after=${from - 1}&limit=${limit}`).then((page) => page.steps) };
      if (wanted >= 0) timeline.value = wanted;
      else if (first && known.error) timeline.value = raised() ?? timeline.last;
      else if (atEnd) timeline.value = timeline.last;
      wanted = -1;
      moved(false);
    } catch (error) {
      failed(error);
    }
  }

  // --- what it is ---

  function showHead() {
    const over = ["completed", "faulted", "cancelled"].includes(known.status);
    const { namespace, name, version } = known.workflow;
    head.replaceChildren(
      el("h1", {}, `${namespace}/${name}`),
      el("span", { class: "badge" }, status(known.status)),
      el("span", { class: "facts" }, el("span", {}, version), el("span", { class: "mono" }, known.runId),
        known.startedAt && el("span", {}, "started ", time(known.startedAt)),
        known.startedAt && el("span", {}, (known.endedAt ? "took " : "for ") + duration(known.startedAt, known.endedAt)),
        known.parent && el("a", { href: "#/runs/" + known.parent }, "started by another run")),
      el("span", { class: "commands" },
        !over && known.status !== "suspended" && command("Suspend", "suspend", "It stops before its next step, and can be resumed."),
        known.status === "suspended" && command("Resume", "resume", "It goes on where it stopped."),
        over && known.status !== "completed" && command("Retry", "retry", "It goes on from the task that failed, as a new branch. What it did so far is kept."),
        !over && command("Cancel", "cancel", "It ends and cannot go on. Calls that are at work are stopped.", "danger")));
  }

  function command(name, verb, explained, kind = "") {
    return el("button", {
      type: "button", class: kind,
      click: () => {
        const problem = el("p", { class: "error-text", role: "alert" });
        const dialog = el("dialog", { "aria-labelledby": "ask" },
          el("h2", { id: "ask" }, `${name} this run?`), el("p", {}, explained), problem,
          el("div", { class: "buttons" },
            el("button", { type: "button", click: () => dialog.close() }, "Leave it"),
            el("button", {
              type: "button", class: "primary " + kind,
              click: async (event) => {
                event.target.disabled = true;
                try {
                  await post(`${path}/${verb}`, { reason: "from the engine's page" });
                  dialog.close();
                  refresh.now();
                } catch (error) {
                  problem.textContent = error.message;
                  event.target.disabled = false;
                }
              },
            }, name)));
        dialog.addEventListener("close", () => dialog.remove());
        document.body.append(dialog);
        dialog.showModal();
      },
    }, name);
  }

  function showFault() {
    const error = known.status === "faulted" ? known.error : null;
    fault.hidden = !error;
    if (!error) return;
    const task = tasks.find((each) => each.reference === error.instance);
    const jump = task && el("button", { type: "button", class: "plain", click: () => visit(task.reference, true) },
      `${task.name}, line ${task.line}`);
    fault.replaceChildren(
      el("p", {}, el("strong", {}, `${error.status} ${error.title ?? error.type}`), error.detail ? ": " + error.detail : ""),
      el("p", { class: "muted" }, "raised by ", jump || el("span", { class: "mono" }, error.instance ?? "the workflow"), "  ", el("span", { class: "mono" }, error.type)));
    if (task) text?.failed(task.line);
  }

  // --- where it is ---

  /** The step at which the error that ended the run was raised first. */
  function raised() {
    const task = picture.tasks.find((each) => each.reference === known.error.instance);
    return task?.faulted ? task.last : null;
  }

  /** Goes to a task's first visit, or to the last step of it. */
  function visit(reference, last = false) {
    const found = picture?.tasks.find((task) => task.reference === reference);
    if (!found || found.first < 0) return;
    timeline.seek(last ? found.last : found.first);
  }

  function moved(byPerson) {
    if (!picture) return;
    if (!picture.steps) {
      about.textContent = "It has made no step yet.";
      place.dataset.ready = "true";
      return;
    }
    const t = timeline.value;
    if (document.activeElement !== number) number.value = String(t);
    of.textContent = `of ${timeline.last}`;
    nextError.disabled = timeline.error(true) < 0;
    if (byPerson) history.replaceState(null, "", `#/runs/${encodeURIComponent(id)}?t=${t}`);
    load(t);
  }

  let loading = false;

  /** One state at a time is asked for; while a person scrubs only the newest counts. */
  async function load(t) {
    const had = states.get(t);
    if (had) {
      showState(had);
      return;
    }
    panes.classList.add("stale");
    if (loading) return;
    loading = true;
    try {
      const state = await json(`${path}/at/${t}`);
      if (states.size > 500) states.clear();
      states.set(t, state);
      if (!ended && timeline.value === t) showState(state);
    } catch (error) {
      if (!ended) failed(error);
    } finally {
      loading = false;
    }
    if (!ended && timeline.value !== t) load(timeline.value);
  }

  function showState(state) {
    const { step } = state;
    panes.classList.remove("stale");
    about.replaceChildren(el("strong", {}, name(step.reference)), ` ${step.kind}`, step.note ? el("span", { class: "muted" }, "  " + step.note) : "");
    const section = (name, shown, note) => ({ name, ...(shown ?? NONE), note: shown ? (shown.cuts.length ? `about ${size(shown.size)}` : "") : note });
    values.sections = [
      state.error && section("Error", state.error),
      section("Input", state.input, state.rawInput ? "not transformed yet" : "none"),
      different(state.rawInput, state.input) && section("Raw input", state.rawInput),
      section(state.outputOf ? `Output of ${name(state.outputOf)}` : "Output", state.output, "no task has completed yet"),
      section("Context", state.context),
      {
        name: "Pending", note: state.pending.length ? "" : "nothing is waited for", cuts: [],
        value: state.pending.length ? Object.fromEntries(state.pending.map((effect, i) => [`${i + 1} ${effect.kind} of ${name(effect.reference)}`, effect.request.value])) : undefined,
      },
      {
        name: "Step", cuts: [],
        value: { t: step.t, kind: step.kind, task: step.reference, line: state.line, strand: step.strand, time: step.time, run: state.status, inside: state.stack.map((each) => each.name).join(" › ") },
      },
    ].filter(Boolean);
    diagram.place = { current: step.reference, visited: state.visited, faulted: state.faulted };
    text?.current(state.line, step.reference);
    place.dataset.ready = "true";
    place.dataset.t = String(step.t);
  }

  function different(one, other) {
    return one && other && JSON.stringify(one.value) !== JSON.stringify(other.value);
  }

  function name(reference) {
    return tasks.find((task) => task.reference === reference)?.name ?? (reference === "/" ? "the workflow" : reference.split("/").at(-1));
  }

  function size(bytes) {
    return bytes < 2048 ? bytes + " bytes" : bytes < 2 ** 21 ? Math.round(bytes / 1024) + " KiB" : Math.round(bytes / 2 ** 20) + " MiB";
  }

  function shortcut(event) {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.composedPath()[0].closest?.("input, select, textarea, dialog, button, .program, .scroll, .task")) return;
    const act = {
      ArrowRight: () => timeline.seek(timeline.value + (event.shiftKey ? 10 : 1)), ArrowLeft: () => timeline.seek(timeline.value - (event.shiftKey ? 10 : 1)),
      e: () => nextError.click(), Home: () => timeline.seek(0), End: () => timeline.seek(timeline.last), Escape: () => (location.hash = "#/"),
    }[event.key];
    if (act) {
      act();
      event.preventDefault();
    }
  }

  function address(event) {
    if (event.detail.has("t")) timeline.value = Number(event.detail.get("t"));
    moved(false);
  }

  document.addEventListener("keydown", shortcut);
  place.addEventListener("address", address);
  return () => {
    ended = true;
    refresh.stop();
    document.removeEventListener("keydown", shortcut);
    place.removeEventListener("address", address);
    delete place.dataset.t;
  };
}
