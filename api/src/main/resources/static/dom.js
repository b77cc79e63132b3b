// Elements out of data. Data only ever becomes text or a checked address, never markup.

export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

export function show(parent, children) {
  parent.replaceChildren(...[children].flat());
}

/** A link that came with data is only followed over http. */
export function link(href, ...text) {
  let address;
  try {
    address = new URL(href, document.baseURI);
  } catch {
    return el("span", {}, ...text);
  }
  return ["http:", "https:"].includes(address.protocol) ? el("a", { href: address.href }, ...text) : el("span", {}, ...text);
}

export function time(instant) {
  if (!instant) return el("span", { class: "quiet" }, "–");
  const date = new Date(instant);
  const text = date.toLocaleString("sv-SE", { dateStyle: "short", timeStyle: "medium" });
  return el("time", { datetime: instant, title: date.toISOString() }, text);
}

export function took(from, to) {
  if (!from || !to) return "–";
  const millis = new Date(to) - new Date(from);
  if (millis < 1000) return `${millis} ms`;
  return millis < 120000 ? `${(millis / 1000).toFixed(1)} s` : `${Math.round(millis / 60000)} min`;
}

const LOOKS = {
  good: ["COMPLETED", "UP", "ACTIVE", "OPEN"],
  busy: ["RUNNING"],
  undone: ["COMPENSATING", "COMPENSATED", "WAITING", "SKIPPED", "UNKNOWN", "FROZEN"],
  bad: ["AWAITING_OPERATOR", "COMPENSATION_FAILED", "FAILED", "DOWN", "OUT_OF_SERVICE", "NOT REACHED"],
};

export function state(value) {
  const look = Object.keys(LOOKS).find((key) => LOOKS[key].includes(value)) ?? "idle";
  return el("span", { class: `state ${look}` }, String(value).toLowerCase().replaceAll("_", " "));
}

/** Columns are [heading, cell of an item, class of the cell?]. */
export function table(caption, columns, items) {
  return el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": caption },
    el("table", {},
      el("thead", {}, el("tr", {}, columns.map(([heading, , kind]) => el("th", { scope: "col", class: kind }, heading)))),
      el("tbody", {}, items.map((item) =>
        el("tr", {}, columns.map(([, cell, kind]) => el("td", { class: kind }, cell(item))))))));
}
