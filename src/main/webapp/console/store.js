/**
 * What the console knows of the server: resources that are asked again while somebody looks at
 * them, and the stream of live figures.
 */
import {call} from './api.js';

const resources = new Map();
const forgetting = [];
let changed = () => {};

/** From this age on, in seconds, a stream that seems to be open is taken to be dead. */
const SILENT = 15;

/** How long until a stream that was refused is tried again. */
const AGAIN_MILLIS = 3000;

/** What is live: the newest figures, the last hour, and when they came (by `performance.now`). */
export const live = {now: null, history: null, at: null, state: 'connecting'};

let source = null;
let opened = 0;
let again = null;

/** Calls `listener` after each change of anything here. */
export function onChange(listener) {
  changed = listener;
}

/** Draws the page again, after a change that only a view knows of. */
export function redraw() {
  changed();
}

/**
 * The resource at `path`: `value` (null until it came), `error` (of the last try, or null).
 * It is asked every `seconds` as long as it is read at least that often.
 */
export function resource(path, seconds) {
  let known = resources.get(path);
  if (!known) {
    known = {path, value: null, error: null, at: null, asking: 0, due: 0, wanted: 0, asked: 0, told: 0};
    resources.set(path, known);
  }
  known.seconds = seconds;
  known.wanted = performance.now();
  if (!known.asking && performance.now() >= known.due) {
    ask(known);
  }
  return known;
}

/** Asks for the resources whose paths begin with `prefix` once more, and waits for them. */
export function refresh(prefix) {
  const again = [...resources.values()].filter(known => known.path.startsWith(prefix));
  return Promise.all(again.map(known => ask(known)));
}

/** Calls `listener` at each sign-out: whoever comes next must not see what the last one did. */
export function onForget(listener) {
  forgetting.push(listener);
}

/** Forgets everything, as at a sign-out. */
export function forget() {
  resources.clear();
  forgetting.forEach(listener => listener());
  disconnect();
  Object.assign(live, {now: null, history: null, at: null, state: 'connecting'});
}

async function ask(known) {
  const number = ++known.asked;
  known.asking++;
  let value = null;
  let error = null;
  try {
    value = await call('GET', known.path);
  } catch (refusal) {
    error = refusal;
  }
  known.asking--;
  known.due = performance.now() + known.seconds * 1000;
  // An answer that comes after that to a later question is older than what is known.
  if (number > known.told) {
    known.told = number;
    known.error = error;
    if (error === null) {
      known.value = value;
      known.at = performance.now();
    }
  }
  changed();
}

/** Forgets what nobody has looked at for a minute, and leaves a stream that has fallen silent. */
export function tidy() {
  if (source && performance.now() - Math.max(opened, live.at ?? 0) > SILENT * 1000) {
    lost();
  }
  for (const known of resources.values()) {
    if (performance.now() - known.wanted > 60_000) {
      resources.delete(known.path);
    }
  }
}

/** Follows the server's live figures until `disconnect`. */
export function connect() {
  if (source) {
    return;
  }
  opened = performance.now();
  source = new EventSource('/api/now/events');
  source.addEventListener('now', event => {
    live.now = JSON.parse(event.data);
    live.at = performance.now();
    live.state = 'live';
    changed();
  });
  source.addEventListener('history', event => {
    live.history = JSON.parse(event.data);
    changed();
  });
  source.onerror = () => {
    live.state = 'lost';
    if (source?.readyState === EventSource.CLOSED) {
      lost();
    }
    changed();
  };
}

/** A stream that was refused is closed for good, and one that is silent never ends: begin anew. */
function lost() {
  disconnect();
  live.state = 'lost';
  again = setTimeout(lookAgain, AGAIN_MILLIS);
}

/** Asks why there is no stream; goes on unless nobody is signed in any more. */
async function lookAgain() {
  const mine = again;
  let gone = false;
  try {
    await call('GET', '/api/now');
  } catch (refusal) {
    gone = refusal.status === 401;
    if (!gone && mine === again) {
      again = setTimeout(lookAgain, AGAIN_MILLIS);
      return;
    }
  }
  if (!gone && mine === again) {
    connect();
  }
}

/** Follows no longer, and does not begin again by itself. */
function disconnect() {
  clearTimeout(again);
  again = null;
  source?.close();
  source = null;
}

/** For how many seconds the live figures have been old; null before the first. */
export function age() {
  return live.at === null ? null : (performance.now() - live.at) / 1000;
}
