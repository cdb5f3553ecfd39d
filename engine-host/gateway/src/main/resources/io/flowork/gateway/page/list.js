// The lists: runs with filters, and faulted runs by what their errors have in common.

import { json, poll } from "./api.js";
import { duration, el, shortId, status, time } from "./dom.js";

const STATUSES = ["running", "waiting", "suspended", "faulted", "completed", "cancelled"];
const TIMES = [["", "Any time"], ["1", "The last hour"], ["24", "The last day"], ["168", "The last week"]];
const PAGE = 50;

/**
 * Shows a list.
 *
 * @param {HTMLElement} place
 * @param {URLSearchParams} query the filters, as they are in the address
 * @param {boolean} errors whether groups of errors are listed
 * @param {(error: ?Error) => void} trouble
 * @returns {() => void} ends it
 */
export function list(place, query, errors, trouble) {
  const chosen = {
    text: query.get("text") ?? "",
    workflow: query.get("workflow") ?? "",
    hours: query.get("hours") ?? "",
    status: new Set((query.get("status") ?? "").split(",").filter(Boolean)),
    fingerprint: query.get("fingerprint") ?? "",
  };
  let pages = 1;
  let typing = 0;

  const search = el("input", {
    type: "search", placeholder: errors ? "Search errors" : "Search by run, workflow or error", "aria-label": "Search", value: chosen.text, input: typed, "aria-keyshortcuts": "/",
  });
  const workflow = el("input", {
    type: "text", placeholder: "Workflow", "aria-label": "Workflow, as namespace/name", list: "workflows", value: chosen.workflow, input: typed,
  });
  const names = el("datalist", { id: "workflows" });
  const when = el("select", { "aria-label": "Time", change: typed },
    ...TIMES.map(([value, name]) => el("option", { value, selected: value === chosen.hours }, name)));
  const chips = errors ? null : el("fieldset", { class: "chips" }, el("legend", { class: "unseen" }, "Status"),
    ...STATUSES.map((name) => el("label", {},
      el("input", { type: "checkbox", value: name, checked: chosen.status.has(name), change: typed }), status(name))));
  const group = chosen.fingerprint && el("button", { class: "chip", click: () => { chosen.fingerprint = ""; changed(); } },
    "One error group ✕");
  const heading = el("h1", { class: "unseen" }, errors ? "Errors" : "Runs");
  const rows = el("tbody", { keydown: keys, click: open });
  const heads = errors
    ? [["Error", ""], ["Workflow", "c-workflow"], ["Runs", "c-count right"], ["First", "c-time"], ["Last", "c-time"]]
    : [["Status", "c-status"], ["Workflow", "c-workflow"], ["Run", "c-run"], ["Started", "c-time"], ["Took", "c-took"], ["Error", ""]];
  const table = el("table", { "aria-label": errors ? "Errors" : "Runs" },
    el("thead", {}, el("tr", {}, ...heads.map(([name, kind]) => el("th", { scope: "col", class: kind }, name)))), rows);
  const empty = el("p", { class: "empty", hidden: true });
  const more = el("button", { click: () => { pages++; refresh.now(); } }, "Show more");
  const moreRow = el("div", { class: "more", hidden: true }, more);
  const said = el("p", { class: "unseen", role: "status" });
  place.replaceChildren(heading,
    el("form", { class: "filters", role: "search", submit: (event) => event.preventDefault() },
      search, chips, workflow, names, when, group),
    el("div", { class: "sheet" }, table, empty, moreRow), said,
    el("p", { class: "note" }, el("kbd", {}, "/"), " search  ", el("kbd", {}, "↑"), " ", el("kbd", {}, "↓"), " choose  ", el("kbd", {}, "Enter"), " open"));

  json("/v1/workflows?limit=1000").then((page) => {
    const all = new Set(page.workflows.map((each) => each.namespace + "/" + each.name));
    names.replaceChildren(...[...all].map((value) => el("option", { value })));
  }).catch(trouble);

  const refresh = poll(address, show, trouble, 2000);
  refresh.now();

  function address() {
    const asked = new URLSearchParams();
    if (errors) asked.set("by", "fingerprint");
    if (chosen.text) asked.set("text", chosen.text);
    if (chosen.workflow) {
      const parts = chosen.workflow.split("/");
      if (parts.length > 1 && parts[0]) asked.set("namespace", parts[0]);
      if (parts.at(-1)) asked.set("name", parts.at(-1));
    }
    if (chosen.hours) {
      // To the minute, so that the same list has the same address for a while.
      const since = Math.floor(Date.now() / 60_000 - Number(chosen.hours) * 60) * 60_000;
      asked.set("since", new Date(since).toISOString());
    }
    if (chosen.status.size) asked.set("status", [...chosen.status].join(","));
    if (chosen.fingerprint) asked.set("fingerprint", chosen.fingerprint);
    asked.set("limit", String(Math.min(1000, PAGE * pages)));
    return (errors ? "/v1/runs/groups?" : "/v1/runs?") + asked;
  }

  function show(page) {
    const focused = rows.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    const all = errors ? page.groups : page.runs;
    rows.replaceChildren(...all.map(errors ? groupRow : runRow));
    if (focused) [...rows.querySelectorAll("a")].find((link) => link.getAttribute("href") === focused)?.focus();
    table.hidden = all.length === 0;
    empty.hidden = all.length > 0;
    const filtered = chosen.text || chosen.workflow || chosen.hours || chosen.status.size || chosen.fingerprint;
    empty.textContent = errors
      ? filtered ? "No faulted run fits these filters." : "No run has faulted."
      : filtered ? "No run fits these filters." : "There are no runs yet. Deploy a workflow and start one: docs/serve.md says how.";
    moreRow.hidden = !page.next || PAGE * pages >= 1000;
    const text = `${all.length}${page.next ? " or more" : ""} ${errors ? "groups" : "runs"}`;
    if (said.textContent !== text) said.textContent = text;
    place.dataset.ready = "true";
  }

  function runRow(run) {
    const called = `${run.workflow.namespace}/${run.workflow.name}`;
    return el("tr", {},
      el("td", {}, status(run.status)),
      el("td", { title: `${called} ${run.workflow.version}` }, el("a", { href: "#/runs/" + run.runId }, called), el("span", { class: "muted" }, " " + run.workflow.version)),
      el("td", { class: "mono muted c-run", title: run.runId }, shortId(run.runId)),
      el("td", {}, time(run.startedAt ?? run.createdAt)),
      el("td", { class: "muted" }, duration(run.startedAt, run.endedAt)),
      el("td", { class: "error-text", title: run.fault }, run.fault ?? ""));
  }

  function groupRow(found) {
    const called = `${found.example.workflow.namespace}/${found.example.workflow.name}`;
    return el("tr", {},
      el("td", { class: "error-text", title: found.title }, el("a", { href: `#/?fingerprint=${found.fingerprint}` }, found.title)),
      el("td", {}, called),
      el("td", { class: "right c-count" }, String(found.count)),
      el("td", {}, time(found.first)),
      el("td", {}, time(found.last)));
  }

  function typed() {
    chosen.text = search.value.trim();
    chosen.workflow = workflow.value.trim();
    chosen.hours = when.value;
    if (chips) chosen.status = new Set([...chips.querySelectorAll(":checked")].map((box) => box.value));
    clearTimeout(typing);
    typing = setTimeout(changed, 150);
  }

  function changed() {
    pages = 1;
    const kept = new URLSearchParams();
    for (const key of ["text", "workflow", "hours", "fingerprint"]) if (chosen[key]) kept.set(key, chosen[key]);
    if (chosen.status.size) kept.set("status", [...chosen.status].join(","));
    const there = (errors ? "#/errors" : "#/") + (kept.size ? "?" + kept : "");
    history.replaceState(null, "", there);
    if (!chosen.fingerprint && group) group.remove();
    refresh.now();
  }

  function open(event) {
    if (event.target.closest("a") || getSelection().toString()) return;
    event.target.closest("tr")?.querySelector("a")?.click();
  }

  function keys(event) {
    const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
    if (!step) return;
    const links = [...rows.querySelectorAll("a")];
    links[links.indexOf(document.activeElement) + step]?.focus();
    event.preventDefault();
  }

  function shortcut(event) {
    const writing = event.target.closest("input, select, textarea, dialog");
    if (event.key === "/" && !writing) {
      search.focus();
      event.preventDefault();
    } else if (event.key === "ArrowDown" && (event.target === document.body || event.target === place || event.target === search)) {
      rows.querySelector("a")?.focus();
      event.preventDefault();
    }
  }

  document.addEventListener("keydown", shortcut);
  return () => {
    refresh.stop();
    clearTimeout(typing);
    document.removeEventListener("keydown", shortcut);
  };
}
