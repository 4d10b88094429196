// Asks without leaving the page. Without this script the form does the same with a page load.
(() => {
  "use strict";

  const get = (id) => document.getElementById(id);
  const form = get("ask");
  const box = get("question");
  const status = get("status");
  const ENDS_ANNOUNCED = 1200;
  const TRIES = 3; // to hear of an answer that is being written when the connection is lost
  const LOOKS = 80; // for what comes of a question that was sent before
  const APART = 2000;
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
      const send = () => sent(question, mine.signal);
      const response = await send();
      if (isWritten(response)) {
        clearTimeout(slow);
        await follow(response, send, question, mine.signal);
      } else {
        show(await response.text(), response);
      }
    } catch (error) {
      if (error.name !== "AbortError") {
        say("The service can’t be reached. Your question is kept; try again.", true);
      }
    } finally {
      clearTimeout(slow);
      if (asking === mine) {
        work(false);
        endWriting();
      }
    }
  }

  /** Sent again with the same message, the same question is not asked twice. */
  function sent(question, signal) {
    return fetch(form.action, {
      method: "POST",
      body: new URLSearchParams({
        question,
        conversation: form.elements.conversation.value,
        message: form.elements.message.value,
      }),
      headers: {
        Accept: "text/html, text/event-stream",
        "X-CSRF-Token": document.querySelector("meta[name=csrf]").content,
      },
      signal,
    });
  }

  // ---- an answer that is shown while it is written, each sentence when it was checked

  const isWritten = (response) =>
    (response.headers.get("Content-Type") ?? "").startsWith("text/event-stream");

  async function follow(response, send, question, signal) {
    const told = [];
    beginWriting(question);
    let lost = 0;
    for (let looked = 0; looked < LOOKS && lost < TRIES; looked++) {
      const end = await endOf(response, told).catch(() => null);
      signal.throwIfAborted();
      if (end && end.name !== "later") return finish(end, told, signal);
      if (end) await new Promise((resolve) => setTimeout(resolve, APART));
      else lost++;
      signal.throwIfAborted();
      response = await send();
    }
    if (lost < TRIES) form.elements.message.value = fresh(); // nobody answers it any more
    throw new Error("nothing came of it");
  }

  /** Shows sentences as they come; gives the last event, nothing where the connection was lost. */
  async function endOf(response, told) {
    const pieces = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let kept = "";
    for (;;) {
      const { value, done } = await pieces.read();
      if (done) return null;
      const events = (kept + value).split("\n\n");
      kept = events.pop();
      for (const { name, data } of events.map(eventOf)) {
        if (name === "sentence") told.push(write(data));
        else if (name) return { name, data };
      }
    }
  }

  function eventOf(text) {
    const fields = Object.fromEntries(text.split("\n").map((line) => line.split(/: (.*)/s)));
    return { name: fields.event, data: fields.data && JSON.parse(fields.data) };
  }

  async function finish({ name, data }, told, signal) {
    form.elements.message.value = fresh();
    if (name === "problem") {
      say(data.detail, true);
      return;
    }
    const response = await fetch(data.address, { headers: { Accept: "text/html" }, signal });
    endWriting();
    show(await response.text(), response, told);
  }

  function fresh() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function element(kind, name, text = "") {
    const made = document.createElement(kind);
    made.className = name;
    made.textContent = text;
    return made;
  }

  function beginWriting(question) {
    endWriting();
    const turn = element("section", "turn writing");
    turn.id = "writing";
    turn.setAttribute("aria-label", "The answer so far");
    const asked = element("div", "asked-words");
    asked.append(element("h2", "question", question));
    const answer = element("div", "answer");
    const sentences = element("div", "sentences");
    sentences.setAttribute("aria-live", "polite");
    answer.append(element("p", "quiet", "Being written"), sentences);
    const sources = element("div", "sources");
    sources.append(element("p", "quiet", "Sources"), element("ol", ""));
    turn.append(asked, answer, sources);
    get("result").after(turn);
    document.body.classList.add("writes");
    turn.scrollIntoView({ block: document.body.matches(".asked") ? "start" : "nearest" });
    say("Writing… checked sentences appear here.");
  }

  function endWriting() {
    document.body.classList.remove("writes");
    get("writing")?.remove();
  }

  /** Shows a sentence whole; gives its words. */
  function write({ subject, lines, citations, new: added }) {
    const told = element("div", "told-now");
    for (const [at, line] of lines.entries()) {
      const text = at === 0 && subject ? `${subject}: ${line.text}` : line.text;
      told.append(element("p", line.kind, line.mark ? `${line.mark} ${text}` : text));
    }
    for (const n of citations) {
      told.lastElementChild?.append("\u00a0", element("span", "chip-to-be", String(n)));
    }
    get("writing").querySelector(".sentences").append(told);
    for (const source of added) {
      const item = element("li", "source-to-be");
      const number = element("span", "number", String(source.n));
      const where = element("span", "where", source.locator);
      item.append(number, element("span", "name", source.title), where);
      get("writing").querySelector("ol").append(item);
    }
    return lines.map((line) => line.text).join(" ");
  }

  // ---- what came of it

  function show(html, response, told = []) {
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
    readNewest(told);
  }

  /** The form stays the same element, so that what is said in it is still announced. */
  function moveFormBelow(page) {
    const section = form.closest(".ask");
    section.querySelectorAll("h1, .promise").forEach((part) => part.remove());
    document.querySelector(".chart")?.remove();
    get("result").after(section);
    const other = page.getElementById("ask").elements;
    form.elements.conversation.value = other.conversation.value;
    form.elements.message.value = other.message.value;
    box.placeholder = page.getElementById("question").placeholder;
    form.querySelector("label").textContent = page.querySelector("#ask label").textContent;
  }

  /** What was read out while it was written is not read out again. */
  function readNewest(told) {
    const turn = [...document.querySelectorAll(".turn")].at(-1);
    turn.scrollIntoView({ block: "start" });
    turn.querySelector(".result-title").focus({ preventScroll: true });
    const spoken = turn.querySelector(".spoken").innerText.replace(/\s+/g, " ");
    const said = told.length && told.every((text) => spoken.includes(text.replace(/\s+/g, " ")));
    const announced = said ? "The answer is complete." : spoken.slice(0, ENDS_ANNOUNCED);
    get("announcement").textContent = announced;
  }

  /** An answer as plain text with its sources, to paste into a mail or a minute. */
  function asText(turn) {
    const lines = [...turn.querySelectorAll(".spoken tr, .spoken > .sentences > p, .spoken > .summed-up, .remark, .byline > span")].map(
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
