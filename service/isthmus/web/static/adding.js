// Sends each chosen or dropped file on its own, with its progress. Without this script the form does
// the same with one page load.
(() => {
  "use strict";

  const form = document.getElementById("adding");
  const chooser = document.getElementById("files");
  const drop = document.getElementById("drop");
  const outcomes = document.getElementById("outcomes");
  const largest = Number(form.dataset.largest) * 1e6;
  const token = document.querySelector('meta[name="csrf"]').content;

  const make = (name, said = {}, ...inside) => {
    const made = Object.assign(document.createElement(name), said);
    made.append(...inside);
    return made;
  };

  function lines() {
    let list = outcomes.querySelector(".lines");
    if (!list) {
      list = make("ul", { className: "lines" });
      outcomes.replaceChildren(make("h2", { textContent: "What came of it" }), list);
    }
    return list;
  }

  function badge(line) {
    const words = line.outcome[0].toUpperCase() + line.outcome.slice(1);
    return make("span", { className: `badge ${line.kind}`, textContent: words });
  }

  function filled(line) {
    const name = line.address ? make("a", { href: line.address }) : make("span");
    name.textContent = line.name;
    const said = make("span", {}, name);
    if (line.reason) said.append(make("span", { className: "reason-of", textContent: line.reason }));
    return make("li", { className: "line" }, badge(line), said);
  }

  const failed = (file, reason) => ({ name: file.name, outcome: "failed", kind: "bad", reason });

  /** A row with the file's progress; `done` puts its outcomes in its place. */
  function row(file) {
    const bar = make("progress", { max: 100, value: 0 });
    bar.setAttribute("aria-label", `Sending ${file.name}`);
    const state = make("span", { className: "soft", textContent: "Waiting" });
    const item = make("li", { className: "line sending" }, make("span", { textContent: file.name }), bar, state);
    lines().append(item);
    return {
      sent(share) {
        bar.value = share;
        state.textContent = share < 100 ? `${Math.floor(share)} %` : "Reading…";
        if (share >= 100) bar.removeAttribute("value");
      },
      done(results, more = 0) {
        const rows = results.map(filled);
        if (more > 0) rows.push(make("li", { className: "line", textContent: `And ${more} more.` }));
        item.replaceWith(...rows);
      },
    };
  }

  function answer(request, file, shown) {
    let said = {};
    try {
      said = JSON.parse(request.responseText);
    } catch {
      // what came is no answer of ours; its status says enough
    }
    if (said.lines?.length) shown.done(said.lines, said.all - said.lines.length);
    else shown.done([failed(file, said.detail ?? Object.values(said.problems ?? {})[0] ?? reason(request.status))]);
  }

  const reason = (status) =>
    status ? `The service answered ${status}. Try again.` : "The service can’t be reached. Try again.";

  function send(file, shown) {
    return new Promise((resolve) => {
      const body = new FormData(form);
      body.delete("files");
      if (file.size !== undefined) {
        body.delete("address");
        body.append("files", file, file.name);
      }
      const request = new XMLHttpRequest();
      request.upload.addEventListener("progress", (event) => shown.sent((100 * event.loaded) / event.total));
      request.upload.addEventListener("load", () => shown.sent(100));
      request.addEventListener("loadend", () => {
        answer(request, file, shown);
        resolve();
      });
      request.open("POST", form.action);
      request.setRequestHeader("Accept", "application/json");
      request.setRequestHeader("X-CSRF-Token", token);
      request.send(body);
    });
  }

  async function sendAll(files) {
    outcomes.setAttribute("aria-busy", "true");
    const rows = files.map((file) => [file, row(file)]);
    for (const [file, shown] of rows) {
      if (file.size > largest) shown.done([failed(file, `It is larger than ${form.dataset.largest} MB.`)]);
      else await send(file, shown);
    }
    outcomes.removeAttribute("aria-busy");
  }

  /** Asks for the attestation only where the licence class needs it. */
  function attest() {
    const needed = Boolean(form.querySelector("[data-attest]:checked"));
    const box = document.getElementById("attest");
    box.hidden = !needed;
    form.elements.attests.required = needed;
  }

  /** Sends the files, then the address, which is a thing with a name and no size. */
  async function begin(files) {
    const address = form.elements.address;
    const things = [...files, ...(address.value.trim() ? [{ name: address.value.trim() }] : [])];
    chooser.setCustomValidity(things.length ? "" : "Choose at least one file, or name an address.");
    if (!form.reportValidity()) return;
    outcomes.replaceChildren();
    outcomes.scrollIntoView({ block: "nearest" });
    await sendAll(things);
    chooser.value = "";
    address.value = "";
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    begin(chooser.files);
  });
  form.addEventListener("change", (event) => event.target.name === "licence" && attest());
  form.addEventListener("input", () => chooser.setCustomValidity(""));
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    chooser.files = event.dataTransfer.files;
    begin(event.dataTransfer.files);
  });
  document.querySelector(".dropping").hidden = false;
  attest();
})();
