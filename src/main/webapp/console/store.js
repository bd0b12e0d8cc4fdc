/**
 * What the console knows of the server: resources that are asked again while somebody looks at
 * them, and the stream of live figures.
 */
import {call} from './api.js';

const resources = new Map();
let changed = () => {};

/** What is live: the newest figures, the last hour, and when they came (by `performance.now`). */
export const live = {now: null, history: null, at: null, state: 'connecting'};

let source = null;

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
    known = {path, value: null, error: null, at: null, asking: false, due: 0, wanted: 0};
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

/** Forgets everything, as at a sign-out. */
export function forget() {
  resources.clear();
  disconnect();
  Object.assign(live, {now: null, history: null, at: null, state: 'connecting'});
}

async function ask(known) {
  known.asking = true;
  try {
    known.value = await call('GET', known.path);
    known.error = null;
    known.at = performance.now();
  } catch (refusal) {
    known.error = refusal;
  } finally {
    known.asking = false;
    known.due = performance.now() + known.seconds * 1000;
    changed();
  }
}

/** Forgets what nobody has looked at for a minute. */
export function tidy() {
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
    const closed = source?.readyState === EventSource.CLOSED;
    if (closed) {
      disconnect();
      setTimeout(lookAgain, 3000);
    }
    changed();
  };
}

/** A stream that was refused is closed for good: ask why, and begin anew. */
async function lookAgain() {
  try {
    await call('GET', '/api/now');
    connect();
  } catch (refusal) {
    if (refusal.status !== 401) {
      setTimeout(lookAgain, 3000);
    }
  }
}

/** Follows no longer. */
export function disconnect() {
  source?.close();
  source = null;
}

/** For how many seconds the live figures have been old; null before the first. */
export function age() {
  return live.at === null ? null : (performance.now() - live.at) / 1000;
}
