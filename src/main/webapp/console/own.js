/** What a tenant sees of itself on the front page: its use and its limits, by one of its keys. */
import {h, render} from './dom.js';
import {t} from './i18n.js';
import {refused} from './api.js';
import {button, loading, notice, reason} from './parts.js';
import {limits, used} from './views/limits.js';

const GROUP = ['day', 'key', 'model'];
const USAGE = '/v1/usage?group=' + GROUP.join(',');
const form = document.getElementById('own-form');
const place = document.getElementById('own-place');

/** The key stays in this page, and goes with it. */
let key = '';
let shown = null;

/** Lets the form ask. */
export function startOwn() {
  form.onsubmit = show;
}

/** Draws what is shown, in the language that is chosen. */
export function drawOwn() {
  if (shown === null) {
    render(place);
    return;
  }
  const {busy, refusal, self, usage, quotas} = shown;
  render(place, busy && loading(),
    refusal && notice('bad', refusal.status === 401 ? t('own.wrong') : reason(refusal)),
    usage && [h('h3', {'data-own': self.tenant}, t('tenant'), ' ', self.tenant),
      used(usage, GROUP, button(t('usage.csv'), download)), limits(quotas, false)]);
}

/** Forgets key and figures, as when somebody signs in. */
export function forgetOwn() {
  key = '';
  shown = null;
  form.reset();
  drawOwn();
}

async function show(event) {
  event.preventDefault();
  key = new FormData(form).get('key').trim();
  const mine = {busy: true};
  shown = mine;
  drawOwn();
  try {
    const [self, usage, quotas] = await Promise.all(['/api/self', USAGE, '/v1/quotas'].map(async path => (await ask(path)).json()));
    Object.assign(mine, {self, usage, quotas});
  } catch (refusal) {
    mine.refusal = refusal;
  }
  mine.busy = false;
  if (shown === mine) {
    drawOwn();
  }
}

async function ask(path) {
  const response = await fetch(path, {headers: key === '' ? {} : {Authorization: `Bearer ${key}`}, credentials: 'omit'})
    .catch(() => Promise.reject(Object.assign(new Error(), {status: 0})));
  if (!response.ok) {
    throw await refused(response);
  }
  return response;
}

/** A link cannot show a key, so the text is fetched, and saved from here. */
async function download() {
  try {
    const text = await (await ask(USAGE + '&format=csv')).blob();
    const link = document.createElement('a');
    link.href = URL.createObjectURL(text);
    link.download = 'usage.csv';
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  } catch (refusal) {
    shown.refusal = refusal;
    drawOwn();
  }
}
