"use strict";
// Two conveniences; each page works without them. Live: a page that stands open learns that something
// has happened. Keys: one key for each thing to do, off in fields, and off altogether for who wants it so.

const PAUSE = 4000; // milliseconds between two looks; a hidden page does not look at all

function typing() {
  return document.activeElement?.matches("input, textarea, select") || document.querySelector("details[open] form");
}

function replace(place, fresh) {
  const at = place.contains(document.activeElement) && document.activeElement.getAttribute("href");
  place.replaceWith(fresh);
  if (at) fresh.querySelector(`a[href="${CSS.escape(at)}"]`)?.focus();
}

async function look(place) {
  const answer = await fetch(place.dataset.pulse, { redirect: "error" });
  if (!answer.ok || (await answer.text()) === place.dataset.state) return;
  if (place.dataset.live === "tell") {
    place.hidden = false;
  } else if (!typing()) {
    const page = await fetch(location.href, { redirect: "error" });
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("[data-pulse]");
    if (fresh) replace(place, fresh);
  }
}

async function watch() {
  const place = document.querySelector("[data-pulse]");
  if (!place) return;
  if (!document.hidden) await look(place).catch(() => undefined); // the server rests; the next look will tell
  setTimeout(watch, PAUSE);
}

function step(by) {
  const items = [...document.querySelectorAll("[data-item]")];
  const at = items.indexOf(document.activeElement);
  items[Math.min(Math.max(at + by, 0), items.length - 1)]?.focus();
}

function pressed(event) {
  const field = event.target.matches?.("input, textarea, select");
  if (field || event.ctrlKey || event.altKey || event.metaKey || localStorage.getItem("keys") === "off") return;
  if (event.key === "j" || event.key === "k") return step(event.key === "j" ? 1 : -1);
  const wanted = /^[a-z]$/.test(event.key) && document.querySelector(`[data-key="${event.key}"]`);
  if (!wanted) return;
  event.preventDefault();
  if (wanted.matches("textarea, select")) wanted.focus();
  else wanted.click();
}

function keys() {
  const help = document.querySelector(".keys");
  if (!help) return;
  const button = help.querySelector("[data-switch]");
  const say = () => {
    button.textContent = localStorage.getItem("keys") === "off" ? button.dataset.on : button.dataset.off;
  };
  button.addEventListener("click", () => {
    localStorage.setItem("keys", localStorage.getItem("keys") === "off" ? "on" : "off");
    say();
  });
  help.hidden = false;
  say();
  document.addEventListener("keydown", pressed);
}

keys();
setTimeout(watch, PAUSE);
