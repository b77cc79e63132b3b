// Which page is shown, and when it is fetched again.
import { fetchJson, inWords } from "./api.js";
import { show, time } from "./dom.js";
import { accountsPage, healthItems, sagaPage, sagasPage } from "./pages.js";

const EVERY_MS = 3000;
const AFTER_TROUBLE_MS = 10000;

const main = document.getElementById("main");
const trouble = document.getElementById("trouble");

let shown = null;
let timer = 0;
let refreshing = 0;

function route() {
  const [path, query] = location.hash.slice(1).split("?", 2);
  const [, place = "sagas", id] = path.split("/");
  const filter = new URLSearchParams(query ?? "");
  if (place === "sagas" && id) return sagaPage(decodeURIComponent(id), refresh);
  if (place === "accounts") return accountsPage(filter, go);
  return sagasPage(filter, go);
}

function go(place, filter) {
  const kept = [...filter].filter(([, value]) => value !== "");
  location.hash = `#/${place}${kept.length ? "?" + new URLSearchParams(kept) : ""}`;
}

/** An answer that comes after the reader has gone elsewhere is dropped. */
async function refresh() {
  clearTimeout(timer);
  const turn = ++refreshing;
  const page = shown;
  let next = EVERY_MS;
  try {
    const body = await page.load();
    if (turn !== refreshing) return;
    page.update(body);
    trouble.hidden = true;
  } catch (error) {
    if (turn !== refreshing) return;
    const words = `${inWords(error)} Trying again.`;
    if (trouble.hidden || trouble.textContent !== words) trouble.textContent = words;
    trouble.hidden = false;
    main.querySelector(".loading")?.remove();
    next = AFTER_TROUBLE_MS;
  }
  await refreshHealth();
  if (turn === refreshing && !document.hidden) timer = setTimeout(refresh, next);
}

async function refreshHealth() {
  const asOf = document.getElementById("asof");
  try {
    const health = await fetchJson("actuator/health", { evenIf: [503] });
    show(document.getElementById("health"), healthItems(health));
    show(asOf, ["as of ", time(new Date().toISOString())]);
  } catch {
    show(document.getElementById("health"), healthItems({ status: "NOT REACHED" }));
  }
}

function open() {
  shown?.close?.();
  shown = route();
  document.title = `${shown.title} · Skald`;
  for (const link of document.querySelectorAll("nav a")) {
    if (link.hash.slice(2) === shown.place) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const field = document.activeElement?.name;
  show(main, shown.content);
  const focus = (field && main.querySelector(`[name=${field}]`)) || main;
  focus.focus({ preventScroll: true });
  scrollTo(0, 0);
  refresh();
}

addEventListener("hashchange", open);
document.addEventListener("visibilitychange", () => {
  if (document.hidden) clearTimeout(timer);
  else refresh();
});
open();
