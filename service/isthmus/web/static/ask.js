// Asks without leaving the page. Without this script the form does the same with a page load.
(() => {
  "use strict";

  const form = document.getElementById("ask");
  const box = document.getElementById("question");
  const status = document.getElementById("status");
  let asking = null;

  function say(words, trouble = false) {
    status.classList.toggle("trouble", trouble);
    status.textContent = words;
  }

  function work(on) {
    document.body.classList.toggle("working", on);
    document.getElementById("result").setAttribute("aria-busy", String(on));
  }

  async function ask() {
    const question = box.value.trim();
    if (!question) {
      box.focus();
      return;
    }
    asking?.abort();
    const mine = (asking = new AbortController());
    const slow = setTimeout(() => say("Still reading. This one takes longer than usual."), 4000);
    work(true);
    say("Reading your documents…");
    try {
      const response = await fetch(form.action, {
        method: "POST",
        body: new URLSearchParams({ question }),
        headers: { Accept: "text/html" },
        signal: mine.signal,
      });
      show(await response.text(), response);
    } catch (error) {
      if (error.name !== "AbortError") {
        say("The service can’t be reached. Your question is kept; try again.", true);
      }
    } finally {
      clearTimeout(slow);
      if (asking === mine) work(false);
    }
  }

  function show(html, response) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const result = page.getElementById("result");
    if (!response.ok || !result) {
      say(page.querySelector(".reason")?.textContent ?? "That did not work. Try again.", true);
      return;
    }
    document.getElementById("result").replaceWith(document.adoptNode(result));
    document.body.className = page.body.className;
    document.title = page.title;
    history.pushState(null, "", response.url);
    window.isthmus.result();
    offerCopy();
    document.getElementById("result-title").focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
    const spoken = document.getElementById("spoken").innerText.replace(/\s+/g, " ");
    say("");
    document.getElementById("announcement").textContent = spoken;
  }

  /** The answer as plain text with its sources, to paste into a mail or a minute. */
  function asText() {
    const lines = [...document.querySelectorAll(".sentences p")].map((p) =>
      p.innerText.replace(/\s+(\d+)(?=\s|$)/g, (found, n) => (chip(p, n) ? ` [${n}]` : found)).trim(),
    );
    const sources = [...document.querySelectorAll(".sources .source")].map((source) => {
      const said = [".name", ".where", ".class"].map((part) => source.querySelector(part).innerText);
      return `[${source.dataset.n}] ${said.filter(Boolean).join(", ")}\n    ${source.href}`;
    });
    return [box.value.trim(), "", ...lines, "", ...sources].join("\n");
  }

  const chip = (within, n) => within.querySelector(`.chip[data-n="${n}"]`);

  function offerCopy() {
    const copy = document.getElementById("copy");
    if (!copy || !navigator.clipboard) return;
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(asText());
      copy.textContent = "Copied";
      setTimeout(() => (copy.textContent = "Copy with sources"), 2000);
    });
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });

  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      ask();
    }
  });

  document.addEventListener("click", (event) => {
    const example = event.target.closest(".examples a");
    if (!example || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    box.value = example.textContent;
    ask();
  });

  window.addEventListener("popstate", () => location.reload());
  offerCopy();
})();
