// The page: which view the address means, who may look, and whether the engine answers.

import { hasToken, json, setToken, tokenFromAddress } from "./api.js";
import { el } from "./dom.js";
import { list } from "./list.js";

const main = document.getElementById("main");
const engine = document.getElementById("engine");
let end = () => {};
let shown = "";

function trouble(error) {
  if (!error) {
    if (engine.classList.contains("lost")) said();
    return;
  }
  if (error.status === 401) {
    setToken(null);
    login("This is not the engine's token. ");
    return;
  }
  engine.classList.add("lost");
  engine.textContent = error.status ? error.message : "The engine does not answer. Trying again …";
}

function said() {
  engine.classList.remove("lost");
  engine.replaceChildren(el("span", { class: "dot completed", "aria-hidden": "true" }), "connected");
}

function login(problem = "") {
  end();
  end = () => {};
  shown = "";
  const token = el("input", { type: "password", id: "token", autocomplete: "off", spellcheck: "false", required: true });
  const form = el("form", {
    class: "sheet login",
    submit: async (event) => {
      event.preventDefault();
      setToken(token.value.trim());
      try {
        await json("/v1/engine");
        show();
      } catch (error) {
        trouble(error);
      }
    },
  },
  el("h1", {}, "Look at this engine's runs"),
  el("p", { role: problem ? "alert" : null }, problem, "Its token is the content of the file ", el("code", {}, "token"), " in its data folder. It stays in this tab."),
  el("label", { for: "token" }, "Token"), token, el("button", { class: "primary" }, "Look"));
  main.replaceChildren(form);
  token.focus();
}

async function show() {
  tokenFromAddress();
  if (!hasToken()) {
    login();
    return;
  }
  const [path, query = ""] = (location.hash || "#/").slice(1).split("?");
  const parts = path.split("/").filter(Boolean);
  const asked = new URLSearchParams(query);
  const view = parts[0] === "errors" ? "errors" : "runs";
  for (const link of document.querySelectorAll(".top nav a")) {
    if (link.dataset.view === view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (parts[0] === "runs" && parts[1]) {
    const id = decodeURIComponent(parts[1]);
    if (shown === id) {
      main.dispatchEvent(new CustomEvent("address", { detail: asked }));
      return;
    }
    end();
    shown = id;
    delete main.dataset.ready;
    const { run } = await import("./run.js");
    if (shown === id) end = run(main, id, asked, trouble);
    document.title = `${id} · Flowork`;
  } else {
    end();
    shown = "";
    delete main.dataset.ready;
    document.title = view === "errors" ? "Errors · Flowork" : "Runs · Flowork";
    end = list(main, asked, view === "errors", trouble);
  }
}

document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault(); // the address says which view it is
  main.focus();
});
said();
addEventListener("hashchange", show);
show();
