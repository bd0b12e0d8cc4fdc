/** Calls to the server, and what it says when it refuses one. */

/** A refusal: its HTTP status (0 when there was no answer), and the server's own words. */
export class Refusal extends Error {
  constructor(status, message, code, param, after) {
    super(message);
    this.status = status;
    this.code = code;
    this.param = param;
    this.after = after;
  }
}

/** How long the server may take to answer whoever looks, and whoever changes something. */
const LOOK_MILLIS = 20_000;
const CHANGE_MILLIS = 120_000;

let signedOut = () => {};

/** Tells `listener` whenever the server no longer knows who is signed in. */
export function onSignedOut(listener) {
  signedOut = listener;
}

/**
 * What the server answers: the JSON of its body, or null where it has none.
 *
 * @throws Refusal when it refuses, or cannot be reached
 */
export async function call(method, path, body) {
  const options = {method, headers: {'X-Tidegate-Console': '1'}, credentials: 'same-origin',
    signal: AbortSignal.timeout(method === 'GET' ? LOOK_MILLIS : CHANGE_MILLIS)};
  if (body !== undefined) {
    options.headers['Content-Type'] = 'application/json';
    options.body = JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Refusal(0, '', 'unreachable');
  }
  if (!response.ok) {
    const refusal = await refused(response);
    if (refusal.status === 401 && path !== '/api/session') {
      signedOut();
    }
    throw refusal;
  }
  return read(response);
}

/** The JSON of a body, which may break off, or come from something that is no Tidegate. */
async function read(response) {
  let text;
  try {
    text = await response.text();
  } catch {
    throw new Refusal(0, '', 'unreachable');
  }
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    throw new Refusal(response.status, '', 'unreadable');
  }
}

/** The refusal that `response` tells of. */
export async function refused(response) {
  const after = Number(response.headers.get('Retry-After')) || null;
  try {
    const {error} = await response.json();
    return new Refusal(response.status, error.message, error.code, error.param, after);
  } catch {
    return new Refusal(response.status, response.statusText, 'unknown', null, after);
  }
}
