// Each page has its frame, which stays, and a part that is drawn anew with every answer.
import { api } from "./api.js";
import { desk } from "./desk.js";
import { el, link, show, state, table, time, took } from "./dom.js";

const STATUSES = ["RUNNING", "COMPENSATING", "AWAITING_OPERATOR", "COMPLETED", "COMPENSATED", "COMPENSATION_FAILED"];
const PAGE = "50";

export function sagasPage(filter, go) {
  const types = el("select", { name: "type" }, el("option", { value: "" }, "all"));
  api("saga-types").then(({ items }) => {
    types.append(...items.map(({ name }) => el("option", { value: name, selected: name === filter.get("type") }, name)));
  }, () => types.closest("label").remove());
  return listPage("sagas", "Sagas", filter, go, [
    el("label", {}, "Status", choice("status", STATUSES, filter)),
    el("label", {}, "Type", types),
    el("label", {}, "Business key", el("input", { name: "businessKey", type: "search", value: filter.get("businessKey") })),
  ], [
    ["Saga", (saga) => el("a", { href: `#/sagas/${encodeURIComponent(saga.sagaId)}` }, saga.sagaId)],
    ["Status", (saga) => [state(saga.status), saga.failure ? el("small", {}, saga.failure.message ?? saga.failure.code) : null]],
    ["Business key", (saga) => saga.businessKey ?? "–"],
    ["Step", (saga) => saga.currentStep ?? "–"],
    ["Started", (saga) => time(saga.startedAt)],
    ["Took", (saga) => took(saga.startedAt, saga.endedAt), "number"],
  ]);
}

export function accountsPage(filter, go) {
  return listPage("accounts", "Accounts", filter, go, [
    el("label", {}, "Owner", el("input", { name: "owner", type: "search", value: filter.get("owner") })),
  ], [
    ["Account", (account) => [account.accountId, account.number ? el("small", {}, account.number) : null]],
    ["Owner", (account) => account.owner],
    ["Type", (account) => account.type ?? "–"],
    ["Status", (account) => state(account.status)],
    ["Balance", (account) => `${account.balance.amount} ${account.balance.currency}`, "number"],
    ["Changed", (account) => time(account.updatedAt)],
    ["Events", (account) => events(`account-${account.accountId}`)],
  ]);
}

function listPage(place, title, filter, go, fields, columns) {
  const list = el("div", {}, el("p", { class: "quiet loading" }, "Loading…"));
  const next = el("button", { type: "button", disabled: true }, "Next page");
  const first = el("button", { type: "button", disabled: !filter.has("cursor"), onclick: () => turn("") }, "First page");
  let cursor = "";

  function turn(to) {
    const turned = new URLSearchParams(filter);
    turned.set("cursor", to);
    go(place, turned);
  }
  next.addEventListener("click", () => turn(cursor));

  function search(event) {
    event.preventDefault();
    go(place, new URLSearchParams(new FormData(form)));
  }
  // Not on every change: leaving a text field is no wish to search.
  const chosen = (event) => event.target.matches("select") && search(event);
  const form = el("form", { role: "search", onsubmit: search, onchange: chosen }, fields, el("button", {}, "Search"));

  return {
    place,
    title,
    content: [el("h1", {}, title), form, list, el("div", { class: "pages" }, first, next)],
    load: () => api(place, new URLSearchParams([...filter, ["limit", PAGE]])),
    update({ items, nextCursor }) {
      const nothing = filter.size ? "Nothing matches." : "Nothing yet. The README shows how to start a first saga.";
      redraw(list, items.length ? table(title, columns, items) : el("p", { class: "quiet" }, nothing));
      cursor = nextCursor ?? "";
      next.disabled = !cursor;
    },
  };
}

function choice(name, values, filter) {
  const options = values.map((value) =>
    el("option", { value, selected: value === filter.get(name) }, value.toLowerCase().replaceAll("_", " ")));
  return el("select", { name }, el("option", { value: "" }, "all"), options);
}

export function sagaPage(sagaId, refresh) {
  const path = `sagas/${encodeURIComponent(sagaId)}`;
  const body = el("div", {}, el("p", { class: "quiet loading" }, "Loading…"));
  const decisions = desk(path, refresh);
  let seen = 0;

  /** Of what is told and what is asked for, the newer counts. */
  function update(saga) {
    if ((saga.position ?? 0) < seen) return;
    seen = saga.position ?? 0;
    decisions.update(saga);
    redraw(body, ...sagaParts(saga));
    if (saga.endedAt) live.close();
  }
  const live = new EventSource(`api/v1/${path}/live`);
  live.addEventListener("message", ({ data }) => update(JSON.parse(data)));

  return {
    place: "sagas",
    title: sagaId,
    content: [el("h1", {}, sagaId), decisions.element, body],
    load: () => api(path),
    update,
    close: () => live.close(),
  };
}

function sagaParts(saga) {
  const steps = saga.steps ?? [];
  const parts = [
    el("dl", {}, [
      ["Status", state(saga.status)],
      ["Type", saga.type],
      ["Business key", saga.businessKey ?? "–"],
      ["Started by", saga.initiator ?? "–"],
      ["Started", time(saga.startedAt)],
      ["Ended", saga.endedAt ? [time(saga.endedAt), ` after ${took(saga.startedAt, saga.endedAt)}`] : "not yet"],
      ["Position", saga.position === null || saga.position === undefined ? "nothing recorded yet" : String(saga.position)],
      ["See also", [events(`saga-${saga.sagaId}`), ...(saga.links?.temporal ? [" · ", link(saga.links.temporal, "Temporal Web UI")] : [])]],
    ].flatMap(([term, value]) => [el("dt", {}, term), el("dd", {}, value)])),
  ];
  if (saga.stuck) {
    const { code, message } = saga.stuck;
    parts.push(el("p", { class: "failure" }, `Its story cannot be told: ${message} (${code})`));
  }
  if (saga.calledOff && !saga.failure && !saga.endedAt) {
    parts.push(el("p", { class: "failure" }, `Called off: ${saga.calledOff.reason}. What is under way ends first.`));
  }
  if (saga.failure) {
    const { step, code, message } = saga.failure;
    const where = step ? `Failed at ${step}: ` : "Failed: ";
    parts.push(el("p", { class: "failure" }, where, message ?? code, code ? ` (${code})` : null));
  }
  parts.push(el("h2", {}, "Steps"), table("Steps", [
    ["Step", (step) => [step.name, step.progress && step.status === "RUNNING" ? el("small", {}, progress(step.progress)) : null]],
    ["Kind", (step) => String(step.kind ?? "–").toLowerCase()],
    ["Status", (step) => [state(step.status), waiting(step), stalled(step), reason(step.error)]],
    ["Attempts", (step) => String(step.attempts ?? "–"), "number"],
    ["Started", (step) => time(step.startedAt)],
    ["Took", (step) => took(step.startedAt, step.endedAt), "number"],
    ["Undo", (step) => undo(step.undo)],
  ], steps));
  return parts;
}

function undo(undo) {
  if (!undo || undo.status === "NONE") return el("span", { class: "quiet" }, "–");
  return [state(undo.status), undo.status === "WAITING" ? el("small", {}, "for an operator") : null, undo.attempts > 1 ? el("small", {}, `${undo.attempts} attempts`) : null, reason(undo.error)];
}

function waiting({ waiting, undo }) {
  if (!waiting || undo?.status === "WAITING") return null;
  if (waiting.operator) return el("small", {}, "for an operator");
  return el("small", {}, `for ${waiting.eventType}`, waiting.until ? [", until ", time(waiting.until)] : null);
}

function stalled(step) {
  return step.stalledAt ? el("small", { class: "bad" }, "takes far longer than expected") : null;
}

/** An error is a sentence, or has one beside its code. */
function reason(error) {
  if (!error) return null;
  return el("small", {}, typeof error === "string" ? error : error.message ?? error.code ?? JSON.stringify(error));
}

function progress(value) {
  const left = value.secondsLeft === null || value.secondsLeft === undefined ? "" : `, about ${value.secondsLeft} s left`;
  return `${value.done} of ${value.total} (${value.percent} %)${left}`;
}

function events(streamId) {
  return link(`api/v1/streams/${encodeURIComponent(streamId)}`, "events");
}

/** What has not changed is left alone, so that selection and scrolling stay; focus stays anyway. */
function redraw(parent, ...children) {
  const drawn = el("div", {}, children);
  if (drawn.isEqualNode(parent)) return;
  const focused = parent.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  show(parent, [...drawn.childNodes]);
  if (focused) [...parent.querySelectorAll("a")].find((a) => a.getAttribute("href") === focused)?.focus();
}

export function healthItems({ status, components = {} }) {
  const parts = Object.entries(components).filter(([name]) => !["ping", "livenessState", "readinessState", "ssl", "diskSpace"].includes(name));
  return [["skald", { status }], ...parts].map(([name, part]) => el("li", {}, `${name} `, state(part.status)));
}
