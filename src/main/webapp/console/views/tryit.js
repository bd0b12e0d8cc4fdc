/** Try it: one prompt, streamed, with what became of it on its way. */
import {h} from '../dom.js';
import {t} from '../i18n.js';
import {refused} from '../api.js';
import {onForget, redraw} from '../store.js';
import {count, latency, number, NONE} from '../format.js';
import {field} from '../dialog.js';
import {button, facts, loading, notice, reason, section} from '../parts.js';
import {keyField, known, modelField, modelsKnown} from './models.js';

export default {id: 'tryit', show};

/** Of very long answers only so many raw events are shown. */
const MOST_EVENTS = 400;

let run = null;
onForget(() => {
  run?.abort.abort();
  run = null;
});

function show() {
  if (!modelsKnown()) {
    return loading();
  }
  const busy = run?.state === 'running';
  return [h('form.panel.try', {onsubmit: send},
    h('div.fields', modelField(), keyField(),
      field(t('try.priority'), h('select', {name: 'priority'}, ['', 'low', 'normal', 'high'].map(one =>
        h('option', {value: one}, one === '' ? t('try.usual') : t('priority.' + one)))))),
    field(t('try.prompt'), h('textarea', {name: 'prompt', rows: 3, required: true, placeholder: t('try.example')})),
    h('div.row-actions', h('label.check', h('input', {type: 'checkbox', name: 'fresh'}), ' ', t('try.fresh')),
      h('button.primary', {type: 'submit', disabled: busy}, busy ? t('try.running') : t('try.send')),
      busy && button(t('try.stop'), () => run.abort.abort()))),
  run && outcome()];
}

function outcome() {
  const {head, times, refusal, text, thought, usage, events} = run;
  return [refusal && notice('bad', `${refusal.status || ''} ${reason(refusal)}`,
    refusal.after ? ' ' + t('try.after', {n: refusal.after}) : '', refusal.code ? h('code', ' ', refusal.code) : ''),
  head && section(t('try.way'), null, facts([t('try.node'), h('b', {'data-node': true}, head.node ?? NONE)],
    [t('try.cache'), head.cache ?? NONE], [t('try.attempts'), head.attempts ?? NONE],
    [t('try.head'), latency(times.head)], [t('try.first'), latency(times.first)], [t('try.total'), latency(times.total)],
    [t('try.speed'), times.total && times.first && usage?.completion_tokens > 1
      ? number((usage.completion_tokens - 1) / Math.max(times.total - times.first, 0.001)) + ' ' + t('unit.tokensPerSecond') : NONE],
    [t('try.usage'), usage ? `${count(usage.prompt_tokens)} → ${count(usage.completion_tokens)}` : NONE],
    [t('try.id'), h('code.wrap', head.id ?? NONE)], [t('try.timing'), h('code.wrap', head.timing ?? NONE)])),
  head && section(t('try.answer'), null, thought && h('details', h('summary', t('try.thought')), h('p.answer.hint', thought)),
    h('p.answer', {'aria-live': 'off', 'data-answer': run.state}, text || (run.state === 'running' ? '…' : NONE))),
  events.length > 0 && h('section.panel', {'aria-label': t('try.events')}, h('details', h('summary',
    t('try.events'), ' ', h('b', count(run.eventCount))), h('pre.events', {tabindex: 0}, events.join('\n\n'))))];
}

async function send(event) {
  event.preventDefault();
  const {model, key, prompt, priority, fresh} = Object.fromEntries(new FormData(event.currentTarget));
  Object.assign(known, {model, key});
  run?.abort.abort();
  const mine = {abort: new AbortController(), state: 'running', head: null, times: {head: null, first: null, total: null},
    text: '', thought: '', usage: null, events: [], eventCount: 0, refusal: null};
  run = mine;
  redraw();
  try {
    await follow(mine, JSON.stringify({model, stream: true, stream_options: {include_usage: true},
      messages: [{role: 'user', content: prompt}]}),
    {...(key && {Authorization: `Bearer ${key}`}), ...(priority && {'x-tidegate-priority': priority}),
      ...(fresh && {'Cache-Control': 'no-cache'})});
  } catch (broken) {
    if (broken.name !== 'AbortError') {
      // What the stream said of its failure before it broke off says more than that it did.
      mine.refusal ??= broken.status === undefined ? {status: 0} : broken;
    }
  }
  mine.state = 'ended';
  redraw();
}

async function follow(mine, body, headers) {
  const begun = performance.now();
  const passed = () => (performance.now() - begun) / 1000;
  const response = await fetch('/v1/chat/completions', {method: 'POST', body, signal: mine.abort.signal,
    headers: {'Content-Type': 'application/json', 'X-Tidegate-Console': '1', ...headers}});
  mine.times.head = passed();
  mine.head = told(response.headers);
  if (!response.ok) {
    throw await refused(response);
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    const parts = (rest + piece.value).replaceAll('\r\n', '\n').split('\n\n');
    rest = parts.pop();
    parts.forEach(part => take(mine, part, passed));
    mine.times.total = passed();
    redraw();
  }
  mine.times.total = passed();
}

function told(headers) {
  return {node: headers.get('x-tidegate-node'), cache: headers.get('Cache-Status'), attempts: headers.get('x-tidegate-attempts'),
    id: headers.get('x-request-id'), timing: headers.get('Server-Timing')};
}

/** One event of the stream. */
function take(mine, event, passed) {
  mine.eventCount++;
  if (mine.events.length < MOST_EVENTS) {
    mine.events.push(event);
  }
  const data = event.split('\n').filter(line => line.startsWith('data:')).map(line => line.slice(5).trimStart()).join('\n');
  if (data === '' || data === '[DONE]') {
    return;
  }
  const chunk = JSON.parse(data);
  if (chunk.error) {
    mine.refusal = {status: 200, code: chunk.error.code, message: chunk.error.message};
  }
  const delta = chunk.choices?.[0]?.delta ?? {};
  if (mine.times.first === null && (delta.content || delta.reasoning_content)) {
    mine.times.first = passed();
  }
  mine.text += delta.content ?? '';
  mine.thought += delta.reasoning_content ?? '';
  mine.usage = chunk.usage ?? mine.usage;
}
