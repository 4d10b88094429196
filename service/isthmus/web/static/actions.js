// Moves cards of the board by hand and by keyboard, counts what is chosen. Without it, forms do the same.
(() => {
  "use strict";

  const get = (id) => document.getElementById(id);
  const csrf = document.querySelector('meta[name="csrf"]').content;
  const words = { open: "Open", "in progress": "In progress", blocked: "Blocked", done: "Done", proposed: "Proposed", dropped: "Dropped" };
  const headers = { Accept: "text/html" };

  // ---- what is chosen in the list

  const boxes = () => [...document.querySelectorAll("input[name=chosen]")];

  function count() {
    const told = document.querySelector("[data-chosen]");
    if (told) told.textContent = `${boxes().filter((box) => box.checked).length} chosen`;
  }

  function offerAll() {
    const head = document.querySelector("th.pick");
    if (!head) return;
    const all = document.createElement("input");
    all.type = "checkbox";
    all.setAttribute("aria-label", "Choose all of this page");
    all.addEventListener("change", () => {
      for (const box of boxes()) box.checked = all.checked;
      count();
    });
    head.replaceChildren(all);
    document.addEventListener("change", count);
    count();
  }

  // ---- the board

  const cards = (lane) => [...lane.querySelectorAll(".task")];
  const lanes = () => [...document.querySelectorAll(".lane")];
  const cardOf = (target) => target.closest?.(".task");
  const movesOf = (card) => (card.dataset.moves ? card.dataset.moves.split(",") : []);
  let dragged = null;
  let busy = false;

  function say(text) {
    get("told").textContent = text;
  }

  function prepare() {
    for (const card of document.querySelectorAll(".task[data-id]")) card.draggable = true;
  }

  /** Shows the board as the service gives it, and goes to one card of it. */
  function show(page, id, field) {
    const fresh = page.getElementById("board");
    if (!fresh) {
      say(page.querySelector("main p")?.textContent ?? "That did not work.");
      return false;
    }
    for (const one of fresh.querySelectorAll("[autofocus]")) one.removeAttribute("autofocus");
    get("board").replaceWith(document.adoptNode(fresh));
    prepare();
    const card = get(`a-${id}`);
    (card?.querySelector(field) ?? card?.querySelector(".name"))?.focus();
    return true;
  }

  async function load(address, options) {
    const response = await fetch(address, { headers, ...options });
    return new DOMParser().parseFromString(await response.text(), "text/html");
  }

  /** Asks on the card where it goes, or what its new place needs. */
  async function ask(card, to = "") {
    const query = new URLSearchParams(get("board").dataset.query);
    query.set("move", card.dataset.id);
    if (to) query.set("to", to);
    show(await load(`/actions/board?${query}`), card.dataset.id, to ? "[name=said]" : "[name=to]");
  }

  /** Shows the board without the question on a card. */
  async function leave(card) {
    show(await load(`/actions/board?${get("board").dataset.query}`), card.id.slice(2), ".name");
  }

  async function move(card, to) {
    if (busy) return;
    const { id, seen } = card.dataset;
    if (!movesOf(card).includes(to)) {
      say(`${card.querySelector(".no").textContent} cannot go to ${words[to]}.`);
      return;
    }
    busy = true;
    try {
      const needs = to === "blocked" || to === "dropped" || (to === "done" && card.dataset.asks) || card.closest(".lane").dataset.status === "done";
      if (needs) {
        await ask(card, to);
        return;
      }
      const body = new URLSearchParams({ csrf, seen, to });
      const page = await load(`/actions/board/${id}?${get("board").dataset.query}`, { method: "POST", body });
      const refused = page.querySelector("#board [role=alert]")?.textContent.trim();
      if (show(page, id, "[name=said]")) say(refused ?? `Moved to ${words[to]}.`);
    } catch {
      say("The service can’t be reached. Nothing was moved.");
    } finally {
      busy = false;
    }
  }

  /** Goes from card to card; an empty column is passed over. */
  function go(card, right, down) {
    const all = lanes();
    const at = all.indexOf(card.closest(".lane"));
    const row = cards(all[at]).indexOf(card);
    if (down) {
      cards(all[at])[row + down]?.querySelector(".name").focus();
      return;
    }
    for (let next = at + right; all[next]; next += right) {
      const there = cards(all[next]);
      if (there.length) {
        there[Math.min(row, there.length - 1)].querySelector(".name").focus();
        return;
      }
    }
  }

  /** Moves to the next column on that side to which the card can go. */
  function shift(card, right) {
    const all = lanes();
    for (let next = all.indexOf(card.closest(".lane")) + right; all[next]; next += right) {
      if (movesOf(card).includes(all[next].dataset.status)) {
        move(card, all[next].dataset.status);
        return;
      }
    }
    say("It cannot go that way.");
  }

  document.addEventListener("keydown", (event) => {
    const card = cardOf(event.target);
    if (!card || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest(".mover")) {
      if (event.key === "Escape") leave(card);
      return;
    }
    const right = { ArrowRight: 1, ArrowLeft: -1 }[event.key] ?? 0;
    const down = { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? 0;
    if (event.shiftKey && right) shift(card, right);
    else if (right || down) go(card, right, down);
    else if (event.key.toLowerCase() === "m" && card.dataset.id) ask(card);
    else return;
    event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".move, .mover a");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    (link.matches(".move") ? ask : leave)(cardOf(link));
  });

  document.addEventListener("dragstart", (event) => {
    dragged = cardOf(event.target);
    if (!dragged?.dataset.id) return;
    event.dataTransfer.setData("text/plain", dragged.querySelector(".no").textContent);
    event.dataTransfer.effectAllowed = "move";
    dragged.classList.add("dragged");
    for (const lane of lanes()) lane.classList.toggle("not", lane !== dragged.closest(".lane") && !movesOf(dragged).includes(lane.dataset.status));
  });

  document.addEventListener("dragover", (event) => {
    const lane = event.target.closest?.(".lane");
    for (const one of lanes()) one.classList.toggle("into", Boolean(dragged) && one === lane && movesOf(dragged).includes(lane.dataset.status));
    if (lane?.classList.contains("into")) event.preventDefault();
  });

  document.addEventListener("drop", (event) => {
    const lane = event.target.closest?.(".lane");
    if (!dragged || !lane) return;
    event.preventDefault();
    move(dragged, lane.dataset.status);
  });

  document.addEventListener("dragend", () => {
    dragged?.classList.remove("dragged");
    dragged = null;
    for (const lane of lanes()) lane.classList.remove("into", "not");
  });

  // ---- the calendar

  document.addEventListener("keydown", (event) => {
    const day = event.target.closest?.(".calendar a.date");
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 7, ArrowUp: -7 }[event.key];
    if (!day || !step) return;
    const all = [...document.querySelectorAll(".calendar td")];
    for (let at = all.indexOf(day.closest("td")) + step; all[at]; at += step) {
      const to = all[at].querySelector("a.date");
      if (to) {
        to.focus();
        break;
      }
    }
    event.preventDefault();
  });

  offerAll();
  if (get("board")) prepare();
  for (const keys of document.querySelectorAll(".keys")) keys.hidden = false;
})();
