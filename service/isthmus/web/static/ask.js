// Asks without leaving the page. Without this script the form does the same with a page load.
(() => {
  "use strict";

  const get = (id) => document.getElementById(id);
  const form = get("ask");
  const box = get("question");
  const status = get("status");
  const ENDS_ANNOUNCED = 1200;
  let asking = null;

  function say(words, trouble = false) {
    status.classList.toggle("trouble", trouble);
    status.textContent = words;
  }

  function work(on) {
    document.body.classList.toggle("working", on);
    get("result").setAttribute("aria-busy", String(on));
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
        body: new URLSearchParams({
          question,
          conversation: form.elements.conversation.value,
          message: form.elements.message.value,
        }),
        headers: {
          Accept: "text/html",
          "X-CSRF-Token": document.querySelector("meta[name=csrf]").content,
        },
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
    if (response.ok && !page.querySelector(".turn") && response.redirected) {
      location.assign(response.url); // it was no question, and has a page of its own
      return;
    }
    if (!response.ok || !page.querySelector(".turn")) {
      say(page.querySelector(".reason")?.textContent ?? "That did not work. Try again.", true);
      return;
    }
    get("result").replaceWith(document.adoptNode(result));
    moveFormBelow(page);
    document.body.className = page.body.className;
    document.title = page.title;
    history.pushState(null, "", response.url);
    box.value = "";
    say("");
    window.isthmus.result();
    offerCopies();
    readNewest();
  }

  /** The form stays the same element, so that what is said in it is still announced. */
  function moveFormBelow(page) {
    const section = form.closest(".ask");
    section.querySelectorAll("h1, .promise").forEach((part) => part.remove());
    document.querySelector(".chart")?.remove();
    get("result").after(section);
    form.elements.conversation.value = page.getElementById("ask").elements.conversation.value;
    box.placeholder = page.getElementById("question").placeholder;
    form.querySelector("label").textContent = page.querySelector("#ask label").textContent;
  }

  function readNewest() {
    const turn = [...document.querySelectorAll(".turn")].at(-1);
    turn.scrollIntoView({ block: "start" });
    turn.querySelector(".result-title").focus({ preventScroll: true });
    const spoken = turn.querySelector(".spoken").innerText.replace(/\s+/g, " ");
    get("announcement").textContent = spoken.slice(0, ENDS_ANNOUNCED);
  }

  /** An answer as plain text with its sources, to paste into a mail or a minute. */
  function asText(turn) {
    const lines = [...turn.querySelectorAll(".spoken tr, .spoken > .sentences > p, .remark")].map(
      (line) => withMarks(line).replace(/\s+/g, " ").trim(),
    );
    const sources = [...turn.querySelectorAll(".sources .source")].map((source) => {
      const said = [".name", ".where", ".class"].map((part) => source.querySelector(part).innerText);
      return `[${source.dataset.n}] ${said.filter(Boolean).join(", ")}\n    ${source.href}`;
    });
    return [turn.querySelector(".question").innerText, "", ...lines, "", ...sources].join("\n");
  }

  function withMarks(line) {
    const copy = line.cloneNode(true);
    copy.querySelectorAll(".chip").forEach((chip) => chip.replaceWith(`[${chip.dataset.n}]`));
    copy.querySelectorAll("th").forEach((subject) => subject.append(": "));
    return copy.textContent;
  }

  function offerCopies() {
    if (!navigator.clipboard) return;
    document.querySelectorAll(".copy").forEach((copy) => (copy.hidden = false));
  }

  async function copyFrom(button) {
    await navigator.clipboard.writeText(asText(button.closest(".turn")));
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy with sources"), 2000);
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
    const copy = event.target.closest(".copy");
    if (copy) copyFrom(copy);
    const suggested = event.target.closest(".suggested");
    if (!suggested || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    box.value = suggested.textContent;
    ask();
  });

  window.addEventListener("popstate", () => location.reload());
  offerCopies();
  const link = get("link"); // a shared conversation's address, to be copied whole
  if (link) link.value = new URL(link.value, location.href).href;
})();
