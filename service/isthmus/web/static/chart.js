// Makes a grid of the chart's table: arrows move, letters are typed. Without it the forms below do the same.
(() => {
  "use strict";

  const get = (id) => document.getElementById(id);
  const csrf = document.querySelector('meta[name="csrf"]').content;
  let at = [0, 0];
  let asked = 0;
  let last = Promise.resolve(); // what was pressed is done in its order, and none is dropped

  const live = () => get("live");
  const mayEdit = () => live().dataset.edit === "yes";
  const rows = () => [...get("grid").querySelectorAll("tbody tr[data-id]")];
  const columns = () => [...get("grid").querySelectorAll("thead th[data-id]")];
  const cells = (row) => [...row.querySelectorAll("td:not(.no)")];
  const cell = ([r, c]) => cells(rows()[r])[c];
  const letters = (td) => [...td.querySelectorAll(".l")].map((one) => one.textContent);

  /** Tells screen readers what the table is now, and puts one cell into the order of focus. */
  function prepare() {
    const grid = get("grid");
    if (!grid || !rows().length || !columns().length) return;
    grid.setAttribute("role", "grid");
    grid.setAttribute("aria-label", document.querySelector("h1").textContent);
    if (!mayEdit()) grid.setAttribute("aria-readonly", "true");
    const heads = columns().map((head) => head.querySelector("span").textContent);
    for (const row of rows()) {
      cells(row).forEach((td, c) => {
        td.tabIndex = -1;
        const said = [...td.querySelectorAll(".l")].map((one) => one.title).join(" and ") || "no letter";
        td.setAttribute("aria-label", `${heads[c]}: ${said}`);
      });
    }
    at = [Math.min(at[0], rows().length - 1), Math.min(at[1], columns().length - 1)];
    cell(at).tabIndex = 0;
    for (const keys of document.querySelectorAll(".keys")) keys.hidden = false;
  }

  function move(r, c) {
    cell(at).tabIndex = -1;
    at = [Math.max(0, Math.min(r, rows().length - 1)), Math.max(0, Math.min(c, columns().length - 1))];
    const to = cell(at);
    to.tabIndex = 0;
    to.focus();
  }

  /** Shows why the letters stand where they stand; the last cell asked for wins. */
  async function why() {
    const asking = ++asked;
    const [row, column] = [rows()[at[0]].dataset.id, columns()[at[1]].dataset.id];
    await new Promise((wait) => setTimeout(wait, 150));
    if (asking !== asked) return;
    const address = `${live().dataset.home}/cells/${encodeURIComponent(row)}/${encodeURIComponent(column)}`;
    const response = await fetch(address, { headers: { Accept: "text/html" } });
    if (!response.ok || asking !== asked) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    get("why").replaceChildren(document.adoptNode(page.getElementById("cell")));
    get("why").hidden = false;
  }

  /** Sends a change and shows the chart as it is then; what went wrong is said, and nothing is lost. */
  async function send(what, values) {
    try {
      const body = new URLSearchParams({ csrf, seen: live().dataset.seen, ...values });
      const response = await fetch(`${live().dataset.home}/${what}`, { method: "POST", body, headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = page.getElementById("live");
      if (fresh) {
        carry(fresh);
        live().replaceWith(document.adoptNode(fresh));
        prepare();
        cell(at)?.focus();
      } else {
        complain(page.querySelector("main p")?.textContent ?? "That did not work.");
      }
    } catch {
      complain("The service can’t be reached. Nothing was changed.");
    }
  }

  function then(act) {
    last = last.then(act);
  }

  /** Keeps what somebody has typed into a field and not sent yet. */
  function carry(fresh) {
    for (const typed of live().querySelectorAll("input[type=text][id]")) {
      const same = fresh.querySelector(`#${CSS.escape(typed.id)}`);
      if (same && typed.value !== typed.defaultValue) same.value = typed.value;
    }
  }

  function complain(text) {
    live().querySelector(".notice.bad")?.remove();
    const notice = document.createElement("div");
    notice.className = "notice bad";
    notice.setAttribute("role", "alert");
    const line = document.createElement("p");
    line.textContent = text;
    notice.append(line);
    live().querySelector(".say").before(notice);
  }

  function put(wanted) {
    const [row, column] = [rows()[at[0]].dataset.id, columns()[at[1]].dataset.id];
    return send("cell", { row, column, letters: wanted.join("/") });
  }

  function typed(letter, adds) {
    const there = letters(cell(at));
    const rest = there.filter((one) => one !== letter);
    if (!adds) return put(there.length === 1 && there[0] === letter ? [] : [letter]);
    return put(there.includes(letter) ? rest : [...there, letter]);
  }

  document.addEventListener("keydown", (event) => {
    if (!event.target.closest?.("#grid td")) return;
    const [r, c] = at;
    const steps = {
      ArrowUp: [r - 1, c],
      ArrowDown: [r + 1, c],
      ArrowLeft: [r, c - 1],
      ArrowRight: [r, c + 1],
      Home: [event.ctrlKey ? 0 : r, 0],
      End: [event.ctrlKey ? Infinity : r, Infinity],
      PageUp: [r - 10, c],
      PageDown: [r + 10, c],
    };
    const key = event.key.toUpperCase();
    if (steps[event.key]) move(...steps[event.key]);
    else if (event.key === "Enter") why();
    else if (!mayEdit()) return;
    else if ((event.ctrlKey || event.metaKey) && key === "Z") then(() => send(event.shiftKey ? "redo" : "undo", {}));
    else if ((event.ctrlKey || event.metaKey) && key === "Y") then(() => send("redo", {}));
    else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if (event.key === "Delete" || event.key === "Backspace") then(() => put([]));
    else if (key.length === 1 && live().dataset.letters.includes(key)) then(() => typed(key, event.shiftKey));
    else return;
    event.preventDefault();
  });

  document.addEventListener("focusin", (event) => {
    const td = event.target.closest?.("#grid td:not(.no)");
    if (!td) return;
    const row = rows().indexOf(td.parentElement);
    if (row < 0) return;
    cell(at).tabIndex = -1;
    at = [row, cells(td.parentElement).indexOf(td)];
    td.tabIndex = 0;
    why();
  });

  document.addEventListener("click", (event) => {
    event.target.closest?.("#grid td:not(.no)")?.focus();
  });

  prepare();
})();
