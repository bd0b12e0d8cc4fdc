/** Rehearse: the same traffic under other settings, simulated, side by side. */
import {h} from '../dom.js';
import {t, word} from '../i18n.js';
import {call} from '../api.js';
import {onForget, redraw, refresh, resource} from '../store.js';
import {ago, count, latency, number, percent, perSecond, NONE} from '../format.js';
import {field, say} from '../dialog.js';
import {button, facts, meter, notice, pill, progress, reason, section, table, whole} from '../parts.js';
import {session} from '../session.js';
import {STRATEGIES} from '../strategies.js';

export default {id: 'rehearse', show, shown};

const PATH = '/api/rehearsals';

const form = {source: 'recorded', refusal: null};
onForget(() => Object.assign(form, {source: 'recorded', refusal: null}));

/** Only where the server can rehearse, and for those who may ask it to. */
function shown() {
  return session.mayChange && list().error?.status !== 404;
}

function list() {
  const running = resource(PATH, 60).value?.data.some(one => one.state === 'running');
  return resource(PATH, running ? 1 : 15);
}

function show() {
  const known = list();
  const running = known.value?.data.find(one => one.state === 'running');
  return [question(running), whole(known, ({data}) => data.length === 0 ? h('p.empty', t('rehearse.none')) : data.map(result))];
}

function question(running) {
  const nodes = resource('/api/nodes', 5).value ?? [];
  return h('form.panel', {onsubmit: begin, 'aria-label': t('rehearse.ask')},
    h('h2', t('rehearse.ask')), h('p.hint', t('rehearse.safe')),
    h('fieldset', h('legend', t('rehearse.traffic')),
      radio('recorded', t('rehearse.recorded')), radio('rate', t('rehearse.rate')),
      radio('arrivals', t('rehearse.file')), h('div.fields', {key: form.source}, traffic())),
    h('fieldset', h('legend', t('rehearse.variants')), h('p.hint', t('rehearse.variants.about')),
      h('div.checks', STRATEGIES.map(name => check('strategy', name, name)),
        nodes.map(node => check('without', node.name, t('rehearse.without', {name: node.name}))))),
    field(t('rehearse.settings'), h('textarea', {name: 'settings', rows: 2, placeholder: 'tidegate.admission.max-wait=PT5S'}), t('rehearse.settings.hint')),
    form.refusal && notice('bad', form.refusal.param ? `${form.refusal.param}: ` : '', reason(form.refusal)),
    h('div.row-actions', h('button.primary', {type: 'submit', disabled: Boolean(running)}, running ? t('rehearse.running') : t('rehearse.do'))));
}

/** The fields of the kind of traffic that is chosen. */
function traffic() {
  if (form.source === 'recorded') {
    return field(t('rehearse.hours'), h('input', {name: 'hours', type: 'number', min: 1, max: 24, value: 1, required: true}));
  }
  if (form.source === 'arrivals') {
    return field(t('batch.file'), h('input', {name: 'file', type: 'file', accept: '.jsonl,.json,.txt', required: true}), t('rehearse.file.hint'));
  }
  const numbers = [['rate', 'rehearse.perSecond', 0.1, 20], ['minutes', 'rehearse.minutes', 1, 60],
    ['prompt', 'rehearse.prompt', 1, 1000], ['answer', 'rehearse.answer', 1, 200]];
  return numbers.map(([name, label, min, value]) =>
    field(t(label), h('input', {name, type: 'number', min, step: 'any', value, required: true})));
}

function radio(value, label) {
  return h('label.check', h('input', {type: 'radio', name: 'source', value, checked: form.source === value,
    onchange: () => { form.source = value; redraw(); }}), ' ', label);
}

function check(name, value, label) {
  return h('label.check', {key: name + value}, h('input', {type: 'checkbox', name, value}), ' ', label);
}

async function begin(event) {
  event.preventDefault();
  const given = new FormData(event.currentTarget);
  form.refusal = null;
  try {
    await call('POST', PATH, {trace: await trace(given), variants: variants(given)});
    await refresh(PATH);
    say(t('rehearse.begun'));
  } catch (refusal) {
    form.refusal = refusal;
  }
  redraw();
}

async function trace(given) {
  if (form.source === 'arrivals') {
    return {arrivals: await given.get('file').text()};
  }
  return form.source === 'recorded' ? {recorded: `PT${given.get('hours')}H`}
    : {rate: Number(given.get('rate')), seconds: Number(given.get('minutes')) * 60,
      prompt_tokens: Number(given.get('prompt')), answer_tokens: Number(given.get('answer'))};
}

function variants(given) {
  const lines = given.get('settings').split('\n').map(line => line.trim()).filter(Boolean);
  const settings = Object.fromEntries(lines.map(line => line.split(/=(.*)/s, 2).map(part => part.trim())));
  return [{name: t('rehearse.asNow')},
    ...given.getAll('strategy').map(strategy => ({name: strategy, strategy})),
    ...given.getAll('without').map(name => ({name: t('rehearse.without', {name}), without: [name]})),
    ...(lines.length > 0 ? [{name: lines.join(' '), settings}] : [])];
}

function result(one) {
  const best = Math.max(...one.variants.map(variant => variant.good_share ?? 0));
  return h('section.panel', {key: one.id, 'aria-label': t('rehearse.result', {ago: ago(one.created_at)})},
    h('div.panel-head', h('h2', t('rehearse.result', {ago: ago(one.created_at)})),
      h('div.actions', pill(word('state.' + one.state, one.state), one.state === 'finished' ? 'good' : one.state === 'failed' ? 'bad' : 'warn'),
        button(one.state === 'running' ? t('rehearse.stop') : t('rehearse.forget'), () => drop(one), 'quiet'))),
    one.state === 'running' && progress(one.progress, 1, percent(one.progress)),
    one.error && notice('bad', one.error),
    facts([t('rehearse.traffic'), t('rehearse.source.' + one.trace.source)], [t('rehearse.calls'), count(one.trace.arrivals)],
      [t('rehearse.took'), latency(one.took_seconds)], [t('rehearse.seed'), String(one.seed ?? NONE)]),
    table([
      {title: t('rehearse.variant'), head: true, cell: variant => [variant.name, h('span.hint.block', variant.strategy)]},
      {title: t('rehearse.good'), cell: variant => variant.state !== 'finished' ? word('state.' + variant.state, variant.state)
        : h('div.metered', h('span', h('b', percent(variant.good_share)), variant.good_share === best && one.variants.length > 1 ? ' ★' : ''),
          meter(variant.good_share, 1, t('rehearse.good'), 'even'))},
      {title: t('rehearse.goodput'), number: true, cell: variant => perSecond(variant.goodput_per_second)},
      {title: t('rehearse.refused'), number: true, cell: variant => count(variant.refused)},
      {title: t('rehearse.failed'), number: true, cell: variant => count(variant.failed)},
      {title: t('now.wait95'), number: true, cell: variant => latency(variant.wait_seconds?.p95)},
      {title: t('rehearse.first95'), number: true, cell: variant => latency(variant.first_token_seconds?.p95)},
      {title: t('rehearse.cost'), number: true, cell: variant => number(variant.cost_per_hour)},
    ], one.variants, {caption: t('rehearse'), key: variant => variant.name, empty: NONE}));
}

async function drop(one) {
  try {
    await call('DELETE', `${PATH}/${encodeURIComponent(one.id)}`);
  } catch (refusal) {
    form.refusal = refusal;
  }
  await refresh(PATH);
}
