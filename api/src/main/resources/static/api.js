// Calls, and what went wrong with them.

const GIVE_UP_MS = 10000;

export class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? `the server answered ${status}`);
    this.errors = problem.errors ?? [];
    this.code = problem.code;
  }
}

export class Unanswered extends Error {}

export async function fetchJson(path, { evenIf = [], ...call } = {}) {
  const answer = await fetch(path, {
    ...call,
    headers: { Accept: "application/json, application/problem+json", "Content-Type": "application/json" },
    signal: AbortSignal.timeout(GIVE_UP_MS),
  }).catch((error) => {
    const late = error.name === "TimeoutError";
    throw new Unanswered(late ? "The server takes longer than 10 seconds to answer." : "The server can't be reached.");
  });
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok && !evenIf.includes(answer.status)) throw new Refused(answer.status, body);
  return body;
}

/** Relative to this page, so that it also works behind a path of a proxy. */
export function api(path, filter = new URLSearchParams()) {
  const kept = new URLSearchParams([...filter].filter(([, value]) => value !== ""));
  return fetchJson(`api/v1/${path}${kept.size ? "?" + kept : ""}`);
}

export function post(path, body) {
  return fetchJson(`api/v1/${path}`, { method: "POST", body: JSON.stringify(body) });
}

export function inWords(error) {
  if (error instanceof Refused) {
    const fields = error.errors.map(({ field, message }) => `${field}: ${message}`);
    const code = error.code ? ` (${error.code})` : "";
    return [error.message + code, ...fields].join("; ");
  }
  if (error instanceof Unanswered) return error.message;
  console.error(error);
  return `The answer can't be shown: ${error.message}`;
}
