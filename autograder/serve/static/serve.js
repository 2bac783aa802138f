// The page without a framework: local times and countdowns, a file that is dropped, and the line that says where a hand-in is.
"use strict";

const words = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZoneName: "short" });

function span(seconds) {
  const parts = [[86400, "day"], [3600, "hour"], [60, "minute"]];
  for (const [size, name] of parts) {
    if (seconds >= size) {
      const count = Math.floor(seconds / size);
      const rest = Math.floor((seconds % size) / (size / (name === "day" ? 24 : 60)));
      const more = name === "day" && rest ? `, ${rest} h` : name === "hour" && rest ? `, ${rest} min` : "";
      return `${count} ${name}${count === 1 ? "" : "s"}${more}`;
    }
  }
  return "less than a minute";
}

function tellTimes() {
  for (const time of document.querySelectorAll("time[data-local]")) {
    time.title = time.title || time.textContent;
    time.textContent = words.format(new Date(time.dateTime));
  }
  for (const time of document.querySelectorAll("time[data-countdown]")) {
    const due = new Date(time.dateTime);
    const left = (due - Date.now()) / 1000;
    let note = time.parentElement.querySelector(".countdown");
    if (!note) {
      note = document.createElement("span");
      note.className = "countdown";
      time.parentElement.append(" ", note);
    }
    note.textContent = `${left > 0 ? `in ${span(left)}` : `${span(-left)} ago`}; your clock: ${words.format(due)}`;
    note.classList.toggle("soon", left > 0 && left < 86400);
  }
}

function line(event) {
  if (event.state === "waiting") return event.ahead ? `waiting, ${event.ahead} before it` : "waiting";
  if (event.state === "running") return event.exercise ? `checking exercise ${event.exercise} of ${event.of}` : "running";
  return event.state === "done" ? "done" : "could not be marked";
}

function listen() {
  const address = document.body.dataset.events;
  const waits = document.body.dataset.waits;
  const open = [...document.querySelectorAll("[data-hand-in]")];
  if (!address || !open.length) return;
  const source = new EventSource(address);
  source.onmessage = (message) => {
    const event = JSON.parse(message.data);
    for (const place of open) {
      if (place.dataset.handIn === event.id) place.textContent = line(event);
    }
    const ended = event.state === "done" || event.state === "failed";
    if (ended && (event.id === waits || open.some((place) => place.dataset.handIn === event.id))) {
      source.close();
      location.reload();
    }
  };
}

function dropping() {
  const form = document.getElementById("drop");
  if (!form) return;
  const chosen = document.getElementById("notebook");
  const status = document.getElementById("status");
  const ask = document.getElementById("ask");
  const label = form.querySelector("label.file");

  async function send(anyway) {
    const file = chosen.files[0];
    if (!file) { status.textContent = "Choose a notebook first."; chosen.focus(); return; }
    const data = new FormData(form);
    if (anyway) data.set("anyway", "1");
    status.textContent = `Sending ${file.name} ...`;
    ask.hidden = true;
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, headers: { accept: "application/json" } });
      const told = await answer.json();
      if (answer.status === 201) { location.href = told.page; return; }
      if (told.question) {
        status.textContent = "";
        document.getElementById("question").textContent = told.question;
        ask.hidden = false;
        document.getElementById("anyway").focus();
        return;
      }
      status.textContent = told.error || "It was not taken. Try again.";
    } catch {
      status.textContent = "The server did not answer. Nothing was handed in; try again.";
    }
  }

  form.addEventListener("submit", (event) => { event.preventDefault(); send(false); });
  chosen.addEventListener("change", () => {
    if (chosen.files[0]) { label.firstChild.textContent = `${chosen.files[0].name} `; status.textContent = ""; ask.hidden = true; }
  });
  document.getElementById("anyway").addEventListener("click", () => send(true));
  document.getElementById("other").addEventListener("click", () => { ask.hidden = true; chosen.value = ""; chosen.focus(); });
  for (const name of ["dragover", "dragenter"]) {
    form.addEventListener(name, (event) => { event.preventDefault(); form.classList.add("over"); });
  }
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    if (event.dataTransfer.files.length) {
      chosen.files = event.dataTransfer.files;
      chosen.dispatchEvent(new Event("change"));
      send(false);
    }
  });
}

tellTimes();
setInterval(tellTimes, 30000);
listen();
dropping();
