// Opens a passage beside the answer. Without this script its links lead to the passage's own page.
(() => {
  "use strict";

  let turn = null; // the one whose sources are open
  let sources = [];
  let at = -1;
  let opener = null;
  const get = (id) => document.getElementById(id);
  const isOpen = () => Boolean(get("panel")) && !get("panel").hidden;
  const linksOf = (within) => [...within.querySelectorAll(".chip, .source")];

  /** Makes the links of all turns buttons of the one panel. */
  function result() {
    turn = null;
    sources = [];
    at = -1;
    opener = null;
    document.body.classList.remove("with-panel");
    for (const link of linksOf(document)) {
      link.setAttribute("role", "button");
      link.setAttribute("aria-controls", "panel");
      link.setAttribute("aria-expanded", "false");
    }
  }

  /** Collects a turn's citations: each number once, whether it is a chip or in the list. */
  function turnTo(other) {
    if (other === turn) return;
    mark(-1);
    turn = other;
    const links = linksOf(turn);
    const numbers = new Set(links.map((link) => Number(link.dataset.n)));
    sources = [...numbers]
      .sort((a, b) => a - b)
      .map((n) => links.filter((link) => Number(link.dataset.n) === n));
  }

  async function open(index) {
    const links = sources[index];
    if (!links) return;
    at = index;
    mark(index);
    get("panel").hidden = false;
    document.body.classList.add("with-panel");
    const kind = turn.querySelector(".chip") ? "Source" : "Passage";
    get("panel-title").textContent = `${kind} ${index + 1} of ${sources.length}`;
    get("previous").disabled = index === 0;
    get("next").disabled = index === sources.length - 1;
    get("panel-title").focus({ preventScroll: true });
    await fill(links[0].href, index);
  }

  async function fill(address, index) {
    const body = get("panel-body");
    body.replaceChildren();
    const slow = setTimeout(() => (body.textContent = "Opening the passage…"), 250);
    try {
      const response = await fetch(address, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      if (at !== index) return;
      const passage = page.getElementById("passage") ?? page.querySelector(".reason");
      body.replaceChildren(document.adoptNode(passage));
      reveal(body);
    } catch {
      if (at === index) body.textContent = "The passage can’t be reached. Try again.";
    } finally {
      clearTimeout(slow);
    }
  }

  /** Scrolls the panel, not the page, until the quote stands in its upper third. */
  function reveal(body) {
    const quote = body.querySelector("mark") ?? body.querySelector(".text p:not(.around)");
    if (!quote) return;
    const above = body.querySelector("header")?.offsetHeight ?? 0;
    const down = quote.getBoundingClientRect().top - body.getBoundingClientRect().top;
    body.scrollTop = Math.max(0, down - above - (body.clientHeight - above) / 4);
  }

  function mark(index) {
    sources.forEach((links, i) =>
      links.forEach((link) => link.setAttribute("aria-expanded", String(i === index))),
    );
  }

  function close() {
    get("panel").hidden = true;
    document.body.classList.remove("with-panel");
    mark(-1);
    at = -1;
    opener?.focus();
  }

  function light(event) {
    const chip = event.target.closest?.(".chip");
    const within = chip?.closest(".turn");
    document.querySelectorAll(".sources .source").forEach((source) => {
      const lit = source.dataset.n === chip?.dataset.n && source.closest(".turn") === within;
      source.classList.toggle("lit", lit);
    });
  }

  document.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    const link = event.target.closest("#result .chip, #result .source");
    if (link) {
      event.preventDefault();
      opener = link;
      turnTo(link.closest(".turn"));
      open(sources.findIndex((links) => links.includes(link)));
    }
    if (event.target.closest("#close")) close();
    if (event.target.closest("#previous")) open(at - 1);
    if (event.target.closest("#next")) open(at + 1);
  });

  document.addEventListener("keydown", (event) => {
    const link = event.target.closest?.("#result .chip, #result .source");
    if (link && event.key === " ") {
      event.preventDefault();
      link.click();
    }
    if (event.target.closest("textarea, input, select") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^[1-9]$/.test(event.key)) jump(Number(event.key));
    if (!isOpen()) return;
    if (event.key === "Escape") close();
    if (event.key === "ArrowLeft") open(at - 1);
    if (event.key === "ArrowRight") open(at + 1);
  });

  function jump(n) {
    const turns = [...document.querySelectorAll(".turn")];
    const here = document.activeElement.closest(".turn") ?? (isOpen() ? turn : turns.at(-1));
    if (!here) return;
    turnTo(here);
    const index = sources.findIndex((links) => Number(links[0].dataset.n) === n);
    if (index >= 0) {
      opener = sources[index][0];
      open(index);
    }
  }

  document.addEventListener("mouseover", light);
  document.addEventListener("focusin", light);
  window.isthmus = { result };
  result();
})();
