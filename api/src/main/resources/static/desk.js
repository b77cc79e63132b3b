// What an operator may decide about a saga, and what a decision would do.
import { api, inWords, post } from "./api.js";
import { el, show, table } from "./dom.js";

const DECISIONS = [
  ["retry", "Try again"],
  ["skip", "Give up on it"],
  ["resolve", "It was settled by hand"],
];

/** It is drawn anew only when something else is asked, so that nobody's typing is lost. */
export function desk(path, refresh) {
  const element = el("section", { class: "desk", "aria-label": "Decisions", hidden: true });
  let drawn = "";
  return {
    element,
    update(saga) {
      const waiting = saga.steps.filter((step) => step.waiting?.operator);
      const goesOn = !saga.endedAt && !saga.failure && saga.status !== "COMPENSATING";
      const asked = JSON.stringify([goesOn, waiting.map(({ name, round, waiting, error, undo }) => [name, round, waiting, error, undo])]);
      if (asked === drawn) return;
      drawn = asked;
      element.hidden = !goesOn && waiting.length === 0;
      show(element, [...waiting.map((step) => question(path, step, refresh)), ...(goesOn ? [callOff(path, refresh)] : [])]);
    },
  };
}

function question(path, step, refresh) {
  const undo = step.undo?.status === "WAITING";
  const why = undo ? step.undo.error : step.error;
  const reason = reasonField();
  const answer = el("textarea", { name: "result", rows: 2, placeholder: '{"field": "value"}' });
  const said = el("p", { role: "status" });
  const form = el("form", {},
    el("h2", {}, undo ? `The undo of ${step.name} waits for you` : `${step.name} waits for you`),
    why ? el("p", { class: "failure" }, why.message ?? why.code) : null,
    reason,
    undo ? null : el("label", {}, "Its answer, if you settled it and later steps need one (JSON)", answer),
    DECISIONS.map(([decision, words]) => el("button", { value: decision }, words)),
    said);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const decision = event.submitter.value;
    decide(form, said, refresh, () =>
      post(`${path}/steps/${encodeURIComponent(step.name)}/${decision}`, {
        reason: reason.querySelector("input").value,
        round: step.round,
        ...(step.waiting.asked ? { asked: step.waiting.asked } : {}),
        ...(decision === "resolve" && answer.value.trim() ? { result: JSON.parse(answer.value) } : {}),
      }));
  });
  return form;
}

/** First it shows what would be undone, then it asks again. */
function callOff(path, refresh) {
  const said = el("p", { role: "status" });
  const sure = el("div", {});
  const reason = reasonField();
  const form = el("form", {}, reason, el("button", {}, "Call it off…"), sure, said);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    decide(form, said, refresh, async () => {
      if (event.submitter?.value === "now") {
        await post(`${path}/compensate`, { reason: reason.querySelector("input").value });
        show(sure, []);
      } else {
        show(sure, plan(await api(`${path}/undo-plan`)));
      }
    });
  });
  return form;
}

function plan({ steps, possible, obstacle }) {
  if (!possible) return [el("p", {}, `Not possible: ${obstacle}`)];
  return [
    steps.length
      ? table("What would be undone", [["Would be undone, in this order", (step) => step]], steps)
      : el("p", {}, "Nothing has been done yet that would have to be undone."),
    el("button", { value: "now" }, "Call it off now"),
  ];
}

function reasonField() {
  return el("label", {}, "Reason", el("input", { name: "reason", required: true, maxlength: 500, size: 50 }));
}

async function decide(form, said, refresh, call) {
  const buttons = form.querySelectorAll("button");
  buttons.forEach((button) => (button.disabled = true));
  show(said, []);
  try {
    await call();
    refresh();
  } catch (error) {
    show(said, error instanceof SyntaxError ? `The answer is no JSON: ${error.message}` : inWords(error));
  } finally {
    form.querySelectorAll("button").forEach((button) => (button.disabled = false));
  }
}
